//! A configuration as it is meant: what is written in the client file, with what the schema says of the rest.

use serde_json::{Map, Value};

use super::table::Keys;
use super::{Lack, Source};
use crate::document::Path;
use crate::model::{Message, Text};
use crate::schema::Shape;

/// Whether a value says nothing.
pub(super) fn empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The value of a field, unless it says nothing.
pub(super) fn of<'a>(map: &'a Value, name: &str) -> Option<&'a Value> {
    map.get(name).filter(|it| !empty(it))
}

/// The value at a path of keys with dots.
pub(super) fn at<'a>(value: &'a Value, dotted: &str) -> Option<&'a Value> {
    dotted.split('.').try_fold(value, |it, key| of(it, key))
}

pub(super) fn text_at(value: &Value, dotted: &str) -> Option<Text> {
    text(at(value, dotted)?)
}

/// A text in both languages. A list of two is none, whatever it is that reads it.
pub(super) fn text(value: &Value) -> Option<Text> {
    value.as_object().and_then(|_| serde_json::from_value(value.clone()).ok())
}

/// The section with the defaults of the schema where it says nothing, in the order of the schema.
pub(super) fn meant(shape: Shape<'_>, section: &Value) -> Map<String, Value> {
    let value = |name: &str, field: Shape<'_>| of(section, name).or(field.default()).cloned();
    let known = shape.properties().filter_map(|(name, field)| Some((name.to_owned(), value(name, field)?)));
    known.collect()
}

/// What the section lacks to be handed on.
pub(super) fn lacks(source: &Source<'_>, section: &str, required: &[String], keys: &Keys) -> Vec<Lack> {
    let at = source.at.key(section);
    let Some(recorded) = of(source.environment, section) else {
        return vec![missing(&source.at, section)];
    };
    let absent = required.iter().filter(|name| of(recorded, name).is_none());
    let mut lacks: Vec<Lack> = absent.map(|name| missing(&at, name)).collect();
    let asked = keys.when.iter().any(|(field, values)| {
        of(recorded, field).and_then(Value::as_str).is_some_and(|it| values.iter().any(|value| value == it))
    });
    let given: Vec<&String> = keys.one_of.iter().filter(|name| of(recorded, name).is_some()).collect();
    let first = keys.one_of.first();
    match (given.as_slice(), first) {
        ([], Some(first)) if asked => lacks.push(missing(&at, first)),
        ([_, second, ..], Some(_)) => {
            let message = Message::new("exchange.only-one").with("fields", quoted(&keys.one_of));
            lacks.push(Lack { path: at.key(second), code: "exchange/only-one", message, help: None });
        }
        (_, _) => {}
    }
    lacks
}

/// A field that must be there and is not.
pub(super) fn missing(above: &Path, name: &str) -> Lack {
    Lack {
        path: above.key(name),
        code: "exchange/missing",
        message: Message::new("exchange.missing").with("field", name),
        help: None,
    }
}

/// Names between backticks, the first of them where there are very many.
pub(super) fn quoted<T: AsRef<str>>(names: &[T]) -> String {
    const MOST: usize = 12;
    const LONGEST: usize = 80;
    let short = |it: &T| it.as_ref().chars().take(LONGEST).collect::<String>().replace('`', "'");
    let mut all: Vec<String> = names.iter().take(MOST).map(|it| format!("`{}`", short(it))).collect();
    if names.len() > MOST {
        all.push("…".to_owned());
    }
    all.join(", ")
}
