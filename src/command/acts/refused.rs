//! Why an act is refused, and the way out.

use super::{Asked, status_name};
use crate::cli::Format;
use crate::command::office::Office;
use crate::command::{Desk, failure};
use crate::error::{Failure, Outcome};
use crate::model::{ClientId, Message, PhaseId, Text};
use crate::process::{NoAct, Process};
use crate::render;
use crate::schema;
use crate::ui::Ui;
use crate::words;

/// Answers no; a day that cannot be is a fault of the command line.
pub(super) fn say(desk: &Desk, office: &Office, asked: &Asked, no: &NoAct) -> Result<Outcome, Failure> {
    let process = office.process()?;
    let client = asked.client.as_str();
    let (reason, help) = match no {
        NoAct::Already(status) => {
            (Message::new("acts.already").with("status", status_name(process, *status)), Vec::new())
        }
        NoAct::NotFrom { status, first } => {
            let message = Message::new("acts.not-from").with("change", asked.verb);
            (message.with("status", status_name(process, *status)), ways(first, client))
        }
        NoAct::BeforeHistory { on, last } => return Err(before_history(on.to_string(), last.to_string())),
        NoAct::UnknownStatus(status) => {
            (Message::new("command.unknown-status").with("status", status.as_str()), Vec::new())
        }
        NoAct::NoSuchPhase(phase) => (Message::new("command.unknown-phase").with("phase", phase.as_str()), Vec::new()),
        NoAct::UnknownPhase(phase) => return Err(unknown_phase(process, phase)),
        NoAct::NotEarlier { from, to } => {
            let message = Message::new("acts.not-earlier").with("to", phase_name(process, to));
            (message.with("from", phase_name(process, from)), Vec::new())
        }
        NoAct::DoesNotApply(phase) => {
            (Message::new("acts.phase-not-applicable").with("phase", phase_name(process, phase)), Vec::new())
        }
    };
    let no = No { client: asked.client, change: asked.verb, reasons: &[reason.with("client", client)], help: &help };
    answer(desk, &no, asked.change.format.format)
}

fn unknown_phase(process: &Process, phase: &PhaseId) -> Failure {
    let known = || process.phases().iter().map(|it| it.id.as_str());
    let failure = failure::usage(Message::new("command.no-such-phase").with("phase", phase.as_str()));
    match schema::near(phase.as_str(), known()) {
        Some(near) => failure.help(Message::new("process.did-you-mean").with("name", near)),
        None => failure.help(Message::new("command.phases").with("phases", known().collect::<Vec<_>>().join(", "))),
    }
}

fn phase_name(process: &Process, id: &PhaseId) -> Text {
    let name = |it: &crate::process::Phase| it.short.clone().unwrap_or_else(|| it.name.clone());
    process.phase(id).map_or_else(|| Text::new(id.as_str(), id.as_str()), name)
}

fn before_history(on: String, last: String) -> Failure {
    let message = Message::new("acts.before-history").with("date", on).with("last", last);
    failure::usage(message).help(Message::new("acts.before-history-help"))
}

/// An answer of no: to which change, why, and the ways out.
pub(super) struct No<'a> {
    pub(super) client: &'a ClientId,
    pub(super) change: &'a str,
    pub(super) reasons: &'a [Message],
    pub(super) help: &'a [Message],
}

/// Says no on standard output, and the ways out below it.
pub(super) fn answer(desk: &Desk, no: &No, format: Format) -> Result<Outcome, Failure> {
    let lang = desk.ui.lang;
    if format == Format::Json {
        let No { client, change, reasons, help } = *no;
        let json = render::json::NoAct { client, change, reasons, help };
        Ui::out(&render::json::refused_act(&json, lang)).map_err(failure::output)?;
        return Ok(Outcome::Refused);
    }
    let reasons: Vec<String> = no.reasons.iter().map(|it| words::say(it, lang)).collect();
    Ui::out(&render::plain(&reasons.join("\n"))).map_err(failure::output)?;
    for it in no.help {
        desk.ui.note(it);
    }
    Ok(Outcome::Refused)
}

/// The commands that lead to where the act is possible.
pub(crate) fn ways(first: &[String], client: &str) -> Vec<Message> {
    let way = |change: &String| Message::new("acts.first").with("command", command(change, client));
    first.iter().map(way).collect()
}

/// An act as a person types it; most must say why.
fn command(change: &str, client: &str) -> String {
    match change {
        "advance" | "resume" | "close" => format!("onboard {change} {client}"),
        _ => format!("onboard {change} {client} --reason-en '…' --reason-fr '…'"),
    }
}
