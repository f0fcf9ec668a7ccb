//! Which request a person means: one that is in the file, or one that is to be made.

use serde_json::{Map, Value, json};

use super::super::change::Bench;
use super::super::office::{Office, Open};
use super::super::{failure, paths, set};
use crate::document::{self, Document, Edit, Order, Path};
use crate::error::{Failure, FailureKind};
use crate::model::Message;
use crate::process::Subject;
use crate::process::lifecycle::{self, Home, Item, Lifecycle};
use crate::schema::{self, Shape};

/// A request as it is with the fields that were given by hand.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) item: Item,
    /// The id of the environment that it stands in.
    pub(super) home: String,
    /// The fields that were given by hand, by the names of their keys.
    pub(super) by_hand: Vec<String>,
    pub(super) found: Found,
}

#[derive(Debug)]
pub(super) enum Found {
    /// In the file; with the edits that write what was given by hand.
    There(Vec<Edit>),
    /// Nowhere yet; it goes to the end of this list.
    New { list: Path },
}

/// What a person says of a request on the command line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) id: &'a str,
    pub(super) home: Option<&'a str>,
    pub(super) fields: &'a [String],
}

/// The request that is meant, with its fields as given.
pub(super) fn target(office: &Office, open: &Open, cycle: &Lifecycle, said: Said) -> Result<Target, Failure> {
    let ground = office.ground()?;
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let items = lifecycle::items(cycle, &subject);
    let homes = lifecycle::homes(cycle, &subject);
    let by_hand = names(cycle, said.fields)?;
    match (items.into_iter().find(|it| it.id == said.id), said.home) {
        (Some(item), home) => {
            let own = homes.iter().find(|it| item.path.parent().as_ref() == Some(&it.list));
            let own = own.and_then(|it| it.id.clone()).unwrap_or_default();
            if home.is_some_and(|it| it != own) {
                let message = Message::new("request.elsewhere").with("request", said.id).with("home", own);
                return Err(Failure::new(FailureKind::Exists, message).help(Message::new("request.elsewhere-help")));
            }
            there(office, open, (item, own), (said.fields, by_hand))
        }
        (None, Some(home)) => {
            let home = home_of(open, &homes, home)?;
            new(office, &open.document, cycle, (home, said), by_hand)
        }
        (None, None) => Err(unknown(open, cycle, &subject, said.id)),
    }
}

/// The keys that were given by hand. The state and the id are not among them.
pub(super) fn names(cycle: &Lifecycle, fields: &[String]) -> Result<Vec<String>, Failure> {
    let mut names: Vec<String> = Vec::new();
    for field in fields {
        let (path, _) = set::pair(field)?;
        let key = path.split(['.', '[']).next().unwrap_or_default();
        if key == cycle.field || key == "id" {
            let message = Message::new("request.not-by-hand").with("key", key);
            return Err(failure::usage(message).help(Message::new("request.not-by-hand-help")));
        }
        names.push(key.to_owned());
    }
    Ok(names)
}

fn there(
    office: &Office,
    open: &Open,
    (item, home): (Item, String),
    (fields, by_hand): (&[String], Vec<String>),
) -> Result<Target, Failure> {
    let document = &open.document;
    let base = schema::name(office.schema()?.shape(), document, &item.path);
    let mut edits = Vec::new();
    let mut faults = Vec::new();
    for field in fields {
        let (path, value) = set::pair(field)?;
        match set::edit(office, document, &format!("{base}.{path}"), value)? {
            Ok(edit) => edits.extend(edit),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(failure::values(faults));
    }
    let changed = document::apply(document, &edits, Order::default());
    let changed = changed.map_err(|error| failure::edit(&error, document, open.path.as_str()))?;
    let value = changed.at(&item.path).cloned().unwrap_or_default();
    Ok(Target { item: Item { value, ..item }, home, by_hand, found: Found::There(edits) })
}

fn new(
    office: &Office,
    document: &Document,
    cycle: &Lifecycle,
    (home, said): (&Home, Said),
    by_hand: Vec<String>,
) -> Result<Target, Failure> {
    let shape = item_shape(office, document, &home.list)?;
    for field in said.fields {
        let (path, value) = set::pair(field)?;
        paths::refuse_placeholder(office.process()?, path, value)?;
    }
    paths::refuse_placeholder(office.process()?, "id", said.id)?;
    let given: Vec<String> = std::iter::once(format!("id={}", said.id)).chain(said.fields.iter().cloned()).collect();
    let mut value = schema::assignments(shape, &given).map_err(failure::values)?;
    if let Some(map) = value.as_object_mut() {
        map.insert(cycle.field.clone(), json!(cycle.initial));
    }
    let item = Item { path: home.list.clone(), id: said.id.to_owned(), state: cycle.initial.clone(), value };
    let found = Found::New { list: home.list.clone() };
    Ok(Target { item, home: home.id.clone().unwrap_or_default(), by_hand, found })
}

/// What the schema says of the items of a list.
pub(super) fn item_shape<'a>(office: &'a Office, document: &Document, list: &Path) -> Result<Shape<'a>, Failure> {
    let shape = schema::shape_at(office.schema()?.shape(), document, list).and_then(Shape::item);
    shape.ok_or_else(|| failure::usage(Message::new("command.not-a-list").with("path", list.pointer())))
}

/// A new item, with its keys in the order of the schema.
pub(super) fn written(at: &Bench, list: &Path, item: Map<String, Value>) -> Result<Edit, Failure> {
    let shape = item_shape(at.office, &at.open.document, list)?;
    Ok(Edit::Insert { list: list.clone(), value: schema::complete(shape, Value::Object(item)) })
}

fn home_of<'h>(open: &Open, homes: &'h [Home], named: &str) -> Result<&'h Home, Failure> {
    homes.iter().find(|it| it.id.as_deref() == Some(named)).ok_or_else(|| {
        let known: Vec<&str> = homes.iter().filter_map(|it| it.id.as_deref()).collect();
        let file = open.path.as_str();
        let message = Message::new("request.no-home").with("home", named).with("file", file);
        let failure = Failure::new(FailureKind::Missing, message);
        failure.help(match schema::near(named, known.iter().copied()) {
            Some(near) => Message::new("cli.did-you-mean").with("name", near),
            None if known.is_empty() => Message::new("request.no-homes").with("client", open.id.as_str()),
            None => Message::new("request.homes").with("homes", known.join(", ")),
        })
    })
}

fn unknown(open: &Open, cycle: &Lifecycle, subject: &Subject<'_>, id: &str) -> Failure {
    let items = lifecycle::items(cycle, subject);
    let message = Message::new("request.unknown").with("request", id).with("file", open.path.as_str());
    let failure = Failure::new(FailureKind::Missing, message);
    let near = schema::near(id, items.iter().map(|it| it.id.as_str()));
    let failure = match near {
        Some(near) => failure.help(Message::new("cli.did-you-mean").with("name", near)),
        None => failure,
    };
    failure.help(Message::new("request.make-it").with("client", open.id.as_str()).with("request", id))
}
