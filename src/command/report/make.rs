//! From the workspace to the model of a report.

use super::has_left;
use crate::cli::{ReportArgs, ReportKind};
use crate::command::office::Office;
use crate::command::{Desk, check, failure, portfolio, services, views};
use crate::error::{Failure, Outcome};
use crate::model::{ClientId, Message, PhaseId, Status};
use crate::process::{self, Process, Subject, Verdict};
use crate::report::portfolio::brief;
use crate::report::status::NextPhase;
use crate::report::{Input, Judged, ProcessNames, Report, agreement, attestation, closure, progress};

/// A report, and how the command ends once it has been written.
pub(super) type Made = (Report, Result<Outcome, Failure>);

pub(super) fn report(desk: &Desk, office: &Office, args: &ReportArgs, kind: ReportKind) -> Result<Made, Failure> {
    match &args.id {
        Some(id) => Ok((on_client(office, id, args, kind)?, Ok(Outcome::Done))),
        None => on_all(desk, office),
    }
}

fn on_client(office: &Office, id: &ClientId, args: &ReportArgs, kind: ReportKind) -> Result<Report, Failure> {
    let open = office.client(id)?;
    let client = views::client(office, &open)?;
    let commits = views::commits(office, &open)?;
    let process = office.process()?;
    let names = views::names(process);
    let ground = office.ground()?;
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let input = Input {
        client: &client,
        names: &names,
        commits: &commits,
        made_by: &views::made_by(office, &open, &commits)?,
        errors: check::errors(office, &ground, &open)?.len(),
        uncommitted: !commits.is_empty() && office.ws.dirty(&open.path)?,
        passed_over: &views::passed_over(process, &open.document),
        today: office.today,
        program: env!("CARGO_PKG_VERSION"),
        judged: &judged(process, &subject, &client, &names),
    };
    Ok(match kind {
        ReportKind::Closure => Report::Closure(Box::new(closure::closure(input))),
        ReportKind::Progress => Report::Progress(Box::new(progress::progress(input, args.since.map(|it| it.0)))),
        ReportKind::Agreement => Report::Agreement(Box::new(agreement::agreement(input))),
        ReportKind::Attestation => Report::Attestation(Box::new(attestation::attestation(input))),
        ReportKind::Portfolio => {
            return Err(failure::usage(Message::new("command.report-of-all").with("client", id.as_str())));
        }
    })
}

/// What the process says of a client.
pub(in crate::command) fn judged(
    process: &Process,
    subject: &Subject,
    client: &crate::client::Client,
    names: &ProcessNames,
) -> Judged {
    let gates = if has_left(client.status) { Vec::new() } else { process::gates(process, subject, &client.phase) };
    let next = process::next(process, subject, &client.phase).filter(|_| !has_left(client.status));
    Judged {
        next: next.map(|it| NextPhase { id: it.id.clone(), name: names.phase_short(it.id.as_str()) }),
        gates: gates.iter().map(views::gate).collect(),
        services: services::rows(process, subject, client, names),
        due: process::due(process, subject),
        inapplicable: process::inapplicable(process, subject),
        parties: parties(process),
    }
}

/// Who has to sign the agreement.
pub(super) fn parties(process: &Process) -> Vec<String> {
    let signed = process.signatures().iter().find(|it| it.list.path().pointer() == "/agreement/signatures");
    signed.map(|it| it.parties.clone()).unwrap_or_default()
}

fn on_all(desk: &Desk, office: &Office) -> Result<Made, Failure> {
    let process = office.process()?;
    let names = views::names(process);
    let mut found = portfolio::remembered(desk, office, "portfolio", |seen, subject| {
        let unmet = unmet(process, subject, seen.client.status, &seen.client.phase);
        brief(&seen.client, &seen.due, &seen.inapplicable, unmet, (&names, office.today))
    })?;
    let briefs = std::mem::take(&mut found.read);
    let program = env!("CARGO_PKG_VERSION");
    let report = crate::report::portfolio::portfolio(&briefs, &found.unreadable, &names, office.today, program);
    Ok((Report::Portfolio(Box::new(report)), found.ends(Outcome::Done)))
}

/// How many gates do not hold before the next phase.
fn unmet(process: &Process, subject: &Subject, status: Status, phase: &PhaseId) -> usize {
    if has_left(status) {
        return 0;
    }
    let gates = process::gates(process, subject, phase);
    gates.iter().filter(|it| matches!(it.verdict, Verdict::Unmet(_))).count()
}
