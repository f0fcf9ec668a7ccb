//! What follows from a client file without asking the process: sums, counts, outcomes.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Client, Milestone, SuccessCriterion};
use crate::model::Status;

/// How a success criterion came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CriterionOutcome {
    Met,
    /// Not met, and accepted as an exception.
    Accepted,
    NotMet,
    NotMeasured,
}

/// How many success criteria came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct CriteriaCount {
    pub(crate) total: usize,
    pub(crate) met: usize,
    pub(crate) accepted: usize,
    pub(crate) not_met: usize,
    pub(crate) not_measured: usize,
}

/// How many configuration requests there were, and how many took up an earlier one again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct RequestCount {
    pub(crate) total: usize,
    /// In the order in which the states first appear.
    pub(crate) by_state: Vec<StateCount>,
    pub(crate) resubmitted: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StateCount {
    pub(crate) state: String,
    pub(crate) count: usize,
}

impl SuccessCriterion {
    pub(crate) fn outcome(&self) -> CriterionOutcome {
        match (self.met, &self.accepted) {
            (Some(true), _) => CriterionOutcome::Met,
            (Some(false) | None, Some(_)) => CriterionOutcome::Accepted,
            (Some(false), None) => CriterionOutcome::NotMet,
            (None, None) => CriterionOutcome::NotMeasured,
        }
    }
}

impl Client {
    /// The earliest milestone that is not done. A client that has left has none.
    pub(crate) fn next_milestone(&self) -> Option<&Milestone> {
        match self.status {
            Status::Closed | Status::Withdrawn => None,
            Status::Prospect | Status::Active | Status::OnHold => {
                let open = self.agreement.milestones.iter().filter(|it| it.done_on.is_none() && it.due.is_some());
                open.min_by_key(|it| it.due)
            }
        }
    }

    /// The costs of each fiscal year, exactly.
    pub(crate) fn costs_by_year(&self) -> BTreeMap<&str, Decimal> {
        let mut sums = BTreeMap::new();
        for cost in &self.agreement.costs {
            *sums.entry(cost.fiscal_year.as_str()).or_insert(Decimal::ZERO) += cost.amount_cad;
        }
        sums
    }

    pub(crate) fn total_cost(&self) -> Decimal {
        self.agreement.costs.iter().map(|it| it.amount_cad).sum()
    }

    pub(crate) fn criteria_count(&self) -> CriteriaCount {
        let mut count = CriteriaCount { total: self.agreement.success_criteria.len(), ..CriteriaCount::default() };
        for criterion in &self.agreement.success_criteria {
            match criterion.outcome() {
                CriterionOutcome::Met => count.met += 1,
                CriterionOutcome::Accepted => count.accepted += 1,
                CriterionOutcome::NotMet => count.not_met += 1,
                CriterionOutcome::NotMeasured => count.not_measured += 1,
            }
        }
        count
    }

    pub(crate) fn request_count(&self) -> RequestCount {
        let mut count = RequestCount::default();
        for request in self.environments.iter().flat_map(|it| &it.requests) {
            count.total += 1;
            count.resubmitted += usize::from(request.replaces.is_some());
            match count.by_state.iter_mut().find(|it| it.state == request.state) {
                Some(known) => known.count += 1,
                None => count.by_state.push(StateCount { state: request.state.clone(), count: 1 }),
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::minimal;
    use super::*;

    #[test]
    fn costs_are_added_without_rounding() {
        let acme = minimal(
            "agreement:\n  costs:\n    - {id: c1, fiscal_year: 2026-2027, amount_cad: \"0.10\"}\n    \
             - {id: c2, fiscal_year: 2026-2027, amount_cad: \"0.20\"}\n    \
             - {id: c3, fiscal_year: 2025-2026, amount_cad: \"99999999999.99\"}\n",
        );
        let sums: Vec<String> = acme.costs_by_year().iter().map(|(year, sum)| format!("{year} {sum}")).collect();
        assert_eq!(sums, ["2025-2026 99999999999.99", "2026-2027 0.30"]);
        assert_eq!(acme.total_cost().to_string(), "100000000000.29");
    }

    #[test]
    fn the_next_milestone_is_the_earliest_that_is_not_done() {
        let milestones = "agreement:\n  milestones:\n    \
             - {id: late, name: {en: L, fr: L}, due: 2027-01}\n    \
             - {id: soon, name: {en: S, fr: S}, due: 2026-12-01}\n    \
             - {id: done, name: {en: D, fr: D}, due: 2026-01-01, done_on: 2026-02-01}\n";
        let mut acme = minimal(milestones);
        assert_eq!(acme.next_milestone().map(|it| it.id.as_str()), Some("soon"));
        acme.status = Status::Closed;
        assert_eq!(acme.next_milestone(), None);
    }

    #[test]
    fn a_criterion_is_met_accepted_not_met_or_not_measured() {
        let acme = minimal(
            "agreement:\n  success_criteria:\n    - {id: a, text: {en: A, fr: A}, met: true}\n    \
             - {id: b, text: {en: B, fr: B}, met: false}\n    \
             - {id: c, text: {en: C, fr: C}, met: false, accepted: {date: 2026-01-01}}\n    \
             - {id: d, text: {en: D, fr: D}}\n",
        );
        let count = CriteriaCount { total: 4, met: 1, accepted: 1, not_met: 1, not_measured: 1 };
        assert_eq!(acme.criteria_count(), count);
    }

    #[test]
    fn requests_are_counted_by_state_and_rework_is_seen() {
        let acme = minimal(
            "environments:\n  - {id: test, requests: [{id: CR-1, state: rejected}, {id: CR-2, state: live, replaces: CR-1}]}\n  \
             - {id: prod, requests: [{id: CR-3, state: live}]}\n",
        );
        let count = acme.request_count();
        let states: Vec<_> = count.by_state.iter().map(|it| (it.state.as_str(), it.count)).collect();
        assert_eq!((count.total, count.resubmitted), (3, 1));
        assert_eq!(states, [("rejected", 1), ("live", 2)]);
    }
}
