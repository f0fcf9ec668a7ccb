//! The variables of expressions.

use serde_json::Value;

use super::calendar::Holidays;
use crate::model::Lang;
use crate::process::ordered::Labels;

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
    /// The words that `label` finds.
    pub(crate) labels: &'a Labels,
    /// The language of the sentence that is being said.
    pub(crate) lang: Lang,
}

impl Roots<'_> {
    /// The same, in another language.
    pub(crate) fn said_in(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// The variables of every expression; `self` is there only where a rule has `each`.
    pub(crate) const NAMES: [&'static str; 5] = ["client", "self", "today", "limits", "settings"];
}
