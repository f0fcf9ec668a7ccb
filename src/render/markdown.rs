//! Text that somebody else wrote, made safe for Markdown: it shows as it was written and can be neither markup, nor HTML,
//! nor a link, nor a table cell of its own. Safe for strict, extended and older processors alike: what only
//! some of them take back with a backslash is written as an entity.

use super::plain::plain;

/// A mark that a template leaves for a page. It is a comment, which no text of a file can be: `<` is always escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Here stands a picture.
    Picture,
    /// How the list or the table that follows is laid out.
    Look,
}

/// The ways to lay out a list or a table.
pub(super) const LOOKS: [&str; 3] = ["figures", "form", "signatures"];

impl Mark {
    pub(super) fn written(self, name: &str) -> String {
        match self {
            Self::Picture => format!("<!-- picture: {name} -->"),
            Self::Look => format!("<!-- look: {name} -->"),
        }
    }

    /// Reads a mark back.
    pub(super) fn read(text: &str) -> Option<(Self, &str)> {
        let inside = text.trim().strip_prefix("<!-- ")?.strip_suffix(" -->")?;
        match inside.split_once(": ")? {
            ("picture", name) => Some((Self::Picture, name)),
            ("look", name) => Some((Self::Look, name)),
            _ => None,
        }
    }
}

/// Escapes a text for a paragraph or a table cell. It becomes one line; of the spaces around it, one on each side stays.
pub(super) fn escape(text: &str) -> String {
    let whole = plain(text);
    let text = whole.trim();
    let mut out = String::with_capacity(text.len() + 8);
    if whole.starts_with(' ') {
        out.push(' ');
    }
    if opens_a_block(text) {
        out.push('\\');
    }
    let numbered = number_of_a_list(text);
    out.push_str(text.get(..numbered).unwrap_or_default());
    if numbered > 0 {
        out.push('\\');
    }
    let mut rest = text.get(numbered..).unwrap_or_default();
    while let Some(character) = rest.chars().next() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '{' => out.push_str("&#123;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(character);
            }
            // A bare address would become a link.
            ':' if rest.starts_with("://") => out.push_str("&#58;"),
            '.' if ends_with_www(&out) => out.push_str("&#46;"),
            it => out.push(it),
        }
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
    }
    if whole.ends_with(' ') && !text.is_empty() {
        out.push(' ');
    }
    out
}

/// Escapes a text of several paragraphs; blank lines separate them, other line breaks are spaces.
pub(super) fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let blocks = text.split("\n\n").map(|it| escape(it.trim())).filter(|it| !it.is_empty());
    blocks.collect::<Vec<_>>().join("\n\n")
}

fn ends_with_www(text: &str) -> bool {
    text.len() >= 3 && text.is_char_boundary(text.len() - 3) && text[text.len() - 3..].eq_ignore_ascii_case("www")
}

/// Whether the text, at the start of a line, would open a heading, a list, a rule or an underlined heading.
fn opens_a_block(text: &str) -> bool {
    let alone_or_spaced = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    match text.chars().next() {
        Some('#') => true,
        Some(mark @ ('-' | '+' | '=')) => {
            let rest = text.trim_start_matches(mark);
            alone_or_spaced(text.get(1..).unwrap_or_default()) || rest.trim().is_empty()
        }
        _ => false,
    }
}

/// The length of the digits that, with the `.` or `)` after them, would open a numbered list; else none.
fn number_of_a_list(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..).unwrap_or_default();
    let opens = |mark| rest.strip_prefix(mark).is_some_and(|it: &str| it.is_empty() || it.starts_with(' '));
    if digits > 0 && (opens('.') || opens(')')) { digits } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected);
    }

    #[test]
    fn markup_shows_as_it_was_written() {
        check("*bold* _it_ `code` ~no~", "\\*bold\\* \\_it\\_ \\`code\\` \\~no\\~");
        check("[text](https://evil.example)", "\\[text\\](https&#58;//evil.example)");
        check("a | b", "a \\| b");
        check("back\\slash", "back\\\\slash");
        check("www.evil.example", "www&#46;evil.example");
        check("{{ config }} {% x %}", "&#123;&#123; config }} &#123;% x %}");
    }

    #[test]
    fn html_shows_as_it_was_written() {
        check("<script>alert(1)</script> &lt;", "&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;");
    }

    #[test]
    fn a_text_cannot_open_a_block_or_a_line() {
        check("# title", "\\# title");
        check("#title", "\\#title");
        check("- item", "\\- item");
        check("---", "\\---");
        check("===", "\\===");
        check("-5 degrees", "-5 degrees");
        check("one\n# two\n\n| three |", "one # two  \\| three \\|");
        check("     indented", " indented");
        check("  # title", " \\# title");
        check("1. first", "1\\. first");
        check("2026.", "2026\\.");
        check("12) last", "12\\) last");
        check("1.5 per second", "1.5 per second");
    }

    #[test]
    fn paragraphs_stay_apart() {
        assert_eq!(paragraphs("one\ntwo\n\n# three\n\n\n"), "one two\n\n\\# three");
    }
}
