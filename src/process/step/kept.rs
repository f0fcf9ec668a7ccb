//! What must still be there: the entries of the history, waivers that let a client pass, items that have come past their
//! beginning.

use serde_json::Value;

use crate::document::Path;
use crate::model::{Finding, Message};
use crate::process::Process;
use crate::process::subject::Subject;

/// The history is only added to.
pub(super) fn history(before: &Subject<'_>, after: &Subject<'_>) -> Vec<Finding> {
    let (old, new) = (entries(before), entries(after));
    if new.starts_with(&old) {
        return Vec::new();
    }
    let list = Path::root().key("history");
    let find = |at: usize, code: &str, message: Message| {
        let place = if at < new.len() { after.key_place(&list.index(at)) } else { after.key_place(&list) };
        vec![Finding::error(code, place, message.with("n", at + 1)).help(Message::new("step.history-help"))]
    };
    let first = old.iter().zip(&new).position(|(one, two)| one != two).unwrap_or(new.len());
    let gone = lost(&old, &new);
    if let Some(at) = gone.first() {
        if new.len() >= old.len() {
            return find(first, "step/history-changed", Message::new("step.history-changed"));
        }
        return find(*at, "step/history-removed", Message::new("step.history-removed"));
    }
    if is_within(&old, &new) {
        return find(first, "step/history-inserted", Message::new("step.history-inserted"));
    }
    find(first, "step/history-reordered", Message::new("step.history-reordered"))
}

/// Of the history of a parent, everything is in the merge, in the same order.
pub(super) fn carried(parent: &Subject<'_>, merge: &Subject<'_>) -> Vec<Finding> {
    let (old, new) = (entries(parent), entries(merge));
    if is_within(&old, &new) {
        return Vec::new();
    }
    let list = Path::root().key("history");
    let (at, code, message) = match lost(&old, &new).first() {
        Some(at) => (*at, "step/merge-lost-history", Message::new("step.merge-lost-history")),
        None => (0, "step/history-reordered", Message::new("step.history-reordered")),
    };
    let place = merge.key_place(&list);
    vec![Finding::error(code, place, message.with("n", at + 1)).help(Message::new("step.history-help"))]
}

fn entries<'s>(subject: &'s Subject<'_>) -> Vec<&'s Value> {
    subject.values("history").collect()
}

/// The positions of entries that the other list does not have, each counted as often as it stands there.
fn lost(old: &[&Value], new: &[&Value]) -> Vec<usize> {
    let mut left: Vec<&Value> = new.to_vec();
    let mut lost = Vec::new();
    for (index, entry) in old.iter().enumerate() {
        match left.iter().position(|it| it == entry) {
            Some(at) => drop(left.swap_remove(at)),
            None => lost.push(index),
        }
    }
    lost
}

/// Whether the one list is in the other, in its order, with or without others between.
fn is_within(old: &[&Value], new: &[&Value]) -> bool {
    let mut rest = new.iter();
    old.iter().all(|entry| rest.any(|it| it == entry))
}

/// A waiver that let a client pass stays as it was: the move rests on it.
pub(super) fn waivers(before: &Subject<'_>, after: &Subject<'_>) -> Vec<Finding> {
    let list = Path::root().key("waivers");
    let key = |it: &Value| text(it, "id").or_else(|| text(it, "gate")).unwrap_or_default().to_owned();
    let mut findings = Vec::new();
    for (_, waiver) in before.items("waivers").filter(|(_, it)| was_used(before, it)) {
        let name = key(waiver);
        let now = after.items("waivers").find(|(_, it)| key(it) == name);
        match now {
            Some((_, it)) if it == waiver => {}
            Some((path, _)) => {
                let message = Message::new("step.waiver-changed").with("waiver", name);
                findings.push(Finding::error("step/waiver-changed", after.key_place(&path), message));
            }
            None => {
                let message = Message::new("step.waiver-removed").with("waiver", name);
                findings.push(Finding::error("step/waiver-removed", after.key_place(&list), message));
            }
        }
    }
    findings
}

fn was_used(subject: &Subject<'_>, waiver: &Value) -> bool {
    let gate = text(waiver, "gate");
    let approved = text(waiver, "approved_on").unwrap_or_default();
    subject.items("history").any(|(_, entry)| {
        let gates = entry.get("waived").and_then(Value::as_array).into_iter().flatten();
        // Days have one form, and compare as texts.
        gates.filter_map(Value::as_str).any(|it| Some(it) == gate)
            && text(entry, "date").unwrap_or_default() >= approved
    })
}

/// Items of a life cycle that are past their beginning are part of the record.
pub(super) fn items(process: &Process, before: &Subject<'_>, after: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, lifecycle) in process.lifecycles().iter() {
        let now: Vec<String> = lifecycle.of.find(after.client()).iter().map(|(path, _)| after.name(path)).collect();
        for (path, item) in lifecycle.of.find(before.client()) {
            let name = before.name(&path);
            // An item that says no state is where all of them begin.
            let state = text(item, &lifecycle.field).unwrap_or(&lifecycle.initial);
            // A state that freezes its items says so itself.
            let is_frozen = lifecycle.states.get(state).is_some_and(|it| it.frozen);
            if state != lifecycle.initial && !is_frozen && !now.contains(&name) {
                let place = after.key_place(&path.parent().unwrap_or_default());
                let message = Message::new("step.item-removed").with("item", name).with("state", state);
                findings.push(Finding::error("step/item-removed", place, message));
            }
        }
    }
    findings
}

pub(super) fn text<'v>(item: &'v Value, key: &str) -> Option<&'v str> {
    item.get(key)?.as_str()
}
