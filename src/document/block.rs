//! Changes in block style, where every entry and item has lines of its own.

use std::ops::Range;

use serde_json::Value;

use super::emit::{self, Standing};
use super::page::{Found, Holder, Page};
use super::quote;
use super::splice::Splice;
use super::tree::{Entry, Item, Kind, Layout, Node, Style};

/// What takes the place of a value.
enum New {
    /// On the line of the key or the `-`.
    Inline(String),
    /// A block scalar: what stands on that line, and the lines below.
    Text(&'static str, Vec<String>),
    /// A map or list in block style.
    Lines(Vec<String>),
}

/// Where a value stands: a stretch of the line of its key or `-`, and whole lines below.
struct Old {
    inline: Range<usize>,
    /// Whether the stretch needs a space in front of what is written into it.
    spaced: bool,
    lines: Range<usize>,
}

pub(super) fn replace(page: &Page<'_>, found: &Found<'_>, value: &Value, layout: Layout) -> Vec<Splice> {
    let new = new(page, found, value, layout);
    if matches!(found.holder, Holder::Root) {
        return replace_root(page, found.node, new);
    }
    let mut old = old(page, found);
    let (inline, below) = match new {
        New::Inline(text) => (text, Vec::new()),
        New::Text(header, lines) => (header.to_owned(), lines),
        New::Lines(lines) if matches!(found.holder, Holder::Item(_)) => first_apart(lines),
        New::Lines(lines) => {
            let kept = page.slice(0, old.inline.start).trim_end().len().max(found.anchor());
            old.inline.start = kept;
            return with_lines(page, Splice::new(old.inline, ""), old.lines, &lines);
        }
    };
    let inline = if old.spaced { format!(" {inline}") } else { inline };
    with_lines(page, Splice::new(old.inline, inline), old.lines, &below)
}

fn first_apart(mut lines: Vec<String>) -> (String, Vec<String>) {
    let rest = lines.split_off(lines.len().min(1));
    (lines.pop().unwrap_or_default().trim_start().to_owned(), rest)
}

fn replace_root(page: &Page<'_>, node: &Node, new: New) -> Vec<Splice> {
    let text = match new {
        New::Inline(text) => text,
        New::Text(..) => return Vec::new(),
        New::Lines(lines) => lines.join(page.eol),
    };
    match node.kind {
        Kind::Map(Layout::Block, _) => {
            let end = page.end_of(node, node.span.start(), 0);
            vec![Splice::new(node.span.start()..end - page.break_before(end), text)]
        }
        Kind::Map(Layout::Flow, _) | Kind::List(..) | Kind::Scalar(_) => {
            vec![Splice::new(node.span.start()..node.span.end(), text)]
        }
    }
}

/// A change on a line, and lines that take the place of lines below it. A file without a line break at its end keeps none.
fn with_lines(page: &Page<'_>, inline: Splice, mut at: Range<usize>, lines: &[String]) -> Vec<Splice> {
    let open_end = at.end == page.text.len() && !page.text.ends_with('\n');
    let mut text = lines.join(page.eol);
    match (lines.is_empty(), open_end) {
        (true, true) if !at.is_empty() => at.start -= page.break_before(at.start),
        (true, _) => {}
        (false, true) => {
            if at.is_empty() {
                text.insert_str(0, page.eol);
            }
            if inline.text.ends_with(['|', '>', '+']) || needs_break(lines) {
                text.push_str(page.eol);
            }
        }
        (false, false) => text.push_str(page.eol),
    }
    vec![inline, Splice::new(at, text)]
}

/// Whether a block scalar may end the lines, whose last line break some readers drop at the end of a file.
fn needs_break(lines: &[String]) -> bool {
    lines.iter().any(|line| line.ends_with(['|', '>', '+']))
}

fn old(page: &Page<'_>, found: &Found<'_>) -> Old {
    let (node, anchor) = (found.node, found.anchor());
    let (start, end) = (node.span.start(), node.span.end());
    match &node.kind {
        Kind::Scalar(Style::Empty) => {
            let (below, line_end) = (page.next_line(anchor), page.line_end(anchor));
            let end = if page.slice(anchor, line_end).trim().is_empty() { line_end } else { anchor };
            Old { inline: anchor..end, spaced: true, lines: below..below }
        }
        Kind::Scalar(Style::Literal | Style::Folded) => {
            let header = start + page.header(node).len();
            let below = page.next_line(start);
            let end = page.next_line(page.last_line(node, anchor));
            Old { inline: start..header, spaced: false, lines: below..end.max(below) }
        }
        Kind::Map(Layout::Block, _) | Kind::List(Layout::Block, _) => {
            // A comment below the last child that is not further in than it may speak of what is to come, and stays.
            let end = page.end_of(node, anchor, page.column(start));
            if page.slice(anchor, start).contains('\n') {
                return Old { inline: anchor..anchor, spaced: true, lines: page.next_line(anchor)..end };
            }
            // Behind a `-`: what stands on its line goes with the rest, but the comment beside a single line stays.
            let below = page.next_line(start);
            let first = if below == end { page.last_line(node, anchor) } else { page.line_end(start) };
            Old { inline: start..first, spaced: false, lines: below..end }
        }
        Kind::Scalar(_) | Kind::Map(Layout::Flow, _) | Kind::List(Layout::Flow, _) => {
            let below = page.next_line(end);
            Old { inline: start..end, spaced: false, lines: below..below }
        }
    }
}

fn new(page: &Page<'_>, found: &Found<'_>, value: &Value, layout: Layout) -> New {
    let column = page.column(found.start());
    match value {
        Value::Object(map) if !map.is_empty() && layout == Layout::Block => {
            let (column, standing) = match found.holder {
                Holder::Root => (0, Standing::Section),
                Holder::Entry(_) => (child_column(page, found, page.habit.map), Standing::Entry),
                Holder::Item(_) => (inner_column(page, found), Standing::Entry),
            };
            New::Lines(emit::entries(map, column, standing, page.habit))
        }
        Value::Array(items) if !items.is_empty() && layout == Layout::Block => {
            let column = match found.holder {
                Holder::Root => 0,
                Holder::Entry(_) => child_column(page, found, page.habit.list),
                Holder::Item(_) => inner_column(page, found),
            };
            New::Lines(emit::items(items, column, page.habit))
        }
        Value::Object(_) | Value::Array(_) => New::Inline(emit::flow(value)),
        Value::String(text) => new_text(page, found, text, column),
        Value::Null | Value::Bool(_) | Value::Number(_) => New::Inline(value.to_string()),
    }
}

/// The column of what goes below a key: that of what is there now, or as the file indents.
fn child_column(page: &Page<'_>, found: &Found<'_>, step: usize) -> usize {
    page.column(found.start()) + step
}

/// The column of what goes behind a `-`.
fn inner_column(page: &Page<'_>, found: &Found<'_>) -> usize {
    let behind = page.slice(found.anchor(), found.node.span.start());
    match found.node.kind {
        Kind::Scalar(Style::Empty) => page.column(found.anchor()) + 1,
        Kind::Scalar(_) | Kind::Map(..) | Kind::List(..) if behind.contains('\n') => page.column(found.anchor()) + 1,
        Kind::Scalar(_) | Kind::Map(..) | Kind::List(..) => page.column(found.node.span.start()),
    }
}

/// Text in the style of the scalar that it replaces, where that can hold it.
fn new_text(page: &Page<'_>, found: &Found<'_>, text: &str, column: usize) -> New {
    let style = match found.node.kind {
        Kind::Scalar(style) => style,
        Kind::Map(..) | Kind::List(..) => Style::Empty,
    };
    let (style, column) = match style {
        Style::Literal | Style::Folded => {
            (Some(style), content_column(page, found.node).unwrap_or(column + page.habit.map))
        }
        Style::Empty | Style::Plain if text.trim_end_matches('\n').contains('\n') => {
            (Some(Style::Literal), column + page.habit.map)
        }
        Style::Empty | Style::Plain | Style::Single | Style::Double => (None, column),
    };
    if let Some((header, lines)) = style.and_then(|style| quote::block(text, style)) {
        let below = page.next_line(page.last_line(found.node, found.anchor()));
        if !would_take_in(page, below, header, column) {
            return New::Text(header, emit::indented(&lines, column));
        }
    }
    let like = match found.node.kind {
        Kind::Scalar(style) => Some(style),
        Kind::Map(..) | Kind::List(..) => None,
    };
    New::Inline(quote::scalar(&Value::String(text.to_owned()), Layout::Block, like))
}

/// Whether the blank lines or the comment at `below` would become part of a block scalar that ends above them.
fn would_take_in(page: &Page<'_>, below: usize, header: &str, column: usize) -> bool {
    let mut at = below;
    while page.is_blank(at) {
        at = page.next_line(at);
    }
    (at > below && header.ends_with('+')) || page.comment_column(at).is_some_and(|it| it >= column)
}

/// The column in which the text of a block scalar starts.
fn content_column(page: &Page<'_>, node: &Node) -> Option<usize> {
    let body = page.slice(page.next_line(node.span.start()), node.span.end());
    let line = body.lines().find(|line| !line.trim().is_empty())?;
    Some(line.len() - line.trim_start_matches(' ').len())
}

pub(super) fn insert_entry(
    page: &Page<'_>,
    found: &Found<'_>,
    entries: &[Entry],
    index: usize,
    (key, value, layout): (&str, &Value, Layout),
) -> Option<Vec<Splice>> {
    let column = page.column(entries.first()?.span.start());
    let lines = emit::entry_in(layout, key, value, column, page.habit_of(found.node));
    let parts: Vec<_> = entries.iter().map(|it| (it.span.start(), it.colon as usize + 1, &it.node)).collect();
    insert(page, found, &parts, index, &lines)
}

pub(super) fn insert_item(
    page: &Page<'_>,
    found: &Found<'_>,
    items: &[Item],
    index: usize,
    (value, layout): (&Value, Layout),
) -> Option<Vec<Splice>> {
    let beside = items.get(index.saturating_sub(1))?;
    let (dash, start) = (beside.dash as usize, beside.node.span.start());
    let gap = page.slice(dash + 1, start);
    let gap = if gap.is_empty() || gap.contains(|it| it != ' ') { 1 } else { gap.len() };
    let lines = emit::item(layout, value, page.column(dash), gap, page.habit);
    let parts: Vec<_> = items.iter().map(|it| (it.dash as usize, it.dash as usize + 1, &it.node)).collect();
    insert(page, found, &parts, index, &lines)
}

/// The start of a key or `-`, the end of its mark, and the node behind it.
type Part<'a> = (usize, usize, &'a Node);

fn insert(
    page: &Page<'_>,
    found: &Found<'_>,
    parts: &[Part<'_>],
    index: usize,
    lines: &[String],
) -> Option<Vec<Splice>> {
    let at = match index.checked_sub(1).and_then(|it| parts.get(it)) {
        Some((start, anchor, node)) => page.end_of(node, *anchor, page.column(*start)),
        None => {
            let first = parts.first()?.0;
            let below = page.next_line(found.anchor());
            if matches!(found.holder, Holder::Root) || !page.starts_line(first) || below > first {
                let mut text = lines.join(page.eol).trim_start().to_owned();
                text.push_str(page.eol);
                text.push_str(&" ".repeat(page.column(first)));
                return Some(vec![Splice::new(first..first, text)]);
            }
            below
        }
    };
    let mut text = lines.join(page.eol);
    if index.checked_sub(2).is_some() && parts.get(index - 1).is_some_and(|it| stands_apart(page, it)) {
        text.insert_str(0, page.eol);
    }
    let open_end = at == page.text.len() && !page.text.ends_with('\n');
    if open_end {
        text.insert_str(0, page.eol);
    }
    if !open_end || needs_break(lines) {
        text.push_str(page.eol);
    }
    Some(vec![Splice::new(at..at, text)])
}

/// Whether a blank line stands above a part and its comments.
fn stands_apart(page: &Page<'_>, (start, _, node): &Part<'_>) -> bool {
    let from = page.with_comments_above(page.line_start(*start), page.column(*start));
    page.starts_line(*start) && page.blank_above(from).is_some() && !page.ends_in_kept_lines(node)
}

/// Takes out one of several entries or items: its lines, and the comment lines directly above it that are indented with it.
pub(super) fn remove(page: &Page<'_>, parts: &[Part<'_>], index: usize) -> Option<Vec<Splice>> {
    let (start, anchor, node) = *parts.get(index)?;
    let column = page.column(start);
    let mut end = page.end_of(node, anchor, column);
    if !page.starts_line(start) {
        // The first entry behind a `-`: what comes next moves up to its place.
        let rest = page.slice(end, page.text.len());
        let next = end + rest.len() - rest.trim_start().len();
        return Some(vec![Splice::new(start..next, "")]);
    }
    let own = page.line_start(start);
    let mut from = page.with_comments_above(own, column);
    // What stands at the top of the file speaks of the file.
    if from == 0 {
        from = own;
    }
    let before = index.checked_sub(1).and_then(|it| parts.get(it));
    let kept = before.is_some_and(|(_, _, node)| page.ends_in_kept_lines(node));
    if kept {
        while page.is_blank(end) {
            end = page.next_line(end);
        }
    } else if page.is_blank(end) || end == page.text.len() {
        // One of the blank lines above and below goes too.
        from = page.blank_above(from).filter(|_| index > 0).unwrap_or(from);
    }
    if end == page.text.len() && !page.text.ends_with('\n') && !kept {
        from -= page.break_before(from);
    }
    Some(vec![Splice::new(from..end, "")])
}
