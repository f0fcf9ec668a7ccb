//! What falls due, as a process file has it. Only data: `due` finds it.

use serde::Deserialize;

use super::select::Selector;
use super::source::{Sentence, Source};
use crate::model::{Status, Text};

/// What falls due on a day: which items, on which day, and for whom.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DueKind {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) each: Option<Selector>,
    /// It is not due any more, or not due at all, when this is false.
    pub(crate) when: Option<Source>,
    /// The field that holds the day, or that stands for the day that `on` reckons.
    pub(crate) at: Selector,
    pub(crate) on: Option<Source>,
    /// Which item it is, for people.
    pub(crate) title: Option<Sentence>,
    /// It ends rather than waits to be done: the word for one that has ended.
    pub(crate) expired: Option<Text>,
    /// The field of the item that names a gate: it is due only while that gate does not hold by itself.
    pub(crate) unmet: Option<Selector>,
    /// Clients with these statuses have it …
    #[serde(default = "under_way")]
    pub(crate) listed: Vec<Status>,
    /// … and with these it counts as late once its day has passed.
    #[serde(default = "at_work")]
    pub(crate) late: Vec<Status>,
}

/// Clients that have not left.
fn under_way() -> Vec<Status> {
    vec![Status::Prospect, Status::Active, Status::OnHold]
}

/// Nobody is late with anything while on hold.
fn at_work() -> Vec<Status> {
    vec![Status::Prospect, Status::Active]
}
