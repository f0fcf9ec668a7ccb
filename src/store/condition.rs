//! The condition of a repository: what makes commands slow or changes unsafe, as far as disk and git tell.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::error::Doing;
use super::file;
use super::place::GitPlace;
use super::workspace::Workspace;
use super::{RelPath, StoreError};

/// The file by which git walks through history without reading every commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CommitGraph {
    Missing,
    /// It does not say which paths a commit changed.
    WithoutPaths,
    WithPaths,
}

/// How files begin that git and this program leave behind when they are killed.
const BEGINNINGS: [&str; 1] = [".merge_file_"];
/// How they end.
const ENDINGS: [&str; 2] = [".yaml.onboard", ".lock"];

impl Workspace {
    /// The version of the `git` program: `2.47.3`.
    pub(crate) fn git_version(&self) -> Result<String, StoreError> {
        let said = self.git(self.repository()?).call(["--version"]).done()?.line();
        Ok(said
            .split_whitespace()
            .find(|it| it.starts_with(|it: char| it.is_ascii_digit()))
            .unwrap_or_default()
            .to_owned())
    }

    /// Whether it is known who makes a commit, without a guess from the names of person and machine.
    pub(crate) fn has_identity(&self) -> Result<bool, StoreError> {
        let git = self.git(self.repository()?);
        let known = |variable: &str, key: &str| -> Result<bool, StoreError> {
            let is_set = git.variable(variable).is_some_and(|it| !it.is_empty());
            Ok(is_set || self.setting(key)?.is_some_and(|it| !it.trim().is_empty()))
        };
        Ok(known("GIT_AUTHOR_NAME", "user.name")? && known("GIT_AUTHOR_EMAIL", "user.email")?)
    }

    pub(crate) fn commit_graph(&self) -> Result<CommitGraph, StoreError> {
        let info = self.repository()?.common.join("objects").join("info");
        let mut files = vec![info.join("commit-graph")];
        let folder = info.join("commit-graphs");
        let chain = file::read_own_if_there(&folder.join("commit-graph-chain"));
        let chain = chain.map_err(StoreError::io(Doing::Read, &folder))?.unwrap_or_default();
        let layers = String::from_utf8_lossy(&chain);
        files.extend(layers.lines().map(|it| folder.join(format!("graph-{it}.graph"))));
        let heads: Vec<Vec<u8>> =
            files.iter().filter(|it| it.is_file()).filter_map(|it| file::read_up_to(it, HEAD).ok()).collect();
        // The chunk that holds the filters of changed paths is named in the table at the head.
        let has_paths = |it: &Vec<u8>| it.windows(4).any(|it| it == b"BIDX");
        Ok(match heads.as_slice() {
            [] => CommitGraph::Missing,
            all if all.iter().all(has_paths) => CommitGraph::WithPaths,
            _ => CommitGraph::WithoutPaths,
        })
    }

    /// How many commits there are; none before the first.
    pub(crate) fn count_commits(&self) -> Result<usize, StoreError> {
        let answer = self.git(self.repository()?).call(["rev-list", "--count", "HEAD"]).answer()?;
        Ok(answer.line().parse().unwrap_or(0))
    }

    /// What `.gitattributes` and their like say of a file.
    pub(crate) fn attribute(&self, name: &str, path: &RelPath) -> Result<Option<String>, StoreError> {
        let place = self.repository()?;
        let call = self.git(place).call(["check-attr", "-z", name, "--"]).arg(place.in_repository(path));
        let answer = call.done()?;
        let said = String::from_utf8_lossy(&answer.stdout).into_owned();
        Ok(said.split('\0').nth(2).filter(|it| *it != "unspecified").map(str::to_owned))
    }

    /// Locks and temporary files that were last written so long before `now`.
    pub(crate) fn leftovers(&self, age: Duration, now: SystemTime) -> Result<Vec<PathBuf>, StoreError> {
        let place = self.repository()?;
        let mut found = Vec::new();
        let mut look = |folder: &Path, deep: Deep| listed(folder, deep, &mut found);
        look(&place.own, Deep::No);
        look(&place.common, Deep::No);
        look(&place.common.join("refs"), Deep::Yes);
        look(&place.top, Deep::No);
        look(&self.root().join("clients"), Deep::Yes);
        found.retain(|path| is_leftover(place, path) && is_older(path, age, now));
        found.sort();
        found.dedup();
        Ok(found)
    }

    /// Runs a command of git that changes no file of the work tree.
    pub(crate) fn run_git(&self, words: &[&str]) -> Result<(), StoreError> {
        self.git(self.repository()?).call(words).done()?;
        Ok(())
    }
}

/// Takes away a file that a killed program left.
pub(crate) fn remove_leftover(path: &Path) -> Result<(), StoreError> {
    file::remove(path).map_err(StoreError::io(Doing::Write, path))
}

/// As much of a commit-graph as holds its table of chunks.
const HEAD: u64 = 4096;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deep {
    Yes,
    No,
}

/// The files of a folder. One that cannot be listed has nothing to show.
fn listed(folder: &Path, deep: Deep, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && deep == Deep::Yes => listed(&entry.path(), deep, found),
            Ok(kind) if kind.is_file() => found.push(entry.path()),
            Ok(_) | Err(_) => {}
        }
    }
}

/// Whether the name is that of something temporary. Our own lock is a file that stays.
fn is_leftover(place: &GitPlace, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let in_git = path.starts_with(&place.own) || path.starts_with(&place.common);
    let begins = BEGINNINGS.iter().any(|it| name.starts_with(it));
    let ends = ENDINGS.iter().any(|it| name.ends_with(it) && name.len() > it.len());
    *path != place.lock() && if in_git { name.ends_with(".lock") } else { begins || ends && name.starts_with('.') }
}

fn is_older(path: &Path, age: Duration, now: SystemTime) -> bool {
    let written = path.symlink_metadata().and_then(|it| it.modified());
    written.is_ok_and(|it| now.duration_since(it).is_ok_and(|it| it >= age))
}
