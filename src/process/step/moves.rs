//! Each new entry of a history against the version it left: where the client stood, which gates held on that day, what
//! was approved. Where several entries came at once, the one version there is must answer for them all.

use serde_json::Value;

use super::Stand;
use super::acts;
use super::kept::text;
use crate::document::Path;
use crate::model::{Finding, GateId, Message, Status};
use crate::process::Process;
use crate::process::approval;
use crate::process::cel::day_of;
use crate::process::definition::Phase;
use crate::process::gate::{self, GateState, Verdict};
use crate::process::subject::Subject;

/// Judges the entries after those that both versions begin with.
pub(super) fn judge(
    process: &Process,
    before: Option<&Subject<'_>>,
    after: &Subject<'_>,
    known: usize,
) -> Vec<Finding> {
    let mut stand = start(process, before);
    let last = after.items("history").count().saturating_sub(1);
    let mut findings = Vec::new();
    for (index, (path, entry)) in after.items("history").enumerate().skip(known) {
        let left = Entry { path: &path, value: entry, index, is_first: index == known, is_last: index == last };
        findings.extend(leave(process, (before, after), &left, &stand));
        findings.extend(acts::judge(process, (before, after), &left, &stand));
        stand = after_entry(entry, stand);
    }
    findings.extend(without_entry(before, after, &stand));
    findings
}

/// Judges the entries that none of the parents of a merge has.
pub(super) fn of_merge(process: &Process, parents: &[Subject<'_>], merge: &Subject<'_>) -> Vec<Finding> {
    let mut stand = start(process, None);
    let mut findings = Vec::new();
    for (index, (path, entry)) in merge.items("history").enumerate() {
        let is_known = parents.iter().any(|it| it.items("history").any(|(_, one)| one == entry));
        if !is_known {
            let left = Entry { path: &path, value: entry, index, is_first: false, is_last: false };
            findings.extend(leave(process, (None, merge), &left, &stand));
        }
        stand = after_entry(entry, stand);
    }
    findings
}

/// Where a client stands before the first new entry.
fn start(process: &Process, before: Option<&Subject<'_>>) -> Stand {
    match before {
        Some(before) => Stand { phase: before.text("phase").unwrap_or_default().to_owned(), status: before.status() },
        None => Stand { phase: process.first().as_str().to_owned(), status: None },
    }
}

fn after_entry(entry: &Value, stand: Stand) -> Stand {
    let status = text(entry, "to_status").or_else(|| text(entry, "status")).and_then(|it| it.parse().ok());
    Stand { phase: text(entry, "to").map_or(stand.phase, str::to_owned), status: status.or(stand.status) }
}

/// Phase and status that moved although no entry says so.
fn without_entry(before: Option<&Subject<'_>>, after: &Subject<'_>, stand: &Stand) -> Vec<Finding> {
    // A file that begins is held against its history by the judge of versions.
    if before.is_none() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    let mut moved = |key: &str, was: &str, is: &str| {
        if was != is {
            let message = Message::new("step.no-entry").with("field", key).with("was", was).with("is", is);
            let finding = Finding::error("step/no-entry", after.place(&Path::root().key(key)), message);
            findings.push(finding.help(Message::new("step.no-entry-help")));
        }
    };
    moved("phase", &stand.phase, after.text("phase").unwrap_or_default());
    if let (Some(was), Some(is)) = (stand.status, after.status()) {
        moved("status", was.as_str(), is.as_str());
    }
    findings
}

/// An entry that came with this step.
pub(super) struct Entry<'e> {
    pub(super) path: &'e Path,
    pub(super) value: &'e Value,
    pub(super) index: usize,
    /// The version before is the one that it left.
    pub(super) is_first: bool,
    /// The version is the one that it made.
    pub(super) is_last: bool,
}

/// An entry that leaves a phase by its gates.
fn leave(
    process: &Process,
    (before, after): (Option<&Subject<'_>>, &Subject<'_>),
    left: &Entry<'_>,
    stand: &Stand,
) -> Vec<Finding> {
    let is_move = matches!(text(left.value, "change"), Some("advance" | "close"));
    let phase = process.phases().iter().find(|it| it.id.as_str() == stand.phase);
    let (true, Some(phase), Some(status)) = (is_move, phase, stand.status.or(Some(Status::Active))) else {
        return Vec::new();
    };
    let day = text(left.value, "date").and_then(day_of).unwrap_or_else(|| after.today());
    let ground = after.ground().on(day.min(after.today()));
    let here = |it: &Subject<'_>| {
        let rewound = it.rewound(&ground, left.index, (&stand.phase, status));
        faults(process, phase, &rewound, after, left)
    };
    let faults = here(after);
    match before.filter(|_| left.is_first && !faults.is_empty()) {
        // What came with the move does not undo what held before it.
        Some(before) if here(before).is_empty() => Vec::new(),
        Some(_) | None => faults,
    }
}

fn faults(
    process: &Process,
    phase: &Phase,
    subject: &Subject<'_>,
    after: &Subject<'_>,
    left: &Entry<'_>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let way = gate::way(process, subject, phase);
    let named = text(left.value, "to");
    let leads = way.to.map(|it| it.id.as_str());
    if named != leads {
        let message = Message::new("step.wrong-way").with("phase", phase.id.as_str());
        let message = message.with("to", named.unwrap_or("–")).with("leads", leads.unwrap_or("–"));
        findings.push(Finding::error("step/wrong-way", after.key_place(&left.path.key("to")), message));
    }
    let mut states = gate::states(process, subject, phase, &way);
    if !left.is_last {
        // What changed after a later entry may have been amended or approved again: the version as it stands answers for it.
        states.retain(|it| !approval::is_objection(it));
    }
    findings.extend(claims(&states, after, left));
    findings.extend(approvals(phase, subject, after, left));
    findings
}

/// What the entry says of each gate, and what is so.
fn claims(states: &[GateState], after: &Subject<'_>, left: &Entry<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let state = |id: &str| states.iter().find(|it| it.id.as_str() == id);
    for (index, id) in listed(left.value, "met") {
        let place = after.place(&left.path.key("met").index(index));
        match state(id).map(|it| &it.verdict) {
            Some(Verdict::Waived { waiver }) => {
                let message = Message::new("step.waiver-hidden").with("gate", id).with("waiver", waiver.as_str());
                findings.push(Finding::error("step/waiver-hidden", place, message));
            }
            None => {
                let message = Message::new("step.not-a-gate-there").with("gate", id);
                findings.push(Finding::error("step/not-a-gate-there", place, message));
            }
            Some(Verdict::Met | Verdict::NotApplicable | Verdict::Unmet(_)) => {}
        }
    }
    for (index, id) in listed(left.value, "waived") {
        if state(id).is_none_or(|it| matches!(it.verdict, Verdict::Unmet(_))) {
            let place = after.place(&left.path.key("waived").index(index));
            let message = Message::new("step.no-waiver").with("gate", id);
            findings.push(Finding::error("step/no-waiver", place, message));
        }
    }
    let waived: Vec<&str> = listed(left.value, "waived").map(|it| it.1).collect();
    for it in states.iter().filter(|it| !waived.contains(&it.id.as_str())) {
        let Some(unmet) = it.verdict.unmet().first() else { continue };
        let message = Message::new("step.gate-not-met").with("gate", it.id.as_str());
        let message = message.with("reason", unmet.reason.clone());
        let place = claim_place(&it.id, after, left);
        findings.push(Finding::error("step/gate-not-met", place, message).help(Message::new("step.gate-not-met-help")));
    }
    findings
}

fn claim_place(gate: &GateId, after: &Subject<'_>, left: &Entry<'_>) -> crate::model::Place {
    let found = listed(left.value, "met").find(|(_, id)| *id == gate.as_str());
    match found {
        Some((index, _)) => after.place(&left.path.key("met").index(index)),
        None => after.key_place(left.path),
    }
}

/// What leaving the phase approves stands in the entry, as it was.
fn approvals(phase: &Phase, subject: &Subject<'_>, after: &Subject<'_>, left: &Entry<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (section, print) in approval::of_phase(subject, phase) {
        let recorded = left.value.get("approved").and_then(|it| text(it, &section));
        let place = || after.key_place(&left.path.key("approved").key(&section));
        match recorded {
            Some(it) if it == print || !left.is_last => {}
            Some(_) => {
                let message = Message::new("step.approval-untrue").with("section", section.as_str());
                findings.push(Finding::error("step/approval-untrue", place(), message));
            }
            None => {
                let message = Message::new("step.approval-missing").with("section", section.as_str());
                findings.push(Finding::error("step/approval-missing", place(), message));
            }
        }
    }
    findings
}

pub(super) fn listed<'v>(entry: &'v Value, key: &str) -> impl Iterator<Item = (usize, &'v str)> {
    let list = entry.get(key).and_then(Value::as_array).into_iter().flatten();
    list.enumerate().filter_map(|(index, it)| Some((index, it.as_str()?)))
}
