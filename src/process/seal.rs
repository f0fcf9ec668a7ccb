//! What a status protects. Where the process names the parts of a file that stay open with a status, the fingerprints of
//! all others are recorded when the status is reached; from then on a change of one is an error at its place.

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::Process;
use super::approval::covered;
use super::definition::StatusWords;
use super::select::Selector;
use super::signature;
use super::subject::Subject;
use crate::document::{Path, Step};
use crate::model::{Finding, Message, Status};

/// The skeleton of the file format: it says where the client stands, and only acts change it.
const SKELETON: [&str; 8] = ["schema", "id", "process", "status", "phase", "hold", "withdrawn", "history"];

/// The fingerprints to record when a client reaches this status; none when it protects nothing.
pub(super) fn of_status(process: &Process, subject: &Subject<'_>, status: Status) -> Map<String, Value> {
    let Some((words, open)) = protecting(process, status) else { return Map::new() };
    let prints = sections(subject, words).into_iter();
    prints.filter_map(|it| Some((it.to_owned(), json!(print(subject, it, open)?)))).collect()
}

/// Parts that are not what was sealed.
pub(super) fn findings(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    let Some(status) = subject.status() else { return Vec::new() };
    let Some((words, open)) = protecting(process, status) else { return Vec::new() };
    let entries: Vec<&Value> = subject.values("history").collect();
    let reached = entries.iter().rev().find(|it| it.get("to_status").is_some_and(|it| !it.is_null()));
    let reached = reached.filter(|it| it.get("to_status").and_then(Value::as_str) == Some(status.as_str()));
    let Some((entry, sealed)) =
        reached.and_then(|it| Some((it, it.get("sealed")?.as_object().filter(|it| !it.is_empty())?)))
    else {
        return Vec::new();
    };
    let date = entry.get("date").and_then(Value::as_str).unwrap_or_default();
    let is_changed = |it: &&str| print(subject, it, open).as_deref() != sealed.get(*it).and_then(Value::as_str);
    // Where signatures find the change, at its place, it is not said twice.
    let is_told = |it: &&str| signature::explains(process, subject, it, None);
    let changed = sections(subject, words).into_iter().filter(is_changed).filter(|it| !is_told(it));
    let finding = |section: &str| {
        let message = Message::new("process.sealed-changed").with("section", section).with("date", date);
        let message = message.with("status", words.name.clone());
        let finding = Finding::error("history/sealed-changed", place(subject, section), message);
        Finding { help: way_out(process, subject, words, "process.sealed-help"), ..finding }
    };
    changed.map(finding).collect()
}

/// What a change alters although the status of the client protects it.
pub(crate) fn protected(process: &Process, before: &Subject<'_>, after: &Subject<'_>) -> Vec<Finding> {
    let Some(status) = before.status().filter(|it| after.status() == Some(*it)) else { return Vec::new() };
    let Some((words, open)) = protecting(process, status) else { return Vec::new() };
    let is_changed = |it: &&str| print(before, it, open) != print(after, it, open);
    let changed = sections(after, words).into_iter().filter(is_changed);
    let finding = |section: &str| {
        let message = Message::new("process.protected").with("section", section).with("status", words.name.clone());
        let finding = Finding::error("client/protected", place(after, section), message);
        Finding { help: way_out(process, after, words, "process.protected-help"), ..finding }
    };
    changed.map(finding).collect()
}

fn protecting(process: &Process, status: Status) -> Option<(&StatusWords, &[Selector])> {
    let words = process.status(status)?;
    Some((words, words.open.as_deref()?))
}

/// The parts that are protected at least in part, in the order of the schema.
fn sections<'s>(subject: &'s Subject<'_>, words: &StatusWords) -> Vec<&'s str> {
    let is_open = |name: &str| words.open.iter().flatten().any(|it| it.path() == Path::root().key(name));
    let names = subject.shape().properties().map(|it| it.0);
    names.filter(|it| !SKELETON.contains(it) && !is_open(it)).collect()
}

/// The fingerprint of a part without what stays open in it; none when it says nothing.
fn print(subject: &Subject<'_>, section: &str, open: &[Selector]) -> Option<String> {
    let mut value = subject.document().value().get(section)?.clone();
    for it in open {
        let path = it.path();
        let mut keys = path.steps().iter().filter_map(key);
        if keys.next() == Some(section) {
            without(&mut value, &keys.collect::<Vec<_>>());
        }
    }
    let text = covered(&value, None)?.to_string();
    Some(format!("sha256:{:x}", Sha256::digest(text.as_bytes())))
}

fn key(step: &Step) -> Option<&str> {
    match step {
        Step::Key(key) => Some(key),
        Step::Index(_) => None,
    }
}

fn without(value: &mut Value, keys: &[&str]) {
    match (value, keys) {
        (Value::Array(items), keys) => items.iter_mut().for_each(|it| without(it, keys)),
        (Value::Object(map), [last]) => {
            map.remove(*last);
        }
        (Value::Object(map), [next, rest @ ..]) => {
            if let Some(value) = map.get_mut(*next) {
                without(value, rest);
            }
        }
        (Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_), _) => {}
    }
}

/// The section itself, or where the file could have it.
fn place(subject: &Subject<'_>, section: &str) -> crate::model::Place {
    subject.key_place(&Path::root().key(section))
}

/// The act that leads to a status that protects nothing.
fn way_out(process: &Process, subject: &Subject<'_>, words: &StatusWords, key: &'static str) -> Option<Message> {
    let frees = |to: &Status| process.status(*to).is_some_and(|it| it.open.is_none());
    let (change, _) = words.moves.iter().find(|(_, to)| frees(to))?;
    let client = subject.text("id").unwrap_or_default();
    Some(Message::new(key).with("change", change.as_str()).with("client", client))
}
