//! Reads the text of a schema and finds what the validator would let pass: above all a keyword that is misspelt, which
//! JSON Schema takes for a remark.

use jsonschema::ValidationError;
use serde_json::{Map, Value};

use super::judge::Judge;
use super::near::near;
use super::path::quoted_list;
use super::shape::Shape;
use super::shown::clean;
use super::tree::Tree;
use crate::document::{Document, Path};
use crate::model::{Finding, Message, Place, Spot};

/// The keywords of JSON Schema 2020-12 that hold one schema.
pub(super) const ONE: &[&str] = &[
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];
/// Those that hold a list of schemas.
pub(super) const LIST: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];
/// Those that hold schemas by name: the names are no keywords.
pub(super) const NAMED: &[&str] = &["$defs", "dependentSchemas", "patternProperties", "properties"];
/// Those that hold no schema, and our own annotations.
const PLAIN: &[&str] = &[
    "$anchor",
    "$comment",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$ref",
    "$schema",
    "$vocabulary",
    "const",
    "contentEncoding",
    "contentMediaType",
    "default",
    "dependentRequired",
    "deprecated",
    "description",
    "enum",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "readOnly",
    "required",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
    "x-certificate",
    "x-description-fr",
    "x-entry",
    "x-file",
    "x-fingerprint",
    "x-form",
    "x-key",
    "x-managed",
    "x-presence",
    "x-record",
    "x-title-fr",
];
/// What `x-certificate` may name: the certificate itself, and the facts that are read from it.
const FACTS: &[&str] = &["pem", "sha256", "not_before", "not_after", "key_type", "key_bits", "subject"];
/// The formats that the validator knows; it would refuse a schema with another without saying which.
const FORMATS: &[&str] = &[
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Whether an annotation has the kind of value that it needs.
type Fits = fn(&Value) -> bool;

struct Lint<'a> {
    file: &'a str,
    root: &'a Value,
    findings: Vec<Finding>,
}

/// The schema in a text, if nothing is wrong with it but what only compiling can tell.
pub(super) fn read(text: &str, file: &str) -> Result<Value, Vec<Finding>> {
    let root: Value = match serde_json::from_str(text) {
        Ok(root) => root,
        Err(error) => {
            let line = u32::try_from(error.line()).unwrap_or(1).max(1);
            let column = u32::try_from(error.column()).unwrap_or(1).max(1);
            let place =
                Place { file: file.to_owned(), spot: Spot { line, column, start: 0, end: 0 }, path: String::new() };
            return Err(vec![Finding::error("schema/not-json", place, Message::new("schema.not-json"))]);
        }
    };
    let mut lint = Lint { file, root: &root, findings: Vec::new() };
    if let Some(draft) = root.get("$schema").and_then(Value::as_str).filter(|it| *it != DRAFT) {
        let message = Message::new("schema.draft").with("draft", clean(draft)).with("expected", DRAFT);
        lint.add("schema/draft", &Path::root().key("$schema"), message, None);
    }
    lint.schema(&root, &Path::root());
    let findings = lint.findings;
    if findings.is_empty() { Ok(root) } else { Err(placed(findings, text)) }
}

/// What the compiler has against a schema, in our own words and at its place.
pub(super) fn uncompilable(root: &Value, error: &ValidationError<'_>, file: &str) -> Finding {
    let at = error.instance_path().as_str();
    // The errors are those of the schema of schemas, of which only the values are known here.
    let unknown = Tree::build(Value::Bool(true));
    let judge = Judge { schema: &Value::Null, shape: Shape::root(&unknown), value: root };
    let told = judge.faults(std::slice::from_ref(error)).into_iter().next().map(|it| it.fault);
    let place = Place { file: file.to_owned(), spot: Spot::default(), path: at.to_owned() };
    let detail = told.as_ref().map_or_else(|| Message::new("schema.broken-here"), |it| it.message.clone());
    let message = Message::new("schema.broken").with("detail", detail);
    let finding = Finding::error("schema/broken", place, message);
    Finding { help: told.and_then(|it| it.help), ..finding }
}

/// Findings about a schema, with the places that their pointers have in the text. Read only when there are findings: a
/// schema is ten times as long as the files it is for.
pub(super) fn placed(mut findings: Vec<Finding>, text: &str) -> Vec<Finding> {
    let document = Document::read(text.as_bytes()).document;
    for finding in &mut findings {
        finding.place.spot = match &document {
            Some(document) => document.key_spot(&Path::from_pointer(&finding.place.path, document.value())),
            None => Spot { line: 1, column: 1, start: 0, end: 0 },
        };
    }
    findings
}

impl Lint<'_> {
    fn schema(&mut self, schema: &Value, at: &Path) {
        let Some(object) = schema.as_object() else { return };
        for (keyword, value) in object {
            let below = at.key(keyword);
            let keyword = keyword.as_str();
            if ONE.contains(&keyword) {
                self.schema(value, &below);
            } else if LIST.contains(&keyword) {
                for (index, schema) in value.as_array().into_iter().flatten().enumerate() {
                    self.schema(schema, &below.index(index));
                }
            } else if NAMED.contains(&keyword) {
                for (name, schema) in value.as_object().into_iter().flatten() {
                    self.schema(schema, &below.key(name));
                }
            } else if !PLAIN.contains(&keyword) {
                let help = match near(keyword, all()) {
                    Some(near) => Message::new("schema.did-you-mean").with("near", near),
                    None => Message::new("schema.keyword-help"),
                };
                let message = Message::new("schema.keyword").with("keyword", clean(keyword));
                self.add("schema/keyword", &below, message, Some(help));
            }
        }
        self.required(object, at);
        self.default(object, at);
        self.reference(object, at);
        self.format(object, at);
        self.annotations(object, at);
    }

    /// A required key that may not be there can never be satisfied.
    fn required(&mut self, object: &Map<String, Value>, at: &Path) {
        let closed = object.get("additionalProperties") == Some(&Value::Bool(false));
        let Some(properties) = object.get("properties").and_then(Value::as_object).filter(|_| closed) else { return };
        if object.contains_key("patternProperties") {
            return;
        }
        for (index, name) in object.get("required").and_then(Value::as_array).into_iter().flatten().enumerate() {
            let Some(name) = name.as_str().filter(|it| !properties.contains_key(*it)) else { continue };
            let help = near(name, properties.keys().map(String::as_str));
            let help = help.map(|it| Message::new("schema.did-you-mean").with("near", it));
            let message = Message::new("schema.required-unknown").with("key", clean(name));
            self.add("schema/required", &at.key("required").index(index), message, help);
        }
    }

    /// A default that the schema itself would refuse.
    fn default(&mut self, object: &Map<String, Value>, at: &Path) {
        let (Some(default), Some(Value::Array(options))) = (object.get("default"), object.get("enum")) else { return };
        if !options.contains(default) {
            let list = quoted_list(options.iter().filter_map(Value::as_str));
            let help = Message::new("schema.enum-list").with("options", list);
            self.add("schema/default", &at.key("default"), Message::new("schema.default-unknown"), Some(help));
        }
    }

    fn format(&mut self, object: &Map<String, Value>, at: &Path) {
        let Some(format) = object.get("format").and_then(Value::as_str) else { return };
        if !FORMATS.contains(&format) {
            let help = match near(format, FORMATS.iter().copied()) {
                Some(near) => Message::new("schema.did-you-mean").with("near", near),
                None => Message::new("schema.enum-list").with("options", quoted_list(FORMATS.iter().copied())),
            };
            let message = Message::new("schema.format-unknown").with("format", clean(format));
            self.add("schema/format-name", &at.key("format"), message, Some(help));
        }
    }

    fn reference(&mut self, object: &Map<String, Value>, at: &Path) {
        let Some(reference) = object.get("$ref").and_then(Value::as_str) else { return };
        if reference.strip_prefix('#').is_some_and(|it| self.root.pointer(it).is_some()) {
            return;
        }
        let names = self.root.get("$defs").and_then(Value::as_object);
        let names: Vec<String> = names.into_iter().flatten().map(|(name, _)| format!("#/$defs/{name}")).collect();
        let help = near(reference, names.iter().map(String::as_str));
        let help = help.map(|it| Message::new("schema.did-you-mean").with("near", it));
        let message = Message::new("schema.reference").with("reference", clean(reference));
        self.add("schema/reference", &at.key("$ref"), message, help);
    }

    fn annotations(&mut self, object: &Map<String, Value>, at: &Path) {
        let kinds: [(&str, Fits); 11] = [
            ("x-certificate", |it| it.as_str().is_some_and(|it| FACTS.contains(&it))),
            ("x-entry", Value::is_boolean),
            ("x-file", Value::is_boolean),
            ("x-fingerprint", Value::is_boolean),
            ("x-key", Value::is_string),
            ("x-managed", |it| it.is_string() || it.is_boolean()),
            ("x-presence", Value::is_boolean),
            ("x-record", Value::is_string),
            ("x-description-fr", Value::is_string),
            ("x-title-fr", Value::is_string),
            ("x-form", |it| it.is_string() || (it.get("en").is_some() && it.get("fr").is_some())),
        ];
        for (name, fits) in kinds {
            if object.get(name).is_some_and(|it| !fits(it)) {
                let message = Message::new("schema.annotation").with("keyword", name);
                self.add("schema/annotation", &at.key(name), message, None);
            }
        }
    }

    fn add(&mut self, code: &'static str, path: &Path, message: Message, help: Option<Message>) {
        let place = Place { file: self.file.to_owned(), spot: Spot::default(), path: path.pointer() };
        let finding = Finding::error(code, place, message);
        self.findings.push(Finding { help, ..finding });
    }
}

fn all() -> impl Iterator<Item = &'static str> {
    [ONE, LIST, NAMED, PLAIN].into_iter().flatten().copied()
}
