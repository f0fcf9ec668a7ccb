//! Values made whole: by the defaults of the schema before they are written, by empty maps and lists before rules read them.

use serde_json::{Map, Value};

use super::certified;
use super::shape::{Kind, Shape};

/// Fills in the `default` of required properties and puts keys in the order of the schema; other keys stay behind them,
/// as they were.
pub(crate) fn complete(shape: Shape<'_>, value: Value) -> Value {
    let shape = shape.branch(Some(&value));
    match value {
        Value::Object(mut given) => {
            let mut whole = Map::new();
            let required = shape.required();
            for (name, property) in shape.properties() {
                let default = || property.default().filter(|_| required.contains(&name)).cloned();
                if let Some(value) = given.shift_remove(name).or_else(default) {
                    whole.insert(name.to_owned(), complete(property, value));
                }
            }
            for (name, value) in given {
                let value = match shape.extra() {
                    Some(extra) => complete(extra, value),
                    None => value,
                };
                whole.insert(name, value);
            }
            Value::Object(whole)
        }
        Value::Array(items) => match shape.item() {
            Some(item) => Value::Array(items.into_iter().map(|it| complete(item, it)).collect()),
            None => Value::Array(items),
        },
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => plain,
    }
}

/// The value as rules read it: every map and list that the schema knows exists, empty where the file has none, but for
/// those whose presence means something; and what is `null` is not there.
pub(crate) fn filled(shape: Shape<'_>, value: &Value) -> Value {
    fill(shape, Some(value), 0).unwrap_or_else(|| value.clone())
}

/// Maps inside maps, none of which is in the file, are made no deeper than this: a schema may contain itself.
const DEEPEST: usize = 8;

fn fill(shape: Shape<'_>, value: Option<&Value>, made: usize) -> Option<Value> {
    let shape = shape.branch(value);
    match value {
        None | Some(Value::Null) if shape.presence() || made >= DEEPEST => None,
        None | Some(Value::Null) => match shape.kind() {
            Kind::Map => Some(map(shape, None, made + 1)),
            Kind::List => Some(Value::Array(Vec::new())),
            Kind::Text | Kind::Integer | Kind::Number | Kind::Boolean | Kind::Any => None,
        },
        Some(Value::Object(given)) => Some(map(shape, Some(given), made)),
        Some(Value::Array(items)) => Some(match shape.item() {
            Some(item) => items.iter().map(|it| fill(item, Some(it), made).unwrap_or(Value::Null)).collect(),
            None => Value::Array(items.clone()),
        }),
        Some(plain) => Some(plain.clone()),
    }
}

fn map(shape: Shape<'_>, given: Option<&Map<String, Value>>, made: usize) -> Value {
    let mut whole = Map::with_capacity(given.map_or(0, Map::len));
    let mut unknown = given.map_or(0, Map::len);
    for (name, property) in shape.properties() {
        let known = given.and_then(|it| it.get(name));
        unknown -= usize::from(known.is_some());
        if let Some(value) = fill(property, known, made) {
            whole.insert(name.to_owned(), value);
        }
    }
    // What the schema does not know by name stays as it is.
    let others = given.filter(|_| unknown > 0).into_iter().flatten();
    for (name, value) in others.filter(|(_, it)| !it.is_null()) {
        if shape.property(name).is_none() {
            let value = shape.extra().and_then(|it| fill(it, Some(value), made)).unwrap_or_else(|| value.clone());
            whole.insert(name.clone(), value);
        }
    }
    certified::complete(shape, &mut whole);
    Value::Object(whole)
}
