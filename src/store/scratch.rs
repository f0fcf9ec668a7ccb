//! A folder that nobody else sees and that goes away, for a program that reads and writes files.
#![expect(clippy::disallowed_methods, reason = "this room alone touches files")]

use std::fs::File;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::StoreError;
use super::error::Doing;

/// The folder, while it is held.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: TempDir,
}

impl Scratch {
    pub(crate) fn new() -> Result<Self, StoreError> {
        let folder = tempfile::Builder::new().prefix("onboard-").tempdir();
        Ok(Self { folder: folder.map_err(StoreError::io(Doing::Write, Path::new("onboard-")))? })
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.path(name);
        std::fs::write(&path, bytes).map_err(StoreError::io(Doing::Write, &path))
    }

    /// A file for what a program says.
    pub(crate) fn log(&self, name: &str) -> Result<File, StoreError> {
        let path = self.path(name);
        File::create(&path).map_err(StoreError::io(Doing::Write, &path))
    }

    /// What is in a file; nothing when it is not there.
    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap_or_default()
    }
}
