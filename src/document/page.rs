//! The lines and columns of a document, as one who edits it sees them: where the lines of a node end, which comments
//! belong to it, how the file indents.

use super::Document;
use super::emit::Habit;
use super::path::{Path, Step};
use super::tree::{Entry, Item, Kind, Layout, Node, Style};

/// A document that is being changed.
pub(super) struct Page<'a> {
    pub(super) document: &'a Document,
    pub(super) text: &'a str,
    pub(super) eol: &'static str,
    pub(super) habit: Habit,
}

/// How the lines of a text end: as the first one does.
pub(super) fn line_break(text: &str) -> &'static str {
    let first = text.split('\n').next().unwrap_or_default();
    if first.ends_with('\r') && first.len() < text.len() { "\r\n" } else { "\n" }
}

/// A node, and what holds it.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) node: &'a Node,
    pub(super) holder: Holder<'a>,
    /// Flow as soon as anything around the node is.
    pub(super) around: Layout,
}

#[derive(Clone, Copy)]
pub(super) enum Holder<'a> {
    Root,
    Entry(&'a Entry),
    Item(&'a Item),
}

impl<'a> Page<'a> {
    pub(super) fn new(document: &'a Document, eol: &'static str) -> Self {
        let text = document.text();
        let mut page = Self { document, text, eol, habit: Habit::default() };
        let (map, list) = page.steps_below(&document.root);
        let habit = Habit::default();
        page.habit = Habit { map: map.unwrap_or(habit.map), list: list.unwrap_or(habit.list) };
        page
    }

    pub(super) fn find(&self, path: &Path) -> Option<Found<'a>> {
        let mut found = Found { node: &self.document.root, holder: Holder::Root, around: Layout::Block };
        for step in path.steps() {
            found = match (&found.node.kind, step) {
                (Kind::Map(layout, entries), Step::Key(key)) => {
                    let entry = entries.get(key)?;
                    Found { node: &entry.node, holder: Holder::Entry(entry), around: found.around.within(*layout) }
                }
                (Kind::List(layout, items), Step::Index(index)) => {
                    let item = items.get(*index)?;
                    Found { node: &item.node, holder: Holder::Item(item), around: found.around.within(*layout) }
                }
                (Kind::Map(..) | Kind::List(..) | Kind::Scalar(_), _) => return None,
            };
        }
        Some(found)
    }

    /// The habit of a map: of its own entries where they show one, else of the file.
    pub(super) fn habit_of(&self, node: &Node) -> Habit {
        let Kind::Map(_, entries) = &node.kind else { return self.habit };
        let (map, list) = self.steps_of(entries.all());
        Habit { map: map.unwrap_or(self.habit.map), list: list.unwrap_or(self.habit.list) }
    }

    fn steps_of(&self, entries: &[Entry]) -> (Option<usize>, Option<usize>) {
        let step = |entry: &Entry| self.column(entry.node.span.start()).checked_sub(self.column(entry.span.start()));
        let map = entries.iter().find(|it| matches!(it.node.kind, Kind::Map(Layout::Block, _))).and_then(step);
        let list = entries.iter().find(|it| matches!(it.node.kind, Kind::List(Layout::Block, _))).and_then(step);
        (map, list)
    }

    fn steps_below(&self, node: &Node) -> (Option<usize>, Option<usize>) {
        let (children, own): (Vec<&Node>, _) = match &node.kind {
            Kind::Map(_, entries) => (entries.all().iter().map(|it| &it.node).collect(), self.steps_of(entries.all())),
            Kind::List(_, items) => (items.iter().map(|it| &it.node).collect(), (None, None)),
            Kind::Scalar(_) => (Vec::new(), (None, None)),
        };
        let mut steps = own;
        for child in children {
            if steps.0.is_some() && steps.1.is_some() {
                break;
            }
            let below = self.steps_below(child);
            steps = (steps.0.or(below.0), steps.1.or(below.1));
        }
        steps
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.slice(0, at).rfind('\n').map_or(0, |it| it + 1)
    }

    /// The end of the line of `at`, without its break.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.slice(at, self.text.len());
        let line = rest.split('\n').next().unwrap_or_default();
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }

    pub(super) fn next_line(&self, at: usize) -> usize {
        self.slice(at, self.text.len()).find('\n').map_or(self.text.len(), |it| at + it + 1)
    }

    /// In bytes; what stands before a key or a `-` in block style is ASCII.
    pub(super) fn column(&self, at: usize) -> usize {
        at - self.line_start(at)
    }

    /// Whether nothing but spaces stands before `at` on its line.
    pub(super) fn starts_line(&self, at: usize) -> bool {
        self.slice(self.line_start(at), at).bytes().all(|it| it == b' ' || it == b'\t')
    }

    /// Whether nothing but a comment follows `at` on its line.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        let rest = self.slice(at, self.line_end(at)).trim_start();
        rest.is_empty() || rest.starts_with('#')
    }

    /// A position on the last line of a node; `anchor` is the end of the `:` or `-` before it.
    pub(super) fn last_line(&self, node: &Node, anchor: usize) -> usize {
        match &node.kind {
            Kind::Scalar(Style::Empty) => anchor,
            Kind::Scalar(Style::Literal | Style::Folded) if self.keeps(node) => {
                let mut at = node.span.end();
                while self.next_line(at) < self.text.len() && self.is_blank(self.next_line(at)) {
                    at = self.next_line(at);
                }
                at
            }
            Kind::Map(Layout::Block, entries) => {
                entries.all().last().map_or(anchor, |it| self.last_line(&it.node, it.colon as usize + 1))
            }
            Kind::List(Layout::Block, items) => {
                items.last().map_or(anchor, |it| self.last_line(&it.node, it.dash as usize + 1))
            }
            Kind::Scalar(_) | Kind::Map(Layout::Flow, _) | Kind::List(Layout::Flow, _) => node.span.end(),
        }
    }

    /// The start of the line after a node and after the comments that follow it further in than `column`.
    pub(super) fn end_of(&self, node: &Node, anchor: usize, column: usize) -> usize {
        let mut at = self.next_line(self.last_line(node, anchor));
        while self.comment_column(at).is_some_and(|it| it > column) {
            at = self.next_line(at);
        }
        at
    }

    /// Whether a node ends in a block scalar that keeps its blank lines, to which the next blank lines would belong.
    pub(super) fn ends_in_kept_lines(&self, node: &Node) -> bool {
        match &node.kind {
            Kind::Scalar(Style::Literal | Style::Folded) => self.keeps(node),
            Kind::Map(Layout::Block, entries) => {
                entries.all().last().is_some_and(|it| self.ends_in_kept_lines(&it.node))
            }
            Kind::List(Layout::Block, items) => items.last().is_some_and(|it| self.ends_in_kept_lines(&it.node)),
            Kind::Scalar(_) | Kind::Map(Layout::Flow, _) | Kind::List(Layout::Flow, _) => false,
        }
    }

    fn keeps(&self, node: &Node) -> bool {
        self.header(node).contains('+')
    }

    /// The `|`, `>-`, … of a block scalar.
    pub(super) fn header(&self, node: &Node) -> &'a str {
        let line = self.slice(node.span.start(), self.line_end(node.span.start()));
        line.split([' ', '\t']).next().unwrap_or_default()
    }

    /// Whether the line at `at` is there and empty.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        at < self.text.len() && self.slice(at, self.line_end(at)).trim().is_empty()
    }

    /// The column of the comment on the line at `at`, if there is nothing else on it.
    pub(super) fn comment_column(&self, at: usize) -> Option<usize> {
        let line = self.slice(at, self.line_end(at));
        let rest = line.trim_start_matches(' ');
        rest.starts_with('#').then(|| line.len() - rest.len())
    }

    /// The start of the comment lines directly above the line at `at`, as far in as that line.
    pub(super) fn with_comments_above(&self, at: usize, column: usize) -> usize {
        let mut start = at;
        while start > 0 {
            let above = self.line_start(start - 1);
            if self.comment_column(above) != Some(column) {
                break;
            }
            start = above;
        }
        start
    }

    /// The start of the blank line above the line at `at`, if there is one.
    pub(super) fn blank_above(&self, at: usize) -> Option<usize> {
        let above = self.line_start(at.checked_sub(1)?);
        self.is_blank(above).then_some(above)
    }

    /// The bytes of the line break that ends just before `at`.
    pub(super) fn break_before(&self, at: usize) -> usize {
        let before = self.slice(0, at);
        if before.ends_with("\r\n") { 2 } else { usize::from(before.ends_with('\n')) }
    }
}

impl Found<'_> {
    /// The end of the `:` or `-` before the node.
    pub(super) fn anchor(&self) -> usize {
        match self.holder {
            Holder::Root => self.node.span.start(),
            Holder::Entry(entry) => entry.colon as usize + 1,
            Holder::Item(item) => item.dash as usize + 1,
        }
    }

    /// The start of the key or of the `-`.
    pub(super) fn start(&self) -> usize {
        match self.holder {
            Holder::Root => self.node.span.start(),
            Holder::Entry(entry) => entry.span.start(),
            Holder::Item(item) => item.dash as usize,
        }
    }
}

impl Layout {
    /// The layout around what stands in `inner`, which stands in `self`.
    fn within(self, inner: Self) -> Self {
        match (self, inner) {
            (Self::Block, Self::Block) => Self::Block,
            (Self::Flow, _) | (_, Self::Flow) => Self::Flow,
        }
    }
}
