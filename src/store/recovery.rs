//! What the next command does about a change that was killed: finishes or undoes it, as its note says.

use std::time::Duration;

use super::StoreError;
use super::error::Doing;
use super::lock::Lock;
use super::note::{self, Plan};
use super::place::GitPlace;
use super::program::Git;
use super::workspace::Workspace;
use super::{RelPath, entries, file, index};

/// How often, and how long each time, to look whether a lock goes away by itself.
const PATIENCE: u32 = 25;
const PAUSE: Duration = Duration::from_millis(20);

impl Workspace {
    /// Sees to a killed change before anything is read. A living one holds the lock, and is left alone; so is everything
    /// where the disk lets us only read.
    pub(super) fn recover(&self) -> Result<(), StoreError> {
        let Some(place) = self.place().filter(|it| note::is_there(it)) else { return Ok(()) };
        match Lock::take_if_free(&place.lock()) {
            Some(lock) => self.recover_held(place, &lock),
            None => Ok(()),
        }
    }

    /// The same, for who holds the lock already.
    pub(super) fn recover_held(&self, place: &GitPlace, lock: &Lock) -> Result<(), StoreError> {
        let Some(plan) = note::left_behind(lock) else {
            index::clear_stale(place);
            // One that was killed after its note was done with may have left what it had laid aside.
            note::sweep(place);
            return Ok(());
        };
        // The one that was killed may have worked in another work tree of the repository; which may be gone by now.
        if let Some(place) = GitPlace::find(&plan.root) {
            index::clear_stale(&place);
            clear_branch_lock(&place, &plan);
            let git = self.git(&place);
            if happened(&git, &plan)? {
                give_entries(&git, &place, &plan)?;
            } else {
                for (number, planned) in plan.files.iter().enumerate() {
                    planned.restore(number, &plan.root, &place)?;
                }
            }
            note::sweep(&place);
        }
        note::forget(lock).map_err(StoreError::io(Doing::Write, lock.path()))
    }
}

/// Clears the lock of the branch that a killed change left. With our commit in it, it is ours; empty, it may be that of a
/// living git, which does not hold it long.
fn clear_branch_lock(place: &GitPlace, plan: &Plan) {
    let (Some(branch), Some(commit)) = (&plan.branch, &plan.commit) else { return };
    let Ok(lock) = RelPath::new(&format!("{branch}.lock")) else { return };
    let path = lock.on_disk(&place.common);
    for _ in 0..PATIENCE {
        match file::read_small(&path) {
            Ok(text) if text.trim_ascii() == commit.as_bytes() => break,
            Ok(text) if text.is_empty() => std::thread::sleep(PAUSE),
            Ok(_) | Err(_) => return,
        }
    }
    file::remove(&path).ok();
}

/// Whether the branch holds the commit, perhaps under later ones.
fn happened(git: &Git<'_>, plan: &Plan) -> Result<bool, StoreError> {
    let (Some(branch), Some(commit)) = (&plan.branch, &plan.commit) else { return Ok(false) };
    if !git.call(["rev-parse", "-q", "--verify", branch]).answer()?.found()? {
        return Ok(false);
    }
    git.call(["merge-base", "--is-ancestor", commit, branch]).answer()?.found()
}

/// The index still has what was there before the commit: what it changed, and nobody staged since, it gets now.
fn give_entries(git: &Git<'_>, place: &GitPlace, plan: &Plan) -> Result<(), StoreError> {
    let Some(commit) = &plan.commit else { return Ok(()) };
    let changed = entries::changed(git, plan.parent.as_deref(), commit)?;
    let now = entries::of_index(git, &place.index(), changed.iter().map(|it| it.path.clone()))?;
    let mut lines = Vec::new();
    for it in changed.iter().filter(|it| now.get(&it.path) == it.old.as_ref()) {
        lines.extend(it.line());
    }
    if !lines.is_empty() {
        git.call(["update-index", "-z", "--index-info"]).input(lines).done()?;
        git.call(["update-index", "-q", "--refresh"]).answer()?;
    }
    Ok(())
}
