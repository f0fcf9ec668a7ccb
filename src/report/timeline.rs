//! What the picture of a client's way shows: its stays in the phases, its holds, its milestones as they were planned and
//! as they came, its go-live steps, and the day of the report. Dates only: how it is drawn is for others to say.

use serde::{Deserialize, Serialize};

use super::ProcessNames;
use crate::client::Client;
use crate::model::{Date, Due, PhaseId, Text};

/// The way of a client over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Picture {
    /// The first and the last day that are shown.
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) today: Date,
    /// In the order of the process, without those that were not entered because they do not apply.
    pub(crate) phases: Vec<PhaseLane>,
    pub(crate) holds: Vec<Span>,
    /// In the order of the file.
    pub(crate) milestones: Vec<Mark>,
    pub(crate) go_lives: Vec<GoLiveMark>,
    /// The go-live that is aimed at.
    pub(crate) target: Option<Due>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PhaseLane {
    pub(crate) phase: PhaseId,
    pub(crate) number: Option<String>,
    pub(crate) name: Text,
    pub(crate) stays: Vec<Span>,
}

/// A stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Span {
    pub(crate) from: Date,
    pub(crate) to: Date,
    /// It has not ended; `to` is the day of the report.
    pub(crate) open: bool,
}

/// Something that was planned for a day, and the day it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Mark {
    pub(crate) name: Text,
    pub(crate) planned: Option<Due>,
    pub(crate) actual: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct GoLiveMark {
    pub(crate) service: Option<Text>,
    pub(crate) date: Due,
    pub(crate) percent: Option<String>,
    pub(crate) rolled_back: bool,
    /// Its day is still to come.
    pub(crate) ahead: bool,
}

/// The picture of a client on a day.
pub(crate) fn picture(client: &Client, names: &ProcessNames, inapplicable: &[PhaseId], today: Date) -> Picture {
    let timeline = client.timeline(today);
    let span = |from: Date, to: Option<Date>| Span { from, to: to.unwrap_or(today).max(from), open: to.is_none() };
    let lane = |phase: &PhaseId, number: Option<String>| PhaseLane {
        stays: timeline.in_phase(phase).map(|it| span(it.entered, it.left)).collect(),
        name: names.phase_short(phase.as_str()),
        phase: phase.clone(),
        number,
    };
    let known = names.phases.iter().map(|it| lane(&it.id, it.number.clone()));
    let mut phases: Vec<PhaseLane> =
        known.filter(|it| !it.stays.is_empty() || !inapplicable.contains(&it.phase)).collect();
    for stay in &timeline.stays {
        if phases.iter().all(|it| it.phase != stay.phase) {
            phases.push(lane(&stay.phase, None));
        }
    }
    let holds: Vec<Span> = timeline.pauses.iter().map(|it| span(it.since, it.until)).collect();
    let milestones: Vec<Mark> = client
        .agreement
        .milestones
        .iter()
        .map(|it| Mark { name: it.name.clone(), planned: it.due, actual: it.done_on })
        .filter(|it| it.planned.is_some() || it.actual.is_some())
        .collect();
    let go_lives = go_lives(client, today);
    let target = client.schedule.target_go_live;
    let (from, to) = reach(
        today,
        phases.iter().flat_map(|it| &it.stays).chain(&holds).flat_map(|it| [it.from, it.to]),
        milestones
            .iter()
            .flat_map(|it| [it.planned.map(Due::last_day), it.actual])
            .chain(go_lives.iter().map(|it| Some(it.date.last_day())))
            .chain([target.map(Due::last_day)])
            .flatten(),
    );
    Picture { from, to, today, phases, holds, milestones, go_lives, target }
}

/// The go-live steps that have a day, in the order of the file.
pub(super) fn go_lives(client: &Client, today: Date) -> Vec<GoLiveMark> {
    let service = |id: &str| {
        let known = client.services.iter().find(|it| it.id == id);
        known.map_or_else(|| Text::new(id, id), |it| it.name.clone())
    };
    let mark = |it: &crate::client::GoLive| {
        Some(GoLiveMark {
            service: it.service.as_deref().map(service),
            date: it.date?,
            percent: it.audience.percent.map(|it| it.normalize().to_string()),
            rolled_back: it.rolled_back_on.is_some(),
            ahead: it.date?.last_day() > today,
        })
    };
    client.go_live.iter().filter_map(mark).collect()
}

/// From the first day to the last. What lies further than this from the day of the report is not drawn to scale.
const YEARS: i32 = 15;

fn reach(today: Date, days: impl Iterator<Item = Date>, marks: impl Iterator<Item = Date>) -> (Date, Date) {
    let span = jiff::Span::new().years(YEARS);
    let (first, last) = (today.saturating_sub(span), today.saturating_add(span));
    let all = days.chain(marks).map(|it| it.clamp(first, last));
    let (from, to) = all.fold((today, today), |(from, to), it| (from.min(it), to.max(it)));
    (from.first_of_month(), to.last_of_month())
}
