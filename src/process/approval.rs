//! Approvals: the fingerprint of a section, recorded when the phase that approves it is left. A section that changes
//! afterwards, without an amendment, was not approved as it stands.

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::Process;
use super::acts::RETURN;
use super::cel::day_of;
use super::definition::{Approval, Phase};
use super::gate::{GateState, here, objection};
use super::signature;
use super::subject::Subject;
use crate::document::{Path, Step};
use crate::model::{Date, Finding, Message};
use crate::schema::{self, Shape};

/// What holds while an approval stands.
pub(super) const STANDS: (&str, &str) = ("approval-stands", "process.approval-stands");

/// The fingerprint of a section: of what it says, not of how it is written. Keys are sorted, what is empty is left out,
/// and so is what the schema does not cover, because it is filled in after the approval.
pub(super) fn fingerprint(subject: &Subject<'_>, section: &str) -> String {
    subject.prints().of_section(section, || {
        let shape = subject.shape().property(section);
        let covered = subject.document().value().get(section).and_then(|it| covered(it, shape));
        let text = covered.unwrap_or(Value::Null).to_string();
        format!("sha256:{:x}", Sha256::digest(text.as_bytes()))
    })
}

pub(super) fn covered(value: &Value, shape: Option<Shape<'_>>) -> Option<Value> {
    if shape.is_some_and(|it| !it.fingerprinted()) {
        return None;
    }
    match value {
        Value::Null => None,
        Value::Object(map) => {
            let mut kept: Vec<(&String, Value)> = map
                .iter()
                .filter_map(|(key, value)| Some((key, covered(value, shape.and_then(|it| it.child(key)))?)))
                .collect();
            kept.sort_by(|one, two| one.0.cmp(two.0));
            let kept: Map<String, Value> = kept.into_iter().map(|(key, value)| (key.clone(), value)).collect();
            (!kept.is_empty()).then_some(Value::Object(kept))
        }
        Value::Array(items) => {
            let item = shape.and_then(Shape::item);
            let kept: Vec<Value> = items.iter().filter_map(|it| covered(it, item)).collect();
            (!kept.is_empty()).then_some(Value::Array(kept))
        }
        plain @ (Value::Bool(_) | Value::Number(_) | Value::String(_)) => Some(plain.clone()),
    }
}

/// The fingerprints that leaving `phase` records.
pub(super) fn of_phase(subject: &Subject<'_>, phase: &Phase) -> Vec<(String, String)> {
    phase.approves.iter().map(|it| (it.section.clone(), fingerprint(subject, &it.section))).collect()
}

/// Sections that are no longer what was approved: the phase that approved each, the section, and when.
fn broken<'p, 's>(process: &'p Process, subject: &'s Subject<'_>) -> Vec<(&'p Phase, &'p Approval, &'s str)> {
    let mut broken = Vec::new();
    for phase in process.phases() {
        for approval in &phase.approves {
            // The latest approval counts: a phase that was entered again approves again.
            let entries: Vec<_> = subject.values("history").collect();
            let recorded = entries.iter().enumerate().rev().find_map(|(index, it)| {
                let print = it.get("approved")?.get(&approval.section)?.as_str()?;
                Some((index, print, it.get("date")?.as_str()?))
            });
            let Some((index, print, date)) = recorded else { continue };
            let since = entries.iter().skip(index + 1);
            if since.copied().any(|it| goes_back_to(process, it, phase)) {
                continue;
            }
            let same = print == fingerprint(subject, &approval.section);
            if !same
                && !is_amended(subject, approval, date)
                && !signature::explains(process, subject, &approval.section, day_of(date))
            {
                broken.push((phase, approval, date));
            }
        }
    }
    broken
}

/// Whether an entry leads back to this phase or to one before it: then what was approved when it was left is approved
/// again when it is left again.
fn goes_back_to(process: &Process, entry: &Value, phase: &Phase) -> bool {
    let position = |id: &str| process.phases().iter().position(|it| it.id.as_str() == id);
    let to = entry.get("to").and_then(Value::as_str).and_then(position);
    let is_return = entry.get("change").and_then(Value::as_str) == Some(RETURN);
    is_return && to.zip(position(phase.id.as_str())).is_some_and(|(to, phase)| to <= phase)
}

fn is_amended(subject: &Subject<'_>, approval: &Approval, date: &str) -> bool {
    let approved: Option<Date> = day_of(date);
    let amended = approval.amended.iter().flat_map(|it| it.find(subject.client()));
    let mut dates = amended.filter_map(|(_, it)| day_of(it.as_str()?));
    dates.any(|it| approved.is_some_and(|approved| it >= approved) && it <= subject.today())
}

pub(super) fn findings(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    broken(process, subject)
        .into_iter()
        .map(|(_, approval, date)| {
            let place = subject.key_place(&Path::root().key(&approval.section));
            let help = approval.amended.as_ref().map(|it| amend_instead(subject, &it.path()));
            Finding { help, ..Finding::error("history/approved-changed", place, changed(approval, date)) }
        })
        .collect()
}

/// The way out: the command that records an amendment, made of what the schema knows of one.
fn amend_instead(subject: &Subject<'_>, dates: &Path) -> Message {
    let list = dates.parent().unwrap_or_default();
    let item = schema::shape_at(subject.shape(), subject.document(), &list).and_then(|it| it.item());
    let field = |(name, shape): (&str, Shape<'_>)| match dates.last() {
        Some(Step::Key(date)) if date == name => format!("{name}={}", subject.today_text()),
        _ if shape.is_bilingual() => format!("{name}.en='…' {name}.fr='…'"),
        _ => format!("{name}=…"),
    };
    let fields: Vec<String> =
        item.iter().flat_map(|it| it.properties()).filter(|it| it.1.managed().is_none()).map(field).collect();
    Message::new("process.amend-instead")
        .with("client", subject.text("id").unwrap_or_default())
        .with("list", subject.name(&list))
        .with("fields", fields.join(" "))
}

/// A broken approval stands in every way.
pub(super) fn objections(process: &Process, subject: &Subject<'_>) -> Vec<GateState> {
    broken(process, subject)
        .into_iter()
        .filter_map(|(phase, approval, date)| {
            let at = Path::root().key(&approval.section);
            objection(phase, STANDS, vec![here(subject, changed(approval, date), &at)])
        })
        .collect()
}

/// Whether a gate says that an approval, or a signature, does not stand.
pub(super) fn is_objection(state: &GateState) -> bool {
    let own = [STANDS.0, signature::STANDS.0];
    state.id.as_str().rsplit_once('.').is_some_and(|(_, what)| own.contains(&what))
}

fn changed(approval: &Approval, date: &str) -> Message {
    Message::new("process.approved-changed").with("section", approval.section.as_str()).with("date", date)
}
