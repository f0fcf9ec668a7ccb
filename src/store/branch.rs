//! The branch that a repository is about: which one, and how it goes to another commit.

use std::time::{Duration, Instant};

use super::StoreError;
use super::change::refuse_interrupted;
use super::entries::{self, Tip};
use super::file::{self, Place};
use super::place::GitPlace;
use super::program::Git;
use super::workspace::Workspace;

/// From where a branch goes, and what its log says of it.
pub(super) struct Way<'a> {
    pub(super) git: &'a Git<'a>,
    pub(super) place: &'a GitPlace,
    pub(super) tip: &'a Tip,
    pub(super) log: &'a str,
    /// Whoever does it, as variables for git.
    pub(super) who: &'a [(&'static str, String)],
    pub(super) patience: Duration,
}

/// Moves the branch, if it is still where it was found. What counts is where it is afterwards, not how the program ended: it
/// may have been killed after its work.
pub(super) fn go(way: &Way<'_>, commit: &str) -> Result<bool, StoreError> {
    let (git, tip) = (way.git, way.tip);
    // No old value at all would mean "whatever it was"; an empty one means "it must not be there".
    let old = tip.commit.as_deref().unwrap_or_default();
    let deadline = Instant::now() + way.patience;
    loop {
        let moving = git.call(["update-ref", "-m", way.log, &tip.branch, commit, old]);
        let moved = moving.envs(way.who).answer()?;
        if moved.succeeded() {
            return Ok(true);
        }
        let now = entries::tip(git)?;
        if now != *tip {
            return Ok(now.branch == tip.branch && now.commit.as_deref() == Some(commit));
        }
        if file::place_of(&way.place.branch_lock(&tip.branch)) == Place::Free {
            return Err(moved.fault());
        }
        wait(way.place, &tip.branch, deadline)?;
    }
}

/// Looks at the lock of a branch that somebody holds. A living git holds it for a moment, one that was killed for ever: a
/// short pause, or, after the deadline, its name.
pub(super) fn wait(place: &GitPlace, branch: &str, deadline: Instant) -> Result<(), StoreError> {
    if Instant::now() >= deadline {
        return Err(StoreError::GitLocked { path: place.branch_lock(branch) });
    }
    std::thread::sleep(Duration::from_millis(10));
    refuse_interrupted()
}

impl Workspace {
    /// The branch that others start from: the one that the origin names, or else the one that is checked out. `None` where
    /// HEAD is detached and there is no origin.
    pub(crate) fn main_branch(&self) -> Result<Option<String>, StoreError> {
        let git = self.git(self.repository()?);
        let origin = git.call(["symbolic-ref", "-q", "--short", "refs/remotes/origin/HEAD"]).answer()?;
        if let Some(branch) = origin.line().strip_prefix("origin/") {
            return Ok(Some(branch.to_owned()));
        }
        let here = git.call(["symbolic-ref", "-q", "--short", "HEAD"]).answer()?;
        Ok(here.succeeded().then(|| here.line()))
    }
}
