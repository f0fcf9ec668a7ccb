//! One thing wrong or worth attention.

use serde::{Deserialize, Serialize};

use super::{Message, Place};

/// How much a finding weighs. An error makes the answer "no"; a warning does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Severity {
    Error,
    Warning,
}

impl Severity {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One thing wrong or worth attention, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    /// Stable: `yaml/duplicate-key`, `schema/unknown-key`, `rule/<id of the rule>`, `history/…`, `workspace/…`, `process/…`.
    pub(crate) code: String,
    pub(crate) severity: Severity,
    pub(crate) place: Place,
    pub(crate) message: Message,
    /// What to do about it.
    pub(crate) help: Option<Message>,
}

impl Finding {
    pub(crate) fn error(code: impl Into<String>, place: Place, message: Message) -> Self {
        Self { code: code.into(), severity: Severity::Error, place, message, help: None }
    }

    #[cfg(test)]
    pub(crate) fn warning(code: impl Into<String>, place: Place, message: Message) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, place, message) }
    }

    #[must_use]
    pub(crate) fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }
}
