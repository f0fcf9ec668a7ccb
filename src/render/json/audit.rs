//! The verdict of an audit, for other programs.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::{Lang, Severity, Text};
use crate::report::audit::{AuditClient, AuditCommit, AuditFault, AuditRow, AuditView};
use crate::words;

#[derive(Serialize)]
struct AuditV1<'a> {
    version: u8,
    holds: bool,
    commits: usize,
    versions: usize,
    errors: usize,
    warnings: usize,
    clients: Vec<ClientV1<'a>>,
    findings: Vec<FaultV1<'a>>,
    unknown: Vec<String>,
}

#[derive(Serialize)]
struct ClientV1<'a> {
    client: &'a str,
    holds: bool,
    phase: Option<&'a str>,
    status: Option<&'a str>,
    commits: usize,
    steps: Vec<StepV1<'a>>,
}

#[derive(Serialize)]
struct StepV1<'a> {
    phase: Option<&'a str>,
    name: Option<&'a Text>,
    change: Option<&'a str>,
    entered: Option<&'a str>,
    entered_by: Option<CommitV1<'a>>,
    left: Option<&'a str>,
    left_by: Option<CommitV1<'a>>,
    met: Vec<GateV1<'a>>,
    waived: Vec<WaivedV1<'a>>,
}

#[derive(Serialize)]
struct CommitV1<'a> {
    commit: &'a str,
    time: &'a str,
    author: &'a str,
    email: &'a str,
}

#[derive(Serialize)]
struct GateV1<'a> {
    gate: &'a str,
    evidence: Option<&'a str>,
}

#[derive(Serialize)]
struct WaivedV1<'a> {
    gate: &'a str,
    waiver: Option<&'a str>,
}

#[derive(Serialize)]
pub(crate) struct FaultV1<'a> {
    code: &'a str,
    severity: &'static str,
    client: Option<&'a str>,
    #[serde(flatten)]
    by: Option<CommitV1<'a>>,
    file: &'a str,
    line: u32,
    column: u32,
    path: &'a str,
    message: String,
    help: Option<String>,
}

/// Clients by id; findings in the order of the commits.
pub(crate) fn audit(view: &AuditView, lang: Lang) -> String {
    let count = |severity| view.faults.iter().filter(|it| it.finding.severity == severity).count();
    pretty(&AuditV1 {
        version: VERSION,
        holds: view.holds,
        commits: view.commits,
        versions: view.versions,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        clients: view.clients.iter().map(client).collect(),
        findings: faults(&view.faults, lang),
        unknown: view.unknown.iter().map(|it| words::say(it, lang)).collect(),
    })
}

fn client(it: &AuditClient) -> ClientV1<'_> {
    ClientV1 {
        client: it.client.as_str(),
        holds: it.holds,
        phase: it.phase.as_ref().map(|it| it.0.as_str()),
        status: it.status.as_ref().map(|it| it.0.as_str()),
        commits: it.commits,
        steps: it.rows.iter().map(step).collect(),
    }
}

fn step(it: &AuditRow) -> StepV1<'_> {
    StepV1 {
        phase: it.phase.as_ref().map(|it| it.0.as_str()),
        name: it.phase.as_ref().map(|it| &it.1),
        change: it.change.as_ref().map(|it| it.0.as_str()),
        entered: it.entered.as_deref(),
        entered_by: it.entered_by.as_ref().map(commit),
        left: it.left.as_deref(),
        left_by: it.left_by.as_ref().map(commit),
        met: it.met.iter().map(|(gate, evidence)| GateV1 { gate, evidence: evidence.as_deref() }).collect(),
        waived: it.waived.iter().map(|(gate, waiver)| WaivedV1 { gate, waiver: waiver.as_deref() }).collect(),
    }
}

fn commit(it: &AuditCommit) -> CommitV1<'_> {
    CommitV1 { commit: &it.id, time: &it.time, author: &it.author, email: &it.email }
}

/// What does not hold.
pub(crate) fn faults(all: &[AuditFault], lang: Lang) -> Vec<FaultV1<'_>> {
    all.iter().map(|it| fault(it, lang)).collect()
}

fn fault(it: &AuditFault, lang: Lang) -> FaultV1<'_> {
    let finding = &it.finding;
    FaultV1 {
        code: &finding.code,
        severity: finding.severity.as_str(),
        client: it.client.as_ref().map(|it| it.as_str()),
        by: it.commit.as_ref().map(commit),
        file: &finding.place.file,
        line: finding.place.spot.line,
        column: finding.place.spot.column,
        path: &finding.place.path,
        message: words::say(&finding.message, lang),
        help: finding.help.as_ref().map(|it| words::say(it, lang)),
    }
}
