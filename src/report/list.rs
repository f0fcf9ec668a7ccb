//! The portfolio: one row per client.

use crate::client::{Client, Milestone, Pause};
use crate::model::{ClientId, Date, Deadline, PhaseId, Status, Text};

use super::ProcessNames;

/// One client of the portfolio.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ListRow {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    pub(crate) phase: PhaseId,
    pub(crate) phase_name: Text,
    /// As the process counts: `8.1`.
    pub(crate) phase_number: Option<String>,
    pub(crate) status: Status,
    pub(crate) status_name: Text,
    /// The day the current stay in the phase began.
    pub(crate) since: Option<Date>,
    /// Days in the phase, all stays together, without those on hold.
    pub(crate) days: Option<i64>,
    /// The hold that the client is on.
    pub(crate) pause: Option<Pause>,
    pub(crate) next: Option<Milestone>,
    /// What is late, the longest first.
    pub(crate) overdue: Vec<Deadline>,
}

/// The row of a client. `due` is all that it still has to do by a day.
pub(crate) fn row(client: &Client, due: &[Deadline], names: &ProcessNames, today: Date) -> ListRow {
    ListRow {
        id: client.id.clone(),
        name: client.organization.name.clone(),
        phase: client.phase.clone(),
        phase_name: names.phase_short(client.phase.as_str()),
        phase_number: names.phase(client.phase.as_str()).and_then(|it| it.number.clone()),
        status: client.status,
        status_name: names.status(client.status),
        since: client.since(today),
        days: client.days_in_phase(today),
        pause: client.pause(today),
        next: client.next_milestone().cloned(),
        overdue: due.iter().filter(|it| it.is_late()).cloned().collect(),
    }
}
