//! Where each node of a text stands. The tree runs beside the value: same keys, same order, no data of its own.

use super::path::Step;
use crate::model::Spot;

/// A stretch of the text. Files are far smaller than 4 GB, and half-size numbers keep the tree small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Span {
    pub(super) fn start(self) -> usize {
        self.start as usize
    }

    pub(super) fn end(self) -> usize {
        self.end as usize
    }

    pub(super) fn spot(self) -> Spot {
        Spot { line: self.line, column: self.column, start: self.start(), end: self.end() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Nothing is written: `key:` alone.
    Empty,
    Plain,
    Single,
    Double,
    Literal,
    Folded,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Block,
    Flow,
}

#[derive(Debug, Clone)]
pub(super) struct Node {
    /// For a block scalar from its `|` or `>`; for a block map or list from its first key or `-` to the end of its last child.
    pub(super) span: Span,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Scalar(Style),
    Map(Layout, Entries),
    List(Layout, Vec<Item>),
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: Box<str>,
    pub(super) span: Span,
    /// The byte of the `:`.
    pub(super) colon: u32,
    pub(super) node: Node,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The byte of the `-`; the start of the item in a flow list.
    pub(super) dash: u32,
    pub(super) node: Node,
}

/// The entries of a map, in the order of the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Entries {
    all: Vec<Entry>,
    /// Positions sorted by key, for maps so large that a search from the front would be slow.
    sorted: Vec<u32>,
}

const LARGE: usize = 32;

impl Entries {
    pub(super) fn new(all: Vec<Entry>) -> Self {
        let mut sorted = Vec::new();
        if all.len() > LARGE {
            sorted = (0u32..).take(all.len()).collect();
            let key = |it: u32| all.get(it as usize).map(|entry| &entry.key);
            sorted.sort_by(|a, b| key(*a).cmp(&key(*b)));
        }
        Self { all, sorted }
    }

    pub(super) fn all(&self) -> &[Entry] {
        &self.all
    }

    pub(super) fn position(&self, key: &str) -> Option<usize> {
        if self.sorted.is_empty() {
            return self.all.iter().position(|entry| &*entry.key == key);
        }
        let at = |it: &u32| self.all.get(*it as usize).map_or("", |entry| &*entry.key);
        let found = self.sorted.binary_search_by(|it| at(it).cmp(key)).ok()?;
        self.sorted.get(found).map(|it| *it as usize)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        self.all.get(self.position(key)?)
    }
}

impl Node {
    pub(super) fn child(&self, step: &Step) -> Option<&Node> {
        match (&self.kind, step) {
            (Kind::Map(_, entries), Step::Key(key)) => Some(&entries.get(key)?.node),
            (Kind::List(_, items), Step::Index(index)) => Some(&items.get(*index)?.node),
            (Kind::Map(..) | Kind::List(..) | Kind::Scalar(_), _) => None,
        }
    }

    pub(super) fn find(&self, steps: &[Step]) -> Option<&Node> {
        steps.iter().try_fold(self, |node, step| node.child(step))
    }

    /// The steps to the deepest node that the byte belongs to, or the key of which it belongs to.
    pub(super) fn steps_at(&self, at: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut here = self;
        loop {
            let next = match &here.kind {
                Kind::Map(_, entries) => {
                    let entry = entries.all().iter().take_while(|it| it.span.start() <= at).last();
                    entry.map(|it| (Step::Key(it.key.to_string()), &it.node, it.colon as usize))
                }
                Kind::List(_, items) => {
                    let item = items.iter().enumerate().take_while(|(_, it)| it.dash as usize <= at).last();
                    item.map(|(index, it)| (Step::Index(index), &it.node, it.dash as usize))
                }
                Kind::Scalar(_) => None,
            };
            let Some((step, node, _)) = next.filter(|(_, node, mark)| at <= node.span.end().max(*mark)) else {
                return steps;
            };
            steps.push(step);
            here = node;
        }
    }

    /// The place of the key (or of the item) that `step` leads to.
    pub(super) fn key_span(&self, step: &Step) -> Option<Span> {
        match (&self.kind, step) {
            (Kind::Map(_, entries), Step::Key(key)) => Some(entries.get(key)?.span),
            (Kind::List(_, items), Step::Index(index)) => Some(items.get(*index)?.node.span),
            (Kind::Map(..) | Kind::List(..) | Kind::Scalar(_), _) => None,
        }
    }
}
