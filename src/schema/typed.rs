//! From a text on the command line to a value of the type that the schema expects. `today` and the like are words of the
//! caller, not of a schema.

use serde_json::{Number, Value};

use super::fault::{Fault, TypeError};
use super::judge::{Found, Judge};
use super::say::{self, Subject};
use super::shape::{Kind, Shape};
use super::{path, validator};
use crate::document::Document;
use crate::model::Message;

/// The value that a text stands for. `Null` for an empty text and for `null`: the caller takes the field away.
pub(crate) fn typed(shape: Shape<'_>, text: &str) -> Result<Value, TypeError> {
    if text.is_empty() || text == "null" {
        return Ok(Value::Null);
    }
    let value = read(shape, text)?;
    match faults(shape, &value).into_iter().next() {
        None => Ok(value),
        Some(found) => Err(found.fault.help_instead(repaired(shape, text))),
    }
}

/// What the schema has against a value that stands alone.
pub(super) fn faults(shape: Shape<'_>, value: &Value) -> Vec<Found> {
    let Some(node) = shape.node() else { return Vec::new() };
    let Some(validator) = shape.validator().filter(|it| !it.is_valid(value)) else { return Vec::new() };
    let Some(schema) = validator::part_schema(shape.schema(), &node.pointer) else { return Vec::new() };
    let errors: Vec<_> = validator.iter_errors(value).collect();
    Judge { schema: &schema, shape, value }.faults(&errors)
}

fn read(shape: Shape<'_>, text: &str) -> Result<Value, TypeError> {
    let flow = text.starts_with('{') || text.starts_with('[');
    match shape.kind() {
        Kind::Text => Ok(Value::String(text.to_owned())),
        Kind::Boolean => boolean(shape, text),
        Kind::Integer => integer(shape, text),
        Kind::Number => number(shape, text),
        Kind::List if text.starts_with('[') => self::flow(shape, text),
        Kind::List => list(shape, text),
        Kind::Map if text.starts_with('{') => self::flow(shape, text),
        Kind::Map => Err(parts(shape, text)),
        Kind::Any if flow && takes(shape, text) => self::flow(shape, text),
        Kind::Any => any(shape, text),
    }
}

fn takes(shape: Shape<'_>, text: &str) -> bool {
    let kind = if text.starts_with('{') { Kind::Map } else { Kind::List };
    shape.kinds().is_empty() || shape.kinds().contains(&kind)
}

/// A value that may be of several kinds: the narrowest one whose form the text has.
fn any(shape: Shape<'_>, text: &str) -> Result<Value, TypeError> {
    let free = shape.kinds().is_empty();
    let may = |kind| free || shape.kinds().contains(&kind);
    if may(Kind::Boolean) && matches!(text, "true" | "false") {
        return Ok(Value::Bool(text == "true"));
    }
    if (may(Kind::Integer) || may(Kind::Number))
        && let Some(whole) = whole(text)
    {
        return Ok(Value::from(whole));
    }
    if may(Kind::Number)
        && !free
        && let Some(number) = decimal(text)
    {
        return Ok(Value::Number(number));
    }
    if may(Kind::Text) {
        return Ok(Value::String(text.to_owned()));
    }
    if shape.kinds().contains(&Kind::List) { list(shape, text) } else { Err(parts(shape, text)) }
}

fn boolean(shape: Shape<'_>, text: &str) -> Result<Value, TypeError> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "oui" => Ok(Value::Bool(true)),
        "false" | "no" | "non" => Ok(Value::Bool(false)),
        _ => Err(wrong(shape, text, "boolean").help(Message::new("schema.typed-boolean"))),
    }
}

fn integer(shape: Shape<'_>, text: &str) -> Result<Value, TypeError> {
    match whole(text) {
        Some(number) => Ok(Value::from(number)),
        None => Err(wrong(shape, text, "integer").help_instead(repaired(shape, text))),
    }
}

fn number(shape: Shape<'_>, text: &str) -> Result<Value, TypeError> {
    if let Some(number) = whole(text) {
        return Ok(Value::from(number));
    }
    match decimal(text) {
        Some(number) => Ok(Value::Number(number)),
        None => Err(wrong(shape, text, "number").help_instead(repaired(shape, text))),
    }
}

/// Whether a text, without quotes, is a number in the file as well.
pub(super) fn is_number(text: &str) -> bool {
    whole(text).is_some() || decimal(text).is_some()
}

/// Digits and a minus, nothing else: what the text says is what the file will say.
fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits.bytes().all(|it| it.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten()
}

fn decimal(text: &str) -> Option<Number> {
    let (before, after) = text.split_once('.')?;
    let plain = !after.is_empty() && after.bytes().all(|it| it.is_ascii_digit());
    (plain && (whole(before).is_some() || before == "-0"))
        .then(|| text.parse().ok())
        .flatten()
        .and_then(Number::from_f64)
}

/// Items between commas.
fn list(shape: Shape<'_>, text: &str) -> Result<Value, TypeError> {
    let item = shape.item();
    if item.is_some_and(|it| it.kinds() == [Kind::Map]) {
        let help = Message::new("schema.typed-list-of-maps-help");
        return Err(Fault::new("schema/type", Message::new("schema.typed-list-of-maps")).help(help));
    }
    let mut items = Vec::new();
    for part in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        items.push(match item {
            Some(item) => typed(item, part)?,
            None => Value::String(part.to_owned()),
        });
    }
    Ok(Value::Array(items))
}

/// A list or a map as YAML writes it on one line; JSON is such a writing too.
fn flow(shape: Shape<'_>, text: &str) -> Result<Value, TypeError> {
    let read = Document::strict(&format!("value: {text}"));
    let value = read.ok().and_then(|it| it.value().get("value").cloned());
    let value = value.ok_or_else(|| {
        let message = Message::new("schema.typed-flow").with("value", super::shown::clean(text));
        Fault::new("schema/type", message).help(Message::new("schema.typed-flow-help"))
    })?;
    Ok(super::fill::complete(shape, value))
}

/// A map cannot be given as one text.
fn parts(shape: Shape<'_>, text: &str) -> TypeError {
    if shape.is_bilingual() {
        return Fault::new("schema/type", Message::new("schema.typed-bilingual"))
            .help(Message::new("schema.typed-bilingual-help").with("value", super::shown::clean(text)));
    }
    let names = shape.properties().map(|(name, _)| name);
    let help = Message::new("schema.typed-map-help").with("fields", path::quoted_list(names));
    Fault::new("schema/type", Message::new("schema.typed-map")).help(shape.properties().next().map(|_| help))
}

fn wrong(shape: Shape<'_>, text: &str, expected: &str) -> TypeError {
    let value = Value::String(text.to_owned());
    let field = Message::new("schema.the-value");
    say::wrong_type(&[expected], &Subject { field, key: "", value: &value, shape: Some(shape), schema: None })
}

/// The number that was meant, where separators, a currency sign or an exponent hide it: said, never assumed.
fn repaired(shape: Shape<'_>, text: &str) -> Option<Message> {
    Some(Message::new("schema.did-you-mean").with("near", meant(shape, text)?))
}

pub(super) fn meant(shape: Shape<'_>, text: &str) -> Option<String> {
    if !text.contains(|it: char| it.is_ascii_digit()) {
        return None;
    }
    let bare: String = text.chars().filter(|it| !matches!(it, '_' | ' ' | '\u{a0}' | '\u{202f}' | '$')).collect();
    let point = bare.replace(',', "");
    let comma = bare.replace(',', ".");
    let candidates = [bare.clone(), comma, point, exponent(&bare).unwrap_or_default()];
    let padded = candidates.iter().flat_map(|it| [it.clone(), format!("{it}.00"), format!("{it}0")]);
    let fits = |it: &String| {
        it != text && !it.is_empty() && read_number(shape, it).is_some_and(|value| faults(shape, &value).is_empty())
    };
    padded.into_iter().find(fits)
}

fn read_number(shape: Shape<'_>, text: &str) -> Option<Value> {
    match shape.kind() {
        Kind::Integer => Some(Value::from(whole(text)?)),
        Kind::Number => whole(text).map(Value::from).or_else(|| decimal(text).map(Value::Number)),
        Kind::Text if whole(text).is_some() || decimal(text).is_some() => Some(Value::String(text.to_owned())),
        Kind::Text | Kind::Map | Kind::List | Kind::Boolean | Kind::Any => None,
    }
}

/// `1e3` written out.
fn exponent(text: &str) -> Option<String> {
    let (digits, power) = text.split_once(['e', 'E'])?;
    let power: usize = power.parse().ok().filter(|it| *it <= 12)?;
    whole(digits)?;
    Some(format!("{digits}{}", "0".repeat(power)))
}
