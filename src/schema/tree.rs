//! Reads the structure out of a JSON Schema: which properties, items, kinds and annotations each node has, with `$ref`,
//! `allOf` and the branches of `anyOf` and `oneOf` folded in. Judges nothing: that is the validator's work.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Map, Value};

use super::pointer;
use super::shape::Kind;
use crate::model::Text;

pub(super) type Id = usize;

/// A schema as a tree of nodes; a definition that is referred to from many places may be shared.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) root: Value,
    pub(super) nodes: Vec<Node>,
}

/// What one place of a schema says about the values there.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) pointer: String,
    /// Every kind a value may have, `null` left out. Empty: any.
    pub(super) kinds: Vec<Kind>,
    pub(super) properties: Vec<(String, Id)>,
    pub(super) item: Option<Id>,
    /// What keys beyond `properties` hold.
    pub(super) extra: Option<Id>,
    /// What the text of such keys must look like.
    pub(super) names: Option<Id>,
    pub(super) branches: Vec<Id>,
    pub(super) options: Vec<String>,
    pub(super) required: Vec<String>,
    pub(super) format: Option<String>,
    pub(super) pattern: Option<String>,
    pub(super) default: Option<Value>,
    pub(super) example: Option<String>,
    pub(super) description: Option<Text>,
    pub(super) item_key: Option<String>,
    pub(super) managed: Option<String>,
    /// Which fact of a certificate stands here; `pem`: the certificate itself.
    pub(super) certificate: Option<String>,
    pub(super) presence: bool,
    pub(super) unfingerprinted: bool,
    /// What its value stands for.
    pub(super) refers: Option<Refers>,
    /// The list is only added to, in the order of this field of its items.
    pub(super) record: Option<String>,
    /// The validator of this node alone, compiled when it is first asked for.
    pub(super) validator: OnceLock<Option<Validator>>,
}

/// What a value stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refers {
    /// A text: a file of the workspace.
    File,
    /// A number: that of an item of the list around it, from 1.
    Entry,
}

/// The deepest nesting of `$ref`, `allOf` and branches that is followed: a schema that refers to itself must end.
const DEEPEST: usize = 16;

/// A schema object, and where it stands.
struct At<'s> {
    object: &'s Map<String, Value>,
    pointer: String,
}

struct Builder<'s> {
    root: &'s Value,
    nodes: Vec<Node>,
    /// By the address of the object: every place of a schema is an object of its own.
    known: BTreeMap<usize, Id>,
    anything: Option<Id>,
}

impl Tree {
    /// Node 0 is the root.
    pub(super) fn build(root: Value) -> Self {
        let mut builder = Builder { root: &root, nodes: Vec::new(), known: BTreeMap::new(), anything: None };
        builder.node(&root, String::new());
        let nodes = builder.nodes;
        Self { root, nodes }
    }
}

impl<'s> Builder<'s> {
    fn node(&mut self, schema: &'s Value, pointer: String) -> Id {
        let Some(object) = schema.as_object() else { return self.anything() };
        let at = self.target(At { object, pointer });
        let address = std::ptr::from_ref(at.object).addr();
        if let Some(&id) = self.known.get(&address) {
            return id;
        }
        let id = self.nodes.len();
        // Known before its children are read, so that a schema that contains itself ends.
        self.known.insert(address, id);
        self.nodes.push(Node::default());
        let node = self.read(at);
        if let Some(place) = self.nodes.get_mut(id) {
            *place = node;
        }
        id
    }

    /// The object that a bare `{"$ref": …}` stands for, so that a shared definition is read once.
    fn target(&self, mut at: At<'s>) -> At<'s> {
        for _ in 0..DEEPEST {
            match self.referred(at.object).filter(|_| at.object.len() == 1) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    fn referred(&self, object: &Map<String, Value>) -> Option<At<'s>> {
        let pointer = object.get("$ref")?.as_str()?.strip_prefix('#')?.to_owned();
        Some(At { object: self.root.pointer(&pointer)?.as_object()?, pointer })
    }

    fn read(&mut self, at: At<'s>) -> Node {
        let mut node = Node { pointer: at.pointer.clone(), ..Node::default() };
        let mut layers = Vec::new();
        self.layers(at, &mut layers, 0);
        for layer in &layers {
            annotate(&mut node, layer.object);
        }
        for layer in &layers {
            self.children(&mut node, layer);
        }
        for layer in &layers {
            for (branch, pointer) in listed(layer, &["anyOf", "oneOf"]) {
                if !is_null(branch) {
                    let id = self.node(branch, pointer);
                    self.fold_branch(&mut node, id);
                }
            }
        }
        let open = !layers.iter().any(|it| closes(it.object));
        if node.kinds.is_empty() {
            node.kinds.extend(guess(&node));
        }
        if open && node.extra.is_none() && node.kinds == [Kind::Map] && node.branches.is_empty() {
            node.extra = Some(self.anything());
        }
        node
    }

    /// All objects that speak about the same value: this one, the one it refers to, and those of `allOf`.
    fn layers(&self, at: At<'s>, layers: &mut Vec<At<'s>>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let mut more: Vec<At<'s>> = self.referred(at.object).into_iter().collect();
        for (schema, pointer) in listed(&at, &["allOf"]) {
            more.extend(schema.as_object().map(|object| At { object, pointer }));
        }
        layers.push(at);
        for at in more {
            self.layers(at, layers, depth + 1);
        }
    }

    fn children(&mut self, node: &mut Node, layer: &At<'s>) {
        let at = &layer.pointer;
        for (name, schema) in layer.object.get("properties").and_then(Value::as_object).into_iter().flatten() {
            // A property whose schema is `false` is one that may not be there.
            if *schema != Value::Bool(false) && !node.properties.iter().any(|(it, _)| it == name) {
                let id = self.node(schema, format!("{at}/properties/{}", pointer::escape(name)));
                node.properties.push((name.clone(), id));
            }
        }
        let mut child = |place: &mut Option<Id>, keyword: &str| {
            if let (None, Some(schema)) = (&place, layer.object.get(keyword).filter(|it| it.is_object())) {
                *place = Some(self.node(schema, format!("{at}/{keyword}")));
            }
        };
        child(&mut node.item, "items");
        child(&mut node.extra, "additionalProperties");
        child(&mut node.extra, "unevaluatedProperties");
        child(&mut node.names, "propertyNames");
        let patterns = layer.object.get("patternProperties").and_then(Value::as_object);
        if let (None, Some((pattern, schema))) = (node.extra, patterns.and_then(|it| it.iter().next())) {
            let pointer = format!("{at}/patternProperties/{}", pointer::escape(pattern));
            node.extra = Some(self.node(schema, pointer));
        }
    }

    /// Takes over what a branch of `anyOf` or `oneOf` adds. A branch that only says what is required adds nothing.
    fn fold_branch(&mut self, node: &mut Node, id: Id) {
        let Some(branch) = self.nodes.get(id) else { return };
        if branch.kinds.is_empty() {
            return;
        }
        for kind in &branch.kinds {
            if !node.kinds.contains(kind) {
                node.kinds.push(*kind);
            }
        }
        node.item = node.item.or(branch.item);
        node.extra = node.extra.or(branch.extra);
        node.names = node.names.or(branch.names);
        for (name, property) in &branch.properties {
            if !node.properties.iter().any(|(it, _)| it == name) {
                node.properties.push((name.clone(), *property));
            }
        }
        for option in &branch.options {
            if !node.options.contains(option) {
                node.options.push(option.clone());
            }
        }
        if node.branches.is_empty() {
            node.format = node.format.take().or_else(|| branch.format.clone());
            node.pattern = node.pattern.take().or_else(|| branch.pattern.clone());
            node.presence |= branch.presence;
            node.default = node.default.take().or_else(|| branch.default.clone());
            node.example = node.example.take().or_else(|| branch.example.clone());
            node.description = node.description.take().or_else(|| branch.description.clone());
            node.item_key = node.item_key.take().or_else(|| branch.item_key.clone());
            node.required.extend(branch.required.iter().cloned());
        } else {
            // With several branches, none of them speaks for all.
            node.required.clear();
        }
        node.branches.push(id);
    }

    /// A node that allows everything: what an open map holds.
    fn anything(&mut self) -> Id {
        if let Some(id) = self.anything {
            return id;
        }
        let id = self.nodes.len();
        self.anything = Some(id);
        self.nodes.push(Node { pointer: "*".to_owned(), ..Node::default() });
        id
    }
}

fn annotate(node: &mut Node, object: &Map<String, Value>) {
    let text = |keyword: &str| object.get(keyword).and_then(Value::as_str).map(str::to_owned);
    if node.kinds.is_empty() {
        kinds(node, object.get("type"));
    }
    if node.options.is_empty() {
        options(node, object);
    }
    for name in strings(object.get("required")) {
        if !node.required.iter().any(|it| it == name) {
            node.required.push(name.to_owned());
        }
    }
    node.format = node.format.take().or_else(|| text("format"));
    node.pattern = node.pattern.take().or_else(|| text("pattern"));
    node.item_key = node.item_key.take().or_else(|| text("x-key"));
    node.certificate = node.certificate.take().or_else(|| text("x-certificate"));
    node.presence |= object.get("x-presence") == Some(&Value::Bool(true));
    node.unfingerprinted |= object.get("x-fingerprint") == Some(&Value::Bool(false));
    for (key, refers) in [("x-file", Refers::File), ("x-entry", Refers::Entry)] {
        let is_said = object.get(key) == Some(&Value::Bool(true));
        node.refers = node.refers.or(is_said.then_some(refers));
    }
    node.record = node.record.take().or_else(|| text("x-record"));
    node.default = node.default.take().or_else(|| object.get("default").cloned());
    node.example = node.example.take().or_else(|| example(object));
    node.managed = node.managed.take().or_else(|| match object.get("x-managed") {
        Some(Value::String(by)) => Some(by.clone()),
        Some(Value::Bool(true)) => Some(String::new()),
        _ => None,
    });
    if let (None, Some(en)) = (&node.description, text("description")) {
        let fr = text("x-description-fr").unwrap_or_else(|| en.clone());
        node.description = Some(Text::new(en, fr));
    }
}

fn kinds(node: &mut Node, keyword: Option<&Value>) {
    let names: Vec<&str> = match keyword {
        Some(Value::String(name)) => vec![name],
        Some(list) => strings(Some(list)).collect(),
        None => return,
    };
    for name in names {
        match name {
            "object" => node.kinds.push(Kind::Map),
            "array" => node.kinds.push(Kind::List),
            "string" => node.kinds.push(Kind::Text),
            "integer" => node.kinds.push(Kind::Integer),
            "number" => node.kinds.push(Kind::Number),
            "boolean" => node.kinds.push(Kind::Boolean),
            // The validator refuses a kind that JSON Schema does not have.
            _ => {}
        }
    }
}

fn options(node: &mut Node, object: &Map<String, Value>) {
    if let Some(Value::String(only)) = object.get("const") {
        node.options.push(only.clone());
    }
    node.options.extend(strings(object.get("enum")).map(str::to_owned));
}

/// The kind of a node that does not say it.
fn guess(node: &Node) -> Option<Kind> {
    if !node.properties.is_empty() || node.extra.is_some() {
        return Some(Kind::Map);
    }
    if node.item.is_some() {
        return Some(Kind::List);
    }
    (!node.options.is_empty() || node.pattern.is_some() || node.format.is_some()).then_some(Kind::Text)
}

/// Whether unknown keys are refused here.
fn closes(object: &Map<String, Value>) -> bool {
    ["additionalProperties", "unevaluatedProperties"].iter().any(|it| object.get(*it) == Some(&Value::Bool(false)))
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null") || schema.get("const") == Some(&Value::Null)
}

/// The schemas that keywords list, each with where it stands.
fn listed<'s>(at: &At<'s>, keywords: &[&str]) -> Vec<(&'s Value, String)> {
    let mut listed = Vec::new();
    for keyword in keywords {
        for (index, schema) in at.object.get(*keyword).and_then(Value::as_array).into_iter().flatten().enumerate() {
            listed.push((schema, format!("{}/{keyword}/{index}", at.pointer)));
        }
    }
    listed
}

fn strings(value: Option<&Value>) -> impl Iterator<Item = &str> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// The first example, as a person would type it.
pub(super) fn example(object: &Map<String, Value>) -> Option<String> {
    let first = object.get("examples")?.get(0)?;
    Some(first.as_str().map_or_else(|| first.to_string(), str::to_owned))
}
