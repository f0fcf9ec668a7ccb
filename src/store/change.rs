//! A change: one act, one commit of exactly its files, wholly there or not at all.
//!
//! The order of things, and what a kill at each point leaves to the next command:
//!
//! 1. The lock (`lock`). *Ends with the process.*
//! 2. Look: no merge under way, HEAD on a branch, the files as the caller read them, as the index has them, and as HEAD
//!    has them. *Nothing was written.*
//! 3. The note (`note`): what is to happen. The new files, beside their places. *The next command sees that the branch
//!    does not hold the commit, removes these, puts back what may have been replaced, and forgets the note.*
//! 4. The objects of git, which nothing refers to yet; and the commit into the note. *As in 3; the objects are rubbish
//!    that `git gc` removes.*
//! 5. The lock of git's index, so that no `git commit -a` takes our file under its own name. *Known by its words; cleared.*
//! 6. The files, each by renaming, the old ones under a second name. *Put back as in 3.*
//! 7. The next index, beside the old one. *Put back as in 3.*
//! 8. The branch, if it is still where it was: **the change has happened.** *The next command finds the commit on the
//!    branch, leaves the files, and gives the index its entries.*
//! 9. The next index takes the place of the old one; the lock of the index, the note and the lock go.
//!
//! `quick` does this with libgit2 for a plain repository. `program` does it with `git` for every other one; there the files
//! come before the objects (steps 3, 6, 4, 5, 7, 8), for hooks and filters read them from the work tree.
//!
//! When another program moved the branch before step 8, all is undone and begun again from the new HEAD. If it was our file
//! that changed there, the look of step 2 says so.

use std::path::Path;
use std::time::{Duration, Instant};

use super::error::Doing;
use super::hooks::{self, Hooks};
use super::identity::{CommitTime, Identities};
use super::index;
use super::lock::Lock;
use super::message::{self, CommitMessage};
use super::note;
use super::place::{self, GitPlace};
use super::program::{Git, Running};
use super::settings::Settings;
use super::signing::CommitSigning;
use super::work::Work;
use super::workspace::Workspace;
use super::{RelPath, StoreError, branch, file, program_way, quick_way};
use crate::interrupt;

/// What to change, and what to say about it.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) files: Vec<FileChange>,
    pub(crate) message: CommitMessage,
    pub(crate) writing: Writing,
    /// The time of the commit, unless `GIT_AUTHOR_DATE` or `GIT_COMMITTER_DATE` say otherwise. None is now.
    pub(crate) when: Option<CommitTime>,
}

/// One file before and after. `None` is: not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileChange {
    pub(crate) path: RelPath,
    pub(crate) before: Option<Vec<u8>>,
    pub(crate) after: Option<Vec<u8>>,
}

/// How far a change goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    Commit,
    /// Leaves it in the work tree, uncommitted (`--no-commit`). Such changes may follow one another.
    WorkTreeOnly,
}

/// What a change came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Done {
    /// None when nothing was to be committed.
    pub(crate) commit: Option<String>,
    /// What the hooks said: for the person to read.
    pub(crate) said: String,
    /// The files that a hook made another than was asked for.
    pub(crate) rewritten: Vec<RelPath>,
}

/// The turn of one change. Whoever holds it may read, decide and write, and no other `onboard` writes meanwhile.
#[derive(Debug)]
#[must_use = "a turn that is not used keeps the others waiting"]
pub(crate) struct Turn<'a> {
    workspace: &'a Workspace,
    /// None where there is no repository to keep a lock in: then only single files are replaced, each as a whole.
    held: Option<Held<'a>>,
}

#[derive(Debug)]
struct Held<'a> {
    place: &'a GitPlace,
    lock: Lock,
    asked: Running,
}

/// All that a commit needs to know.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) place: &'a GitPlace,
    pub(super) git: Git<'a>,
    pub(super) settings: Settings,
    pub(super) hooks: Hooks,
    pub(super) identities: Identities,
    pub(super) files: &'a [FileChange],
    pub(super) text: String,
    /// What the settings of the workspace say of signatures.
    pub(super) signing: CommitSigning,
    pub(super) patience: Duration,
}

/// How one attempt ended. The files are replaced only after `Landed`.
#[derive(Debug)]
pub(super) enum Attempt {
    Landed(Done),
    /// The branch moved, or the index: once more.
    Lost,
    /// This way does not fit this repository.
    Unfit,
    /// Another program committed what we had put in place.
    Taken(RelPath),
}

impl Workspace {
    /// Waits until it may write. `purpose` is what others read who wait meanwhile.
    pub(crate) fn turn(&self, purpose: &str) -> Result<Turn<'_>, StoreError> {
        let Some(place) = self.place() else { return Ok(Turn { workspace: self, held: None }) };
        let lock = Lock::take(&place.lock(), self.surroundings())?;
        self.recover_held(place, &lock)?;
        refuse_interrupted()?;
        lock.sign(purpose);
        // Asked now, for the answer takes as long as the caller takes to decide.
        let asked = Settings::ask(&self.git(place))?;
        Ok(Turn { workspace: self, held: Some(Held { place, lock, asked }) })
    }

    /// Makes one change, in its turn.
    pub(crate) fn change(&self, change: Change) -> Result<Done, StoreError> {
        self.turn(&change.message.subject)?.change(change)
    }
}

impl<'a> Turn<'a> {
    /// The repository with its lock and its settings, where it is not busy with a job of git's.
    pub(super) fn in_repository(self) -> Result<(&'a GitPlace, Lock, Settings), StoreError> {
        let no_repository = || StoreError::NoRepository { root: self.workspace.root().to_owned() };
        let Held { place, lock, asked } = self.held.ok_or_else(no_repository)?;
        place::refuse_operation(place.operation())?;
        Ok((place, lock, Settings::hear(asked)?))
    }

    pub(super) fn workspace(&self) -> &'a Workspace {
        self.workspace
    }

    /// As the next one of a queue does it.
    #[cfg(test)]
    pub(super) fn sign_again(&self, purpose: &str) {
        if let Some(held) = &self.held {
            held.lock.sign(purpose);
        }
    }

    /// Makes the change, and ends the turn.
    pub(crate) fn change(self, mut change: Change) -> Result<Done, StoreError> {
        change.files.retain(|it| it.before != it.after);
        for it in &change.files {
            require_as_read(self.workspace, it)?;
        }
        if change.files.is_empty() {
            return Ok(Done::default());
        }
        match change.writing {
            Writing::WorkTreeOnly => self.leave_uncommitted(&change.files),
            Writing::Commit => self.commit(&change),
        }
    }

    fn leave_uncommitted(self, files: &[FileChange]) -> Result<Done, StoreError> {
        let drawer = self.held.as_ref().map(|it| (it.place, &it.lock));
        let mut work = Work::begin(self.workspace.root(), files, drawer)?;
        match work.write_down().and_then(|()| work.prepare()).and_then(|()| work.replace()) {
            Ok(()) => {
                work.finish();
                Ok(Done::default())
            }
            Err(fault) => Err(work.undo_after(fault)),
        }
    }

    fn commit(self, change: &Change) -> Result<Done, StoreError> {
        let workspace = self.workspace;
        let (place, lock, settings) = self.in_repository()?;
        let git = workspace.git(place);
        let scene = Scene {
            hooks: Hooks::find(&git, &settings, place),
            identities: Identities::find(&git, &settings, change.when)?,
            text: message::tidy(&change.message.text(), &settings),
            files: &change.files,
            signing: workspace.signing(),
            patience: workspace.surroundings().patience,
            place,
            git,
            settings,
        };
        let mut done = scene.land(workspace.root(), &lock)?;
        // A hook that runs `onboard` itself shall not wait for us.
        drop(lock);
        scene.afterwards(&mut done)?;
        Ok(done)
    }
}

/// Refuses to go on when somebody wants the program to end: asked where everything can still be put back.
pub(super) fn refuse_interrupted() -> Result<(), StoreError> {
    interrupt::pending().map_or(Ok(()), |signal| Err(StoreError::Interrupted { signal }))
}

/// Refuses if the file is not what the caller read.
fn require_as_read(workspace: &Workspace, change: &FileChange) -> Result<(), StoreError> {
    let now = file::read_if_there(workspace.root(), &change.path)?;
    let path = change.path.clone();
    match (&change.before, now) {
        (before, now) if *before == now => Ok(()),
        (None, Some(_)) => Err(StoreError::Exists { path }),
        (Some(_) | None, _) => Err(StoreError::Changed { path }),
    }
}

impl Scene<'_> {
    /// Tries until the branch holds the commit, or something says no.
    fn land(&self, root: &Path, lock: &Lock) -> Result<Done, StoreError> {
        let deadline = Instant::now() + self.patience;
        let mut quick = quick_way::fits(self);
        let mut lost = false;
        loop {
            let mut work = Work::begin(root, self.files, Some((self.place, lock)))?;
            let attempt =
                if quick { quick_way::attempt(self, &mut work) } else { program_way::attempt(self, &mut work) };
            match attempt {
                Ok(Attempt::Landed(done)) => {
                    work.finish();
                    return Ok(done);
                }
                Ok(Attempt::Taken(path)) => {
                    work.finish();
                    return Err(StoreError::Overtaken { path });
                }
                Ok(Attempt::Unfit) => {
                    work.undo()?;
                    quick = false;
                }
                Ok(Attempt::Lost) => {
                    work.undo()?;
                    lost = true;
                    if Instant::now() >= deadline {
                        return Err(StoreError::Busy);
                    }
                    std::thread::sleep(Duration::from_millis(3));
                }
                // What a signal stops fails in some way or other; the signal is the cause.
                Err(_) if let Some(signal) = interrupt::pending() => {
                    return Err(work.undo_after(StoreError::Interrupted { signal }));
                }
                Err(StoreError::Dirty { path }) if lost => return Err(work.undo_after(StoreError::Overtaken { path })),
                Err(fault) => return Err(work.undo_after(fault)),
            }
        }
    }

    /// What git does after a commit: the last hook, and now and then a cleaning.
    fn afterwards(&self, done: &mut Done) -> Result<(), StoreError> {
        if done.commit.is_some() && self.hooks.has(hooks::POST_COMMIT) {
            let mut log = note::log_file(self.place)?;
            let author = self.identities.variables();
            let index = self.place.index();
            let around = hooks::Around { git: &self.git, index: &index, author: author.get(..3).unwrap_or(&author) };
            // It comes too late to forbid anything; git does not mind its answer either.
            self.hooks.run(hooks::POST_COMMIT, &around, &[], &log)?;
            let heard = hooks::heard(&mut log);
            done.said = if done.said.is_empty() { heard } else { format!("{}\n{heard}", done.said) };
        }
        if index::many_loose_objects(self.place) {
            // Left to git, which also knows whether it may; a cleaning that fails is no fault of this change.
            self.git.call(["maintenance", "run", "--auto", "--quiet"]).answer().ok();
        }
        Ok(())
    }

    /// Looks at the lock of a branch that somebody holds. A living git holds it for a moment, one that was killed for ever:
    /// a short pause, or, after the deadline, its name.
    pub(super) fn wait_for_branch(&self, branch: &str, deadline: Instant) -> Result<(), StoreError> {
        branch::wait(self.place, branch, deadline)
    }

    /// Where a file for this change only may lie.
    pub(super) fn scratch(&self, work: &Work<'_>, name: &str) -> Result<std::path::PathBuf, StoreError> {
        let missing = || StoreError::io(Doing::Write, &self.place.own)(std::io::ErrorKind::NotFound.into());
        work.scratch(name).ok_or_else(missing)
    }

    /// Whether the commit is to be signed.
    pub(super) fn signs(&self) -> bool {
        self.signing.asks(&self.settings)
    }

    pub(super) fn in_repository(&self, change: &FileChange) -> String {
        self.place.in_repository(&change.path)
    }

    /// For the log of the branch.
    pub(super) fn subject(&self) -> String {
        self.text.lines().next().unwrap_or_default().to_owned()
    }
}
