//! The workspace: the folder with `onboard.yaml`, found or made, and the repository it lies in.

use std::fs;
use std::path::{Path, PathBuf};

use super::change::{Change, Done};
use super::error::Doing;
use super::place::{self, GitPlace};
use super::program::Git;
use super::signing::CommitSigning;
use super::surroundings::Surroundings;
use super::{RelPath, StoreError, file};

/// What a workspace is made of; no output is written there.
const KEPT: [&str; 4] = [SETTINGS, "clients", "process", ".onboard"];

/// What makes a folder a workspace.
pub(crate) const SETTINGS: &str = "onboard.yaml";

/// A workspace on disk.
#[derive(Debug)]
pub(crate) struct Workspace {
    root: PathBuf,
    surroundings: Surroundings,
    /// None for a copy without its repository: it can be read, validated and reported on.
    place: Option<GitPlace>,
    signing: CommitSigning,
}

/// The branch and the commit that HEAD stands for.
#[cfg(test)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// Without `refs/heads/`. None when HEAD is detached.
    pub(crate) branch: Option<String>,
    /// None before the first commit.
    pub(crate) commit: Option<String>,
}

impl Workspace {
    /// The nearest workspace upward, not beyond the repository. If a change was killed in it, that is finished or undone
    /// first.
    pub(crate) fn find(start: &Path, surroundings: Surroundings) -> Result<Self, StoreError> {
        let start = place::resolved(start)?;
        match upward(&start) {
            Ok(root) => Self::at(root, surroundings),
            Err(fault) => {
                // A first change that was killed may have left what it was about to make, and nothing to find it by.
                Self::at(start, surroundings)?;
                Err(fault)
            }
        }
    }

    /// The workspace that a file belongs to, which need not be there, to look at while git is at work: nothing is finished or
    /// undone in it.
    pub(crate) fn around(file: &Path, surroundings: Surroundings) -> Result<Self, StoreError> {
        let there = file.ancestors().skip(1).find(|it| it.is_dir()).unwrap_or(file);
        let root = upward(&place::resolved(there)?)?;
        let place = GitPlace::find(&root);
        Ok(Self { root, surroundings, place, signing: CommitSigning::Inherit })
    }

    /// Whether git is making changes once more on another commit.
    pub(crate) fn is_rebasing(&self) -> bool {
        self.place.as_ref().is_some_and(|it| it.has("rebase-merge") || it.has("rebase-apply"))
    }

    /// Makes a folder into one where a workspace can be put: the folder, and a repository if there is none. Writes nothing
    /// else; the caller's first change does.
    pub(crate) fn create(folder: &Path, surroundings: Surroundings) -> Result<Self, StoreError> {
        file::make_folders(folder).map_err(StoreError::io(Doing::Write, folder))?;
        let root = place::resolved(folder)?;
        if GitPlace::find(&root).is_none() {
            init(&Git::new(&surroundings, &root))?;
        }
        Self::at(root, surroundings)
    }

    /// A folder that may become a workspace: nothing is made, and it may not even be there.
    pub(crate) fn unfounded(folder: &Path, surroundings: Surroundings) -> Self {
        Self { root: folder.to_owned(), surroundings, place: None, signing: CommitSigning::Inherit }
    }

    /// Makes a workspace by its first change. When that fails, a repository that was made for it goes again.
    pub(crate) fn found(folder: &Path, surroundings: Surroundings, change: Change) -> Result<Done, StoreError> {
        let had_repository = place::resolved(folder).is_ok_and(|it| GitPlace::find(&it).is_some());
        let workspace = Self::create(folder, surroundings)?;
        workspace.change(change).inspect_err(|_| {
            if !had_repository {
                file::remove_repository(&workspace.root);
            }
        })
    }

    /// Makes a repository of its own in a folder, even inside another one, that signs nothing whatever the person's own
    /// configuration says: for a workspace to try things on.
    pub(crate) fn prepare_apart(folder: &Path, surroundings: &Surroundings) -> Result<(), StoreError> {
        let root = place::resolved(folder)?;
        let git = Git::new(surroundings, &root);
        init(&git)?;
        git.call(["config", "commit.gpgsign", "false"]).done()?;
        Ok(())
    }

    /// Whether an output of the program may be written there: a new file, or a plain one that is no part of a workspace or
    /// of a repository.
    pub(crate) fn allows_output(&self, path: &Path) -> bool {
        let plain = fs::symlink_metadata(path).map_or(true, |it| it.is_file());
        let folder = path.parent().and_then(|it| place::resolved(it).ok());
        let at = folder.zip(path.file_name()).map(|(folder, name)| folder.join(name));
        let in_git = at.iter().flat_map(|it| it.components()).any(|it| it.as_os_str() == ".git");
        let part = at.as_ref().and_then(|it| it.strip_prefix(&self.root).ok()).and_then(|it| it.components().next());
        let kept = part.is_some_and(|it| KEPT.iter().any(|name| it.as_os_str() == *name));
        plain && !in_git && !kept
    }

    /// The same for a folder of outputs: one that holds the workspace is none, and neither is a part of it.
    pub(crate) fn allows_folder(&self, path: &Path) -> bool {
        let is_free = fs::symlink_metadata(path).map_or(true, |it| it.is_dir());
        let holds_us = place::resolved(path).is_ok_and(|it| self.root.starts_with(it));
        let outside = path.ancestors().find_map(|it| place::resolved(it).ok()).is_some_and(|it| self.is_outside(&it));
        is_free && !holds_us && outside && self.is_outside(path)
    }

    fn is_outside(&self, path: &Path) -> bool {
        let part = path.strip_prefix(&self.root).ok().and_then(|it| it.components().next());
        let kept = part.is_some_and(|it| KEPT.iter().any(|name| it.as_os_str() == *name));
        !kept && path.components().all(|it| it.as_os_str() != ".git")
    }

    /// Where a path of the person lies in this workspace; `None` for one that leads outside.
    pub(crate) fn relative(&self, path: &Path) -> Option<RelPath> {
        let path = place::resolved(path).ok()?;
        let inside = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = inside.components().map(|it| it.as_os_str().to_str()).collect();
        RelPath::new(&parts?.join("/")).ok()
    }

    fn at(root: PathBuf, surroundings: Surroundings) -> Result<Self, StoreError> {
        let place = GitPlace::find(&root);
        let workspace = Self { root, surroundings, place, signing: CommitSigning::Inherit };
        workspace.recover()?;
        Ok(workspace)
    }

    /// From now on, what the settings of the workspace say of signatures counts.
    #[must_use]
    pub(crate) fn signed(self, signing: CommitSigning) -> Self {
        Self { signing, ..self }
    }

    pub(super) fn signing(&self) -> CommitSigning {
        self.signing
    }

    /// The repository that this workspace lies in, as a place to write into.
    pub(crate) fn top(&self) -> Result<Self, StoreError> {
        let top = self.repository()?.top.clone();
        Ok(Self::at(top, self.surroundings.clone())?.signed(self.signing))
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where the workspace lies in its repository: empty, or a folder with a slash at its end.
    pub(crate) fn prefix(&self) -> String {
        self.place.as_ref().map(|it| it.prefix.clone()).unwrap_or_default()
    }

    pub(crate) fn exists(&self, path: &RelPath) -> Result<bool, StoreError> {
        Ok(file::look(&self.root, path)?.is_some())
    }

    /// The bytes of a file; refuses links, folders, and what is far too large for us.
    pub(crate) fn read(&self, path: &RelPath) -> Result<Vec<u8>, StoreError> {
        file::read(&self.root, path)
    }

    /// Whether a file has edits that no commit holds: staged, not staged, or not tracked at all.
    pub(crate) fn dirty(&self, path: &RelPath) -> Result<bool, StoreError> {
        let place = self.repository()?;
        let call = self.git(place).call(["--literal-pathspecs", "--no-optional-locks", "status"]);
        let call = call.args(["--porcelain=v1", "-z", "--untracked-files=all", "--ignored", "--no-renames", "--"]);
        Ok(!call.arg(place.in_repository(path)).done()?.stdout.is_empty())
    }

    #[cfg(test)]
    pub(crate) fn head(&self) -> Result<Head, StoreError> {
        let git = self.git(self.repository()?);
        let branch = git.call(["symbolic-ref", "-q", "--short", "HEAD"]).answer()?;
        let commit = git.call(["rev-parse", "-q", "--verify", "HEAD^{commit}"]).answer()?;
        let line = |it: super::program::Answer| it.succeeded().then(|| it.line());
        Ok(Head { branch: line(branch), commit: line(commit) })
    }

    pub(super) fn repository(&self) -> Result<&GitPlace, StoreError> {
        self.place.as_ref().ok_or_else(|| StoreError::NoRepository { root: self.root.clone() })
    }

    pub(super) fn place(&self) -> Option<&GitPlace> {
        self.place.as_ref()
    }

    pub(super) fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// The `git` program at the top of the work tree, where paths of the repository are paths on disk.
    pub(super) fn git(&self, place: &GitPlace) -> Git<'_> {
        Git::new(&self.surroundings, &place.top)
    }
}

/// The nearest folder upward that is a workspace, not beyond the repository.
fn upward(start: &Path) -> Result<PathBuf, StoreError> {
    let is_root = |it: &&Path| fs::symlink_metadata(it.join(SETTINGS)).is_ok_and(|it| it.is_file());
    let edge = start.ancestors().position(|it| fs::symlink_metadata(it.join(".git")).is_ok());
    let inside = edge.map_or(usize::MAX, |at| at + 1);
    match start.ancestors().take(inside).find(is_root) {
        Some(root) => Ok(root.to_owned()),
        None => Err(StoreError::NoWorkspace { start: start.to_owned() }),
    }
}

/// A repository of the form that every program can use, whatever this version of git makes by itself.
fn init(git: &Git<'_>) -> Result<(), StoreError> {
    let configured = git.call(["config", "--get", "init.defaultBranch"]).answer()?.line();
    let branch = if configured.is_empty() { "main" } else { &configured };
    let forms = ["-c", "init.defaultObjectFormat=sha1", "-c", "init.defaultRefFormat=files"];
    git.call(forms).args(["init", "-q", "-b", branch]).done()?;
    Ok(())
}
