//! One thing that falls due on a day.

use serde::{Deserialize, Serialize};

use super::{Due, Place, Text};

/// Something with a day that is not done, or that ends on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deadline {
    /// What kind of thing it is, by the name that the process gives it.
    pub(crate) kind: String,
    pub(crate) name: Text,
    /// Which one it is, where there may be several.
    pub(crate) title: Option<Text>,
    pub(crate) place: Place,
    /// The path again, but with nothing in it that changes when something else in the file does.
    pub(crate) key: String,
    pub(crate) due: Due,
    /// Days from today to its last day; below zero once that has passed.
    pub(crate) days: i64,
    pub(crate) timing: Timing,
    /// The word for one that has ended; none for what is to be done.
    pub(crate) expired: Option<Text>,
}

/// On which side of its day a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Timing {
    /// Its day has passed, and that counts.
    Late,
    Ahead,
    /// Its day has passed, and nobody is late: the client is on hold, or has left.
    Paused,
}

impl Deadline {
    pub(crate) fn is_late(&self) -> bool {
        self.timing == Timing::Late
    }
}
