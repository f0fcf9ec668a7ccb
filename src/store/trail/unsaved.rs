//! What no commit holds yet: staged, or only in the work tree.

use super::super::workspace::Workspace;
use super::super::{RelPath, StoreError};
use super::{PathChange, joined, parse, plain};

/// Where a commit goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Onto {
    /// On top of the last one.
    Last,
    /// In the place of the last one (`git commit --amend`).
    BeforeLast,
}

impl Workspace {
    /// What is staged in these folders, seen from the commit that it goes onto; in a merge that waits for its commit, from
    /// the other side as well. In a hook of git, what that commit is made from.
    pub(crate) fn staged(&self, folders: &[&RelPath], onto: Onto) -> Result<Vec<PathChange>, StoreError> {
        let place = self.repository()?;
        let against: Vec<Option<String>> = match onto {
            Onto::Last => std::iter::once(None).chain(self.commit("MERGE_HEAD")?.map(Some)).collect(),
            Onto::BeforeLast => match self.commit("HEAD^")? {
                Some(commit) => vec![Some(commit)],
                // Nothing at all came before the first commit.
                None => vec![Some(self.git(place).call(["mktree"]).done()?.line())],
            },
        };
        let mut sides = Vec::new();
        for commit in &against {
            let call = plain(&self.git(place), "diff").args(["--cached", "--raw", "-z", "--no-abbrev", "--no-renames"]);
            let call = call.args(["--no-ext-diff", "--ignore-submodules=none"]).args(commit).arg("--");
            let call = call.args(folders.iter().map(|it| place.in_repository(it)));
            let call = match self.index_of_commit() {
                Some(index) => call.index(&index),
                None => call,
            };
            sides.push(parse::changes_of(&call.done()?.stdout, &place.prefix));
        }
        let mut changes = joined(&sides);
        // What the index has unmerged is not staged; git itself does not let it be committed.
        changes.retain(|it| it.after.as_ref().is_none_or(|it| it.id.bytes().any(|it| it != b'0')));
        Ok(changes)
    }

    /// The files in these folders that differ from the last commit: changed, new or gone.
    pub(crate) fn unsaved(&self, folders: &[&RelPath]) -> Result<Vec<String>, StoreError> {
        let place = self.repository()?;
        let call =
            self.git(place).call(["--literal-pathspecs", "--no-optional-locks", "status", "--porcelain=v1", "-z"]);
        let call = call.args(["--untracked-files=all", "--no-renames", "--"]);
        let answer = call.args(folders.iter().map(|it| place.in_repository(it))).done()?;
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        let paths = text.split('\0').filter_map(|it| it.get(3..)?.strip_prefix(&place.prefix));
        Ok(paths.map(str::to_owned).collect())
    }

    /// The content of these files in a commit, by their ids.
    pub(crate) fn held(&self, commit: &str, paths: &[&RelPath]) -> Result<Vec<Option<String>>, StoreError> {
        Ok(self.ids_at(&[commit], paths)?.into_iter().next().unwrap_or_default())
    }
}
