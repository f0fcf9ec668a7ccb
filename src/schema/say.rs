//! The sentence for each way in which a value can differ from its schema.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::{Map, Number, Value};

use super::fault::Fault;
use super::near::near;
use super::path::quoted_list;
use super::shape::Shape;
use super::shown::{clean, looks_secret, shown};
use super::{dates, places, tree, typed};
use crate::model::{Arg, Message, Text};

/// What is being talked about.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    /// How the sentence calls it: a name in backticks, or "the value".
    pub(super) field: Message,
    /// The key that holds the value, bare.
    pub(super) key: &'a str,
    pub(super) value: &'a Value,
    pub(super) shape: Option<Shape<'a>>,
    /// The object of the schema that holds the keyword which failed.
    pub(super) schema: Option<&'a Map<String, Value>>,
}

impl Subject<'_> {
    fn shown(&self) -> Arg {
        shown(self.value, self.key)
    }

    fn say(&self, key: &'static str) -> Message {
        Message::new(key).with("field", self.field.clone()).with("value", self.shown())
    }

    fn limit(&self, key: &'static str, limit: &Value) -> Message {
        self.say(key).with("limit", limit.to_string())
    }

    fn count(&self, key: &'static str, limit: u64) -> Message {
        self.say(key).with("n", i64::try_from(limit).unwrap_or(i64::MAX))
    }

    /// What the schema says in words about the form of the value, or an example of it.
    fn expected(&self) -> Option<Message> {
        let form = self.schema.and_then(|it| it.get("x-form"));
        let written = |form: &Value| match form.as_str() {
            Some(text) => Some(Text::new(text, text)),
            None => serde_json::from_value(form.clone()).ok(),
        };
        if let Some(form) = form.and_then(written) {
            return Some(Message::new("schema.form").with("form", form));
        }
        // The example of the field itself comes before that of the definition it refers to.
        let own = self.shape.and_then(Shape::example).map(str::to_owned);
        let defined = || tree::example(self.schema?);
        let example = own.or_else(defined).map(|it| Message::new("schema.example").with("example", it));
        example.or_else(|| self.shape?.description().cloned().map(Message::Text))
    }
}

/// The fault that one error of the validator stands for. None for those that the caller takes apart itself.
pub(super) fn fault(kind: &ValidationErrorKind, subject: &Subject<'_>) -> Option<Fault> {
    use ValidationErrorKind as K;
    let range = |message| Some(Fault::new("schema/range", message));
    let length = |message| Some(Fault::new("schema/length", message));
    let size = |message| Some(Fault::new("schema/size", message));
    match kind {
        K::Type { kind } => Some(wrong_type(&kinds(kind), subject)),
        K::Enum { options } => Some(not_an_option(options, subject)),
        K::Constant { expected_value } => {
            Some(Fault::new("schema/const", subject.limit("schema.const", expected_value)))
        }
        K::Format { format } => Some(wrong_format(format, subject)),
        K::Pattern { pattern } => Some(wrong_pattern(pattern, subject)),
        K::BacktrackLimitExceeded { .. } | K::RegexEngineFailure { .. } => Some(wrong_pattern("", subject)),
        K::Minimum { limit } => range(subject.limit("schema.minimum", limit)),
        K::Maximum { limit } => range(subject.limit("schema.maximum", limit)),
        K::ExclusiveMinimum { limit } => range(subject.limit("schema.above", limit)),
        K::ExclusiveMaximum { limit } => range(subject.limit("schema.below", limit)),
        K::MultipleOf { multiple_of } => range(subject.say("schema.multiple").with("limit", multiple_of.to_string())),
        K::MinLength { limit: 1 } => length(subject.say("schema.empty-text")),
        K::MinLength { limit } => length(subject.count("schema.min-length", *limit)),
        K::MaxLength { limit } => length(subject.count("schema.max-length", *limit)),
        K::MinItems { limit } => size(subject.count("schema.min-items", *limit)),
        K::MaxItems { limit } => size(subject.count("schema.max-items", *limit)),
        K::MinProperties { limit } => size(subject.count("schema.min-fields", *limit)),
        K::MaxProperties { limit } => size(subject.count("schema.max-fields", *limit)),
        K::Contains => Some(Fault::new("schema/contains", lacking(subject))),
        K::FalseSchema | K::Not { .. } => Some(Fault::new("schema/forbidden", subject.say("schema.forbidden"))),
        K::AdditionalItems { .. }
        | K::UnevaluatedItems { .. }
        | K::ContentEncoding { .. }
        | K::ContentMediaType { .. }
        | K::FromUtf8 { .. }
        | K::Custom { .. }
        | K::Referencing(_) => {
            Some(Fault::new("schema/other", subject.say("schema.other").with("keyword", kind.keyword())))
        }
        K::AdditionalProperties { .. }
        | K::UnevaluatedProperties { .. }
        | K::AnyOf { .. }
        | K::OneOfNotValid { .. }
        | K::OneOfMultipleValid { .. }
        | K::PropertyNames { .. }
        | K::Required { .. }
        | K::UniqueItems => None,
    }
}

/// The item that a list must have, named where the schema names it.
fn lacking(subject: &Subject<'_>) -> Message {
    let only = subject.schema.and_then(|it| it.get("contains")?.get("const")?.as_str());
    match only {
        Some(only) => subject.say("schema.contains-value").with("value", only),
        None => subject.say("schema.contains"),
    }
}

pub(super) fn kinds(kind: &TypeKind) -> Vec<&'static str> {
    match kind {
        TypeKind::Single(one) => vec![one.as_str()],
        TypeKind::Multiple(set) => set.iter().map(|it| it.as_str()).collect(),
    }
}

/// A value of the wrong kind. `expected`: the names that JSON Schema has for the right ones.
pub(super) fn wrong_type(expected: &[&str], subject: &Subject<'_>) -> Fault {
    let bilingual = subject.shape.is_some_and(Shape::is_bilingual) && !expected.contains(&"string");
    let kind = expected_kind(expected, bilingual);
    if subject.value.is_null() {
        let message = subject.say("schema.no-value").with("kind", kind);
        return Fault::new("schema/type", message).help(Message::new("schema.no-value-help"));
    }
    let message = subject.say("schema.type").with("kind", kind).with("found", found(subject));
    let first = expected.iter().find(|it| **it != "null").copied();
    if let (Some("string"), Value::Number(number), Some(shape)) = (first, subject.value, subject.shape) {
        return Fault::new("schema/type", message).help(quoted(number, shape, subject));
    }
    let help = match (first, subject.value) {
        (Some("object"), Value::String(_)) if bilingual => Some("schema.type-help-bilingual"),
        (Some("string"), Value::Bool(_)) => Some("schema.type-help-quotes"),
        (Some("array"), Value::String(_) | Value::Number(_)) => Some("schema.type-help-list"),
        (Some("boolean"), Value::String(_)) => Some("schema.type-help-boolean"),
        (Some("integer" | "number"), Value::String(text)) if typed::is_number(text) => Some("schema.type-help-bare"),
        _ => None,
    };
    Fault::new("schema/type", message).help(help.map(|it| subject.say(it).with("key", subject.key)))
}

/// A number as the text that it should have been; where only quotes would not do, in the form that would.
fn quoted(number: &Number, shape: Shape<'_>, subject: &Subject<'_>) -> Option<Message> {
    let text = number.to_string();
    let fits = typed::faults(shape, &Value::String(text.clone())).is_empty();
    let meant = if fits { Some(text) } else { typed::meant(shape, &text) };
    match meant {
        Some(meant) => Some(Message::new("schema.type-help-quotes").with("value", meant)),
        None => subject.expected(),
    }
}

fn expected_kind(expected: &[&str], bilingual: bool) -> Message {
    let first_time = |(at, it): &(usize, &&str)| !expected.iter().take(*at).any(|before| before == *it);
    let kinds = expected.iter().enumerate().filter(first_time).filter(|(_, it)| **it != "null");
    let mut kinds = kinds.map(|(_, it)| {
        Message::new(match *it {
            "object" if bilingual => "schema.kind-bilingual",
            "object" => "schema.kind-map",
            "array" => "schema.kind-list",
            "integer" => "schema.kind-integer",
            "number" => "schema.kind-number",
            "boolean" => "schema.kind-boolean",
            _ => "schema.kind-text",
        })
    });
    let first = kinds.next().unwrap_or_else(|| Message::new("schema.kind-nothing"));
    kinds.fold(first, |before, next| Message::new("schema.or").with("before", before).with("next", next))
}

fn found(subject: &Subject<'_>) -> Message {
    let key = match subject.value {
        Value::Null => "schema.found-nothing",
        Value::Bool(_) => "schema.found-boolean",
        Value::Number(_) => "schema.found-number",
        Value::String(_) => "schema.found-text",
        Value::Array(_) => "schema.found-list",
        Value::Object(_) => "schema.found-map",
    };
    subject.say(key)
}

fn not_an_option(options: &Value, subject: &Subject<'_>) -> Fault {
    let options: Vec<String> = options
        .as_array()
        .into_iter()
        .flatten()
        .filter(|it| !it.is_null())
        .map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned))
        .collect();
    not_one_of(&options.iter().map(String::as_str).collect::<Vec<_>>(), subject)
}

/// A value that is not one of those that are counted.
pub(super) fn not_one_of(options: &[&str], subject: &Subject<'_>) -> Fault {
    let list = quoted_list(options.iter().copied());
    let typed = subject.value.as_str().map_or_else(|| subject.value.to_string(), str::to_owned);
    let help = match near(&typed, options.iter().copied()) {
        Some(near) if options.len() > 1 => Message::new("schema.enum-near").with("near", near),
        Some(near) => Message::new("schema.did-you-mean").with("near", near),
        None => Message::new("schema.enum-list"),
    };
    let key = if subject.value.is_null() { "schema.no-option" } else { "schema.enum" };
    Fault::new("schema/enum", subject.say(key)).help(help.with("options", list))
}

fn wrong_format(format: &str, subject: &Subject<'_>) -> Fault {
    let text = subject.value.as_str().unwrap_or_default();
    if format == "date" {
        let told = dates::wrong(text, subject.shown());
        let (message, help) = told.unwrap_or_else(|| (subject.say("schema.date-form"), None));
        return Fault::new("schema/format", message).help(help);
    }
    let expected = match format {
        "date-time" => "schema.format-date-time",
        "time" => "schema.format-time",
        "email" | "idn-email" => "schema.format-email",
        "uri" | "iri" => "schema.format-uri",
        "uri-reference" | "iri-reference" => "schema.format-uri-reference",
        "hostname" | "idn-hostname" => "schema.format-hostname",
        "uuid" => "schema.format-uuid",
        "duration" => "schema.format-duration",
        "regex" => "schema.format-regex",
        _ => "schema.format-other",
    };
    let expected = Message::new(expected).with("format", format);
    Fault::new("schema/format", subject.say("schema.format").with("expected", expected)).help(subject.expected())
}

fn wrong_pattern(pattern: &str, subject: &Subject<'_>) -> Fault {
    let help = subject.expected().unwrap_or_else(|| Message::new("schema.pattern-help").with("pattern", pattern));
    Fault::new("schema/pattern", subject.say("schema.pattern")).help(help)
}

/// A value for which the schema has several forms, none of which it has.
pub(super) fn no_form(examples: &[String], subject: &Subject<'_>) -> Fault {
    let list = || {
        let list = quoted_list(examples.iter().map(String::as_str));
        (!examples.is_empty()).then(|| Message::new("schema.forms").with("examples", list))
    };
    let help = subject.expected().or_else(list);
    Fault::new("schema/choice", subject.say("schema.pattern")).help(help)
}

/// A key that may not stand in this map, and the one that was meant by it. `free`: the known keys that are not there yet.
pub(super) fn unknown_key(key: &str, map: &Subject<'_>, free: &[&str]) -> (Fault, Option<String>) {
    let shape = map.shape;
    let names = || shape.into_iter().flat_map(|it| it.properties().map(|(name, _)| name));
    let meant = near(key, free.iter().copied());
    let help = match meant.or_else(|| near(key, names())) {
        _ if looks_secret(key, "") => Some(Message::new("schema.secret-key")),
        Some(near) => Some(Message::new("schema.did-you-mean").with("near", near)),
        None => places::elsewhere(shape, shape.map(Shape::top), key).or_else(|| places::fields(free)),
    };
    let at = if map.key.is_empty() { None } else { Some(map.field.clone()) };
    let message = places::not_a_field(&clean(key), at, shape);
    (Fault::new("schema/unknown-key", message).help(help), meant.map(str::to_owned))
}

/// A key that must stand in this map and does not. `when`: the condition under which it must.
pub(super) fn missing(key: &str, map: &Subject<'_>, when: Option<Message>) -> Fault {
    let root = map.key.is_empty();
    let message = Message::new(if root { "schema.missing-root" } else { "schema.missing" });
    let message = message.with("key", key).with("map", map.field.clone());
    let about = || map.shape?.child(key)?.description().cloned().map(Message::Text);
    Fault::new("schema/missing", message).help(when.or_else(about))
}
