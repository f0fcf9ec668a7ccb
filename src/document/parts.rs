//! A document taken apart along its tree, so that every byte belongs to one part: the entries of maps and the items of
//! lists in block style, each with the comments and blank lines above it. What is in flow style stays whole.

use std::ops::Range;

use super::Document;
use super::page::{Page, line_break};
use super::tree::{Kind, Layout, Node, Style};

/// The parts of a map or a list in block style.
#[derive(Debug, Clone)]
pub(crate) struct Parts<'d> {
    /// At the root, what stands above a `---` and that line itself.
    pub(crate) top: &'d str,
    /// In the order of the text.
    pub(crate) all: Vec<Part<'d>>,
    /// Comments and blank lines below the last one.
    pub(crate) foot: &'d str,
    pub(crate) is_list: bool,
}

/// An entry with its key, or an item with its `-`.
#[derive(Debug, Clone)]
pub(crate) struct Part<'d> {
    /// The whole lines above it.
    pub(crate) lead: &'d str,
    /// From the key or the `-` to the end of its last line. Its lines but the first begin with their indentation.
    pub(crate) text: &'d str,
    /// How far in the key or the `-` stands.
    pub(crate) column: usize,
    /// Where in `text` the `:` or the `-` ends.
    pub(crate) anchor: usize,
    /// Whether blank lines below would belong to it: it ends in a text that keeps them.
    pub(crate) keeps: bool,
    pub(crate) inside: Inside<'d>,
}

/// What stands behind the `:` or the `-`.
#[derive(Debug, Clone)]
pub(crate) enum Inside<'d> {
    /// A scalar, or something in flow style: where in the text of the part.
    Whole(Range<usize>),
    /// The rest of the line up to the first part, and the parts.
    Apart { head: &'d str, parts: Parts<'d> },
}

impl Document {
    /// The parts of the root; `None` where it is in flow style.
    pub(crate) fn parts(&self) -> Option<Parts<'_>> {
        let page = Page::new(self, line_break(&self.text));
        let start = self.top();
        let parts = parts(&page, &self.root, start, self.text.len())?;
        Some(Parts { top: page.slice(0, start), ..parts })
    }

    /// The end of the line `---` above the root, or the start of the text.
    fn top(&self) -> usize {
        let above = self.text.get(..self.root.span.start()).unwrap_or_default();
        let mut end = 0;
        let mut at = 0;
        for line in above.split_inclusive('\n') {
            at += line.len();
            if line.starts_with("---") {
                end = at;
            }
        }
        end
    }
}

/// The place of one entry or item: its start, the end of its mark, and the node behind it.
type Spot<'d> = (usize, usize, &'d Node);

fn parts<'d>(page: &Page<'d>, node: &Node, from: usize, to: usize) -> Option<Parts<'d>> {
    let (spots, is_list): (Vec<Spot<'_>>, bool) = match &node.kind {
        Kind::Map(Layout::Block, entries) => {
            let all = entries.all().iter();
            (all.map(|it| (it.span.start(), it.colon as usize + 1, &it.node)).collect(), false)
        }
        Kind::List(Layout::Block, items) => {
            (items.iter().map(|it| (it.dash as usize, it.dash as usize + 1, &it.node)).collect(), true)
        }
        Kind::Scalar(_) | Kind::Map(Layout::Flow, _) | Kind::List(Layout::Flow, _) => return None,
    };
    let mut all = Vec::new();
    let mut done = from;
    for (start, anchor, node) in spots {
        let column = page.column(start);
        let own = if page.starts_line(start) { page.line_start(start) } else { start };
        let end = page.end_of(node, anchor, column).clamp(start, to);
        all.push(Part {
            lead: page.slice(done, own.max(done)),
            text: page.slice(start, end),
            column,
            anchor: anchor - start,
            keeps: page.ends_in_kept_lines(node),
            inside: inside(page, (start, anchor, node), end),
        });
        done = end;
    }
    Some(Parts { top: "", all, foot: page.slice(done, to), is_list })
}

fn inside<'d>(page: &Page<'d>, (start, anchor, node): Spot<'_>, end: usize) -> Inside<'d> {
    let first = node.span.start();
    let line = page.line_start(first);
    // Behind a `-` the first entry may stand on the same line.
    let from = if line <= anchor { first } else { page.next_line(anchor) };
    if let Some(parts) = parts(page, node, from, end) {
        return Inside::Apart { head: page.slice(anchor, from), parts };
    }
    let value = match node.kind {
        Kind::Scalar(Style::Empty) => anchor..anchor,
        Kind::Scalar(Style::Literal | Style::Folded) => first..page.next_line(page.last_line(node, anchor)).min(end),
        Kind::Scalar(_) | Kind::Map(..) | Kind::List(..) => first..node.span.end(),
    };
    Inside::Whole(value.start - start..value.end - start)
}

impl Parts<'_> {
    /// The text that the parts make, one after the other.
    #[cfg(test)]
    fn text(&self, text: &mut String) {
        text.push_str(self.top);
        for part in &self.all {
            text.push_str(part.lead);
            if part.lead.is_empty() || part.lead.ends_with('\n') {
                let line = text.rsplit('\n').next().unwrap_or_default().len();
                text.push_str(&" ".repeat(part.column.saturating_sub(line)));
            }
            match &part.inside {
                Inside::Whole(_) => text.push_str(part.text),
                Inside::Apart { head, parts } => {
                    text.push_str(&part.text[..part.anchor]);
                    text.push_str(head);
                    parts.text(text);
                }
            }
        }
        text.push_str(self.foot);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(text: &str) -> String {
        let document = Document::strict(text).unwrap();
        let mut again = String::new();
        document.parts().unwrap().text(&mut again);
        again
    }

    #[test]
    fn the_parts_of_a_text_make_the_text() {
        for text in [
            "a: 1\n",
            "# top\n\na: 1 # one\n\n# of b\nb:\n  c: {x: 1}  # c\n  # below c\nd: [1,\n  2]\n# end\n",
            "a:\n- x: 1\n  y: 2\n  # in\n- x: 3\n\n- z\n# foot\n",
            "a:\n  - - 1\n    - 2\n  -\n    b: 1\n  - # c\n    d: 2\n",
            "# top\n---\n# of a\na: 1\n",
            "a: |\n  text\n\n  more\n\nb: >+\n  x\n\n\nc:\n",
        ] {
            assert_eq!(back(text), text);
        }
    }

    #[test]
    fn the_parts_of_random_texts_make_the_texts() {
        for seed in 0..300 {
            let text = super::super::hand_written(seed);
            if Document::strict(&text).is_ok_and(|it| it.parts().is_some()) {
                assert_eq!(back(&text), text);
            }
        }
    }
}
