//! The repository as a whole: its top, and the branch that it is about.

use super::StoreError;
use super::workspace::Workspace;

impl Workspace {
    /// The branch that others start from: the one that the origin names, or else the one that is checked out. `None` where
    /// HEAD is detached and there is no origin.
    pub(crate) fn main_branch(&self) -> Result<Option<String>, StoreError> {
        let git = self.git(self.repository()?);
        let origin = git.call(["symbolic-ref", "-q", "--short", "refs/remotes/origin/HEAD"]).answer()?;
        if let Some(branch) = origin.line().strip_prefix("origin/") {
            return Ok(Some(branch.to_owned()));
        }
        let here = git.call(["symbolic-ref", "-q", "--short", "HEAD"]).answer()?;
        Ok(here.succeeded().then(|| here.line()))
    }
}
