//! What was met before a client went back, and must be confirmed again: nothing was erased, but it counts only when
//! somebody has looked at it again.

use serde_json::Value;

use super::cel::day_of;
use super::history::{self, Naming};
use super::subject::Subject;
use crate::document::Path;

/// The mark that a return leaves on a criterion. The name is that of the file format.
pub(super) const MARK: &str = "confirm_again";

/// What is recorded for a gate under `criteria`.
pub(super) fn path(gate: &str) -> Path {
    Path::root().key("criteria").key(gate)
}

pub(super) fn recorded<'s>(subject: &'s Subject<'_>, gate: &str) -> Option<&'s Value> {
    path(gate).find(subject.client()).filter(|it| !it.is_null())
}

/// The day of the return since which the gate must be confirmed again; none when it need not.
pub(super) fn since<'s>(subject: &'s Subject<'_>, gate: &str) -> Option<&'s str> {
    let field = |key: &str| recorded(subject, gate).and_then(|it| it.get(key)).and_then(Value::as_str);
    if let Some(mark) = field(MARK) {
        return Some(mark);
    }
    // Without the mark it counts only when it was decided on the day of the return or later.
    let (_, day) = history::last_naming(subject, gate).filter(|it| it.0 == Naming::ToConfirm)?;
    let decided = field("date").and_then(day_of);
    let is_late_enough = decided.zip(day_of(day)).is_some_and(|(decided, day)| decided >= day);
    let is_decided = matches!(field("state"), Some("met" | "not_met" | "not_applicable"));
    (!is_late_enough || !is_decided).then_some(day)
}

/// Whether a return has ever named the gate: only then has a person something to say about a rule.
pub(super) fn is_named(subject: &Subject<'_>, gate: &str) -> bool {
    subject.values("history").any(|it| history::names(it, Naming::ToConfirm, gate))
}
