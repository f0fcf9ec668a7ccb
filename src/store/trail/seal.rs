//! Seals: annotated tags that say what was audited, signed where git signs.

use super::super::StoreError;
use super::super::signing::CommitSigning;
use super::super::workspace::Workspace;
use super::plain;

/// Where seals stand among the tags.
const SEALS: &str = "onboard-audit/";

/// A seal as it stands in the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SealTag {
    /// Without `refs/tags/`.
    pub(crate) name: String,
    /// The commit that it points to.
    pub(crate) commit: String,
    pub(crate) tree: String,
    pub(crate) message: String,
    pub(crate) is_signed: bool,
}

impl Workspace {
    /// Every seal, the oldest first.
    pub(crate) fn seals(&self) -> Result<Vec<SealTag>, StoreError> {
        let place = self.repository()?;
        let format =
            "--format=%(refname:lstrip=2)%00%(*objectname)%00%(*tree)%00%(contents:signature)%00%(contents)%00%01";
        let call = plain(&self.git(place), "for-each-ref").args([format, "--sort=creatordate", "refs/tags/"]);
        let answer = call.done()?;
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        let read = |record: &str| {
            let [name, commit, tree, signature, message, _] = *record.split('\0').collect::<Vec<_>>().as_slice() else {
                return None;
            };
            let name = name.trim_start().strip_prefix(SEALS).map(|it| format!("{SEALS}{it}"))?;
            Some(SealTag {
                name,
                commit: commit.to_owned(),
                tree: tree.to_owned(),
                message: message.to_owned(),
                is_signed: !signature.is_empty(),
            })
        };
        Ok(text.split('\u{1}').filter_map(read).collect())
    }

    /// Makes a seal on a commit. Gives its name, and whether it is signed.
    pub(crate) fn seal(&self, day: &str, commit: &str, message: &str) -> Result<(String, bool), StoreError> {
        let place = self.repository()?;
        let git = self.git(place);
        let taken = |name: &str| -> Result<bool, StoreError> {
            let call = git.call(["show-ref", "--quiet", "--verify"]).arg(format!("refs/tags/{name}"));
            Ok(call.answer()?.succeeded())
        };
        let mut name = format!("{SEALS}{day}");
        let mut number = 1;
        while taken(&name)? {
            number += 1;
            name = format!("{SEALS}{day}.{number}");
        }
        let on = |key: &str| -> Result<bool, StoreError> {
            let answer = git.call(["config", "--type=bool", "--get", key]).answer()?;
            Ok(answer.succeeded() && answer.line() == "true")
        };
        let has_key = git.call(["config", "--get", "user.signingkey"]).answer()?.succeeded();
        let signs = match self.signing() {
            CommitSigning::Always => true,
            CommitSigning::Never => false,
            CommitSigning::Inherit => on("tag.gpgsign")? || on("commit.gpgsign")? || has_key,
        };
        let how = if signs { "-s" } else { "-a" };
        let call = git.call(["-c", "tag.forceSignAnnotated=false", "tag", how, "--cleanup=verbatim", "-F", "-"]);
        let answer = call.args([name.as_str(), commit]).input(message.as_bytes().to_vec()).answer()?;
        match answer.succeeded() {
            true => Ok((name, signs)),
            false if signs && answer.interrupted().is_none() => {
                Err(StoreError::Signing { said: answer.said(), asked: self.signing() })
            }
            false => Err(answer.fault()),
        }
    }

    /// Whether the signature of a tag is good, as far as the keys of this machine can tell.
    pub(crate) fn verifies(&self, tag: &str) -> Result<bool, StoreError> {
        let place = self.repository()?;
        let answer = self.git(place).call(["--no-replace-objects", "verify-tag", "--"]).arg(tag).answer()?;
        Ok(answer.succeeded())
    }

    /// Whether the one commit is an ancestor of the other, or the same.
    pub(crate) fn is_ancestor(&self, one: &str, other: &str) -> Result<bool, StoreError> {
        let place = self.repository()?;
        let call = plain(&self.git(place), "merge-base").args(["--is-ancestor", one, other]);
        Ok(call.answer()?.succeeded())
    }

    /// The tree of a commit.
    pub(crate) fn tree(&self, commit: &str) -> Result<String, StoreError> {
        let place = self.repository()?;
        Ok(plain(&self.git(place), "rev-parse").arg(format!("{commit}^{{tree}}")).done()?.line())
    }

    /// How many commits lead to this one, with it.
    pub(crate) fn count(&self, commit: &str) -> Result<usize, StoreError> {
        let place = self.repository()?;
        let answer = plain(&self.git(place), "rev-list").args(["--count", commit]).done()?;
        Ok(answer.line().parse().unwrap_or(0))
    }
}
