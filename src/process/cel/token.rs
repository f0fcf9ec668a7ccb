//! Splits an expression into tokens, and refuses what nobody writes by hand. Whoever reads, checks, evaluates or drops a
//! tree recurses: once for each bracket, and once for each link of a chain. So length, nesting and tokens are counted here,
//! in one pass without recursion, before there is a tree.

use std::ops::Range;

use super::Flaw;
use crate::model::Message;

/// The longest expression, in bytes.
pub(super) const LONGEST: usize = 2000;
/// How deep brackets and conditionals may lie in each other.
pub(super) const DEEPEST: usize = 24;
/// The most tokens of an expression: every link of a chain is a token, so this bounds the depth of the tree too.
pub(super) const MOST: usize = 400;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Name,
    Number,
    Text,
    Open,
    Close,
    Question,
    Sign,
    Unknown,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Range<usize>,
}

/// The tokens of an expression that is safe to parse.
pub(super) fn scan(text: &str) -> Result<Vec<Token>, Flaw> {
    if text.len() > LONGEST {
        let message = Message::new("process.too-long").with("n", text.len()).with("most", LONGEST);
        return Err(Flaw::new("process/too-long", 0..text.len(), message));
    }
    if text.trim().is_empty() {
        return Err(Flaw::new("process/syntax", 0..text.len(), Message::new("process.empty")));
    }
    let all = split(text)?;
    if let Some(last) = all.get(MOST) {
        let message = Message::new("process.too-many-tokens").with("n", all.len()).with("most", MOST);
        return Err(Flaw::new("process/too-long", last.span.clone(), message));
    }
    brackets(text, &all)?;
    Ok(all)
}

/// Counts the brackets that are open, and the conditionals begun in each: `a ? b : c ? d : e` nests as brackets do.
fn brackets(text: &str, tokens: &[Token]) -> Result<(), Flaw> {
    let mut open: Vec<(&str, usize, &Token)> = Vec::new();
    let mut questions = 0;
    for token in tokens {
        match token.kind {
            TokenKind::Open => {
                open.push((text.get(token.span.clone()).unwrap_or_default(), questions, token));
            }
            TokenKind::Close => {
                let sign = text.get(token.span.clone()).unwrap_or_default();
                match open.pop() {
                    Some((opened, before, _)) if matches!((opened, sign), ("(", ")") | ("[", "]") | ("{", "}")) => {
                        questions = before;
                    }
                    Some(_) | None => {
                        let message = Message::new("process.stray-bracket").with("sign", sign);
                        return Err(Flaw::new("process/syntax", token.span.clone(), message));
                    }
                }
            }
            TokenKind::Question => questions += 1,
            TokenKind::Name | TokenKind::Number | TokenKind::Text | TokenKind::Sign | TokenKind::Unknown => {}
        }
        if open.len() + questions > DEEPEST {
            let message = Message::new("process.too-deep").with("most", DEEPEST);
            return Err(Flaw::new("process/too-deep", token.span.clone(), message));
        }
    }
    match open.last() {
        None => Ok(()),
        Some((sign, _, token)) => {
            let message = Message::new("process.open-bracket").with("sign", *sign);
            Err(Flaw::new("process/syntax", token.span.clone(), message))
        }
    }
}

fn split(text: &str) -> Result<Vec<Token>, Flaw> {
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let kind = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0c => {
                at += 1;
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'/') => {
                at += text.get(at..).and_then(|it| it.find('\n')).unwrap_or(text.len() - at);
                continue;
            }
            b'\'' | b'"' => {
                at = end_of_text(text, at, Escapes::Read)?;
                TokenKind::Text
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => match prefix(bytes, at) {
                Some((quote, escapes)) => {
                    at = end_of_text(text, quote, escapes)?;
                    TokenKind::Text
                }
                None => {
                    at = end_while(bytes, at, |it| it.is_ascii_alphanumeric() || it == b'_');
                    TokenKind::Name
                }
            },
            b'0'..=b'9' => {
                at = end_of_number(bytes, at);
                TokenKind::Number
            }
            b'.' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                at = end_of_number(bytes, at);
                TokenKind::Number
            }
            b'(' | b'[' | b'{' => {
                at += 1;
                TokenKind::Open
            }
            b')' | b']' | b'}' => {
                at += 1;
                TokenKind::Close
            }
            b'?' => {
                at += 1;
                TokenKind::Question
            }
            b'.' | b',' | b':' | b'+' | b'-' | b'*' | b'/' | b'%' | b'!' | b'=' | b'<' | b'>' | b'&' | b'|' => {
                let two = bytes.get(at..at + 2).unwrap_or_default();
                at += if matches!(two, b"==" | b"!=" | b"<=" | b">=" | b"&&" | b"||") { 2 } else { 1 };
                TokenKind::Sign
            }
            _ => {
                at += text.get(at..).and_then(|it| it.chars().next()).map_or(1, char::len_utf8);
                TokenKind::Unknown
            }
        };
        tokens.push(Token { kind, span: start..at });
    }
    Ok(tokens)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Read,
    Raw,
}

/// Where the quote of `r'…'`, `b"…"` and the like stands.
fn prefix(bytes: &[u8], at: usize) -> Option<(usize, Escapes)> {
    let quote = (at + 1..=at + 2).find(|it| matches!(bytes.get(*it), Some(b'\'' | b'"')))?;
    let letters = bytes.get(at..quote)?.to_ascii_lowercase();
    match letters.as_slice() {
        b"b" => Some((quote, Escapes::Read)),
        b"r" | b"br" | b"rb" => Some((quote, Escapes::Raw)),
        _ => None,
    }
}

/// `42`, `0x2a`, `1.5`, `.5`, `1e-3`, and whatever letters follow, which make it none.
fn end_of_number(bytes: &[u8], from: usize) -> usize {
    let digits = |it: u8| it.is_ascii_digit();
    let mut at = end_while(bytes, from, digits);
    if bytes.get(at) == Some(&b'.') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        at = end_while(bytes, at + 1, digits);
    }
    let exponent = matches!(bytes.get(at), Some(b'e' | b'E'));
    if exponent && matches!(bytes.get(at + 1), Some(b'+' | b'-')) {
        at += 2;
    }
    end_while(bytes, at, |it| it.is_ascii_alphanumeric() || it == b'_')
}

fn end_while(bytes: &[u8], from: usize, keep: impl Fn(u8) -> bool) -> usize {
    bytes.iter().skip(from).position(|it| !keep(*it)).map_or(bytes.len(), |it| from + it)
}

/// The end of the text whose quote stands at `quote`. A text that is not ended, or has an escape that the language does
/// not know, would be split by the parser's lexer, brackets and all; so it is refused here.
fn end_of_text(text: &str, quote: usize, escapes: Escapes) -> Result<usize, Flaw> {
    let rest = text.get(quote..).unwrap_or_default();
    let sign = rest.get(..1).unwrap_or_default();
    let triple = sign.repeat(3);
    let (end, long) = if rest.starts_with(&triple) { (triple.as_str(), true) } else { (sign, false) };
    let mut at = quote + end.len();
    while let Some(rest) = text.get(at..).filter(|it| !it.is_empty()) {
        if rest.starts_with(end) {
            return Ok(at + end.len());
        }
        if rest.starts_with(['\n', '\r']) && !long {
            break;
        }
        if rest.starts_with('\\') && escapes == Escapes::Read {
            match escape(rest.as_bytes()) {
                Some(length) => at += length,
                None => {
                    let message = Message::new("process.unknown-escape");
                    return Err(Flaw::new("process/syntax", at..at + 1, message));
                }
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    Err(Flaw::new("process/syntax", quote..quote + 1, Message::new("process.open-text")))
}

/// How long the escape is that the text begins with.
fn escape(bytes: &[u8]) -> Option<usize> {
    let digits = |count: usize, good: fn(&u8) -> bool| {
        let found = bytes.get(2..2 + count)?;
        found.iter().all(good).then_some(2 + count)
    };
    match bytes.get(1)? {
        b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'\\' | b'\'' | b'"' | b'`' | b'?' => Some(2),
        b'x' | b'X' => digits(2, u8::is_ascii_hexdigit),
        b'u' => digits(4, u8::is_ascii_hexdigit),
        b'U' => digits(8, u8::is_ascii_hexdigit),
        b'0'..=b'3' => digits(2, |it| matches!(it, b'0'..=b'7')),
        _ => None,
    }
}
