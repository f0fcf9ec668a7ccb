//! Every client of the workspace, read in parallel: what a command wants to know of each stays, the file itself does not.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Desk;
use super::memory::{Known, Look, Memory};
use super::office::{self, Office};
use crate::client::Client;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{ClientId, Deadline, Message, PhaseId};
use crate::process::{self, Ground, Process, Subject};
use crate::store::{Inventory, RelPath};

/// What came of reading the clients.
#[derive(Debug)]
#[must_use = "files that could not be read change how the command ends"]
pub(crate) struct Portfolio<T> {
    /// By id.
    pub(crate) read: Vec<T>,
    pub(crate) unreadable: Vec<ClientId>,
    /// What lies among the client files and is none.
    faults: usize,
}

/// A client that was read, and what the process says of it.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) client: Client,
    /// What falls due for it.
    pub(crate) due: Vec<Deadline>,
    /// The phases that it passes over.
    pub(crate) inapplicable: Vec<PhaseId>,
}

/// Reads all clients, or those named, and keeps of each what `of` makes of it.
pub(crate) fn read<T: Send>(
    desk: &Desk,
    office: &Office,
    named: &[ClientId],
    of: impl Fn(Seen) -> T + Sync,
) -> Result<Portfolio<T>, Failure> {
    // Read and compiled once, before the threads start.
    let (process, ground) = (office.process()?, office.ground()?);
    let found = each(desk, &chosen(office, named)?, |client| {
        made(process, &ground, client, &office.ws.read(&client.1).ok()?, &|seen, _: &Subject<'_>| of(seen))
    })?;
    Ok(Portfolio {
        read: found.read.into_iter().map(|it| it.1).collect(),
        unreadable: found.unreadable,
        faults: found.faults,
    })
}

/// Does that with all, with the file itself to ask the process about, and remembers it under a name: what an earlier run made of a file that is as it was is not made again. What `of`
/// makes must depend on nothing but the client and what judges it.
pub(crate) fn remembered<T: Send + Serialize + DeserializeOwned>(
    desk: &Desk,
    office: &Office,
    name: &'static str,
    of: impl Fn(Seen, &Subject<'_>) -> T + Sync,
) -> Result<Portfolio<T>, Failure> {
    let memory = Memory::open(office, name)?;
    let process = office.process()?;
    // Made for the first file that is not known: mostly there is none.
    let ground = OnceLock::new();
    let found = recalling(desk, office, &memory, |client| {
        let look = memory.look(office, &client.1, |it| serde_json::from_str(it).ok()).ok()?;
        match look {
            Look::Known { found, new } => Some((found, new)),
            Look::New(content) => {
                let ground: &Result<Ground<'_>, Failure> = ground.get_or_init(|| office.ground());
                let it = made(process, ground.as_ref().ok()?, client, &content.bytes, &of)?;
                let new = content.known(&it);
                Some((it, new))
            }
        }
    })?;
    match ground.into_inner() {
        Some(Err(failure)) => Err(failure),
        Some(Ok(_)) | None => Ok(found),
    }
}

/// Takes of every client what `of` recalls or makes, and remembers what that says is to be known from now on.
pub(super) fn recalling<'m, T: Send>(
    desk: &Desk,
    office: &Office,
    memory: &'m Memory,
    of: impl Fn(&(ClientId, RelPath)) -> Option<(T, Option<Known<'m>>)> + Sync,
) -> Result<Portfolio<T>, Failure> {
    let all = chosen(office, &[])?;
    let found = each(desk, &all, of)?;
    let mut learned = Vec::new();
    let read = found.read.into_iter().map(|(path, (it, new))| {
        learned.extend(new.map(|it| (path, it)));
        it
    });
    let portfolio = Portfolio { read: read.collect(), unreadable: found.unreadable, faults: found.faults };
    let there: BTreeSet<&str> = all.clients.iter().map(|it| it.1.as_str()).collect();
    memory.keep(office, &learned, |path| there.contains(path));
    Ok(portfolio)
}

/// Goes through the clients in parallel; what `of` makes of each stands with the path of its file.
fn each<T: Send>(
    desk: &Desk,
    Inventory { clients, faults }: &Inventory,
    of: impl Fn(&(ClientId, RelPath)) -> Option<T> + Sync,
) -> Result<Portfolio<(String, T)>, Failure> {
    for fault in faults {
        desk.ui.warn(&fault.message());
    }
    let progress = desk.ui.progress("command.progress-clients", clients.len());
    let found: Vec<Option<T>> =
        clients.par_iter().map(|client| if progress.step() { of(client) } else { None }).collect();
    progress.end()?;
    let (mut read, mut unreadable) = (Vec::with_capacity(found.len()), Vec::new());
    for ((id, path), it) in clients.iter().zip(found) {
        match it {
            Some(it) => read.push((path.as_str().to_owned(), it)),
            None => unreadable.push(id.clone()),
        }
    }
    Ok(Portfolio { read, unreadable, faults: faults.len() })
}

impl<T> Portfolio<T> {
    /// How the command ends when it has shown what it could: not well, when a file could not be read.
    pub(crate) fn ends(&self, well: Outcome) -> Result<Outcome, Failure> {
        let lost = self.unreadable.len() + self.faults;
        if lost == 0 {
            return Ok(well);
        }
        let message = Message::new("command.unread").with("n", lost);
        Err(Failure::new(FailureKind::Unreadable, message).help(Message::new("command.unread-help")))
    }
}

fn chosen(office: &Office, named: &[ClientId]) -> Result<Inventory, Failure> {
    if named.is_empty() {
        return Ok(office.ws.inventory()?);
    }
    let mut ids = named.to_vec();
    ids.sort();
    ids.dedup();
    let clients: Result<Vec<(ClientId, RelPath)>, Failure> =
        ids.into_iter().map(|id| Ok((id.clone(), office.ws.client_path(&id)?))).collect();
    Ok(Inventory { clients: clients?, faults: Vec::new() })
}

/// What is made of a client, or nothing when its file cannot be read as one.
pub(super) fn made<T>(
    process: &Process,
    ground: &Ground,
    (id, path): &(ClientId, RelPath),
    bytes: &[u8],
    of: &impl Fn(Seen, &Subject<'_>) -> T,
) -> Option<T> {
    let document = office::read(bytes, path.as_str(), FailureKind::Unreadable).ok()?;
    let client = Client::from_value(document.value()).ok().filter(|it| it.id == *id)?;
    let subject = Subject::new(ground, &document, path.as_str());
    let (due, inapplicable) = (process::due(process, &subject), process::inapplicable(process, &subject));
    Some(of(Seen { client, due, inapplicable }, &subject))
}
