//! Is a process sound? Everything is checked before a client is judged by it: rules against the schema, paths, names,
//! both languages, commands, and that every phase and state can be reached. All findings at their places.

mod across;
mod act;
mod command;
mod due;
mod names;
mod parts;
mod scalar;
mod services;
mod signatures;
mod states;
mod steps;
mod words;

use serde_json::Value;

use super::cel::{Expression, Flaw, Purpose, Scope, Type, check as check_expression};
use super::definition::Definition;
use super::select::Selector;
use super::source::Source;
use super::subject::Shapes;
use crate::document::{Document, Path};
use crate::model::{Finding, Message, Place};
use crate::schema::{self, FileKind, Schema, Shape};

/// Everything that is wrong with a process whose form is right.
pub(super) fn check(definition: &Definition, document: &Document, file: &str, shapes: &Shapes<'_>) -> Vec<Finding> {
    let mut check = Check { definition, document, file, shapes, findings: Vec::new() };
    check.names();
    check.phases();
    check.rules();
    check.signatures();
    check.across();
    check.due();
    check.lifecycles();
    check.services();
    check.statuses();
    check.authority();
    check.labels();
    check.secrets();
    check.empty_texts(&Path::root(), document.value());
    check.findings
}

struct Check<'a> {
    definition: &'a Definition,
    document: &'a Document,
    file: &'a str,
    shapes: &'a Shapes<'a>,
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    /// A finding at a node of the process file.
    fn find(&mut self, path: &Path, code: &str, message: Message, help: Option<Message>) {
        let place = Place { file: self.file.to_owned(), spot: self.document.spot(path), path: self.name(path) };
        self.findings.push(Finding { help, ..Finding::error(code, place, message) });
    }

    /// A finding inside the text of a node: `at` is where in the text the flawed part begins.
    fn find_in(&mut self, path: &Path, at: usize, flaw: Flaw) {
        let text = path.find(self.document.value()).and_then(Value::as_str).unwrap_or_default();
        let spot = scalar::spot(self.document, path, text, flaw.span.start + at..flaw.span.end + at);
        let place = Place { file: self.file.to_owned(), spot, path: self.name(path) };
        self.findings.push(Finding { help: flaw.help.map(|it| *it), ..Finding::error(flaw.code, place, flaw.message) });
    }

    /// A path of the process file, as a person types it.
    fn name(&self, path: &Path) -> String {
        schema::name(Schema::embedded(FileKind::Process).shape(), self.document, path)
    }

    fn scope(&self, this: Option<Shape<'a>>) -> Scope<'a> {
        Scope {
            client: self.shapes.client,
            settings: self.shapes.settings,
            limits: &self.definition.limits,
            labels: &self.definition.labels,
            this: this.map(Type::Shaped),
        }
    }

    fn condition(&mut self, path: &Path, source: &Source, this: Option<Shape<'a>>) {
        self.expression((path, 0), source, this, Purpose::Condition);
    }

    /// An expression that stands `at` bytes into the text at `path`.
    fn expression(&mut self, (path, at): (&Path, usize), source: &Source, this: Option<Shape<'a>>, purpose: Purpose) {
        let flaws = match source.expression() {
            Ok(expression) => self.checked(expression, this, purpose),
            Err(flaws) => flaws.to_vec(),
        };
        for flaw in flaws {
            self.find_in(path, at, flaw);
        }
    }

    fn checked(&self, expression: &Expression, this: Option<Shape<'a>>, purpose: Purpose) -> Vec<Flaw> {
        check_expression(expression, &self.scope(this), purpose)
    }

    /// The shape of the items of `each`; `None`, and a finding, when it leads nowhere.
    fn items(&mut self, path: &Path, each: Option<&Selector>) -> Option<Shape<'a>> {
        let mut items: Option<Shape<'a>> = None;
        for (index, way) in each?.ways().enumerate() {
            let at = self.way(path, index);
            match way.item_shape(self.shapes.client) {
                Ok(shape) if items.is_some_and(|it| it.kind() != shape.kind()) => {
                    self.find(&at, "process/type", Message::new("process.each-differs"), None);
                    return None;
                }
                Ok(shape) => drop(items.get_or_insert(shape)),
                Err(flaw) => {
                    self.find_in(&at, 0, flaw);
                    return None;
                }
            }
        }
        items
    }

    /// Paths that must lead somewhere, whatever is there.
    fn ways(&mut self, path: &Path, selector: &Selector) {
        for (index, way) in selector.ways().enumerate() {
            let at = self.way(path, index);
            self.leads(&at, way, self.shapes.client);
        }
    }

    /// Where one of several paths is written.
    fn way(&self, path: &Path, index: usize) -> Path {
        match path.find(self.document.value()) {
            Some(Value::Array(_)) => path.index(index),
            Some(_) | None => path.clone(),
        }
    }

    /// A path that must lead somewhere, from the client file or from an item on.
    fn leads(&mut self, path: &Path, selector: &Selector, from: Shape<'a>) {
        if let Err(flaw) = selector.shape(from) {
            self.find_in(path, 0, flaw);
        } else if selector.has_filter() {
            self.find(path, "process/filter", Message::new("process.filter-in-place"), None);
        }
    }
}
