//! The portfolio: one row per client.

use serde::{Deserialize, Serialize};

use crate::client::{Called, Client, Milestone, Pause};
use crate::model::{ClientId, Date, Deadline, PhaseId, Status, Text};

use super::{ProcessNames, Progress};

/// One client of the portfolio.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ListRow {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    /// Every name it has or had.
    pub(crate) called: Called,
    /// The former name by which it was found.
    pub(crate) formerly: Option<Text>,
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
    /// None for a phase that the process does not have.
    pub(crate) progress: Option<Progress>,
    pub(crate) next: Option<Milestone>,
    /// What is late, the longest first.
    pub(crate) overdue: Vec<Deadline>,
}

/// The row of a client. `due` is all that it still has to do by a day.
pub(crate) fn row(client: &Client, due: &[Deadline], names: &ProcessNames, today: Date) -> ListRow {
    ListRow {
        id: client.id.clone(),
        name: client.organization.name.clone(),
        called: client.called(),
        formerly: None,
        phase: client.phase.clone(),
        phase_name: names.phase_short(client.phase.as_str()),
        phase_number: names.phase(client.phase.as_str()).and_then(|it| it.number.clone()),
        status: client.status,
        status_name: names.status(client.status),
        since: client.since(today),
        days: client.days_in_phase(today),
        pause: client.pause(today),
        progress: progress(client, names, &[]),
        next: client.next_milestone().cloned(),
        overdue: due.iter().filter(|it| it.is_late()).cloned().collect(),
    }
}

/// How far a client is, among the phases that apply to it. The phase it is in always counts.
pub(crate) fn progress(client: &Client, names: &ProcessNames, inapplicable: &[PhaseId]) -> Option<Progress> {
    let counts = |it: &&super::PhaseName| it.id == client.phase || !inapplicable.contains(&it.id);
    let on_the_way: Vec<_> = names.phases.iter().filter(counts).collect();
    let at = on_the_way.iter().position(|it| it.id == client.phase)? + 1;
    Some(Progress { at, of: on_the_way.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::tests::minimal;
    use crate::report::names_for_tests;

    #[test]
    fn a_phase_that_does_not_apply_is_not_counted() {
        let names = names_for_tests();
        let phase = |it: &str| it.parse::<PhaseId>().expect("a phase");
        let check = |here: &str, inapplicable: &[&str], expected: Option<(usize, usize)>| {
            let mut acme = minimal("");
            acme.phase = phase(here);
            let left_out: Vec<PhaseId> = inapplicable.iter().map(|it| phase(it)).collect();
            assert_eq!(progress(&acme, &names, &left_out).map(|it| (it.at, it.of)), expected, "{here}");
        };
        check("engagement", &[], Some((1, 10)));
        check("testing", &[], Some((7, 10)));
        check("testing", &["migration"], Some((6, 9)));
        check("support", &["migration"], Some((5, 9)));
        check("closing", &["migration"], Some((9, 9)));
        check("migration", &["migration"], Some((6, 10)));
        check("elsewhere", &[], None);
    }
}
