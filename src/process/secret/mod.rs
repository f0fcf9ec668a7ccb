//! What must never stand in a file or on a command line: keys, tokens, passwords. The process says what they look like and
//! which keys hold them; here they are found, in comments too, and covered wherever a text is shown.

mod definition;
mod scan;

use std::borrow::Cow;
use std::ops::Range;

use serde_json::Value;

use definition::holds_any;
pub(crate) use definition::{Kind, Secrets};

use super::texts::{At, path};
use crate::document::{Document, Path};
use crate::model::{Finding, Message, Place, Spot, Text};

/// A secret in a text: what it is, and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found<'p> {
    pub(crate) id: &'p str,
    pub(crate) name: &'p Text,
    pub(crate) span: Range<usize>,
}

/// What stands in for each byte of a secret.
const COVER: &str = "*";

impl Secrets {
    /// Every secret that a text shows by its look, in the order of the text; none lies in another.
    pub(crate) fn in_text(&self, text: &str) -> Vec<Found<'_>> {
        if !self.may_show(text) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for kind in &self.kinds {
            found.extend(kind.spans(text).into_iter().map(|span| Found { id: &kind.id, name: &kind.name, span }));
        }
        apart(found)
    }

    /// What an argument of a command line holds: by its look, or by the key before `=`.
    pub(crate) fn in_argument(&self, text: &str) -> Option<Found<'_>> {
        if let Some(found) = self.in_text(text).into_iter().next() {
            return Some(found);
        }
        let (path, value) = text.split_once('=')?;
        let key = path.rsplit(['.', '[', ']']).next().unwrap_or_default();
        let kind = self.of_key(key).find(|it| it.beside.is_none() && holds_any(value))?;
        Some(Found { id: &kind.id, name: &kind.name, span: path.len() + 1..text.len() })
    }

    /// Every secret of a file: by its look, wherever it stands, and by the key that holds it.
    pub(crate) fn in_document(&self, document: &Document) -> Vec<(Found<'_>, Path)> {
        let mut found: Vec<(Found<'_>, Path)> =
            self.in_text(document.text()).into_iter().map(|it| (it, Path::root())).collect();
        let escapes = document.text().contains('\\');
        scan::leaves(document.value(), &mut |leaf| {
            let by_key = self.of_key(leaf.key).find(|it| leaf.is_of(it));
            // What is written with escapes, or over several lines, may show its look only once it is read.
            let may_hide = (escapes || leaf.text.contains('\n')) && self.may_show(leaf.text);
            let by_look = || self.kinds.iter().filter(|_| may_hide).find(|it| !it.spans(leaf.text).is_empty());
            let kind = by_key.or_else(by_look);
            if found.is_empty() && kind.is_none() {
                return;
            }
            let path = leaf.path();
            let span = document.spot(&path).bytes();
            match (found.iter_mut().find(|(it, _)| overlap(&it.span, &span)), kind) {
                (Some((_, known)), _) => *known = path,
                (None, Some(kind)) => found.push((Found { id: &kind.id, name: &kind.name, span }, path)),
                (None, None) => {}
            }
        });
        found.sort_by_key(|(it, _)| it.span.start);
        found
    }

    /// The text with every secret covered, each sign in its place: so spots still point where they did.
    pub(crate) fn covered<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let found = self.in_text(text);
        cover(text, found.into_iter().map(|it| it.span))
    }

    /// The text of a file with every secret covered, those too that only their key tells.
    pub(crate) fn covered_file<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match Document::read(text.as_bytes()).document {
            Some(document) => cover(text, self.in_document(&document).into_iter().map(|it| it.0.span)),
            None => self.covered(text),
        }
    }

    /// The secrets of a file as findings.
    pub(crate) fn findings(&self, document: &Document, file: &str, name: impl Fn(&Path) -> String) -> Vec<Finding> {
        let found = self.in_document(document);
        found.into_iter().map(|(it, path)| self.finding(&it, document.text(), file, name(&path))).collect()
    }

    /// The secrets of a text that is no document, as findings.
    pub(crate) fn findings_in_text(&self, text: &str, file: &str) -> Vec<Finding> {
        self.in_text(text).iter().map(|it| self.finding(it, text, file, String::new())).collect()
    }

    fn finding(&self, found: &Found<'_>, text: &str, file: &str, path: String) -> Finding {
        let place = Place { file: file.to_owned(), spot: spot(text, &found.span), path };
        let message = Message::new("process.secret").with("what", found.name.clone());
        let finding = Finding::error(format!("secret/{}", found.id), place, message);
        Finding { help: self.advice.clone().map(Message::Text), ..finding }
    }
}

fn overlap(one: &Range<usize>, two: &Range<usize>) -> bool {
    one.start < two.end && two.start < one.end
}

/// In the order of the text, without those that lie in another.
fn apart(mut found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    found.sort_by_key(|it| (it.span.start, std::cmp::Reverse(it.span.end)));
    let mut end = 0;
    found.retain(|it| {
        let is_new = it.span.start >= end;
        end = end.max(it.span.end);
        is_new
    });
    found
}

/// The text with these bytes covered; they come in order.
pub(crate) fn cover(text: &str, spans: impl IntoIterator<Item = Range<usize>>) -> Cow<'_, str> {
    let mut shown = String::new();
    let mut at = 0;
    for span in spans {
        let (Some(before), Some(secret)) = (text.get(at..span.start), text.get(span.clone())) else { continue };
        shown.push_str(before);
        // Line breaks stay: the lines of a text are counted.
        shown.extend(secret.chars().map(|it| if it == '\n' { "\n".to_owned() } else { COVER.repeat(it.len_utf8()) }));
        at = span.end;
    }
    if at == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(text.get(at..).unwrap_or_default());
    Cow::Owned(shown)
}

/// Where in the lines of a text some bytes are.
fn spot(text: &str, span: &Range<usize>) -> Spot {
    let before = text.get(..span.start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let counted = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    Spot { line: counted(line), column: counted(column), start: span.start, end: span.end }
}

/// A text of a file, with what may tell that it is a secret.
#[derive(Debug)]
struct Leaf<'w, 'v> {
    way: &'w [At<'v>],
    key: &'v str,
    text: &'v str,
    /// The map that it stands in.
    map: Option<&'v Value>,
}

impl Leaf<'_, '_> {
    /// Whether it is a secret of this kind, which names its key.
    fn is_of(&self, kind: &Kind) -> bool {
        let beside = kind.beside.as_ref().is_none_or(|it| self.map.is_some_and(|map| map.get(it).is_some()));
        beside && holds_any(self.text)
    }

    fn path(&self) -> Path {
        path(self.way)
    }
}

#[cfg(test)]
mod tests;
