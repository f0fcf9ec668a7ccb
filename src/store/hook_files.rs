//! The hooks of a repository as files: where they are, and putting one there without losing another.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::Doing;
use super::file::{self, Place};
use super::program::Git;
use super::workspace::Workspace;
use super::{StoreError, Surroundings};

/// How the name of a hook ends that was there before, and is called first.
const ASIDE: &str = ".before-onboard";

/// Who looks after the folder of the hooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HookKeeper {
    /// Git itself: they are in this copy alone.
    Git,
    /// `core.hooksPath` names a folder of the work tree: they are everybody's, in commits.
    WorkTree,
    /// It names one elsewhere, which may serve other repositories as well.
    Elsewhere,
}

/// Where the hooks of a repository are.
#[derive(Debug, Clone)]
pub(crate) struct HookFolder {
    path: PathBuf,
    keeper: HookKeeper,
}

impl Workspace {
    pub(crate) fn hook_folder(&self) -> Result<HookFolder, StoreError> {
        let place = self.repository()?;
        HookFolder::find(&self.git(place), &place.top, Some(&place.top))
    }

    /// Whether anything of this name lies in the workspace: a file, a folder, a link.
    pub(crate) fn has_any(&self, name: &str) -> bool {
        fs::symlink_metadata(self.root().join(name)).is_ok()
    }
}

impl HookFolder {
    /// Those of a bare repository; `None` where there is none.
    pub(crate) fn of_bare(folder: &Path, surroundings: &Surroundings) -> Result<Option<Self>, StoreError> {
        let git = Git::new(surroundings, folder);
        if !folder.is_dir() || git.call(["rev-parse", "--is-bare-repository"]).answer()?.line() != "true" {
            return Ok(None);
        }
        let folder = super::place::resolved(folder)?;
        Self::find(&git, &folder, None).map(Some)
    }

    fn find(git: &Git<'_>, folder: &Path, work_tree: Option<&Path>) -> Result<Self, StoreError> {
        let path = folder.join(git.call(["rev-parse", "--git-path", "hooks"]).done()?.line());
        let moved = git.call(["config", "--get", "core.hooksPath"]).answer()?.succeeded();
        let resolved = |it: &Path| it.canonicalize().unwrap_or_else(|_| it.to_owned());
        let keeper = match work_tree {
            _ if !moved => HookKeeper::Git,
            Some(top) if resolved(&path).starts_with(resolved(top)) => HookKeeper::WorkTree,
            Some(_) | None => HookKeeper::Elsewhere,
        };
        Ok(Self { path, keeper })
    }

    pub(crate) fn keeper(&self) -> HookKeeper {
        self.keeper
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub(crate) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.at(name);
        file::read_own_if_there(&path).map_err(StoreError::io(Doing::Read, path))
    }

    /// Puts a hook there that git will run.
    pub(crate) fn put(&self, name: &str, text: &str) -> Result<(), StoreError> {
        let path = self.at(name);
        let write = || {
            file::make_folders(&self.path)?;
            file::write(&path, text.as_bytes(), file::place_of(&path))?;
            make_executable(&path)
        };
        write().map_err(StoreError::io(Doing::Write, &path))
    }

    /// Gives a hook that is there another name, by which ours calls it. False where that name is taken.
    pub(crate) fn set_aside(&self, name: &str) -> Result<bool, StoreError> {
        let (path, aside) = (self.at(name), self.at(&format!("{name}{ASIDE}")));
        if file::place_of(&aside) == Place::Taken {
            return Ok(false);
        }
        file::rename(&path, &aside).map_err(StoreError::io(Doing::Write, path))?;
        Ok(true)
    }

    /// Takes a hook away, and gives the one that was there before its name again. Tells whether there was one.
    pub(crate) fn take_away(&self, name: &str) -> Result<bool, StoreError> {
        let (path, aside) = (self.at(name), self.at(&format!("{name}{ASIDE}")));
        let had_one = file::place_of(&aside) == Place::Taken;
        let done = if had_one { file::rename(&aside, &path) } else { file::remove(&path) };
        done.map_err(StoreError::io(Doing::Write, path))?;
        Ok(had_one)
    }
}

#[cfg(unix)]
fn make_executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> std::io::Result<()> {
    Ok(())
}
