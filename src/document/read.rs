//! The strict reader: one pass over the parser's events gives the value and the place of every node, and notes
//! everything that client files do without.

use granit_parser::{Event, Marker, Options, Parser, ScalarStyle, Span as Source, StructureStyle};
use serde_json::{Map, Value};

use super::flaw::{Flaw, Flaws};
use super::scalar::{self, Plain};
use super::syntax;
use super::text::small;
use super::tree::{Entries, Entry, Item, Kind, Layout, Node, Span, Style};
use crate::model::{Message, Spot};

/// The deepest nesting of maps and lists. A client file has about eight levels.
pub(super) const MOST_DEPTH: usize = 64;

/// Reads one document; `None` when there is no tree at all.
pub(super) fn read(text: &str, flaws: &mut Flaws) -> Option<(Value, Node)> {
    let mut reader = Reader { text, flaws, stack: Vec::new(), root: None, cursor: 0 };
    for event in Parser::new_from_str_with_options(text, options()) {
        match event {
            Ok((event, source)) => match reader.take(event, &source) {
                Step::On => {}
                Step::Stop => break,
                Step::Lost => return None,
            },
            Err(fault) => {
                let flaw = syntax::flaw(&fault, text);
                // A character that has been complained about by name needs no second complaint.
                if !reader.flaws.on_line(flaw.spot.line) || flaw.code != "syntax" {
                    reader.flaws.push(flaw);
                }
                return None;
            }
        }
    }
    let Some((value, node)) = reader.root else {
        if flaws.is_empty() {
            flaws.push(Flaw::new("empty", first(), Message::new("document.empty")));
        }
        return None;
    };
    if !value.is_object() {
        flaws.push(Flaw::new("root-not-map", node.span.spot(), Message::new("document.root-not-map")));
        return None;
    }
    Some((value, node))
}

fn options() -> Options {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.disallow_directives = true;
    options.emit_anchor_events = true;
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = MOST_DEPTH + 1;
    options.block_nesting_limit = MOST_DEPTH + 1;
    options
}

fn first() -> Spot {
    Spot { line: 1, column: 1, start: 0, end: 0 }
}

enum Step {
    On,
    /// What follows is not part of the document.
    Stop,
    Lost,
}

pub(super) struct Reader<'a, 'f> {
    pub(super) text: &'a str,
    pub(super) flaws: &'f mut Flaws,
    pub(super) stack: Vec<Frame>,
    root: Option<(Value, Node)>,
    /// The end of what has been read, so that the `:` and `-` in between can be found.
    cursor: usize,
}

/// A map or list that is still open.
pub(super) struct Frame {
    pub(super) span: Span,
    pub(super) layout: Layout,
    pub(super) inside: Inside,
}

pub(super) enum Inside {
    List { items: Vec<Item>, values: Vec<Value>, dash: u32 },
    Map { entries: Vec<Entry>, values: Map<String, Value>, key: Option<Key> },
}

pub(super) struct Key {
    pub(super) text: String,
    pub(super) span: Span,
    pub(super) colon: u32,
    pub(super) keep: bool,
}

impl<'a> Reader<'a, '_> {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the parser may learn new events; those of today that are left out say nothing"
    )]
    fn take(&mut self, event: Event<'a>, source: &Source) -> Step {
        if let Some(tag) = source.tag_span() {
            self.refuse("tag", "document.tag", "document.tag-help", &tag);
        }
        match event {
            Event::Scalar(text, style, ..) => self.scalar(&text, style, source),
            Event::MappingStart(style, ..) => return self.open(layout(style), Inside::map(), source),
            Event::SequenceStart(style, ..) => return self.open(layout(style), Inside::list(), source),
            Event::MappingEnd | Event::SequenceEnd => self.close(source),
            Event::Anchor(..) => self.refuse("anchor", "document.anchor", "document.anchor-help", source),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse("alias", "document.alias", "document.alias-help", source);
                self.before_node();
                let span = from_source(source);
                self.cursor = span.end();
                self.place(Value::Null, Node { span, kind: Kind::Scalar(Style::Plain) });
            }
            Event::DocumentStart(..) if self.root.is_some() => {
                self.refuse("second-document", "document.second-document", "document.second-document-help", source);
                return Step::Stop;
            }
            Event::DocumentStart(true, _) => self.cursor = from_source(source).end(),
            _ => {}
        }
        Step::On
    }

    fn open(&mut self, layout: Layout, inside: Inside, source: &Source) -> Step {
        if self.stack.len() >= MOST_DEPTH {
            self.flaws.push(Flaw::new("too-deep", from_source(source).spot(), syntax::too_deep()));
            return Step::Lost;
        }
        self.before_node();
        let mut span = from_source(source);
        if layout == Layout::Flow {
            if span.start == span.end {
                let message = Message::new("document.bare-pair");
                self.flaws.push(Flaw::new("bare-pair", span.spot(), message).help("document.bare-pair-help"));
            }
            self.cursor = span.end();
        } else if let Inside::List { .. } = inside {
            // The parser gives the first item of an unindented list; the list starts at its first `-`.
            let dash = self.seek(b'-').unwrap_or(span.start());
            if self.line_of(dash, span) == span.line {
                span.column = span.column.saturating_sub(small(span.start().saturating_sub(dash)));
            }
            span.start = small(dash);
        }
        self.stack.push(Frame { span, layout, inside });
        Step::On
    }

    fn close(&mut self, source: &Source) {
        let Some(Frame { mut span, layout, inside }) = self.stack.pop() else { return };
        if layout == Layout::Flow {
            self.cursor = source.end.byte_offset().unwrap_or(self.cursor).max(self.cursor);
        }
        span.end = small(self.cursor);
        let (value, kind) = match inside {
            Inside::List { items, values, .. } => (Value::Array(values), Kind::List(layout, items)),
            Inside::Map { entries, values, .. } => (Value::Object(values), Kind::Map(layout, Entries::new(entries))),
        };
        self.place(value, Node { span, kind });
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, source: &Source) {
        self.before_node();
        let mut span = from_source(source);
        let style = match style {
            ScalarStyle::Plain if span.start == span.end => Style::Empty,
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::Single,
            ScalarStyle::DoubleQuoted => Style::Double,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        match style {
            Style::Empty => {
                // The parser gives the `:`, behind which nothing stands.
                let step = small(self.cursor.saturating_sub(span.start()));
                span.column += step;
                span.start += step;
                span.end = span.start;
            }
            Style::Literal | Style::Folded => self.block_scalar(&mut span),
            Style::Plain | Style::Single | Style::Double => {}
        }
        self.cursor = span.end().max(self.cursor);
        let plain = match style {
            Style::Empty => Plain::Null,
            Style::Plain => scalar::plain(text),
            Style::Single | Style::Double | Style::Literal | Style::Folded => Plain::Text,
        };
        if self.is_key() {
            self.key(text, span, style, &plain);
            return;
        }
        self.check(text, &plain, style, span);
        self.place(plain.value(text), Node { span, kind: Kind::Scalar(style) });
    }

    /// The parser gives the first character of the text; the scalar starts at its `|` or `>`.
    fn block_scalar(&self, span: &mut Span) {
        let bytes = self.text.as_bytes();
        let header = self.skip_gap(self.cursor);
        let line_end = bytes.iter().skip(header).position(|it| *it == b'\n').map_or(bytes.len(), |it| header + it);
        let body = self.text.get(span.start()..span.end()).unwrap_or_default().trim_end();
        let end = span.start() + body.len();
        span.line = span.line.saturating_sub(breaks(bytes.get(header..span.start()).unwrap_or_default()));
        let line_start = self.text.get(..header).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
        span.column = small(self.text.get(line_start..header).map_or(0, |it| it.chars().count()) + 1);
        span.start = small(header);
        span.end = small(if body.is_empty() { line_end } else { end });
    }

    pub(super) fn in_flow(&self) -> bool {
        self.stack.last().is_some_and(|frame| frame.layout == Layout::Flow)
    }

    fn is_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { inside: Inside::Map { key: None, .. }, .. }))
    }

    /// Finds the `:` or `-` that announces the node which comes now.
    fn before_node(&mut self) {
        let Some(Frame { layout, inside, .. }) = self.stack.last() else { return };
        match (inside, layout) {
            (Inside::List { .. }, Layout::Block) => {
                let found = self.seek(b'-');
                self.announce(found.unwrap_or(self.cursor));
                self.cursor = found.map_or(self.cursor, |it| it + 1);
            }
            (Inside::List { .. }, Layout::Flow) | (Inside::Map { key: None, .. }, _) => {}
            (Inside::Map { key: Some(key), .. }, _) => {
                let span = key.span;
                match self.seek(b':') {
                    Some(colon) => {
                        self.announce(colon);
                        self.cursor = colon + 1;
                    }
                    None => self.without_value(span),
                }
            }
        }
    }

    fn announce(&mut self, at: usize) {
        match self.stack.last_mut() {
            Some(Frame { inside: Inside::List { dash, .. }, .. }) => *dash = small(at),
            Some(Frame { inside: Inside::Map { key: Some(key), .. }, .. }) => key.colon = small(at),
            Some(Frame { inside: Inside::Map { key: None, .. }, .. }) | None => {}
        }
    }

    /// The next `mark` after the cursor, if nothing but space and comments lies between.
    fn seek(&self, mark: u8) -> Option<usize> {
        let at = self.skip_gap(self.cursor);
        (self.text.as_bytes().get(at) == Some(&mark)).then_some(at)
    }

    fn skip_gap(&self, from: usize) -> usize {
        skip_gap(self.text, from)
    }

    fn line_of(&self, at: usize, span: Span) -> u32 {
        let between = self.text.as_bytes().get(at..span.start()).unwrap_or_default();
        span.line.saturating_sub(breaks(between))
    }

    /// Puts a finished node where it belongs: under its key, into its list, or at the root.
    fn place(&mut self, value: Value, node: Node) {
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some((value, node));
            return;
        };
        match &mut frame.inside {
            Inside::List { items, values, dash } => {
                let dash = if frame.layout == Layout::Block { *dash } else { node.span.start };
                values.push(value);
                items.push(Item { dash, node });
            }
            Inside::Map { entries, values, key } => match key.take() {
                Some(Key { text, span, colon, keep: true }) => {
                    entries.push(Entry { key: text.as_str().into(), span, colon, node });
                    values.insert(text, value);
                }
                Some(_) => {}
                // A map, a list or an alias where a key should stand.
                None => {
                    let span = node.span;
                    *key = Some(Key { text: String::new(), span, colon: span.end, keep: false });
                    let text = self.text;
                    self.non_text_key(span, text.get(span.start()..span.end()).unwrap_or_default());
                }
            },
        }
    }
}

impl Inside {
    fn map() -> Self {
        Self::Map { entries: Vec::new(), values: Map::new(), key: None }
    }

    fn list() -> Self {
        Self::List { items: Vec::new(), values: Vec::new(), dash: 0 }
    }
}

/// The first byte from `from` on that is neither space nor comment.
pub(super) fn skip_gap(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
            Some(b'#') => at = bytes.iter().skip(at).position(|it| *it == b'\n').map_or(bytes.len(), |it| at + it),
            _ => return at,
        }
    }
}

fn breaks(text: &[u8]) -> u32 {
    small(text.split(|it| *it == b'\n').count() - 1)
}

fn layout(style: StructureStyle) -> Layout {
    match style {
        StructureStyle::Block => Layout::Block,
        StructureStyle::Flow => Layout::Flow,
    }
}

pub(super) fn from_source(source: &Source) -> Span {
    let at = |it: &Marker| small(it.byte_offset().unwrap_or_default());
    Span {
        start: at(&source.start),
        end: at(&source.end),
        line: small(source.start.line()),
        column: small(source.start.col() + 1),
    }
}
