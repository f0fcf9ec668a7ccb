//! One attempt, from what the remote has to what both have.

use std::cell::RefCell;

use super::{No, Story, Stretch, Sync, blend, judge, no};
use crate::error::Failure;
use crate::model::Message;
use crate::store::{Forward, Moving, Pushed, Replay, Replayed};
use crate::words::say;

/// How an attempt ended.
pub(super) enum Round {
    Settled,
    /// Others were quicker: once more. What to say if it was the last attempt.
    Again(No),
    Ended(No),
}

impl Sync<'_> {
    pub(super) fn round(&self, there: Option<&str>, story: &mut Story) -> Result<Round, Failure> {
        let ws = &self.office.ws;
        let moving = ws.turn("onboard sync")?.moving()?;
        let Some(here) = moving.tip().map(str::to_owned) else { return Ok(Round::Ended(no::nothing_committed(self))) };
        let Some(there) = there else {
            drop(moving);
            let bases: Vec<String> = ws.main_of(self.upstream)?.into_iter().collect();
            let bases: Vec<&str> = bases.iter().map(String::as_str).collect();
            return self.give(&here, &bases, story);
        };
        if ws.is_ancestor(there, &here)? {
            drop(moving);
            return self.give(&here, &[there], story);
        }
        let coming = self.stretch(there, &[&here])?;
        if ws.is_ancestor(&here, there)? {
            // The remote has more, and this copy has nothing that it has not.
            return self.forward(moving, there, &coming, story);
        }
        self.replay(moving, (&here, there), &coming, story)
    }

    /// Both have what the other has not.
    fn replay(
        &self,
        moving: Moving<'_>,
        (here, there): (&str, &str),
        coming: &Stretch,
        story: &mut Story,
    ) -> Result<Round, Failure> {
        if let Some(no) = no::sealed(self, here, there)? {
            return Ok(Round::Ended(no));
        }
        let mut replayed = match self.put_on_top(&moving, there, None)? {
            Ok(replayed) => replayed,
            Err(no) => return Ok(Round::Ended(no)),
        };
        let mut verdict = judge::judge(self, &replayed.tip, &[there])?;
        // The team has gone on to another process meanwhile, and what was done is done under that one now.
        if verdict.faults.iter().any(|it| it.finding.code == "trailer/process") {
            if let Ok(again) = self.put_on_top(&moving, there, Some(&verdict.process))? {
                replayed = again;
            }
            verdict = judge::judge(self, &replayed.tip, &[there])?;
        }
        if !verdict.faults.is_empty() {
            // Nobody can find the new commits: they are named as they are known here.
            for commit in verdict.faults.iter_mut().filter_map(|it| it.commit.as_mut()) {
                if let Some(own) = replayed.origins.get(&commit.id) {
                    commit.id.clone_from(own);
                }
            }
            return Ok(Round::Ended(no::does_not_hold(self, verdict.faults, no::Where::Replayed)));
        }
        let Replayed { tip, dropped, merged, .. } = replayed;
        let round = self.forward(moving, &tip, coming, story)?;
        if !matches!(round, Round::Settled) {
            return Ok(round);
        }
        story.dropped.extend(dropped);
        story.merged.extend(merged);
        self.push(&tip, &[there], story)
    }

    /// The commits of this copy on top of those of the remote, or why not. `process` is what their trailers are to name.
    fn put_on_top(
        &self,
        moving: &Moving<'_>,
        there: &str,
        process: Option<&str>,
    ) -> Result<Result<Replayed, No>, Failure> {
        let ours = say(&Message::new("sync.here"), self.desk.ui.lang);
        let blender = blend::Blender::new(self.office, self.upstream.remote.clone(), ours);
        let reword = |message: &str| match process {
            Some(process) => under(process, message),
            None => message.to_owned(),
        };
        let bar = RefCell::new(None);
        let of_all = |all| {
            bar.borrow_mut().get_or_insert_with(|| self.desk.ui.progress("command.progress-commits", all)).step();
        };
        let replay = moving.replay(there, &|sides| blender.blend(sides), &reword, &of_all)?;
        drop(bar);
        if let Some(failure) = blender.failure() {
            return Err(failure);
        }
        Ok(match replay {
            Replay::Done(replayed) => Ok(replayed),
            Replay::Stopped(stop) => Err(no::conflict(self, &stop, blender.clash())),
            Replay::Merge(commit) => Err(no::merge(self, &commit)),
            Replay::Unrelated => Err(no::unrelated(self)?),
        })
    }

    /// Goes there, unless it is only to be shown.
    fn forward(&self, moving: Moving<'_>, to: &str, coming: &Stretch, story: &mut Story) -> Result<Round, Failure> {
        let log = format!("onboard sync: {}/{}", self.upstream.remote, self.upstream.branch);
        let forward = if self.dry_run { moving.foresee(to)? } else { moving.forward(to, &log)? };
        Ok(match forward {
            Forward::Done => {
                let earlier = &story.received;
                let clients = &earlier.clients | &coming.clients;
                story.received = Stretch { commits: earlier.commits + coming.commits, clients };
                story.tip = Some(to.to_owned());
                Round::Settled
            }
            Forward::Lost => Round::Again(no::busy(self, "")),
            Forward::Overlap(paths) => Round::Ended(no::overlap(&paths)),
            Forward::OnlyGit(path) => Round::Ended(no::only_git(self, &path)),
        })
    }

    /// This copy has more, and the remote has nothing that it has not.
    fn give(&self, here: &str, bases: &[&str], story: &mut Story) -> Result<Round, Failure> {
        story.tip = Some(here.to_owned());
        if bases == [here] {
            return Ok(Round::Settled);
        }
        let verdict = judge::judge(self, here, bases)?;
        if !verdict.faults.is_empty() {
            return Ok(Round::Ended(no::does_not_hold(self, verdict.faults, no::Where::Own)));
        }
        self.push(here, bases, story)
    }

    fn push(&self, tip: &str, bases: &[&str], story: &mut Story) -> Result<Round, Failure> {
        let stretch = self.stretch(tip, bases)?;
        // Every commit of this copy may have been there already.
        let is_there = bases.contains(&tip);
        if self.dry_run || is_there {
            story.sent = stretch;
            return Ok(Round::Settled);
        }
        let waiting = self.desk.ui.waiting(&Message::new("sync.sending").with("remote", self.upstream.remote.as_str()));
        let pushed = self.office.ws.push(self.upstream, tip, self.asking)?;
        drop(waiting);
        Ok(match pushed {
            Pushed::Taken => {
                story.sent = stretch;
                Round::Settled
            }
            Pushed::Lost => Round::Again(no::lost(self, &stretch)),
            Pushed::Refused { said } => Round::Ended(no::refused(self, &said)),
            Pushed::Unreachable { said } => Round::Again(no::unreachable(self, &said)?),
        })
    }
}

/// The message with its trailer naming another process.
fn under(process: &str, message: &str) -> String {
    const TRAILER: &str = "Onboard-Process: ";
    let line = |it: &str| {
        let end = if it.ends_with('\n') { "\n" } else { "" };
        if it.starts_with(TRAILER) { format!("{TRAILER}{process}{end}") } else { it.to_owned() }
    };
    message.split_inclusive('\n').map(line).collect()
}
