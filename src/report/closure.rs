//! The closure report: what was agreed, what came of it, how long it took and what is left. It can be made of any client;
//! of one that is not closed it says so first.

mod costs;
mod phases;
mod record;

use serde::Serialize;

pub(crate) use costs::{CostYear, Costs, KindTotal, costs};
pub(crate) use phases::{PhaseRow, Phases, phases};
pub(crate) use record::{HistoryRow, Record, history, record};

use crate::client::{Client, CriteriaCount, CriterionOutcome, Due, RequestCount, SuccessCriterion};
use crate::model::{Date, Status, Text};

use super::input::days_between;
use super::timeline::{self, Picture};
use super::{Input, ProcessNames, Produced};

/// The data of a closure report, as a template gets it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Closure {
    pub(crate) standing: Standing,
    pub(crate) summary: Summary,
    /// The client file itself.
    pub(crate) client: Client,
    pub(crate) criteria: Vec<Criterion>,
    pub(crate) milestones: Vec<MilestoneRow>,
    pub(crate) costs: Costs,
    pub(crate) phases: Phases,
    /// What the picture of its way shows.
    pub(crate) timeline: Picture,
    pub(crate) requests: RequestCount,
    pub(crate) support: Vec<SupportRow>,
    pub(crate) users_to_migrate: Vec<UserCount>,
    pub(crate) users_counted_on: Option<Date>,
    pub(crate) history: Vec<HistoryRow>,
    pub(crate) record: Record,
    pub(crate) produced: Produced,
    #[serde(skip)]
    pub(crate) names: ProcessNames,
}

/// Where the client stands on the day of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Standing {
    pub(crate) closed: bool,
    /// Closed although a success criterion was not met: it was accepted as an exception.
    pub(crate) with_exceptions: bool,
    pub(crate) closed_on: Option<Date>,
    pub(crate) phase_number: Option<String>,
}

/// The report in one paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    pub(crate) began: Option<Date>,
    /// The day of the closing, or that of the report.
    pub(crate) until: Date,
    pub(crate) days: Option<i64>,
    pub(crate) days_on_hold: i64,
    pub(crate) criteria: CriteriaCount,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Criterion {
    #[serde(flatten)]
    pub(crate) criterion: SuccessCriterion,
    pub(crate) outcome: CriterionOutcome,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct MilestoneRow {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) due: Option<Due>,
    pub(crate) done_on: Option<Date>,
    /// Days after the last day it was due; before it: negative. Of what is not done: to the day of the report, if late.
    pub(crate) days_late: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct SupportRow {
    pub(crate) service: String,
    pub(crate) applicable: Option<bool>,
    pub(crate) process_agreed_on: Option<Date>,
    pub(crate) reason: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct UserCount {
    pub(crate) service: String,
    pub(crate) users: u64,
}

/// Makes the closure report of a client.
pub(crate) fn closure(input: Input<'_>) -> Closure {
    let Input { client, names, today, .. } = input;
    let timeline = client.timeline(today);
    let phases = phases(client, names, &timeline, input.passed_over);
    let standing = standing(client, names);
    Closure {
        summary: summary(client, &phases, &standing, today),
        standing,
        criteria: criteria(client),
        milestones: milestones(client, today),
        costs: costs(client),
        phases,
        timeline: timeline::picture(client, names, &input.judged.inapplicable, today),
        requests: client.request_count(),
        support: support(client),
        users_to_migrate: users(client),
        users_counted_on: client.migration.counted_on(),
        history: history(client, input.made_by),
        record: record(input.commits),
        produced: input.produced(),
        client: client.clone(),
        names: names.clone(),
    }
}

fn standing(client: &Client, names: &ProcessNames) -> Standing {
    let closed = client.status == Status::Closed;
    Standing {
        closed,
        with_exceptions: closed && client.criteria_count().accepted > 0,
        closed_on: client.closing_day().or(client.closing.closed_on).filter(|_| closed),
        phase_number: names.phase(client.phase.as_str()).and_then(|it| it.number.clone()),
    }
}

fn summary(client: &Client, phases: &Phases, standing: &Standing, today: Date) -> Summary {
    let began = client.began();
    let left = client.withdrawn.as_ref().and_then(|it| it.date).filter(|_| client.status == Status::Withdrawn);
    let until = standing.closed_on.or(left).unwrap_or(today);
    Summary {
        began,
        until,
        days: began.map(|it| days_between(it, until)),
        days_on_hold: phases.days_on_hold,
        criteria: client.criteria_count(),
    }
}

fn criteria(client: &Client) -> Vec<Criterion> {
    let row = |it: &SuccessCriterion| Criterion { criterion: it.clone(), outcome: it.outcome() };
    client.agreement.success_criteria.iter().map(row).collect()
}

pub(super) fn milestones(client: &Client, today: Date) -> Vec<MilestoneRow> {
    let late = |due: Option<Due>, done: Option<Date>| match (due, done) {
        (Some(Due::Month(first)), Some(done)) if done >= first && done <= first.last_of_month() => Some(0),
        (Some(due), Some(done)) => Some(days_between(due.last_day(), done)),
        (Some(due), None) => Some(days_between(due.last_day(), today)).filter(|it| *it > 0),
        (None, _) => None,
    };
    let rows = client.agreement.milestones.iter().map(|it| MilestoneRow {
        id: it.id.clone(),
        name: it.name.clone(),
        due: it.due,
        done_on: it.done_on,
        days_late: late(it.due, it.done_on),
    });
    rows.collect()
}

fn support(client: &Client) -> Vec<SupportRow> {
    let rows = client.support.services().into_iter().map(|(service, it)| SupportRow {
        service: service.to_owned(),
        applicable: it.applicable,
        process_agreed_on: it.process_agreed_on,
        reason: it.reason,
    });
    rows.collect()
}

fn users(client: &Client) -> Vec<UserCount> {
    let rows = client.migration.users().into_iter();
    rows.map(|(service, users)| UserCount { service: service.to_owned(), users }).collect()
}
