//! The standing of each service of a client: the phase it is as far as, and what stands in its way. A client is as far as
//! its least advanced active service, so one that is behind holds the client back.

use super::Process;
use super::definition::Phase;
use super::gate::{self, GateState, Unmet, objection};
use super::judge::Judge;
use super::narrow::{Services, id};
use super::source::OPEN;
use super::subject::Subject;
use crate::document::Path;
use crate::model::{Finding, Message, PhaseId, Severity, Status};

/// One service of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServiceStanding {
    pub(crate) id: String,
    pub(crate) state: Option<String>,
    /// Nothing for one that counts no more.
    pub(crate) at: Option<Reach>,
    path: Path,
}

/// How far a service is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The first phase whose gates do not all hold for it; the last one when all do.
    pub(crate) phase: PhaseId,
    /// The gates of that phase that do not hold for it.
    pub(crate) unmet: Vec<GateState>,
    /// Whether that phase comes before the one in which the client is.
    pub(crate) behind: bool,
}

/// Every service, in the order of the file. None of a client whose phase the process does not know.
pub(crate) fn standings(process: &Process, subject: &Subject<'_>) -> Vec<ServiceStanding> {
    let Some(services) = process.services() else { return Vec::new() };
    let named = subject.text("phase").unwrap_or_default();
    let Some(here) = process.phases().iter().position(|it| it.id.as_str() == named) else { return Vec::new() };
    let standing = |(path, service): (Path, &serde_json::Value)| {
        let id = id(service)?.to_owned();
        let at = (!services.is_out(service)).then(|| reach(process, &subject.narrowed(services, &id), here));
        Some(ServiceStanding { id, state: services.state_of(service).map(str::to_owned), at, path })
    };
    services.all(subject.client()).into_iter().filter_map(standing).collect()
}

/// The gates between a service and what comes next for it; `None` when there is no such service, or it counts no more.
pub(crate) fn of_service(process: &Process, subject: &Subject<'_>, service: &str) -> Option<(PhaseId, Vec<GateState>)> {
    let services = process.services()?;
    let standing = standings(process, subject).into_iter().find(|it| it.id == service)?;
    let phase = standing.at?.phase;
    let gates = gate::gates(process, &subject.narrowed(services, service), &phase);
    Some((phase, gates))
}

/// As far as a service is, in a client that is in the phase at `here`. Of the phases before, only the gates are asked that
/// are about services: the others were passed by the client as a whole.
fn reach(process: &Process, alone: &Subject<'_>, here: usize) -> Reach {
    let applying = process.phases().iter().enumerate().filter(|it| gate::applies(process, alone, it.1));
    let mut last = None;
    for (index, phase) in applying {
        let behind = index < here;
        let mut unmet = if behind { asked_of_services(process, alone, phase) } else { all(process, alone, phase) };
        unmet.retain(|it| !it.verdict.passes());
        if !unmet.is_empty() {
            return Reach { phase: phase.id.clone(), unmet, behind };
        }
        last = Some(&phase.id);
    }
    Reach { phase: last.unwrap_or_else(|| process.first()).clone(), unmet: Vec::new(), behind: false }
}

fn all(process: &Process, alone: &Subject<'_>, phase: &Phase) -> Vec<GateState> {
    gate::states(process, alone, phase, &gate::way(process, alone, phase))
}

fn asked_of_services(process: &Process, alone: &Subject<'_>, phase: &Phase) -> Vec<GateState> {
    let gates = phase.enter.iter().chain(&phase.gates).filter(|it| process.is_per_service(it));
    gates.map(|it| gate::alone(process, alone, phase, it)).collect()
}

/// Where a gate that holds for the client as a whole does not hold for one of its services.
pub(super) fn unmet_by_one(
    judge: &Judge<'_>,
    services: &Services,
    ask: impl Fn(&Judge<'_>) -> gate::Verdict,
) -> Vec<Unmet> {
    let mut found = Vec::new();
    for (_, service) in services.active(judge.subject.client()) {
        let alone = judge.subject.narrowed(services, service);
        let verdict = ask(&judge.of(&alone));
        found.extend(verdict.unmet().iter().map(|it| named(service, it)));
    }
    found
}

/// An objection with the name of its service.
pub(super) fn named(service: &str, unmet: &Unmet) -> Unmet {
    let reason = Message::new("service.by-itself").with("service", service).with("reason", unmet.reason.clone());
    Unmet { reason, ..unmet.clone() }
}

/// What holds while every service is as far as its client.
pub(super) const ALONGSIDE: (&str, &str) = ("no-service-behind", "service.none-behind");

/// Services that are behind `phase` stand in the way of leaving it: what is to be settled, and the other ways out.
/// Gates that bar the way by themselves, as `known` has them, are not told twice. How each service stands may be known
/// already, of the phase that the client is in.
pub(super) fn objections(
    process: &Process,
    subject: &Subject<'_>,
    (phase, standings): (&Phase, Option<&[ServiceStanding]>),
    known: &[GateState],
) -> Vec<GateState> {
    let Some(services) = process.services().filter(|_| !subject.is_narrowed()) else { return Vec::new() };
    let Some(here) = process.phases().iter().position(|it| it.id == phase.id) else { return Vec::new() };
    let mut states: Vec<GateState> = Vec::new();
    for (path, service) in services.active(subject.client()) {
        let standing = standings.and_then(|all| all.iter().find(|it| it.path == path)?.at.clone());
        let mut reach = standing.unwrap_or_else(|| reach(process, &subject.narrowed(services, service), here));
        reach.unmet.retain(|gate| known.iter().all(|it| it.id != gate.id));
        let holds_back = reach.behind && !reach.unmet.is_empty();
        let Some(stuck) = process.phase(&reach.phase).filter(|_| holds_back) else { continue };
        let unmet = ways_out(subject, services, (&path, service), &reach);
        match states.iter_mut().find(|it| it.phase == reach.phase) {
            Some(GateState { verdict: gate::Verdict::Unmet(all), .. }) => all.extend(unmet),
            Some(_) | None => states.extend(objection(stuck, ALONGSIDE, unmet)),
        }
    }
    states
}

fn ways_out(subject: &Subject<'_>, services: &Services, (path, service): (&Path, &str), reach: &Reach) -> Vec<Unmet> {
    let mut all = Vec::new();
    for state in &reach.unmet {
        all.extend(state.verdict.unmet().iter().map(|it| {
            let reason = Message::new("process.gate-failed").with("gate", state.id.as_str());
            named(service, &Unmet { reason: reason.with("reason", it.reason.clone()), ..it.clone() })
        }));
    }
    let place = subject.key_place(path);
    let reason = |key: &'static str| Message::new(key).with("service", service);
    let back = go_back(subject, &reach.phase);
    all.push(Unmet { reason: reason("service.or-go-back"), place: place.clone(), fix: Some(back) });
    if let Some(retire) = retire(subject, services, path) {
        all.push(Unmet { reason: reason("service.or-retire"), place, fix: Some(retire) });
    }
    all
}

/// The command that takes the client back to a phase.
pub(super) fn go_back(subject: &Subject<'_>, phase: &PhaseId) -> String {
    let client = subject.text("id").unwrap_or_default();
    format!("onboard return {client} --to {phase} --reason-en '{OPEN}' --reason-fr '{OPEN}'")
}

fn retire(subject: &Subject<'_>, services: &Services, path: &Path) -> Option<String> {
    let state = subject.name(&path.key(&services.state));
    let out = services.out.first()?;
    Some(format!("onboard set {} {state}={out}", subject.text("id").unwrap_or_default()))
}

/// A service that is behind is worth attention; it holds the next move back, and is no error: to add one late is right,
/// and an error would refuse the very change that adds it.
pub(super) fn findings(process: &Process, subject: &Subject<'_>, standings: &[ServiceStanding]) -> Vec<Finding> {
    if matches!(subject.status(), Some(Status::Closed | Status::Withdrawn) | None) {
        return Vec::new();
    }
    let behind = standings.iter().filter_map(|it| Some((it, it.at.as_ref().filter(|reach| reach.behind)?)));
    behind.map(|(service, reach)| finding(process, subject, service, reach)).collect()
}

fn finding(process: &Process, subject: &Subject<'_>, service: &ServiceStanding, reach: &Reach) -> Finding {
    let gates: Vec<String> = reach.unmet.iter().map(|it| format!("`{}`", it.id)).collect();
    let phase = process.phase(&reach.phase).map(|it| it.short.clone().unwrap_or_else(|| it.name.clone()));
    let message = Message::new("service.behind")
        .with("service", service.id.as_str())
        .with("phase", phase.unwrap_or_default())
        .with("gates", gates.join(", "));
    let client = subject.text("id").unwrap_or_default();
    let help = match process.services().and_then(|it| retire(subject, it, &service.path)) {
        Some(retire) => Message::new("service.behind-retire").with("retire", retire),
        None => Message::new("service.behind-settle"),
    };
    let help = help
        .with("settle", format!("onboard status {client} --service {}", service.id))
        .with("back", go_back(subject, &reach.phase));
    let place = subject.key_place(&service.path);
    Finding { severity: Severity::Warning, ..Finding::error("service/behind", place, message) }.help(help)
}
