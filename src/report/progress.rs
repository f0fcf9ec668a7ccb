//! The progress report, for a steering committee: where a client stands, what is in its way, its dates, its money, its risks,
//! and what was decided since the last time.

use serde::Serialize;

use super::closure::{Costs, MilestoneRow, Phases, costs, milestones, phases};
use super::dates::{self, DateRow};
use super::decisions::{Decision, decisions};
use super::list;
use super::status::{GateStanding, GateView};
use super::timeline::{self, Picture};
use super::{Input, ProcessNames, Produced, ServiceRow};
use crate::client::{Client, RequestCount};
use crate::model::{Date, Due, GateId, Lang, Message, PhaseId, Text};
use crate::words;

/// The data of a progress report, as a template gets it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Progress {
    pub(crate) standing: Standing,
    /// The client file itself.
    pub(crate) client: Client,
    /// How the gates before the next phase stand.
    pub(crate) gates: GateCount,
    /// The gates that do not hold, in the order of the process.
    pub(crate) blockers: Vec<Blocker>,
    pub(crate) services: Vec<ServiceStand>,
    /// Everything with a day that is not done, the earliest first.
    pub(crate) dates: Vec<DateRow>,
    pub(crate) milestones: Vec<MilestoneRow>,
    pub(crate) costs: Costs,
    pub(crate) phases: Phases,
    pub(crate) timeline: Picture,
    pub(crate) requests: RequestCount,
    pub(crate) risks: Vec<RiskRow>,
    pub(crate) conditions: Vec<ConditionRow>,
    /// From this day on decisions are told; none: all of them.
    pub(crate) since: Option<Date>,
    /// The earliest first.
    pub(crate) decisions: Vec<Decision>,
    pub(crate) produced: Produced,
    #[serde(skip)]
    pub(crate) names: ProcessNames,
}

/// Where the client stands on the day of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Standing {
    pub(crate) began: Option<Date>,
    pub(crate) phase_number: Option<String>,
    /// The day the current stay in the phase began.
    pub(crate) since: Option<Date>,
    /// Days in the phase, all stays together, without those on hold.
    pub(crate) days: Option<i64>,
    /// Days on hold since the work began.
    pub(crate) days_on_hold: i64,
    /// The how manieth of the phases that apply; none for a phase that the process does not have.
    pub(crate) at: Option<usize>,
    pub(crate) of: Option<usize>,
    pub(crate) next: Option<PhaseId>,
    pub(crate) overdue: usize,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct GateCount {
    pub(crate) met: usize,
    pub(crate) waived: usize,
    pub(crate) unmet: usize,
    pub(crate) not_applicable: usize,
}

/// A gate that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Blocker {
    pub(crate) gate: GateId,
    pub(crate) text: Text,
    pub(crate) waivable: bool,
    pub(crate) reasons: Vec<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ServiceStand {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) state: Option<Text>,
    /// None: it counts no more.
    pub(crate) phase: Option<PhaseId>,
    pub(crate) phase_number: Option<String>,
    pub(crate) unmet: usize,
    pub(crate) behind: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RiskRow {
    pub(crate) id: String,
    pub(crate) text: Option<Text>,
    pub(crate) rating: Option<String>,
    pub(crate) treatment: Option<String>,
    pub(crate) due: Option<Due>,
    pub(crate) addressed_on: Option<Date>,
}

/// A condition of an authority to operate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ConditionRow {
    pub(crate) authority: Option<String>,
    pub(crate) id: String,
    pub(crate) text: Text,
    pub(crate) due: Option<Due>,
    pub(crate) state: Option<String>,
    pub(crate) met_on: Option<Date>,
}

/// Makes the progress report of a client, with what was decided since a day.
pub(crate) fn progress(input: Input<'_>, since: Option<Date>) -> Progress {
    let Input { client, names, today, judged, .. } = input;
    let timeline = client.timeline(today);
    Progress {
        standing: standing(&input),
        gates: count(&judged.gates),
        blockers: judged.gates.iter().filter_map(blocker).collect(),
        services: judged.services.iter().map(service).collect(),
        dates: judged.due.iter().map(dates::row).collect(),
        milestones: milestones(client, today),
        costs: costs(client),
        phases: phases(client, names, &timeline, input.passed_over),
        timeline: timeline::picture(client, names, &judged.inapplicable, today),
        requests: client.request_count(),
        risks: risks(client),
        conditions: conditions(client),
        since,
        decisions: decisions(&input, since),
        produced: input.produced(),
        client: client.clone(),
        names: names.clone(),
    }
}

fn standing(input: &Input<'_>) -> Standing {
    let Input { client, names, today, judged, .. } = *input;
    let progress = list::progress(client, names, &judged.inapplicable);
    Standing {
        began: client.began(),
        phase_number: names.phase(client.phase.as_str()).and_then(|it| it.number.clone()),
        since: client.since(today),
        days: client.days_in_phase(today),
        days_on_hold: client.timeline(today).days_on_hold(),
        at: progress.map(|it| it.at),
        of: progress.map(|it| it.of),
        next: judged.next.as_ref().map(|it| it.id.clone()),
        overdue: judged.due.iter().filter(|it| it.is_late()).count(),
    }
}

pub(super) fn count(gates: &[GateView]) -> GateCount {
    let mut count = GateCount::default();
    for gate in gates {
        match gate.standing {
            GateStanding::Met => count.met += 1,
            GateStanding::Waived { .. } => count.waived += 1,
            GateStanding::Unmet(_) => count.unmet += 1,
            GateStanding::NotApplicable => count.not_applicable += 1,
        }
    }
    count
}

fn blocker(gate: &GateView) -> Option<Blocker> {
    let GateStanding::Unmet(places) = &gate.standing else { return None };
    let both = |it: &Message| Text::new(words::say(it, Lang::En), words::say(it, Lang::Fr));
    let mut reasons: Vec<Text> = Vec::new();
    for it in places.iter().map(|it| both(&it.reason)) {
        if !reasons.contains(&it) && it != gate.text {
            reasons.push(it);
        }
    }
    Some(Blocker { gate: gate.id.clone(), text: gate.text.clone(), waivable: gate.waivable, reasons })
}

fn service(row: &ServiceRow) -> ServiceStand {
    ServiceStand {
        id: row.id.clone(),
        name: row.name.clone(),
        state: row.state_name.clone(),
        phase: row.at.as_ref().map(|it| it.phase.clone()),
        phase_number: row.at.as_ref().and_then(|it| it.phase_number.clone()),
        unmet: row.at.as_ref().map_or(0, |it| it.unmet.len()),
        behind: row.at.as_ref().is_some_and(|it| it.behind),
    }
}

fn risks(client: &Client) -> Vec<RiskRow> {
    let row = |it: &crate::client::Risk| RiskRow {
        id: it.id.clone(),
        text: it.text.clone(),
        rating: it.rating.clone(),
        treatment: it.treatment.clone(),
        due: it.due,
        addressed_on: it.addressed_on,
    };
    client.security_privacy.residual_risks.iter().map(row).collect()
}

fn conditions(client: &Client) -> Vec<ConditionRow> {
    let all = client.authority_to_operate.iter().flat_map(|it| it.conditions.iter().map(move |one| (it, one)));
    let rows = all.map(|(authority, it)| ConditionRow {
        authority: authority.reference.clone().or_else(|| authority.id.clone()),
        id: it.id.clone(),
        text: it.text.clone(),
        due: it.due,
        state: it.state.clone(),
        met_on: it.met_on,
    });
    rows.collect()
}
