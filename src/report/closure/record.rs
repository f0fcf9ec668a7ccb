//! The moves and decisions in the file, each with the commit that made it where git has one.

use serde::Serialize;

use crate::client::{Client, HistoryEntry};
use crate::model::{Date, Text};
use crate::report::Commit;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct HistoryRow {
    /// From 1.
    pub(crate) number: usize,
    #[serde(flatten)]
    pub(crate) entry: HistoryEntry,
    /// The date as a later entry corrects it.
    pub(crate) corrected_to: Option<Date>,
    /// The reason as a later entry corrects it.
    pub(crate) reason_corrected_to: Option<Text>,
    /// The short id of the commit. None for what no commit holds yet.
    pub(crate) commit: Option<String>,
}

/// The commits of the file, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Record {
    pub(crate) commits: usize,
    /// `YYYY-MM-DD`, in the zone of the author.
    pub(crate) first: Option<String>,
    pub(crate) last: Option<String>,
}

/// `made_by` names, for each entry, the commit whose version of the file was the first to hold it.
pub(crate) fn history(client: &Client, made_by: &[Option<String>]) -> Vec<HistoryRow> {
    let row = |(index, entry): (usize, &HistoryEntry)| {
        let date = client.corrected(index, entry.date);
        let reason = client.reason(index, entry);
        HistoryRow {
            number: index + 1,
            entry: entry.clone(),
            corrected_to: (date != entry.date).then_some(date),
            reason_corrected_to: reason.filter(|it| Some(*it) != entry.reason.as_ref()).cloned(),
            commit: made_by.get(index).cloned().flatten(),
        }
    };
    client.history.iter().enumerate().map(row).collect()
}

pub(crate) fn record(commits: &[Commit]) -> Record {
    Record {
        commits: commits.len(),
        first: commits.last().map(|it| it.day().to_owned()),
        last: commits.first().map(|it| it.day().to_owned()),
    }
}
