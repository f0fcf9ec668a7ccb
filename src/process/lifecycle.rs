//! Life cycles of items in the client file: which states there are, and what each demands.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Process;
use super::definition::Lifecycle;
use super::subject::{Subject, did_you_mean};
use crate::document::Path;
use crate::model::{Finding, Message};
use crate::schema::Shape;

pub(super) fn findings(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, lifecycle) in process.lifecycles().iter() {
        // What the schema does not allow at all is the schema's finding.
        let shape = lifecycle.of.item_shape(subject.shape()).ok().and_then(|it| it.property(&lifecycle.field));
        for (path, item) in lifecycle.of.find(subject.client()) {
            findings.extend(judge(lifecycle, shape, subject, (&path, item)));
        }
    }
    findings
}

/// Items whose state changed between two versions of a file by a move that their life cycle does not know.
pub(crate) fn illegal_moves(process: &Process, before: &Subject<'_>, after: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, lifecycle) in process.lifecycles().iter() {
        let states = |subject: &Subject<'_>| -> BTreeMap<String, (String, Path)> {
            let items = lifecycle.of.find(subject.client());
            let state = |item: &Value| item.get(&lifecycle.field).and_then(Value::as_str).map(str::to_owned);
            items.iter().filter_map(|(path, it)| Some((subject.name(path), (state(it)?, path.clone())))).collect()
        };
        let old = states(before);
        for (name, (now, path)) in states(after) {
            let Some((was, _)) = old.get(&name) else { continue };
            let Some(state) = lifecycle.states.get(was) else { continue };
            if *was != now && !state.moves.contains(&now) {
                let place = after.place(&path.key(&lifecycle.field));
                let message = Message::new("process.illegal-move").with("item", name).with("from", was.as_str());
                let finding = Finding::error("lifecycle/illegal-move", place, message.with("to", now.as_str()));
                findings.push(finding.help(match state.moves.as_slice() {
                    [] => Message::new("process.illegal-move-end"),
                    moves => Message::new("process.illegal-move-help").with("states", moves.join(", ")),
                }));
            }
        }
    }
    findings
}

fn judge(
    lifecycle: &Lifecycle,
    shape: Option<Shape<'_>>,
    subject: &Subject<'_>,
    (path, item): (&Path, &Value),
) -> Vec<Finding> {
    let Some(named) = item.get(&lifecycle.field).and_then(Value::as_str) else { return Vec::new() };
    let Some(state) = lifecycle.states.get(named) else {
        let allowed = shape.map(Shape::options).unwrap_or_default();
        if !allowed.is_empty() && !allowed.contains(&named) {
            return Vec::new();
        }
        let place = subject.place(&path.key(&lifecycle.field));
        let message = Message::new("process.unknown-state").with("state", named);
        let help = did_you_mean(named, lifecycle.states.keys());
        return vec![Finding { help, ..Finding::error("lifecycle/unknown-state", place, message) }];
    };
    let incomplete = |field: &String| {
        let message = Message::new("process.state-requires")
            .with("item", subject.name(path))
            .with("state", state.name.clone())
            .with("field", field.as_str());
        Finding::error("lifecycle/incomplete", subject.place(&path.key(field)), message)
    };
    state.requires.iter().filter(|it| item.get(it.as_str()).is_none()).map(incomplete).collect()
}
