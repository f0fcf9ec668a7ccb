//! `due` for other programs.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::{ClientId, Date, Due, Text, Timing};
use crate::report::due::{DueRow, DueView};

#[derive(Serialize)]
struct DueV1<'a> {
    client: &'a str,
    client_name: &'a Text,
    status: &'a str,
    /// What kind of thing: an id of the process, and its words.
    what: &'a str,
    what_name: &'a Text,
    title: Option<&'a Text>,
    due: Due,
    /// The last day on which it is in time.
    last_day: Date,
    /// Days from today; below zero once it has passed.
    days: i64,
    state: &'static str,
    /// Whether it ends on that day, rather than waits to be done.
    expires: bool,
    file: &'a str,
    line: u32,
    column: u32,
    path: &'a str,
}

/// What is late first, then what comes, and the clients whose files cannot be read.
pub(crate) fn due(view: &DueView, unreadable: &[ClientId]) -> String {
    #[derive(Serialize)]
    struct AllV1<'a> {
        version: u8,
        today: Date,
        until: Date,
        overdue: usize,
        due: Vec<DueV1<'a>>,
        unreadable: Vec<&'a str>,
    }
    pretty(&AllV1 {
        version: VERSION,
        today: view.today,
        until: view.until,
        overdue: view.overdue(),
        due: view.rows.iter().map(row).collect(),
        unreadable: unreadable.iter().map(ClientId::as_str).collect(),
    })
}

fn row(it: &DueRow) -> DueV1<'_> {
    let deadline = &it.deadline;
    DueV1 {
        client: it.client.as_str(),
        client_name: &it.name,
        status: it.status.as_str(),
        what: &deadline.kind,
        what_name: &deadline.name,
        title: deadline.title.as_ref(),
        due: deadline.due,
        last_day: deadline.due.last_day(),
        days: deadline.days,
        state: state(deadline.timing),
        expires: deadline.expired.is_some(),
        file: &deadline.place.file,
        line: deadline.place.spot.line,
        column: deadline.place.spot.column,
        path: &deadline.place.path,
    }
}

/// The word of machine formats for where a thing stands.
pub(in crate::render) fn state(timing: Timing) -> &'static str {
    match timing {
        Timing::Late => "overdue",
        Timing::Ahead => "ahead",
        Timing::Paused => "paused",
    }
}
