//! From the errors of the validator to faults a person can mend, each at its path.

use std::collections::BTreeSet;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as K;
use serde_json::Value;

use super::fault::Fault;
use super::say::{self, Subject};
use super::shape::{Shape, shape_in};
use super::{path, pointer, settle, shown, when};
use crate::document::{Path, Step};
use crate::model::Message;

/// The most faults of one file that are told. Who has so many made one mistake many times; and a file made to have a
/// million must not cost as much.
pub(super) const MOST: usize = 1000;

/// A fault and where it is.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: Path,
    pub(super) on: On,
    pub(super) fault: Fault,
}

/// What of the path is at fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum On {
    Value,
    /// The key itself; with the key that was probably meant.
    Key {
        meant: Option<String>,
    },
    /// Something that is not there: the path leads to where it should be.
    Missing,
}

/// What is judged, and by what.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    /// The schema that was compiled, for the paths of the validator.
    pub(super) schema: &'a Value,
    pub(super) shape: Shape<'a>,
    pub(super) value: &'a Value,
}

impl Judge<'_> {
    /// One fault for each mistake.
    pub(super) fn faults(&self, errors: &[ValidationError<'_>]) -> Vec<Found> {
        let mut found = Vec::new();
        for error in errors.iter().take(MOST + 1) {
            self.take(error, &mut found);
        }
        settle::settle(found)
    }

    pub(super) fn take(&self, error: &ValidationError<'_>, found: &mut Vec<Found>) {
        let path = Path::from_pointer(error.instance_path().as_str(), self.value);
        let key = key_of(&path);
        let (holder, _) = pointer::split(error.schema_path().as_str());
        let subject = Subject {
            field: self.field(&path),
            key: &key,
            value: path.find(self.value).unwrap_or(&Value::Null),
            shape: shape_in(self.shape, Some(self.value), &path),
            schema: self.schema.pointer(holder).and_then(Value::as_object),
        };
        let Some(fault) = say::fault(error.kind(), &subject) else {
            self.take_apart(error, &path, &subject, found);
            return;
        };
        // What may not be there is marked by its name: its value may be a secret.
        let named = fault.code == "schema/forbidden" && matches!(path.last(), Some(Step::Key(_)));
        let on = if named { On::Key { meant: None } } else { On::Value };
        found.push(Found { path, on, fault });
    }

    /// Errors that are about the keys or items of a value, or about several schemas at once.
    fn take_apart(&self, error: &ValidationError<'_>, path: &Path, subject: &Subject<'_>, found: &mut Vec<Found>) {
        if let K::AdditionalProperties { unexpected } | K::UnevaluatedProperties { unexpected } = error.kind() {
            unknown(unexpected, path, subject, found);
        }
        if let K::Required { property } = error.kind() {
            let missing = property.as_str().unwrap_or_default();
            let when = when::when(self.schema, error.schema_path().as_str(), missing, subject.value);
            let fault = say::missing(missing, subject, when);
            found.push(Found { path: path.key(missing), on: On::Missing, fault });
        }
        if let K::PropertyNames { error: inner } = error.kind() {
            found.push(self.key_form(inner, path, subject));
        }
        if let K::AnyOf { context } | K::OneOfNotValid { context } = error.kind() {
            self.choice(context, path, subject, found);
        }
        if let K::OneOfMultipleValid { .. } = error.kind() {
            found.push(super::choice::too_many(path, subject));
        }
        if let K::UniqueItems = error.kind() {
            found.extend(twins(path, subject));
        }
    }

    fn key_form(&self, inner: &ValidationError<'_>, path: &Path, map: &Subject<'_>) -> Found {
        let instance = inner.instance();
        let key = instance.as_str().unwrap_or_default();
        let (holder, _) = pointer::split(inner.schema_path().as_str());
        let subject = Subject {
            field: Message::verbatim(format!("`{}`", shown::clean(key))),
            key: "",
            value: instance,
            shape: map.shape.and_then(Shape::names),
            schema: self.schema.pointer(holder).and_then(Value::as_object),
        };
        let message = Message::new("schema.key-form").with("key", shown::clean(key)).with("map", map.field.clone());
        let help = say::fault(inner.kind(), &subject).and_then(|it| it.help);
        let fault = Fault::new("schema/key-form", message).help(help);
        Found { path: path.key(key), on: On::Key { meant: None }, fault }
    }

    /// How a sentence calls the value at a path: by its key, and by its position in a list.
    fn field(&self, path: &Path) -> Message {
        if path.steps().is_empty() {
            return Message::new("schema.the-value");
        }
        let name = path::name_in(Some(self.shape), self.value, path);
        // Two words of the path tell enough; the whole of it is in the place.
        let keys = path.steps().iter().rev().take_while(|it| matches!(it, Step::Index(_))).count() + 1;
        let above = path.steps().len().saturating_sub(keys);
        let parent = Path::from(path.steps().get(..above).unwrap_or_default().to_vec());
        let before = path::name_in(Some(self.shape), self.value, &parent);
        let short = name.strip_prefix(&before).map_or(name.as_str(), |it| it.strip_prefix('.').unwrap_or(it));
        Message::verbatim(format!("`{}`", shown::clean(short)))
    }
}

fn unknown(unexpected: &[String], path: &Path, map: &Subject<'_>, found: &mut Vec<Found>) {
    let taken = |name: &str| map.value.get(name).is_some();
    let free: Vec<&str> = map.shape.into_iter().flat_map(Shape::properties).map(|(name, _)| name).collect();
    let free: Vec<&str> = free.into_iter().filter(|it| !taken(it)).collect();
    // A fault below a known key can make the validator forget that it knows the key.
    let known = |key: &&String| map.shape.is_some_and(|it| it.property(key).is_some());
    for key in unexpected.iter().filter(|it| !known(it)).take(MOST + 1) {
        let (fault, meant) = say::unknown_key(key, map, &free);
        found.push(Found { path: path.key(key), on: On::Key { meant }, fault });
    }
}

/// The items of a list that were there before.
fn twins(path: &Path, list: &Subject<'_>) -> Vec<Found> {
    let mut seen = BTreeSet::new();
    let items = list.value.as_array().into_iter().flatten().enumerate();
    let again = items.filter(|(_, item)| !seen.insert(item.to_string())).take(MOST + 1);
    let found = again.map(|(index, item)| {
        let message = Message::new("schema.duplicate").with("field", list.field.clone());
        let fault = Fault::new("schema/duplicate", message.with("value", shown::shown(item, list.key)));
        Found { path: path.index(index), on: On::Value, fault }
    });
    found.collect()
}

/// The key that holds a value, also where the value is in a list.
fn key_of(path: &Path) -> String {
    let key = |it: &Step| match it {
        Step::Key(key) => Some(key.clone()),
        Step::Index(_) => None,
    };
    path.steps().iter().rev().find_map(key).unwrap_or_default()
}
