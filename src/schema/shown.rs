//! A value inside a sentence: short, on one line, without control characters, and never a secret.

use serde_json::Value;

use crate::model::{Arg, Message, is_hidden};

/// The longest value that is shown whole.
const LONGEST: usize = 60;

/// A value as a sentence shows it. `key`: the name of the field that holds it, which may tell that it is a secret.
pub(super) fn shown(value: &Value, key: &str) -> Arg {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => return Message::new("schema.value-hidden").into(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    if looks_secret(key, &text) {
        return Message::new("schema.value-hidden").into();
    }
    clean(&text).into()
}

/// A text without control characters, cut where it is too long to read.
pub(super) fn clean(text: &str) -> String {
    let mut clean = String::new();
    for (at, letter) in text.chars().enumerate() {
        if at >= LONGEST {
            clean.push('…');
            break;
        }
        if is_hidden(letter) || letter.is_control() {
            clean.extend(letter.escape_unicode());
        } else {
            clean.push(letter);
        }
    }
    clean
}

/// Whether a value must not be repeated on a screen or in a log: too careful rather than not careful enough.
pub(super) fn looks_secret(key: &str, text: &str) -> bool {
    let key = key.to_lowercase().replace('-', "_");
    let named = ["secret", "password", "passwd", "passphrase", "api_key", "apikey", "private_key", "token"];
    if named.iter().any(|it| key.ends_with(it)) {
        return true;
    }
    let marks = ["-----BEGIN", "eyJ", "ghp_", "github_pat_", "glpat-", "xoxb-", "AKIA", "sk-"];
    marks.iter().any(|it| text.contains(it) && text.len() >= 16) || is_random(text)
}

/// Long, without spaces, with capitals, small letters and digits all mixed: what a generator makes, not a person.
fn is_random(text: &str) -> bool {
    let has = |test: fn(&char) -> bool| text.chars().any(|it| test(&it));
    let changes = text.as_bytes().windows(2).filter(|it| class(it.first()) != class(it.get(1))).count();
    text.len() >= 20
        && !text.contains([' ', ':', '.'])
        && has(char::is_ascii_uppercase)
        && has(char::is_ascii_lowercase)
        && has(char::is_ascii_digit)
        && changes * 3 >= text.len()
}

fn class(byte: Option<&u8>) -> u8 {
    match byte {
        Some(b'a'..=b'z') => 1,
        Some(b'A'..=b'Z') => 2,
        Some(b'0'..=b'9') => 3,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_told_from_a_word() {
        for (key, text) in [
            ("client_secret", "short"),
            ("note", "-----BEGIN PRIVATE KEY-----"),
            ("note", "x9Kf2LmQ8vRt5YpW3zBn"),
            ("x", "eyJhbGciOiJIUzI1NiJ9.e30"),
        ] {
            assert!(looks_secret(key, text), "{key} {text}");
        }
        for (key, text) in [
            ("token_endpoint_auth_method", "private_key_jwt"),
            ("redirect_uris", "https://Test.permits1.example/SignIn-Oidc2"),
            ("reference", "GCdocs 1000001"),
            ("state", "In-Review"),
        ] {
            assert!(!looks_secret(key, text), "{key} {text}");
        }
    }

    #[test]
    fn control_characters_and_long_texts_are_tamed() {
        assert_eq!(clean("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(clean("a\nb"), "a\\u{a}b");
        assert_eq!(clean(&"é".repeat(100)).chars().count(), 61);
    }
}
