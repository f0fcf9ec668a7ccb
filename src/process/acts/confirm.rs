//! A person's word on gates: criteria that only a person can settle, and what must be confirmed again after a return.

use serde_json::{Map, Value, json};

use super::{both, set};
use crate::document::Edit;
use crate::model::{Date, GateId, Message, Text};
use crate::process::cel::day_of;
use crate::process::criterion::SERVICES;
use crate::process::definition::{Gate, Phase};
use crate::process::gate::{self, Unmet, Verdict};
use crate::process::history::{self, Naming};
use crate::process::{Process, Subject, again, narrow, near};

/// What a person says about gates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// The one service that it is about; none is all of them.
    pub(crate) service: Option<String>,
    pub(crate) on: Date,
    pub(crate) state: Decided,
    pub(crate) evidence: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) reason: Option<Text>,
}

/// How a person judges a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decided {
    Met,
    NotMet,
    NotApplicable,
}

impl Decided {
    /// The word of the file.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// Gates that may be recorded so. Only [`plan_confirm`] makes one.
#[derive(Debug, Clone)]
pub(crate) struct Confirmed {
    gates: Vec<GateId>,
    edits: Vec<Edit>,
}

impl Confirmed {
    pub(crate) fn gates(&self) -> &[GateId] {
        &self.gates
    }

    pub(crate) fn edits(&self) -> &[Edit] {
        &self.edits
    }
}

/// Why a gate cannot be recorded so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoWord {
    /// The process has no such gate.
    Unknown { named: String, near: Option<Message> },
    /// A rule settles it; what the rule still asks for.
    SettledByRule { gate: GateId, unmet: Vec<Unmet> },
    /// It is to be confirmed again, but its rule does not hold any more.
    DoesNotHold { gate: GateId, unmet: Vec<Unmet> },
    /// It is not asked of each service.
    NotPerService(GateId),
    /// The client has no such service.
    UnknownService { named: String, near: Option<Message> },
    /// Whether a rule applies is not for a person to say.
    RuleApplies(GateId),
    /// The day lies before the return, and so would not count.
    BeforeReturn { gate: GateId, on: Date, since: String },
}

/// Records a person's word on every one of these gates, or on none.
pub(crate) fn plan_confirm(
    process: &Process,
    subject: &Subject<'_>,
    named: &[GateId],
    word: &Word,
) -> Result<Confirmed, Vec<NoWord>> {
    let mut edits = Vec::new();
    let mut refused = Vec::new();
    for named in named {
        match judged(process, subject, named, word) {
            Ok(()) => edits.extend(record(subject, named, word)),
            Err(no) => refused.push(no),
        }
    }
    if refused.is_empty() { Ok(Confirmed { gates: named.to_vec(), edits }) } else { Err(refused) }
}

/// The gates of the current phase that hold but for their being confirmed again. What is not applicable stays so: it is
/// left to be named.
pub(crate) fn to_confirm(process: &Process, subject: &Subject<'_>) -> Vec<GateId> {
    let Some(phase) = subject.text("phase").and_then(|it| it.parse().ok()) else { return Vec::new() };
    let waits = |it: &Unmet| it.reason.is(gate::CONFIRM_AGAIN);
    let stands = |id: &GateId| field(subject, id, "state") != Some(Decided::NotApplicable.as_str());
    let states = gate::gates(process, subject, &phase).into_iter();
    let waiting = states.filter(|it| !it.verdict.unmet().is_empty() && it.verdict.unmet().iter().all(waits));
    waiting.map(|it| it.id).filter(stands).collect()
}

fn judged(process: &Process, subject: &Subject<'_>, named: &GateId, word: &Word) -> Result<(), NoWord> {
    let Some((phase, found)) = find(process, named) else {
        let known = process.gates().map(|it| it.id.as_str());
        return Err(NoWord::Unknown { named: named.to_string(), near: near::help(named.as_str(), known) });
    };
    if let Some(since) = returned(subject, named).filter(|it| day_of(it).is_some_and(|it| word.on < it)) {
        return Err(NoWord::BeforeReturn { gate: named.clone(), on: word.on, since: since.to_owned() });
    }
    if let Some(service) = &word.service {
        of_service(process, subject, found, service)?;
    }
    if found.criterion {
        return Ok(());
    }
    let verdict = gate::alone(process, subject, phase, found).verdict;
    let (waits, unmet): (Vec<Unmet>, Vec<Unmet>) =
        verdict.unmet().iter().cloned().partition(|it| it.reason.is(gate::CONFIRM_AGAIN));
    if !again::is_named(subject, named.as_str()) || (waits.is_empty() && verdict == Verdict::Met) {
        return Err(NoWord::SettledByRule { gate: named.clone(), unmet });
    }
    match word.state {
        Decided::NotApplicable => Err(NoWord::RuleApplies(named.clone())),
        Decided::Met if !unmet.iter().all(is_only_a_word) => Err(NoWord::DoesNotHold { gate: named.clone(), unmet }),
        Decided::Met | Decided::NotMet => Ok(()),
    }
}

/// Whether a gate is asked of a service by itself.
fn of_service(process: &Process, subject: &Subject<'_>, gate: &Gate, named: &str) -> Result<(), NoWord> {
    let services = process.services().filter(|_| gate.criterion && gate.each.is_some());
    let services = services.ok_or_else(|| NoWord::NotPerService(gate.id.clone()))?;
    let all = services.all(subject.client());
    let known: Vec<&str> = all.iter().filter_map(|it| narrow::id(it.1)).collect();
    if known.contains(&named) {
        return Ok(());
    }
    Err(NoWord::UnknownService { named: named.to_owned(), near: near::help(named, known) })
}

/// A person said that it is not met, and may say otherwise.
fn is_only_a_word(unmet: &Unmet) -> bool {
    unmet.reason.is(gate::NOT_MET)
}

/// The day of the return that a decision must not precede.
fn returned<'s>(subject: &'s Subject<'_>, gate: &GateId) -> Option<&'s str> {
    let named = history::last_naming(subject, gate.as_str()).filter(|it| it.0 == Naming::ToConfirm);
    named.map(|it| it.1)
}

fn find<'p>(process: &'p Process, named: &GateId) -> Option<(&'p Phase, &'p Gate)> {
    let all = process.phases().iter().flat_map(|it| it.enter.iter().chain(&it.gates).map(move |gate| (it, gate)));
    all.into_iter().find(|it| it.1.id == *named)
}

fn field<'s>(subject: &'s Subject<'_>, gate: &GateId, key: &str) -> Option<&'s str> {
    again::recorded(subject, gate.as_str())?.get(key)?.as_str()
}

fn record(subject: &Subject<'_>, gate: &GateId, word: &Word) -> Vec<Edit> {
    let path = match &word.service {
        Some(service) => again::path(gate.as_str()).key(SERVICES).key(service),
        None => again::path(gate.as_str()),
    };
    let mut fields = Map::new();
    fields.insert("state".to_owned(), json!(word.state.as_str()));
    fields.insert("date".to_owned(), json!(word.on.to_string()));
    for (key, text) in [("evidence", &word.evidence), ("note", &word.note)] {
        fields.extend(text.as_ref().map(|it| (key.to_owned(), json!(it))));
    }
    fields.extend(word.reason.as_ref().map(|it| ("reason".to_owned(), both(it))));
    let Some(recorded) = path.find(subject.document().value()).filter(|it| !it.is_null()) else {
        return vec![set(path, Value::Object(fields))];
    };
    // The reason was one against it; of what holds, none is left.
    let outdated = [(again::MARK, true), ("reason", word.reason.is_none())];
    let gone = outdated.into_iter().filter(|(key, is_outdated)| *is_outdated && recorded.get(*key).is_some());
    let gone = gone.map(|(key, _)| Edit::Remove { path: path.key(key) });
    let mut edits: Vec<Edit> = fields.into_iter().map(|(key, value)| set(path.key(&key), value)).collect();
    edits.extend(gone);
    edits
}
