//! What falls due in the portfolio: what is late first, then what comes, the earliest first.

use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::model::{ClientId, Date, Deadline, Status, Text};

use super::ProcessNames;

/// Everything that is late, and what falls due up to a day.
#[derive(Debug, Clone)]
pub(crate) struct DueView {
    pub(crate) rows: Vec<DueRow>,
    pub(crate) today: Date,
    /// The last day that was looked at.
    pub(crate) until: Date,
    /// The process, whose name is part of what calendars know events by.
    pub(crate) process: String,
    /// What is asked of every row is the process, so its name heads the calendar.
    pub(crate) process_name: Text,
}

/// One thing that falls due, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DueRow {
    pub(crate) client: ClientId,
    pub(crate) name: Text,
    pub(crate) status: Status,
    pub(crate) status_name: Text,
    pub(crate) deadline: Deadline,
}

impl DueView {
    pub(crate) fn overdue(&self) -> usize {
        self.rows.iter().filter(|it| it.deadline.is_late()).count()
    }
}

/// The rows of a client: what its day has passed, and what falls due up to `until`.
pub(crate) fn rows(client: &Client, due: Vec<Deadline>, names: &ProcessNames, until: Date) -> Vec<DueRow> {
    let row = |deadline| DueRow {
        client: client.id.clone(),
        name: client.organization.name.clone(),
        status: client.status,
        status_name: names.status(client.status),
        deadline,
    };
    due.into_iter().filter(|it| it.due.last_day() <= until).map(row).collect()
}

/// The view of all rows together.
pub(crate) fn view(mut rows: Vec<DueRow>, names: &ProcessNames, today: Date, until: Date) -> DueView {
    rows.sort_by(|one, two| {
        let key = |it: &DueRow| (!it.deadline.is_late(), it.deadline.due);
        key(one).cmp(&key(two)).then_with(|| one.client.cmp(&two.client))
    });
    DueView { rows, today, until, process: names.id.clone(), process_name: names.name.clone() }
}
