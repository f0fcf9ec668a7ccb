//! How long a phase takes: the spread of those that have left it. Days on hold are left out.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Brief;
use crate::model::PhaseId;

/// The days that a phase took, and the days that it is taking those who are in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Pace {
    /// How many clients have left the phase.
    pub(crate) finished: usize,
    pub(crate) shortest: Option<i64>,
    /// A quarter of them took no longer than this.
    pub(crate) lower: Option<i64>,
    /// Half of them took no longer than this; between two, the whole days of their mean.
    pub(crate) median: Option<i64>,
    pub(crate) upper: Option<i64>,
    pub(crate) longest: Option<i64>,
    /// The days of those that are in it, the fewest first.
    pub(crate) current: Vec<i64>,
}

pub(super) fn paces(briefs: &[Brief]) -> BTreeMap<PhaseId, Pace> {
    let mut finished: BTreeMap<PhaseId, Vec<i64>> = BTreeMap::new();
    let mut current: BTreeMap<PhaseId, Vec<i64>> = BTreeMap::new();
    for brief in briefs {
        for (phase, days) in &brief.paces {
            finished.entry(phase.clone()).or_default().push(*days);
        }
        if let Some(row) = &brief.row
            && let Some(days) = row.days
        {
            current.entry(row.phase.clone()).or_default().push(days);
        }
    }
    let phases: Vec<PhaseId> = finished.keys().chain(current.keys()).cloned().collect();
    let of = |phase: PhaseId| {
        let pace =
            pace(finished.get(&phase).cloned().unwrap_or_default(), current.get(&phase).cloned().unwrap_or_default());
        (phase, pace)
    };
    phases.into_iter().map(of).collect()
}

pub(super) fn pace(mut finished: Vec<i64>, mut current: Vec<i64>) -> Pace {
    finished.sort_unstable();
    current.sort_unstable();
    let middle = finished.len() / 2;
    let half = finished.len() % 2;
    // The median of the halves on each side of the middle, the middle one left out.
    let (lower, upper) =
        (finished.get(..middle).unwrap_or_default(), finished.get(middle + half..).unwrap_or_default());
    Pace {
        finished: finished.len(),
        shortest: finished.first().copied(),
        lower: median(lower).or(finished.first().copied()),
        median: median(&finished),
        upper: median(upper).or(finished.last().copied()),
        longest: finished.last().copied(),
        current,
    }
}

/// Of sorted days; between two, the whole days of their mean.
fn median(days: &[i64]) -> Option<i64> {
    let middle = days.len() / 2;
    let after = *days.get(middle)?;
    match days.len() % 2 {
        1 => Some(after),
        _ => Some(i64::midpoint(*days.get(middle.checked_sub(1)?)?, after)),
    }
}
