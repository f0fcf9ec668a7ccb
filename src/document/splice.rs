//! One operation on the text: finds the bytes to change, and what to write there instead. Everything is measured on the
//! tree of places; what is written imitates what stands beside it.

use std::ops::Range;

use serde_json::Value;

use super::edit::Order;
use super::emit::{self, Standing};
use super::page::{Found, Page};
use super::path::{Path, Step};
use super::tree::{Kind, Layout, Node};
use super::{Document, block, inline};

/// A single change to the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Op {
    Replace {
        path: Path,
        value: Value,
    },
    /// The map has entries, but not this one.
    AddKey {
        map: Path,
        key: String,
        value: Value,
    },
    /// The list has items.
    AddItem {
        list: Path,
        index: usize,
        value: Value,
    },
    /// The node is not the only one in its map or list.
    Remove {
        path: Path,
    },
}

/// Bytes, and what takes their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

impl Splice {
    pub(super) fn new(at: Range<usize>, text: impl Into<String>) -> Self {
        Self { at, text: text.into() }
    }
}

/// The text with the operation done. An operation for which there is no place changes nothing; the caller compares.
pub(super) fn perform(document: &Document, op: &Op, order: Order<'_>, eol: &'static str) -> String {
    let page = Page::new(document, eol);
    let mut splices = splices(&page, op, order).unwrap_or_default();
    splices.sort_by_key(|it| it.at.start);
    let mut text = String::with_capacity(document.text().len() + 64);
    let mut done = 0;
    for Splice { at, text: new } in splices {
        text.push_str(page.slice(done, at.start));
        text.push_str(&new);
        done = at.end;
    }
    text.push_str(page.slice(done, document.text().len()));
    text
}

fn splices(page: &Page<'_>, op: &Op, order: Order<'_>) -> Option<Vec<Splice>> {
    match op {
        Op::Replace { path, value } => {
            let found = page.find(path)?;
            Some(match found.around {
                Layout::Flow => inline::replace(page, &found, value),
                Layout::Block => block::replace(page, &found, value, layout_of_replacement(page, path, &found, value)),
            })
        }
        Op::AddKey { map, key, value } => {
            let found = page.find(map)?;
            let Kind::Map(layout, entries) = &found.node.kind else { return None };
            let present = entries.all().iter().map(|it| &*it.key);
            let index = order.position(map, key, present).unwrap_or(entries.all().len());
            if *layout == Layout::Flow {
                let starts = entries.all().iter().map(|it| it.span.start()).collect();
                let ends = entries.all().iter().map(|it| inline::end(page, &it.node, it.colon)).collect();
                return inline::insert(
                    page,
                    found.node,
                    &inline::Elements { starts, ends },
                    index,
                    &emit::flow_entry(key, value),
                );
            }
            let layout = layout_of_entry(page, map, key, value);
            block::insert_entry(page, &found, entries.all(), index, (key, value, layout))
        }
        Op::AddItem { list, index, value } => {
            let found = page.find(list)?;
            let Kind::List(layout, items) = &found.node.kind else { return None };
            if *layout == Layout::Flow {
                let starts = items.iter().map(|it| it.node.span.start()).collect();
                let ends = items.iter().map(|it| inline::end(page, &it.node, it.dash)).collect();
                return inline::insert(
                    page,
                    found.node,
                    &inline::Elements { starts, ends },
                    *index,
                    &emit::flow(value),
                );
            }
            let layout = layout_of_item(page, items.iter().map(|it| &it.node), &found, value);
            block::insert_item(page, &found, items, *index, (value, layout))
        }
        Op::Remove { path } => remove(page, path),
    }
}

fn remove(page: &Page<'_>, path: &Path) -> Option<Vec<Splice>> {
    let found = page.find(&path.parent()?)?;
    match (&found.node.kind, path.last()?) {
        (Kind::Map(layout, entries), Step::Key(key)) => {
            let index = entries.position(key)?;
            let entries = entries.all();
            match layout {
                Layout::Block => {
                    let parts =
                        entries.iter().map(|it| (it.span.start(), it.colon as usize + 1, &it.node)).collect::<Vec<_>>();
                    block::remove(page, &parts, index)
                }
                Layout::Flow => {
                    let starts = entries.iter().map(|it| it.span.start()).collect();
                    let ends = entries.iter().map(|it| inline::end(page, &it.node, it.colon)).collect();
                    inline::remove(page, &inline::Elements { starts, ends }, index)
                }
            }
        }
        (Kind::List(Layout::Block, items), Step::Index(index)) => {
            let parts = items.iter().map(|it| (it.dash as usize, it.dash as usize + 1, &it.node)).collect::<Vec<_>>();
            block::remove(page, &parts, *index)
        }
        (Kind::List(Layout::Flow, items), Step::Index(index)) => {
            let starts = items.iter().map(|it| it.node.span.start()).collect();
            let ends = items.iter().map(|it| inline::end(page, &it.node, it.dash)).collect();
            inline::remove(page, &inline::Elements { starts, ends }, *index)
        }
        (Kind::Map(..) | Kind::List(..) | Kind::Scalar(_), _) => None,
    }
}

/// Flow stays flow and block stays block; a value of another kind is laid out like its siblings.
fn layout_of_replacement(page: &Page<'_>, path: &Path, found: &Found<'_>, value: &Value) -> Layout {
    match (&found.node.kind, value) {
        (Kind::Map(layout, entries), Value::Object(new)) if !entries.all().is_empty() && !new.is_empty() => {
            return *layout;
        }
        (Kind::List(layout, items), Value::Array(new)) if !items.is_empty() && !new.is_empty() => return *layout,
        _ => {}
    }
    let (Some(parent), Some(last)) = (path.parent(), path.last()) else { return Layout::Block };
    match (page.find(&parent), last) {
        (Some(Found { node: Node { kind: Kind::List(_, items), .. }, .. }), Step::Index(index)) => {
            let siblings = items.iter().enumerate().filter(|(it, _)| it != index).map(|(_, it)| &it.node);
            layout_of_item(page, siblings, found, value)
        }
        (_, Step::Key(key)) => layout_of_entry(page, &parent, key, value),
        (_, Step::Index(_)) => Layout::Block,
    }
}

/// The layout of a new entry: of the map beside it that has most keys in common with it.
fn layout_of_entry(page: &Page<'_>, map: &Path, key: &str, value: &Value) -> Layout {
    let depth = map.steps().len() + 1;
    let column = page.find(map).map_or(0, |it| page.column(it.node.span.start()));
    let own = emit::layout(
        value,
        column + key.chars().count() + 2,
        if depth == 1 { Standing::Section } else { Standing::Entry },
    );
    let (
        Some(Found { node: Node { kind: Kind::Map(_, entries), .. }, .. }),
        Some(Value::Object(values)),
        Value::Object(new),
    ) = (page.find(map), page.document.at(map), value)
    else {
        return own;
    };
    if new.is_empty() || emit::is_bilingual(new) {
        return own;
    }
    let mut best = (0, own);
    for (entry, (name, old)) in entries.all().iter().zip(values) {
        let (Kind::Map(layout, _), Value::Object(old)) = (&entry.node.kind, old) else { continue };
        let shared = old.keys().filter(|it| new.contains_key(*it)).count();
        if name != key && shared > best.0 {
            best = (shared, *layout);
        }
    }
    best.1
}

/// The layout of a new item: of the last one of its kind.
fn layout_of_item<'n>(
    page: &Page<'_>,
    siblings: impl Iterator<Item = &'n Node>,
    found: &Found<'_>,
    value: &Value,
) -> Layout {
    let own = emit::layout(value, page.column(found.node.span.start()) + 2, Standing::Item);
    let like = |node: &Node| match (&node.kind, value) {
        (Kind::Map(layout, entries), Value::Object(new)) if !entries.all().is_empty() && !new.is_empty() => {
            Some(*layout)
        }
        (Kind::List(layout, items), Value::Array(new)) if !items.is_empty() && !new.is_empty() => Some(*layout),
        _ => None,
    };
    siblings.filter_map(like).last().unwrap_or(own)
}
