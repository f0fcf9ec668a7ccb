//! What the trailers of a commit claim, against what it did.

use super::{Commit, Entry, about};
use crate::model::{ClientId, Finding, Message};

/// A client that a commit touched.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Touched<'t> {
    pub(crate) client: &'t ClientId,
    pub(crate) path: &'t str,
    /// The entries that came with it.
    pub(crate) added: &'t [Entry],
}

/// Everything in the trailers that is not true. `process` is the one in force, `changes` those that a history can name.
pub(super) fn judge(commit: &Commit, touched: &[Touched<'_>], process: &str, changes: &[&str]) -> Vec<Finding> {
    let claims = commit.claims();
    if claims.is_empty() || commit.is_merge() || commit.is_cut {
        return Vec::new();
    }
    let of = |key: &str| claims.iter().filter(move |it| it.0 == key).map(|it| it.1).collect::<Vec<_>>();
    let mut findings = clients(&of("Client"), touched);
    findings.extend(kinds(&of("Change"), touched, changes));
    findings.extend(ways(&of("From"), &of("To"), touched));
    findings.extend(gates(&of("Gate"), touched));
    if let Some(other) = of("Process").into_iter().find(|it| *it != process) {
        let message = Message::new("audit.trailer-process").with("claimed", other).with("process", process);
        findings.push(about("trailer/process", file(touched), message));
    }
    findings
}

fn file<'t>(touched: &[Touched<'t>]) -> &'t str {
    touched.first().map_or("", |it| it.path)
}

fn untrue(code: &str, file: &str, key: &str, claimed: &str) -> Finding {
    about(code, file, Message::new("audit.trailer-untrue").with("trailer", format!("Onboard-{key}: {claimed}")))
}

fn clients(claimed: &[&str], touched: &[Touched<'_>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for it in claimed.iter().filter(|it| !touched.iter().any(|one| one.client.as_str() == **it)) {
        findings.push(untrue("trailer/client", file(touched), "Client", it));
    }
    if claimed.is_empty() {
        return findings;
    }
    for it in touched.iter().filter(|it| !claimed.contains(&it.client.as_str())) {
        let message = Message::new("audit.trailer-silent").with("client", it.client.as_str());
        findings.push(about("trailer/client", it.path, message));
    }
    findings
}

fn kinds(claimed: &[&str], touched: &[Touched<'_>], changes: &[&str]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let added = || touched.iter().flat_map(|it| it.added.iter().map(move |entry| (it.path, entry)));
    for it in claimed.iter().filter(|it| changes.contains(it)) {
        if !added().any(|(_, entry)| entry.change == **it) {
            findings.push(untrue("trailer/change", file(touched), "Change", it));
        }
    }
    if claimed.is_empty() || claimed.contains(&"init") {
        return findings;
    }
    for (path, entry) in added().filter(|(_, entry)| !claimed.contains(&entry.change.as_str())) {
        let message = Message::new("audit.trailer-other-change").with("change", entry.change.as_str());
        findings.push(about("trailer/change", path, message.with("claimed", claimed.join(", "))));
    }
    findings
}

/// `Onboard-From` and `Onboard-To` are those of an entry, where there is one.
fn ways(from: &[&str], to: &[&str], touched: &[Touched<'_>]) -> Vec<Finding> {
    let entries: Vec<&Entry> = touched.iter().flat_map(|it| it.added).collect();
    if entries.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let known = |ends: [&Option<String>; 2], it: &str| ends.into_iter().any(|end| end.as_deref() == Some(it));
    for it in from.iter().filter(|it| !entries.iter().any(|entry| known([&entry.from, &entry.from_status], it))) {
        findings.push(untrue("trailer/from-to", file(touched), "From", it));
    }
    for it in to.iter().filter(|it| !entries.iter().any(|entry| known([&entry.to, &entry.to_status], it))) {
        findings.push(untrue("trailer/from-to", file(touched), "To", it));
    }
    findings
}

/// Each gate that is claimed stands in an entry, and the other way round.
fn gates(claimed: &[&str], touched: &[Touched<'_>]) -> Vec<Finding> {
    let entries: Vec<&Entry> = touched.iter().flat_map(|it| it.added).collect();
    if claimed.is_empty() || entries.is_empty() {
        return Vec::new();
    }
    let mut recorded: Vec<String> = Vec::new();
    for entry in &entries {
        recorded.extend(entry.met.iter().map(|(gate, _)| format!("{gate} met")));
        recorded.extend(entry.waived.iter().map(|(gate, _)| format!("{gate} waived")));
        recorded.extend(entry.to_confirm.iter().map(|gate| format!("{gate} to confirm")));
    }
    let mut findings = Vec::new();
    for it in claimed.iter().filter(|it| !recorded.iter().any(|one| one == *it)) {
        findings.push(untrue("trailer/gate", file(touched), "Gate", it));
    }
    for it in recorded.iter().filter(|it| !claimed.contains(&it.as_str())) {
        let message = Message::new("audit.trailer-no-gate").with("gate", it.as_str());
        findings.push(about("trailer/gate", file(touched), message));
    }
    findings
}
