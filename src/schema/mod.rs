//! Is this a client, a process, settings? A JSON Schema says so; here its findings get their places and their words, and
//! its structure answers what a path means and what a typed value is. Knows no field of any file by name, and reads no
//! disk: a schema comes as text.

mod assign;
mod certified;
mod check;
mod choice;
mod dates;
mod fault;
mod files;
mod fill;
mod judge;
mod lint;
mod near;
mod path;
mod pieces;
mod places;
mod pointer;
mod say;
mod settle;
mod shape;
mod shown;
#[cfg(test)]
mod tests;
mod tree;
mod typed;
mod validator;
mod when;

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::Value;

pub(crate) use assign::assignments;
pub(crate) use certified::{Certified, certificate_findings, certificates};
pub(crate) use fault::Fault;
pub(crate) use files::files;
pub(crate) use fill::{complete, filled};
pub(crate) use near::near;
pub(crate) use path::{name, resolve};
pub(crate) use shape::{Kind, Shape, order, shape_at};
pub(crate) use typed::typed;

use crate::model::Finding;
use tree::Tree;

/// The files that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileKind {
    Client,
    Process,
    Settings,
}

/// A schema that was read and linted. Its validator is compiled when the first document is checked.
#[derive(Debug)]
pub(crate) struct Schema {
    /// Where the schema comes from, for findings about itself.
    file: String,
    tree: Tree,
    validator: OnceLock<Result<Validator, Box<Finding>>>,
}

impl Schema {
    /// Reads the schema of a workspace. Everything that is wrong with it is found here.
    pub(crate) fn load(text: &str, file: &str) -> Result<Self, Vec<Finding>> {
        let value = lint::read(text, file)?;
        let schema = Self::of(value, file);
        match schema.validator() {
            Ok(_) => Ok(schema),
            Err(finding) => Err(lint::placed(vec![finding.clone()], text)),
        }
    }

    /// The schema that comes with the program.
    pub(crate) fn embedded(kind: FileKind) -> &'static Self {
        static CLIENT: OnceLock<Schema> = OnceLock::new();
        static PROCESS: OnceLock<Schema> = OnceLock::new();
        static SETTINGS: OnceLock<Schema> = OnceLock::new();
        let (place, file) = match kind {
            FileKind::Client => (&CLIENT, "client.schema.json"),
            FileKind::Process => (&PROCESS, "process.schema.json"),
            FileKind::Settings => (&SETTINGS, "settings.schema.json"),
        };
        // A test reads them all; one that could not be read would refuse every file, never let one through.
        place.get_or_init(|| Self::of(serde_json::from_str(Self::text(kind)).unwrap_or(Value::Bool(false)), file))
    }

    /// The text of the schema that comes with the program.
    pub(crate) fn text(kind: FileKind) -> &'static str {
        match kind {
            FileKind::Client => include_str!("../../schemas/client.schema.json"),
            FileKind::Process => include_str!("../../schemas/process.schema.json"),
            FileKind::Settings => include_str!("../../schemas/settings.schema.json"),
        }
    }

    /// The structure, without a validator.
    pub(crate) fn shape(&self) -> Shape<'_> {
        Shape::root(&self.tree)
    }

    fn of(value: Value, file: &str) -> Self {
        Self { file: file.to_owned(), tree: Tree::build(value), validator: OnceLock::new() }
    }

    fn value(&self) -> &Value {
        &self.tree.root
    }

    /// Compiles what the first check would. One that cannot be compiled says so there.
    pub(crate) fn make_ready(&self) {
        self.validator.get_or_init(|| self.compiled());
    }

    fn validator(&self) -> Result<&Validator, &Finding> {
        self.validator.get_or_init(|| self.compiled()).as_ref().map_err(AsRef::as_ref)
    }

    fn compiled(&self) -> Result<Validator, Box<Finding>> {
        let error = |it| Box::new(lint::uncompilable(&self.tree.root, &it, &self.file));
        validator::compile(&self.tree.root).map_err(error)
    }
}
