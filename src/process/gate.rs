//! The gates of a phase, each with its verdict.

use serde_json::Value;

use super::definition::{Gate, Phase};
use super::judge::{Judge, Question};
use super::select::Selector;
use super::service::ServiceStanding;
use super::source::OPEN;
use super::subject::Subject;
use super::{Process, again, approval, criterion, history, passed, service, signature, waiver};
use crate::document::Path;
use crate::model::{GateId, Message, PhaseId};

pub(crate) use super::judge::Unmet;

/// A gate, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GateState {
    pub(crate) id: GateId,
    /// The phase whose gate it is: to leave it, or to enter it.
    pub(crate) phase: PhaseId,
    /// What must hold, as a statement.
    pub(crate) text: Message,
    pub(crate) waivable: bool,
    pub(crate) verdict: Verdict,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    Met,
    /// Its condition says that it is not asked here, or a person has said so.
    NotApplicable,
    /// It does not hold, and the waiver of this id lets it pass.
    Waived {
        waiver: String,
    },
    Unmet(Vec<Unmet>),
}

impl Verdict {
    /// Every place where it does not hold.
    pub(crate) fn unmet(&self) -> &[Unmet] {
        match self {
            Self::Unmet(all) => all,
            Self::Met | Self::NotApplicable | Self::Waived { .. } => &[],
        }
    }

    /// Whether the gate lets the client through.
    pub(crate) fn passes(&self) -> bool {
        match self {
            Self::Met | Self::NotApplicable | Self::Waived { .. } => true,
            Self::Unmet(_) => false,
        }
    }
}

/// Where a phase leads.
#[derive(Debug)]
pub(super) struct Way<'p> {
    /// The next phase that applies; `None` when the client is closed next.
    pub(super) to: Option<&'p Phase>,
    /// Phases that do not apply and are passed over.
    pub(super) skipped: Vec<&'p Phase>,
    /// What stands against passing over one of them.
    pub(super) objections: Vec<GateState>,
}

/// The phase that comes next for this client; `None` when it is closed next, or the process does not know `phase`.
pub(crate) fn next<'p>(process: &'p Process, subject: &Subject<'_>, phase: &PhaseId) -> Option<&'p Phase> {
    way(process, subject, process.phase(phase)?).to
}

/// Every gate to leave `phase`, with those to enter the next one that applies. Empty for a phase that the process does not know.
pub(crate) fn gates(process: &Process, subject: &Subject<'_>, phase: &PhaseId) -> Vec<GateState> {
    known_gates(process, subject, phase, None)
}

/// The same, where somebody has asked how each service stands already.
pub(super) fn known_gates(
    process: &Process,
    subject: &Subject<'_>,
    phase: &PhaseId,
    standings: Option<&[ServiceStanding]>,
) -> Vec<GateState> {
    match process.phase(phase) {
        Some(phase) => known_states(process, subject, (phase, &way(process, subject, phase)), standings),
        None => Vec::new(),
    }
}

/// One gate, by itself.
pub(super) fn alone(process: &Process, subject: &Subject<'_>, phase: &Phase, gate: &Gate) -> GateState {
    state(process, &Judge::new(process, subject), gate, phase)
}

pub(super) fn states(process: &Process, subject: &Subject<'_>, phase: &Phase, way: &Way<'_>) -> Vec<GateState> {
    known_states(process, subject, (phase, way), None)
}

fn known_states(
    process: &Process,
    subject: &Subject<'_>,
    (phase, way): (&Phase, &Way<'_>),
    standings: Option<&[ServiceStanding]>,
) -> Vec<GateState> {
    let judge = Judge::new(process, subject);
    let own = phase.gates.iter().map(|it| state(process, &judge, it, phase));
    let mut states: Vec<GateState> = own.chain(approval::objections(process, subject)).collect();
    states.extend(signature::objections(process, subject, phase));
    let waived_once = waived_once(process, subject, phase);
    states.extend(service::objections(process, subject, (phase, standings), &waived_once));
    states.extend(waived_once);
    states.extend(passed::objections(process, subject, phase));
    states.extend(way.objections.iter().cloned());
    if let Some(to) = way.to {
        states.extend(to.enter.iter().map(|it| state(process, &judge, it, to)));
    }
    states
}

/// Looks past the phases that do not apply. One whose condition cannot be evaluated applies; so does one without a
/// reason, where the process asks for one.
pub(super) fn way<'p>(process: &'p Process, subject: &Subject<'_>, phase: &Phase) -> Way<'p> {
    let judge = Judge::new(process, subject);
    let mut way = Way { to: None, skipped: Vec::new(), objections: Vec::new() };
    for next in process.phases().iter().skip_while(|it| it.id != phase.id).skip(1) {
        let applies = next.applies.as_ref().map_or(Ok(true), |it| judge.holds(it));
        match applies {
            Ok(true) => {
                way.to = Some(next);
                return way;
            }
            Ok(false) => {
                way.objections.extend(unexplained(subject, next));
                way.skipped.push(next);
            }
            Err(reason) => {
                let at = next.because.as_ref().map(|it| it.path()).unwrap_or_default();
                way.objections.extend(objection(next, PASSED_OVER, vec![here(subject, reason, &at)]));
                way.to = Some(next);
                return way;
            }
        }
    }
    way
}

/// The phases that do not apply to a client.
pub(crate) fn inapplicable(process: &Process, subject: &Subject<'_>) -> Vec<PhaseId> {
    process.phases().iter().filter(|it| !applies(process, subject, it)).map(|it| it.id.clone()).collect()
}

/// Whether a phase is asked of this client. One whose condition cannot be evaluated is.
pub(super) fn applies(process: &Process, subject: &Subject<'_>, phase: &Phase) -> bool {
    let judge = Judge::new(process, subject);
    phase.applies.as_ref().is_none_or(|it| judge.holds(it).unwrap_or(true))
}

/// What holds when a phase is passed over: the file says why.
pub(super) const PASSED_OVER: (&str, &str) = ("passed-over", "process.passed-over");

fn unexplained(subject: &Subject<'_>, phase: &Phase) -> Option<GateState> {
    let because = phase.because.as_ref()?;
    let explained = because.find(subject.client()).iter().any(|(_, it)| says_something(it));
    if explained {
        return None;
    }
    let at = because.path();
    let reason = Message::new("process.not-recorded").with("path", subject.name(&at));
    objection(phase, PASSED_OVER, vec![here(subject, reason, &at)])
}

fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(map) => !map.is_empty() && map.values().all(says_something),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// A gate of the engine itself that does not hold: its name after that of the phase it is about, and its words.
pub(super) fn objection(phase: &Phase, (what, text): (&str, &'static str), unmet: Vec<Unmet>) -> Option<GateState> {
    Some(GateState {
        id: format!("{}.{what}", phase.id).parse().ok()?,
        phase: phase.id.clone(),
        text: Message::new(text).with("phase", phase.name.clone()),
        waivable: false,
        verdict: Verdict::Unmet(unmet),
    })
}

/// What does not hold at a place, without a command that would settle it.
pub(super) fn here(subject: &Subject<'_>, reason: Message, at: &Path) -> Unmet {
    Unmet { reason, place: subject.place(at), fix: None }
}

/// Gates that were passed by a waiver which holds no more, of the phases behind this one and to enter it.
fn waived_once(process: &Process, subject: &Subject<'_>, now: &Phase) -> Vec<GateState> {
    let judge = Judge::new(process, subject);
    let behind = process.phases().iter().take_while(|it| it.id != now.id);
    let behind = behind.flat_map(|it| it.enter.iter().chain(&it.gates).map(move |gate| (it, gate)));
    let passed = behind.chain(now.enter.iter().map(|gate| (now, gate)));
    let by_waiver =
        |gate: &Gate| history::last_naming(subject, gate.id.as_str()).is_some_and(|it| it.0 == history::Naming::Waived);
    let states =
        passed.filter(|it| it.1.waivable && by_waiver(it.1)).map(|(phase, gate)| state(process, &judge, gate, phase));
    states.filter(|it| !it.verdict.passes()).collect()
}

fn state(process: &Process, judge: &Judge<'_>, gate: &Gate, phase: &Phase) -> GateState {
    let verdict = match signature::settled(process, judge.subject, gate, of_all(judge, gate)) {
        Verdict::Unmet(mut unmet) => match waiver::for_gate(judge.subject, &gate.id).filter(|_| gate.waivable) {
            Some(waiver) => Verdict::Waived { waiver },
            None => {
                unmet.extend(waiver::expired(judge.subject, &gate.id).filter(|_| gate.waivable));
                Verdict::Unmet(unmet)
            }
        },
        settled @ (Verdict::Met | Verdict::NotApplicable | Verdict::Waived { .. }) => settled,
    };
    GateState {
        id: gate.id.clone(),
        phase: phase.id.clone(),
        text: Message::Text(gate.text.clone()),
        waivable: gate.waivable,
        verdict,
    }
}

/// A gate about services holds when it holds for the client as a whole and for each of its active services alone.
fn of_all(judge: &Judge<'_>, gate: &Gate) -> Verdict {
    let whole = verdict(judge, gate);
    let asked = !judge.subject.is_narrowed() && whole == Verdict::Met && judge.process.is_per_service(gate);
    let Some(services) = judge.process.services().filter(|_| asked) else { return whole };
    let unmet = service::unmet_by_one(judge, services, |alone| verdict(alone, gate));
    if unmet.is_empty() { whole } else { Verdict::Unmet(unmet) }
}

pub(super) fn verdict(judge: &Judge<'_>, gate: &Gate) -> Verdict {
    if let Some(when) = &gate.when {
        match judge.holds(when) {
            Ok(true) => {}
            Ok(false) => return Verdict::NotApplicable,
            Err(reason) => {
                // With `each`, `at` counts from an item.
                let at = gate.each.as_ref().or(gate.at.as_ref()).map(Selector::path).unwrap_or_default();
                return Verdict::Unmet(vec![Unmet { reason, place: judge.subject.place(&at), fix: None }]);
            }
        }
    }
    let Some(rule) = &gate.rule else { return criterion::verdict(judge, gate) };
    let unmet = judge.unmet(&Question {
        text: &gate.text,
        rule,
        each: gate.each.as_ref(),
        except: None,
        at: gate.at.as_ref(),
        at_least_one: gate.at_least_one.as_ref(),
        reason: gate.reason.as_ref(),
        fix: gate.fix.as_ref(),
    });
    if !unmet.is_empty() {
        return Verdict::Unmet(unmet);
    }
    match word_on_rule(judge, gate) {
        Some(unmet) => Verdict::Unmet(vec![unmet]),
        None => Verdict::Met,
    }
}

/// What a person must still say, or has said, of a gate whose rule holds: only a return asks for it.
fn word_on_rule(judge: &Judge<'_>, gate: &Gate) -> Option<Unmet> {
    let subject = judge.subject;
    let id = gate.id.as_str();
    if let Some(day) = again::since(subject, id) {
        return Some(confirm_again(subject, gate, day));
    }
    let state = again::recorded(subject, id).and_then(|it| it.get("state")).and_then(Value::as_str);
    if state != Some("not_met") || !again::is_named(subject, id) {
        return None;
    }
    let place = subject.place(&again::path(id).key("state"));
    Some(Unmet { reason: Message::new(NOT_MET), place, fix: Some(confirm_fix(subject, gate, None)) })
}

/// Why a gate that held before a return does not hold now.
pub(super) const CONFIRM_AGAIN: &str = "process.confirm-again";
/// A person has said so.
pub(super) const NOT_MET: &str = "process.criterion-not-met";

pub(super) fn confirm_again(subject: &Subject<'_>, gate: &Gate, day: &str) -> Unmet {
    let path = again::path(gate.id.as_str());
    let mark = path.key(again::MARK);
    let at = if mark.find(subject.client()).is_some() { mark } else { path };
    let fix = format!("onboard confirm {} {}", subject.text("id").unwrap_or(OPEN), gate.id);
    Unmet { reason: Message::new(CONFIRM_AGAIN).with("date", day), place: subject.place(&at), fix: Some(fix) }
}

/// The command that settles what only a person can: for the client, or for one of its services.
pub(super) fn confirm_fix(subject: &Subject<'_>, gate: &Gate, service: Option<&str>) -> String {
    let service = service.map(|it| format!(" --service {it}")).unwrap_or_default();
    format!("onboard confirm {} {}{service} --evidence '{OPEN}'", subject.text("id").unwrap_or(OPEN), gate.id)
}
