//! YAML text, the value it holds, and the place of every node in it. Knows YAML, not clients: no schema, no disk.

mod block;
#[cfg(test)]
mod cases;
mod edit;
mod emit;
mod flaw;
#[cfg(test)]
mod hand;
mod inline;
mod page;
mod parts;
mod path;
mod quote;
#[cfg(test)]
mod random;
mod read;
mod refuse;
mod scalar;
mod splice;
mod syntax;
#[cfg(test)]
mod tests;
mod text;
mod tree;

use serde_json::Value;

use self::flaw::Flaws;
use self::text::Readable;
use self::tree::{Node, Style};
use crate::model::Spot;

#[cfg(test)]
pub(crate) use self::edit::apply_value;
pub(crate) use self::edit::{Edit, EditError, Order, apply};
pub(crate) use self::emit::write_new;
pub(crate) use self::flaw::Flaw;
#[cfg(test)]
pub(crate) use self::hand::{Dice, hand_written};
pub(crate) use self::parts::{Inside, Part, Parts};
pub(crate) use self::path::{Path, Step};
#[cfg(test)]
pub(crate) use self::random::random_edit;

/// What a text gave: a document unless there is no tree at all, and everything that is wrong with it.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) document: Option<Document>,
    /// In the order of the text.
    pub(crate) flaws: Vec<Flaw>,
}

/// A text, its value, and where each node of the value stands.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    // Invariant: `value` and `root` were read from `text` together; the root is a map.
    text: String,
    value: Value,
    root: Node,
}

impl Document {
    /// Reads a file. Finds everything wrong with it that can be told without knowing what it means.
    pub(crate) fn read(bytes: &[u8]) -> Reading {
        let mut flaws = Flaws::default();
        let document = text::decode(bytes, &mut flaws).and_then(|text| Self::build(text.to_owned(), &mut flaws));
        Reading { document, flaws: flaws.sorted() }
    }

    /// Reads a text that must be without flaw.
    pub(crate) fn strict(text: &str) -> Result<Self, Vec<Flaw>> {
        match Self::read(text.as_bytes()) {
            Reading { document: Some(document), flaws } if flaws.is_empty() => Ok(document),
            Reading { flaws, .. } => Err(flaws),
        }
    }

    fn build(text: String, flaws: &mut Flaws) -> Option<Self> {
        let readable = text::scan(&text, flaws);
        if readable == Readable::No {
            return None;
        }
        let (value, root) = read::read(&text, flaws)?;
        Some(Self { text, value, root })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    pub(crate) fn at(&self, path: &Path) -> Option<&Value> {
        path.find(&self.value)
    }

    /// The place of the value at `path`; where nothing is written (`key:`), of its key; where the path does not exist, of
    /// the key of the nearest map or list that does.
    pub(crate) fn spot(&self, path: &Path) -> Spot {
        match self.root.find(path.steps()) {
            Some(Node { kind: tree::Kind::Scalar(Style::Empty), .. }) | None => self.key_spot(path),
            Some(node) => node.span.spot(),
        }
    }

    /// The place of the key, or of the list item, at `path`; of the nearest one above where the path does not exist.
    pub(crate) fn key_spot(&self, path: &Path) -> Spot {
        let mut node = &self.root;
        let mut spot = Spot { line: node.span.line, column: node.span.column, ..node.span.spot() };
        spot.end = spot.start;
        for step in path.steps() {
            let (Some(span), Some(child)) = (node.key_span(step), node.child(step)) else { break };
            spot = span.spot();
            node = child;
        }
        spot
    }

    /// The path of what stands at a byte of the text.
    pub(crate) fn path_at(&self, at: usize) -> Path {
        Path::from(self.root.steps_at(at))
    }

    /// The path as a person types it: `agreement.milestones.m3.due`. An item goes by its `id` if no other item of the list
    /// has the same one, else by its position: `redirect_uris[0]`.
    pub(crate) fn name(&self, path: &Path) -> String {
        let mut name = String::new();
        let mut here = Some(&self.value);
        for step in path.steps() {
            let id = match (step, here) {
                (Step::Index(index), Some(Value::Array(items))) => own_id(items, *index),
                (Step::Index(_) | Step::Key(_), _) => None,
            };
            match (id, step) {
                (Some(text), _) => push_key(&mut name, &text),
                (None, Step::Key(text)) => push_key(&mut name, text),
                (None, Step::Index(index)) => {
                    name.push('[');
                    name.push_str(&index.to_string());
                    name.push(']');
                }
            }
            here = here.and_then(|value| step.find(value));
        }
        name
    }
}

fn push_key(name: &mut String, key: &str) {
    if !name.is_empty() {
        name.push('.');
    }
    name.push_str(key);
}

/// The `id` of an item, if it finds that item and no other.
fn own_id(items: &[Value], index: usize) -> Option<String> {
    let id = items.get(index)?.get("id")?.as_str()?;
    // A hostile list is not searched once for each of its items.
    if items.len() > 1_000 {
        return None;
    }
    let same = items.iter().filter(|item| item.get("id").and_then(Value::as_str) == Some(id)).count();
    (same == 1 && !id.is_empty() && id.parse::<usize>().is_err()).then(|| id.to_owned())
}
