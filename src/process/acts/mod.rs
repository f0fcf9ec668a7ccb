//! The acts that lead off the straight road: on hold and on again, withdrawn, reopened, back to an earlier phase; and a
//! person's word on gates. Each is planned on values: what the process allows, what the file then says, and how its
//! history tells it.

mod back;
mod confirm;
mod standing;
mod waive;

use serde_json::{Map, Value, json};

use super::Process;
use super::cel::day_of;
use super::subject::Subject;
use crate::document::{Edit, Path};
use crate::model::{Date, GateId, Lang, PhaseId, Status, Text};

pub(super) use back::held;
pub(crate) use back::plan_return;
pub(crate) use confirm::{Confirmed, Decided, NoWord, Word, plan_confirm, to_confirm};
pub(crate) use standing::{plan_hold, plan_reopen, plan_resume, plan_withdraw};
pub(crate) use waive::{NoWaiver, Permission, plan_waive};

/// The changes as history and the process name them, which are also the names of the commands.
pub(super) const RETURN: &str = "return";
pub(super) const HOLD: &str = "hold";
pub(super) const RESUME: &str = "resume";
pub(super) const WITHDRAW: &str = "withdraw";
pub(super) const REOPEN: &str = "reopen";

/// What a person says with an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) on: Date,
    pub(crate) reason: Option<Text>,
    pub(crate) by_role: Option<Text>,
    /// The party that asked for it, as the file names parties.
    pub(crate) requested_by: Option<String>,
    /// When to look at it again.
    pub(crate) review_on: Option<Date>,
}

/// An allowed act. Only the plans of this room make one, so holding one proves that the process allows it.
#[derive(Debug, Clone)]
pub(crate) struct Planned {
    change: &'static str,
    status: (Status, Status),
    /// For an act that moves a client to another phase: from where to where.
    phases: Option<(PhaseId, PhaseId)>,
    /// Gates that held and must be confirmed again.
    to_confirm: Vec<GateId>,
    edits: Vec<Edit>,
}

/// Why an act is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoAct {
    /// The client has the status that the act leads to.
    Already(Status),
    /// A client with this status cannot; each of these changes leads to where it can.
    NotFrom { status: Status, first: Vec<String> },
    /// The day lies before the last entry of the history.
    BeforeHistory { on: Date, last: Date },
    /// The file names a status that is none, or that the process does not have.
    UnknownStatus(String),
    /// The file names a phase that the process does not have.
    NoSuchPhase(String),
    /// The process does not have the phase to go to.
    UnknownPhase(PhaseId),
    /// The phase to go to does not lie before the one the client is in.
    NotEarlier { from: PhaseId, to: PhaseId },
    /// The phase to go to is not asked of this client.
    DoesNotApply(PhaseId),
}

impl Planned {
    /// As history names it.
    pub(crate) fn change(&self) -> &'static str {
        self.change
    }

    /// The status before and after.
    pub(crate) fn status(&self) -> (Status, Status) {
        self.status
    }

    pub(crate) fn phases(&self) -> Option<&(PhaseId, PhaseId)> {
        self.phases.as_ref()
    }

    pub(crate) fn to_confirm(&self) -> &[GateId] {
        &self.to_confirm
    }

    /// What the act changes in the file: its sections, the status, and one more entry of the history.
    pub(crate) fn edits(&self) -> &[Edit] {
        &self.edits
    }
}

/// The status before and after, where the process allows `change` now and the day is none that history has passed.
fn allowed(process: &Process, subject: &Subject<'_>, change: &str, on: Date) -> Result<(Status, Status), NoAct> {
    let unknown = || NoAct::UnknownStatus(subject.text("status").unwrap_or_default().to_owned());
    let status = subject.status().ok_or_else(unknown)?;
    let words = process.status(status).ok_or_else(unknown)?;
    let becomes = match words.moves.get(change) {
        Some(becomes) => *becomes,
        None => return Err(not_from(process, status, change)),
    };
    match last_day(subject).filter(|last| *last > on) {
        Some(last) => Err(NoAct::BeforeHistory { on, last }),
        None => Ok((status, becomes)),
    }
}

/// Why a client with this status cannot, and what would lead to where it can.
fn not_from(process: &Process, status: Status, change: &str) -> NoAct {
    let leads_here = process.statuses().iter().any(|it| it.id != status && it.moves.get(change) == Some(&status));
    if leads_here { NoAct::Already(status) } else { NoAct::NotFrom { status, first: first(process, status, change) } }
}

/// The changes that lead from a status to one where `change` is possible.
pub(crate) fn first(process: &Process, status: Status, change: &str) -> Vec<String> {
    let from_there = |to: &Status| process.status(*to).is_some_and(|it| it.moves.contains_key(change));
    let moves = process.status(status).map(|it| it.moves.iter()).into_iter().flatten();
    moves.filter(|(_, to)| **to != status && from_there(to)).map(|(change, _)| change.clone()).collect()
}

/// The latest day in the history.
fn last_day(subject: &Subject<'_>) -> Option<Date> {
    subject.items("history").filter_map(|(_, it)| day_of(it.get("date")?.as_str()?)).max()
}

/// The beginning of an entry of the history: the day and the change.
fn entry(change: &str, on: Date) -> Map<String, Value> {
    let mut entry = Map::new();
    entry.insert("date".to_owned(), json!(on.to_string()));
    entry.insert("change".to_owned(), json!(change));
    entry
}

fn put_status(entry: &mut Map<String, Value>, (before, after): (Status, Status)) {
    if before != after {
        entry.insert("from_status".to_owned(), json!(before.as_str()));
        entry.insert("to_status".to_owned(), json!(after.as_str()));
    }
}

fn put_said(entry: &mut Map<String, Value>, said: &Said) {
    for (key, text) in [("reason", &said.reason), ("by_role", &said.by_role)] {
        if let Some(text) = text {
            entry.insert(key.to_owned(), both(text));
        }
    }
    if let Some(day) = said.review_on {
        entry.insert("review_on".to_owned(), json!(day.to_string()));
    }
    if let Some(party) = &said.requested_by {
        entry.insert("requested_by".to_owned(), json!(party));
    }
}

/// A text as a file has it: English first.
fn both(text: &Text) -> Value {
    json!({"en": text.get(Lang::En), "fr": text.get(Lang::Fr)})
}

fn set(path: Path, value: Value) -> Edit {
    Edit::Set { path, value }
}

fn add_to_history(entry: Map<String, Value>) -> Edit {
    Edit::Insert { list: Path::root().key("history"), value: Value::Object(entry) }
}
