//! Whole processes and whole clients. Parts have their tests beside them.

mod across;
mod acts;
mod advance;
mod due;
pub(in crate::process) mod embedded;
mod findings;
mod gates;
mod lifecycle;
mod records;
mod rules;
mod services;
mod signatures;
mod sound;

use serde_json::{Value, json};

use super::*;
use crate::document::Document;
use crate::model::{Date, Finding, Lang, Place};
use crate::schema::{FileKind, Schema};
use crate::words::say;

/// A process with one of everything, over the client schema of the program.
const SMALL: &str = include_str!("small.yaml");
const TODAY: Date = Date::constant(2026, 11, 23);

fn shapes() -> Shapes<'static> {
    Shapes {
        client: Schema::embedded(FileKind::Client).shape(),
        settings: Schema::embedded(FileKind::Settings).shape(),
    }
}

fn load(text: &str) -> Result<Process, Vec<Finding>> {
    Process::load(text, "process.yaml", &shapes())
}

fn small() -> Process {
    load(SMALL).unwrap_or_else(|findings| panic!("{}", said(&findings)))
}

fn settings() -> Value {
    json!({"schema": 1, "process": "small@1", "hosts": {"allowed": ["gc.ca"]}})
}

/// A client in YAML, judged on 23 November 2026: what stands at the top of every file is filled in where it is missing.
fn with_client<R>(yaml: &str, judge: impl FnOnce(&Subject<'_>) -> R) -> R {
    let mut text = yaml.trim().to_owned() + "\n";
    for (key, line) in [
        ("process:", "process: small@1\n"),
        ("id:", "id: acme\n"),
        ("status:", "status: active\n"),
        ("phase:", "phase: talk\n"),
    ] {
        if !text.lines().any(|it| it.starts_with(key)) {
            text += line;
        }
    }
    with_file(&text, judge)
}

fn with_file<R>(text: &str, judge: impl FnOnce(&Subject<'_>) -> R) -> R {
    let document = Document::strict(text).unwrap_or_else(|flaws| panic!("{flaws:?}\n{text}"));
    let ground = Ground::new(shapes(), &settings(), TODAY);
    judge(&Subject::new(&ground, &document, "acme.yaml"))
}

fn said(findings: &[Finding]) -> String {
    let line = |it: &Finding| {
        let help = it.help.as_ref().map(|help| format!(" ({})", say(help, Lang::En))).unwrap_or_default();
        format!("{} {} {}: {}{help}\n", at(&it.place), it.severity.as_str(), it.code, say(&it.message, Lang::En))
    };
    findings.iter().map(line).collect()
}

fn at(place: &Place) -> String {
    format!("{}:{} {}", place.spot.line, place.spot.column, place.path)
}

fn said_gates(gates: &[GateState]) -> String {
    let mut lines = Vec::new();
    for gate in gates {
        let verdict = match &gate.verdict {
            Verdict::Met => "met".to_owned(),
            Verdict::NotApplicable => "not applicable".to_owned(),
            Verdict::Waived { waiver } => format!("waived by {waiver}"),
            Verdict::Unmet(_) => "unmet".to_owned(),
        };
        lines.push(format!("{} {verdict}\n", gate.id));
        if let Verdict::Unmet(unmet) = &gate.verdict {
            for it in unmet {
                lines.push(format!("- {}: {}\n", at(&it.place), say(&it.reason, Lang::En)));
                lines.extend(it.fix.iter().map(|fix| format!("- fix: {fix}\n")));
            }
        }
    }
    lines.concat()
}

/// Without the gates that do not hold any more, and the phases that were passed over without a word: the small clients of these tests leave most of them open.
fn standing(mut found: Vec<Finding>) -> Vec<Finding> {
    found.retain(|it| !["history/gate-lapsed", "history/applies-after-all"].contains(&it.code.as_str()));
    found
}
