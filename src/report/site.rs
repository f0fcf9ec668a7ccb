//! What the pages about all clients tell: who needs attention, what comes up, who is in which phase, and a row for each.

use serde::{Deserialize, Serialize};

use super::dates::{DateRow, DateStanding, row as date_row};
use super::portfolio::Portfolio;
use super::{ProcessNames, list};
use crate::client::Client;
use crate::model::{ClientId, Date, Deadline, Due, PhaseId, Status, Text};

/// So many clients are shown of those that need attention, and of each phase; the table has all.
const ATTENTION: usize = 20;
const CARDS: usize = 8;
/// So many of the dates to come.
const UPCOMING: usize = 20;
/// So far ahead.
const HORIZON_DAYS: i64 = 90;

/// A client in the table of all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SiteRow {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    pub(crate) phase: PhaseId,
    /// The place of the phase in the process; none for one that it does not have.
    pub(crate) place: Option<usize>,
    pub(crate) at: Option<usize>,
    pub(crate) of: Option<usize>,
    pub(crate) status: Status,
    /// Days in the phase, without those on hold.
    pub(crate) days: Option<i64>,
    /// Gates that do not hold before the next phase.
    pub(crate) unmet: usize,
    /// What is late, the longest first.
    pub(crate) late: Vec<DateRow>,
    /// What falls due within the horizon, the earliest first.
    pub(crate) ahead: Vec<DateRow>,
    /// Errors of the file: with any, what is told of it cannot be relied on.
    pub(crate) errors: usize,
    pub(crate) hold: Option<HoldRow>,
    /// Abbreviations and services, by which it is found.
    pub(crate) also: Vec<Text>,
    pub(crate) formerly: Vec<Text>,
}

/// Why a client is on hold, and when that is looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct HoldRow {
    pub(crate) since: Option<Date>,
    pub(crate) reason: Option<Text>,
    pub(crate) review_on: Option<Due>,
}

/// The row of a client. `unmet` gates are in its way; its file has so many `errors`.
pub(crate) fn row(
    client: &Client,
    due: &[Deadline],
    inapplicable: &[PhaseId],
    (unmet, errors): (usize, usize),
    (names, today): (&ProcessNames, Date),
) -> SiteRow {
    let progress = list::progress(client, names, inapplicable);
    let dates: Vec<DateRow> = due.iter().map(date_row).collect();
    let of = |standing| dates.iter().filter(move |it| it.standing == standing).cloned();
    let organization = &client.organization;
    let hold = client.hold.as_ref().filter(|_| client.status == Status::OnHold);
    SiteRow {
        id: client.id.clone(),
        name: organization.name.clone(),
        place: names.phases.iter().position(|it| it.id == client.phase),
        phase: client.phase.clone(),
        at: progress.map(|it| it.at),
        of: progress.map(|it| it.of),
        status: client.status,
        days: client.days_in_phase(today).filter(|_| !has_left(client.status)),
        unmet,
        late: of(DateStanding::Late).collect(),
        ahead: of(DateStanding::Ahead).filter(|it| it.days <= HORIZON_DAYS).collect(),
        errors,
        hold: hold.map(|it| HoldRow { since: it.since, reason: it.reason.clone(), review_on: it.review_on }),
        also: organization.abbreviation.iter().chain(client.services.iter().map(|it| &it.name)).cloned().collect(),
        formerly: super::dossier::formerly(client),
    }
}

pub(crate) fn has_left(status: Status) -> bool {
    matches!(status, Status::Closed | Status::Withdrawn)
}

/// The page of all clients, but for its table.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Overview {
    pub(crate) clients: usize,
    pub(crate) statuses: Vec<(Status, usize)>,
    pub(crate) late: usize,
    pub(crate) unreadable: Vec<ClientId>,
    /// Those with errors first, then those with the longest overdue date, then those on hold.
    pub(crate) attention: Vec<SiteRow>,
    /// How many more need it.
    pub(crate) more_attention: usize,
    /// The earliest first.
    pub(crate) upcoming: Vec<Upcoming>,
    pub(crate) more_upcoming: usize,
    pub(crate) horizon_days: i64,
    pub(crate) columns: Vec<Column>,
    pub(crate) today: Date,
}

/// A date of a client.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Upcoming {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    pub(crate) what: DateRow,
}

/// A phase, and who is in it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Column {
    pub(crate) phase: PhaseId,
    pub(crate) number: Option<String>,
    pub(crate) name: Text,
    pub(crate) count: usize,
    /// The median of the days of those that left it.
    pub(crate) median: Option<i64>,
    /// Those that need attention first, then the longest in it.
    pub(crate) cards: Vec<SiteRow>,
    /// How many more are in it.
    pub(crate) more: usize,
}

/// The overview from the rows of all clients, by id.
pub(crate) fn overview(rows: &[SiteRow], report: &Portfolio, today: Date) -> Overview {
    let mut attention: Vec<&SiteRow> = rows.iter().filter(|it| needs_attention(it)).collect();
    attention.sort_by_key(|it| urgency(it));
    let dates = rows.iter().flat_map(|row| row.ahead.iter().map(move |what| (row, what)));
    let mut dates: Vec<(&SiteRow, &DateRow)> = dates.collect();
    dates.sort_by(|one, two| (one.1.due, &one.0.id).cmp(&(two.1.due, &two.0.id)));
    let upcoming = dates.iter().take(UPCOMING).map(|(row, what)| Upcoming {
        id: row.id.clone(),
        name: row.name.clone(),
        what: (*what).clone(),
    });
    Overview {
        clients: rows.len() + report.unreadable.len(),
        statuses: Status::ALL.map(|it| (it, rows.iter().filter(|row| row.status == it).count())).to_vec(),
        late: rows.iter().filter(|it| !it.late.is_empty()).count(),
        unreadable: report.unreadable.clone(),
        more_attention: attention.len().saturating_sub(ATTENTION),
        attention: attention.into_iter().take(ATTENTION).cloned().collect(),
        upcoming: upcoming.collect(),
        more_upcoming: dates.len().saturating_sub(UPCOMING),
        horizon_days: HORIZON_DAYS,
        columns: columns(rows, report),
        today,
    }
}

fn needs_attention(row: &SiteRow) -> bool {
    row.errors > 0 || !row.late.is_empty() || row.status == Status::OnHold
}

/// What sorts the most urgent first.
fn urgency(row: &SiteRow) -> (bool, bool, i64, ClientId) {
    let late = row.late.first().map_or(0, |it| it.days);
    (row.errors == 0, row.late.is_empty(), late, row.id.clone())
}

fn columns(rows: &[SiteRow], report: &Portfolio) -> Vec<Column> {
    let column = |it: &super::portfolio::PhaseGroup| {
        let mut inside: Vec<&SiteRow> =
            rows.iter().filter(|row| row.phase == it.phase && !has_left(row.status)).collect();
        inside.sort_by_key(|row| {
            let (sound, in_time, late, id) = urgency(row);
            (!needs_attention(row), sound, in_time, late, -row.days.unwrap_or(0), id)
        });
        Column {
            phase: it.phase.clone(),
            number: it.number.clone(),
            name: it.name.clone(),
            count: inside.len(),
            median: it.pace.median,
            more: inside.len().saturating_sub(CARDS),
            cards: inside.into_iter().take(CARDS).cloned().collect(),
        }
    };
    report.phases.iter().map(column).collect()
}
