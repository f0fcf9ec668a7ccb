//! `anyOf` and `oneOf`: of several schemas, the one that was meant is told from the others, and only its faults are said.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as K;
use serde_json::Value;

use super::fault::Fault;
use super::judge::{Found, Judge, On};
use super::say::{self, Subject};
use super::{path, pointer};
use crate::document::Path;
use crate::model::Message;

/// What one of the schemas has against the value.
type Branch = Vec<ValidationError<'static>>;

impl Judge<'_> {
    /// None of the branches fits. The one that was meant is the one whose kind of value is there.
    pub(super) fn choice(&self, branches: &[Branch], path: &Path, subject: &Subject<'_>, found: &mut Vec<Found>) {
        let here = path.pointer();
        let at_once = |it: &ValidationError<'_>| it.instance_path().as_str() == here;
        let other_kind = |it: &&Branch| it.iter().any(|it| at_once(it) && is_of_another_kind(it));
        let other_case = |it: &&Branch| it.iter().any(|it| matches!(it.kind(), K::Constant { .. }));
        let mut live: Vec<&Branch> = branches.iter().filter(|it| !other_kind(it)).collect();
        if live.len() > 1 && live.iter().any(|it| !other_case(it)) {
            live.retain(|it| !other_case(it));
        }
        let asks = |it: &&Branch| it.iter().all(|it| at_once(it) && matches!(it.kind(), K::Required { .. }));
        let value = |fault| Found { path: path.clone(), on: On::Value, fault };
        match live[..] {
            [] => {
                let kinds: Vec<&str> = branches.iter().flatten().filter(|it| at_once(it)).flat_map(expected).collect();
                found.push(value(say::wrong_type(&kinds, subject)));
            }
            [branch] => branch.iter().for_each(|it| self.take(it, found)),
            _ if live.iter().all(asks) => {
                let names: Vec<&str> = live.iter().copied().flatten().filter_map(required).collect();
                found.push(none_of(&names, path, subject));
            }
            _ => found.push(value(say::no_form(&self.examples(&live), subject))),
        }
    }

    /// What a value of each branch looks like.
    fn examples(&self, branches: &[&Branch]) -> Vec<String> {
        let example = |error: &ValidationError<'static>| {
            let (holder, _) = pointer::split(error.schema_path().as_str());
            let written = self.schema.pointer(holder)?.get("examples").and_then(|it| it.get(0));
            if let Some(example) = written {
                return Some(example.as_str().map_or_else(|| example.to_string(), str::to_owned));
            }
            let date = matches!(error.kind(), K::Format { format } if format == "date");
            date.then(|| "2026-12-31".to_owned())
        };
        branches.iter().filter_map(|it| it.iter().find_map(example)).collect()
    }
}

/// More than one of the branches of `oneOf` fits.
pub(super) fn too_many(path: &Path, subject: &Subject<'_>) -> Found {
    let branches = subject.schema.and_then(|it| it.get("oneOf")).and_then(Value::as_array);
    let names = branches.into_iter().flatten().filter_map(|it| it.get("required")?.get(0)?.as_str());
    let names: Vec<&str> = names.filter(|it| subject.value.get(*it).is_some()).collect();
    let key = if names.is_empty() { "schema.ambiguous" } else { "schema.only-one" };
    let list = path::quoted_list(names.into_iter());
    let message = Message::new(key).with("field", subject.field.clone()).with("keys", list);
    Found { path: path.clone(), on: On::Value, fault: Fault::new("schema/choice", message) }
}

/// None of several keys is there, of which one must be.
fn none_of(names: &[&str], path: &Path, map: &Subject<'_>) -> Found {
    let key = if path.steps().is_empty() { "schema.missing-any-root" } else { "schema.missing-any" };
    let list = path::quoted_list(names.iter().copied());
    let message = Message::new(key).with("keys", list).with("map", map.field.clone());
    let first = names.first().copied().unwrap_or_default();
    Found { path: path.key(first), on: On::Missing, fault: Fault::new("schema/missing", message) }
}

/// Whether an error says that the branch is for another kind of value, `null` written as a constant among them.
fn is_of_another_kind(error: &ValidationError<'_>) -> bool {
    matches!(error.kind(), K::Type { .. })
        || matches!(error.kind(), K::Constant { expected_value } if expected_value.is_null())
}

fn expected(error: &ValidationError<'_>) -> Vec<&'static str> {
    if let K::Type { kind } = error.kind() { say::kinds(kind) } else { Vec::new() }
}

fn required<'e>(error: &'e ValidationError<'_>) -> Option<&'e str> {
    if let K::Required { property } = error.kind() { property.as_str() } else { None }
}
