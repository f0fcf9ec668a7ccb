//! Seals: what an audit found sound is written down in a tag, and a later audit looks whether it is still so.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::audit::{Fault, Verdict};
use crate::command::Desk;
use crate::command::office::Office;
use crate::error::{Failure, FailureKind};
use crate::model::{Finding, Message, Place};
use crate::store::{SealTag, Trail, TrailCommit};

const COMMIT: &str = "Onboard-Sealed-Commit";
const TREE: &str = "Onboard-Sealed-Tree";
const COUNT: &str = "Onboard-Sealed-Count";
const DIGEST: &str = "Onboard-Sealed-Digest";
const BRANCH: &str = "Onboard-Sealed-Branch";

/// What earlier seals say about this history.
#[derive(Debug, Default)]
pub(super) struct Seals {
    /// Where an audit may start: the newest seal that is intact.
    pub(super) base: Option<SealTag>,
    pub(super) faults: Vec<Fault>,
    pub(super) unknown: Vec<Message>,
    intact: Vec<SealTag>,
}

impl Seals {
    /// Looks at every seal of this branch. One that another branch has is another history's.
    pub(super) fn read(office: &Office, tip: &str) -> Result<Self, Failure> {
        let branch = office.ws.branch()?;
        let mut seals = Self::default();
        for seal in office.ws.seals()? {
            let of = line(&seal.message, BRANCH);
            if branch.as_deref().is_some_and(|branch| of.is_some_and(|it| it != branch)) {
                continue;
            }
            match fault(office, &seal, tip)? {
                Standing::Intact => seals.intact.push(seal),
                Standing::Ahead => {}
                Standing::Unknown => {
                    let message = Message::new("audit.seal-unknown").with("tag", seal.name.as_str());
                    seals.unknown.push(message);
                    seals.intact.push(seal);
                }
                Standing::Broken(finding) => {
                    seals.faults.push(Fault { commit: None, client: None, finding: *finding });
                }
            }
        }
        if seals.faults.is_empty() {
            seals.base = seals.intact.last().cloned();
        }
        Ok(seals)
    }

    /// Whether there is any to hold against the whole history.
    pub(super) fn are_compared(&self) -> bool {
        !self.intact.is_empty()
    }

    /// Holds the digest of each intact seal against the whole history.
    pub(super) fn compare(&mut self, trail: &Trail) {
        for seal in &self.intact {
            let told = line(&seal.message, DIGEST).unwrap_or_default();
            if up_to(trail, &seal.commit).is_none_or(|it| digest(&it) != told) {
                self.faults.push(Fault { commit: None, client: None, finding: untrue(seal, DIGEST) });
            }
        }
    }
}

enum Standing {
    Intact,
    /// The audit is of an older state than the seal.
    Ahead,
    /// Signed, by a key that this machine does not know.
    Unknown,
    Broken(Box<Finding>),
}

fn fault(office: &Office, seal: &SealTag, tip: &str) -> Result<Standing, Failure> {
    let broken = |finding: Finding| Ok(Standing::Broken(Box::new(finding)));
    if line(&seal.message, COMMIT) != Some(seal.commit.as_str()) {
        return broken(untrue(seal, COMMIT));
    }
    if line(&seal.message, TREE) != Some(seal.tree.as_str()) {
        return broken(untrue(seal, TREE));
    }
    if !office.ws.is_ancestor(&seal.commit, tip)? {
        if office.ws.is_ancestor(tip, &seal.commit)? {
            return Ok(Standing::Ahead);
        }
        let message = Message::new("audit.rewritten").with("tag", seal.name.as_str());
        let message = message.with("commit", seal.commit.get(..9).unwrap_or(&seal.commit));
        return broken(about("seal/rewritten", message));
    }
    let count = office.ws.count(&seal.commit)?;
    if !office.ws.is_shallow()? && line(&seal.message, COUNT).and_then(|it| it.parse().ok()) != Some(count) {
        return broken(untrue(seal, COUNT));
    }
    if !seal.is_signed {
        return Ok(Standing::Intact);
    }
    Ok(if office.ws.verifies(&seal.name)? { Standing::Intact } else { Standing::Unknown })
}

fn about(code: &str, message: Message) -> Finding {
    Finding::error(code, Place::default(), message)
}

fn untrue(seal: &SealTag, what: &str) -> Finding {
    about("seal/untrue", Message::new("audit.seal-untrue").with("tag", seal.name.as_str()).with("what", what))
}

fn line<'m>(message: &'m str, key: &str) -> Option<&'m str> {
    message.lines().find_map(|it| it.strip_prefix(key)?.strip_prefix(':')).map(str::trim)
}

/// Seals what was audited, all of it, and found sound.
pub(super) fn make(desk: &Desk, office: &Office, tip: &str, trail: &Trail, verdict: &Verdict) -> Result<(), Failure> {
    if !trail.cut.is_empty() {
        return Err(Failure::new(FailureKind::Usage, Message::new("audit.seal-shallow")));
    }
    let all = up_to(trail, tip).unwrap_or_default();
    let tree = office.ws.tree(tip)?;
    let day = office.today.to_string();
    let mut text = format!(
        "onboard audit of {day}: {} clients, {} commits\n\n{COMMIT}: {tip}\n{TREE}: {tree}\n{COUNT}: {}\n{DIGEST}: {}\n",
        verdict.clients.len(),
        all.len(),
        all.len(),
        digest(&all),
    );
    if let Some(branch) = office.ws.branch()? {
        text = format!("{text}{BRANCH}: {branch}\n");
    }
    let (name, is_signed) = office.ws.seal(&day, tip, &text)?;
    let key = if is_signed { "audit.sealed-signed" } else { "audit.sealed" };
    desk.ui.note(&Message::new(key).with("tag", name));
    Ok(())
}

/// What a commit and its ancestors did, one line each, by their ids; `None` where the commit is not in the trail.
fn up_to(trail: &Trail, commit: &str) -> Option<Vec<String>> {
    let all: BTreeMap<&str, &TrailCommit> = trail.commits.iter().map(|it| (it.id.as_str(), it)).collect();
    let mut open = vec![*all.get(commit)?];
    let mut seen: BTreeMap<&str, String> = BTreeMap::new();
    while let Some(it) = open.pop() {
        if seen.contains_key(it.id.as_str()) {
            continue;
        }
        let ids = it.changes.iter().map(|change| {
            let after = change.after.as_ref().map_or("-", |it| it.id.as_str());
            format!(" {} {after}", change.path)
        });
        seen.insert(&it.id, format!("{}{}", it.id, ids.collect::<String>()));
        open.extend(it.parents.iter().filter_map(|it| all.get(it.as_str()).copied()));
    }
    Some(seen.into_values().collect())
}

fn digest(lines: &[String]) -> String {
    format!("sha256:{:x}", Sha256::digest(lines.join("\n").as_bytes()))
}
