//! Waivers: a recorded permission to pass a gate that does not hold.

use serde_json::Value;

use super::Process;
use super::cel::day_of;
use super::gate::Unmet;
use super::source::OPEN;
use super::subject::{Subject, did_you_mean};
use crate::document::Path;
use crate::model::{Date, Finding, GateId, Message};

/// The waiver that lets this gate pass today, by its id. One that is not yet approved or has expired lets nothing pass.
pub(super) fn for_gate(subject: &Subject<'_>, gate: &GateId) -> Option<String> {
    let today = subject.today();
    let waiver =
        subject.items("waivers").find(|(_, it)| text(it, "gate") == Some(gate.as_str()) && in_force(it, today))?;
    let name = text(waiver.1, "id").map(str::to_owned);
    Some(name.unwrap_or_else(|| subject.name(&waiver.0)))
}

/// The waiver that let this gate pass, and expired last: it holds nothing any more.
pub(super) fn expired(subject: &Subject<'_>, gate: &GateId) -> Option<Unmet> {
    let today = subject.today();
    let ended = |it: &Value| text(it, "expires_on").and_then(day_of).filter(|it| *it < today);
    let waivers = subject.items("waivers").filter(|(_, it)| text(it, "gate") == Some(gate.as_str()));
    let (path, waiver, day) =
        waivers.filter_map(|(path, it)| Some((path, it, ended(it)?))).max_by_key(|(_, _, day)| *day)?;
    let name = text(waiver, "id").map_or_else(|| subject.name(&path), str::to_owned);
    let reason = Message::new("process.waiver-expired").with("waiver", name).with("date", day.to_string());
    let client = subject.text("id").unwrap_or(OPEN);
    let fix =
        format!("onboard waive {client} {gate} --reason-en '{OPEN}' --reason-fr '{OPEN}' --role ROLE --expires DATE");
    Some(Unmet { reason, place: subject.place(&path.key("expires_on")), fix: Some(fix) })
}

fn in_force(waiver: &Value, today: Date) -> bool {
    let approved = text(waiver, "approved_on").and_then(day_of).is_some_and(|it| it <= today);
    let expired = match text(waiver, "expires_on") {
        // A date that cannot be read ends nothing later than today.
        Some(date) => day_of(date).is_none_or(|it| it < today),
        None => false,
    };
    approved && !expired
}

fn text<'v>(item: &'v Value, key: &str) -> Option<&'v str> {
    item.get(key)?.as_str()
}

/// Waivers of gates that may not be waived, or that do not exist.
pub(super) fn findings(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    subject.items("waivers").filter_map(|(path, waiver)| finding(process, subject, &path, waiver)).collect()
}

fn finding(process: &Process, subject: &Subject<'_>, path: &Path, waiver: &Value) -> Option<Finding> {
    let named = text(waiver, "gate")?;
    let place = subject.place(&path.key("gate"));
    match process.gates().find(|it| it.id.as_str() == named) {
        Some(gate) if gate.waivable => None,
        Some(_) => {
            let message = Message::new("process.waiver-not-allowed").with("gate", named);
            Some(Finding::error("waiver/not-allowed", place, message))
        }
        None => {
            let message = Message::new("process.unknown-gate").with("gate", named);
            let help = did_you_mean(named, process.gates().map(|it| it.id.as_str()));
            Some(Finding { help, ..Finding::error("waiver/unknown-gate", place, message) })
        }
    }
}
