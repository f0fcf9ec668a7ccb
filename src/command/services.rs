//! The services of a client, from the room that judges them to the rooms that show them.

use super::failure;
use crate::client::Client;
use crate::error::Failure;
use crate::model::Message;
use crate::process::{self, Process, Reach, ServiceStanding, Subject};
use crate::report::{ProcessNames, ServiceReach, ServiceRow};
use crate::schema;

/// Every service with its words, in the order of the file.
pub(crate) fn rows(process: &Process, subject: &Subject, client: &Client, names: &ProcessNames) -> Vec<ServiceRow> {
    let row = |it: ServiceStanding| {
        let known = client.services.iter().find(|service| service.id == it.id);
        ServiceRow {
            name: known.map(|service| service.name.clone()).unwrap_or_default(),
            state_name: it.state.as_ref().and_then(|state| Some(names.label(&process.service_states()?, state))),
            state: it.state,
            at: it.at.map(|at| reach(&at, names)),
            id: it.id,
        }
    };
    process::standings(process, subject).into_iter().map(row).collect()
}

fn reach(at: &Reach, names: &ProcessNames) -> ServiceReach {
    ServiceReach {
        phase: at.phase.clone(),
        phase_name: names.phase_short(at.phase.as_str()),
        phase_number: names.phase(at.phase.as_str()).and_then(|it| it.number.clone()),
        unmet: at.unmet.iter().map(|it| it.id.clone()).collect(),
        behind: at.behind,
    }
}

/// Says that a client has no such service among those that count.
pub(crate) fn unknown(named: &str, rows: &[ServiceRow]) -> Failure {
    let counting = rows.iter().filter(|it| it.at.is_some()).map(|it| it.id.as_str());
    let known: Vec<&str> = counting.collect();
    let fault = failure::usage(Message::new("service.unknown").with("service", named));
    match schema::near(named, known.iter().copied()) {
        Some(near) => fault.help(Message::new("process.did-you-mean").with("name", near)),
        None => fault.help(Message::new("service.known").with("services", known.join(", "))),
    }
}
