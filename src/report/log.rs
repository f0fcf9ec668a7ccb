//! The history of a client file as git keeps it: one row per commit.

use serde::Serialize;

use crate::model::{ClientId, Text};

use super::ProcessNames;

/// What a report needs to know of a commit that changed the client file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Commit {
    /// The full id.
    pub(crate) id: String,
    /// ISO 8601 with the author's offset.
    pub(crate) time: String,
    pub(crate) author: String,
    pub(crate) summary: String,
    /// The trailers of the commit, where a command made it.
    pub(crate) change: Option<String>,
    pub(crate) from: Option<String>,
    pub(crate) to: Option<String>,
}

impl Commit {
    /// The day in the author's zone.
    pub(crate) fn day(&self) -> &str {
        self.time.get(..10).unwrap_or(&self.time)
    }

    /// Enough of the id to find the commit, as git writes it.
    pub(crate) fn short(&self) -> &str {
        self.id.get(..SHORT).unwrap_or(&self.id)
    }
}

const SHORT: usize = 9;

/// The changes of one client, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Log {
    pub(crate) client: ClientId,
    pub(crate) rows: Vec<LogRow>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogRow {
    pub(crate) commit: Commit,
    /// The phases or statuses it led from and to, in words.
    pub(crate) from: Option<Text>,
    pub(crate) to: Option<Text>,
}

/// The log of a client from its commits, newest first.
pub(crate) fn log(client: ClientId, commits: Vec<Commit>, names: &ProcessNames) -> Log {
    let words = |id: &Option<String>| id.as_deref().map(|it| phase_or_status(names, it));
    let rows = commits.into_iter().map(|commit| LogRow { from: words(&commit.from), to: words(&commit.to), commit });
    Log { client, rows: rows.collect() }
}

fn phase_or_status(names: &ProcessNames, id: &str) -> Text {
    match names.statuses.get(id) {
        Some(status) => status.clone(),
        None => names.phase_short(id),
    }
}
