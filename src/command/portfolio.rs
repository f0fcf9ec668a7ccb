//! Every client of the workspace, read in parallel: what a command wants to know of each stays, the file itself does not.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Desk;
use super::memory::{Known, Memory};
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
    judged(desk, office, named, |seen, _| of(seen))
}

/// The same, and remembers it under a name: what an earlier run made of a file that is as it was is not made again. What `of`
/// makes must depend on nothing but the client and what judges it.
pub(crate) fn remembered<T: Send + Serialize + DeserializeOwned>(
    desk: &Desk,
    office: &Office,
    name: &'static str,
    of: impl Fn(Seen) -> T + Sync,
) -> Result<Portfolio<T>, Failure> {
    let Inventory { clients, faults } = chosen(office, &[])?;
    for fault in &faults {
        desk.ui.warn(&fault.message());
    }
    let memory = Memory::open(office, name)?;
    let (process, ground) = (office.process()?, office.ground()?);
    let of = |seen, _: &Subject<'_>| of(seen);
    let progress = desk.ui.progress("command.progress-clients", clients.len());
    let found: Vec<Option<(T, Option<Known>)>> = clients
        .par_iter()
        .map(|it| {
            if !progress.step() {
                return None;
            }
            recalled(office, &memory, it, |bytes| made(process, &ground, it, bytes, &of))
        })
        .collect();
    progress.end()?;
    let (mut read, mut unreadable, mut learned) = (Vec::with_capacity(found.len()), Vec::new(), Vec::new());
    for ((id, path), it) in clients.iter().zip(found) {
        match it {
            Some((it, new)) => {
                learned.extend(new.map(|it| (path.as_str().to_owned(), it)));
                read.push(it);
            }
            None => unreadable.push(id.clone()),
        }
    }
    let there: BTreeSet<&str> = clients.iter().map(|it| it.1.as_str()).collect();
    memory.keep(office, learned, |path| there.contains(path));
    Ok(Portfolio { read, unreadable, faults: faults.len() })
}

/// What is known of a file, or what is made of it now, with what is to be known from now on.
fn recalled<T: Serialize + DeserializeOwned>(
    office: &Office,
    memory: &Memory,
    (_, path): &(ClientId, RelPath),
    make: impl FnOnce(&[u8]) -> Option<T>,
) -> Option<(T, Option<Known>)> {
    let recall = |it: &Known| serde_json::from_str(&it.found).ok();
    let stamp = memory.stamp(office, path);
    if let Some(it) = memory.untouched(path, &stamp).and_then(recall) {
        return Some((it, None));
    }
    let bytes = office.ws.read(path).ok()?;
    let print = Known::print_of(&bytes);
    if let Some(known) = memory.of(path).filter(|it| it.print == print)
        && let Some(it) = recall(known)
    {
        let new = Known { stamp, ..known.clone() };
        return Some((it, (new != *known).then_some(new)));
    }
    let it = make(&bytes)?;
    // What cannot be written is not known.
    let new = serde_json::to_string(&it).ok().map(|found| Known { print, stamp, found });
    Some((it, new))
}

/// The same, with the file itself to ask the process about.
pub(crate) fn judged<T: Send>(
    desk: &Desk,
    office: &Office,
    named: &[ClientId],
    of: impl Fn(Seen, &Subject<'_>) -> T + Sync,
) -> Result<Portfolio<T>, Failure> {
    let Inventory { clients, faults } = chosen(office, named)?;
    for fault in &faults {
        desk.ui.warn(&fault.message());
    }
    // Read and compiled once, before the threads start.
    let (process, ground) = (office.process()?, office.ground()?);
    let progress = desk.ui.progress("command.progress-clients", clients.len());
    let found: Vec<Result<T, ClientId>> = clients
        .par_iter()
        .map(|client| {
            if !progress.step() {
                return Err(client.0.clone());
            }
            one(office, process, &ground, client, &of).ok_or_else(|| client.0.clone())
        })
        .collect();
    progress.end()?;
    let mut portfolio =
        Portfolio { read: Vec::with_capacity(found.len()), unreadable: Vec::new(), faults: faults.len() };
    for it in found {
        match it {
            Ok(it) => portfolio.read.push(it),
            Err(id) => portfolio.unreadable.push(id),
        }
    }
    Ok(portfolio)
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

/// A client as it was read, or nothing when its file cannot be read as one.
fn one<T>(
    office: &Office,
    process: &Process,
    ground: &Ground,
    client: &(ClientId, RelPath),
    of: &impl Fn(Seen, &Subject<'_>) -> T,
) -> Option<T> {
    made(process, ground, client, &office.ws.read(&client.1).ok()?, of)
}

fn made<T>(
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
