//! The history of a file against the rest of it: what its entries say must lead, step by step, to the phase and the
//! status that the file has.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Process;
use super::cel::day_of;
use super::correction::Corrections;
use super::definition::{Phase, StatusWords};
use super::subject::{Subject, did_you_mean};
use crate::document::Path;
use crate::model::{Date, Finding, Message, Severity, Status, Text};

pub(super) fn findings(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    let mut replay = Replay {
        process,
        subject,
        phase: Some(process.first().as_str().to_owned()),
        status: None,
        last: None,
        corrections: Corrections::of(subject),
        findings: Vec::new(),
    };
    for (index, (path, entry)) in subject.items("history").enumerate() {
        replay.entry(index, &path, entry);
    }
    replay.end();
    replay.findings
}

/// The gates that entries say were met, with the day of the last one that says so.
pub(super) fn met<'s>(subject: &'s Subject<'_>) -> BTreeMap<&'s str, &'s str> {
    let mut met = BTreeMap::new();
    for entry in subject.values("history") {
        let date = text(entry, "date").unwrap_or_default();
        let gates = entry.get("met").and_then(Value::as_array).into_iter().flatten();
        met.extend(gates.filter_map(Value::as_str).map(|gate| (gate, date)));
    }
    met
}

/// How an entry speaks of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    Met,
    Waived,
    /// It held, and must be confirmed again.
    ToConfirm,
}

impl Naming {
    const ALL: [Self; 3] = [Self::Met, Self::Waived, Self::ToConfirm];

    /// The key of the entry.
    fn key(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Waived => "waived",
            Self::ToConfirm => "to_confirm",
        }
    }
}

/// Whether an entry speaks of this gate so.
pub(super) fn names(entry: &Value, naming: Naming, gate: &str) -> bool {
    texts(entry, naming.key()).any(|it| it == gate)
}

/// How the last entry that speaks of a gate does so, and its day.
pub(super) fn last_naming<'s>(subject: &'s Subject<'_>, gate: &str) -> Option<(Naming, &'s str)> {
    subject.values("history").rev().find_map(|entry| {
        let naming = Naming::ALL.into_iter().find(|it| names(entry, *it, gate))?;
        Some((naming, text(entry, "date")?))
    })
}

/// The phases that the client passed over and has not been in since, with the day of that move.
pub(super) fn passed_over<'s>(subject: &'s Subject<'_>) -> BTreeMap<&'s str, &'s str> {
    let mut passed_over = BTreeMap::new();
    for entry in subject.values("history") {
        for key in ["from", "to"] {
            passed_over.remove(text(entry, key).unwrap_or_default());
        }
        let date = text(entry, "date").unwrap_or_default();
        passed_over.extend(texts(entry, "skipped").map(|phase| (phase, date)));
    }
    passed_over
}

struct Replay<'a> {
    process: &'a Process,
    subject: &'a Subject<'a>,
    /// Where the history has led so far. `None` once it cannot be told any more.
    phase: Option<String>,
    status: Option<Status>,
    last: Option<Date>,
    corrections: Corrections,
    findings: Vec<Finding>,
}

/// What kind of step an entry is. The names are those of the file format.
enum Step {
    Start,
    Phase,
    Status,
    /// It moves nothing.
    Note,
}

fn step(change: &str) -> Step {
    match change {
        "init" => Step::Start,
        "advance" | "return" => Step::Phase,
        "hold" | "resume" | "withdraw" | "reopen" | "close" => Step::Status,
        _ => Step::Note,
    }
}

impl<'a> Replay<'a> {
    fn entry(&mut self, index: usize, path: &Path, entry: &Value) {
        self.date(index, path, entry);
        let change = text(entry, "change").unwrap_or_default();
        for key in ["from", "to"] {
            self.known(path, entry, key);
        }
        match step(change) {
            Step::Start => {
                if let Some(to) = text(entry, "to") {
                    self.phase = Some(to.to_owned());
                }
            }
            Step::Phase => self.phase_move(path, entry, change),
            Step::Status | Step::Note => {}
        }
        self.status_move(path, entry, change);
        self.gates(path, entry, change);
    }

    /// Dates go forward, as the last corrections say them, and none lies ahead of today.
    fn date(&mut self, index: usize, path: &Path, entry: &Value) {
        let Some(written) = text(entry, "date").and_then(day_of) else { return };
        let (date, at) = self.corrections.day(index).unwrap_or_else(|| (written, path.key("date")));
        if date > self.subject.today() {
            let message = Message::new("process.history-future").with("date", date.to_string());
            self.find("history/future", &at, message, None);
        }
        if let Some(last) = self.last.filter(|it| *it > date) {
            let message =
                Message::new("process.history-order").with("date", date.to_string()).with("last", last.to_string());
            self.find("history/order", &at, message, None);
        }
        self.last = Some(self.last.map_or(date, |it| it.max(date)));
    }

    fn known(&mut self, path: &Path, entry: &Value, key: &str) {
        let Some(named) = text(entry, key) else { return };
        if self.position(named).is_none() {
            let message = Message::new("process.unknown-phase").with("phase", named);
            let help = did_you_mean(named, self.process.phases().iter().map(|it| it.id.as_str()));
            self.find("history/unknown-phase", &path.key(key), message, help);
        }
    }

    fn phase_move(&mut self, path: &Path, entry: &Value, change: &str) {
        let (Some(from), Some(to)) = (text(entry, "from"), text(entry, "to")) else {
            self.find("history/incomplete", path, Message::new("process.history-from-to").with("change", change), None);
            self.phase = text(entry, "to").map(str::to_owned);
            return;
        };
        if let Some(before) = self.phase.as_deref().filter(|it| *it != from) {
            let message = Message::new("process.history-from").with("from", from).with("phase", before);
            self.find("history/contradicts-phase", &path.key("from"), message, None);
        }
        self.phase = Some(to.to_owned());
        let (Some(start), Some(end)) = (self.position(from), self.position(to)) else { return };
        let forward = change == "advance";
        if forward != (end > start) || start == end {
            let message =
                Message::new("process.history-direction").with("change", change).with("from", from).with("to", to);
            self.find("history/contradicts-phase", &path.key("to"), message, None);
            return;
        }
        if forward {
            self.passed_over(path, entry, start, end);
        }
    }

    /// What lies between the two phases was passed over, and the entry says so.
    fn passed_over(&mut self, path: &Path, entry: &Value, start: usize, end: usize) {
        let recorded: Vec<&str> = texts(entry, "skipped").collect();
        let between = self.process.phases().iter().take(end).skip(start + 1);
        let left_out: Vec<&str> = between.map(|it| it.id.as_str()).filter(|it| !recorded.contains(it)).collect();
        if let Some(phase) = left_out.first() {
            let message = Message::new("process.history-left-out").with("phase", *phase);
            self.find("history/left-out", &path.key("to"), message, None);
        }
    }

    fn status_move(&mut self, path: &Path, entry: &Value, change: &str) {
        let status = |key: &str| text(entry, key).and_then(|it| it.parse::<Status>().ok());
        if let Step::Start = step(change) {
            self.status = status("status").or(self.status);
            return;
        }
        let (from, to) = (status("from_status"), status("to_status"));
        if let (Step::Status, None) = (step(change), to) {
            let message = Message::new("process.history-statuses").with("change", change);
            self.find("history/incomplete", path, message, None);
            self.status = None;
            return;
        }
        if let (Some(from), Some(before)) = (from, self.status)
            && from != before
        {
            let message =
                Message::new("process.history-from-status").with("from", from.as_str()).with("status", before.as_str());
            self.find("history/contradicts-status", &path.key("from_status"), message, None);
        }
        let stays = if let Step::Phase = step(change) { from.or(self.status) } else { None };
        let Some(to) = to.or(stays) else { return };
        if let Some(words) = from.or(self.status).and_then(|it| self.process.status(it)) {
            self.leads(path, words, change, to);
        }
        self.status = Some(to);
    }

    /// What the process makes of a status by a change, against what the entry says.
    fn leads(&mut self, path: &Path, words: &StatusWords, change: &str, to: Status) {
        let name = |it: Status| {
            self.process.status(it).map_or_else(|| Text::new(it.as_str(), it.as_str()), |it| it.name.clone())
        };
        match words.moves.get(change) {
            Some(leads) if *leads == to => {}
            Some(leads) => {
                let message = Message::new("process.history-leads").with("change", change);
                let message =
                    message.with("status", words.name.clone()).with("leads", name(*leads)).with("to", name(to));
                self.find("history/contradicts-status", &path.key("to_status"), message, None);
            }
            None => {
                let message =
                    Message::new("process.history-no-move").with("change", change).with("status", words.name.clone());
                self.find("history/contradicts-status", &path.key("change"), message, None);
            }
        }
    }

    /// Leaving a phase settles each of its gates. Gates with a condition of their own may not have been asked.
    fn gates(&mut self, path: &Path, entry: &Value, change: &str) {
        let settled: Vec<&str> = texts(entry, "met").chain(texts(entry, "waived")).collect();
        for key in Naming::ALL.map(Naming::key) {
            for (index, named) in texts(entry, key).enumerate() {
                if !self.process.gates().any(|it| it.id.as_str() == named) {
                    let message = Message::new("process.unknown-gate").with("gate", named);
                    let help = did_you_mean(named, self.process.gates().map(|it| it.id.as_str()));
                    self.find("history/unknown-gate", &path.key(key).index(index), message, help);
                }
            }
        }
        let phase = text(entry, "from").or(self.phase.as_deref()).filter(|_| matches!(change, "advance" | "close"));
        let Some(phase) = phase.and_then(|it| self.phase_named(it)) else { return };
        let applicable = phase.gates.iter().filter(|it| it.when.is_none() && !it.criterion);
        let open: Vec<&str> = applicable.map(|it| it.id.as_str()).filter(|it| !settled.contains(it)).collect();
        if let Some(gate) = open.first() {
            let message = Message::new("process.history-gates").with("gate", *gate).with("n", open.len());
            let place = self.subject.key_place(path);
            self.findings
                .push(Finding { severity: Severity::Warning, ..Finding::error("history/incomplete", place, message) });
        }
    }

    fn end(&mut self) {
        if let (Some(phase), Some(named)) = (self.phase.clone(), self.subject.text("phase"))
            && phase != named
            && self.position(named).is_some()
        {
            let message = Message::new("process.history-phase").with("phase", named).with("history", phase);
            let help = Some(Message::new("process.history-phase-help"));
            self.find("history/contradicts-phase", &Path::root().key("phase"), message, help);
        }
        if let (Some(status), Some(named)) = (self.status, self.subject.status())
            && status != named
        {
            let message =
                Message::new("process.history-status").with("status", named.as_str()).with("history", status.as_str());
            self.find("history/contradicts-status", &Path::root().key("status"), message, None);
        }
    }

    fn position(&self, phase: &str) -> Option<usize> {
        self.process.phases().iter().position(|it| it.id.as_str() == phase)
    }

    fn phase_named(&self, named: &str) -> Option<&'a Phase> {
        self.process.phases().iter().find(|it| it.id.as_str() == named)
    }

    fn find(&mut self, code: &str, at: &Path, message: Message, help: Option<Message>) {
        let place = self.subject.place(at);
        self.findings.push(Finding { help, ..Finding::error(code, place, message) });
    }
}

fn text<'v>(entry: &'v Value, key: &str) -> Option<&'v str> {
    entry.get(key)?.as_str()
}

fn texts<'v>(entry: &'v Value, key: &str) -> impl Iterator<Item = &'v str> {
    entry.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
