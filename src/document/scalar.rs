//! What a plain scalar means: the core schema of YAML 1.2, and nothing on which two readers disagree.

use serde_json::{Number, Value};

/// What a plain scalar is read as.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Plain {
    Text,
    Null,
    Bool(bool),
    Number(Number),
    /// A number that no field can hold: `1e999`, `.inf`, or an integer beyond 64 bits.
    OutOfRange,
    /// Digits that one reader takes for a number and another for text: `007`, `0b11`, `-0x1F`.
    Ambiguous,
}

impl Plain {
    pub(super) fn value(self, text: &str) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(it) => Value::Bool(it),
            Self::Number(it) => Value::Number(it),
            Self::Text | Self::OutOfRange | Self::Ambiguous => Value::String(text.to_owned()),
        }
    }
}

pub(super) fn plain(text: &str) -> Plain {
    let Some(first) = text.bytes().next() else { return Plain::Null };
    match first {
        b'~' | b'n' | b'N' if matches!(text, "~" | "null" | "Null" | "NULL") => Plain::Null,
        b't' | b'T' if matches!(text, "true" | "True" | "TRUE") => Plain::Bool(true),
        b'f' | b'F' if matches!(text, "false" | "False" | "FALSE") => Plain::Bool(false),
        b'0'..=b'9' | b'-' | b'+' | b'.' => number(text),
        _ => Plain::Text,
    }
}

fn number(text: &str) -> Plain {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Plain::OutOfRange;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            return radix_number(digits, radix, unsigned.len() == text.len() && radix != 2);
        }
    }
    if unsigned.bytes().all(|it| it.is_ascii_digit()) && !unsigned.is_empty() {
        return match text.parse::<i64>() {
            _ if unsigned.len() > 1 && unsigned.starts_with('0') => Plain::Ambiguous,
            Ok(it) if it != 0 || !text.starts_with('-') => Plain::Number(it.into()),
            // `-0` is a float to one reader and an integer to another.
            Ok(_) => Plain::Ambiguous,
            Err(_) => Plain::OutOfRange,
        };
    }
    if !is_float(unsigned) {
        return Plain::Text;
    }
    match text.parse::<f64>().ok().and_then(Number::from_f64) {
        Some(it) => Plain::Number(it),
        None => Plain::OutOfRange,
    }
}

fn radix_number(digits: &str, radix: u32, core: bool) -> Plain {
    if digits.is_empty() || !digits.chars().all(|it| it.is_digit(radix)) {
        return Plain::Text;
    }
    match i64::from_str_radix(digits, radix) {
        _ if !core => Plain::Ambiguous,
        Ok(it) => Plain::Number(it.into()),
        Err(_) => Plain::OutOfRange,
    }
}

/// `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    digits(whole)
        && digits(part)
        && !(whole.is_empty() && part.is_empty())
        && exponent.is_none_or(|it| !it.is_empty() && digits(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &[&str] = &[
        "~",
        "null",
        "Null",
        "NULL",
        "nULL",
        "true",
        "True",
        "TRUE",
        "tRUE",
        "false",
        "False",
        "FALSE",
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "0",
        "1",
        "-1",
        "+1",
        "12",
        "007",
        "-07",
        "00",
        "0.0",
        "-0",
        "+0",
        "-0.0",
        "0o7",
        "0o8",
        "0o",
        "0x1F",
        "-0x1F",
        "+0x1F",
        "0xG",
        "0b11",
        "-0b11",
        "0b12",
        "1_000",
        "12:30:45",
        "2026-11-22",
        "2026-2027",
        "1e3",
        "1E3",
        "1e+3",
        "1e-3",
        "1e",
        "e3",
        "1.",
        ".5",
        ".",
        "-.5",
        "+.5",
        "1.5",
        "1.5.2",
        "00.5",
        "1.e3",
        ".e3",
        "+",
        "--1",
        "+-1",
        "1e999",
        "-1e999",
        ".inf",
        "-.inf",
        "+.inf",
        ".Inf",
        ".nan",
        ".NaN",
        "nan",
        "inf",
        "infinity",
        "-inf",
        "NaN",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "123456789012345678901234567890",
        "0x7fffffffffffffff",
        "0xffffffffffffffff",
        "=",
        "<<",
        "1e5x",
        "0.1",
        "100000000000000000000.0",
        "1.7976931348623157e308",
        "5e-324",
        "1e-400",
        "0e0",
        "01e1",
        "1d3",
        "0o17",
        "0O17",
    ];

    /// The other reader, which the guard of edits asks too, must see the same data wherever this one sees any.
    #[test]
    fn both_readers_agree_wherever_this_one_does_not_refuse() {
        for word in WORDS {
            let ours = plain(word);
            if matches!(ours, Plain::OutOfRange | Plain::Ambiguous) {
                continue;
            }
            let ours = ours.value(word);
            let theirs: Value = serde_yaml::from_str(&format!("a: {word}\n")).unwrap();
            assert_eq!(theirs["a"], ours, "{word}");
        }
    }

    #[test]
    fn digits_on_which_readers_disagree_are_refused() {
        for word in ["007", "-07", "00", "0b11", "-0x1F", "+0o7", "-0"] {
            assert_eq!(plain(word), Plain::Ambiguous, "{word}");
        }
        for word in ["1e999", ".inf", "-.Inf", ".nan", "9223372036854775808", "0xffffffffffffffff"] {
            assert_eq!(plain(word), Plain::OutOfRange, "{word}");
        }
    }
}
