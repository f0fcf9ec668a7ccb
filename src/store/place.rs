//! Where the repository of a workspace is, found without opening it: the folders of git are looked at by name, so that a
//! format libgit2 does not know is found as well.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{Doing, Operation};
use super::{RelPath, StoreError, file};

/// The folders of a repository, seen from a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GitPlace {
    /// The top of the work tree.
    pub(super) top: PathBuf,
    /// From the top to the workspace: empty, or with a `/` at its end.
    pub(super) prefix: String,
    /// The folder with `HEAD` and `index` of this work tree.
    pub(super) own: PathBuf,
    /// The folder that all work trees share.
    pub(super) common: PathBuf,
}

impl GitPlace {
    /// The repository that the folder lies in. The folder must be absolute.
    pub(super) fn find(root: &Path) -> Option<Self> {
        root.ancestors().find_map(|top| {
            let own = git_folder(&top.join(".git"))?;
            let common = named_in(&own.join("commondir"), "").map_or_else(|| own.clone(), |it| own.join(it));
            let below = root.strip_prefix(top).ok()?;
            let names: Vec<_> = below.iter().map(|it| it.to_str()).collect::<Option<_>>()?;
            let prefix = names.iter().flat_map(|it| [it, "/"]).collect();
            Some(Self { top: top.to_owned(), prefix, own, common })
        })
    }

    /// The workspace.
    pub(super) fn root(&self) -> PathBuf {
        self.top.join(&self.prefix)
    }

    /// The path as git knows it.
    pub(super) fn in_repository(&self, path: &RelPath) -> String {
        format!("{}{path}", self.prefix)
    }

    /// The folder of the workspace in the repository, with its last `/`; empty at the top.
    pub(super) fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.common.join("onboard.lock")
    }

    /// The lock of a branch (`refs/heads/main`), where each branch is a file.
    pub(super) fn branch_lock(&self, branch: &str) -> PathBuf {
        self.common.join(format!("{branch}.lock"))
    }

    pub(super) fn index(&self) -> PathBuf {
        self.own.join("index")
    }

    pub(super) fn has(&self, name: &str) -> bool {
        fs::symlink_metadata(self.own.join(name)).is_ok()
    }

    /// A job of git that waits for its end, as far as files tell.
    pub(super) fn operation(&self) -> Option<Operation> {
        [
            ("rebase-merge", Operation::Rebase),
            ("rebase-apply", Operation::Rebase),
            ("MERGE_HEAD", Operation::Merge),
            ("CHERRY_PICK_HEAD", Operation::CherryPick),
            ("REVERT_HEAD", Operation::Revert),
            ("sequencer", Operation::CherryPick),
            ("BISECT_LOG", Operation::Bisect),
        ]
        .into_iter()
        .find_map(|(name, operation)| self.has(name).then_some(operation))
    }
}

fn git_folder(dot_git: &Path) -> Option<PathBuf> {
    let kind = fs::metadata(dot_git).ok()?;
    if kind.is_dir() {
        return dot_git.join("HEAD").symlink_metadata().is_ok().then(|| dot_git.to_owned());
    }
    let folder = named_in(dot_git, "gitdir:")?;
    Some(dot_git.parent()?.join(folder))
}

/// The path that a small file of git names after a word.
fn named_in(path: &Path, word: &str) -> Option<PathBuf> {
    let bytes = file::read_small(path).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    Some(PathBuf::from(text.strip_prefix(word)?.trim()))
}

/// The same job, for repositories that keep such names elsewhere than in files.
pub(super) fn refuse_operation(operation: Option<Operation>) -> Result<(), StoreError> {
    operation.map_or(Ok(()), |operation| Err(StoreError::InProgress { operation }))
}

/// The root as the disk knows it, without links on the way.
pub(super) fn resolved(folder: &Path) -> Result<PathBuf, StoreError> {
    fs::canonicalize(folder).map_err(StoreError::io(Doing::Read, folder))
}
