//! One attempt, from what the remote has to what both have.

use super::{No, Story, Sync, blend, judge, no};
use crate::error::Failure;
use crate::store::{Forward, Moving, Pushed, Replay, Replayed};

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
        story.received = self.joined(&story.received, self.stretch(there, &[&here])?);
        if ws.is_ancestor(&here, there)? {
            return self.take(moving, there, story);
        }
        self.replay(moving, (&here, there), story)
    }

    /// What was received before, and what has come since.
    fn joined(&self, earlier: &super::Stretch, new: super::Stretch) -> super::Stretch {
        // What is only shown is received again with each attempt.
        if self.dry_run {
            return new;
        }
        super::Stretch { commits: earlier.commits + new.commits, clients: &earlier.clients | &new.clients }
    }

    /// The remote has more, and this copy has nothing that it has not.
    fn take(&self, moving: Moving<'_>, there: &str, story: &mut Story) -> Result<Round, Failure> {
        if self.dry_run {
            story.tip = Some(there.to_owned());
            return Ok(Round::Settled);
        }
        let round = self.forward(moving, there)?;
        if matches!(round, Round::Settled) {
            story.tip = Some(there.to_owned());
        }
        Ok(round)
    }

    /// Both have what the other has not.
    fn replay(&self, moving: Moving<'_>, (here, there): (&str, &str), story: &mut Story) -> Result<Round, Failure> {
        if let Some(no) = no::sealed(self, here, there)? {
            return Ok(Round::Ended(no));
        }
        let blender = blend::Blender::new(self.office);
        let Replayed { tip, dropped, merged } = match moving.replay(there, &|sides| blender.blend(sides))? {
            Replay::Done(replayed) => replayed,
            Replay::Stopped(stop) => return Ok(Round::Ended(no::conflict(self, &stop))),
            Replay::Merge(commit) => return Ok(Round::Ended(no::merge(self, &commit))),
            Replay::Unrelated => return Ok(Round::Ended(no::unrelated(self)?)),
        };
        let faults = judge::judge(self, &tip, &[there])?;
        if !faults.is_empty() {
            return Ok(Round::Ended(no::does_not_hold(self, faults, no::Where::Replayed)));
        }
        story.dropped.extend(dropped);
        story.merged.extend(merged);
        if self.dry_run {
            story.sent = self.stretch(&tip, &[there])?;
            story.tip = Some(tip);
            return Ok(Round::Settled);
        }
        match self.forward(moving, &tip)? {
            Round::Settled => self.push(&tip, &[there], story),
            other @ (Round::Again(_) | Round::Ended(_)) => Ok(other),
        }
    }

    fn forward(&self, moving: Moving<'_>, to: &str) -> Result<Round, Failure> {
        let log = format!("onboard sync: {}/{}", self.upstream.remote, self.upstream.branch);
        Ok(match moving.forward(to, &log)? {
            Forward::Done => Round::Settled,
            Forward::Lost => Round::Again(no::busy(self)),
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
        let faults = judge::judge(self, here, bases)?;
        if !faults.is_empty() {
            return Ok(Round::Ended(no::does_not_hold(self, faults, no::Where::Own)));
        }
        if self.dry_run {
            story.sent = self.stretch(here, bases)?;
            return Ok(Round::Settled);
        }
        self.push(here, bases, story)
    }

    fn push(&self, tip: &str, bases: &[&str], story: &mut Story) -> Result<Round, Failure> {
        let stretch = self.stretch(tip, bases)?;
        story.tip = Some(tip.to_owned());
        if stretch.commits == 0 && !bases.is_empty() && bases.contains(&tip) {
            return Ok(Round::Settled);
        }
        Ok(match self.office.ws.push(self.upstream, tip, self.asking)? {
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
