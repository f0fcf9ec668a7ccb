//! The time in each phase, in the order of the process. Several stays add up; time on hold is kept apart.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::client::{Client, Pause, Stay, Timeline};
use crate::model::{Date, PhaseId, Status, Text};
use crate::report::ProcessNames;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Phases {
    pub(crate) rows: Vec<PhaseRow>,
    pub(crate) days: i64,
    pub(crate) days_on_hold: i64,
    pub(crate) pauses: Vec<Pause>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PhaseRow {
    pub(crate) phase: PhaseId,
    pub(crate) number: Option<String>,
    pub(crate) standing: PhaseStanding,
    pub(crate) entered: Option<Date>,
    pub(crate) left: Option<Date>,
    pub(crate) days: i64,
    pub(crate) days_on_hold: i64,
    /// More than one when the client came back.
    pub(crate) stays: Vec<Stay>,
    /// Passed over, at least once.
    pub(crate) skipped: bool,
    /// Why it was passed over.
    pub(crate) reason: Option<Text>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PhaseStanding {
    Done,
    Current,
    /// Passed over, since it does not apply.
    Skipped,
    /// Not entered, and nothing says that it was passed over.
    NotEntered,
}

pub(crate) fn phases(
    client: &Client,
    names: &ProcessNames,
    timeline: &Timeline,
    passed_over: &BTreeMap<PhaseId, Text>,
) -> Phases {
    let known = names.phases.iter().map(|it| (&it.id, it.number.clone()));
    // A phase that the process does not know any more still took its time.
    let foreign = timeline.stays.iter().map(|it| &it.phase).filter(|it| names.phase(it.as_str()).is_none());
    let mut all: Vec<(&PhaseId, Option<String>)> = known.collect();
    for phase in foreign {
        if all.iter().all(|(it, _)| *it != phase) {
            all.push((phase, None));
        }
    }
    let rows = all.into_iter().map(|(phase, number)| PhaseRow {
        number,
        reason: timeline
            .skips
            .iter()
            .rfind(|it| it.phase == *phase)
            .and_then(|it| it.reason.clone().or_else(|| passed_over.get(phase).cloned())),
        ..row(client, timeline, phase)
    });
    Phases {
        rows: rows.collect(),
        days: timeline.stays.iter().map(|it| it.days).sum(),
        days_on_hold: timeline.days_on_hold(),
        pauses: timeline.pauses.clone(),
    }
}

fn row(client: &Client, timeline: &Timeline, phase: &PhaseId) -> PhaseRow {
    let stays: Vec<Stay> = timeline.in_phase(phase).cloned().collect();
    let open = stays.last().is_some_and(|it| it.left.is_none());
    let left_for_good = matches!(client.status, Status::Closed | Status::Withdrawn);
    let standing = match stays.is_empty() {
        true if timeline.skips.iter().any(|it| it.phase == *phase) => PhaseStanding::Skipped,
        true => PhaseStanding::NotEntered,
        false if open && !left_for_good => PhaseStanding::Current,
        false => PhaseStanding::Done,
    };
    PhaseRow {
        phase: phase.clone(),
        number: None,
        standing,
        entered: stays.first().map(|it| it.entered),
        left: stays.last().and_then(|it| it.left),
        days: stays.iter().map(|it| it.days).sum(),
        days_on_hold: stays.iter().map(|it| it.days_on_hold).sum(),
        stays,
        skipped: timeline.skips.iter().any(|it| it.phase == *phase),
        reason: None,
    }
}
