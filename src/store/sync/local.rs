//! The commits that this copy has and the remote has not: who wrote them, when, what they say and what they changed.

use super::super::entries::{self, Changed};
use super::super::program::Git;
use super::StoreError;

/// What a record of the list has: id, author, address, date and message.
const FIELDS: usize = 6;
const FORMAT: &str = "--format=%H%x00%P%x00%an%x00%ae%x00%ad%x00%B";

/// One commit of this copy.
#[derive(Debug)]
pub(super) struct Local {
    pub(super) id: String,
    pub(super) parents: Vec<String>,
    name: String,
    address: String,
    /// Seconds and offset.
    date: String,
    pub(super) message: String,
}

impl Local {
    /// The commits that lead from `onto` to `tip`, oldest first.
    pub(super) fn between(git: &Git<'_>, onto: &str, tip: &str) -> Result<Vec<Self>, StoreError> {
        let call = git.call(["--no-replace-objects", "log", "-z", "--topo-order", "--reverse", "--date=raw", FORMAT]);
        let call = call.args(["--no-show-signature", "--no-color", "--no-notes", "--no-patch", "--encoding=UTF-8"]);
        let answer = call.args([tip, &format!("^{onto}"), "--"]).done()?;
        let text = String::from_utf8_lossy(&answer.stdout);
        let words: Vec<&str> = text.split('\0').collect();
        Ok(words.chunks_exact(FIELDS).filter_map(Self::read).collect())
    }

    fn read(words: &[&str]) -> Option<Self> {
        let [id, parents, name, address, date, message] = words else { return None };
        Some(Self {
            id: (*id).to_owned(),
            parents: parents.split_whitespace().map(str::to_owned).collect(),
            name: (*name).to_owned(),
            address: (*address).to_owned(),
            date: (*date).to_owned(),
            message: (*message).to_owned(),
        })
    }

    pub(super) fn changes(&self, git: &Git<'_>) -> Result<Vec<Changed>, StoreError> {
        entries::changed(git, self.parents.first().map(String::as_str), &self.id)
    }

    /// The author, for `git commit-tree`.
    pub(super) fn author(&self) -> [(&'static str, String); 3] {
        [
            ("GIT_AUTHOR_NAME", self.name.clone()),
            ("GIT_AUTHOR_EMAIL", self.address.clone()),
            ("GIT_AUTHOR_DATE", format!("@{}", self.date)),
        ]
    }

    pub(super) fn subject(&self) -> String {
        self.message.lines().next().unwrap_or_default().to_owned()
    }
}
