//! The commits of this copy, put on top of those of the remote one after the other, as new objects that nothing refers to
//! yet. Author, date, message and trailers stay; what must be signed is signed again. A commit whose change the remote has
//! already is dropped. The first conflict ends it, and nothing has happened.

use std::collections::{BTreeMap, BTreeSet};

use super::super::change::refuse_interrupted;
use super::super::error::Doing;
use super::super::identity::Identities;
use super::super::note;
use super::blend::{self, Blended, Stand};
use super::local::Local;
use super::{Blender, Moving, StoreError};

/// How it ended.
#[derive(Debug)]
pub(crate) enum Replay {
    Done(Replayed),
    Stopped(Stop),
    /// A merge among the commits of this copy: it cannot be put elsewhere without losing what it brought together.
    Merge(String),
    /// The two have no commit in common; or this copy is too shallow to tell.
    Unrelated,
}

/// The new commits.
#[derive(Debug, Default)]
pub(crate) struct Replayed {
    pub(crate) tip: String,
    /// Of each new commit, the one that it was made of.
    pub(crate) origins: BTreeMap<String, String>,
    /// The commits whose change was there already.
    pub(crate) dropped: Vec<String>,
    /// The paths that both sides had changed, in the repository.
    pub(crate) merged: BTreeSet<String>,
}

/// What cannot be brought together.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) commit: String,
    pub(crate) subject: String,
    /// In the repository.
    pub(crate) path: String,
    pub(crate) kind: StopKind,
}

#[derive(Debug)]
pub(crate) enum StopKind {
    /// The blender said so.
    Clash,
    TextClash,
    DeletedHere,
    DeletedThere,
    /// A link, or another repository.
    NotPlain,
    /// A file where a folder must be.
    InTheWay,
    TooLarge,
}

impl Moving<'_> {
    /// Puts the commits of this copy that `onto` has not on top of it. `reword` gives each message as it is to be; `next` is told
    /// before each of so many commits.
    pub(crate) fn replay(
        &self,
        onto: &str,
        blender: Blender<'_>,
        reword: &dyn Fn(&str) -> String,
        next: &dyn Fn(usize),
    ) -> Result<Replay, StoreError> {
        let tip = self.tip().unwrap_or_default();
        let locals = Local::between(&self.git, onto, tip)?;
        if let Some(merge) = locals.iter().find(|it| it.parents.len() > 1) {
            return Ok(Replay::Merge(merge.id.clone()));
        }
        if locals.first().is_some_and(|it| it.parents.is_empty()) {
            return Ok(Replay::Unrelated);
        }
        let changes = locals.iter().map(|it| it.changes(&self.git)).collect::<Result<Vec<_>, _>>()?;
        let folder = note::folder(self.place);
        note::empty(&folder).map_err(StoreError::io(Doing::Write, &folder))?;
        let index = folder.join("replay");
        self.git.call(["read-tree", onto]).index(&index).done()?;
        let mut stand = Stand::read(self, onto, &changes)?;
        let committer = Identities::find(&self.git, &self.settings, None)?.variables().split_off(3);
        let mut done = Replayed { tip: onto.to_owned(), ..Replayed::default() };
        for (local, changes) in locals.iter().zip(&changes) {
            refuse_interrupted()?;
            next(locals.len());
            let mut lines = Vec::new();
            for change in changes {
                match blend::blend(self, &stand, change, blender)? {
                    Blended::Same => {}
                    Blended::Becomes { entry, is_merged } => {
                        if is_merged {
                            done.merged.insert(change.path.clone());
                        }
                        lines.extend(change.becoming(entry.clone()).line());
                        stand.set(&change.path, entry);
                    }
                    Blended::Stops(kind) => {
                        let (commit, subject) = (local.id.clone(), local.subject());
                        return Ok(Replay::Stopped(Stop { commit, subject, path: change.path.clone(), kind }));
                    }
                }
            }
            if lines.is_empty() && !changes.is_empty() {
                done.dropped.push(local.id.clone());
                continue;
            }
            if !lines.is_empty() {
                self.git.call(["update-index", "-z", "--index-info"]).index(&index).input(lines).done()?;
            }
            let tree = self.git.call(["write-tree"]).index(&index).done()?.line();
            done.tip = self.commit((local, reword(&local.message)), &tree, &done.tip, &committer)?;
            done.origins.insert(done.tip.clone(), local.id.clone());
        }
        Ok(Replay::Done(done))
    }

    fn commit(
        &self,
        (local, message): (&Local, String),
        tree: &str,
        parent: &str,
        committer: &[(&'static str, String)],
    ) -> Result<String, StoreError> {
        let signing = self.workspace.signing();
        let signs = signing.asks(&self.settings);
        let call = self.git.call(["-c", "i18n.commitEncoding=UTF-8", "commit-tree"]).args(signs.then_some("-S"));
        let call = call.args([tree, "-p", parent, "-F", "-"]).envs(&local.author()).envs(committer);
        let answer = call.input(message.into_bytes()).answer()?;
        match (answer.succeeded(), signs) {
            (true, _) => Ok(answer.line()),
            (false, true) if answer.interrupted().is_none() => {
                Err(StoreError::Signing { said: answer.said(), asked: signing })
            }
            (false, _) => Err(answer.fault()),
        }
    }
}
