//! Life cycles of items in the client file: which states there are, what each demands, and which moves there are.

mod definition;
mod transition;

use std::collections::BTreeMap;

use serde_json::Value;

pub(crate) use definition::{Lifecycle, Sets, State};
pub(crate) use transition::{Home, Item, Misstep, Transition, Wish, homes, items, plan};

use super::Process;
use super::subject::{Subject, did_you_mean};
use crate::document::Path;
use crate::model::{Finding, Message, Place};
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

/// What two versions of a file may not differ in: a state that changed by a move which its life cycle does not know, and an
/// item that is never changed any more.
pub(super) fn illegal_moves(process: &Process, before: &Subject<'_>, after: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, lifecycle) in process.lifecycles().iter() {
        let named = |subject: &Subject<'_>| -> BTreeMap<String, (Value, Path)> {
            let items = lifecycle.of.find(subject.client());
            items.iter().map(|(path, it)| (subject.name(path), ((*it).clone(), path.clone()))).collect()
        };
        let new = named(after);
        for (name, (old, path)) in named(before) {
            let Some((was, state)) = state_of(lifecycle, &old) else { continue };
            let now = new.get(&name);
            if let Some((now, path)) = now
                && let Some(to) = now.get(&lifecycle.field).and_then(Value::as_str).filter(|it| *it != was)
                && !state.moves.iter().any(|it| it == to)
            {
                findings.push(illegal(lifecycle, after.place(&path.key(&lifecycle.field)), &name, (was, to)));
            } else if state.frozen && now.is_none_or(|(now, _)| *now != old) {
                let at = now.map_or(&path, |(_, path)| path);
                let message = Message::new("process.frozen").with("item", name).with("state", state.name.clone());
                let finding = Finding::error("lifecycle/frozen", after.place(at), message);
                findings.push(finding.help(Message::new("process.illegal-move-end")));
            }
        }
    }
    findings
}

/// Items whose state cannot have come from the one they had, by any number of moves.
pub(super) fn unreachable_moves(process: &Process, before: &Subject<'_>, after: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, lifecycle) in process.lifecycles().iter() {
        let now: Vec<(String, Path, &Value)> =
            lifecycle.of.find(after.client()).into_iter().map(|(path, it)| (after.name(&path), path, it)).collect();
        for (path, old) in lifecycle.of.find(before.client()) {
            let name = before.name(&path);
            let Some((was, _)) = state_of(lifecycle, old) else { continue };
            let Some((_, at, item)) = now.iter().find(|it| it.0 == name) else { continue };
            let to = item.get(&lifecycle.field).and_then(Value::as_str).unwrap_or_default();
            if to != was && !reachable(lifecycle, was).contains(&to) {
                findings.push(illegal(lifecycle, after.place(&at.key(&lifecycle.field)), &name, (was, to)));
            }
        }
    }
    findings
}

/// The states that any number of moves leads to.
fn reachable<'p>(lifecycle: &'p Lifecycle, from: &str) -> Vec<&'p str> {
    let moves = |it: &str| lifecycle.states.get(it).map(|it| it.moves.as_slice()).unwrap_or_default();
    let mut reached: Vec<&str> = moves(from).iter().map(String::as_str).collect();
    let mut next = 0;
    while let Some(at) = reached.get(next) {
        let more: Vec<&str> = moves(at).iter().map(String::as_str).filter(|it| !reached.contains(it)).collect();
        reached.extend(more);
        next += 1;
    }
    reached
}

fn state_of<'p>(lifecycle: &'p Lifecycle, item: &'p Value) -> Option<(&'p str, &'p State)> {
    let named = item.get(&lifecycle.field)?.as_str()?;
    Some((named, lifecycle.states.get(named)?))
}

fn illegal(lifecycle: &Lifecycle, place: Place, name: &str, (from, to): (&str, &str)) -> Finding {
    let message = Message::new("process.illegal-move").with("item", name).with("from", from).with("to", to);
    let moves = lifecycle.states.get(from).map(|it| it.moves.join(", ")).unwrap_or_default();
    Finding::error("lifecycle/illegal-move", place, message).help(match moves.as_str() {
        "" => Message::new("process.illegal-move-end"),
        moves => Message::new("process.illegal-move-help").with("states", moves),
    })
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
