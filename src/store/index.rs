//! The lock of git's index, held as git holds it, so that no `git add` or `git commit` comes between our file, our
//! branch and our entries. A lock left by a killed change is known by its first words and cleared by the next one.

use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};

use super::StoreError;
use super::error::Doing;
use super::file;
use super::lock::MARK;
use super::place::GitPlace;
use super::work::Work;

const PAUSE: Duration = Duration::from_millis(5);

/// The index is ours until this is dropped.
#[derive(Debug)]
pub(super) struct IndexLock {
    path: PathBuf,
    index: PathBuf,
}

impl IndexLock {
    pub(super) fn take(place: &GitPlace, work: &Work<'_>, patience: Duration) -> Result<Self, StoreError> {
        let path = place.own.join("index.lock");
        let deadline = Instant::now() + patience;
        loop {
            match put(&path, work) {
                Ok(()) => return Ok(Self { index: place.index(), path }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    if Instant::now() >= deadline {
                        return Err(StoreError::GitLocked { path });
                    }
                    std::thread::sleep(PAUSE);
                }
                Err(source) => return Err(StoreError::Io { doing: Doing::Write, path, source }),
            }
        }
    }

    /// The new index takes the place of the old one.
    pub(super) fn replace_by(self, new: &Path) -> Result<(), StoreError> {
        file::rename(new, &self.index).map_err(StoreError::io(Doing::Write, &self.index))
    }
}

/// It appears with our words in it, so that nobody can mistake it for another's: as a second name of our own lock file,
/// or, where a locked file cannot be read or has no second name, as a small file of its own.
fn put(path: &Path, work: &Work<'_>) -> io::Result<()> {
    let (Some(lock), Some(scratch)) = (work.lock(), work.scratch("")) else {
        return Err(ErrorKind::Unsupported.into());
    };
    if cfg!(unix) {
        match std::fs::hard_link(lock.path(), path) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {}
            other => return other,
        }
    }
    let mut file = tempfile::Builder::new().tempfile_in(scratch)?;
    file.write_all(format!("{MARK}{}\n", std::process::id()).as_bytes())?;
    file.into_temp_path().persist_noclobber(path).map_err(|it| it.error)
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        file::remove(&self.path).ok();
    }
}

/// Clears the lock that a killed change left. Only for the holder of our own lock: then no living change has it.
pub(super) fn clear_stale(place: &GitPlace) {
    let path = place.own.join("index.lock");
    if file::read_small(&path).is_ok_and(|it| it.starts_with(MARK.as_bytes())) {
        file::remove(&path).ok();
    }
}

/// Tells one index from the next, and old entries from those git calls racy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) seconds: i64,
    pub(super) nanoseconds: u32,
    length: u64,
    file: u64,
}

pub(super) fn stamp(place: &GitPlace) -> Option<Stamp> {
    let found = std::fs::metadata(place.index()).ok()?;
    let time = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Stamp {
        seconds: i64::try_from(time.as_secs()).ok()?,
        nanoseconds: time.subsec_nanos(),
        length: found.len(),
        file: number_of(&found),
    })
}

#[cfg(unix)]
fn number_of(found: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn number_of(_: &std::fs::Metadata) -> u64 {
    0
}

/// The measure `gc.auto` uses with its default: one folder in 256 stands for all.
pub(super) fn many_loose_objects(place: &GitPlace) -> bool {
    std::fs::read_dir(place.common.join("objects/17")).is_ok_and(|it| it.count() > 27)
}
