//! A client by its id, or by a name that it has or had.

use super::Desk;
use super::office::{self, Office};
use crate::client::{Called, Client, Match};
use crate::error::{Failure, FailureKind};
use crate::model::{ClientId, Message};
use crate::store::{RelPath, StoreError};

/// The client that a person means. An id is what it is; anything else is looked for among the names of all clients.
pub(super) fn client(desk: &Desk, office: &Office, named: &str) -> Result<ClientId, Failure> {
    let id = named.parse::<ClientId>();
    if let Ok(id) = &id
        && !matches!(office.ws.client_path(id), Err(StoreError::NoClient { .. }))
    {
        return Ok(id.clone());
    }
    let clients = office.ws.inventory()?.clients;
    let called: Vec<(ClientId, Called)> =
        clients.into_iter().filter_map(|(id, path)| Some((id, called(office, &path)?))).collect();
    let found = |fits: &dyn Fn(&Called) -> Option<Match>| -> Vec<(ClientId, Match)> {
        called.iter().filter_map(|(id, it)| Some((id.clone(), fits(it)?))).collect()
    };
    let whole = found(&|it| it.is(named));
    // A part of a name is enough where it cannot be meant as an id.
    let found = if whole.is_empty() && id.is_err() { found(&|it| it.find(named)) } else { whole };
    match (found.as_slice(), id) {
        ([(id, how)], _) => {
            if let Match::Before(former) = how {
                let note = Message::new("rename.found").with("former", former.clone()).with("client", id.as_str());
                desk.ui.note(&note);
            }
            Ok(id.clone())
        }
        // What looks like an id is missed as one.
        ([], Ok(id)) => Ok(id),
        ([], Err(_)) => Err(Failure::new(FailureKind::Missing, Message::new("rename.nobody").with("name", named))
            .help(Message::new("rename.nobody-help"))),
        (several, _) => {
            let ids: Vec<&str> = several.iter().map(|it| it.0.as_str()).collect();
            let message = Message::new("rename.several").with("name", named);
            Err(Failure::new(FailureKind::Missing, message)
                .help(Message::new("rename.several-help").with("clients", ids.join(", "))))
        }
    }
}

/// The names in a file; none where it cannot be read as a client.
fn called(office: &Office, path: &RelPath) -> Option<Called> {
    let bytes = office.ws.read(path).ok()?;
    let document = office::read(&bytes, path.as_str(), FailureKind::Unreadable).ok()?;
    Client::from_value(document.value()).ok().map(|it| it.called())
}
