//! The verdict: for every client where it stands, how it came there and by whose commits, and what does not hold.

use std::collections::BTreeMap;

use super::entry::Entry;
use super::judge::{Judged, Law};
use super::plan::{Became, Step};
use super::right;
use super::swap::{self, Named};
use super::trailer::{self, Touched};
use super::{Commit, dates};
use crate::model::{ClientId, Date, Finding, Message, Severity};
use crate::process;

/// Something that does not hold, and the commit that brought it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The number of the commit; `None` for what is no commit's doing.
    pub(crate) commit: Option<usize>,
    pub(crate) client: Option<ClientId>,
    pub(crate) finding: Finding,
}

/// An entry of a history, and the commit that was the first to hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// `None` where this copy does not reach back so far.
    pub(crate) commit: Option<usize>,
    pub(crate) entry: Entry,
}

/// How one client came to be where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClientVerdict {
    pub(crate) client: ClientId,
    /// Phase and status; `None` for a client whose file is gone or cannot be read.
    pub(crate) stand: Option<(String, String)>,
    pub(crate) commits: usize,
    pub(crate) rows: Vec<Row>,
    /// Whether its file was gone since it could last be read.
    pub(crate) was_gone: bool,
}

impl ClientVerdict {
    fn go_on(&mut self, later: Self) {
        self.commits += later.commits;
        self.stand = if later.was_gone { later.stand } else { later.stand.or_else(|| self.stand.take()) };
        self.was_gone = later.was_gone || self.was_gone && self.stand.is_none();
        for row in later.rows {
            if !self.rows.iter().any(|it| it.entry.text == row.entry.text) {
                self.rows.push(row);
            }
        }
    }
}

#[derive(Debug, Default, Clone)]
pub(crate) struct Verdict {
    pub(crate) clients: Vec<ClientVerdict>,
    /// In the order of the commits.
    pub(crate) faults: Vec<Fault>,
    pub(crate) commits: usize,
    pub(crate) versions: usize,
    /// Files that began with a history that was made elsewhere.
    pub(crate) taken_over: usize,
    /// What cannot be known from this copy.
    pub(crate) unknown: Vec<Message>,
}

impl Verdict {
    /// Adds what was found elsewhere, in the order of the commits.
    pub(crate) fn add(&mut self, faults: Vec<Fault>) {
        self.faults.extend(faults);
        self.faults.sort_by_key(|it| it.commit);
    }

    /// What was found so far, and then what this verdict says of the commits after it, whose numbers begin at `number`.
    #[must_use]
    pub(crate) fn after(self, earlier: Self, number: usize) -> Self {
        let moved = |it: Option<usize>| it.map(|it| it + number);
        let mut all = earlier;
        all.commits += self.commits;
        all.versions += self.versions;
        all.taken_over += self.taken_over;
        all.unknown.extend(self.unknown);
        all.faults.extend(self.faults.into_iter().map(|it| Fault { commit: moved(it.commit), ..it }));
        for mut client in self.clients {
            client.rows.iter_mut().for_each(|it| it.commit = moved(it.commit));
            match all.clients.binary_search_by(|it| it.client.cmp(&client.client)) {
                Ok(at) => {
                    if let Some(known) = all.clients.get_mut(at) {
                        known.go_on(client);
                    }
                }
                Err(at) => all.clients.insert(at, client),
            }
        }
        all
    }

    /// Keeps what is about these clients, and what is about no client.
    pub(crate) fn only(&mut self, ids: &[ClientId]) {
        self.clients.retain(|it| ids.contains(&it.client));
        self.faults.retain(|it| it.client.as_ref().is_none_or(|it| ids.contains(it)));
    }

    /// Whether nothing was found that does not hold.
    pub(crate) fn holds(&self) -> bool {
        !self.faults.iter().any(|it| it.finding.severity == Severity::Error)
    }

    pub(crate) fn client_holds(&self, client: &ClientId) -> bool {
        let errors = self.faults.iter().filter(|it| it.finding.severity == Severity::Error);
        !errors.into_iter().any(|it| it.client.as_ref() == Some(client))
    }
}

/// What every step of a history is judged with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'c> {
    pub(crate) commits: &'c [Commit],
    /// The law of each commit.
    pub(crate) laws: &'c [Law<'c>],
    /// When the parents were made that are not among the commits.
    pub(crate) outside: &'c BTreeMap<String, String>,
    /// The law before each commit: who may do what, and what must be signed.
    pub(crate) rights: &'c [Law<'c>],
    /// The day of the audit.
    pub(crate) now: Date,
    /// Whether every client is audited; otherwise only the commits of some are.
    pub(crate) is_whole: bool,
}

/// Puts the steps together, and judges what only all steps of a commit can tell.
pub(crate) fn assemble(case: &Case<'_>, mut steps: Vec<(Step, Judged)>) -> Verdict {
    steps.sort_by(|(one, _), (two, _)| (one.commit, &one.client).cmp(&(two.commit, &two.client)));
    let mut verdict = Verdict { commits: case.commits.len(), versions: steps.len(), ..Verdict::default() };
    let numbers: BTreeMap<&str, usize> =
        case.commits.iter().enumerate().map(|(number, it)| (it.id.as_str(), number)).collect();
    let mut rest = steps.as_slice();
    for (number, commit) in case.commits.iter().enumerate() {
        let count = rest.iter().take_while(|(it, _)| it.commit == number).count();
        let (here, later) = rest.split_at(count);
        rest = later;
        let Some(law) = case.laws.get(number).filter(|_| case.is_whole || count > 0) else { continue };
        let inside = |it: &String| Some(case.commits.get(*numbers.get(it.as_str())?)?.committed.as_str());
        let made = |it| inside(it).or_else(|| case.outside.get(it).map(String::as_str));
        let parents: Vec<&str> = commit.parents.iter().filter_map(made).collect();
        let mut found: Vec<(Option<ClientId>, Finding)> =
            dates(commit, &parents, case.now, law.zone).into_iter().map(|it| (None, it)).collect();
        if let Some(rights) = case.rights.get(number).filter(|_| !commit.is_cut) {
            found.extend(allowed(commit, rights).into_iter().map(|it| (None, it)));
        }
        found.extend(of_commit(commit, law, here));
        for (step, judged) in here {
            found.extend(judged.faults.iter().map(|it| (Some(step.client.clone()), it.clone())));
        }
        verdict.faults.extend(found.into_iter().map(|(client, finding)| Fault {
            commit: Some(number),
            client,
            finding,
        }));
    }
    verdict.taken_over = steps.iter().filter(|(_, it)| it.is_taken_over).count();
    verdict.clients = clients(case.commits, steps);
    verdict
}

/// Whether a commit may have been made by whom it was: its signature, and the files of the workspace that it changed.
fn allowed(commit: &Commit, rights: &Law<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    if commit.signed.is_some()
        && let Some(keys) = right::signers(rights.settings)
    {
        found.extend(right::signature(commit, &keys));
    }
    for file in commit.files.iter().filter(|_| !commit.is_merge()) {
        found.extend(right::act(commit, rights.settings, &process::file_demands(rights.process, file), file));
    }
    found
}

/// What a commit did as a whole: its trailers, and names that changed sides.
fn of_commit(commit: &Commit, law: &Law<'_>, steps: &[(Step, Judged)]) -> Vec<(Option<ClientId>, Finding)> {
    let touched: Vec<Touched<'_>> = steps
        .iter()
        .map(|(step, judged)| Touched { client: &step.client, path: &step.path, added: &judged.added })
        .collect();
    let named: Vec<Named> = steps.iter().filter_map(|(_, it)| it.named.clone()).collect();
    let mut found = trailer::judge(commit, &touched, law.process.reference(), &law.changes());
    found.extend(swap::judge(&named));
    let client_of = |file: &str| steps.iter().find(|(it, _)| it.path == file).map(|(it, _)| it.client.clone());
    found.into_iter().map(|it| (client_of(&it.place.file), it)).collect()
}

fn clients(commits: &[Commit], steps: Vec<(Step, Judged)>) -> Vec<ClientVerdict> {
    let mut clients: BTreeMap<ClientId, ClientVerdict> = BTreeMap::new();
    for (step, judged) in steps {
        let client = clients.entry(step.client.clone()).or_insert_with(|| ClientVerdict {
            client: step.client.clone(),
            stand: None,
            commits: 0,
            rows: Vec::new(),
            was_gone: false,
        });
        client.commits += 1;
        let is_cut = commits.get(step.commit).is_some_and(|it| it.is_cut);
        client.was_gone = step.after == Became::Gone || client.was_gone && judged.stand.is_none();
        client.stand = if step.after == Became::Gone { None } else { judged.stand.or_else(|| client.stand.take()) };
        for entry in judged.carried {
            if !client.rows.iter().any(|it| it.entry.text == entry.text) {
                client.rows.push(Row { commit: None, entry });
            }
        }
        for entry in judged.added {
            if !client.rows.iter().any(|it| it.entry.text == entry.text) {
                client.rows.push(Row { commit: (!is_cut).then_some(step.commit), entry });
            }
        }
    }
    clients.into_values().collect()
}
