//! The files of one change: written beside their places, put there, and put back if the change fails.

use std::collections::{BTreeSet, VecDeque};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::change::FileChange;
use super::error::Doing;
use super::file::{self, Place, Unfinished};
use super::lock::Lock;
use super::note::{self, Plan, Planned};
use super::place::GitPlace;
use super::{RelPath, StoreError};

/// The files of one change, on their way from before to after.
#[derive(Debug)]
#[must_use = "finish it, or undo it"]
pub(super) struct Work<'a> {
    root: &'a Path,
    files: &'a [FileChange],
    /// None without a repository.
    drawer: Option<Drawer<'a>>,
    plan: Plan,
    /// The files that are written but not yet in place.
    ready: VecDeque<Option<Unfinished>>,
    prepared: usize,
    replaced: usize,
    /// Which files can be executed; empty where none changes in this.
    executable: Vec<bool>,
}

/// So many files are written at once: each is open until it is on the disk.
const AT_ONCE: usize = 64;

/// Where the note stands, and the replaced files lie.
#[derive(Debug)]
struct Drawer<'a> {
    lock: &'a Lock,
    folder: PathBuf,
    /// Where in the lock file the commit is to stand, once the plan does.
    commit_at: Option<u64>,
    index_follows: bool,
}

impl<'a> Work<'a> {
    /// Nothing is written yet. What a killed change left without a note is removed.
    pub(super) fn begin(
        root: &'a Path,
        files: &'a [FileChange],
        drawer: Option<(&GitPlace, &'a Lock)>,
    ) -> Result<Self, StoreError> {
        let drawer = match drawer {
            Some((place, lock)) => {
                Some(Drawer::clear(place, lock).map_err(StoreError::io(Doing::Write, note::folder(place)))?)
            }
            None => None,
        };
        let planned = files.iter().map(|it| Planned::of(root, it)).collect();
        let plan = Plan { root: root.to_owned(), branch: None, parent: None, commit: None, files: planned };
        Ok(Self { root, files, drawer, plan, ready: VecDeque::new(), prepared: 0, replaced: 0, executable: Vec::new() })
    }

    /// A place for a file that only this change needs.
    pub(super) fn scratch(&self, name: &str) -> Option<PathBuf> {
        self.drawer.as_ref().map(|it| it.folder.join(name))
    }

    pub(super) fn lock(&self) -> Option<&'a Lock> {
        self.drawer.as_ref().map(|it| it.lock)
    }

    /// Writes down where this is going, before it goes there.
    pub(super) fn promise(&mut self, branch: &str, parent: Option<&str>) -> Result<(), StoreError> {
        self.plan.branch = Some(branch.to_owned());
        self.plan.parent = parent.map(str::to_owned);
        self.write_down()
    }

    pub(super) fn write_down(&mut self) -> Result<(), StoreError> {
        let Some(drawer) = &mut self.drawer else { return Ok(()) };
        let written = note::write(drawer.lock, &self.plan);
        drawer.commit_at = Some(written.map_err(StoreError::io(Doing::Write, drawer.lock.path()))?);
        Ok(())
    }

    /// Writes down the commit that the branch is to hold.
    pub(super) fn promise_commit(&mut self, commit: &str) -> Result<(), StoreError> {
        let Some((lock, at)) = self.drawer.as_ref().and_then(|it| Some((it.lock, it.commit_at?))) else {
            return Ok(());
        };
        note::write_commit(lock, at, commit).map_err(StoreError::io(Doing::Write, lock.path()))
    }

    /// Says of every file whether it can be executed.
    pub(super) fn executable(&mut self, files: Vec<bool>) {
        self.executable = files;
    }

    /// Writes every file and puts it in place, some at a time.
    pub(super) fn place_all(&mut self) -> Result<(), StoreError> {
        while self.replaced < self.files.len() {
            self.prepare_some(AT_ONCE)?;
            self.replace()?;
        }
        Ok(())
    }

    /// Writes every file beside its place. The note must be written, for it tells the next command where.
    pub(super) fn prepare(&mut self) -> Result<(), StoreError> {
        self.prepare_some(usize::MAX)
    }

    fn prepare_some(&mut self, some: usize) -> Result<(), StoreError> {
        for (number, change) in self.files.iter().enumerate().skip(self.prepared).take(some) {
            let target = change.path.on_disk(self.root);
            let written = match (&change.before, &change.after) {
                (_, None) => Ok(None),
                (Some(_), Some(bytes)) => Unfinished::begin(&target, bytes, Place::Taken).map(Some),
                (None, Some(bytes)) => {
                    let made = target.parent().map_or(Ok(()), file::make_folders);
                    // From here on there are folders to remove again.
                    self.prepared = number + 1;
                    made.and_then(|()| Unfinished::begin(&target, bytes, Place::Free)).map(Some)
                }
            };
            let fault = |source| StoreError::Io { doing: Doing::Write, path: target, source };
            let ready = written.and_then(|it| match (it, self.executable.get(number)) {
                (Some(file), Some(yes)) => file.executable(*yes).map(Some),
                (file, _) => Ok(file),
            });
            self.ready.push_back(ready.map_err(fault)?);
            self.prepared = number + 1;
        }
        Ok(())
    }

    /// Puts every file in place.
    pub(super) fn replace(&mut self) -> Result<(), StoreError> {
        let (mut folders, mut last) = (BTreeSet::new(), Vec::new());
        for (number, change) in self.files.iter().enumerate().take(self.prepared).skip(self.replaced) {
            // The last look: an editor may have saved since the first one.
            if file::read_if_there(self.root, &change.path)? != change.before {
                return Err(StoreError::Changed { path: change.path.clone() });
            }
            let target = change.path.on_disk(self.root);
            let ready = self.ready.pop_front().flatten();
            let replaced = self.replace_one(number, change, ready, &target);
            let fault = |source: io::Error| {
                let path = change.path.clone();
                if source.kind() == ErrorKind::AlreadyExists {
                    StoreError::Exists { path }
                } else {
                    StoreError::Io { doing: Doing::Write, path: target.clone(), source }
                }
            };
            replaced.map_err(fault)?;
            self.replaced = number + 1;
            if target.parent().is_some_and(|it| folders.insert(it.to_owned())) {
                last.push(target);
            }
        }
        last.iter().try_for_each(|it| file::sync_folder(it).map_err(StoreError::io(Doing::Write, it)))
    }

    fn replace_one(
        &self,
        number: usize,
        change: &FileChange,
        ready: Option<Unfinished>,
        target: &Path,
    ) -> io::Result<()> {
        if let (Some(kept), true) = (self.kept(number), change.before.is_some()) {
            file::keep(target, &kept)?;
        }
        ready.map_or_else(|| file::remove(target), |it| it.finish(target))
    }

    fn kept(&self, number: usize) -> Option<PathBuf> {
        self.drawer.as_ref().map(|it| note::kept_in(&it.folder, number))
    }

    /// The change has happened, but the index did not follow: the next command sees to it.
    pub(super) fn leave_note(&mut self) {
        if let Some(drawer) = &mut self.drawer {
            drawer.index_follows = false;
        }
    }

    /// Everything as it was before; what had gone wrong is told, and what could not be put back.
    pub(super) fn undo_after(self, fault: StoreError) -> StoreError {
        match self.put_back() {
            Ok(()) => fault,
            Err((path, source)) => StoreError::NotRestored { path, first: Box::new(fault), source },
        }
    }

    /// Everything as it was before, to start again.
    pub(super) fn undo(self) -> Result<(), StoreError> {
        let busy = || Box::new(StoreError::Busy);
        self.put_back().map_err(|(path, source)| StoreError::NotRestored { path, first: busy(), source })
    }

    /// If a file cannot be put back, the note stays: the next command tries again.
    fn put_back(mut self) -> Result<(), (RelPath, io::Error)> {
        // Those that did not get into place remove themselves.
        self.ready.clear();
        for (number, change) in self.files.iter().enumerate().take(self.replaced).rev() {
            self.put_one_back(number, change).map_err(|source| (change.path.clone(), source))?;
        }
        for planned in self.plan.files.iter().take(self.prepared) {
            planned.remove_folders(self.root);
        }
        self.finish();
        Ok(())
    }

    fn put_one_back(&self, number: usize, change: &FileChange) -> io::Result<()> {
        let target = change.path.on_disk(self.root);
        match (&change.before, self.kept(number)) {
            (None, _) => file::remove(&target),
            // Should the old file not lie there any more, what was read of it is still known.
            (Some(bytes), Some(kept)) => {
                file::put_back(&kept, &target).or_else(|_| file::write(&target, bytes, file::place_of(&target)))
            }
            (Some(bytes), None) => file::write(&target, bytes, file::place_of(&target)),
        }
    }

    /// The change stands; nothing of its way stays.
    pub(super) fn finish(self) {
        let Some(drawer) = self.drawer.filter(|it| it.index_follows) else { return };
        // The note goes first: from then on the rest is only rubbish, and what cannot be removed now goes next time.
        if drawer.commit_at.is_none() || note::forget(drawer.lock).is_ok() {
            note::empty(&drawer.folder).ok();
        }
    }
}

impl<'a> Drawer<'a> {
    fn clear(place: &GitPlace, lock: &'a Lock) -> io::Result<Self> {
        let folder = note::folder(place);
        note::empty(&folder)?;
        Ok(Self { lock, folder, commit_at: None, index_follows: true })
    }
}
