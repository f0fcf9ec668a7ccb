//! Numbers and texts as they are written in an expression.

use super::tree::Kind;
use crate::model::Message;

/// `42`, `0x2a`, `1.5`, `1e3`; with the sign that stood before it.
pub(super) fn number(words: &str, negative: bool) -> Result<Kind, Message> {
    let refuse = || Message::new("process.not-a-number").with("text", words);
    if words.ends_with(['u', 'U']) {
        return Err(Message::new("process.no-such-literal"));
    }
    let signed = |digits: &str| if negative { format!("-{digits}") } else { digits.to_owned() };
    if let Some(digits) = words.strip_prefix("0x") {
        return i64::from_str_radix(&signed(digits), 16).map(Kind::Int).map_err(|_| refuse());
    }
    if words.bytes().all(|it| it.is_ascii_digit()) {
        return signed(words).parse().map(Kind::Int).map_err(|_| refuse());
    }
    let plain = words.bytes().all(|it| it.is_ascii_digit() || b".eE+-".contains(&it));
    match signed(words).parse::<f64>() {
        Ok(double) if plain && double.is_finite() => Ok(Kind::Double(double)),
        Ok(_) | Err(_) => Err(refuse()),
    }
}

/// The content of a text: without quotes, with its escapes read. Quotes and escapes were checked when it was split off.
pub(super) fn text(words: &str) -> Result<String, Message> {
    let start = words.find(['\'', '"']).unwrap_or_default();
    let (prefix, rest) = words.split_at(start);
    if prefix.contains(['b', 'B']) {
        return Err(Message::new("process.no-such-literal"));
    }
    let quotes = if rest.len() >= 6 && (rest.starts_with("'''") || rest.starts_with("\"\"\"")) { 3 } else { 1 };
    let content = rest.get(quotes..rest.len().saturating_sub(quotes)).unwrap_or_default();
    let content = content.replace("\r\n", "\n").replace('\r', "\n");
    if prefix.is_empty() { unescaped(&content) } else { Ok(content) }
}

fn unescaped(content: &str) -> Result<String, Message> {
    let mut text = String::with_capacity(content.len());
    let mut rest = content;
    while let Some((before, after)) = rest.split_once('\\') {
        text.push_str(before);
        let sign = after.chars().next().unwrap_or('\\');
        let (plain, length) = match sign {
            'a' => ('\u{7}', 1),
            'b' => ('\u{8}', 1),
            'f' => ('\u{c}', 1),
            'n' => ('\n', 1),
            'r' => ('\r', 1),
            't' => ('\t', 1),
            'v' => ('\u{b}', 1),
            'x' | 'X' => (code_point(after.get(1..3), 16)?, 3),
            'u' => (code_point(after.get(1..5), 16)?, 5),
            'U' => (code_point(after.get(1..9), 16)?, 9),
            '0'..='3' => (code_point(after.get(..3), 8)?, 3),
            other => (other, other.len_utf8()),
        };
        text.push(plain);
        rest = after.get(length..).unwrap_or_default();
    }
    text.push_str(rest);
    Ok(text)
}

fn code_point(digits: Option<&str>, radix: u32) -> Result<char, Message> {
    let number = digits.and_then(|it| u32::from_str_radix(it, radix).ok());
    number.and_then(char::from_u32).ok_or_else(|| Message::new("process.unknown-escape"))
}
