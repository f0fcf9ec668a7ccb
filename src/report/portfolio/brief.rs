//! What a portfolio report keeps of each client, once its file has been read.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{ClientRow, GoLiveRow, LeftRow, OnHold};
use crate::client::Client;
use crate::model::{ClientId, Date, Deadline, Due, PhaseId, Status, Text, Timing};
use crate::report::dates::{self, DateRow};
use crate::report::timeline::{GoLiveMark, Span, go_lives};
use crate::report::{ProcessNames, list};

/// One client, in short.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Brief {
    pub(super) id: ClientId,
    pub(super) name: Text,
    pub(super) status: Status,
    pub(super) phase: PhaseId,
    pub(super) services: usize,
    /// Of a client that is under way or ahead.
    pub(super) row: Option<ClientRow>,
    pub(super) lane: Option<Lane>,
    pub(super) on_hold: Option<OnHold>,
    pub(super) left: Option<LeftRow>,
    pub(super) dates: Vec<DateRow>,
    pub(super) go_lives: Vec<GoLiveRow>,
    /// Days in each phase that it has left, without those on hold.
    pub(super) paces: Vec<(PhaseId, i64)>,
    pub(super) costs: Vec<YearCost>,
}

/// What the client costs in a year, and how it stands: planned, invoiced, paid, as the process calls it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct YearCost {
    pub(super) year: String,
    pub(super) state: Option<String>,
    pub(super) amount: Decimal,
}

/// The way of one client in the picture of the portfolio.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lane {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    pub(crate) phase: PhaseId,
    pub(crate) stays: Vec<Stretch>,
    pub(crate) holds: Vec<Span>,
    pub(crate) go_lives: Vec<GoLiveMark>,
    pub(crate) target: Option<Due>,
}

/// A stay in one phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stretch {
    pub(crate) phase: PhaseId,
    /// The place of the phase in the process, from 1; none for a phase that it does not know.
    pub(crate) place: Option<usize>,
    pub(crate) number: Option<String>,
    pub(crate) span: Span,
}

/// What stays of a client. `due` is all that it still has to do by a day, `unmet` the gates in its way.
pub(crate) fn brief(
    client: &Client,
    due: &[Deadline],
    inapplicable: &[PhaseId],
    unmet: usize,
    (names, today): (&ProcessNames, Date),
) -> Brief {
    let timeline = client.timeline(today);
    let has_left = matches!(client.status, Status::Closed | Status::Withdrawn);
    let dates: Vec<DateRow> = due.iter().map(dates::row).collect();
    Brief {
        id: client.id.clone(),
        name: client.organization.name.clone(),
        status: client.status,
        phase: client.phase.clone(),
        services: client.services.len(),
        row: (!has_left).then(|| row(client, due, inapplicable, unmet, (names, today))),
        lane: (!has_left && !timeline.stays.is_empty()).then(|| lane(client, names, today)),
        on_hold: on_hold(client, today),
        left: has_left.then(|| left(client, today)),
        go_lives: if has_left { Vec::new() } else { upcoming(client, today) },
        dates,
        paces: paces(client, today),
        costs: client
            .agreement
            .costs
            .iter()
            .map(|it| YearCost { year: it.fiscal_year.clone(), state: it.state.clone(), amount: it.amount_cad })
            .collect(),
    }
}

fn row(
    client: &Client,
    due: &[Deadline],
    inapplicable: &[PhaseId],
    unmet: usize,
    (names, today): (&ProcessNames, Date),
) -> ClientRow {
    let progress = list::progress(client, names, inapplicable);
    ClientRow {
        id: client.id.clone(),
        name: client.organization.name.clone(),
        status: client.status,
        phase: client.phase.clone(),
        phase_number: names.phase(client.phase.as_str()).and_then(|it| it.number.clone()),
        at: progress.map(|it| it.at),
        of: progress.map(|it| it.of),
        since: client.since(today),
        days: client.days_in_phase(today),
        median: None,
        days_on_hold: client.timeline(today).in_phase(&client.phase).map(|it| it.days_on_hold).sum(),
        unmet,
        overdue: due.iter().filter(|it| it.is_late()).count(),
        next: due.iter().find(|it| it.timing == Timing::Ahead).map(dates::row),
        target_go_live: client.schedule.target_go_live,
        cost_cad: client.total_cost(),
    }
}

fn lane(client: &Client, names: &ProcessNames, today: Date) -> Lane {
    let timeline = client.timeline(today);
    let span = |from: Date, to: Option<Date>| Span { from, to: to.unwrap_or(today).max(from), open: to.is_none() };
    let stretch = |it: &crate::client::Stay| Stretch {
        place: names.phases.iter().position(|name| name.id == it.phase).map(|it| it + 1),
        number: names.phase(it.phase.as_str()).and_then(|it| it.number.clone()),
        span: span(it.entered, it.left),
        phase: it.phase.clone(),
    };
    Lane {
        id: client.id.clone(),
        name: client.organization.name.clone(),
        phase: client.phase.clone(),
        stays: timeline.stays.iter().map(stretch).collect(),
        holds: timeline.pauses.iter().map(|it| span(it.since, it.until)).collect(),
        go_lives: go_lives(client, today),
        target: client.schedule.target_go_live.filter(|it| it.last_day() > today),
    }
}

fn on_hold(client: &Client, today: Date) -> Option<OnHold> {
    if client.status != Status::OnHold {
        return None;
    }
    let pause = client.pause(today);
    let hold = client.hold.as_ref();
    Some(OnHold {
        id: client.id.clone(),
        name: client.organization.name.clone(),
        phase: client.phase.clone(),
        since: pause.as_ref().map(|it| it.since).or(hold.and_then(|it| it.since)),
        days: pause.as_ref().map(|it| it.days),
        reason: hold.and_then(|it| it.reason.clone()).or(pause.and_then(|it| it.reason)),
        review_on: hold.and_then(|it| it.review_on),
    })
}

fn left(client: &Client, today: Date) -> LeftRow {
    let timeline = client.timeline(today);
    let withdrawn = client.withdrawn.as_ref().filter(|_| client.status == Status::Withdrawn);
    let closed_on = client.closing_day().or(client.closing.closed_on).filter(|_| client.status == Status::Closed);
    LeftRow {
        id: client.id.clone(),
        name: client.organization.name.clone(),
        status: client.status,
        phase: client.phase.clone(),
        cost_cad: client.total_cost(),
        began: client.began(),
        left_on: closed_on.or(withdrawn.and_then(|it| it.date)),
        days: client.began().map(|_| timeline.stays.iter().map(|it| it.days).sum()),
        reason: withdrawn.and_then(|it| it.reason.clone()),
    }
}

/// The go-lives that are still to come; where no step is recorded, the one that is aimed at.
fn upcoming(client: &Client, today: Date) -> Vec<GoLiveRow> {
    let row = |service: Option<Text>, date: Due, percent: Option<String>| GoLiveRow {
        id: client.id.clone(),
        name: client.organization.name.clone(),
        service,
        date,
        percent,
    };
    let steps = go_lives(client, today).into_iter().filter(|it| it.date.last_day() >= today && !it.rolled_back);
    let mut rows: Vec<GoLiveRow> = steps.map(|it| row(it.service, it.date, it.percent)).collect();
    if rows.is_empty() && client.go_live.is_empty() {
        rows.extend(client.schedule.target_go_live.filter(|it| it.last_day() >= today).map(|it| row(None, it, None)));
    }
    rows
}

/// The phases that the client has left for good, with all days that it was in them.
fn paces(client: &Client, today: Date) -> Vec<(PhaseId, i64)> {
    let mut days: BTreeMap<PhaseId, (i64, bool)> = BTreeMap::new();
    for stay in &client.timeline(today).stays {
        let sum = days.entry(stay.phase.clone()).or_default();
        *sum = (sum.0 + stay.days, stay.left.is_some());
    }
    // A client that withdrew did not finish the phase that it was in.
    let unfinished = |phase: &PhaseId| client.status == Status::Withdrawn && *phase == client.phase;
    days.into_iter().filter(|(phase, it)| it.1 && !unfinished(phase)).map(|(phase, it)| (phase, it.0)).collect()
}
