//! What the `git` program tells of HEAD, of trees, of an index and of a commit: paths with their modes and ids.

use std::collections::BTreeMap;
use std::path::Path;

use super::StoreError;
use super::program::Git;

/// Path in the repository → mode and id, as git prints them.
pub(super) type Entries = BTreeMap<String, (String, String)>;

/// Where HEAD is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tip {
    pub(super) branch: String,
    /// None before the first commit.
    pub(super) commit: Option<String>,
}

/// One path that a commit changed. Most commits change our files only; a hook may have added others.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) path: String,
    pub(super) old: Option<(String, String)>,
    pub(super) new: Option<(String, String)>,
}

impl Changed {
    /// The same path with another outcome.
    pub(super) fn becoming(&self, new: Option<(String, String)>) -> Self {
        Self { path: self.path.clone(), old: self.old.clone(), new }
    }

    /// For `git update-index --index-info`.
    pub(super) fn line(&self) -> Vec<u8> {
        let gone = || ("0".to_owned(), self.old.as_ref().map_or_else(String::new, |(_, id)| "0".repeat(id.len())));
        let (mode, id) = self.new.clone().unwrap_or_else(gone);
        format!("{mode} {id}\t{}\0", self.path).into_bytes()
    }
}

pub(super) fn changed(git: &Git<'_>, parent: Option<&str>, commit: &str) -> Result<Vec<Changed>, StoreError> {
    let call = git.call(["diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-commit-id", "--full-index", "--root"]);
    let answer = call.args(parent).arg(commit).done()?;
    let text = String::from_utf8_lossy(&answer.stdout);
    let mut parts = text.split_terminator('\0');
    let mut changed = Vec::new();
    while let (Some(head), Some(path)) = (parts.next(), parts.next()) {
        let words: Vec<_> = head.trim_start_matches(':').split(' ').collect();
        let [old_mode, new_mode, old_id, new_id, _] = words.as_slice() else { continue };
        let side = |mode: &str, id: &str| (mode != "000000").then(|| (mode.to_owned(), id.to_owned()));
        changed.push(Changed { path: path.to_owned(), old: side(old_mode, old_id), new: side(new_mode, new_id) });
    }
    Ok(changed)
}

pub(super) fn tip(git: &Git<'_>) -> Result<Tip, StoreError> {
    let head = git.call(["symbolic-ref", "-q", "HEAD"]).answer()?;
    if !head.found()? {
        return Err(StoreError::Detached);
    }
    let branch = head.line();
    let commit = git.call(["rev-parse", "-q", "--verify", &format!("{branch}^{{commit}}")]).answer()?;
    Ok(Tip { branch, commit: commit.found()?.then(|| commit.line()) })
}

/// The entries of some paths in an index. A conflict counts as an entry that equals no other.
pub(super) fn of_index(
    git: &Git<'_>,
    index: &Path,
    paths: impl Iterator<Item = String>,
) -> Result<Entries, StoreError> {
    let call = git.call(["--literal-pathspecs", "ls-files", "-s", "-z", "--full-name", "--"]).args(paths).index(index);
    let answer = call.done()?;
    // Mode, id and stage, and the path after a tab.
    Ok(records(&answer.stdout, |words| {
        let [mode, id, stage] = words else { return None };
        Some(if *stage == "0" {
            ((*mode).to_owned(), (*id).to_owned())
        } else {
            ("conflict".to_owned(), (*id).to_owned())
        })
    }))
}

pub(super) fn of_tree(git: &Git<'_>, commit: &str, paths: impl Iterator<Item = String>) -> Result<Entries, StoreError> {
    let call = git.call(["--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--"]).args(paths);
    let answer = call.done()?;
    // Mode, kind and id, and the path after a tab.
    Ok(records(&answer.stdout, |words| {
        let [mode, _, id] = words else { return None };
        Some(((*mode).to_owned(), (*id).to_owned()))
    }))
}

fn records(bytes: &[u8], read: impl Fn(&[&str]) -> Option<(String, String)>) -> Entries {
    let text = String::from_utf8_lossy(bytes);
    let records = text.split_terminator('\0').filter_map(|it| it.split_once('\t'));
    records.filter_map(|(head, path)| Some((path.to_owned(), read(&head.split(' ').collect::<Vec<_>>())?))).collect()
}
