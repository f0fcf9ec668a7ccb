//! What a client still has to do by a day, and what of it is late.

use serde::Serialize;

use super::timeline::days;
use super::{Client, Due};
use crate::model::{Date, Status, Text};

/// What kind of thing is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Matter {
    Milestone,
    TargetGoLive,
    /// A condition of an authority to operate.
    Condition,
    Risk,
    /// A gate that only a person can settle.
    Criterion,
    HoldReview,
}

/// Something with a date that is not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Pending {
    pub(crate) matter: Matter,
    /// The path in the client file, as a person would type it.
    pub(crate) path: String,
    pub(crate) name: Option<Text>,
    pub(crate) due: Due,
}

/// Whether a date that has passed counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Lateness {
    Late,
    /// The client is on hold: the date stays listed, but nobody is late.
    Paused,
}

/// Something whose day has passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Attention {
    #[serde(flatten)]
    pub(crate) pending: Pending,
    pub(crate) days: i64,
    pub(crate) lateness: Lateness,
}

impl Client {
    /// Everything with a date that is not done, the earliest first. A client that has left has nothing to do.
    pub(crate) fn pending(&self) -> Vec<Pending> {
        let mut pending = match self.status {
            Status::Closed | Status::Withdrawn => Vec::new(),
            Status::Prospect | Status::Active => self.pending_work(),
            Status::OnHold => {
                let mut all = self.pending_work();
                all.extend(self.hold_review());
                all
            }
        };
        pending.sort_by(|a, b| (a.due, a.matter, &a.path).cmp(&(b.due, b.matter, &b.path)));
        pending
    }

    /// What has passed its day, the longest first.
    pub(crate) fn past_due(&self, today: Date) -> Vec<Attention> {
        let past = self.pending().into_iter().filter(|it| it.due.last_day() < today);
        past.map(|pending| Attention {
            days: days(pending.due.last_day(), today),
            lateness: self.lateness(pending.matter),
            pending,
        })
        .collect()
    }

    /// What is late. While a client is on hold, only the review of the hold itself can be.
    pub(crate) fn overdue(&self, today: Date) -> Vec<Attention> {
        self.past_due(today).into_iter().filter(|it| it.lateness == Lateness::Late).collect()
    }

    fn lateness(&self, matter: Matter) -> Lateness {
        match (self.status, matter) {
            (Status::OnHold, Matter::HoldReview) | (Status::Prospect | Status::Active, _) => Lateness::Late,
            (Status::OnHold | Status::Withdrawn | Status::Closed, _) => Lateness::Paused,
        }
    }

    fn pending_work(&self) -> Vec<Pending> {
        let mut pending = Vec::new();
        let mut add = |matter, path: String, name: Option<&Text>, due: Option<Due>| {
            pending.extend(due.map(|due| Pending { matter, path, name: name.cloned(), due }));
        };
        for milestone in self.agreement.milestones.iter().filter(|it| it.done_on.is_none()) {
            let path = format!("agreement.milestones.{}.due", milestone.id);
            add(Matter::Milestone, path, Some(&milestone.name), milestone.due);
        }
        if self.services.iter().all(|it| it.live_on.is_none()) {
            add(Matter::TargetGoLive, "schedule.target_go_live".to_owned(), None, self.schedule.target_go_live);
        }
        for (index, authority) in self.authority_to_operate.iter().enumerate() {
            let owner = authority.id.clone().unwrap_or_else(|| index.to_string());
            for condition in authority.conditions.iter().filter(|it| it.met_on.is_none()) {
                let path = format!("authority_to_operate.{owner}.conditions.{}.due", condition.id);
                add(Matter::Condition, path, Some(&condition.text), condition.due);
            }
        }
        for risk in self.security_privacy.residual_risks.iter().filter(|it| it.addressed_on.is_none()) {
            let path = format!("security_privacy.residual_risks.{}.due", risk.id);
            add(Matter::Risk, path, risk.text.as_ref(), risk.due);
        }
        for (gate, criterion) in self.criteria.iter().filter(|(_, it)| it.date.is_none()) {
            add(Matter::Criterion, format!("criteria.{gate}.due"), None, criterion.due);
        }
        pending
    }

    fn hold_review(&self) -> Option<Pending> {
        let hold = self.hold.as_ref()?;
        let path = "hold.review_on".to_owned();
        Some(Pending { matter: Matter::HoldReview, path, name: hold.reason.clone(), due: hold.review_on? })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::minimal;
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 23);

    const WORK: &str = "agreement:\n  milestones:\n    \
        - {id: m1, name: {en: M, fr: M}, due: 2026-11-22}\n    - {id: m2, name: {en: N, fr: N}, due: 2026-11-23}\n    \
        - {id: m3, name: {en: O, fr: O}, due: 2026-11}\n\
        schedule: {target_go_live: 2026-10}\n\
        authority_to_operate: [{id: ato1, conditions: [{id: C1, text: {en: C, fr: C}, due: 2026-11-01, state: open}]}]\n\
        criteria: {engagement.overview-presented: {state: open, due: 2026-06-01}}\n";

    fn check(client: &Client, expected: &[&str]) {
        let said: Vec<String> =
            client.overdue(TODAY).iter().map(|it| format!("{} {}", it.pending.path, it.days)).collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn a_thing_is_late_the_day_after_it_was_due() {
        check(
            &minimal(WORK),
            &[
                "criteria.engagement.overview-presented.due 175",
                "schedule.target_go_live 23",
                "authority_to_operate.ato1.conditions.C1.due 22",
                "agreement.milestones.m1.due 1",
            ],
        );
    }

    #[test]
    fn a_client_that_left_is_never_late() {
        let mut acme = minimal(WORK);
        for status in [Status::Withdrawn, Status::Closed] {
            acme.status = status;
            check(&acme, &[]);
        }
    }

    #[test]
    fn on_hold_only_the_review_of_the_hold_can_be_late() {
        let hold = "hold: {since: 2026-10-01, reason: {en: R, fr: R}, review_on: 2026-11-13}\n";
        let mut acme = minimal(&format!("{WORK}{hold}"));
        acme.status = Status::OnHold;
        check(&acme, &["hold.review_on 10"]);
        assert_eq!(acme.past_due(TODAY).len(), 5, "the rest stays listed");
    }

    #[test]
    fn a_target_is_not_late_once_a_service_is_live() {
        let live =
            "services: [{id: s, name: {en: S, fr: S}, live_on: 2026-10-30}]\nschedule: {target_go_live: 2026-10}\n";
        check(&minimal(live), &[]);
    }
}
