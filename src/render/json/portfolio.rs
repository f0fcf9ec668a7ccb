//! `list`, `show` and `log` for other programs.

use serde::Serialize;

use super::service::{ProgressV1, ServiceV1, progress, service};
use super::{VERSION, pretty};
use crate::client::{Client, Due, Milestone, RequestCount, Timeline};
use crate::model::{ClientId, Date, Deadline, Text};
use crate::report::closure::Costs;
use crate::report::list::ListRow;
use crate::report::log::Log;
use crate::report::show::{ShowView, StepStanding};

#[derive(Serialize)]
struct ClientV1<'a> {
    id: &'a str,
    name: &'a Text,
    /// The former name by which it was found.
    formerly: Option<&'a Text>,
    phase: &'a str,
    status: &'a str,
    since: Option<Date>,
    days_in_phase: Option<i64>,
    /// While on hold: since when, and for how long.
    hold: Option<HoldV1>,
    progress: Option<ProgressV1>,
    next_milestone: Option<MilestoneV1<'a>>,
    overdue: Vec<OverdueV1<'a>>,
}

#[derive(Serialize)]
struct HoldV1 {
    since: Date,
    days: i64,
}

#[derive(Serialize)]
struct MilestoneV1<'a> {
    id: &'a str,
    name: &'a Text,
    due: Option<Due>,
}

/// Something late: what kind of thing, where in the file, since when.
#[derive(Serialize)]
struct OverdueV1<'a> {
    what: &'a str,
    path: &'a str,
    name: Option<&'a Text>,
    due: Due,
    days: i64,
}

/// The portfolio, in the order given, and the clients whose files cannot be read.
pub(crate) fn list(rows: &[ListRow], unreadable: &[ClientId]) -> String {
    #[derive(Serialize)]
    struct ListV1<'a> {
        version: u8,
        clients: Vec<ClientV1<'a>>,
        unreadable: Vec<&'a str>,
    }
    let unreadable = unreadable.iter().map(ClientId::as_str).collect();
    pretty(&ListV1 { version: VERSION, clients: rows.iter().map(client).collect(), unreadable })
}

fn client(row: &ListRow) -> ClientV1<'_> {
    ClientV1 {
        id: row.id.as_str(),
        name: &row.name,
        formerly: row.formerly.as_ref(),
        phase: row.phase.as_str(),
        status: row.status.as_str(),
        since: row.since,
        days_in_phase: row.days,
        hold: row.pause.as_ref().map(|it| HoldV1 { since: it.since, days: it.days }),
        progress: row.progress.map(progress),
        next_milestone: row.next.as_ref().map(milestone),
        overdue: row.overdue.iter().map(overdue).collect(),
    }
}

fn milestone(it: &Milestone) -> MilestoneV1<'_> {
    MilestoneV1 { id: &it.id, name: &it.name, due: it.due }
}

fn overdue(it: &Deadline) -> OverdueV1<'_> {
    OverdueV1 { what: &it.kind, path: &it.place.path, name: it.title.as_ref(), due: it.due, days: -it.days }
}

/// One client: where it stands, what follows from its file, and the data of the file itself.
pub(crate) fn show(view: &ShowView) -> String {
    #[derive(Serialize)]
    struct ShowV1<'a> {
        version: u8,
        client: &'a str,
        #[serde(flatten)]
        standing: ClientV1<'a>,
        file: &'a str,
        commit: Option<&'a str>,
        steps: Vec<StepV1<'a>>,
        services: Vec<ServiceV1<'a>>,
        timeline: &'a Timeline,
        requests: &'a RequestCount,
        costs: &'a Costs,
        data: &'a Client,
    }
    #[derive(Serialize)]
    struct StepV1<'a> {
        phase: &'a str,
        number: Option<&'a str>,
        name: &'a Text,
        standing: StepStanding,
    }
    let steps = view.steps.iter().map(|it| StepV1 {
        phase: it.phase.as_str(),
        number: it.number.as_deref(),
        name: &it.name,
        standing: it.standing,
    });
    pretty(&ShowV1 {
        version: VERSION,
        client: view.row.id.as_str(),
        standing: client(&view.row),
        file: &view.file,
        commit: view.last_change.as_ref().map(|it| it.id.as_str()),
        steps: steps.collect(),
        services: view.services.iter().map(service).collect(),
        timeline: &view.timeline,
        requests: &view.requests,
        costs: &view.costs,
        data: &view.client,
    })
}

/// The changes of a client, newest first.
pub(crate) fn log(log: &Log) -> String {
    #[derive(Serialize)]
    struct LogV1<'a> {
        version: u8,
        client: &'a str,
        changes: Vec<ChangeV1<'a>>,
    }
    #[derive(Serialize)]
    struct ChangeV1<'a> {
        commit: &'a str,
        time: &'a str,
        author: &'a str,
        change: Option<&'a str>,
        from: Option<&'a str>,
        to: Option<&'a str>,
        summary: &'a str,
    }
    let changes = log.rows.iter().map(|it| ChangeV1 {
        commit: &it.commit.id,
        time: &it.commit.time,
        author: &it.commit.author,
        change: it.commit.change.as_deref(),
        from: it.commit.from.as_deref(),
        to: it.commit.to.as_deref(),
        summary: &it.commit.summary,
    });
    pretty(&LogV1 { version: VERSION, client: log.client.as_str(), changes: changes.collect() })
}
