//! The Code Quality report of GitLab.

use serde::Serialize;

use super::{Item, Judgement};
use crate::model::Severity;
use crate::render::json::pretty;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// A list of issues; an empty one when nothing was found.
pub(crate) fn gitlab(judgement: &Judgement) -> String {
    let items = judgement.items();
    pretty(&items.iter().map(issue).collect::<Vec<_>>())
}

fn issue<'a>(item: &'a Item) -> Issue<'a> {
    Issue {
        description: match &item.help {
            None => item.message.clone(),
            Some(help) => format!("{}\n{help}", item.message),
        },
        check_name: &item.finding.code,
        fingerprint: &item.fingerprint,
        severity: match item.finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
        },
        location: Location { path: &item.file, lines: Lines { begin: item.region.line, end: item.region.end_line } },
    }
}
