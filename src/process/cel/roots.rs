//! The variables of expressions.

use serde_json::Value;

use super::calendar::Holidays;

/// What an expression may read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Roots<'a> {
    pub(crate) client: &'a Value,
    /// The item that a rule with `each` looks at.
    pub(crate) this: Option<&'a Value>,
    pub(crate) today: &'a str,
    pub(crate) limits: &'a Value,
    pub(crate) settings: &'a Value,
    pub(crate) holidays: &'a Holidays,
}

impl Roots<'_> {
    /// The variables of every expression; `self` is there only where a rule has `each`.
    pub(crate) const NAMES: [&'static str; 5] = ["client", "self", "today", "limits", "settings"];
}
