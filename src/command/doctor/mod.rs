//! `onboard doctor`: what makes this copy of a workspace slow or unsafe, and, when asked, the mending of it.

mod folders;
mod guards;
mod look;
mod mend;

use serde::Deserialize;

use self::mend::{Mended, Remedy};
use super::office::Office;
use super::{Desk, failure};
use crate::cli::{DoctorArgs, Format};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{Message, Severity};
use crate::render;
use crate::report::doctor::Examined;
use crate::ui::Ui;

/// Something that is looked at.
struct Check {
    name: &'static str,
    /// What is said of it where nothing is wrong.
    good: &'static str,
    look: fn(&Office, &Limits) -> Result<Option<Complaint>, Failure>,
}

/// What is wrong, and the way out.
#[derive(Debug)]
struct Complaint {
    severity: Severity,
    message: Message,
    remedy: Remedy,
}

/// Everything that is looked at, in the order of the answer.
const CHECKS: [Check; 10] = [
    Check { name: "git", good: "doctor.git-good", look: look::git },
    Check { name: "identity", good: "doctor.identity-good", look: look::identity },
    Check { name: "signing", good: "doctor.signing-good", look: look::signing },
    // Before what commits: a lock that was left behind would be in its way.
    Check { name: "leftovers", good: "doctor.leftovers-good", look: look::leftovers },
    Check { name: "merge", good: "doctor.merge-good", look: guards::merge },
    Check { name: "hooks", good: "doctor.hooks-good", look: guards::hooks },
    Check { name: "line-endings", good: "doctor.line-endings-good", look: guards::line_endings },
    Check { name: "commit-graph", good: "doctor.commit-graph-good", look: look::commit_graph },
    Check { name: "folders", good: "doctor.folders-good", look: folders::look },
    Check { name: "history", good: "doctor.history-good", look: look::history },
];

/// What it goes by.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limits {
    git: String,
    files_in_a_folder: usize,
    commits: usize,
    leftover_minutes: u64,
}

impl Limits {
    fn read() -> Result<Self, Failure> {
        serde_yaml::from_str(include_str!("limits.yaml"))
            .map_err(|error| Failure::new(FailureKind::Bug, Message::verbatim("limits.yaml")).source(error))
    }
}

pub(crate) fn run(desk: &Desk, args: &DoctorArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let limits = Limits::read()?;
    let checks = chosen(&args.checks)?;
    let mut has_failed = false;
    if args.fix {
        for (check, complaint) in examine(&office, &limits, &checks)? {
            if let Some(complaint) = complaint {
                has_failed |= mend::mend(desk, &office, check.name, &complaint, args)? == Mended::Failed;
            }
        }
    }
    // What was mended is looked at once more: what is said is what is so.
    let found = examine(&Office::open(desk)?, &limits, &checks)?;
    let rows: Vec<Examined> = found.iter().map(|(check, complaint)| row(check, complaint.as_ref())).collect();
    let text = match args.format.format {
        Format::Table => render::table::doctor(&rows, failure::style(desk.ui)),
        Format::Json => render::json::doctor(&rows, desk.ui.lang),
    };
    Ui::out(&text).map_err(failure::output)?;
    let is_bad = found.iter().flat_map(|it| &it.1).any(|it| it.severity == Severity::Error);
    Ok(if is_bad || has_failed { Outcome::Refused } else { Outcome::Done })
}

/// The checks that were named, or all.
fn chosen(named: &[String]) -> Result<Vec<&'static Check>, Failure> {
    if let Some(odd) = named.iter().find(|name| !CHECKS.iter().any(|it| it.name == *name)) {
        let known = CHECKS.iter().map(|it| format!("`{}`", it.name)).collect::<Vec<_>>().join(", ");
        let message = Message::new("doctor.no-such-check").with("name", odd.escape_debug().to_string());
        return Err(failure::usage(message).help(Message::new("doctor.checks").with("names", known)));
    }
    Ok(CHECKS.iter().filter(|it| named.is_empty() || named.iter().any(|name| name == it.name)).collect())
}

type Found = Vec<(&'static Check, Option<Complaint>)>;

fn examine(office: &Office, limits: &Limits, checks: &[&'static Check]) -> Result<Found, Failure> {
    checks.iter().map(|check| Ok((*check, (check.look)(office, limits)?))).collect()
}

fn row(check: &Check, complaint: Option<&Complaint>) -> Examined {
    match complaint {
        None => Examined {
            name: check.name,
            severity: None,
            message: Message::new(check.good),
            steps: Vec::new(),
            help: None,
        },
        Some(Complaint { severity, message, remedy }) => Examined {
            name: check.name,
            severity: Some(*severity),
            message: message.clone(),
            steps: remedy.steps(),
            help: remedy.advice(),
        },
    }
}
