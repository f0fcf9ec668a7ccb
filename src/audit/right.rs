//! Who may do what: the roles that the process demands, held by the identities that the settings name. The settings before
//! the commit count, so that nobody gives a right to himself.

use serde_json::Value;

use super::{Commit, about};
use crate::model::{Finding, Message};
use crate::process::Demand;

/// An act that demands a role.
pub(super) fn act(commit: &Commit, settings: &Value, demands: &[Demand], file: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for demand in demands {
        let Some(holders) = holders(settings, &demand.role) else { continue };
        if holders.iter().any(|it| it.eq_ignore_ascii_case(&commit.email)) {
            continue;
        }
        let message = Message::new("audit.no-role").with("email", commit.email.as_str());
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

/// Whether the settings demand that commits are signed, and by which keys; an empty list takes any good signature.
pub(super) fn signers(settings: &Value) -> Option<Vec<&str>> {
    let git = settings.get("git")?;
    let demanded = git.get("sign").and_then(Value::as_str) == Some("always");
    let listed = git.get("signers").and_then(Value::as_array).into_iter().flatten();
    demanded.then(|| listed.filter_map(Value::as_str).collect())
}

/// What git says of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Signed {
    /// `G`, `U`, `N`, `B`, `E`, `X`, `Y`, `R`, as git has it.
    pub(crate) state: String,
    pub(crate) fingerprints: Vec<String>,
}

/// A signature against what the settings demand.
pub(super) fn signature(signed: Option<&Signed>, allowed: &[&str]) -> Option<Finding> {
    let find = |code: &str, key: &'static str| Some(about(code, "", Message::new(key)));
    let signed = match signed {
        Some(signed) if signed.state != "N" => signed,
        Some(_) | None => return find("commit/not-signed", "audit.not-signed"),
    };
    match signed.state.as_str() {
        "G" | "U" | "X" | "Y" => {}
        "E" => return find("commit/unknown-signer", "audit.unknown-signer"),
        _ => return find("commit/bad-signature", "audit.bad-signature"),
    }
    let is_allowed = signed.fingerprints.iter().any(|it| allowed.iter().any(|one| same_key(one, it)));
    if allowed.is_empty() || is_allowed {
        return None;
    }
    let key = signed.fingerprints.first().cloned().unwrap_or_default();
    Some(about("commit/not-allowed", "", Message::new("audit.not-allowed").with("key", key)))
}

/// Fingerprints of `OpenPGP` are written with or without blanks, in capitals or not; those of SSH in one way.
fn same_key(one: &str, other: &str) -> bool {
    let plain = |it: &str| it.chars().filter(|it| !it.is_whitespace()).collect::<String>();
    let (one, other) = (plain(one), plain(other));
    if one.starts_with("SHA256:") { one == other } else { one.eq_ignore_ascii_case(&other) }
}

/// The commits whose signature must be known: those that the settings before them want signed.
pub(crate) fn want_signature(settings_before: &Value) -> bool {
    signers(settings_before).is_some()
}
