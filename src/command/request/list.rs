//! `onboard request list`: the requests of one client or of all. A file that cannot be read is a row of its own.

use rayon::prelude::*;

use super::super::office::{self, Office};
use super::super::{Desk, failure, views};
use super::cycle;
use crate::cli::{Format, ListRequestsArgs};
use crate::client::Client;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{ClientId, Message};
use crate::process::lifecycle::Lifecycle;
use crate::render;
use crate::report::requests::{self, RequestRow};
use crate::schema;
use crate::store::{Inventory, RelPath};
use crate::ui::Ui;

pub(super) fn run(desk: &Desk, args: &ListRequestsArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let cycle = cycle(&office)?;
    if let Some(unknown) = args.state.iter().find(|it| cycle.states.get(it).is_none()) {
        return Err(unknown_state(cycle, unknown));
    }
    let names = views::names(office.process()?);
    let Inventory { clients, faults } = match &args.id {
        Some(id) => Inventory { clients: vec![(id.clone(), office.client(id)?.path)], faults: Vec::new() },
        None => office.ws.inventory()?,
    };
    for fault in &faults {
        desk.ui.warn(&fault.message());
    }
    let read: Vec<Result<Client, ClientId>> =
        clients.par_iter().map(|(id, path)| client(&office, id, path).ok_or_else(|| id.clone())).collect();
    let unreadable: Vec<ClientId> = read.iter().filter_map(|it| it.as_ref().err().cloned()).collect();
    let mut rows: Vec<RequestRow> =
        read.iter().flatten().flat_map(|it| requests::rows(it, &names, office.today)).collect();
    rows.retain(|it| args.state.is_empty() || args.state.contains(&it.state));
    rows.retain(|it| args.to.as_ref().is_none_or(|to| *to == it.environment));
    let text = match args.format.format {
        Format::Json => render::json::requests(&rows, &unreadable),
        Format::Table => render::table::requests(&rows, &unreadable, failure::style(desk.ui)),
    };
    Ui::out(&text).map_err(failure::output)?;
    if unreadable.is_empty() && faults.is_empty() {
        return Ok(Outcome::Done);
    }
    let message = Message::new("command.unread").with("n", unreadable.len() + faults.len());
    Err(Failure::new(FailureKind::Unreadable, message).help(Message::new("command.unread-help")))
}

/// The client, or nothing when its file cannot be read as one.
fn client(office: &Office, id: &ClientId, path: &RelPath) -> Option<Client> {
    let bytes = office.ws.read(path).ok()?;
    let document = office::read(&bytes, path.as_str(), FailureKind::Unreadable).ok()?;
    Client::from_value(document.value()).ok().filter(|it| it.id == *id)
}

fn unknown_state(cycle: &Lifecycle, named: &str) -> Failure {
    let states: Vec<&str> = cycle.states.keys().collect();
    let failure = failure::usage(Message::new("request.no-such-state").with("state", named));
    let failure = match schema::near(named, states.iter().copied()) {
        Some(near) => failure.help(Message::new("cli.did-you-mean").with("name", near)),
        None => failure,
    };
    failure.help(Message::new("request.states").with("states", states.join(", ")))
}
