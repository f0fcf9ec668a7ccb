//! From the rooms that judge to the rooms that show: the words of a process, gates as they are shown, commits as they are
//! told.

use std::collections::BTreeMap;

use super::office::{Office, Open};
use super::services;
use serde_json::Value;

use crate::client::Client;
use crate::document::Document;
use crate::error::{Failure, FailureKind};
use crate::model::{GateId, Lang, Message, PhaseId, Text};
use crate::process::{self, GateState, Process, Subject, Verdict};
use crate::report::process::{GateText, PhaseView, ProcessView};
use crate::report::status::{GateStanding, GateView, NextPhase, StatusView, Unmet};
use crate::report::{Commit, PhaseName, ProcessNames};
use crate::store::{CommitFacts, StoreError};
use crate::words::say;

/// The words of a process, for reports and tables.
pub(crate) fn names(process: &Process) -> ProcessNames {
    let phase = |it: &crate::process::Phase| PhaseName {
        id: it.id.clone(),
        number: it.number.clone(),
        name: it.name.clone(),
        short: it.short.clone(),
        heading: it.heading.as_deref().and_then(|id| process.heading(id)).map(|it| it.name.clone()),
    };
    let statuses: BTreeMap<_, _> = process.statuses().iter().map(|it| (it.id.to_string(), it.name.clone())).collect();
    let gates: BTreeMap<_, _> = process.gates().map(|it| (it.id.to_string(), it.text.clone())).collect();
    let sections: BTreeMap<_, _> = process.sections().iter().map(|(path, it)| (path.to_owned(), it.clone())).collect();
    ProcessNames {
        id: process.id().to_owned(),
        version: process.version(),
        name: process.name().clone(),
        phases: process.phases().iter().map(phase).collect(),
        statuses: statuses.into(),
        gates: gates.into(),
        labels: labels(process).into(),
        sections: sections.into(),
    }
}

fn labels(process: &Process) -> BTreeMap<String, BTreeMap<String, Text>> {
    let words =
        |values: &process::Ordered<Text>| values.iter().map(|(value, it)| (value.to_owned(), it.clone())).collect();
    process.labels().iter().map(|(path, values)| (path.to_owned(), words(values))).collect()
}

/// The typed view of a client file that has the right shape.
pub(crate) fn client(office: &Office, open: &Open) -> Result<Client, Failure> {
    Client::from_value(open.document.value()).map_err(|_| {
        // The shape is judged before anything else is said of the file.
        let file = open.path.as_str();
        let found = match office.schema() {
            Ok(schema) => schema.check(&open.document, file),
            Err(failure) => return failure,
        };
        Failure::new(FailureKind::Unreadable, Message::new("command.unreadable").with("file", file))
            .findings(found, open.document.text())
    })
}

/// Every gate between a client and its next phase, as it is shown.
pub(crate) fn status(process: &Process, subject: &Subject, client: &Client, gates: &[GateState]) -> StatusView {
    let names = names(process);
    let next = process::next(process, subject, &client.phase);
    let next = next.map(|it| NextPhase { id: it.id.clone(), name: names.phase_short(it.id.as_str()) });
    StatusView {
        client: client.id.clone(),
        phase: client.phase.clone(),
        phase_name: names.phase_short(client.phase.as_str()),
        status: client.status,
        status_name: names.status(client.status),
        next,
        gates: gates.iter().map(gate).collect(),
        service: None,
        services: services::rows(process, subject, client, &names),
    }
}

/// The gates between one service of a client and what comes next for it.
pub(crate) fn status_of_service(
    process: &Process,
    subject: &Subject,
    client: &Client,
    service: &str,
) -> Result<StatusView, Failure> {
    let whole = status(process, subject, client, &[]);
    let Some((phase, gates)) = process::of_service(process, subject, service) else {
        return Err(services::unknown(service, &whole.services));
    };
    let names = names(process);
    let next = process::next(process, subject, &phase);
    Ok(StatusView {
        phase_name: names.phase_short(phase.as_str()),
        next: next.map(|it| NextPhase { id: it.id.clone(), name: names.phase_short(it.id.as_str()) }),
        phase,
        gates: gates.iter().map(gate).collect(),
        service: Some(service.to_owned()),
        ..whole
    })
}

pub(crate) fn gate(state: &GateState) -> GateView {
    let standing = match &state.verdict {
        Verdict::Met => GateStanding::Met,
        Verdict::NotApplicable => GateStanding::NotApplicable,
        Verdict::Waived { waiver } => GateStanding::Waived { waiver: waiver.clone() },
        Verdict::Unmet(all) => GateStanding::Unmet(
            all.iter()
                .map(|it| Unmet { reason: it.reason.clone(), place: it.place.clone(), fix: it.fix.clone() })
                .collect(),
        ),
    };
    GateView {
        id: state.id.clone(),
        phase: state.phase.clone(),
        text: both(&state.text),
        waivable: state.waivable,
        standing,
    }
}

/// Why phases were passed over, in the words of the client file.
pub(crate) fn passed_over(process: &Process, document: &Document) -> BTreeMap<PhaseId, Text> {
    let why = |phase: &process::Phase| {
        let path = phase.because.as_ref()?.path();
        let text = serde_json::from_value(document.at(&path)?.clone()).ok()?;
        Some((phase.id.clone(), text))
    };
    process.phases().iter().filter_map(why).collect()
}

/// A sentence in both languages.
pub(crate) fn both(message: &Message) -> Text {
    Text::new(say(message, Lang::En), say(message, Lang::Fr))
}

/// A commit, with what its trailers say.
pub(crate) fn commit(facts: CommitFacts) -> Commit {
    let trailer = |name: &str| facts.trailers.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    Commit {
        change: trailer("Onboard-Change"),
        from: trailer("Onboard-From"),
        to: trailer("Onboard-To"),
        author: facts.author,
        summary: facts.subject,
        time: facts.time,
        id: facts.id,
    }
}

/// The commits that changed a client file, newest first.
pub(crate) fn commits(office: &Office, open: &Open) -> Result<Vec<Commit>, Failure> {
    match office.ws.log(&open.path) {
        // A copy without its repository can be reported on; it has no commits to tell of.
        Err(StoreError::NoRepository { .. }) => Ok(Vec::new()),
        found => Ok(found?.into_iter().map(commit).collect()),
    }
}

/// The newest of them.
pub(crate) fn last_commit(office: &Office, open: &Open) -> Result<Option<Commit>, Failure> {
    match office.ws.last_commit(&open.path) {
        Err(StoreError::NoRepository { .. }) => Ok(None),
        found => Ok(found?.map(commit)),
    }
}

/// For each entry of the history, the short id of the commit whose version of the file was the first to hold it.
pub(crate) fn made_by(office: &Office, open: &Open, commits: &[Commit]) -> Result<Vec<Option<String>>, Failure> {
    let entries = |value: &Value| value.get("history").and_then(Value::as_array).map_or(0, Vec::len);
    let ids: Vec<&str> = commits.iter().rev().map(|it| it.id.as_str()).collect();
    let versions = if ids.is_empty() { Vec::new() } else { office.ws.versions(&open.path, &ids)? };
    let mut made_by = Vec::new();
    for (commit, bytes) in commits.iter().rev().zip(versions) {
        let document = bytes.and_then(|it| Document::read(&it).document);
        let count = document.as_ref().map_or(0, |it| entries(it.value()));
        while made_by.len() < count {
            made_by.push(Some(commit.short().to_owned()));
        }
    }
    made_by.resize(entries(open.document.value()), None);
    Ok(made_by)
}

/// The trailer of a gate: its id and how it was passed.
pub(crate) fn gate_trailer(gate: &GateId, how: &str) -> (String, String) {
    ("Onboard-Gate".to_owned(), format!("{gate} {how}"))
}

/// A process as people read it.
pub(crate) fn process(process: &Process) -> ProcessView {
    let gate = |it: &process::Gate| GateText {
        id: it.id.to_string(),
        text: it.text.clone(),
        waivable: it.waivable,
        source: it.source.clone(),
    };
    let phase = |it: &process::Phase| PhaseView {
        id: it.id.to_string(),
        number: it.number.clone(),
        name: it.name.clone(),
        lead: it.lead.as_deref().and_then(|id| process.party(id)).map(|it| it.name.clone()),
        with: it.with.iter().filter_map(|id| process.party(id)).map(|it| it.name.clone()).collect(),
        heading: it.heading.as_deref().and_then(|id| process.heading(id)).map(|it| it.name.clone()),
        about: it.about.clone(),
        optional: it.applies.is_some(),
        gates: it.enter.iter().chain(&it.gates).map(gate).collect(),
    };
    ProcessView {
        reference: process.reference().to_owned(),
        id: process.id().to_owned(),
        name: process.name().clone(),
        about: process.about().cloned(),
        phases: process.phases().iter().map(phase).collect(),
    }
}
