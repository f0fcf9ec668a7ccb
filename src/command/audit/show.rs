//! The verdict in the words of the process, for tables and programs.

use crate::audit::{ClientVerdict, Commit, Entry, Fault, Verdict};
use crate::command::office::SETTINGS;
use crate::command::views;
use crate::model::{Finding, Message, Text};
use crate::process::Process;
use crate::report::ProcessNames;
use crate::report::audit::{AuditClient, AuditCommit, AuditFault, AuditRow, AuditView};

pub(super) fn view(process: &Process, verdict: &Verdict, commits: &[Commit]) -> AuditView {
    let names = views::names(process);
    let first = process.first().as_str();
    AuditView {
        holds: verdict.holds(),
        commits: verdict.commits,
        versions: verdict.versions,
        clients: verdict
            .clients
            .iter()
            .map(|it| client(it, verdict.client_holds(&it.client), first, &names, commits))
            .collect(),
        faults: verdict.faults.iter().map(|it| fault(it, commits)).collect(),
        unknown: verdict.unknown.clone(),
    }
}

fn client(verdict: &ClientVerdict, holds: bool, first: &str, names: &ProcessNames, commits: &[Commit]) -> AuditClient {
    let mut rows: Vec<AuditRow> = Vec::new();
    for row in &verdict.rows {
        let entry = &row.entry;
        let commit = row.commit.and_then(|it| commit(it, commits));
        let moves = entry.to.is_some() || entry.change == "close";
        if moves && let Some(open) = rows.iter_mut().rev().find(|it| it.phase.is_some() && it.left.is_none()) {
            open.left = Some(entry.date.clone());
            open.left_by.clone_from(&commit);
            open.met.clone_from(&entry.met);
            open.waived.clone_from(&entry.waived);
        } else if moves && entry.change != "init" {
            // The copy begins in the middle: what was left is known, not when it was entered.
            rows.push(AuditRow {
                left: Some(entry.date.clone()),
                left_by: commit.clone(),
                ..left(entry, first, names)
            });
        }
        match &entry.to {
            Some(to) => rows.push(AuditRow {
                phase: Some((to.clone(), names.phase_short(to))),
                entered: Some(entry.date.clone()),
                entered_by: commit,
                ..AuditRow::default()
            }),
            None if entry.change == "close" => {}
            None => rows.push(AuditRow {
                change: Some((entry.change.clone(), statuses(entry, names))),
                entered: Some(entry.date.clone()),
                entered_by: commit,
                ..AuditRow::default()
            }),
        }
    }
    let stand = verdict.stand.as_ref();
    AuditClient {
        client: verdict.client.clone(),
        holds,
        phase: stand.map(|(phase, _)| (phase.clone(), names.phase_short(phase))),
        status: stand.map(|(_, status)| (status.clone(), status_name(status, names))),
        commits: verdict.commits,
        rows,
    }
}

fn left(entry: &Entry, first: &str, names: &ProcessNames) -> AuditRow {
    let phase = entry.from.as_deref().unwrap_or(first);
    AuditRow {
        phase: Some((phase.to_owned(), names.phase_short(phase))),
        met: entry.met.clone(),
        waived: entry.waived.clone(),
        ..AuditRow::default()
    }
}

fn statuses(entry: &Entry, names: &ProcessNames) -> Option<(Text, Text)> {
    let name = |it: &Option<String>| it.as_deref().map(|it| status_name(it, names));
    name(&entry.from_status).zip(name(&entry.to_status))
}

fn status_name(status: &str, names: &ProcessNames) -> Text {
    names.statuses.get(status).cloned().unwrap_or_else(|| Text::new(status, status))
}

fn commit(number: usize, commits: &[Commit]) -> Option<AuditCommit> {
    let it = commits.get(number)?;
    Some(AuditCommit {
        id: it.id.clone(),
        time: it.authored.clone(),
        author: it.author.clone(),
        email: it.email.clone(),
    })
}

/// The findings by themselves, each with its commit, for programs that read findings.
pub(super) fn findings(view: &AuditView) -> Vec<Finding> {
    let one = |it: &AuditFault| {
        let mut finding = it.finding.clone();
        if let Some(commit) = &it.commit {
            finding.message =
                Message::new("audit.of-commit").with("what", finding.message).with("commit", commit.short());
        }
        if finding.place.file.is_empty() {
            SETTINGS.clone_into(&mut finding.place.file);
        }
        finding
    };
    view.faults.iter().map(one).collect()
}

fn fault(fault: &Fault, commits: &[Commit]) -> AuditFault {
    AuditFault {
        commit: fault.commit.and_then(|it| commit(it, commits)),
        client: fault.client.clone(),
        finding: fault.finding.clone(),
    }
}
