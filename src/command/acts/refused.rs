//! Why an act is refused, and the way out.

use super::{Asked, status_name};
use crate::cli::Format;
use crate::command::office::Office;
use crate::command::{Desk, failure};
use crate::error::{Failure, Outcome};
use crate::model::Message;
use crate::process::NoAct;
use crate::render;
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
    };
    answer(desk, asked, &reason.with("client", client), &help)
}

fn before_history(on: String, last: String) -> Failure {
    let message = Message::new("acts.before-history").with("date", on).with("last", last);
    failure::usage(message).help(Message::new("acts.before-history-help"))
}

/// Says no on standard output, and the ways out below it.
fn answer(desk: &Desk, asked: &Asked, reason: &Message, help: &[Message]) -> Result<Outcome, Failure> {
    let lang = desk.ui.lang;
    let text = match asked.change.format.format {
        Format::Json => {
            let refused = render::json::NoAct { client: asked.client, change: asked.verb, reason, help };
            render::json::refused_act(&refused, lang)
        }
        Format::Table => words::say(reason, lang),
    };
    Ui::out(&text).map_err(failure::output)?;
    if asked.change.format.format == Format::Table {
        for it in help {
            desk.ui.note(it);
        }
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
