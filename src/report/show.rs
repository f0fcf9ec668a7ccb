//! One client on one screen.

use serde::Serialize;

use crate::client::{Client, RequestCount, Timeline};
use crate::model::{Date, Deadline, PhaseId, Status, Text};

use super::closure::{self, Costs};
use super::list::{self, ListRow};
use super::{Commit, ProcessNames, ServiceRow};

/// Where a client stands, for one screen.
#[derive(Debug, Clone)]
pub(crate) struct ShowView {
    pub(crate) row: ListRow,
    pub(crate) client: Client,
    /// All phases of the process, in order.
    pub(crate) steps: Vec<Step>,
    /// In the order of the file; none where the process knows no services.
    pub(crate) services: Vec<ServiceRow>,
    pub(crate) timeline: Timeline,
    pub(crate) requests: RequestCount,
    pub(crate) costs: Costs,
    pub(crate) names: ProcessNames,
    /// Relative to the workspace.
    pub(crate) file: String,
    pub(crate) last_change: Option<Commit>,
}

/// A phase on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) phase: PhaseId,
    pub(crate) number: Option<String>,
    pub(crate) name: Text,
    pub(crate) standing: StepStanding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StepStanding {
    Done,
    /// Passed over, since it does not apply; or ahead, and it will be.
    Skipped,
    Current,
    Ahead,
}

/// The view of a client. `file` is where it was read, `last_change` the newest commit of it.
pub(crate) fn view(
    client: &Client,
    due: &[Deadline],
    names: &ProcessNames,
    today: Date,
    file: &str,
    last_change: Option<Commit>,
) -> ShowView {
    let timeline = client.timeline(today);
    ShowView {
        row: list::row(client, due, names, today),
        steps: steps(client, names, &timeline, &[]),
        services: Vec::new(),
        timeline,
        requests: client.request_count(),
        costs: closure::costs(client),
        client: client.clone(),
        names: names.clone(),
        file: file.to_owned(),
        last_change,
    }
}

impl ShowView {
    /// The same, with what the process says: how its services stand, and which phases do not apply to the client.
    #[must_use]
    pub(crate) fn judged(mut self, services: Vec<ServiceRow>, inapplicable: &[PhaseId]) -> Self {
        self.services = services;
        self.row.progress = list::progress(&self.client, &self.names, inapplicable);
        self.steps = steps(&self.client, &self.names, &self.timeline, inapplicable);
        self
    }
}

/// The phases of the process, as far as the client has come. Those ahead that do not apply will be passed over.
pub(super) fn steps(client: &Client, names: &ProcessNames, timeline: &Timeline, inapplicable: &[PhaseId]) -> Vec<Step> {
    let current = names.phases.iter().position(|it| it.id == client.phase);
    let standing = |index: usize, phase: &PhaseId| match current {
        Some(here) if index > here && inapplicable.contains(phase) => StepStanding::Skipped,
        Some(here) if index > here => StepStanding::Ahead,
        Some(here) if index == here => match client.status {
            Status::Closed => StepStanding::Done,
            Status::Prospect | Status::Active | Status::OnHold | Status::Withdrawn => StepStanding::Current,
        },
        Some(_) if timeline.in_phase(phase).next().is_none() && timeline.skips.iter().any(|it| it.phase == *phase) => {
            StepStanding::Skipped
        }
        Some(_) => StepStanding::Done,
        None => StepStanding::Ahead,
    };
    let step = |(index, it): (usize, &super::PhaseName)| Step {
        phase: it.id.clone(),
        number: it.number.clone(),
        name: it.short.clone().unwrap_or_else(|| it.name.clone()),
        standing: standing(index, &it.id),
    };
    names.phases.iter().enumerate().map(step).collect()
}
