//! Names that are checked once, where text comes in: a client id cannot be a path, and a phase cannot be a client.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Message;

/// Says why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum IdError {
    #[error("it is empty")]
    Empty,
    #[error("it must start with a lowercase letter")]
    Start,
    #[error("`{0}` is not allowed: use lowercase letters, digits and hyphens")]
    Character(char),
    #[error("it is longer than {0} characters")]
    TooLong(usize),
    #[error("it must be a phase id, a dot, and what holds")]
    NotAGate,
    #[error("it is not one of the statuses")]
    NotAStatus,
    #[error("it is not one of the official languages")]
    NotALang,
    #[error("it is not a day written YYYY-MM-DD")]
    NotADay,
    #[error("it is none of {0}")]
    NotOneOf(&'static str),
    #[error("it is not a number of days, weeks or months")]
    NotAWindow,
    #[error("it is not an address of the web")]
    NotAnAddress,
}

impl IdError {
    /// The same, as a sentence in both languages.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Empty => Message::new("cli.id-empty"),
            Self::Start => Message::new("cli.id-start"),
            Self::Character(bad) => Message::new("cli.id-character").with("character", bad.escape_debug().to_string()),
            Self::TooLong(longest) => Message::new("cli.id-long").with("n", *longest),
            Self::NotAGate => Message::new("cli.id-gate"),
            Self::NotALang => Message::new("cli.id-lang"),
            Self::NotOneOf(values) => Message::new("cli.not-one-of").with("values", *values),
            Self::NotADay => Message::new("cli.not-a-day"),
            Self::NotAWindow => Message::new("due.bad-window"),
            Self::NotAnAddress => Message::new("dashboard.bad-address"),
            Self::NotAStatus => {
                Message::new("cli.id-status").with("values", Status::ALL.map(Status::as_str).join(", "))
            }
        }
    }
}

/// The longest id: a file name with its ending must fit on every file system.
const LONGEST: usize = 64;

fn slug(text: &str) -> Result<(), IdError> {
    let first = text.chars().next().ok_or(IdError::Empty)?;
    if !first.is_ascii_lowercase() {
        return Err(IdError::Start);
    }
    if let Some(bad) = text.chars().find(|it| !matches!(it, 'a'..='z' | '0'..='9' | '-')) {
        return Err(IdError::Character(bad));
    }
    if text.len() > LONGEST {
        return Err(IdError::TooLong(LONGEST));
    }
    Ok(())
}

macro_rules! name_type {
    ($(#[$meta:meta])* $name:ident, $check:path) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub(crate) struct $name(String);

        impl $name {
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                $check(text)?;
                Ok(Self(text.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                $check(&text)?;
                Ok(Self(text))
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name_type!(
    /// The name of a client, which is also the name of its file. Never changes.
    ClientId,
    slug
);
name_type!(
    /// The name of a phase in a process.
    PhaseId,
    slug
);
name_type!(
    /// The name of a gate: `<phase>.<what-holds>`.
    GateId,
    gate
);

fn gate(text: &str) -> Result<(), IdError> {
    let (phase, what) = text.split_once('.').ok_or(IdError::NotAGate)?;
    slug(phase)?;
    slug(what)
}

/// Where a client stands as a whole, beside its phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    Prospect,
    Active,
    OnHold,
    Withdrawn,
    Closed,
}

impl Status {
    pub(crate) const ALL: [Self; 5] = [Self::Prospect, Self::Active, Self::OnHold, Self::Withdrawn, Self::Closed];

    /// The word the client file uses.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Prospect => "prospect",
            Self::Active => "active",
            Self::OnHold => "on_hold",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }
}

impl FromStr for Status {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Self::ALL.into_iter().find(|it| it.as_str() == text).ok_or(IdError::NotAStatus)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_id_cannot_be_a_path_or_a_flag() {
        for bad in ["", "../x", "a/b", "-x", "Acme", "9lives", "a.b", "a b", "é", "a\u{1b}[31m", &"a".repeat(65)] {
            assert!(bad.parse::<ClientId>().is_err(), "{bad:?} was taken");
        }
        for good in ["acme", "northern-trails", "a1"] {
            assert!(good.parse::<ClientId>().is_ok(), "{good:?} was refused");
        }
    }

    #[test]
    fn a_gate_id_names_its_phase() {
        assert!("cate.all-environments-configured".parse::<GateId>().is_ok());
        assert!("cate".parse::<GateId>().is_err());
        assert!("cate.".parse::<GateId>().is_err());
    }
}
