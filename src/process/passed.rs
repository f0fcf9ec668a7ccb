//! Phases that were passed over because they did not apply, and that apply after all: a decision was changed. The client has
//! to go back for them.

use super::Process;
use super::definition::Phase;
use super::gate::{self, GateState, PASSED_OVER, Unmet, objection};
use super::history;
use super::service;
use super::subject::Subject;
use crate::document::Path;
use crate::model::{Finding, Message, Severity, Status};

/// Each such phase before `here`, with the day it was passed over.
fn missed<'p, 's>(process: &'p Process, subject: &'s Subject<'_>, here: &str) -> Vec<(&'p Phase, &'s str)> {
    let passed_over = history::passed_over(subject);
    let before = process.phases().iter().take_while(|it| it.id.as_str() != here);
    let missed = before.filter_map(|it| Some((it, *passed_over.get(it.id.as_str())?)));
    missed.filter(|(phase, _)| phase.applies.is_some() && gate::applies(process, subject, phase)).collect()
}

fn reason(phase: &Phase, date: &str) -> Message {
    Message::new("process.applies-after-all").with("phase", phase.name.clone()).with("date", date)
}

fn at(phase: &Phase) -> Path {
    phase.because.as_ref().and_then(|it| it.path().parent()).unwrap_or_default()
}

/// What stands in the way of leaving the phase that the client is in.
pub(super) fn objections(process: &Process, subject: &Subject<'_>, here: &Phase) -> Vec<GateState> {
    let missed = missed(process, subject, here.id.as_str()).into_iter();
    let objections = missed.filter_map(|(phase, date)| {
        let fix = service::go_back(subject, &phase.id);
        let unmet = Unmet { reason: reason(phase, date), place: subject.place(&at(phase)), fix: Some(fix) };
        objection(phase, PASSED_OVER, vec![unmet])
    });
    objections.collect()
}

pub(super) fn findings(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    if matches!(subject.status(), Some(Status::Closed | Status::Withdrawn) | None) {
        return Vec::new();
    }
    let missed = missed(process, subject, subject.text("phase").unwrap_or_default()).into_iter();
    let finding = |(phase, date): (&Phase, &str)| {
        let help = Message::new("process.run").with("command", service::go_back(subject, &phase.id));
        let finding = Finding::error("history/applies-after-all", subject.key_place(&at(phase)), reason(phase, date));
        Finding { severity: Severity::Warning, ..finding }.help(help)
    };
    missed.map(finding).collect()
}
