//! Everything that a page about one client tells: its progress, every phase with its gates, its requests, and what happened,
//! each with the commit that holds it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::closure::{HistoryRow, PhaseRow, history};
use super::process::{GateText, ProcessView};
use super::progress::{Progress, progress};
use super::requests::{self, RequestRow};
use super::show::{self, StepStanding};
use super::status::{GateStanding, GateView};
use super::{Commit, Input};
use crate::client::{Client, HistoryEntry};
use crate::model::{Date, Lang, Status, Text};
use crate::words::say;

/// One client, whole.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Dossier {
    pub(crate) progress: Progress,
    pub(crate) phases: Vec<PhaseStory>,
    /// In the order of the file.
    pub(crate) requests: Vec<RequestRow>,
    /// The newest first.
    pub(crate) history: Vec<HistoryRow>,
    /// The commits of the file, the newest first.
    pub(crate) commits: Vec<CommitRow>,
    /// Other names it is found by: former ones, and those of its services.
    pub(crate) formerly: Vec<Text>,
    /// Where the file lies in the workspace.
    pub(crate) file: String,
    /// Whether it is far enough for a closure report.
    pub(crate) has_closure: bool,
}

/// A phase, how the client stands in it, and its gates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PhaseStory {
    pub(crate) id: String,
    pub(crate) number: Option<String>,
    pub(crate) name: Text,
    pub(crate) lead: Option<Text>,
    pub(crate) standing: StepStanding,
    pub(crate) time: Option<PhaseRow>,
    pub(crate) gates: Vec<GateStory>,
}

/// A gate, and how it stands or stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct GateStory {
    pub(crate) id: String,
    pub(crate) text: Text,
    pub(crate) state: GateState,
    /// The day on which the history says so.
    pub(crate) on: Option<Date>,
    /// Why it does not hold.
    pub(crate) reasons: Vec<Text>,
    pub(crate) waivable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GateState {
    Met,
    Waived,
    Unmet,
    NotApplicable,
    /// Its phase is still to come.
    Ahead,
    /// The phase was left, and the history does not say how it stood.
    Unsaid,
}

/// A commit of the client file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CommitRow {
    pub(crate) id: String,
    pub(crate) short: String,
    pub(crate) day: String,
    pub(crate) change: Option<String>,
    pub(crate) summary: String,
}

/// The dossier of a client. `process` is what it is judged by.
pub(crate) fn dossier(input: Input<'_>, process: &ProcessView, file: &str) -> Dossier {
    let Input { client, names, commits, today, judged, .. } = input;
    let made_by = made_by(client, commits);
    let progress = progress(Input { made_by: &made_by, ..input }, None);
    let steps = show::steps(client, names, &client.timeline(today), &judged.inapplicable);
    let phases = process.phases.iter().zip(&steps).map(|(phase, step)| PhaseStory {
        id: phase.id.clone(),
        number: phase.number.clone(),
        name: step.name.clone(),
        lead: phase.lead.clone(),
        standing: step.standing,
        time: progress.phases.rows.iter().find(|it| it.phase.as_str() == phase.id).cloned(),
        gates: match step.standing {
            StepStanding::Current if !judged.gates.is_empty() => judged.gates.iter().map(live).collect(),
            standing @ (StepStanding::Done | StepStanding::Skipped | StepStanding::Current | StepStanding::Ahead) => {
                phase.gates.iter().map(|it| told(client, it, standing)).collect()
            }
        },
    });
    let mut history = history(client, &made_by);
    history.reverse();
    let at_the_end = progress.standing.at.is_some() && progress.standing.at == progress.standing.of;
    Dossier {
        phases: phases.collect(),
        requests: requests::rows(client, names, today),
        history,
        commits: commits.iter().map(commit).collect(),
        formerly: formerly(client),
        file: file.to_owned(),
        has_closure: client.status == Status::Closed || (at_the_end && client.status != Status::Withdrawn),
        progress,
    }
}

fn commit(it: &Commit) -> CommitRow {
    CommitRow {
        id: it.id.clone(),
        short: it.short().to_owned(),
        day: it.day().to_owned(),
        change: it.change.clone(),
        summary: it.summary.clone(),
    }
}

pub(super) fn formerly(client: &Client) -> Vec<Text> {
    let services = client.services.iter().flat_map(|it| &it.former_names);
    client.organization.former_names.iter().chain(services).map(|it| Text::new(&*it.en, &*it.fr)).collect()
}

/// A gate as it stands now.
fn live(gate: &GateView) -> GateStory {
    let both = |it: &crate::model::Message| Text::new(say(it, Lang::En), say(it, Lang::Fr));
    let mut reasons: Vec<Text> = Vec::new();
    let state = match &gate.standing {
        GateStanding::Met => GateState::Met,
        GateStanding::NotApplicable => GateState::NotApplicable,
        GateStanding::Waived { .. } => GateState::Waived,
        GateStanding::Unmet(places) => {
            for it in places.iter().map(|it| both(&it.reason)) {
                if !reasons.contains(&it) && it != gate.text {
                    reasons.push(it);
                }
            }
            GateState::Unmet
        }
    };
    GateStory {
        id: gate.id.to_string(),
        text: gate.text.clone(),
        state,
        on: None,
        reasons,
        waivable: gate.waivable && state == GateState::Unmet,
    }
}

/// A gate as the history tells of it.
fn told(client: &Client, gate: &GateText, standing: StepStanding) -> GateStory {
    let says = |it: &HistoryEntry| {
        let named = |gates: &[String]| gates.contains(&gate.id);
        match (named(&it.met), named(&it.waived)) {
            (true, _) => Some(GateState::Met),
            (false, true) => Some(GateState::Waived),
            (false, false) => None,
        }
    };
    let mut entries = client.history.iter().enumerate().rev();
    let said = entries.find_map(|(index, it)| Some((says(it)?, client.corrected(index, it.date))));
    let (state, on) = match (standing, said) {
        (StepStanding::Ahead, _) => (GateState::Ahead, None),
        (StepStanding::Skipped, _) => (GateState::NotApplicable, None),
        (StepStanding::Done | StepStanding::Current, Some((state, day))) => (state, Some(day)),
        (StepStanding::Done | StepStanding::Current, None) => (GateState::Unsaid, None),
    };
    GateStory { id: gate.id.clone(), text: gate.text.clone(), state, on, reasons: Vec::new(), waivable: gate.waivable }
}

/// What an entry and a commit both say of a change: its name, and where it led when it was a move.
type Said<'a> = (&'a str, Option<&'a str>);

/// The commits that made the entries of the history, by what their trailers say. Where as many commits say the same as there
/// are entries, each made one of them; otherwise none is named, for it might be another.
fn made_by(client: &Client, commits: &[Commit]) -> Vec<Option<String>> {
    let mut by: BTreeMap<Said<'_>, Vec<&Commit>> = BTreeMap::new();
    for commit in commits.iter().rev() {
        if let Some(change) = commit.change.as_deref() {
            let to = commit.to.as_deref().filter(|_| commit.from.is_some() && leads_on(client, change));
            by.entry((change, to)).or_default().push(commit);
        }
    }
    let mut entries: BTreeMap<Said<'_>, Vec<usize>> = BTreeMap::new();
    for (index, entry) in client.history.iter().enumerate() {
        entries.entry(said(entry)).or_default().push(index);
    }
    let mut made_by = vec![None; client.history.len()];
    for (what, indexes) in entries {
        let same = by.get(&what).filter(|it| it.len() == indexes.len());
        for (index, commit) in indexes.into_iter().zip(same.into_iter().flatten()) {
            if let Some(slot) = made_by.get_mut(index) {
                *slot = Some(commit.short().to_owned());
            }
        }
    }
    made_by
}

fn said(entry: &HistoryEntry) -> Said<'_> {
    let to = entry.to.as_ref().filter(|_| entry.from.is_some()).map(crate::model::PhaseId::as_str);
    (&entry.change, to)
}

/// Whether the entries of a change say from which phase to which.
fn leads_on(client: &Client, change: &str) -> bool {
    client.history.iter().any(|it| it.change == change && it.from.is_some() && it.to.is_some())
}
