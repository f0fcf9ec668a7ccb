//! From what commits changed on paths to what happened to clients: a file that moved between folders is the same client,
//! one that is gone and comes back does not come from nowhere.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Commit, about};
use crate::model::{ClientId, Finding, Message};

/// A path that a commit changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) path: String,
    /// The content in each parent.
    pub(crate) before: Vec<Option<String>>,
    pub(crate) after: Became,
}

/// What a commit made of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Became {
    /// This content.
    Text(String),
    /// A link, or another repository.
    NotAFile,
    Gone,
}

/// What a commit did to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// The number of the commit.
    pub(crate) commit: usize,
    pub(crate) client: ClientId,
    pub(crate) path: String,
    /// The contents it is held against: of its one parent, or of each parent of a merge that has another one; of what it
    /// was before it was gone.
    pub(crate) before: Vec<Option<String>>,
    pub(crate) after: Became,
    /// Whether it is the first of its client that is judged.
    pub(crate) is_first: bool,
    /// What clients held that are gone with the same commit.
    pub(crate) beside: Vec<(ClientId, String)>,
    /// For a merge: whether the content is that of one of its parents.
    pub(crate) is_taken: bool,
    /// Whether nobody asked for this client: only what its commit claims and did as a whole is wanted of it.
    pub(crate) is_aside: bool,
    /// What is wrong with the file as a whole.
    pub(crate) faults: Vec<Finding>,
}

impl Step {
    /// Whether it takes the contents to judge it. Of a client aside, a commit that claims nothing can only have changed the
    /// name that it had.
    pub(crate) fn needs_contents(&self, commit: &Commit) -> bool {
        let had_one = self.before.iter().any(Option::is_some) || !self.beside.is_empty();
        !self.is_aside || had_one || !commit.claims().is_empty()
    }
}

/// Every step, in the order of the commits.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) steps: Vec<Step>,
    /// The last content of clients that are gone.
    gone: BTreeMap<ClientId, String>,
    /// Where the files of a client lie, as far as it is known.
    places: BTreeMap<ClientId, BTreeSet<String>>,
}

/// What a plan must know of the commits before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Before {
    gone: BTreeMap<ClientId, String>,
    places: BTreeMap<ClientId, BTreeSet<String>>,
}

/// The paths of one client that a commit changed.
type OfClient<'c> = (ClientId, Vec<&'c Change>);

impl Plan {
    /// The plan of the commits that come after.
    pub(crate) fn following(before: Before) -> Self {
        Self { steps: Vec::new(), gone: before.gone, places: before.places }
    }

    /// What the plan of later commits must know.
    pub(crate) fn known(&self) -> Before {
        Before { gone: self.gone.clone(), places: self.places.clone() }
    }

    /// What there was before the first commit.
    pub(crate) fn know(&mut self, path: &str) {
        if let Some(client) = client_of(path) {
            self.places.entry(client).or_default().insert(path.to_owned());
        }
    }

    /// Adds what a commit did. Commits come with parents before their children.
    pub(crate) fn add(&mut self, number: usize, commit: &Commit, changes: &[Change]) {
        let mut all: Vec<OfClient<'_>> = Vec::new();
        for change in changes {
            let Some(client) = client_of(&change.path) else { continue };
            match all.iter_mut().find(|(it, _)| *it == client) {
                Some((_, paths)) => paths.push(change),
                None => all.push((client, vec![change])),
            }
        }
        let removed: Vec<(ClientId, String)> = all
            .iter()
            .filter(|(_, paths)| paths.iter().all(|it| it.after == Became::Gone))
            .filter_map(|(client, paths)| {
                Some((client.clone(), paths.iter().find_map(|it| it.before.first()?.clone())?))
            })
            .collect();
        for (client, paths) in all {
            let step = if commit.is_merge() {
                self.merged(number, &client, &paths)
            } else {
                self.plain(number, commit, &client, &paths, &removed)
            };
            self.follow(&client, &paths, &step);
            self.steps.push(step);
        }
    }

    fn plain(
        &self,
        number: usize,
        commit: &Commit,
        client: &ClientId,
        paths: &[&Change],
        removed: &[(ClientId, String)],
    ) -> Step {
        let mut faults = Vec::new();
        let was = paths.iter().find_map(|it| it.before.first().cloned().flatten());
        let now = paths.iter().find(|it| it.after != Became::Gone);
        let path = now.or_else(|| paths.first()).map_or("", |it| it.path.as_str()).to_owned();
        let after = now.map_or(Became::Gone, |it| it.after.clone());
        let mut before = was.clone();
        match (&was, &after) {
            (None, _) if commit.is_cut => {}
            (None, Became::Text(text)) => {
                if let Some(last) = self.gone.get(client) {
                    before = Some(last.clone());
                    faults.push(about("file/made-again", &path, Message::new("audit.made-again")));
                } else if let Some((other, last)) = removed.iter().find(|(_, it)| it == text) {
                    before = Some(last.clone());
                    let message = Message::new("audit.renamed").with("was", other.as_str());
                    faults.push(about("file/renamed", &path, message));
                }
            }
            (Some(_), Became::Gone) => faults.push(about("file/deleted", &path, Message::new("audit.deleted"))),
            (_, Became::NotAFile) => faults.push(about("file/not-a-file", &path, Message::new("audit.not-a-file"))),
            (_, Became::Text(_) | Became::Gone) => {}
        }
        faults.extend(self.second_place(client, paths));
        let beside = if before.is_none() { removed.to_vec() } else { Vec::new() };
        let before = vec![before];
        Step {
            commit: number,
            client: client.clone(),
            path,
            before,
            after,
            beside,
            is_first: false,
            is_taken: false,
            is_aside: false,
            faults,
        }
    }

    /// A second file of the same client.
    fn second_place(&self, client: &ClientId, paths: &[&Change]) -> Option<Finding> {
        let known = self.places.get(client)?;
        let new = paths.iter().find(|it| it.after != Became::Gone && it.before.iter().all(Option::is_none))?;
        let left = |place: &String| !paths.iter().any(|it| it.path == *place && it.after == Became::Gone);
        let other = known.iter().find(|it| **it != new.path && left(it))?;
        let message = Message::new("audit.second-file").with("first", other.as_str());
        Some(about("file/second", &new.path, message))
    }

    fn merged(&self, number: usize, client: &ClientId, paths: &[&Change]) -> Step {
        let mut faults = Vec::new();
        let now = paths.iter().find(|it| it.after != Became::Gone);
        let path = now.or_else(|| paths.first()).map_or("", |it| it.path.as_str()).to_owned();
        let after = now.map_or(Became::Gone, |it| it.after.clone());
        let sides = paths.iter().map(|it| it.before.len()).max().unwrap_or(0);
        let before: Vec<Option<String>> =
            (0..sides).map(|side| paths.iter().find_map(|it| it.before.get(side).cloned().flatten())).collect();
        match &after {
            Became::Gone if !self.gone.contains_key(client) => {
                faults.push(about("file/lost-in-merge", &path, Message::new("audit.lost-in-merge")));
            }
            Became::NotAFile => faults.push(about("file/not-a-file", &path, Message::new("audit.not-a-file"))),
            Became::Text(_) if before.iter().all(Option::is_none) && self.gone.contains_key(client) => {
                faults.push(about("file/made-again", &path, Message::new("audit.made-again")));
            }
            Became::Gone | Became::Text(_) => {}
        }
        let is_taken = match &after {
            Became::Text(text) => before.iter().any(|it| it.as_ref() == Some(text)),
            Became::NotAFile | Became::Gone => before.iter().any(Option::is_none),
        };
        Step {
            commit: number,
            client: client.clone(),
            path,
            before,
            after,
            beside: Vec::new(),
            is_first: false,
            is_taken,
            is_aside: false,
            faults,
        }
    }

    fn follow(&mut self, client: &ClientId, paths: &[&Change], step: &Step) {
        let places = self.places.entry(client.clone()).or_default();
        for it in paths {
            if it.after == Became::Gone {
                places.remove(&it.path);
            } else {
                places.insert(it.path.clone());
            }
        }
        match &step.after {
            Became::Gone => {
                if let Some(last) = step.before.iter().flatten().next() {
                    self.gone.insert(client.clone(), last.clone());
                }
            }
            Became::Text(_) | Became::NotAFile => drop(self.gone.remove(client)),
        }
    }
}

/// The client whose file this is.
fn client_of(path: &str) -> Option<ClientId> {
    let name = path.strip_prefix("clients/")?.rsplit('/').next()?;
    name.strip_suffix(".yaml")?.parse().ok()
}
