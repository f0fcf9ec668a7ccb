//! One phase on: whether a client may, and what that changes in its file.

use serde_json::{Map, Value, json};

use super::Process;
use super::approval;
use super::definition::StatusWords;
use super::gate::{self, GateState, Verdict};
use super::seal;
use super::subject::Subject;
use crate::document::{Edit, Path};
use crate::model::{Date, GateId, PhaseId, Status};

/// An allowed move. Only [`plan_advance`] makes one, so holding one proves that the gates hold.
#[derive(Debug, Clone)]
pub(crate) struct Move {
    on: Date,
    from: PhaseId,
    to: Option<PhaseId>,
    status: (Status, Status),
    met: Vec<GateId>,
    waived: Vec<GateId>,
    skipped: Vec<PhaseId>,
    approved: Vec<(String, String)>,
    /// What the status that is reached protects.
    sealed: Map<String, Value>,
    next: Vec<GateState>,
}

/// Why a client may not advance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Some of these gates do not hold.
    Gated { from: PhaseId, to: Option<PhaseId>, gates: Vec<GateState> },
    /// The client is closed: there is nothing ahead.
    Closed,
    /// A client with this status does not advance.
    NotActive(Status),
    /// It was to be closed, and another phase is still ahead.
    Ahead { phase: PhaseId, next: PhaseId },
    /// The file names a phase that the process does not have.
    UnknownPhase(String),
    /// The file names a status that is none, or that the process does not have.
    UnknownStatus(String),
}

/// The changes that the process names for a step on, as history records them.
const ADVANCE: &str = "advance";
const CLOSE: &str = "close";

/// The step on from the last phase that applies, and from no other.
pub(crate) fn plan_close(process: &Process, subject: &Subject<'_>) -> Result<Move, Refusal> {
    let phase = subject.text("phase").and_then(|it| it.parse().ok());
    let next = phase.as_ref().and_then(|it| gate::next(process, subject, it));
    let may_close = |it: &StatusWords| it.moves.contains_key(CLOSE);
    match (phase, next) {
        (Some(phase), Some(next)) if subject.status().and_then(|it| process.status(it)).is_some_and(may_close) => {
            Err(Refusal::Ahead { phase, next: next.id.clone() })
        }
        (Some(_) | None, _) => plan_advance(process, subject),
    }
}

/// Asks every gate, and gives the move that they allow.
pub(crate) fn plan_advance(process: &Process, subject: &Subject<'_>) -> Result<Move, Refusal> {
    let status = subject.status().ok_or_else(|| unknown_status(subject))?;
    let named = subject.text("phase").unwrap_or_default();
    let found = process.phases().iter().find(|it| it.id.as_str() == named);
    let phase = found.ok_or_else(|| Refusal::UnknownPhase(named.to_owned()))?;
    if status == Status::Closed {
        return Err(Refusal::Closed);
    }
    let words = process.status(status).ok_or_else(|| unknown_status(subject))?;
    let way = gate::way(process, subject, phase);
    let change = if way.to.is_some() { ADVANCE } else { CLOSE };
    let becomes = *words.moves.get(change).ok_or(Refusal::NotActive(status))?;

    let gates = gate::states(process, subject, phase, &way);
    let to = way.to.map(|it| it.id.clone());
    if !gates.iter().all(|it| it.verdict.passes()) {
        return Err(Refusal::Gated { from: phase.id.clone(), to, gates });
    }
    let settled =
        |wanted: fn(&Verdict) -> bool| gates.iter().filter(|it| wanted(&it.verdict)).map(|it| it.id.clone()).collect();
    Ok(Move {
        on: subject.today(),
        from: phase.id.clone(),
        status: (status, becomes),
        met: settled(|it| matches!(it, Verdict::Met)),
        waived: settled(|it| matches!(it, Verdict::Waived { .. })),
        skipped: way.skipped.iter().map(|it| it.id.clone()).collect(),
        approved: approval::of_phase(subject, phase),
        sealed: if status == becomes { Map::new() } else { seal::of_status(process, subject, becomes) },
        next: to.as_ref().map(|it| gate::gates(process, subject, it)).unwrap_or_default(),
        to,
    })
}

fn unknown_status(subject: &Subject<'_>) -> Refusal {
    Refusal::UnknownStatus(subject.text("status").unwrap_or_default().to_owned())
}

impl Move {
    pub(crate) fn from(&self) -> &PhaseId {
        &self.from
    }

    /// The phase that is entered; `None` when the client is closed instead.
    pub(crate) fn to(&self) -> Option<&PhaseId> {
        self.to.as_ref()
    }

    /// As history names it.
    pub(crate) fn change(&self) -> &'static str {
        if self.to.is_some() { ADVANCE } else { CLOSE }
    }

    /// The status before and after.
    pub(crate) fn status(&self) -> (Status, Status) {
        self.status
    }

    pub(crate) fn met(&self) -> &[GateId] {
        &self.met
    }

    pub(crate) fn waived(&self) -> &[GateId] {
        &self.waived
    }

    /// Phases that do not apply and are passed over.
    pub(crate) fn skipped(&self) -> &[PhaseId] {
        &self.skipped
    }

    /// The gates ahead, as they stand today.
    pub(crate) fn next(&self) -> &[GateState] {
        &self.next
    }

    /// What the move changes in the file: the phase, the status where it changes, and one more entry of the history.
    pub(crate) fn edits(&self) -> Vec<Edit> {
        let set = |key: &str, value: &str| Edit::Set { path: Path::root().key(key), value: json!(value) };
        let mut edits = Vec::new();
        if let Some(to) = &self.to {
            edits.push(set("phase", to.as_str()));
        }
        let (before, after) = self.status;
        if before != after {
            edits.push(set("status", after.as_str()));
        }
        edits.push(Edit::Insert { list: Path::root().key("history"), value: Value::Object(self.entry()) });
        edits
    }

    fn entry(&self) -> Map<String, Value> {
        let mut entry = Map::new();
        let mut put = |key: &str, value: Value| {
            entry.insert(key.to_owned(), value);
        };
        put("date", json!(self.on.to_string()));
        put("change", json!(self.change()));
        put("from", json!(self.from.as_str()));
        if let Some(to) = &self.to {
            put("to", json!(to.as_str()));
        }
        let (before, after) = self.status;
        if before != after {
            put("from_status", json!(before.as_str()));
            put("to_status", json!(after.as_str()));
        }
        put("met", self.met.iter().map(GateId::as_str).collect());
        if !self.waived.is_empty() {
            put("waived", self.waived.iter().map(GateId::as_str).collect());
        }
        if !self.skipped.is_empty() {
            put("skipped", self.skipped.iter().map(PhaseId::as_str).collect());
        }
        if !self.approved.is_empty() {
            let prints = self.approved.iter().map(|(section, print)| (section.clone(), json!(print)));
            put("approved", Value::Object(prints.collect()));
        }
        if !self.sealed.is_empty() {
            put("sealed", Value::Object(self.sealed.clone()));
        }
        entry
    }
}
