//! From a stretch of a text to the place in the file where it is written: quotes, escapes, indents and folded lines lie
//! between the two.

use std::ops::Range;

use crate::document::{Document, Path};
use crate::model::Spot;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Single,
    Double,
}

/// The place of the bytes `part` of `content`, which is the text of the node at `path`.
pub(super) fn spot(document: &Document, path: &Path, content: &str, part: Range<usize>) -> Spot {
    let whole = document.spot(path);
    let raw = document.text().get(whole.bytes()).unwrap_or_default();
    let (style, begin) = match raw.as_bytes().first() {
        Some(b'\'') => (Style::Single, 1),
        Some(b'"') => (Style::Double, 1),
        // A block scalar begins with a line of its own.
        Some(b'|' | b'>') => (Style::Plain, raw.find('\n').map_or(raw.len(), |it| it + 1)),
        Some(_) | None => (Style::Plain, 0),
    };
    let mut at = begin;
    let (mut start, mut end) = (None, None);
    for (offset, sign) in content.char_indices() {
        if offset >= part.end {
            break;
        }
        let (found, next) = written(raw, at, sign, style);
        at = next;
        if offset >= part.start {
            start.get_or_insert(found);
            end = Some(next);
        }
    }
    let start = start.unwrap_or(at).min(raw.len());
    let end = end.unwrap_or(start).clamp(start, raw.len());
    located(document.text(), whole.start + start..whole.start + end)
}

/// Where `sign` is written, looking from `from` on, and where what follows it begins.
fn written(raw: &str, from: usize, sign: char, style: Style) -> (usize, usize) {
    let rest = |at: usize| raw.get(at..).unwrap_or_default();
    if sign.is_whitespace() {
        // A folded line: however much white space is written, one sign stands for it.
        let escaped = style == Style::Double && rest(from).starts_with('\\');
        let length = if escaped { escape_length(rest(from)) } else { usize::from(rest(from).starts_with(sign)) };
        return (from, from + length);
    }
    let mut at = from;
    loop {
        let Some(found) = rest(at).chars().next() else { return (from, from) };
        if style == Style::Double && rest(at).starts_with("\\\n") {
            at += 2;
        } else if style == Style::Double && found == '\\' {
            return (at, at + escape_length(rest(at)));
        } else if style == Style::Single && found == '\'' && sign == '\'' {
            return (at, at + 2);
        } else if found == sign {
            return (at, at + sign.len_utf8());
        } else {
            at += found.len_utf8();
        }
    }
}

fn escape_length(raw: &str) -> usize {
    let length = match raw.as_bytes().get(1) {
        Some(b'x') => 4,
        Some(b'u') => 6,
        Some(b'U') => 10,
        Some(_) | None => 2,
    };
    length.min(raw.len())
}

fn located(text: &str, bytes: Range<usize>) -> Spot {
    let before = text.get(..bytes.start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let small = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    Spot { line: small(line), column: small(column), start: bytes.start, end: bytes.end }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The part in brackets of the content must be found where the file has the same words.
    fn check(yaml: &str, part: &str, line: u32, column: u32) {
        let document = Document::strict(yaml).expect("it reads");
        let path = Path::root().key("r");
        let content = path.find(document.value()).and_then(|it| it.as_str()).expect("a text").to_owned();
        let start = content.find(part).expect("the part is there");
        let spot = spot(&document, &path, &content, start..start + part.len());
        assert_eq!((spot.line, spot.column), (line, column), "{yaml}");
        assert_eq!(document.text().get(spot.bytes()).map(|it| it.replace("''", "'")), Some(part.to_owned()), "{yaml}");
    }

    #[test]
    fn a_part_is_found_in_every_style_of_scalar() {
        check("a: 1\nr: x.y == bad\n", "bad", 2, 11);
        check("r: é.y == bad\n", "bad", 1, 11);
        check("r: 'x == ''a'' && bad'\n", "bad", 1, 19);
        check("r: 'x == ''a'''\n", "'a'", 1, 10);
        check("r: \"x == \\\"a\\\" && bad\"\n", "bad", 1, 19);
        check("r: \"\\u00e9 && bad\"\n", "bad", 1, 15);
        check("r: |\n  x &&\n  bad\n", "bad", 3, 3);
        check("r: >-\n  x &&\n  y && bad\n", "bad", 3, 8);
        check("r: x &&\n  y && bad\n", "bad", 2, 8);
        check("r: \"x &&\n  y && \\\n  bad\"\n", "bad", 3, 3);
        check("{r: 'x && bad', s: 1}\n", "bad", 1, 11);
    }
}
