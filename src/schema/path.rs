//! From the path a person types to the path of a node, and back. Reads nothing but the schema and the document.

use std::borrow::Cow;

use serde_json::Value;

use super::fault::PathError;
use super::near::{near, nearest};
use super::pieces::{self, Piece};
use super::places;
use super::shape::{Kind, Shape};
use crate::document::{Document, Path, Step};
use crate::model::Message;

/// Reads a path as a person types it: items by their key, by `[n]` or by `.n`; keys with dots bare where the schema
/// expects such keys, else in quotes. What stands in the document may always be named, known to the schema or not.
pub(crate) fn resolve(shape: Shape<'_>, document: &Document, text: &str) -> Result<Path, PathError> {
    resolve_in(shape, document.value(), text)
}

/// A path as a person would type it; [`resolve`] reads it back.
pub(crate) fn name(shape: Shape<'_>, document: &Document, path: &Path) -> String {
    name_in(Some(shape), document.value(), path)
}

/// Where a walk along a typed path stands.
struct Walk<'a, 'v> {
    /// None below something that the schema does not know.
    shape: Option<Shape<'a>>,
    value: Option<&'v Value>,
    path: Vec<Step>,
    /// The path so far, as it would be typed.
    name: String,
}

/// The longest list whose items go by their keys.
const LONGEST: usize = 500;

/// A step that a walk can take, and how many pieces it uses.
type Stride = (Step, usize);

pub(super) fn resolve_in(shape: Shape<'_>, value: &Value, text: &str) -> Result<Path, PathError> {
    let pieces = pieces::split(text)?;
    let mut rest = pieces.as_slice();
    let mut walk = Walk::new(Some(shape), value);
    while !rest.is_empty() {
        let (step, used) = walk.stride(rest)?;
        walk.take(step);
        rest = rest.get(used..).unwrap_or_default();
    }
    Ok(Path::from(walk.path))
}

pub(super) fn name_in(shape: Option<Shape<'_>>, value: &Value, path: &Path) -> String {
    let mut walk = Walk::new(shape, value);
    for step in path.steps() {
        walk.take(step.clone());
    }
    walk.name
}

impl<'a, 'v> Walk<'a, 'v> {
    fn new(shape: Option<Shape<'a>>, value: &'v Value) -> Self {
        Self {
            shape: shape.map(|it| it.branch(Some(value))),
            value: Some(value),
            path: Vec::new(),
            name: String::new(),
        }
    }

    fn take(&mut self, step: Step) {
        self.write(&step);
        let open = self.shape.filter(|it| it.kinds().is_empty());
        let (shape, value) = match &step {
            Step::Key(key) => (self.shape.and_then(|it| it.child(key)), self.value.and_then(|it| it.get(key))),
            Step::Index(index) => (self.shape.and_then(Shape::item), self.value.and_then(|it| it.get(*index))),
        };
        self.shape = open.or(shape).map(|it| it.branch(value));
        self.value = value;
        self.path.push(step);
    }

    fn write(&mut self, step: &Step) {
        match step {
            Step::Key(key) if self.reads_bare(key) => pieces::write_bare(&mut self.name, key),
            Step::Key(key) => pieces::write(&mut self.name, key),
            Step::Index(index) => match self.key_of(*index) {
                Some(key) => pieces::write(&mut self.name, &key),
                None => pieces::write_position(&mut self.name, *index),
            },
        }
    }

    /// Whether a key with dots, typed bare, is read as that key.
    fn reads_bare(&self, key: &str) -> bool {
        key.contains('.')
            && pieces::split(key).is_ok_and(|pieces| {
                self.key(&pieces).is_some_and(|(step, used)| used == pieces.len() && step == Step::Key(key.to_owned()))
            })
    }

    fn stride(&self, rest: &[Piece]) -> Result<Stride, PathError> {
        if self.is_list() {
            return self.item(rest).ok_or_else(|| self.no_item(rest));
        }
        let scalar = match (self.value, self.shape) {
            (Some(value), _) if !value.is_null() => !value.is_object(),
            (_, Some(shape)) => !shape.kinds().is_empty() && !shape.kinds().contains(&Kind::Map),
            (_, None) => true,
        };
        if scalar {
            return Err(self.no_parts(rest));
        }
        self.key(rest).ok_or_else(|| self.no_key(rest))
    }

    fn is_list(&self) -> bool {
        match self.value {
            None | Some(Value::Null) => self.shape.is_some_and(|it| it.kinds() == [Kind::List]),
            Some(value) => value.is_array(),
        }
    }

    /// The step into a map. A key that is there, or that the schema names, comes before one that could be.
    fn key(&self, rest: &[Piece]) -> Option<Stride> {
        let there = |key: &str| self.value.is_some_and(|it| it.get(key).is_some());
        let known = |key: &str| self.shape.is_some_and(|it| it.property(key).is_some());
        let could_be = |key: &str| self.shape.is_some_and(|it| Self::may_be_new(it, key));
        let mut joins = joins(rest);
        let found = joins.find(|(key, _)| there(key) || known(key));
        let (key, used) = found.or_else(|| self::joins(rest).find(|(key, _)| could_be(key)))?;
        Some((Step::Key(key), used))
    }

    fn may_be_new(shape: Shape<'_>, key: &str) -> bool {
        shape.kinds().is_empty() || (shape.extra().is_some() && shape.allows_key(key))
    }

    /// The step into a list: by the key of an item, else by position.
    fn item(&self, rest: &[Piece]) -> Option<Stride> {
        let items = self.value.and_then(Value::as_array)?;
        let by_key = joins(rest).find_map(|(text, used)| {
            let mut found = (0..items.len()).filter(|index| self.item_text(*index).as_deref() == Some(&text));
            let index = found.next()?;
            found.next().is_none().then_some((Step::Index(index), used))
        });
        by_key.or_else(|| {
            let position = rest.first()?.position()?;
            (position < items.len()).then_some((Step::Index(position), 1))
        })
    }

    /// The key of an item, where no other item has the same.
    fn key_of(&self, index: usize) -> Option<String> {
        let items = self.value.and_then(Value::as_array)?;
        // In a list so long, to look at all items for each name would take too long; a position is a name too.
        if items.len() > LONGEST || !items.get(index)?.is_object() {
            return None;
        }
        let key = self.item_text(index)?;
        let alone = (0..items.len()).filter(|it| self.item_text(*it).as_ref() == Some(&key)).take(2).count() == 1;
        alone.then(|| key.into_owned())
    }

    /// What an item is addressed by: its key, or the item itself where it is a plain value.
    fn item_text(&self, index: usize) -> Option<Cow<'v, str>> {
        let item = self.value?.get(index)?;
        let key = match item.as_object() {
            Some(map) => map.get(self.shape.map_or("id", Shape::item_key))?,
            None => item,
        };
        match key {
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    fn no_item(&self, rest: &[Piece]) -> PathError {
        let count = self.value.and_then(Value::as_array).map_or(0, Vec::len);
        let key = self.shape.map_or("id", Shape::item_key);
        let texts: Vec<Cow<'_, str>> = (0..count).filter_map(|it| self.item_text(it)).collect();
        let list = self.named();
        if let Some(position) = rest.first().and_then(Piece::position) {
            let message = Message::new("schema.path-no-position").with("position", position.to_string());
            let help = Message::new("schema.path-items").with("list", list.clone()).with("n", count);
            return PathError::new("path/no-item", message.with("list", list)).help(help);
        }
        let typed = rest.first().and_then(Piece::text).unwrap_or_default();
        let twins = texts.iter().filter(|it| *it == typed).count();
        if twins > 1 {
            let message = Message::new("schema.path-twins").with("list", list).with("key", key).with("value", typed);
            return PathError::new("path/no-item", message.with("n", twins))
                .help(Message::new("schema.path-twins-help"));
        }
        let message = Message::new("schema.path-no-item").with("list", list.clone()).with("item", typed);
        let help = match near(typed, texts.iter().map(AsRef::as_ref)) {
            Some(name) => self.did_you_mean(name, rest),
            None if texts.is_empty() => Message::new("schema.path-empty-list").with("list", list),
            None => Message::new("schema.path-item-list").with("items", quoted_list(texts.iter().map(AsRef::as_ref))),
        };
        PathError::new("path/no-item", message).help(help)
    }

    fn no_parts(&self, rest: &[Piece]) -> PathError {
        let typed = rest.first().and_then(Piece::text).unwrap_or_default();
        let message = Message::new("schema.path-no-parts").with("field", self.named()).with("part", typed);
        PathError::new("path/no-parts", message)
    }

    fn no_key(&self, rest: &[Piece]) -> PathError {
        let Some(typed) = rest.first().and_then(Piece::text) else {
            let message = Message::new("schema.path-not-a-list").with("field", self.named());
            return PathError::new("path/not-a-list", message);
        };
        let Some(shape) = self.shape else { return self.no_parts(rest) };
        let map = self.value.and_then(Value::as_object);
        // What is there is no advice where it should not be there.
        let there = map.into_iter().flatten().map(|(key, _)| key.as_str()).filter(|_| shape.extra().is_some());
        let names: Vec<&str> = shape.properties().map(|(name, _)| name).chain(there).collect();
        // Where keys have dots, several pieces may spell one.
        let close = |(text, used): (String, usize)| Some((nearest(&text, names.iter().copied())?, used));
        let help = match joins(rest).filter_map(close).min_by_key(|((distance, _), _)| *distance) {
            Some(((_, name), used)) => Some(self.did_you_mean(name, rest.get(used - 1..).unwrap_or_default())),
            None => {
                let free = |name: &&str| map.is_none_or(|it| !it.contains_key(*name));
                let free: Vec<&str> = shape.properties().map(|(name, _)| name).filter(free).collect();
                places::elsewhere(self.shape, Some(shape.top()), typed).or_else(|| places::fields(&free))
            }
        };
        let message = if shape.names().is_some() {
            Message::new("schema.key-form").with("key", typed).with("map", self.named())
        } else {
            places::not_a_field(typed, (!self.path.is_empty()).then(|| self.named()), Some(shape))
        };
        let help = help.or_else(|| places::key_example(shape));
        PathError::new("path/unknown", message).help(help)
    }

    /// The whole path with the wrong piece put right, ready to be typed.
    fn did_you_mean(&self, name: &str, rest: &[Piece]) -> Message {
        let mut whole = self.name.clone();
        if name.contains('.') && self.reads_bare(name) {
            pieces::write_bare(&mut whole, name);
        } else {
            pieces::write(&mut whole, name);
        }
        for piece in rest.iter().skip(1) {
            match piece {
                Piece::Plain(text) => pieces::write_bare(&mut whole, text),
                Piece::Quoted(text) => pieces::write(&mut whole, text),
                Piece::Position(position) => pieces::write_position(&mut whole, *position),
            }
        }
        Message::new("schema.did-you-mean").with("near", whole)
    }

    fn named(&self) -> Message {
        if self.path.is_empty() {
            Message::new("schema.the-file")
        } else {
            Message::verbatim(format!("`{}`", self.name))
        }
    }
}

/// What the first pieces spell when joined by dots: one piece, two, three … A quoted piece or a position stands alone.
fn joins(rest: &[Piece]) -> impl Iterator<Item = (String, usize)> {
    let plain = rest.iter().take_while(|it| matches!(it, Piece::Plain(_))).count();
    let most = plain.max(usize::from(rest.first().is_some_and(|it| it.text().is_some())));
    (1..=most).map(|used| {
        let texts: Vec<&str> = rest.iter().take(used).filter_map(Piece::text).collect();
        (texts.join("."), used)
    })
}

/// Names in backticks, with commas, and no more of them than a person reads.
pub(super) fn quoted_list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST: usize = 20;
    let names: Vec<String> = names.map(|it| format!("`{it}`")).collect();
    let mut list = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MOST {
        list.push_str(", …");
    }
    list
}
