//! The entries of a file's own history, for other programs.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::{Date, Text};
use crate::report::history::Entries;

pub(crate) fn history(entries: &Entries) -> String {
    #[derive(Serialize)]
    struct HistoryV1<'a> {
        version: u8,
        client: &'a str,
        history: Vec<EntryV1<'a>>,
    }
    #[derive(Serialize)]
    struct EntryV1<'a> {
        entry: usize,
        /// As corrections say it.
        date: Date,
        /// The day it was written with, where that is another.
        written: Option<Date>,
        change: &'a str,
        from: Option<&'a Text>,
        to: Option<&'a Text>,
        reason: Option<&'a Text>,
        corrected: bool,
        corrects: Option<usize>,
    }
    let rows = entries.rows.iter().map(|it| EntryV1 {
        entry: it.number,
        date: it.date,
        written: it.written,
        change: &it.change,
        from: it.from.as_ref(),
        to: it.to.as_ref(),
        reason: it.reason.as_ref(),
        corrected: it.corrected,
        corrects: it.corrects,
    });
    pretty(&HistoryV1 { version: VERSION, client: entries.client.as_str(), history: rows.collect() })
}
