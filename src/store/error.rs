//! Everything that can go wrong with disk and git, with its path and its cause. Says nothing itself: the sentences are
//! in the catalog `store`, chosen in `message` and `help` (file `say.rs`).

use std::io;
use std::path::PathBuf;

use super::RelPath;
use super::signing::CommitSigning;
use crate::model::{ClientId, IdError};

/// What the store could not do, and why.
#[derive(Debug)]
pub(crate) enum StoreError {
    /// No folder upward from here holds `onboard.yaml`.
    NoWorkspace {
        start: PathBuf,
    },
    /// No client of that name; the ones that are nearly called so.
    NoClient {
        id: ClientId,
        near: Vec<ClientId>,
    },
    /// Two files claim the same client.
    Duplicate {
        id: ClientId,
        first: RelPath,
        second: RelPath,
    },
    /// A file in `clients/` whose name is no client id.
    NotAnId {
        path: RelPath,
        source: IdError,
    },
    /// A client file that does not end in `.yaml`.
    Ending {
        path: RelPath,
    },
    /// A path that could leave the workspace, or that git would not take.
    BadPath {
        path: String,
    },
    /// The file, or a folder on the way to it, is a symbolic link.
    Symlink {
        path: RelPath,
    },
    /// A folder, a pipe or a device where a file should be.
    NotAFile {
        path: RelPath,
    },
    TooLarge {
        path: RelPath,
        limit: u64,
    },
    NoFile {
        path: RelPath,
    },
    Exists {
        path: RelPath,
    },
    /// A folder that should be new, and holds something.
    NotEmpty {
        path: PathBuf,
    },
    /// A folder for output that holds something, and was not made by us.
    NotOurs {
        path: PathBuf,
    },
    /// A file that we would make, and that is there and not ours.
    InTheWay {
        path: PathBuf,
    },
    /// The file is not what the caller read.
    Changed {
        path: RelPath,
    },
    /// The file has edits that no commit holds.
    Dirty {
        path: RelPath,
    },
    /// Another program committed a change of the same file meanwhile.
    Overtaken {
        path: RelPath,
    },
    /// Other programs moved the branch each time we tried.
    Busy,
    Io {
        doing: Doing,
        path: PathBuf,
        source: io::Error,
    },
    NoRepository {
        root: PathBuf,
    },
    Detached,
    InProgress {
        operation: Operation,
    },
    NoIdentity {
        said: String,
    },
    /// Another `onboard` holds the lock.
    Locked {
        path: PathBuf,
        holder: String,
    },
    /// Another program holds a lock of git's own.
    GitLocked {
        path: PathBuf,
    },
    /// A signal came while everything could still be put back.
    Interrupted {
        signal: i32,
    },
    Hook {
        name: &'static str,
        said: String,
    },
    /// A hook left nothing to commit, or nothing to say about it.
    HookEmptied {
        name: &'static str,
    },
    Signing {
        said: String,
        /// By whom the signature is asked for.
        asked: CommitSigning,
    },
    /// The `git` program said no.
    Git {
        command: String,
        said: String,
    },
    NoGit {
        source: io::Error,
    },
    /// libgit2 said no.
    Library {
        doing: &'static str,
        source: git2::Error,
    },
    /// A step failed, and then the file could not be put back either.
    NotRestored {
        path: RelPath,
        first: Box<StoreError>,
        source: io::Error,
    },
}

/// What was being done to a file when the disk said no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    Read,
    Write,
    List,
    Lock,
}

/// A job of git that waits for its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Merge,
    Rebase,
    CherryPick,
    Revert,
    Bisect,
}

/// What kind of fault it is; decides the exit code, in one place outside this room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoreKind {
    /// There is no such client, or file.
    Missing,
    Exists,
    /// Locked, changed under us, or something to finish first: run it again afterwards.
    TryAgain,
    /// A file that cannot be read as a client file.
    Unreadable,
    /// Disk or git failed.
    Io,
    /// Settings are missing: a workspace, an identity.
    Config,
    /// Stopped by this signal.
    Interrupted(i32),
}

impl StoreError {
    /// The file or folder of `clients/` that it is about, where it is about one that is not as it should be.
    #[expect(clippy::wildcard_enum_match_arm, reason = "whatever is not about such a file has no such path")]
    pub(crate) fn path(&self) -> Option<&RelPath> {
        match self {
            Self::Duplicate { second: path, .. }
            | Self::NotAnId { path, .. }
            | Self::Ending { path }
            | Self::Symlink { path }
            | Self::NotAFile { path }
            | Self::TooLarge { path, .. } => Some(path),
            _ => None,
        }
    }

    pub(crate) fn kind(&self) -> StoreKind {
        match self {
            Self::NoClient { .. } | Self::NoFile { .. } => StoreKind::Missing,
            Self::Exists { .. } | Self::NotEmpty { .. } | Self::NotOurs { .. } | Self::InTheWay { .. } => {
                StoreKind::Exists
            }
            Self::Changed { .. }
            | Self::Dirty { .. }
            | Self::Overtaken { .. }
            | Self::Busy
            | Self::Detached
            | Self::InProgress { .. }
            | Self::Locked { .. }
            | Self::GitLocked { .. } => StoreKind::TryAgain,
            Self::Interrupted { signal } => StoreKind::Interrupted(*signal),
            Self::Duplicate { .. }
            | Self::NotAnId { .. }
            | Self::Ending { .. }
            | Self::BadPath { .. }
            | Self::Symlink { .. }
            | Self::NotAFile { .. }
            | Self::TooLarge { .. } => StoreKind::Unreadable,
            Self::NoWorkspace { .. } | Self::NoIdentity { .. } => StoreKind::Config,
            Self::Io { .. }
            | Self::NoRepository { .. }
            | Self::Hook { .. }
            | Self::HookEmptied { .. }
            | Self::Signing { .. }
            | Self::Git { .. }
            | Self::NoGit { .. }
            | Self::Library { .. }
            | Self::NotRestored { .. } => StoreKind::Io,
        }
    }

    pub(super) fn io(doing: Doing, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { doing, path, source }
    }

    pub(super) fn library(doing: &'static str) -> impl FnOnce(git2::Error) -> Self + Copy {
        move |source| Self::Library { doing, source }
    }
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::words::say(&self.message(), crate::model::Lang::En))
    }
}

impl std::error::Error for StoreError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } | Self::NoGit { source } | Self::NotRestored { source, .. } => Some(source),
            Self::Library { source, .. } => Some(source),
            Self::NotAnId { source, .. } => Some(source),
            Self::NoWorkspace { .. }
            | Self::NoClient { .. }
            | Self::Duplicate { .. }
            | Self::Ending { .. }
            | Self::BadPath { .. }
            | Self::Symlink { .. }
            | Self::NotAFile { .. }
            | Self::TooLarge { .. }
            | Self::NoFile { .. }
            | Self::Exists { .. }
            | Self::NotEmpty { .. }
            | Self::NotOurs { .. }
            | Self::InTheWay { .. }
            | Self::Changed { .. }
            | Self::Dirty { .. }
            | Self::Overtaken { .. }
            | Self::Busy
            | Self::NoRepository { .. }
            | Self::Detached
            | Self::InProgress { .. }
            | Self::NoIdentity { .. }
            | Self::Locked { .. }
            | Self::GitLocked { .. }
            | Self::Interrupted { .. }
            | Self::Hook { .. }
            | Self::HookEmptied { .. }
            | Self::Signing { .. }
            | Self::Git { .. } => None,
        }
    }
}
