//! The note a change leaves while it is under way, so that the next command finishes or undoes what a killed one left.
//! It stands in the lock file, below the line of the holder; the files it replaces lie under a second name in the folder
//! of git.
//!
//! While there is a note:
//! - without a commit in it, or with one the branch does not hold: nothing happened yet that counts, the files go back;
//! - with a commit the branch holds: it happened, only the index may want its new entries.
//!
//! Half a note is none: the files are touched only when it stands there whole. It is two lines, the plan and the commit,
//! followed by whatever an older note has left; a plan that no longer begins with `{` is no longer one.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::change::FileChange;
use super::error::Doing;
use super::file;
use super::lock::{Lock, NOTE_AT};
use super::place::GitPlace;
use super::{RelPath, StoreError};

/// The folder for what only one change needs, in the folder of git of one work tree. It stays, empty; what is remembered
/// (`memory`) lies elsewhere, for each change empties this one.
const FOLDER: &str = "onboard-change";
/// How the second line of a note begins. It has room for any id.
const COMMIT: &str = "commit ";
const LONGEST_ID: usize = 64;

/// What is to happen, as written down beforehand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    /// The workspace: all work trees share one lock, so it may be another than ours.
    pub(super) root: PathBuf,
    /// None while only the work tree is to change.
    pub(super) branch: Option<String>,
    pub(super) parent: Option<String>,
    pub(super) files: Vec<Planned>,
    /// Known as soon as it exists; the branch holds it later, if at all.
    #[serde(skip)]
    pub(super) commit: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Planned {
    pub(super) path: String,
    existed: bool,
    /// The SHA-256 of what the file becomes.
    after: Option<String>,
    /// The folders that are made for it, innermost first.
    folders: Vec<String>,
}

impl Planned {
    pub(super) fn of(root: &Path, change: &FileChange) -> Self {
        let steps: Vec<_> = change.path.steps().collect();
        let missing = |it: &&str| root.join(it).symlink_metadata().is_err();
        let above = steps.split_last().map_or(&[][..], |(_, above)| above);
        Self {
            path: change.path.as_str().to_owned(),
            existed: change.before.is_some(),
            after: change.after.as_deref().map(fingerprint),
            folders: above.iter().rev().copied().filter(missing).map(str::to_owned).collect(),
        }
    }

    /// Folders that someone else has put something into meanwhile stay.
    pub(super) fn remove_folders(&self, root: &Path) {
        for folder in &self.folders {
            if let Ok(folder) = RelPath::new(folder) {
                fs::remove_dir(folder.on_disk(root)).ok();
            }
        }
    }

    /// Puts the file of a killed change back, unless someone has worked on it since.
    pub(super) fn restore(&self, number: usize, root: &Path, place: &GitPlace) -> Result<(), StoreError> {
        let path = RelPath::new(&self.path)?;
        let target = path.on_disk(root);
        let fault = |source| StoreError::Io { doing: Doing::Write, path: target.clone(), source };
        file::remove(&file::unfinished(&target)).map_err(fault)?;
        let now = file::read_if_there(root, &path)?;
        if now.as_deref().map(fingerprint) == self.after {
            let kept = kept_in(&folder(place), number);
            match self.existed {
                true if kept.symlink_metadata().is_ok() => file::put_back(&kept, &target).map_err(fault)?,
                true => {}
                false => file::remove(&target).map_err(fault)?,
            }
        }
        if !self.existed {
            self.remove_folders(root);
        }
        Ok(())
    }
}

/// Writes the plan, and tells where the commit is to stand.
pub(super) fn write(lock: &Lock, plan: &Plan) -> io::Result<u64> {
    let plan = serde_json::to_string(plan)?;
    lock.write_at(NOTE_AT, &format!("{plan}\n{COMMIT}{:LONGEST_ID$}\n", ""))?;
    Ok(NOTE_AT + plan.len() as u64 + 1)
}

pub(super) fn write_commit(lock: &Lock, at: u64, commit: &str) -> io::Result<()> {
    lock.write_at(at, &format!("{COMMIT}{commit:LONGEST_ID$}\n"))
}

/// Whether there is a note: a change is under way, or was killed.
pub(super) fn is_there(place: &GitPlace) -> bool {
    file::read_own(&place.lock()).is_ok_and(|it| note_in(&it).is_some_and(|it| it.starts_with(b"{")))
}

/// The note of a change that was killed, if there is one. Only for the holder of the lock.
pub(super) fn left_behind(lock: &Lock) -> Option<Plan> {
    let bytes = file::read_own(lock.path()).ok()?;
    // A line without its end is half a line.
    let mut lines = note_in(&bytes)?.split_inclusive(|it| *it == b'\n').filter_map(|it| it.strip_suffix(b"\n"));
    let plan: Plan = serde_json::from_slice(lines.next()?).ok()?;
    let commit = std::str::from_utf8(lines.next()?).ok()?.strip_prefix(COMMIT)?.trim();
    Some(Plan { commit: (!commit.is_empty()).then(|| commit.to_owned()), ..plan })
}

fn note_in(bytes: &[u8]) -> Option<&[u8]> {
    bytes.get(usize::try_from(NOTE_AT).ok()?..)
}

/// There is nothing left to do about it.
pub(super) fn forget(lock: &Lock) -> io::Result<()> {
    lock.write_at(NOTE_AT, "-")
}

/// Removes the files that a finished or undone change had laid aside.
pub(super) fn sweep(place: &GitPlace) {
    let folder = folder(place);
    if folder.is_dir() {
        empty(&folder).ok();
    }
}

/// Empties the folder, or makes it.
pub(super) fn empty(folder: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return fs::create_dir(folder),
        other => other?,
    };
    entries.into_iter().try_for_each(|it| file::remove(&it?.path()))
}

pub(super) fn folder(place: &GitPlace) -> PathBuf {
    place.own.join(FOLDER)
}

pub(super) fn kept_in(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("before-{number}"))
}

fn fingerprint(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |text, it| text + &format!("{it:02x}"))
}

/// What a hook or a signer said goes here: a file without a name, that no background job can keep us waiting on.
pub(super) fn log_file(place: &GitPlace) -> Result<File, StoreError> {
    tempfile::tempfile_in(&place.own).map_err(StoreError::io(Doing::Write, &place.own))
}
