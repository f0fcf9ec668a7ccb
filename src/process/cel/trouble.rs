//! Why an expression has no value.

use std::ops::Range;

use super::value::Val;
use crate::model::Message;

/// Why an expression has no value, and at which bytes of it.
#[derive(Debug, Clone)]
pub(crate) struct Trouble {
    pub(crate) span: Range<usize>,
    pub(crate) wrong: Wrong,
}

impl Trouble {
    pub(super) fn not_bool(span: Range<usize>, found: &Val<'_>) -> Self {
        Self { span, wrong: Wrong::NotBool(found.type_name()) }
    }

    /// The path that leads to nothing, where that is the trouble: `client.agreement.signed_on`.
    pub(crate) fn missing(&self) -> Option<&str> {
        match &self.wrong {
            Wrong::NoField(path) => Some(path),
            Wrong::TooExpensive
            | Wrong::NoVariable(_)
            | Wrong::NoFields { .. }
            | Wrong::NoItem { .. }
            | Wrong::NotAList(_)
            | Wrong::NotBool(_)
            | Wrong::TwiceInMap(_)
            | Wrong::Overflow
            | Wrong::DivisionByZero
            | Wrong::Operation { .. }
            | Wrong::NotADate(_)
            | Wrong::NotAnAmount(_)
            | Wrong::NotANumber(_)
            | Wrong::TooFar => None,
        }
    }

    pub(crate) fn message(&self) -> Message {
        self.wrong.message()
    }
}

/// Why there is no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wrong {
    TooExpensive,
    NoVariable(String),
    /// The file has nothing at this path.
    NoField(String),
    NoFields {
        name: String,
        found: &'static str,
    },
    NoItem {
        at: i64,
        size: usize,
    },
    NotAList(&'static str),
    NotBool(&'static str),
    TwiceInMap(String),
    Overflow,
    DivisionByZero,
    Operation {
        sign: &'static str,
        types: String,
    },
    NotADate(String),
    NotAnAmount(String),
    NotANumber(String),
    TooFar,
}

impl Wrong {
    pub(super) fn operation(sign: &'static str, values: &[&Val<'_>]) -> Self {
        let types: Vec<&str> = values.iter().map(|it| it.type_name()).collect();
        Self::Operation { sign, types: types.join(", ") }
    }

    pub(super) fn message(&self) -> Message {
        match self {
            Self::TooExpensive => Message::new("process.too-expensive"),
            Self::NoVariable(name) => Message::new("process.unknown-variable").with("name", name.as_str()),
            Self::NoField(path) => Message::new("process.nothing-at").with("path", path.as_str()),
            Self::NoFields { name, found } => {
                Message::new("process.no-fields").with("name", name.as_str()).with("found", *found)
            }
            Self::NoItem { at, size } => Message::new("process.no-item").with("at", at.to_string()).with("n", *size),
            Self::NotAList(found) => Message::new("process.not-a-list").with("found", *found),
            Self::NotBool(found) => Message::new("process.not-bool").with("found", *found),
            Self::TwiceInMap(key) => Message::new("process.twice-in-map").with("key", key.as_str()),
            Self::Overflow => Message::new("process.overflow"),
            Self::DivisionByZero => Message::new("process.division-by-zero"),
            Self::Operation { sign, types } => {
                Message::new("process.no-operation").with("sign", *sign).with("types", types.as_str())
            }
            Self::NotADate(text) => Message::new("process.not-a-date").with("text", text.as_str()),
            Self::NotAnAmount(text) => Message::new("process.not-an-amount").with("text", text.as_str()),
            Self::NotANumber(text) => Message::new("process.not-a-number").with("text", text.as_str()),
            Self::TooFar => Message::new("process.too-far"),
        }
    }
}
