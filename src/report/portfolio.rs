//! The portfolio report: all clients by phase, how long they take against the median, what goes live, what expires, what it
//! costs by fiscal year, and who is held up or on hold, and why.

mod brief;
mod costs;
mod pace;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use brief::{Brief, Lane, brief};
pub(crate) use costs::PortfolioCosts;
pub(crate) use pace::Pace;

use super::ProcessNames;
use super::dates::{DateRow, DateStanding};
use crate::model::{ClientId, Date, Due, PhaseId, Status, Text};

/// How far ahead what ends is told of.
const HORIZON_DAYS: i64 = 180;

/// The data of a portfolio report, as a template gets it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Portfolio {
    pub(crate) summary: Summary,
    /// In the order of the process; phases that it does not know come last.
    pub(crate) phases: Vec<PhaseGroup>,
    /// By phase, then by id: those that are under way or ahead.
    pub(crate) clients: Vec<ClientRow>,
    /// Active, and something is overdue: the longest first.
    pub(crate) held_up: Vec<HeldUp>,
    pub(crate) on_hold: Vec<OnHold>,
    /// What goes live from the day of the report on, the earliest first.
    pub(crate) go_lives: Vec<GoLiveRow>,
    /// What has ended, or ends within the horizon, the earliest first.
    pub(crate) expiring: Vec<Expiring>,
    pub(crate) costs: PortfolioCosts,
    /// Closed or withdrawn, by id.
    pub(crate) left: Vec<LeftRow>,
    /// What the picture shows: the way of each client that is under way.
    pub(crate) lanes: Vec<Lane>,
    pub(crate) unreadable: Vec<ClientId>,
    pub(crate) produced: PortfolioProduced,
    #[serde(skip)]
    pub(crate) names: ProcessNames,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Summary {
    pub(crate) clients: usize,
    pub(crate) services: usize,
    /// In the order of the statuses.
    pub(crate) statuses: Vec<StatusCount>,
    /// Active clients for which something is overdue.
    pub(crate) held_up: usize,
    pub(crate) go_lives: usize,
    pub(crate) expiring: usize,
    pub(crate) horizon_days: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StatusCount {
    pub(crate) status: Status,
    pub(crate) count: usize,
}

/// A phase, who is in it, and how long it has taken those that left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PhaseGroup {
    pub(crate) phase: PhaseId,
    pub(crate) number: Option<String>,
    pub(crate) name: Text,
    /// Those that are under way or ahead, by id.
    pub(crate) clients: Vec<ClientId>,
    pub(crate) pace: Pace,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClientRow {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    pub(crate) status: Status,
    pub(crate) phase: PhaseId,
    pub(crate) phase_number: Option<String>,
    pub(crate) at: Option<usize>,
    pub(crate) of: Option<usize>,
    pub(crate) since: Option<Date>,
    /// Days in the phase, without those on hold.
    pub(crate) days: Option<i64>,
    /// The median of those that left the phase; none where nobody has.
    pub(crate) median: Option<i64>,
    pub(crate) days_on_hold: i64,
    /// Gates that do not hold before the next phase.
    pub(crate) unmet: usize,
    pub(crate) overdue: usize,
    /// What falls due next.
    pub(crate) next: Option<DateRow>,
    pub(crate) target_go_live: Option<Due>,
    pub(crate) cost_cad: rust_decimal::Decimal,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct HeldUp {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    pub(crate) phase: PhaseId,
    /// The earliest first.
    pub(crate) overdue: Vec<DateRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OnHold {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    pub(crate) phase: PhaseId,
    pub(crate) since: Option<Date>,
    pub(crate) days: Option<i64>,
    pub(crate) reason: Option<Text>,
    pub(crate) review_on: Option<Due>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GoLiveRow {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    /// None: the go-live that the client as a whole aims at.
    pub(crate) service: Option<Text>,
    pub(crate) date: Due,
    pub(crate) percent: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Expiring {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    pub(crate) status: Status,
    pub(crate) what: DateRow,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeftRow {
    pub(crate) id: ClientId,
    pub(crate) name: Text,
    pub(crate) status: Status,
    /// The phase it was in.
    pub(crate) phase: PhaseId,
    pub(crate) cost_cad: rust_decimal::Decimal,
    pub(crate) began: Option<Date>,
    pub(crate) left_on: Option<Date>,
    /// Days from the beginning, without those on hold.
    pub(crate) days: Option<i64>,
    pub(crate) reason: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PortfolioProduced {
    pub(crate) on: Date,
    pub(crate) program: String,
    pub(crate) process: String,
    pub(crate) process_name: Text,
}

/// Makes the report of all clients, in the order of their ids.
pub(crate) fn portfolio(
    briefs: &[Brief],
    unreadable: &[ClientId],
    names: &ProcessNames,
    today: Date,
    program: &str,
) -> Portfolio {
    let paces = pace::paces(briefs);
    let phases = groups(briefs, &paces, names);
    let place = |phase: &PhaseId| phases.iter().position(|it| it.phase == *phase);
    let mut clients: Vec<ClientRow> = briefs.iter().filter_map(|it| it.row.clone()).collect();
    for row in &mut clients {
        row.median = paces.get(&row.phase).and_then(|it| it.median);
    }
    clients.sort_by_key(|it| place(&it.phase));
    let mut lanes: Vec<Lane> = briefs.iter().filter_map(|it| it.lane.clone()).collect();
    lanes.sort_by_key(|it| place(&it.phase));
    let mut held_up: Vec<HeldUp> = briefs.iter().filter_map(held_up).collect();
    held_up.sort_by_key(|it| it.overdue.first().map(|it| it.last_day));
    let mut go_lives: Vec<GoLiveRow> = briefs.iter().flat_map(|it| it.go_lives.clone()).collect();
    go_lives.sort_by_key(|it| it.date);
    let mut expiring: Vec<Expiring> = briefs.iter().flat_map(expiring).collect();
    expiring.sort_by_key(|it| it.what.due);
    Portfolio {
        summary: Summary {
            clients: briefs.len() + unreadable.len(),
            services: briefs.iter().map(|it| it.services).sum(),
            statuses: statuses(briefs),
            held_up: held_up.len(),
            go_lives: go_lives.len(),
            expiring: expiring.len(),
            horizon_days: HORIZON_DAYS,
        },
        costs: costs::costs(briefs),
        on_hold: briefs.iter().filter_map(|it| it.on_hold.clone()).collect(),
        left: briefs.iter().filter_map(|it| it.left.clone()).collect(),
        phases,
        clients,
        held_up,
        go_lives,
        expiring,
        lanes,
        unreadable: unreadable.to_vec(),
        produced: PortfolioProduced {
            on: today,
            program: program.to_owned(),
            process: format!("{}@{}", names.id, names.version),
            process_name: names.name.clone(),
        },
        names: names.clone(),
    }
}

fn groups(briefs: &[Brief], paces: &BTreeMap<PhaseId, Pace>, names: &ProcessNames) -> Vec<PhaseGroup> {
    let group = |phase: &PhaseId, number: Option<String>| PhaseGroup {
        number,
        name: names.phase_short(phase.as_str()),
        clients: briefs
            .iter()
            .filter_map(|it| it.row.as_ref())
            .filter(|it| it.phase == *phase)
            .map(|it| it.id.clone())
            .collect(),
        pace: paces.get(phase).cloned().unwrap_or_default(),
        phase: phase.clone(),
    };
    let mut groups: Vec<PhaseGroup> = names.phases.iter().map(|it| group(&it.id, it.number.clone())).collect();
    for row in briefs.iter().filter_map(|it| it.row.as_ref()) {
        if groups.iter().all(|it| it.phase != row.phase) {
            groups.push(group(&row.phase, None));
        }
    }
    groups
}

fn statuses(briefs: &[Brief]) -> Vec<StatusCount> {
    let all = [Status::Prospect, Status::Active, Status::OnHold, Status::Withdrawn, Status::Closed];
    let count = |status| StatusCount { status, count: briefs.iter().filter(|it| it.status == status).count() };
    all.into_iter().map(count).collect()
}

fn held_up(brief: &Brief) -> Option<HeldUp> {
    if brief.status != Status::Active {
        return None;
    }
    let overdue: Vec<DateRow> = brief.dates.iter().filter(|it| it.standing == DateStanding::Late).cloned().collect();
    let (id, name, phase) = (brief.id.clone(), brief.name.clone(), brief.phase.clone());
    (!overdue.is_empty()).then_some(HeldUp { id, name, phase, overdue })
}

fn expiring(brief: &Brief) -> Vec<Expiring> {
    let ends = brief.dates.iter().filter(|it| it.expires && it.days <= HORIZON_DAYS);
    let row = |it: &DateRow| Expiring {
        id: brief.id.clone(),
        name: brief.name.clone(),
        status: brief.status,
        what: it.clone(),
    };
    ends.map(row).collect()
}

#[cfg(test)]
mod tests;
