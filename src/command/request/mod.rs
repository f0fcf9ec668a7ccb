//! `onboard request`: configuration requests through the life cycle that the process gives them.

mod add;
mod list;
mod place;
mod step;

use super::office::Office;
use super::{Desk, failure};
use crate::cli::{MoveArgs, RequestArgs, RequestCommand};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::Message;
use crate::process::lifecycle::Lifecycle;

/// The life cycle that this command is about, by its name in the process.
const CYCLE: &str = "request";

pub(crate) fn run(desk: &Desk, args: &RequestArgs) -> Result<Outcome, Failure> {
    match &args.command {
        Some(RequestCommand::Add(args)) => add::run(desk, args),
        Some(RequestCommand::List(args)) => list::run(desk, args),
        Some(RequestCommand::Export(args)) => super::exchange::export::run(desk, args),
        Some(RequestCommand::Import(args)) => super::exchange::import::run(desk, args),
        None => {
            let MoveArgs { verb: Some(verb), id: Some(id), request: Some(request), .. } = &args.step else {
                return Err(failure::usage(Message::new("cli.missing-command")));
            };
            step::run(desk, &step::Ask { verb, id, request, args: &args.step })
        }
    }
}

fn cycle(office: &Office) -> Result<&Lifecycle, Failure> {
    let process = office.process()?;
    process.lifecycles().get(CYCLE).ok_or_else(|| {
        let message = Message::new("request.no-cycle").with("process", process.reference()).with("name", CYCLE);
        Failure::new(FailureKind::Config, message)
    })
}
