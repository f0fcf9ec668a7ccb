//! `onboard add`: a new item of a list, completed from the schema.

use serde_json::Value;

use super::change::{self, Act, Bench};
use super::office::{Office, Open};
use super::{Desk, certificates, failure, paths, set};
use crate::cli::AddArgs;
use crate::document::{Document, Edit, Path};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::Message;
use crate::schema::{self, Shape};

pub(crate) fn run(desk: &Desk, args: &AddArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let at = Bench::with(&office, &args.id, &args.change, "add")?;
    let open = &at.open;
    let root = office.schema()?.shape();
    let list = schema::resolve(root, &open.document, &args.list).map_err(failure::typed)?;
    paths::refuse_managed(root, &open.document, &list, &args.list)?;
    let shape = schema::shape_at(root, &open.document, &list).filter(|it| it.kind() == schema::Kind::List);
    let listed = shape.and_then(|it| it.item().map(|item| (item, it.item_key())));
    let (item, key) = listed.ok_or_else(|| {
        failure::usage(Message::new("command.not-a-list").with("path", args.list.as_str()))
            .help(Message::new("command.not-a-list-help").with("path", args.list.as_str()))
    })?;
    for field in &args.fields {
        let (path, value) = field.split_once('=').unwrap_or(("", field));
        paths::refuse_placeholder(office.process()?, path, value)?;
    }
    let mut values = values(item, &certificates::given_fields(&office, item, &args.fields)?)?;
    date_late_comers(&office, open, &list, &mut values)?;
    for value in &values {
        refuse_double(&open.document, &list, key, value, &args.list)?;
    }
    let also = set::fields(&office, &open.document, &args.sets)?;
    let named: Vec<String> = values.iter().map(|it| label(&args.list, key, it)).collect();
    let mut edits: Vec<Edit> = values.into_iter().map(|value| Edit::Insert { list: list.clone(), value }).collect();
    edits.extend(also.edits);
    let mut summary = paths::summary("add", &named);
    if !also.paths.is_empty() {
        summary = format!("{summary}, {}", paths::summary("set", &also.paths));
    }
    let act = Act { client: args.id.clone(), verb: "add", summary, trailers: Vec::new() };
    let made = change::make(desk, &at, &edits, &act, &args.change)?;
    change::said(desk, &act, &open.path, &made, &args.change)
}

/// A service that is added when its client is under way says since when it belongs to it.
fn date_late_comers(office: &Office, open: &Open, list: &Path, values: &mut [Value]) -> Result<(), Failure> {
    let phase = open.document.at(&Path::root().key("phase")).and_then(Value::as_str).unwrap_or_default();
    let Some(since) = office.process()?.joins_late(list, phase) else { return Ok(()) };
    for value in values.iter_mut().filter_map(Value::as_object_mut) {
        value.entry(since).or_insert_with(|| Value::String(office.today.to_string()));
    }
    Ok(())
}

fn values(item: Shape, fields: &[String]) -> Result<Vec<Value>, Failure> {
    if item.kind() == schema::Kind::Map {
        let value = schema::assignments(item, fields).map_err(failure::values)?;
        return Ok(vec![value]);
    }
    fields.iter().map(|it| schema::typed(item, it).map_err(failure::typed)).collect()
}

/// Refuses a second item with the same key, or the same plain value twice.
fn refuse_double(document: &Document, list: &Path, key: &str, value: &Value, name: &str) -> Result<(), Failure> {
    let Some(Value::Array(items)) = document.at(list) else { return Ok(()) };
    let double = items.iter().any(|it| match (value.get(key), it.get(key)) {
        (Some(new), Some(old)) => new == old,
        (None, None) => it == value,
        (Some(_), None) | (None, Some(_)) => false,
    });
    if !double {
        return Ok(());
    }
    let what = label(name, key, value);
    let message = Message::new("command.item-exists").with("path", what.as_str());
    Err(Failure::new(FailureKind::Exists, message)
        .help(Message::new("command.item-exists-help").with("path", what.as_str())))
}

/// `agreement.milestones.m3`, or the list itself for a plain value.
fn label(list: &str, key: &str, value: &Value) -> String {
    match value.get(key) {
        Some(Value::String(id)) => format!("{list}.{id}"),
        Some(Value::Number(id)) => format!("{list}.{id}"),
        Some(_) | None => list.to_owned(),
    }
}
