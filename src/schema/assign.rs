//! Several `path=value` texts made into one value: the item that is to be added to a list.

use serde_json::{Map, Value};

use super::fault::Fault;
use super::fill::complete;
use super::path::resolve_in;
use super::shape::{Kind, Shape, shape_in};
use super::typed::{faults, typed};
use crate::document::{Path, Step};
use crate::model::Message;

/// The completed value that the texts describe, their paths relative to it; or everything that is wrong with them.
pub(crate) fn assignments(shape: Shape<'_>, texts: &[String]) -> Result<Value, Vec<Fault>> {
    if let ([text], false) = (texts, shape.kinds() == [Kind::Map]) {
        return single(shape, text).map_err(|it| vec![it]);
    }
    if let [text] = texts
        && text.starts_with('{')
    {
        return whole(shape, text);
    }
    let mut value = Value::Object(Map::new());
    let mut wrong = Vec::new();
    for text in texts {
        if let Err(fault) = assign(shape, &mut value, text) {
            wrong.push(fault);
        }
    }
    let value = complete(shape, value);
    if wrong.is_empty() {
        wrong.extend(faults(shape, &value).into_iter().map(|it| it.fault));
    }
    if wrong.is_empty() { Ok(value) } else { Err(wrong) }
}

/// Cuts `path=value` at the first `=` that is not in quotes or brackets.
pub(crate) fn cut(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    let mut escaped = false;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => quote = Some(letter),
            (None, '=') => return Some((text.get(..at)?, text.get(at + 1..)?)),
            (Some(_) | None, _) => {}
        }
    }
    None
}

/// An item that is a plain value: the text itself, or `value=text`.
fn single(shape: Shape<'_>, text: &str) -> Result<Value, Fault> {
    typed(shape, text.strip_prefix("value=").unwrap_or(text))
}

fn whole(shape: Shape<'_>, text: &str) -> Result<Value, Vec<Fault>> {
    let value = typed(shape, text).map_err(|it| vec![it])?;
    Ok(complete(shape, value))
}

fn assign(shape: Shape<'_>, value: &mut Value, text: &str) -> Result<(), Fault> {
    let Some((name, given)) = cut(text) else {
        let message = Message::new("schema.assign-form").with("text", super::shown::clean(text));
        return Err(Fault::new("path/assignment", message).help(Message::new("schema.assign-form-help")));
    };
    let path = resolve_in(shape, value, name)?;
    if path.find(value).is_some_and(|it| !it.is_object()) {
        return Err(Fault::new("path/twice", Message::new("schema.assign-twice").with("field", name)));
    }
    let at = shape_in(shape, Some(value), &path);
    let new = match at {
        Some(at) => typed(at, given).map_err(|it| it.about(name))?,
        None => Value::String(given.to_owned()),
    };
    if !new.is_null() {
        put(value, &path, new);
    }
    Ok(())
}

/// Sets a value, making the maps on the way.
fn put(value: &mut Value, path: &Path, new: Value) {
    let mut here = value;
    for step in path.steps() {
        here = match step {
            Step::Key(key) => {
                if !here.is_object() {
                    *here = Value::Object(Map::new());
                }
                match here.as_object_mut() {
                    Some(map) => map.entry(key.clone()).or_insert(Value::Null),
                    None => return,
                }
            }
            Step::Index(index) => match here.get_mut(index) {
                Some(item) => item,
                None => return,
            },
        };
    }
    *here = new;
}
