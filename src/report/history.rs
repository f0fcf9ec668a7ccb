//! The entries of a file's own history by number, as corrections leave them.

use crate::client::{Client, HistoryEntry};
use crate::model::{ClientId, Date, Text};

use super::ProcessNames;

/// The history in a client file, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entries {
    pub(crate) client: ClientId,
    pub(crate) rows: Vec<EntryRow>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EntryRow {
    /// From 1: what `onboard correct` takes.
    pub(crate) number: usize,
    /// The day that it should carry.
    pub(crate) date: Date,
    /// The day that it was written with, where a correction says another.
    pub(crate) written: Option<Date>,
    pub(crate) change: String,
    pub(crate) change_name: Text,
    /// The phases or statuses it led from and to, in words.
    pub(crate) from: Option<Text>,
    pub(crate) to: Option<Text>,
    /// The reason that it should give.
    pub(crate) reason: Option<Text>,
    /// Whether a later entry corrects it.
    pub(crate) corrected: bool,
    /// The entry that it corrects.
    pub(crate) corrects: Option<usize>,
    /// The old name and the new one.
    pub(crate) renamed: Option<(Text, Text)>,
}

pub(crate) fn entries(client: &Client, names: &ProcessNames) -> Entries {
    let row = |(index, entry): (usize, &HistoryEntry)| {
        let date = client.corrected(index, entry.date);
        let phase = |it: &Option<crate::model::PhaseId>| it.as_ref().map(|it| names.phase_short(it.as_str()));
        let status = |it: Option<crate::model::Status>| it.map(|it| names.status(it));
        let was = entry.was.as_ref().and_then(|it| it.name.clone());
        EntryRow {
            number: index + 1,
            date,
            written: (date != entry.date).then_some(entry.date),
            change: entry.change.clone(),
            change_name: names.label("history.change", &entry.change),
            from: phase(&entry.from).or_else(|| status(entry.from_status)),
            to: phase(&entry.to).or_else(|| status(entry.to_status)),
            reason: client.reason(index, entry).cloned(),
            corrected: client.is_corrected(index),
            corrects: entry.corrects,
            renamed: was.zip(entry.name.clone()),
        }
    };
    Entries { client: client.id.clone(), rows: client.history.iter().enumerate().map(row).collect() }
}
