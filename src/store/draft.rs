//! Drafts: texts that a person works on in an editor, kept in the folder of git until they are committed or thrown away.
//! Beside each lie the file as it was when the work began, and the lines that the program has put into the draft.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::error::Doing;
use super::workspace::Workspace;
use super::{RelPath, StoreError, file};

/// The folder of drafts, in the folder of git of one work tree.
const FOLDER: &str = "onboard-drafts";

/// The draft of one file. While it is held, nobody else may edit the same file.
#[derive(Debug)]
pub(crate) struct Draft {
    path: PathBuf,
    /// Locked until it is dropped.
    _lock: File,
}

/// What is left of earlier work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) text: Vec<u8>,
    /// The file as it was when the work began. None when that is not known any more.
    pub(crate) base: Option<Vec<u8>>,
    /// The lines that the program has put in.
    pub(crate) notes: Vec<String>,
}

impl Workspace {
    /// The draft of a file; no text is written yet. Copies of the files that it may refer to are put where it looks for
    /// them: an editor follows a comment that names a schema.
    pub(crate) fn draft(&self, path: &RelPath, schemas: &[RelPath]) -> Result<Draft, StoreError> {
        let place = self.repository()?;
        let at = place.in_repository(path).split('/').fold(place.own.join(FOLDER), |at, it| at.join(it));
        let fault = |source| StoreError::io(Doing::Write, &at)(source);
        file::make_folders(at.parent().unwrap_or(&place.own)).map_err(fault)?;
        let lock_at = beside(&at, "lock");
        let mut how = OpenOptions::new();
        let lock = how
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_at)
            .map_err(StoreError::io(Doing::Lock, &lock_at))?;
        for schema in schemas {
            let Some(bytes) = file::read_if_there(self.root(), schema)? else { continue };
            let copy = place.in_repository(schema).split('/').fold(place.own.join(FOLDER), |at, it| at.join(it));
            let made = copy.parent().map_or(Ok(()), file::make_folders);
            made.and_then(|()| file::overwrite(&copy, &bytes)).map_err(StoreError::io(Doing::Write, copy))?;
        }
        match lock.try_lock() {
            Ok(()) => Ok(Draft { path: at, _lock: lock }),
            Err(TryLockError::WouldBlock) => {
                Err(StoreError::Locked { path: lock_at, holder: format!("onboard edit {path}") })
            }
            Err(TryLockError::Error(source)) => Err(StoreError::io(Doing::Lock, &lock_at)(source)),
        }
    }

    /// Brings what happened to a file since `base` into a draft of it. What cannot be brought together stands in the text
    /// between conflict markers; the second value says whether there are any.
    pub(crate) fn brought_together(
        &self,
        draft: &Draft,
        (base, ours, theirs): (&[u8], &[u8], &[u8]),
        labels: [&str; 3],
    ) -> Result<(Vec<u8>, bool), StoreError> {
        let place = self.repository()?;
        let files = [("draft", ours), ("base", base), ("file", theirs)]
            .map(|(name, bytes)| (beside(&draft.path, &format!("merge-{name}")), bytes));
        let mut call = self.git(place).call(["merge-file", "-p", "-q"]);
        for (label, (path, bytes)) in labels.iter().zip(&files) {
            file::overwrite(path, bytes).map_err(StoreError::io(Doing::Write, path))?;
            call = call.args(["-L", label]);
        }
        let answer = call.args(files.iter().map(|it| &it.0)).answer();
        for (path, _) in &files {
            file::remove(path).ok();
        }
        let answer = answer?;
        match answer.code() {
            Some(0) => Ok((answer.stdout, false)),
            Some(conflicts) if (1..128).contains(&conflicts) => Ok((answer.stdout, true)),
            _ => Err(answer.fault()),
        }
    }

    /// The editor that git would take: of its configuration, or the one of the system.
    pub(crate) fn editor_of_git(&self) -> Result<Option<String>, StoreError> {
        let answer = self.git(self.repository()?).call(["var", "GIT_EDITOR"]).answer()?;
        Ok(Some(answer.line()).filter(|it| answer.succeeded() && !it.is_empty()))
    }
}

impl Draft {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The text as it is now; `None` when it is gone.
    pub(crate) fn text(&self) -> Result<Option<Vec<u8>>, StoreError> {
        file::read_own_if_there(&self.path).map_err(StoreError::io(Doing::Read, &self.path))
    }

    /// What was left of earlier work, if there is any.
    pub(crate) fn kept(&self) -> Result<Option<Kept>, StoreError> {
        let Some(text) = self.text()? else { return Ok(None) };
        let read = |name| {
            let path = beside(&self.path, name);
            file::read_own_if_there(&path).map_err(StoreError::io(Doing::Read, path))
        };
        let notes = read("notes")?.unwrap_or_default();
        let notes = String::from_utf8_lossy(&notes).lines().map(str::to_owned).collect();
        Ok(Some(Kept { text, base: read("base")?, notes }))
    }

    /// Writes the text, what it began from, and the lines in it that are the program's: those first, so that a kill
    /// between two of them loses nothing.
    pub(crate) fn write(&self, kept: &Kept) -> Result<(), StoreError> {
        let put = |path: &Path, bytes: &[u8]| {
            let place = file::place_of(path);
            file::write(path, bytes, place).map_err(StoreError::io(Doing::Write, path))
        };
        put(&beside(&self.path, "notes"), kept.notes.join("\n").as_bytes())?;
        if let Some(base) = &kept.base {
            put(&beside(&self.path, "base"), base)?;
        }
        put(&self.path, &kept.text)
    }

    /// Throws the text away. What belongs to it stays: an editor that is still open may save it once more.
    pub(crate) fn discard(&self) -> Result<(), StoreError> {
        file::remove(&self.path).map_err(StoreError::io(Doing::Write, &self.path))
    }
}

/// A file of ours that belongs to another.
fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{what}"))
}
