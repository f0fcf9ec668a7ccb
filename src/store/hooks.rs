//! The repository's own hooks: which there are, and running them as git would.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _};
use std::path::{Path, PathBuf};

use super::StoreError;
use super::place::GitPlace;
use super::program::Git;
use super::settings::Settings;

pub(super) const PRE_COMMIT: &str = "pre-commit";
pub(super) const PREPARE_COMMIT_MSG: &str = "prepare-commit-msg";
pub(super) const COMMIT_MSG: &str = "commit-msg";
pub(super) const POST_COMMIT: &str = "post-commit";
/// Every hook that a commit may call.
const ALL: [&str; 6] =
    [PRE_COMMIT, PREPARE_COMMIT_MSG, COMMIT_MSG, POST_COMMIT, "reference-transaction", "post-index-change"];

/// Where the hooks of a repository are.
#[derive(Debug)]
pub(super) struct Hooks {
    folder: PathBuf,
    /// Hooks that are commands in the configuration: newer versions of git know them, and only git finds them.
    configured: bool,
}

impl Hooks {
    pub(super) fn find(git: &Git<'_>, settings: &Settings, place: &GitPlace) -> Self {
        let folder = match settings.text("core.hookspath") {
            Some(path) => place.top.join(at_home(path, git)),
            None => place.common.join("hooks"),
        };
        Self { folder, configured: settings.any("hook", &["command", "event"]) }
    }

    pub(super) fn any(&self) -> bool {
        ALL.into_iter().any(|it| self.has(it))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.configured || fs::metadata(self.folder.join(name)).is_ok_and(|it| it.is_file() && is_executable(&it))
    }

    /// Runs a hook. Tells whether it agreed; what it said goes to `log`.
    pub(super) fn run(
        &self,
        name: &str,
        surroundings: &Around<'_>,
        arguments: &[&str],
        log: &File,
    ) -> Result<bool, StoreError> {
        if !self.has(name) {
            return Ok(true);
        }
        let git = surroundings.git;
        let call = if self.configured || knows_hooks(git)? {
            git.call(["hook", "run", "--ignore-missing", name, "--"])
        } else {
            git.program(self.folder.join(name))
        };
        let call = call.args(arguments).index(surroundings.index).envs(surroundings.author).env("GIT_EDITOR", ":");
        call.stoppable().into_file(log)
    }
}

/// What a hook sees.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around<'a> {
    pub(super) git: &'a Git<'a>,
    pub(super) index: &'a Path,
    pub(super) author: &'a [(&'static str, String)],
}

/// What was said into a log so far.
pub(super) fn heard(log: &mut File) -> String {
    let mut bytes = Vec::new();
    log.rewind().ok();
    log.take(64 * 1024).read_to_end(&mut bytes).ok();
    String::from_utf8_lossy(&bytes).trim().to_owned()
}

fn at_home(path: &str, git: &Git<'_>) -> PathBuf {
    match (path.strip_prefix("~/"), git.variable("HOME")) {
        (Some(rest), Some(home)) => Path::new(home).join(rest),
        (_, _) => PathBuf::from(path),
    }
}

/// `git hook` came with 2.36.
fn knows_hooks(git: &Git<'_>) -> Result<bool, StoreError> {
    let line = git.call(["version"]).done()?.line();
    let numbers: Vec<u32> = line.split(['.', ' ']).filter_map(|it| it.parse().ok()).take(2).collect();
    Ok(numbers.as_slice() >= [2, 36].as_slice())
}

#[cfg(unix)]
fn is_executable(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    found.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    true
}
