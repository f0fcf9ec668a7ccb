//! What earlier runs have found, remembered in the folder of git of one work tree: never in the work tree, safe to delete, and
//! never needed. What cannot be read is not there; what cannot be written is forgotten.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::RwLock;
use std::time::SystemTime;

use super::workspace::Workspace;
use super::{RelPath, file};

/// The folder, in the folder of git.
pub(super) const FOLDER: &str = "onboard";

/// More than what is remembered of a hundred thousand clients: what is larger is neither written nor read.
const LARGEST: u64 = 1024 * 1024 * 1024;

/// What the disk says of a file without opening it. Two equal stamps are of the same content, if both are settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamp(String);

/// A file that was written less than this before it was read may be written again with the same times: some disks count
/// in two seconds.
const UNSETTLED: u128 = 3_000_000_000;

impl Stamp {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A moment at which many files are looked at. That a folder above them is no link is looked at once.
#[derive(Debug)]
pub(crate) struct Moment {
    now: SystemTime,
    folders: RwLock<BTreeSet<String>>,
}

impl Moment {
    pub(crate) fn new(now: SystemTime) -> Self {
        Self { now, folders: RwLock::default() }
    }

    /// The stamp of a file under a root.
    pub(super) fn stamp(&self, root: &Path, path: &RelPath) -> Option<Stamp> {
        let folder = path.as_str().rsplit_once('/').map_or("", |it| it.0);
        if self.folders.read().is_ok_and(|it| it.contains(folder)) {
            let found = fs::symlink_metadata(path.on_disk(root)).ok().filter(Metadata::is_file)?;
            return settled(&found, self.now);
        }
        let found = file::look(root, path).ok()??;
        if let Ok(mut folders) = self.folders.write() {
            folders.insert(folder.to_owned());
        }
        settled(&found, self.now)
    }
}

impl Workspace {
    /// The stamp of a file of the workspace at this moment. None for what is no plain file, for one that was written just
    /// now, and where the disk keeps no time that nobody can set.
    pub(crate) fn stamp(&self, path: &RelPath, moment: &Moment) -> Option<Stamp> {
        moment.stamp(self.root(), path)
    }

    /// The bytes that were remembered under a name.
    pub(crate) fn remembered(&self, name: &str) -> Option<Vec<u8>> {
        let folder = self.place()?.own.join(FOLDER);
        // A courtesy: what cannot be swept now is swept next time.
        sweep(&folder).ok();
        let path = folder.join(name);
        let found = fs::symlink_metadata(&path).ok()?;
        let fits = found.is_file() && found.len() <= LARGEST;
        file::read_up_to(&path, LARGEST).ok().filter(|it| fits && it.len() as u64 <= LARGEST)
    }

    /// Remembers bytes under a name, as a whole: whoever reads meanwhile sees the old ones or the new ones. Whether that was
    /// possible; nothing depends on it.
    pub(crate) fn remember(&self, name: &str, bytes: &[u8]) -> bool {
        let Some(place) = self.place().filter(|_| bytes.len() as u64 <= LARGEST) else { return false };
        let folder = place.own.join(FOLDER);
        let is_there = || fs::symlink_metadata(&folder).is_ok_and(|it| it.is_dir());
        if !is_there() && fs::create_dir(&folder).is_err() && !is_there() {
            return false;
        }
        let write = || -> io::Result<()> {
            let mut file = tempfile::Builder::new().suffix(UNFINISHED).tempfile_in(&folder)?;
            // The lock ends with us, however that is: an unfinished file without one has no writer any more.
            file.as_file().lock()?;
            file.write_all(bytes)?;
            file.persist(folder.join(name)).map_err(|it| it.error)?;
            sweep(&folder)
        };
        write().is_ok()
    }
}

/// How the name of a file ends while it is written.
const UNFINISHED: &str = ".new";

/// Removes what writers that died have left.
fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_unfinished = entry.file_name().to_str().is_some_and(|it| it.ends_with(UNFINISHED));
        if is_unfinished && File::open(entry.path()).is_ok_and(|it| it.try_lock().is_ok()) {
            file::remove(&entry.path())?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn settled(found: &Metadata, now: SystemTime) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt as _;

    const SECOND: u128 = 1_000_000_000;
    let moment = |seconds: i64, nanos: i64| Some(u128::try_from(seconds).ok()? * SECOND + u128::try_from(nanos).ok()?);
    let (written, changed) = (moment(found.mtime(), found.mtime_nsec())?, moment(found.ctime(), found.ctime_nsec())?);
    let now = now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_nanos();
    if written.max(changed) + UNSETTLED > now {
        return None;
    }
    let (device, inode, mode, size) = (found.dev(), found.ino(), found.mode(), found.size());
    Some(Stamp(format!("{device}.{inode}.{mode}.{size}.{written}.{changed}")))
}

/// The time of the last change of the file's own record, which no program can set, is what makes a stamp safe.
#[cfg(not(unix))]
fn settled(_found: &Metadata, _now: SystemTime) -> Option<Stamp> {
    None
}
