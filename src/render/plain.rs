//! Text that somebody else wrote, made safe for one line of a terminal or a report: no control characters, no escape
//! sequences, nothing that reverses the direction of reading or hides.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr};

use crate::model::is_hidden;

/// What stands for a character that may not be shown.
const SHOWN_INSTEAD: char = '\u{fffd}';

/// The text on one line and harmless. Line breaks and tabs become spaces.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().all(|it| harmless(it) == Some(it)) {
        return Cow::Borrowed(text);
    }
    // A line break of two characters is one space.
    text.replace("\r\n", "\n").chars().map(|it| harmless(it).unwrap_or(SHOWN_INSTEAD)).collect::<String>().into()
}

/// The character itself, a space for a line break or tab, or none.
fn harmless(character: char) -> Option<char> {
    match character {
        '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        it if is_hidden(it) => None,
        it => Some(it),
    }
}

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The text, shortened with `…` where it is wider than `columns`.
pub(super) fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > columns {
            break;
        }
        short.push(character);
    }
    let short = short.trim_end();
    if columns == 0 { String::new() } else { format!("{short}…") }
}

/// The text broken into lines of at most `columns`, at spaces where there are any. No-break spaces hold.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|it| !it.is_empty()) {
        let mut rest = word;
        let line = lines.last_mut().map_or(0, |it| width(it));
        if line > 0 && line + 1 + width(rest) > columns {
            lines.push(String::new());
        }
        while width(rest) > columns {
            let cut = split_at_width(rest, columns);
            let (head, tail) = rest.split_at(cut);
            push_word(&mut lines, head);
            lines.push(String::new());
            rest = tail;
        }
        push_word(&mut lines, rest);
    }
    lines.retain(|it| !it.is_empty());
    lines
}

fn push_word(lines: &mut [String], word: &str) {
    if let Some(line) = lines.last_mut() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
}

/// The byte where the first `columns` end; at least one character.
fn split_at_width(text: &str, columns: usize) -> usize {
    let mut used = 0;
    for (at, character) in text.char_indices() {
        used += character.width().unwrap_or(0);
        if used > columns && at > 0 {
            return at;
        }
    }
    text.len()
}

/// Pads with spaces on the right to `columns`.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_move_the_cursor_or_the_eye_is_shown_as_a_mark() {
        assert_eq!(plain("a\u{1b}[31mred\u{7}"), "a\u{fffd}[31mred\u{fffd}");
        assert_eq!(plain("\u{9b}2J"), "\u{fffd}2J", "the one-character form of an escape sequence");
        assert_eq!(plain("abc\u{202e}fed"), "abc\u{fffd}fed");
        assert_eq!(plain("two\r\nlines\tand a tab"), "two lines and a tab");
        assert_eq!(plain("a\u{200b}b\u{e0041}c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(plain("Équipe n° 3 — 95\u{a0}% 👩‍🚒 שלום"), "Équipe n° 3 — 95\u{a0}% 👩‍🚒 שלום");
    }

    #[test]
    fn a_text_is_shortened_by_columns_and_not_by_characters() {
        assert_eq!(fit("Tourbières", 6), "Tourb…");
        assert_eq!(fit("种子库登记处", 7), "种子库…");
        assert_eq!(fit("short", 5), "short");
        assert_eq!(fit("word end", 6), "word…");
    }

    #[test]
    fn lines_break_at_spaces_and_hold_at_no_break_spaces() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("coûts\u{a0}: 12", 7), ["coûts\u{a0}:", "12"]);
        assert_eq!(wrap("abcdefghij kl", 4), ["abcd", "efgh", "ij", "kl"]);
        assert!(wrap("  ", 4).is_empty());
    }
}
