//! Everything that a process finds wrong with a client file, wherever the client stands.

use std::cell::OnceCell;

use super::criterion::{CRITERIA, SERVICES};
use super::definition::{Gate, Phase, Rule};
use super::gate;
use super::judge::{Judge, Question};
use super::service::ServiceStanding;
use super::subject::{Subject, did_you_mean};
use super::texts::Texts;
use super::{
    Process, across, again, approval, correction, history, lifecycle, narrow, passed, seal, service, signature, waiver,
};
use crate::document::Path;
use crate::model::{Finding, Message, PhaseId, Severity, Status};

/// All findings, sorted by place.
pub(crate) fn findings(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = standing(process, subject);
    let judge = Judge::new(process, subject);
    let texts = OnceCell::new();
    for (index, rule) in process.rules().iter().enumerate().filter(|it| applies(process, subject, it.1)) {
        findings.extend(broken(rule, |question| match process.sieve().guard(index) {
            Some(guard) => judge.unmet_in_texts(question, guard, texts.get_or_init(|| Texts::of(&judge))),
            None => judge.unmet(question),
        }));
    }
    findings.extend(across::unasked(process, subject));
    let has_left = matches!(subject.status(), Some(Status::Closed | Status::Withdrawn) | None);
    let standings = if has_left { None } else { Some(service::standings(process, subject)) };
    findings.extend(gates(process, subject, standings.as_deref()));
    let standings = standings.unwrap_or_default();
    findings.extend(lifecycle::findings(process, subject));
    findings.extend(history::findings(process, subject));
    findings.extend(correction::findings(subject));
    findings.extend(approval::findings(process, subject));
    findings.extend(signature::findings(process, subject));
    findings.extend(seal::findings(process, subject));
    findings.extend(passed::findings(process, subject));
    findings.extend(service::findings(process, subject, &standings));
    findings.extend(waiver::findings(process, subject));
    findings.extend(criteria(process, subject));
    findings.sort_by(|one, two| (&one.place, &one.code).cmp(&(&two.place, &two.code)));
    findings
}

/// The process, the phase and the status that the file names.
fn standing(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |key: &str, code: &str, message: Message, help: Option<Message>| {
        let place = subject.place(&Path::root().key(key));
        findings.push(Finding { help, ..Finding::error(code, place, message) });
    };
    if let Some(named) = subject.text("process").filter(|it| *it != process.reference()) {
        let message = Message::new("process.other-process").with("process", named).with("ours", process.reference());
        find("process", "client/other-process", message, None);
    }
    if let Some(named) = subject.text("phase")
        && !process.phases().iter().any(|it| it.id.as_str() == named)
    {
        let message = Message::new("process.unknown-phase").with("phase", named);
        let help = did_you_mean(named, process.phases().iter().map(|it| it.id.as_str()));
        find("phase", "client/unknown-phase", message, help);
    }
    if let Some(status) = subject.status()
        && process.status(status).is_none()
    {
        let message = Message::new("process.unknown-status").with("status", status.as_str());
        find("status", "client/unknown-status", message, None);
    }
    findings
}

/// Gates of the current phase that cannot be judged at all, and gates that the history says were met and that do not
/// hold any more.
fn gates(process: &Process, subject: &Subject<'_>, standings: Option<&[ServiceStanding]>) -> Vec<Finding> {
    let Some(phase) = subject.text("phase").and_then(|it| it.parse().ok()) else { return Vec::new() };
    let mut findings = Vec::new();
    for state in gate::known_gates(process, subject, &phase, standings) {
        for unmet in state.verdict.unmet().iter().filter(|it| it.reason.is("process.rule-failed")) {
            let message = Message::new("process.gate-failed").with("gate", state.id.as_str());
            let message = message.with("reason", unmet.reason.clone());
            findings.push(Finding::error("gate/cannot-be-judged", unmet.place.clone(), message));
        }
    }
    if matches!(subject.status(), Some(Status::Closed | Status::Withdrawn) | None) {
        return findings;
    }
    // A gate about services that holds no more leaves a service behind, which says it better.
    let behind = standings.into_iter().flatten().any(|it| it.at.as_ref().is_some_and(|at| at.behind));
    let met = history::met(subject);
    for (phase, gate) in earlier(process, &phase).flat_map(|it| it.gates.iter().map(move |gate| (it, gate))) {
        let Some(date) = met.get(gate.id.as_str()).filter(|_| !(behind && process.is_per_service(gate))) else {
            continue;
        };
        let state = gate::alone(process, subject, phase, gate);
        // What is not as it was signed is a finding of its own, at the place of the change.
        if let Some(unmet) = state.verdict.unmet().first().filter(|it| !signature::is_change(&it.reason)) {
            let message = Message::new("process.gate-lapsed").with("gate", gate.id.as_str()).with("date", *date);
            let message = message.with("reason", unmet.reason.clone());
            let finding = Finding::error("history/gate-lapsed", unmet.place.clone(), message);
            findings.push(Finding { severity: Severity::Warning, ..finding });
        }
    }
    findings
}

/// The phases before this one.
fn earlier<'p>(process: &'p Process, phase: &PhaseId) -> impl Iterator<Item = &'p Phase> {
    let phase = phase.clone();
    process.phases().iter().take_while(move |it| it.id != phase)
}

/// A rule with `from` waits until the client has come that far. Where the client stands may be unknown: then it waits too,
/// and the unknown phase is the finding.
fn applies(process: &Process, subject: &Subject<'_>, rule: &Rule) -> bool {
    let Some(from) = &rule.from else { return true };
    let position = |phase: &str| process.phases().iter().position(|it| it.id.as_str() == phase);
    match (position(from.as_str()), subject.text("phase").and_then(position)) {
        (Some(from), Some(now)) => now >= from,
        (None, _) | (_, None) => false,
    }
}

fn broken<'p>(rule: &'p Rule, unmet: impl FnOnce(&Question<'p>) -> Vec<super::Unmet>) -> Vec<Finding> {
    let unmet = unmet(&Question {
        text: &rule.text,
        rule: &rule.condition,
        each: rule.each.as_ref(),
        except: rule.except.as_ref(),
        at: rule.at.as_ref(),
        at_least_one: None,
        reason: rule.reason.as_ref(),
        fix: rule.fix.as_ref(),
    });
    let finding = |it: super::Unmet| {
        let help = it.fix.map(|fix| Message::new("process.run").with("command", fix));
        let message = if rule.reason.is_none() { stated(rule, it.reason) } else { it.reason };
        Finding { code: format!("rule/{}", rule.id), severity: rule.severity, place: it.place, message, help }
    };
    unmet.into_iter().map(finding).collect()
}

/// What must hold, before what stands there: a rule without words for its breach is told by its own text.
fn stated(rule: &Rule, reason: Message) -> Message {
    if reason.is("process.does-not-hold") {
        return Message::Text(rule.text.clone());
    }
    Message::new("process.rule-broken").with("text", rule.text.clone()).with("reason", reason)
}

/// Decisions of a person about gates that no person decides, or that do not exist; and about services that do not.
fn criteria(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    let path = Path::root().key(CRITERIA);
    let Some(recorded) = path.find(subject.client()).and_then(serde_json::Value::as_object) else { return Vec::new() };
    let finding = |(named, decision): (&String, &serde_json::Value)| {
        let place = subject.key_place(&path.key(named));
        match process.gates().find(|it| it.id.as_str() == named) {
            Some(gate) if gate.criterion || again::is_named(subject, named) => {
                decisions_of_services(process, subject, gate, decision)
            }
            Some(_) => {
                let message = Message::new("process.not-a-criterion").with("gate", named.as_str());
                vec![Finding::error("criterion/settled-by-rule", place, message)]
            }
            None => {
                let message = Message::new("process.unknown-gate").with("gate", named.as_str());
                let help = did_you_mean(named, process.gates().filter(|it| it.criterion).map(|it| it.id.as_str()));
                vec![Finding { help, ..Finding::error("criterion/unknown-gate", place, message) }]
            }
        }
    };
    recorded.iter().flat_map(finding).collect()
}

/// Decisions about one service: the gate must be asked of each, and the service must be there.
fn decisions_of_services(
    process: &Process,
    subject: &Subject<'_>,
    gate: &Gate,
    decision: &serde_json::Value,
) -> Vec<Finding> {
    let list = Path::root().key(CRITERIA).key(gate.id.as_str()).key(SERVICES);
    let decisions = decision.get(SERVICES).and_then(serde_json::Value::as_object).filter(|it| !it.is_empty());
    let Some(decisions) = decisions else { return Vec::new() };
    let Some(services) = process.services().filter(|_| gate.each.is_some()) else {
        let message = Message::new("service.not-per-service").with("gate", gate.id.as_str());
        return vec![Finding::error("criterion/not-per-service", subject.key_place(&list), message)];
    };
    let all = services.all(subject.client());
    let known: Vec<&str> = all.iter().filter_map(|it| narrow::id(it.1)).collect();
    let unknown = decisions.keys().filter(|it| !known.contains(&it.as_str()));
    let finding = |named: &String| {
        let message = Message::new("service.unknown").with("service", named.as_str());
        let help = did_you_mean(named, known.iter().copied());
        Finding { help, ..Finding::error("criterion/unknown-service", subject.key_place(&list.key(named)), message) }
    };
    unknown.map(finding).collect()
}
