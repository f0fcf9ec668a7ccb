//! A life cycle as its process file has it: states, the moves between them, what each asks for and brings along.

use serde::Deserialize;

use crate::model::Text;
use crate::process::ordered::Ordered;
use crate::process::select::Selector;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Lifecycle {
    #[expect(dead_code, reason = "says what it is to those who read the process")]
    pub(crate) name: Option<Text>,
    /// The items that it governs.
    pub(crate) of: Selector,
    pub(crate) field: String,
    pub(crate) initial: String,
    /// What a person types, and the state that it leads to.
    #[serde(default)]
    pub(crate) verbs: Ordered<String>,
    /// The field that says why, in both languages.
    pub(crate) reason: Option<String>,
    /// The field that names the item which this one takes up again.
    pub(crate) replaces: Option<String>,
    pub(crate) states: Ordered<State>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) name: Text,
    #[serde(default)]
    pub(crate) moves: Vec<String>,
    /// Fields that an item in this state must have.
    #[serde(default)]
    pub(crate) requires: Vec<String>,
    /// Dates that the move into this state sets to its day.
    #[serde(default)]
    pub(crate) sets: Ordered<Sets>,
    /// Fields that do not hold any more once the item is in this state.
    #[serde(default)]
    pub(crate) clears: Vec<String>,
    /// No person decides this step: a machine makes it, and it may fail.
    #[serde(default)]
    pub(crate) machine: bool,
    /// The state that it comes to when it fails.
    pub(crate) failed: Option<String>,
    /// What becomes of the item that this one replaces.
    pub(crate) replaced: Option<String>,
    /// An item in this state is never changed any more.
    #[serde(default)]
    pub(crate) frozen: bool,
}

/// When a move sets a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Sets {
    Always,
    /// A day that is recorded already stays.
    IfAbsent,
}

impl Lifecycle {
    /// The state that a verb leads to.
    pub(crate) fn led_by(&self, verb: &str) -> Option<(&str, &State)> {
        let name = self.verbs.get(verb)?;
        Some((name, self.states.get(name)?))
    }

    /// The verbs that lead out of a state, in the order of the process.
    pub(crate) fn verbs_from(&self, state: &str) -> Vec<&str> {
        let Some(state) = self.states.get(state) else { return Vec::new() };
        self.verbs.iter().filter(|(_, to)| state.moves.contains(*to)).map(|(verb, _)| verb).collect()
    }

    /// Whether an item in this state must say why.
    pub(crate) fn asks_why(&self, state: &State) -> bool {
        self.reason.as_ref().is_some_and(|it| state.requires.contains(it))
    }
}
