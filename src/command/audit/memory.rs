//! What an earlier audit found, remembered for the commits up to one: the audit goes on behind it. It is believed only by the
//! same program, in the copy of the repository where it was made, and only where every later commit comes after that one; so
//! that the answer is the same, to the byte, as without it. Whatever is not whole, or does not fit, is not there.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::read::StandIn;
use crate::audit::{Before, ClientVerdict, Commit, Entry, Fault, Row, Verdict};
use crate::command::office::{MADE_OF, Office};
use crate::command::wire::WireFinding;
use crate::error::Failure;
use crate::model::ClientId;

/// The list of what is remembered, and the name that each begins with. The form is part of what must be the same.
const LIST: &str = "audit";
const FORM: &str = "onboard audit 1";

/// So many are kept: of the last audits, and, twice as far back each, of some before, for a branch may have begun there.
const SLOTS: u32 = 6;

/// What is found differently on another day, on another machine or in a fuller copy: a verdict with such a fault is not kept.
const PASSING: [&str; 6] = [
    "commit/future",
    "commit/unknown-signer",
    "commit/bad-signature",
    "commit/not-allowed",
    "commit/not-signed",
    "file/not-there",
];

/// What is known of all commits up to one.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// The last of them.
    pub(super) tip: String,
    /// Those that the verdict tells of.
    pub(super) told: Vec<Commit>,
    pub(super) verdict: Verdict,
    pub(super) before: Before,
    pub(super) stand_in: StandIn,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Listed {
    slot: u32,
    number: u64,
    tip: String,
    base: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    listed: Listed,
    day: String,
    commits: usize,
    versions: usize,
    taken_over: usize,
    told: Vec<[String; 4]>,
    clients: Vec<KeptClient>,
    faults: Vec<(Option<usize>, Option<ClientId>, WireFinding)>,
    before: Before,
    stand_in: Vec<(ClientId, String, Option<String>)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptClient {
    client: ClientId,
    stand: Option<(String, String)>,
    commits: usize,
    rows: Vec<(Option<usize>, Entry)>,
    was_gone: bool,
}

/// The newest that the history goes on from. `base` is where that audit began, when not with the first commit.
pub(super) fn recall(office: &Office, tip: &str, base: Option<&str>) -> Result<Option<Earlier>, Failure> {
    let Some(anchor) = office.ws.anchor() else { return Ok(None) };
    let mut all = list(office);
    all.retain(|it| it.base.as_deref() == base);
    all.sort_by_key(|it| std::cmp::Reverse(it.number));
    for listed in all {
        if office.ws.commit(&listed.tip)?.as_ref() == Some(&listed.tip)
            && office.ws.follows(tip, &listed.tip)?
            && let Some(kept) = office.ws.remembered(&name(listed.slot)).and_then(|it| read(&it, &anchor))
            && kept.listed == listed
            && kept.day <= office.today.to_string()
        {
            return Ok(Some(kept.known()));
        }
    }
    Ok(None)
}

/// Remembers a verdict. Whatever does not work is forgotten: the next audit judges again.
pub(super) fn keep(office: &Office, base: Option<&str>, known: &Earlier) {
    let is_passing = |it: &Fault| PASSING.contains(&it.finding.code.as_str());
    let Some(anchor) = office.ws.anchor().filter(|_| !known.verdict.faults.iter().any(is_passing)) else { return };
    let mut all = list(office);
    let number = all.iter().map(|it| it.number).max().unwrap_or(0) + 1;
    let slot = number.trailing_zeros().min(SLOTS - 1);
    let listed = Listed { slot, number, tip: known.tip.clone(), base: base.map(str::to_owned) };
    all.retain(|it| it.slot != slot && it.tip != listed.tip);
    all.push(listed.clone());
    let kept = Kept::of(listed, &office.today.to_string(), known);
    let (Ok(body), Ok(lines)) = (serde_json::to_string(&kept), serde_json::to_string(&all)) else { return };
    let bytes = format!("{}{body}", head(&anchor, &body)).into_bytes();
    let _is_kept = office.ws.remember(&name(slot), &bytes) && office.ws.remember(LIST, lines.as_bytes());
}

fn name(slot: u32) -> String {
    format!("{LIST}-{slot}")
}

/// A hint only: what it leads to speaks for itself.
fn list(office: &Office) -> Vec<Listed> {
    office.ws.remembered(LIST).and_then(|it| serde_json::from_slice(&it).ok()).unwrap_or_default()
}

/// The form, the program and the copy that it is good for, and the fingerprint of it all.
fn head(anchor: &str, body: &str) -> String {
    let bound = format!("{FORM}\t{MADE_OF}\t{anchor}");
    let print = Sha256::new().chain_update(&bound).chain_update(body).finalize();
    format!("{bound}\t{print:x}\n")
}

fn read(bytes: &[u8], anchor: &str) -> Option<Kept> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (first, body) = text.split_at(text.find('\n')? + 1);
    if first == head(anchor, body) { serde_json::from_str(body).ok() } else { None }
}

impl Kept {
    fn of(listed: Listed, day: &str, known: &Earlier) -> Self {
        let Earlier { told, verdict, before, stand_in, .. } = known;
        let rows = verdict.clients.iter().flat_map(|it| it.rows.iter().map(|it| it.commit));
        let named: BTreeSet<usize> = rows.chain(verdict.faults.iter().map(|it| it.commit)).flatten().collect();
        let numbers: BTreeMap<usize, usize> = named.iter().enumerate().map(|(new, old)| (*old, new)).collect();
        let number = |it: Option<usize>| it.and_then(|it| numbers.get(&it)).copied();
        let client = |it: &ClientVerdict| KeptClient {
            client: it.client.clone(),
            stand: it.stand.clone(),
            commits: it.commits,
            rows: it.rows.iter().map(|it| (number(it.commit), it.entry.clone())).collect(),
            was_gone: it.was_gone,
        };
        let commit = |it: &Commit| [&it.id, &it.authored, &it.author, &it.email].map(Clone::clone);
        Self {
            listed,
            day: day.to_owned(),
            commits: verdict.commits,
            versions: verdict.versions,
            taken_over: verdict.taken_over,
            told: named.iter().filter_map(|it| told.get(*it)).map(commit).collect(),
            clients: verdict.clients.iter().map(client).collect(),
            faults: verdict
                .faults
                .iter()
                .map(|it| (number(it.commit), it.client.clone(), WireFinding::from(&it.finding)))
                .collect(),
            before: before.clone(),
            stand_in: stand_in
                .iter()
                .map(|((client, id), other)| (client.clone(), id.clone(), other.clone()))
                .collect(),
        }
    }

    fn known(self) -> Earlier {
        let commit =
            |[id, authored, author, email]: [String; 4]| Commit { id, authored, author, email, ..Commit::default() };
        let row = |(commit, entry)| Row { commit, entry };
        let client = |it: KeptClient| ClientVerdict {
            client: it.client,
            stand: it.stand,
            commits: it.commits,
            rows: it.rows.into_iter().map(row).collect(),
            was_gone: it.was_gone,
        };
        let fault = |(commit, client, finding): (_, _, WireFinding)| Fault { commit, client, finding: finding.into() };
        Earlier {
            tip: self.listed.tip,
            told: self.told.into_iter().map(commit).collect(),
            verdict: Verdict {
                clients: self.clients.into_iter().map(client).collect(),
                faults: self.faults.into_iter().map(fault).collect(),
                commits: self.commits,
                versions: self.versions,
                taken_over: self.taken_over,
                unknown: Vec::new(),
            },
            before: self.before,
            stand_in: self.stand_in.into_iter().map(|(client, id, other)| ((client, id), other)).collect(),
        }
    }
}
