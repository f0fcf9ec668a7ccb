//! The structure of a schema as other rooms see it: a node, its properties, its items and its annotations. Walking it
//! needs no validator and judges no value.

use jsonschema::Validator;
use serde_json::Value;

use super::tree::{Id, Node, Refers, Tree};
use super::validator;
use crate::document::{Document, Path, Step};
use crate::model::Text;

/// What kind of value a node holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Map,
    List,
    Text,
    Integer,
    Number,
    Boolean,
    /// Anything, or one of several kinds.
    Any,
}

impl Kind {
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(_) => Some(Self::Boolean),
            Value::Number(number) if number.is_f64() => Some(Self::Number),
            Value::Number(_) => Some(Self::Integer),
            Value::String(_) => Some(Self::Text),
            Value::Array(_) => Some(Self::List),
            Value::Object(_) => Some(Self::Map),
        }
    }
}

/// A node of a schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape<'a> {
    tree: &'a Tree,
    id: Id,
    /// Who looks after this node: its own annotation, or that of the nearest node above it.
    managed: Option<&'a str>,
}

impl<'a> Shape<'a> {
    pub(super) fn root(tree: &'a Tree) -> Self {
        Self { tree, id: 0, managed: None }
    }

    pub(super) fn node(self) -> Option<&'a Node> {
        self.tree.nodes.get(self.id)
    }

    /// Whether two shapes are the same node of the same schema.
    pub(crate) fn same(self, other: Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id
    }

    /// The root of the same schema.
    pub(super) fn top(self) -> Self {
        Self::root(self.tree)
    }

    /// The whole schema, as it was written.
    pub(super) fn schema(self) -> &'a Value {
        &self.tree.root
    }

    fn below(self, id: Id) -> Self {
        Self { tree: self.tree, id, managed: self.managed() }
    }

    pub(crate) fn kind(self) -> Kind {
        match self.kinds() {
            [kind] => *kind,
            _ => Kind::Any,
        }
    }

    /// Every kind of value that may stand here. Empty where anything may.
    pub(crate) fn kinds(self) -> &'a [Kind] {
        self.node().map_or(&[], |it| &it.kinds)
    }

    /// What the schema says about this key, by name only: see [`Shape::child`] for keys of open maps too.
    pub(crate) fn property(self, name: &str) -> Option<Self> {
        let (_, id) = self.node()?.properties.iter().find(|(it, _)| it == name)?;
        Some(self.below(*id))
    }

    /// The known properties, in the order of the schema.
    pub(crate) fn properties(self) -> impl Iterator<Item = (&'a str, Self)> {
        let known = self.node().map_or(&[][..], |it| &it.properties[..]);
        known.iter().map(move |(name, id)| (name.as_str(), self.below(*id)))
    }

    /// A text like any other: what a search for every text finds, wherever it is. Anything, where the schema has no such text.
    pub(crate) fn plain_text(self) -> Self {
        let plain = |it: &Node| it.kinds == [Kind::Text] && it.options.is_empty() && it.format.is_none();
        let id = self.tree.nodes.iter().position(plain);
        id.map_or(self, |id| Self { tree: self.tree, id, managed: None })
    }

    /// What one item of a list looks like.
    pub(crate) fn item(self) -> Option<Self> {
        Some(self.below(self.node()?.item?))
    }

    /// What keys beyond the known ones hold. None where there may be no others.
    pub(crate) fn extra(self) -> Option<Self> {
        Some(self.below(self.node()?.extra?))
    }

    /// What such keys must look like.
    pub(super) fn names(self) -> Option<Self> {
        Some(self.below(self.node()?.names?))
    }

    /// What a key of this map holds, whether it is known by name or not.
    pub(crate) fn child(self, key: &str) -> Option<Self> {
        self.property(key).or_else(|| self.extra())
    }

    /// The texts that are allowed, where they are counted. Empty where they are not.
    pub(crate) fn options(self) -> Vec<&'a str> {
        self.node().map_or_else(Vec::new, |it| it.options.iter().map(String::as_str).collect())
    }

    pub(crate) fn format(self) -> Option<&'a str> {
        self.node()?.format.as_deref()
    }

    pub(crate) fn default(self) -> Option<&'a Value> {
        self.node()?.default.as_ref()
    }

    pub(crate) fn required(self) -> Vec<&'a str> {
        self.node().map_or_else(Vec::new, |it| it.required.iter().map(String::as_str).collect())
    }

    /// The key by which the items of this list are addressed (`x-key` of the list or of its item).
    pub(crate) fn item_key(self) -> &'a str {
        let own = self.node().and_then(|it| it.item_key.as_deref());
        let of_item = || self.item().and_then(Self::node).and_then(|it| it.item_key.as_deref());
        own.or_else(of_item).unwrap_or("id")
    }

    /// The field of the items in whose order this list is only added to (`x-record`).
    pub(crate) fn record(self) -> Option<&'a str> {
        self.node()?.record.as_deref()
    }

    /// Whether a number here is that of an item of the list around it, from 1 (`x-entry`).
    pub(crate) fn names_entry(self) -> bool {
        self.node().is_some_and(|it| it.refers == Some(Refers::Entry))
    }

    /// Who changes this part of the file: the commands that do, or an empty text. None: a person may set it.
    pub(crate) fn managed(self) -> Option<&'a str> {
        self.node().and_then(|it| it.managed.as_deref()).or(self.managed)
    }

    /// Which fact of a certificate this field holds (`x-certificate`); `pem`: the certificate itself.
    pub(crate) fn certificate(self) -> Option<&'a str> {
        self.node()?.certificate.as_deref()
    }

    /// Whether it means something that this is there at all, even when empty.
    pub(crate) fn presence(self) -> bool {
        self.node().is_some_and(|it| it.presence)
    }

    /// Whether what is approved with this section includes this node (`x-fingerprint: false` says that it does not).
    pub(crate) fn fingerprinted(self) -> bool {
        self.node().is_none_or(|it| !it.unfingerprinted)
    }

    /// Whether a text here names a file of the workspace.
    pub(super) fn names_file(self) -> bool {
        self.node().is_some_and(|it| it.refers == Some(Refers::File))
    }

    pub(crate) fn description(self) -> Option<&'a Text> {
        self.node()?.description.as_ref()
    }

    pub(crate) fn example(self) -> Option<&'a str> {
        self.node()?.example.as_deref()
    }

    /// Whether this is a text in both languages: a map of `en` and `fr` and of nothing else.
    pub(crate) fn is_bilingual(self) -> bool {
        let mut names: Vec<&str> = self.properties().map(|(name, _)| name).collect();
        names.sort_unstable();
        names == ["en", "fr"]
    }

    /// Whether a key that is not known by name may stand here.
    pub(super) fn allows_key(self, key: &str) -> bool {
        match self.names().and_then(Self::validator) {
            Some(names) => names.is_valid(&Value::String(key.to_owned())),
            None => true,
        }
    }

    /// The validator of this node alone. None where the node cannot stand alone.
    pub(super) fn validator(self) -> Option<&'a Validator> {
        let node = self.node()?;
        node.validator.get_or_init(|| validator::part(&self.tree.root, &node.pointer)).as_ref()
    }

    /// The branch of a choice that a value belongs to; the shape itself where there is no choice.
    pub(super) fn branch(self, value: Option<&Value>) -> Self {
        let Some(node) = self.node() else { return self };
        let Some(kind) = value.and_then(Kind::of) else { return self };
        let fits = |id: &&Id| self.tree.nodes.get(**id).is_some_and(|it| it.kinds.contains(&kind));
        match node.branches.len() {
            0 | 1 => self,
            _ => node.branches.iter().find(fits).map_or(self, |id| self.below(*id)),
        }
    }
}

/// What the schema says about a path of a document. None where the schema knows no such path.
pub(crate) fn shape_at<'a>(shape: Shape<'a>, document: &Document, path: &Path) -> Option<Shape<'a>> {
    shape_in(shape, Some(document.value()), path)
}

pub(super) fn shape_in<'a>(shape: Shape<'a>, value: Option<&Value>, path: &Path) -> Option<Shape<'a>> {
    let mut shape = shape.branch(value);
    let mut value = value;
    for step in path.steps() {
        let open = shape.kinds().is_empty();
        (shape, value) = match step {
            Step::Key(key) => {
                let child = if open { Some(shape) } else { shape.child(key) };
                (child?, value.and_then(|it| it.get(key)))
            }
            Step::Index(index) => {
                let child = if open { Some(shape) } else { shape.item() };
                (child?, value.and_then(|it| it.get(*index)))
            }
        };
        shape = shape.branch(value);
    }
    Some(shape)
}

/// The order in which the schema lists the keys of the map at a path.
pub(crate) fn order(shape: Shape<'_>, path: &Path) -> Vec<String> {
    let at = shape_in(shape, None, path);
    at.map_or_else(Vec::new, |it| it.properties().map(|(name, _)| name.to_owned()).collect())
}
