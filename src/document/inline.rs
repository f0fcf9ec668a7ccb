//! Changes inside braces and brackets, where commas separate and line breaks mean nothing.

use serde_json::Value;

use super::page::{Found, Page};
use super::read::skip_gap;
use super::splice::Splice;
use super::tree::{Kind, Layout, Node, Style};
use super::{emit, quote};

/// Where the entries or items of a map or list in flow style start and end.
pub(super) struct Elements {
    pub(super) starts: Vec<usize>,
    pub(super) ends: Vec<usize>,
}

/// The end of an element; `mark` is the `:` before its value. Where no value is written the space behind the `:` belongs to
/// it, since not every reader takes a `,` directly after a `:`.
pub(super) fn end(page: &Page<'_>, node: &Node, mark: u32) -> usize {
    let mark = mark as usize + 1;
    match node.kind {
        Kind::Scalar(Style::Empty) => mark + usize::from(page.text.as_bytes().get(mark) == Some(&b' ')),
        Kind::Scalar(_) | Kind::Map(..) | Kind::List(..) => node.span.end(),
    }
}

pub(super) fn replace(page: &Page<'_>, found: &Found<'_>, value: &Value) -> Vec<Splice> {
    let span = found.node.span;
    let text = match &found.node.kind {
        Kind::Scalar(Style::Empty) => {
            let (anchor, comma) = (found.anchor(), comma(page, found.anchor()));
            let end = comma.filter(|it| page.slice(anchor, *it).bytes().all(|it| it == b' ')).unwrap_or(anchor);
            return vec![Splice::new(anchor..end, format!(" {}", emit::flow(value)))];
        }
        Kind::Scalar(style) => quote_like(value, *style),
        Kind::Map(..) | Kind::List(..) => emit::flow(value),
    };
    vec![Splice::new(span.start()..span.end(), text)]
}

fn quote_like(value: &Value, style: Style) -> String {
    match value {
        Value::Object(_) | Value::Array(_) => emit::flow(value),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            quote::scalar(value, Layout::Flow, Some(style))
        }
    }
}

/// Puts `piece` before the element at `index`, or at the end.
pub(super) fn insert(page: &Page<'_>, node: &Node, all: &Elements, index: usize, piece: &str) -> Option<Vec<Splice>> {
    let Some(before) = index.checked_sub(1) else {
        return Some(match all.starts.first() {
            None => vec![into_empty(page, node, piece)],
            Some(&next) if page.starts_line(next) => {
                let indent = page.slice(page.line_start(next), next);
                vec![Splice::new(next..next, format!("{piece},{}{indent}", page.eol))]
            }
            Some(&next) => vec![Splice::new(next..next, format!("{piece}, "))],
        });
    };
    let (start, end) = (*all.starts.get(before)?, *all.ends.get(before)?);
    let comma = comma(page, end);
    let after = comma.map_or(end, |it| it + 1);
    let separator = if page.slice(0, end).ends_with(':') { " ," } else { "," };
    if page.starts_line(start) && page.ends_line(after) {
        let indent = page.slice(page.line_start(start), start);
        let line = page.line_end(after);
        let (own, tail) = if comma.is_some() { ("", ",") } else { (separator, "") };
        let piece = format!("{}{indent}{piece}{tail}", page.eol);
        return Some(vec![Splice::new(end..end, own), Splice::new(line..line, piece)]);
    }
    Some(vec![match comma {
        Some(_) => Splice::new(after..after, format!(" {piece},")),
        None => Splice::new(end..end, format!("{separator} {piece}")),
    }])
}

fn into_empty(page: &Page<'_>, node: &Node, piece: &str) -> Splice {
    let (open, close) = (node.span.start() + 1, node.span.end().saturating_sub(1));
    if page.slice(open, close).trim().is_empty() {
        Splice::new(open..close, piece)
    } else {
        Splice::new(close..close, piece)
    }
}

/// Takes out the element at `index`, which is not the only one.
pub(super) fn remove(page: &Page<'_>, all: &Elements, index: usize) -> Option<Vec<Splice>> {
    let (start, end) = (*all.starts.get(index)?, *all.ends.get(index)?);
    let own_comma = comma(page, end);
    let after = own_comma.map_or(end, |it| it + 1);
    if page.starts_line(start) && page.ends_line(after) {
        // The element has its lines to itself: they go, with the comment beside it.
        let first = page.line_start(start);
        let first = page.with_comments_above(first, page.column(start));
        let mut splices = vec![Splice::new(first..page.next_line(after), "")];
        if own_comma.is_none() {
            let before = comma(page, *all.ends.get(index.checked_sub(1)?)?)?;
            splices.push(Splice::new(before..before + 1, ""));
        }
        return Some(splices);
    }
    if let Some(&next) = all.starts.get(index + 1) {
        return Some(vec![Splice::new(start..next, "")]);
    }
    let before = *all.ends.get(index.checked_sub(1)?)?;
    let from = comma(page, before)?;
    if page.slice(from, start).contains('#') {
        // A comment of the element before lies between.
        return Some(vec![Splice::new(start..after, "")]);
    }
    Some(vec![Splice::new(before..end, "")])
}

fn comma(page: &Page<'_>, from: usize) -> Option<usize> {
    let at = skip_gap(page.text, from);
    (page.text.as_bytes().get(at) == Some(&b',')).then_some(at)
}
