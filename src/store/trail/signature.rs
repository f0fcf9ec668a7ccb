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
    /// Whether the machine's own list of allowed signers names the SSH key; `None` where it was not asked, or has none.
    pub(crate) is_listed: Option<bool>,
}

/// Who says which SSH keys may sign. Of `OpenPGP` keys, the keyring of the machine has those that can be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    /// Whoever asks: any key that made its signature.
    Any,
    /// `gpg.ssh.allowedSignersFile`, where it is set.
    OfMachine,
}

const ALLOWED: &str = "gpg.ssh.allowedSignersFile";

impl Workspace {
    /// The signatures of these commits. It takes a program for each: asked only where the settings want signatures.
    pub(crate) fn signatures(&self, commits: &[&str], keys: Keys) -> Result<BTreeMap<String, Signature>, StoreError> {
        if commits.is_empty() {
            return Ok(BTreeMap::new());
        }
        let place = self.repository()?;
        let git = self.git(place);
        let is_set = git.call(["config", "--get", ALLOWED]).answer()?.succeeded();
        let asks_machine = keys == Keys::OfMachine && is_set;
        let mut call = git.call(["--no-replace-objects"]);
        if !asks_machine {
            // Without such a file git does not look at SSH signatures at all.
            let nobody = if cfg!(windows) { "NUL" } else { "/dev/null" };
            call = call.arg("-c").arg(format!("{ALLOWED}={nobody}"));
        }
        let call = call.args(["log", "--no-walk=unsorted", "--stdin"]);
        let call = call.args(["-z", "--no-patch", "--no-show-signature", "--format=%H%x1f%G?%x1f%GF%x1f%GP"]);
        let question: String = commits.iter().flat_map(|it| [*it, "\n"]).collect();
        let answer = call.env("LC_ALL", "C").input(question.into_bytes()).done()?;
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        let read = |line: &str| {
            let [id, state, key, primary] = *line.split('\u{1f}').collect::<Vec<_>>().as_slice() else { return None };
            let fingerprints = [key, primary].into_iter().filter(|it| !it.is_empty()).map(str::to_owned).collect();
            let is_listed = (asks_machine && key.starts_with("SHA256:")).then_some(state == "G");
            Some((id.trim().to_owned(), Signature { state: state.to_owned(), fingerprints, is_listed }))
        };
        Ok(text.split('\0').filter_map(read).collect())
    }
}
