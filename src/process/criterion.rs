//! Gates that only a person can settle, for the client as a whole or for each of its services.

use serde_json::Value;

use super::again;
use super::cel::{Budget, day_of};
use super::definition::Gate;
use super::gate::{NOT_MET, Unmet, Verdict, confirm_again, confirm_fix};
use super::judge::Judge;
use super::narrow::{self, Services};
use crate::document::Path;
use crate::model::Message;

/// Where decisions are recorded, and where in one those about services are.
pub(super) const CRITERIA: &str = "criteria";
pub(super) const SERVICES: &str = "services";

/// How a gate stands that has no rule.
pub(super) fn verdict(judge: &Judge<'_>, gate: &Gate) -> Verdict {
    let path = Path::root().key(CRITERIA).key(gate.id.as_str());
    let services = judge.process.services().filter(|_| gate.each.is_some());
    let active = services.map(|it| it.active(judge.subject.client())).unwrap_or_default();
    let Some(services) = services.filter(|_| !active.is_empty()) else { return decided(judge, gate, &path, None) };
    let among_others = active.len() > 1;
    let of_one = |(at, id): &(Path, &str)| {
        let verdict = of_service(judge, services, gate, (at, id, among_others));
        if among_others { named(verdict, id) } else { verdict }
    };
    let verdicts: Vec<Verdict> = active.iter().map(of_one).collect();
    let unmet: Vec<Unmet> = verdicts.iter().flat_map(|it| it.unmet().iter().cloned()).collect();
    if !unmet.is_empty() {
        Verdict::Unmet(unmet)
    } else if verdicts.iter().all(|it| *it == Verdict::NotApplicable) {
        Verdict::NotApplicable
    } else {
        Verdict::Met
    }
}

/// What was decided about one service: about it alone, else about all at once.
fn of_service(
    judge: &Judge<'_>,
    services: &Services,
    gate: &Gate,
    (at, id, among_others): (&Path, &str, bool),
) -> Verdict {
    let client = judge.subject.client();
    let all = Path::root().key(CRITERIA).key(gate.id.as_str());
    let own = all.key(SERVICES).key(id);
    let service = at.find(client);
    if own.find(client).is_some() {
        return decided(judge, gate, &own, service);
    }
    // Of one among others, what is open is settled for it alone.
    let open = if among_others || judge.subject.is_narrowed() { &own } else { &all };
    if text(all.find(client), "state").is_none_or(|it| it == "open") {
        return decided(judge, gate, open, service);
    }
    // What was decided for all, was decided for those that were there.
    let since = services.since.as_ref().and_then(|it| text(service, it));
    let date = text(all.find(client), "date");
    match (since, date) {
        (Some(since), Some(date)) if day_of(date) < day_of(since) => {
            let reason = Message::new("service.decided-before").with("date", date).with("since", since);
            Verdict::Unmet(vec![unmet(judge, gate, open, service, (reason, &all.key("date")))])
        }
        _ => decided(judge, gate, &all, service),
    }
}

fn named(verdict: Verdict, service: &str) -> Verdict {
    match verdict {
        Verdict::Unmet(all) => Verdict::Unmet(all.iter().map(|it| super::service::named(service, it)).collect()),
        settled @ (Verdict::Met | Verdict::NotApplicable | Verdict::Waived { .. }) => settled,
    }
}

/// What is recorded at a path.
fn decided(judge: &Judge<'_>, gate: &Gate, path: &Path, this: Option<&Value>) -> Verdict {
    let subject = judge.subject;
    let recorded = path.find(subject.client());
    let day = text(recorded, "date").and_then(day_of);
    let early = day.is_some_and(|it| it > subject.today());
    // After a return, what was said before does not count; what was said of one service since then does.
    let of_all = *path == again::path(gate.id.as_str());
    let again = again::since(subject, gate.id.as_str()).filter(|back| of_all || day < day_of(back));
    let (reason, at) = match text(recorded, "state") {
        Some("met" | "not_applicable") if !early && let Some(back) = again => {
            return Verdict::Unmet(vec![confirm_again(subject, gate, back)]);
        }
        Some("met") if !early => return Verdict::Met,
        Some("not_applicable") if !early => return Verdict::NotApplicable,
        Some("met" | "not_applicable") => {
            let date = text(recorded, "date").unwrap_or_default();
            (Message::new("process.criterion-early").with("date", date), path.key("date"))
        }
        Some("not_met") => (Message::new(NOT_MET), path.key("state")),
        Some(_) | None => (Message::new("process.criterion-open"), path.key("state")),
    };
    Verdict::Unmet(vec![unmet(judge, gate, path, this, (reason, &at))])
}

fn unmet(judge: &Judge<'_>, gate: &Gate, path: &Path, this: Option<&Value>, (reason, at): (Message, &Path)) -> Unmet {
    let of_one = this.and_then(narrow::id).filter(|_| *path != again::path(gate.id.as_str()));
    let fix = match &gate.fix {
        Some(fix) => fix.command(&judge.roots(this), &mut Budget::new()),
        None => confirm_fix(judge.subject, gate, of_one),
    };
    Unmet { reason, place: judge.subject.place(at), fix: Some(fix) }
}

fn text<'v>(item: Option<&'v Value>, key: &str) -> Option<&'v str> {
    item?.get(key)?.as_str()
}
