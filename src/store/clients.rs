//! Which clients there are, and where their files lie: names only, no file is read.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;

use super::error::Doing;
use super::path::{CLIENTS, ENDING};
use super::workspace::Workspace;
use super::{RelPath, StoreError, file};
use crate::model::ClientId;

/// Deeper folders than anyone makes.
const DEEPEST: usize = 16;

/// What lies in `clients/`.
#[derive(Debug, Default)]
pub(crate) struct Inventory {
    /// By id; of two files with the same id, the first by path.
    pub(crate) clients: Vec<(ClientId, RelPath)>,
    /// Ids in two places, links, names that are no ids: to be reported, never passed over.
    pub(crate) faults: Vec<StoreError>,
}

impl Workspace {
    /// Every client file, and everything in `clients/` that looks like one and is not.
    pub(crate) fn inventory(&self) -> Result<Inventory, StoreError> {
        let mut walk = Walk { workspace: self, found: Vec::new(), faults: Vec::new() };
        walk.folder(&RelPath::new(CLIENTS)?, 0)?;
        let Walk { mut found, mut faults, .. } = walk;
        found.sort();
        let mut clients = BTreeMap::<ClientId, RelPath>::new();
        for (path, id) in found {
            match clients.get(&id) {
                Some(first) => faults.push(StoreError::Duplicate { id, first: first.clone(), second: path }),
                None => drop(clients.insert(id, path)),
            }
        }
        Ok(Inventory { clients: clients.into_iter().collect(), faults })
    }

    /// Every client file, by id. The first thing that is wrong with them is an error.
    #[cfg(test)]
    pub(crate) fn clients(&self) -> Result<Vec<(ClientId, RelPath)>, StoreError> {
        let Inventory { clients, faults } = self.inventory()?;
        faults.into_iter().next().map_or(Ok(clients), Err)
    }

    /// Whether a client has a file; one that has two has one, too.
    pub(crate) fn has_client(&self, id: &ClientId) -> Result<bool, StoreError> {
        if file::look(self.root(), &RelPath::of_client(id))?.is_some() {
            return Ok(true);
        }
        Ok(self.inventory()?.clients.iter().any(|(it, _)| it == id))
    }

    /// Where a client's file lies. Looks at its usual place first; only if it is not there, into the folders.
    pub(crate) fn client_path(&self, id: &ClientId) -> Result<RelPath, StoreError> {
        let usual = RelPath::of_client(id);
        if file::look(self.root(), &usual)?.is_some() {
            return Ok(usual);
        }
        let mut inventory = self.inventory()?;
        let about_it = |it: &StoreError| matches!(it, StoreError::Duplicate { id: other, .. } if other == id);
        if let Some(at) = inventory.faults.iter().position(about_it) {
            return Err(inventory.faults.swap_remove(at));
        }
        match inventory.clients.iter().position(|(it, _)| it == id) {
            Some(at) => Ok(inventory.clients.swap_remove(at).1),
            None => Err(StoreError::NoClient { id: id.clone(), near: near(id, inventory.clients) }),
        }
    }
}

/// The ids that someone who typed this one may have meant, the nearest first.
fn near(id: &ClientId, clients: Vec<(ClientId, RelPath)>) -> Vec<ClientId> {
    let typed = id.as_str();
    let distance = |it: &ClientId| {
        let other = it.as_str();
        let edits = strsim::damerau_levenshtein(typed, other);
        let begins = other.starts_with(typed) || typed.starts_with(other) || other.ends_with(typed);
        if begins { Some(edits.min(1)) } else { (edits * 3 <= typed.len().max(3)).then_some(edits) }
    };
    let mut near: Vec<_> = clients.into_iter().filter_map(|(it, _)| Some((distance(&it)?, it))).collect();
    near.sort();
    near.into_iter().map(|(_, it)| it).take(3).collect()
}

struct Walk<'a> {
    workspace: &'a Workspace,
    found: Vec<(RelPath, ClientId)>,
    faults: Vec<StoreError>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &RelPath, depth: usize) -> Result<(), StoreError> {
        let on_disk = folder.on_disk(self.workspace.root());
        if depth == 0 {
            // `clients` itself may be a link, or missing.
            match fs::symlink_metadata(&on_disk) {
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
                Ok(it) if it.is_symlink() => {
                    self.faults.push(StoreError::Symlink { path: folder.clone() });
                    return Ok(());
                }
                Ok(_) | Err(_) => {}
            }
        }
        let fault = |source| StoreError::Io { doing: Doing::List, path: on_disk.clone(), source };
        for entry in fs::read_dir(&on_disk).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let kind = entry.file_type().map_err(fault)?;
            let name = entry.file_name();
            // What starts with a dot belongs to an editor, or to the system.
            let Some(name) = name.to_str().filter(|it| !it.starts_with('.')) else { continue };
            match folder.below(name) {
                Ok(path) if kind.is_dir() && depth < DEEPEST => self.folder(&path, depth + 1)?,
                Ok(path) => self.file(path, name, kind),
                Err(fault) => self.faults.push(fault),
            }
        }
        Ok(())
    }

    fn file(&mut self, path: RelPath, name: &str, kind: fs::FileType) {
        let stem = name.strip_suffix(ENDING);
        let is_misspelt = stem.is_none() && [".yml", ".YAML", ".YML"].iter().any(|it| name.ends_with(it));
        match stem.map(str::parse::<ClientId>) {
            // A link may stand for a whole folder of clients.
            _ if kind.is_symlink() => self.faults.push(StoreError::Symlink { path }),
            None if is_misspelt => self.faults.push(StoreError::Ending { path }),
            None => {}
            Some(_) if !kind.is_file() => self.faults.push(StoreError::NotAFile { path }),
            Some(Ok(id)) => self.found.push((path, id)),
            Some(Err(source)) => self.faults.push(StoreError::NotAnId { path, source }),
        }
    }
}
