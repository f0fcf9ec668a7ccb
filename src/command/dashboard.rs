//! `onboard dashboard`: a static site of the portfolio; with `--serve`, shown to the person who is editing.

mod build;
mod client;
mod serve;
mod shelf;

use super::office::Office;
use super::{Desk, failure};
use crate::cli::DashboardArgs;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{Finding, Message};
use crate::store::OutputFolder;
use crate::ui::Ui;
use crate::words::say;

pub(crate) fn run(desk: &Desk, args: &DashboardArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let path = desk.start.join(&args.output);
    if !office.ws.allows_folder(&path) {
        let message = Message::new("command.not-a-place").with("file", args.output.display().to_string());
        return Err(failure::usage(message).help(Message::new("command.not-a-place-help")));
    }
    let mut folder = OutputFolder::open(&path)?;
    if args.serve {
        return serve::run(desk, args, folder);
    }
    let built = build::build(desk, &office, &mut folder, args.base_url.as_deref())?;
    let files = Message::new("dashboard.files").with("n", built.files);
    let said = Message::new("dashboard.built")
        .with("folder", args.output.display().to_string())
        .with("pages", files)
        .with("changed", built.written)
        .with("removed", built.removed);
    Ui::out(&say(&said, desk.ui.lang)).map_err(failure::output)?;
    let first = args.output.join("index.html");
    desk.ui.note(&Message::new("dashboard.open").with("file", first.display().to_string()));
    built.ends
}

/// A template of ours is wrong: our own fault.
fn bug(finding: Finding) -> Failure {
    Failure::new(FailureKind::Bug, Message::new("dashboard.bad-template")).findings(vec![finding], "")
}
