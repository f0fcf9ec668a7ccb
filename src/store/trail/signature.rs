//! Who signed commits, as git can tell. Keys are told by their fingerprints; whom they belong to, the settings say.

use std::collections::BTreeMap;

use super::super::StoreError;
use super::super::workspace::Workspace;

/// What git says of the signature of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signature {
    /// As `%G?` has it: `G`, `U`, `N`, `B`, `E`, `X`, `Y`, `R`.
    pub(crate) state: String,
    /// Of the key, and of the key that it belongs to.
    pub(crate) fingerprints: Vec<String>,
}

impl Workspace {
    /// The signatures of these commits. It takes a program for each: asked only where the settings want signatures.
    pub(crate) fn signatures(&self, commits: &[&str]) -> Result<BTreeMap<String, Signature>, StoreError> {
        if commits.is_empty() {
            return Ok(BTreeMap::new());
        }
        let place = self.repository()?;
        let nobody = if cfg!(windows) { "NUL" } else { "/dev/null" };
        let git = self.git(place);
        let call = git.call(["--no-replace-objects", "-c"]);
        // Without such a file git does not look at SSH signatures at all; whom keys belong to is not read from it.
        let call =
            call.arg(format!("gpg.ssh.allowedSignersFile={nobody}")).args(["log", "--no-walk=unsorted", "--stdin"]);
        let call = call.args(["-z", "--no-patch", "--no-show-signature", "--format=%H%x1f%G?%x1f%GF%x1f%GP"]);
        let question: String = commits.iter().flat_map(|it| [*it, "\n"]).collect();
        let answer = call.env("LC_ALL", "C").input(question.into_bytes()).done()?;
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        let read = |line: &str| {
            let [id, state, key, primary] = *line.split('\u{1f}').collect::<Vec<_>>().as_slice() else { return None };
            let fingerprints = [key, primary].into_iter().filter(|it| !it.is_empty()).map(str::to_owned).collect();
            Some((id.trim().to_owned(), Signature { state: state.to_owned(), fingerprints }))
        };
        Ok(text.split('\0').filter_map(read).collect())
    }
}
