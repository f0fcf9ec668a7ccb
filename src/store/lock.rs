//! One change at a time. The lock is the operating system's, on a file in the folder that all work trees of a repository
//! share: it ends with the process that holds it, so none is ever left over. The file stays. Its first line says who
//! held it last; below it the holder keeps its note (`note`), so that a killed one leaves its note to the next holder.
//!
//! Everything in the file has its fixed place and is written over, never cut off or replaced: that needs no room on the
//! disk, and a file system is slow at making and freeing files.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

use super::error::Doing;
use super::surroundings::Surroundings;
use super::{StoreError, file};
use crate::interrupt::{self, Careful};

/// How the file begins. The lock of git's index, while we hold it, is the same file (`index`).
pub(super) const MARK: &str = "onboard lock, process ";
/// Where the note begins. Before it there is room for 120 plain characters and a process number.
pub(super) const NOTE_AT: u64 = 256;

/// The right to change the workspace, until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    /// Locked.
    file: File,
    /// Whoever holds it has something half done, now and then.
    _careful: Careful,
}

/// A wait that is longer is spoken of.
const SILENCE: Duration = Duration::from_secs(1);
/// How often to look whether others get on.
const LOOK: Duration = Duration::from_millis(100);

impl Lock {
    /// Waits for its turn: as long as the others get on, for one after the other is done; but for none that does not, and not
    /// for ever.
    pub(super) fn take(path: &Path, surroundings: &Surroundings) -> Result<Self, StoreError> {
        let file = open(path)?;
        match file.try_lock() {
            Ok(()) => return Ok(Self::held(path, file)),
            Err(TryLockError::WouldBlock) => {}
            Err(TryLockError::Error(source)) => return Err(StoreError::io(Doing::Lock, path)(source)),
        }
        // The system queues those who wait; asking again and again would let the quickest win each time. The thread
        // that waits too long gives the lock back as soon as it has it, for then nobody listens any more.
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || tell.send(file.lock().map(|()| file)).ok());
        let begun = Instant::now();
        let (mut seen, mut since, mut silent) = (Sight::of(path), begun, true);
        loop {
            match told.recv_timeout(LOOK.min(surroundings.patience)) {
                Ok(Ok(file)) => return Ok(Self::held(path, file)),
                Ok(Err(source)) => return Err(StoreError::io(Doing::Lock, path)(source)),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(StoreError::io(Doing::Lock, path)(io::ErrorKind::Other.into()));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
            let now = Sight::of(path);
            if now != seen {
                (seen, since) = (now, Instant::now());
            }
            if since.elapsed() >= surroundings.patience_with_one()
                || begun.elapsed() >= surroundings.patience_with_all()
            {
                return Err(StoreError::Locked { path: path.to_owned(), holder: seen.holder });
            }
            if silent && begun.elapsed() >= SILENCE {
                surroundings.waiting.tell(&seen.holder);
                silent = false;
            }
        }
    }

    fn held(path: &Path, file: File) -> Self {
        Self { path: path.to_owned(), file, _careful: interrupt::careful() }
    }

    /// Takes the lock only if nobody has it.
    pub(super) fn take_if_free(path: &Path) -> Option<Self> {
        let file = open(path).ok()?;
        file.try_lock().ok()?;
        Some(Self::held(path, file))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Says who holds it.
    pub(super) fn sign(&self, purpose: &str) {
        let plain = |it: char| if it.is_ascii() && !it.is_ascii_control() { it } else { '?' };
        let line: String = purpose.chars().map(plain).take(120).collect();
        let width = usize::try_from(NOTE_AT).unwrap_or_default() - 1;
        // A courtesy: a disk that is full shall not stop the change here.
        self.write_at(0, &format!("{:width$}\n", format!("{MARK}{}: {line}", std::process::id()), width = width)).ok();
    }

    /// Writes in one go, so that a killed process has written all of it or nothing.
    pub(super) fn write_at(&self, place: u64, text: &str) -> io::Result<()> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(place))?;
        file.write_all(text.as_bytes())
    }
}

impl Drop for Lock {
    /// Said, not left to the closing: a program that is just being started may hold a copy of the file for a moment.
    fn drop(&mut self) {
        self.file.unlock().ok();
    }
}

fn open(path: &Path) -> Result<File, StoreError> {
    let writable = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    writable.map_err(StoreError::io(Doing::Lock, path))
}

/// What those who wait see of the one who does not.
#[derive(Debug, PartialEq, Eq)]
struct Sight {
    holder: String,
    /// Written at the beginning of each turn, and on its way.
    written: Option<SystemTime>,
}

impl Sight {
    fn of(path: &Path) -> Self {
        let written = path.metadata().and_then(|it| it.modified()).ok();
        let bytes = file::read_small(path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let holder = text.lines().next().unwrap_or_default().trim_start_matches(MARK).trim_end().to_owned();
        Self { holder, written }
    }
}
