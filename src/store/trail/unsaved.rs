//! What no commit holds yet: staged, or only in the work tree.

use super::super::workspace::Workspace;
use super::super::{RelPath, StoreError};
use super::{PathChange, joined, parse, plain};

impl Workspace {
    /// What is staged in these folders, seen from the last commit; in a merge that waits for its commit, from the other
    /// side as well.
    pub(crate) fn staged(&self, folders: &[&RelPath]) -> Result<Vec<PathChange>, StoreError> {
        let place = self.repository()?;
        let mut against: Vec<Option<String>> = vec![None];
        against.extend(self.commit("MERGE_HEAD")?.map(Some));
        let mut sides = Vec::new();
        for commit in &against {
            let call = plain(&self.git(place), "diff").args(["--cached", "--raw", "-z", "--no-abbrev", "--no-renames"]);
            let call = call.args(["--no-ext-diff", "--ignore-submodules=none"]).args(commit).arg("--");
            let call = call.args(folders.iter().map(|it| place.in_repository(it)));
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
