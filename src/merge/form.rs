//! The form of a file around its text: byte order mark, line breaks, the end of the last line. Of ours it stays.

use std::borrow::Cow;

use crate::document::Document;

const MARK: char = '\u{FEFF}';
/// So many signs make the mark of a conflict, or more.
const LEAST: usize = 7;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    has_mark: bool,
    breaks: Breaks,
    /// Whether the last line ends.
    ends: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breaks {
    Plain,
    Carriage,
    /// Of both kinds; each line keeps its own.
    Mixed,
}

impl Form {
    /// The form of ours; the last line ends as the side has it that changed that.
    pub(super) fn joined(base: Option<&[u8]>, ours: &[u8], theirs: &[u8]) -> Self {
        let lines = ours.split(|it| *it == b'\n').count() - 1;
        let carriages = ours.windows(2).filter(|it| *it == b"\r\n").count();
        let breaks = match carriages {
            0 => Breaks::Plain,
            all if all == lines => Breaks::Carriage,
            _ => Breaks::Mixed,
        };
        let ends = |text: &[u8]| text.ends_with(b"\n");
        let ends = if base.is_some_and(|it| ends(it) == ends(ours)) { ends(theirs) } else { ends(ours) };
        Self { has_mark: ours.starts_with(MARK.to_string().as_bytes()), breaks, ends }
    }

    /// A file as text without form; `None` where it is not UTF-8.
    pub(super) fn plain(self, bytes: &[u8]) -> Option<String> {
        let text = std::str::from_utf8(bytes).ok()?;
        let text = text.strip_prefix(MARK).unwrap_or(text);
        let mut text = match self.breaks {
            Breaks::Mixed => text.to_owned(),
            Breaks::Plain | Breaks::Carriage => text.replace("\r\n", "\n"),
        };
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Some(text)
    }

    /// A text in this form.
    pub(super) fn dressed(self, text: &str) -> Vec<u8> {
        let open = text.strip_suffix('\n').map(|it| it.strip_suffix('\r').unwrap_or(it));
        // A text at the end of the file may end with its line; that is no matter of form.
        let says_same = |open: &&str| match (Document::strict(open), Document::strict(text)) {
            (Ok(one), Ok(two)) => one.value() == two.value(),
            _ => false,
        };
        let text = open.filter(|_| !self.ends).filter(says_same).unwrap_or(text);
        let text = match self.breaks {
            Breaks::Carriage => Cow::Owned(text.replace('\n', "\r\n")),
            Breaks::Plain | Breaks::Mixed => Cow::Borrowed(text),
        };
        let mark = if self.has_mark { MARK.to_string() } else { String::new() };
        format!("{mark}{text}").into_bytes()
    }
}

/// A base in which git left marks, when it merged two bases into one: with the first side of each.
pub(super) fn settled(base: &[u8]) -> Cow<'_, [u8]> {
    if !base.split(|it| *it == b'\n').any(|line| is_mark(line, b'<')) {
        return Cow::Borrowed(base);
    }
    let mut text = Vec::new();
    let mut is_kept = true;
    for line in base.split_inclusive(|it| *it == b'\n') {
        if is_mark(line, b'<') || is_mark(line, b'>') {
            is_kept = true;
        } else if is_mark(line, b'|') || is_mark(line, b'=') {
            is_kept = false;
        } else if is_kept {
            text.extend(line);
        }
    }
    Cow::Owned(text)
}

fn is_mark(line: &[u8], sign: u8) -> bool {
    let signs = line.iter().take_while(|it| **it == sign).count();
    signs >= LEAST && matches!(line.get(signs), None | Some(b' ' | b'\r' | b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_undressed_and_dressed_is_as_it_was() {
        for text in ["a: 1\n", "a: 1", "a: 1\r\nb: 2\r\n", "\u{FEFF}a: 1\r\nb: 2", "a: 1\r\nb: 2\n"] {
            let form = Form::joined(None, text.as_bytes(), b"");
            assert_eq!(form.dressed(&form.plain(text.as_bytes()).unwrap()), text.as_bytes(), "{text:?}");
        }
    }

    #[test]
    fn of_marks_in_a_base_the_first_side_counts() {
        let base = b"a: 1\n<<<<<<<<< x\nb: 2\n||||||||| o\nb: 0\n=========\nb: 3\n>>>>>>>>> y\nc: 4\n";
        assert_eq!(settled(base).as_ref(), b"a: 1\nb: 2\nc: 4\n");
        assert_eq!(settled(b"a: 1\n").as_ref(), b"a: 1\n");
    }
}
