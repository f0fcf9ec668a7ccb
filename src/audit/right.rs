//! Who may do what: the roles that the process demands, held by the identities that the settings name. The settings before
//! the commit count, so that nobody gives a right to himself.

use serde_json::Value;

use super::{Commit, about};
use crate::model::{Finding, Message};
use crate::process::Demand;

/// An act that demands a role.
pub(super) fn act(commit: &Commit, settings: &Value, demands: &[Demand], file: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let email = if demands.is_empty() { "" } else { who(commit, settings) };
    for demand in demands {
        let Some(holders) = holders(settings, &demand.role) else { continue };
        if holders.iter().any(|it| it.eq_ignore_ascii_case(email)) {
            continue;
        }
        let message = Message::new("audit.no-role").with("email", email);
        let message = message.with("role", demand.role.as_str()).with("what", demand.what.as_str());
        let place = demand.place.clone().unwrap_or_else(|| about("", file, Message::new("audit.no-role")).place);
        findings.push(Finding { place, ..about("role/not-held", file, message) });
    }
    findings
}

/// Who holds a role; `None` when the settings give it to nobody, so that it is anybody's.
fn holders<'s>(settings: &'s Value, role: &str) -> Option<Vec<&'s str>> {
    let listed = settings.get("roles")?.get(role)?.as_array()?;
    Some(listed.iter().filter_map(Value::as_str).collect())
}

/// Who acted: the one whose key signed, where the settings demand signatures and say whose key it is; otherwise the author,
/// as the commit has it.
fn who<'w>(commit: &'w Commit, settings: &'w Value) -> &'w str {
    let signers = signers(settings).unwrap_or_default();
    let signed = commit.signed.as_ref().filter(|it| it.is_good());
    let owner = signed.and_then(|it| signers.iter().filter(|one| it.is_by(one)).find_map(|one| one.email));
    owner.unwrap_or(&commit.email)
}

/// A key that may sign, and whose it is, where the settings say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Signer<'s> {
    key: &'s str,
    email: Option<&'s str>,
}

/// Whether the settings demand that commits are signed, and by which keys; an empty list takes any good signature.
pub(super) fn signers(settings: &Value) -> Option<Vec<Signer<'_>>> {
    let git = settings.get("git")?;
    let demanded = git.get("sign").and_then(Value::as_str) == Some("always");
    let listed = git.get("signers").and_then(Value::as_array).into_iter().flatten();
    demanded.then(|| listed.filter_map(signer).collect())
}

/// A fingerprint, or a fingerprint and whose key it is.
fn signer(listed: &Value) -> Option<Signer<'_>> {
    if let Some(key) = listed.as_str() {
        return Some(Signer { key, email: None });
    }
    let text = |key: &str| listed.get(key).and_then(Value::as_str);
    Some(Signer { key: text("key")?, email: text("email") })
}

/// What git says of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    /// `G`, `U`, `N`, `B`, `E`, `X`, `Y`, `R`, as git has it.
    pub(crate) state: String,
    pub(crate) fingerprints: Vec<String>,
    /// Whether the list of allowed signers of this machine names the key; `None` where no list was asked.
    pub(crate) is_listed: Option<bool>,
}

impl Signed {
    /// Made by this key for this commit; a key may have ended since.
    fn is_good(&self) -> bool {
        matches!(self.state.as_str(), "G" | "U" | "X" | "Y")
    }

    fn is_by(&self, signer: &Signer<'_>) -> bool {
        self.fingerprints.iter().any(|it| same_key(signer.key, it))
    }
}

/// The signature of a commit against what the settings demand.
pub(super) fn signature(commit: &Commit, allowed: &[Signer<'_>]) -> Option<Finding> {
    let find = |code: &str, message: Message| Some(about(code, "", message));
    let signed = match &commit.signed {
        Some(signed) if signed.state != "N" => signed,
        Some(_) | None => return find("commit/not-signed", Message::new("audit.not-signed")),
    };
    if signed.state == "E" {
        return find("commit/unknown-signer", Message::new("audit.unknown-signer"));
    }
    if !signed.is_good() {
        return find("commit/bad-signature", Message::new("audit.bad-signature"));
    }
    let key = signed.fingerprints.first().cloned().unwrap_or_default();
    if allowed.is_empty() {
        let message = Message::new("audit.not-listed").with("key", key);
        return if signed.is_listed == Some(false) { find("commit/not-allowed", message) } else { None };
    }
    let by: Vec<&Signer<'_>> = allowed.iter().filter(|it| signed.is_by(it)).collect();
    let Some(first) = by.first() else {
        return find("commit/not-allowed", Message::new("audit.not-allowed").with("key", key));
    };
    // Whoever signs is the one who makes the commit; its author may be somebody else, as after a rebase.
    let is_theirs = |it: &&Signer<'_>| it.email.is_none_or(|it| it.eq_ignore_ascii_case(&commit.committer_email));
    if by.iter().any(is_theirs) {
        return None;
    }
    let message = Message::new("audit.other-signer").with("owner", first.email.unwrap_or_default());
    find("commit/other-signer", message.with("email", commit.committer_email.as_str()))
}

/// Fingerprints of `OpenPGP` are written with or without blanks, in capitals or not; those of SSH in one way.
fn same_key(one: &str, other: &str) -> bool {
    let plain = |it: &str| it.chars().filter(|it| !it.is_whitespace()).collect::<String>();
    let (one, other) = (plain(one), plain(other));
    if one.starts_with("SHA256:") { one == other } else { one.eq_ignore_ascii_case(&other) }
}

/// Which commits must be known by their signature: those that the settings before them want signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SignatureWanted {
    No,
    /// By a key that the settings name.
    Named,
    /// By any key, as far as the settings go.
    Any,
}

pub(crate) fn want_signature(settings_before: &Value) -> SignatureWanted {
    match signers(settings_before) {
        None => SignatureWanted::No,
        Some(keys) if keys.is_empty() => SignatureWanted::Any,
        Some(_) => SignatureWanted::Named,
    }
}
