//! Judges a document by its schema: all findings, each at the most helpful place.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Schema;
use super::judge::{Found, Judge, MOST, On};
use super::path;
use super::shape::Shape;
use super::shown::shown;
use crate::document::{Document, Path};
use crate::model::{Finding, Message, Place, Spot};

impl Schema {
    /// Everything that is wrong with a document, in the order of the text.
    pub(crate) fn check(&self, document: &Document, file: &str) -> Vec<Finding> {
        let validator = match self.validator() {
            Ok(validator) => validator,
            Err(finding) => return vec![finding.clone()],
        };
        let value = document.value();
        let mut findings = Vec::new();
        if !validator.is_valid(value) {
            let errors: Vec<_> = validator.iter_errors(value).collect();
            let judge = Judge { schema: self.value(), shape: self.shape(), value };
            findings.extend(judge.faults(&errors).into_iter().map(|it| self.finding(it, document, file)));
        }
        let mut walk = Twins { schema: self, document, file, findings };
        walk.visit(self.shape(), value, &mut Vec::new());
        in_order(walk.findings)
    }

    fn finding(&self, found: Found, document: &Document, file: &str) -> Finding {
        let spot = match found.on {
            On::Value if document.at(&found.path).is_some_and(|it| !it.is_null()) => document.spot(&found.path),
            On::Value | On::Key { .. } => document.key_spot(&found.path),
            On::Missing => match found.path.parent() {
                Some(map) if !map.steps().is_empty() => document.key_spot(&map),
                _ => Spot { line: 1, column: 1, start: 0, end: 0 },
            },
        };
        let path = path::name(self.shape(), document, &found.path);
        let finding =
            Finding::error(found.fault.code, Place { file: file.to_owned(), spot, path }, found.fault.message);
        Finding { help: found.fault.help, ..finding }
    }
}

fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (a.place.spot.start, &a.place.path).cmp(&(b.place.spot.start, &b.place.path)));
    let Some(cut) = findings.get(MOST).map(|it| it.place.clone()) else { return findings };
    findings.truncate(MOST);
    let help = Message::new("schema.more-help");
    findings.push(Finding::error("schema/more", cut, Message::new("schema.more")).help(help));
    findings
}

/// Finds items of a list that have the same `id`: neither could be named any more. JSON Schema cannot say this.
struct Twins<'a> {
    schema: &'a Schema,
    document: &'a Document,
    file: &'a str,
    findings: Vec<Finding>,
}

/// How deep the search goes: deeper than any schema nests its lists.
const DEEPEST: usize = 16;

impl Twins<'_> {
    fn visit<'v>(&mut self, shape: Shape<'_>, value: &'v Value, above: &mut Vec<Visited<'v>>) {
        if above.len() > DEEPEST {
            return;
        }
        match value {
            Value::Object(map) => {
                for (key, value) in map.iter().filter(|(_, it)| it.is_array() || it.is_object()) {
                    if let Some(child) = shape.child(key) {
                        above.push(Visited::Key(key));
                        self.visit(child, value, above);
                        above.pop();
                    }
                }
            }
            Value::Array(items) => {
                let Some(item) = shape.item() else { return };
                if shape.item_key() == "id" && items.iter().any(|it| it.get("id").is_some()) {
                    self.compare(items, above);
                }
                for (index, value) in items.iter().enumerate().filter(|(_, it)| it.is_object()) {
                    above.push(Visited::Index(index));
                    self.visit(item, value, above);
                    above.pop();
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    /// Stops where nobody would read on: each finding costs a search for its name.
    fn compare(&mut self, items: &[Value], above: &[Visited<'_>]) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, id) in items.iter().enumerate().filter_map(|(at, it)| Some((at, it.get("id")?.as_str()?))) {
            if self.findings.len() > MOST {
                return;
            }
            let Some(&first) = seen.get(id) else {
                seen.insert(id, index);
                continue;
            };
            let list = path_of(above);
            let at = |index: usize| list.index(index).key("id");
            let line = self.document.spot(&at(first)).line;
            let message = Message::new("schema.duplicate-id")
                .with("list", path::name(self.schema.shape(), self.document, &list))
                .with("value", shown(&Value::String(id.to_owned()), "id"));
            let place = Place {
                file: self.file.to_owned(),
                spot: self.document.spot(&at(index)),
                path: path::name(self.schema.shape(), self.document, &at(index)),
            };
            let help = Message::new("schema.duplicate-id-help").with("line", line.to_string());
            self.findings.push(Finding::error("schema/duplicate-id", place, message).help(help));
        }
    }
}

/// A step on the way, borrowed: most files have no twins, and then no path is ever made.
enum Visited<'v> {
    Key(&'v str),
    Index(usize),
}

fn path_of(visited: &[Visited<'_>]) -> Path {
    visited.iter().fold(Path::root(), |path, step| match step {
        Visited::Key(key) => path.key(key),
        Visited::Index(index) => path.index(*index),
    })
}
