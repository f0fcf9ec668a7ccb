//! What falls due, as the data of a report.

use serde::{Deserialize, Serialize};

use crate::model::{Date, Deadline, Due, Text, Timing};

/// Something that falls due, or that ends on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DateRow {
    /// By the name that the process gives it.
    pub(crate) kind: String,
    pub(crate) name: Text,
    /// Which one it is, where there may be several.
    pub(crate) title: Option<Text>,
    pub(crate) due: Due,
    pub(crate) last_day: Date,
    /// Days from the report to its last day; below zero once that has passed.
    pub(crate) days: i64,
    pub(crate) standing: DateStanding,
    /// Whether it ends on that day, where others are to be done by it.
    pub(crate) expires: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DateStanding {
    Late,
    Ahead,
    /// Its day has passed and nobody is late, because the client is on hold or has left.
    Paused,
}

pub(super) fn row(deadline: &Deadline) -> DateRow {
    DateRow {
        kind: deadline.kind.clone(),
        name: deadline.name.clone(),
        title: deadline.title.clone(),
        due: deadline.due,
        last_day: deadline.due.last_day(),
        days: deadline.days,
        standing: match deadline.timing {
            Timing::Late => DateStanding::Late,
            Timing::Ahead => DateStanding::Ahead,
            Timing::Paused => DateStanding::Paused,
        },
        expires: deadline.expired.is_some(),
    }
}
