//! Paths inside a workspace, checked once. A `RelPath` cannot leave the workspace, and cannot reach into `.git`.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::StoreError;
use crate::model::ClientId;

/// The folder that holds the client files.
pub(super) const CLIENTS: &str = "clients";
/// How a client file ends.
pub(super) const ENDING: &str = ".yaml";
/// The longest path we write: well under what any system allows.
const LONGEST: usize = 1024;

/// A path relative to the root of the workspace, with `/`.
// Invariant: one or more components; none is empty, `.`, `..` or any spelling of `.git`; no control character, no `\`,
// no `:` (a drive or a stream on Windows).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct RelPath(String);

impl TryFrom<String> for RelPath {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::new(&text).map_err(|_| "not a path within the workspace")
    }
}

impl From<RelPath> for String {
    fn from(path: RelPath) -> Self {
        path.0
    }
}

impl RelPath {
    pub(crate) fn new(text: &str) -> Result<Self, StoreError> {
        if text.len() <= LONGEST && text.split('/').all(component_is_safe) {
            return Ok(Self(text.to_owned()));
        }
        Err(StoreError::BadPath { path: text.to_owned() })
    }

    /// Where a client's file lies unless someone put it into a folder.
    pub(crate) fn of_client(id: &ClientId) -> Self {
        Self(format!("{CLIENTS}/{id}{ENDING}"))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the other path is this one, or lies below it.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        other.steps().any(|it| it == self.0)
    }

    pub(super) fn below(&self, name: &str) -> Result<Self, StoreError> {
        Self::new(&format!("{}/{name}", self.0))
    }

    pub(super) fn on_disk(&self, root: &Path) -> PathBuf {
        let mut path = PathBuf::with_capacity(root.as_os_str().len() + self.0.len() + 1);
        path.push(root);
        path.extend(self.0.split('/'));
        path
    }

    /// The path and the folders above it, outermost first, relative to the workspace.
    pub(super) fn steps(&self) -> impl Iterator<Item = &str> {
        self.0.match_indices('/').map(|(at, _)| at).chain([self.0.len()]).filter_map(|end| self.0.get(..end))
    }
}

fn component_is_safe(name: &str) -> bool {
    // `git~1` is how some file systems spell `.git`.
    !matches!(name, "" | "." | "..")
        && !name.eq_ignore_ascii_case(".git")
        && !name.eq_ignore_ascii_case("git~1")
        && !name.chars().any(|it| it.is_control() || matches!(it, '\\' | ':'))
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_cannot_leave_the_workspace_or_enter_the_git_folder() {
        for bad in [
            "",
            "/etc/x",
            "../x",
            "a/../b",
            "a//b",
            "a/",
            "./a",
            ".git/config",
            "a/.GIT/x",
            "a\\b",
            "c:x",
            "a\nb",
            "\u{1b}[1m",
        ] {
            assert!(RelPath::new(bad).is_err(), "{bad:?} was taken");
        }
        for good in ["onboard.yaml", "clients/acme.yaml", "clients/a b/é.yaml", ".gitattributes"] {
            assert!(RelPath::new(good).is_ok(), "{good:?} was refused");
        }
    }

    #[test]
    fn the_steps_of_a_path_go_from_the_outermost_folder_to_the_file() {
        let path = RelPath::new("clients/west/acme.yaml").expect("a good path");
        assert_eq!(path.steps().collect::<Vec<_>>(), ["clients", "clients/west", "clients/west/acme.yaml"]);
    }
}
