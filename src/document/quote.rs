//! Writes a scalar so that every reader, of YAML 1.1 as of 1.2, reads the same text.

use serde_json::Value;

use super::scalar::{self, Plain};
use super::tree::{Layout, Style};

/// A scalar on one line. Text takes the style `like` of the scalar that it replaces where that style can hold it.
pub(super) fn scalar(value: &Value, layout: Layout, like: Option<Style>) -> String {
    let Value::String(text) = value else { return value.to_string() };
    match like {
        Some(Style::Double) => double(text),
        Some(Style::Single) if !text.contains(['\n', '\t']) => single(text),
        _ if is_plain(text, layout) => text.clone(),
        _ if text.contains(['"', '\\']) && !text.contains(['\n', '\t', '\'']) => single(text),
        _ => double(text),
    }
}

/// A key, quoted where it must be.
pub(super) fn key(text: &str, layout: Layout) -> String {
    if is_plain(text, layout) { text.to_owned() } else { double(text) }
}

/// The lines of a block scalar with its header, without indent; `None` if the text cannot stand as one.
pub(super) fn block(text: &str, style: Style) -> Option<(&'static str, Vec<&str>)> {
    let body = text.trim_end_matches('\n');
    let breaks = text.len() - body.len();
    let fits = !body.is_empty()
        && body.split('\n').all(|line| !line.starts_with('\t') && (line.is_empty() || !line.trim().is_empty()))
        && !body.starts_with([' ', '\n']);
    if !fits || (style == Style::Folded && body.contains('\n')) {
        return None;
    }
    let header = match (style, breaks) {
        (Style::Folded, 0) => ">-",
        (Style::Folded, 1) => ">",
        (Style::Folded, _) => ">+",
        (_, 0) => "|-",
        (_, 1) => "|",
        (_, _) => "|+",
    };
    let mut lines: Vec<&str> = body.split('\n').collect();
    lines.extend(std::iter::repeat_n("", breaks.saturating_sub(1)));
    Some((header, lines))
}

fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn double(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for it in text.chars() {
        match it {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether the text may stand without quotes and is read as this text by everyone.
fn is_plain(text: &str, layout: Layout) -> bool {
    const INDICATORS: &str = "-?:,[]{}#&*!|>'\"%@`";
    !text.is_empty()
        && !text.starts_with(|it| INDICATORS.contains(it))
        && text.trim() == text
        && !text.contains(['\n', '\t'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
        && !(layout == Layout::Flow && text.contains([',', '[', ']', '{', '}', ':', '"', '\'']))
        && scalar::plain(text) == Plain::Text
        && !is_misread(text)
}

/// Whether a reader of YAML 1.1 takes the text for something else: a boolean, a number, a time. A date may stay bare, since
/// dates are what they are read as.
fn is_misread(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
        || matches!(text, "=" | "<<")
        || is_number_like(text)
        || is_time(text)
}

/// Digits with whatever else a number may have in some dialect: `1_000`, `12:30:45`, `0o7`, `1e3`, `48500.00`.
fn is_number_like(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let mut before = ' ';
    unsigned.starts_with(|it: char| it.is_ascii_digit() || it == '.')
        && unsigned.chars().all(|it| {
            let sign_of_exponent = matches!(it, '-' | '+') && matches!(before, 'e' | 'E');
            before = it;
            sign_of_exponent || it.is_ascii_hexdigit() || matches!(it, '_' | '.' | ':' | ',' | 'x' | 'X' | 'o' | 'O')
        })
}

/// A date with a time of day: `2026-11-22T10:30:00Z`, `2026-11-22 10:30:00`.
fn is_time(text: &str) -> bool {
    let (date, rest) = text.split_at_checked(10).unwrap_or((text, ""));
    !rest.is_empty()
        && date.bytes().all(|it| it.is_ascii_digit() || it == b'-')
        && rest.starts_with(['T', 't', ' '])
        && rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(text: &str, block: &str, flow: &str) {
        assert_eq!(scalar(&json!(text), Layout::Block, None), block);
        assert_eq!(scalar(&json!(text), Layout::Flow, None), flow);
    }

    #[test]
    fn text_is_bare_where_every_reader_agrees() {
        for text in [
            "a",
            "a b",
            "2026-11-22",
            "2026-2027",
            "2027-01",
            "CA-2026-014",
            "97.4 %",
            "été",
            "l’été",
            "日本",
            "a-b",
            "GCdocs 1",
            "É",
            "x#y",
        ] {
            check(text, text, text);
        }
        check("https://x.example/a", "https://x.example/a", "\"https://x.example/a\"");
        check("a, b", "a, b", "\"a, b\"");
        check("it's", "it's", "\"it's\"");
    }

    #[test]
    fn text_that_some_reader_takes_for_something_else_is_quoted() {
        for text in [
            "no",
            "No",
            "on",
            "y",
            "N",
            "yes",
            "off",
            "true",
            "null",
            "~",
            "1",
            "-1",
            "1_000",
            "12:30:45",
            "0o7",
            "007",
            "1e3",
            "1.5",
            "48500.00",
            "=",
            "<<",
            "",
            " a",
            "a ",
            "- a",
            "a: b",
            "a #b",
            "#a",
            "[a",
            "{a",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a",
            ":x",
            "-",
            "---",
            "a:",
            "2026-11-22T10:00:00Z",
            "0x1F",
            ".5",
            "1,000",
            "190:20:30",
            ">= 95 %",
            "? a",
            "|",
            "1e+3",
        ] {
            check(text, &format!("\"{text}\""), &format!("\"{text}\""));
        }
        check("a\"b: c", "'a\"b: c'", "'a\"b: c'");
        check("a\\b: 'c'", "\"a\\\\b: 'c'\"", "\"a\\\\b: 'c'\"");
        check("a\nb", "\"a\\nb\"", "\"a\\nb\"");
    }

    #[test]
    fn a_quoting_style_is_kept_where_it_can_hold_the_text() {
        assert_eq!(scalar(&json!("it's"), Layout::Block, Some(Style::Single)), "'it''s'");
        assert_eq!(scalar(&json!("a\nb"), Layout::Block, Some(Style::Single)), "\"a\\nb\"");
        assert_eq!(scalar(&json!("a"), Layout::Block, Some(Style::Double)), "\"a\"");
        assert_eq!(scalar(&json!(1), Layout::Block, Some(Style::Double)), "1");
        assert_eq!(scalar(&json!("no"), Layout::Block, Some(Style::Plain)), "\"no\"");
    }

    #[test]
    fn block_scalars_keep_every_line_break() {
        assert_eq!(block("a\n\nb\n", Style::Literal), Some(("|", vec!["a", "", "b"])));
        assert_eq!(block("a\n\n", Style::Literal), Some(("|+", vec!["a", ""])));
        assert_eq!(block("a", Style::Folded), Some((">-", vec!["a"])));
        for text in ["", "\n", " a", "\na", "a\n\tb", "a\n  \nb"] {
            assert_eq!(block(text, Style::Literal), None, "{text:?}");
        }
        assert_eq!(block("a\nb", Style::Folded), None);
    }
}
