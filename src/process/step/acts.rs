//! Entries that no gate lets pass, but that must say what they do: a return names what held, for it must be confirmed again;
//! a status that protects is reached with the fingerprints of what it protects.

use serde_json::Value;

use super::Stand;
use super::kept::text;
use super::moves::{Entry, listed};
use crate::model::{Date, Finding, Message, Status};
use crate::process::acts::{RETURN, held};
use crate::process::cel::day_of;
use crate::process::seal;
use crate::process::subject::Subject;
use crate::process::{Process, definition::Phase};

/// Without a version before nothing can be held against such an entry: what it left is not known.
pub(super) fn judge(
    process: &Process,
    (before, after): (Option<&Subject<'_>>, &Subject<'_>),
    left: &Entry<'_>,
    stand: &Stand,
) -> Vec<Finding> {
    let Some(before) = before else { return Vec::new() };
    let mut findings = Vec::new();
    if left.is_first && text(left.value, "change") == Some(RETURN) {
        findings.extend(unnamed(process, (before, after), left, stand));
    }
    findings.extend(unsealed(process, after, left));
    findings
}

/// Gates that held when the client went back, and that the entry does not name: they would count without another look.
fn unnamed(
    process: &Process,
    (before, after): (&Subject<'_>, &Subject<'_>),
    left: &Entry<'_>,
    stand: &Stand,
) -> Vec<Finding> {
    let position = |id: &str| process.phases().iter().position(|it: &Phase| it.id.as_str() == id);
    let ends = text(left.value, "to").and_then(position).zip(position(&stand.phase));
    let Some((start, end)) = ends.filter(|(start, end)| start < end) else { return Vec::new() };
    let status = stand.status.unwrap_or(Status::Active);
    let held_on = |day: Date| {
        let ground = after.ground().on(day);
        held(process, &before.rewound(&ground, left.index, (&stand.phase, status)), start, end)
    };
    let day = text(left.value, "date").and_then(day_of).unwrap_or_else(|| after.today()).min(after.today());
    let today = held_on(after.today());
    let named: Vec<&str> = listed(left.value, "to_confirm").map(|it| it.1).collect();
    // A return that is recorded days later need not name what held on one of the two days only.
    let held = held_on(day).into_iter().filter(|it| today.contains(it));
    held.filter(|it| !named.contains(&it.as_str()))
        .map(|gate| {
            let message = Message::new("step.not-to-confirm").with("gate", gate.as_str());
            Finding::error("step/not-to-confirm", after.key_place(left.path), message)
                .help(Message::new("step.not-to-confirm-help"))
        })
        .collect()
}

/// The fingerprints of what a status protects; whether they are true, the version itself tells.
fn unsealed(process: &Process, after: &Subject<'_>, left: &Entry<'_>) -> Option<Finding> {
    let reached: Status = text(left.value, "to_status")?.parse().ok()?;
    let sealed = left.value.get("sealed").and_then(Value::as_object);
    if sealed.is_some_and(|it| !it.is_empty()) || seal::of_status(process, after, reached).is_empty() {
        return None;
    }
    let status = process.status(reached)?.name.clone();
    let message = Message::new("step.seal-missing").with("status", status);
    Some(Finding::error("step/seal-missing", after.key_place(left.path), message))
}
