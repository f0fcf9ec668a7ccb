//! One file of the workspace: read with a limit, replaced as a whole. Nothing here follows a symbolic link.
#![expect(clippy::disallowed_methods, reason = "this is the one place that reads and replaces files")]

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use tempfile::TempPath;

use super::error::Doing;
use super::{RelPath, StoreError};

/// More than any client file: the reader of documents says what is too long for it, with its place.
pub(super) const LIMIT: u64 = 4 * 1024 * 1024;

/// What lies at a path, or `None` where there is nothing. A link, or anything but a file in folders, is refused.
pub(super) fn look(root: &Path, path: &RelPath) -> Result<Option<Metadata>, StoreError> {
    for step in path.steps() {
        let at = RelPath::new(step)?;
        let found = match fs::symlink_metadata(at.on_disk(root)) {
            Ok(found) => found,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(None),
            Err(error) => return Err(StoreError::io(Doing::Read, at.on_disk(root))(error)),
        };
        if found.is_symlink() {
            return Err(StoreError::Symlink { path: at });
        }
        if at == *path {
            return if found.is_file() { Ok(Some(found)) } else { Err(StoreError::NotAFile { path: at }) };
        }
    }
    Ok(None)
}

pub(super) fn read(root: &Path, path: &RelPath) -> Result<Vec<u8>, StoreError> {
    read_if_there(root, path)?.ok_or_else(|| StoreError::NoFile { path: path.clone() })
}

pub(super) fn read_if_there(root: &Path, path: &RelPath) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(found) = look(root, path)? else { return Ok(None) };
    let too_large = || StoreError::TooLarge { path: path.clone(), limit: LIMIT };
    if found.len() > LIMIT {
        return Err(too_large());
    }
    let place = path.on_disk(root);
    let bytes = limited(&place, LIMIT).map_err(StoreError::io(Doing::Read, place))?;
    // It may have grown since it was measured.
    if bytes.len() as u64 > LIMIT { Err(too_large()) } else { Ok(Some(bytes)) }
}

/// A file that a person names, anywhere: a draft, a template. Links are followed; it is theirs.
pub(crate) fn read_any(path: &Path) -> Result<Vec<u8>, StoreError> {
    limited(path, LIMIT).map_err(StoreError::io(Doing::Read, path))
}

/// Writes a file that a person names, as a whole.
pub(crate) fn write_any(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let place = if fs::symlink_metadata(path).is_ok() { Place::Taken } else { Place::Free };
    write(path, bytes, place).map_err(StoreError::io(Doing::Write, path))
}

/// A folder that must be new, or empty.
pub(crate) fn new_folder(path: &Path) -> Result<(), StoreError> {
    make_folders(path).map_err(StoreError::io(Doing::Write, path))?;
    let mut entries = fs::read_dir(path).map_err(StoreError::io(Doing::List, path))?;
    if entries.next().is_some() { Err(StoreError::NotEmpty { path: path.to_owned() }) } else { Ok(()) }
}

/// Takes away a repository in which nothing was committed yet. What cannot be taken away is harmless.
pub(super) fn remove_repository(root: &Path) {
    drop(fs::remove_dir_all(root.join(".git")));
}

/// A file of git's or our own, of a few lines.
pub(super) fn read_small(path: &Path) -> io::Result<Vec<u8>> {
    limited(path, 64 * 1024)
}

/// The lock file with its note, or a message: as long as one change makes it.
pub(super) fn read_own(path: &Path) -> io::Result<Vec<u8>> {
    limited(path, LIMIT)
}

/// The same, where there may be none.
pub(super) fn read_own_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match read_own(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

/// The same of any size up to a limit; one byte more of what is larger.
pub(super) fn read_up_to(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    limited(path, limit)
}

fn limited(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = File::open(path)?;
    let expected = file.metadata()?.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What stands for a file while it is being written. The name is always the same: only the holder of the lock writes,
/// so one that is there already was left by a writer that died.
pub(super) fn unfinished(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}.onboard"))
}

/// Whether a file may take the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Taken,
    Free,
}

pub(super) fn place_of(target: &Path) -> Place {
    if target.symlink_metadata().is_ok() { Place::Taken } else { Place::Free }
}

/// Writes a file as a whole: whoever looks sees the old one or the new one. The mode of the old one is kept.
pub(super) fn write(target: &Path, bytes: &[u8], place: Place) -> io::Result<()> {
    Unfinished::begin(target, bytes, place)?.finish(target)?;
    sync_folder(target)
}

/// A file that is written, and on its way to the disk, but not in place. Removed unless it gets there.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: TempPath,
    place: Place,
    /// The disk takes its time; there is other work to do meanwhile.
    synchronizing: JoinHandle<io::Result<()>>,
}

impl Unfinished {
    pub(super) fn begin(target: &Path, bytes: &[u8], place: Place) -> io::Result<Self> {
        let path = unfinished(target);
        remove(&path)?;
        let mut file = File::options().write(true).create_new(true).open(&path)?;
        let path = TempPath::try_from_path(path)?;
        file.write_all(bytes)?;
        if place == Place::Taken {
            file.set_permissions(fs::symlink_metadata(target)?.permissions())?;
        }
        Ok(Self { path, place, synchronizing: std::thread::spawn(move || file.sync_all()) })
    }

    /// Lets everybody who may read it execute it, or nobody.
    #[cfg(unix)]
    pub(super) fn executable(self, yes: bool) -> io::Result<Self> {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::symlink_metadata(&self.path)?.permissions().mode();
        let wanted = if yes { mode | (mode & 0o444) >> 2 } else { mode & !0o111 };
        if wanted != mode {
            fs::set_permissions(&self.path, fs::Permissions::from_mode(wanted))?;
        }
        Ok(self)
    }

    #[cfg(not(unix))]
    pub(super) fn executable(self, _: bool) -> io::Result<Self> {
        Ok(self)
    }

    pub(super) fn finish(self, target: &Path) -> io::Result<()> {
        self.synchronizing.join().unwrap_or_else(|_| Err(ErrorKind::Other.into()))?;
        match self.place {
            Place::Taken => self.path.persist(target).map_err(|it| it.error)?,
            Place::Free => self.path.persist_noclobber(target).map_err(|it| it.error)?,
        }
        Ok(())
    }
}

/// Makes a rename last. Not every system lets a folder be synchronized; where it does not, there is nothing to do.
pub(super) fn sync_folder(target: &Path) -> io::Result<()> {
    let Some(folder) = target.parent() else { return Ok(()) };
    match File::open(folder).and_then(|it| it.sync_all()) {
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::Unsupported | ErrorKind::InvalidInput | ErrorKind::PermissionDenied
            ) =>
        {
            Ok(())
        }
        other => other,
    }
}

/// Removes the folders above a file that is gone, as far as nothing is left in them.
pub(super) fn remove_empty_folders(root: &Path, path: &RelPath) {
    let above: Vec<&str> = path.steps().collect();
    for folder in above.iter().rev().skip(1) {
        // One that is not empty stays, and so do those above it.
        if fs::remove_dir(folder.split('/').fold(root.to_owned(), |at, it| at.join(it))).is_err() {
            return;
        }
    }
}

pub(super) fn make_folders(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Gives `kept` a second name for the file, or a copy where the disk knows no second names.
pub(super) fn keep(target: &Path, kept: &Path) -> io::Result<()> {
    fs::hard_link(target, kept).or_else(|_| fs::copy(target, kept).map(drop))
}

/// Puts a kept file back, as the very file it was where that is possible.
pub(super) fn put_back(kept: &Path, target: &Path) -> io::Result<()> {
    if fs::rename(kept, target).is_err() {
        let bytes = fs::read(kept)?;
        write(target, &bytes, place_of(target))?;
    }
    Ok(())
}

/// Replaces a file in the folder of git by another one there.
pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Writes a file in the folder of git, where nobody minds seeing half of it.
pub(super) fn overwrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}

/// Gives a file a second name, if there is one: for a program that replaces what it changes, and never writes into it.
pub(super) fn keep_if_there(from: &Path, to: &Path) -> io::Result<()> {
    remove(to)?;
    match keep(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
