//! What falls due for a client: the one answer to "what is late, and what comes next", for every list, screen, report and
//! calendar. What can be due is data of the process.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::cel::{Budget, Roots};
use super::due_kind::DueKind;
use super::gate;
use super::judge::Judge;
use super::subject::Subject;
use super::{Process, Verdict};
use crate::document::{Path, Step};
use crate::model::{Date, Deadline, Due, Message, Status, Text, Timing};
use crate::schema::Shape;

/// Everything with a day that is not done, the earliest first. A client whose status is unknown has nothing.
pub(crate) fn due(process: &Process, subject: &Subject<'_>) -> Vec<Deadline> {
    let Some(status) = subject.status() else { return Vec::new() };
    let desk = Desk { process, judge: Judge::new(process, subject), status };
    let kinds = process.due_kinds().iter().filter(|it| it.listed.contains(&status));
    let mut found: Vec<Deadline> = kinds.flat_map(|it| desk.of(it)).collect();
    // What falls on one day keeps the order of the process.
    found.sort_by_key(|it| it.due);
    found
}

struct Desk<'s> {
    process: &'s Process,
    judge: Judge<'s>,
    status: Status,
}

impl<'s> Desk<'s> {
    fn of(&self, kind: &'s DueKind) -> Vec<Deadline> {
        let subject = self.judge.subject;
        // All items of one kind share one budget.
        let mut budget = Budget::new();
        match &kind.each {
            None => self.one(kind, &Path::root(), None, &mut budget).into_iter().collect(),
            Some(each) => {
                let items = each.find(subject.client()).into_iter();
                let items = items.flat_map(|(path, item)| entries(subject.shape(), path, item));
                items.filter_map(|(path, item)| self.one(kind, &path, Some(item), &mut budget)).collect()
            }
        }
    }

    fn one(&self, kind: &'s DueKind, item: &Path, this: Option<&'s Value>, budget: &mut Budget) -> Option<Deadline> {
        let subject = self.judge.subject;
        let roots = self.judge.roots(this);
        // What cannot be told to be done stays due.
        if kind.when.as_ref().is_some_and(|it| matches!(it.holds(&roots, budget), Ok(false))) {
            return None;
        }
        let root = subject.client();
        let at = item.join(&kind.at.path());
        let due = match &kind.on {
            Some(on) => Due::parse(&on.expression().ok()?.value(&roots, budget).ok()?.written()?)?,
            None => Due::parse(at.find(root)?.as_str()?)?,
        };
        if kind.unmet.as_ref().is_some_and(|it| self.holds(&item.join(&it.path()))) {
            return None;
        }
        let days = days_between(subject.today(), due.last_day());
        let timing = match days {
            0.. => Timing::Ahead,
            _ if kind.late.contains(&self.status) => Timing::Late,
            _ => Timing::Paused,
        };
        Some(Deadline {
            kind: kind.id.clone(),
            name: kind.name.clone(),
            title: self.title(kind, item, &roots, budget),
            place: subject.place(&at),
            key: key(subject.shape(), root, item, &kind.at.path()),
            due,
            days,
            timing,
            expired: kind.expired.clone(),
        })
    }

    /// Whether the gate that a field names holds by itself, without any waiver.
    fn holds(&self, field: &Path) -> bool {
        let subject = self.judge.subject;
        let Some(named) = field.find(subject.client()).and_then(Value::as_str) else { return false };
        let gates = self.process.phases().iter().flat_map(|it| it.enter.iter().chain(&it.gates));
        let Some(gate) = gates.into_iter().find(|it| it.id.as_str() == named) else { return false };
        matches!(gate::verdict(&self.judge, gate), Verdict::Met | Verdict::NotApplicable)
    }

    /// In the words of the process; for the record of a gate, in those of the gate.
    fn title(&self, kind: &DueKind, item: &Path, roots: &Roots<'_>, budget: &mut Budget) -> Option<Text> {
        let text = match (&kind.title, item.last()) {
            (Some(title), _) => match title.filled(roots, budget) {
                Message::Text(text) => text,
                Message::Key { .. } => return None,
            },
            (None, Some(Step::Key(name))) => self.process.gates().find(|it| it.id.as_str() == name)?.text.clone(),
            (None, Some(Step::Index(_)) | None) => return None,
        };
        (!text.en.trim().is_empty()).then_some(text)
    }
}

/// The item itself; where a path leads to an open map, its values, by their keys.
fn entries<'v>(shape: Shape<'_>, path: Path, item: &'v Value) -> Vec<(Path, &'v Value)> {
    match item {
        Value::Object(map) if is_open(at(shape, &path)) => map.iter().map(|(key, it)| (path.key(key), it)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => {
            vec![(path, item)]
        }
    }
}

/// Whether a map holds entries under names that are not fields.
pub(super) fn is_open(shape: Option<Shape<'_>>) -> bool {
    shape.is_some_and(|it| it.properties().next().is_none() && it.extra().is_some())
}

fn at<'a>(shape: Shape<'a>, path: &Path) -> Option<Shape<'a>> {
    path.steps().iter().try_fold(shape, |shape, step| match step {
        Step::Key(name) => shape.child(name),
        Step::Index(_) => shape.item(),
    })
}

/// The path of a day, by the keys of the items on the way. An item without a key is told from its siblings by what it
/// says beside the day, so that it stays the same when the list around it changes.
fn key(root: Shape<'_>, client: &Value, item: &Path, day: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    let (mut shape, mut value) = (Some(root), Some(client));
    for step in item.steps() {
        let next = value.and_then(|it| step.find(it));
        let part = match step {
            Step::Key(name) => {
                shape = shape.and_then(|it| it.child(name));
                name.clone()
            }
            Step::Index(_) => {
                let named = shape.and_then(|it| next?.get(it.item_key())).and_then(scalar);
                shape = shape.and_then(Shape::item);
                named.unwrap_or_else(|| next.map(|it| digest(it, day)).unwrap_or_default())
            }
        };
        parts.push(part);
        value = next;
    }
    parts.extend(day.steps().iter().map(|it| match it {
        Step::Key(name) => name.clone(),
        Step::Index(index) => index.to_string(),
    }));
    parts.join(".")
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

fn digest(item: &Value, day: &Path) -> String {
    let mut item = item.clone();
    if let (Some(map), Some(Step::Key(first))) = (item.as_object_mut(), day.steps().first()) {
        map.remove(first);
    }
    let bytes = Sha256::digest(item.to_string().as_bytes());
    bytes.iter().take(4).fold(String::new(), |text, it| text + &format!("{it:02x}"))
}

fn days_between(from: Date, to: Date) -> i64 {
    super::cel::days_between(from, to).map_or(0, i64::from)
}
