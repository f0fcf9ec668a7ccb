//! What git tells the hooks of a commit: the index that it is made from, its author, and its message.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::error::Doing;
use super::workspace::Workspace;
use super::{StoreError, file};

/// Below this line a message holds what only its writer was to see (`git commit --verbose`).
const SCISSORS: &str = "------------------------ >8 ------------------------";

/// The message of a commit that is about to be made.
#[derive(Debug)]
pub(crate) struct MessageToBe {
    /// As its writer sees it, with the remarks of git.
    pub(crate) whole: String,
    /// As it will stand in the commit.
    pub(crate) text: String,
}

impl Workspace {
    /// The index that a commit under way is made from: `git commit -a` and `git commit FILE` use one of their own, and tell
    /// their hooks. One of another repository does not count.
    pub(super) fn index_of_commit(&self) -> Option<PathBuf> {
        let place = self.place()?;
        let named = self.surroundings().environment.get(OsStr::new("GIT_INDEX_FILE"))?;
        // Git runs its hooks at the top of the work tree.
        let index = place.top.join(named).canonicalize().ok()?;
        let own = place.own.canonicalize().ok()?;
        index.starts_with(own).then_some(index)
    }

    /// The address of whoever would be the author of a commit; `None` where git knows none.
    pub(crate) fn author_address(&self) -> Result<Option<String>, StoreError> {
        let answer = self.git(self.repository()?).call(["var", "GIT_AUTHOR_IDENT"]).answer()?;
        let line = answer.line();
        let address = line.rsplit_once('<').and_then(|it| it.1.split_once('>')).map(|it| it.0.to_owned());
        Ok(address.filter(|_| answer.succeeded()))
    }

    /// The message in this file, which git hands to its hook `commit-msg`; a person names it from the folder `start`.
    pub(crate) fn message_to_be(&self, start: &Path, path: &Path) -> Result<MessageToBe, StoreError> {
        // Git runs its hooks at the top of the work tree, and names the file from there.
        let from_top = self.repository()?.top.join(path);
        let path = if from_top.is_file() { from_top } else { start.join(path) };
        let bytes = file::read_own(&path).map_err(StoreError::io(Doing::Read, &path))?;
        let whole = String::from_utf8_lossy(&bytes).into_owned();
        let kept: String = whole.split_inclusive('\n').take_while(|it| !it.trim_end().ends_with(SCISSORS)).collect();
        let git = self.git(self.repository()?);
        let text = git.call(["stripspace", "--strip-comments"]).input(kept.clone().into_bytes()).done()?;
        Ok(MessageToBe { whole: kept, text: String::from_utf8_lossy(&text.stdout).into_owned() })
    }
}
