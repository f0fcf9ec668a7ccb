//! From the store to the audit: commits and changes as it wants them, and the contents of versions, some at a time.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::audit::{
    self, Became, Case, Change, ClientVerdict, Commit, Entry, Judged, Reading, Row, Signed, Step, Verdict, Versions,
};
use crate::command::office::{self, Office};
use crate::document::Document;
use crate::error::Failure;
use crate::interrupt;
use crate::model::ClientId;
use crate::store::{Blob, PathChange, Signature, TrailCommit};

pub(super) fn commit(facts: &TrailCommit) -> Commit {
    Commit {
        id: facts.id.clone(),
        parents: facts.parents.clone(),
        authored: facts.authored.clone(),
        committed: facts.committed.clone(),
        author: facts.author.clone(),
        email: facts.email.clone(),
        committer_email: facts.committer_email.clone(),
        message: facts.message.clone(),
        files: facts.changes.iter().map(|it| &it.path).filter(|it| !it.starts_with("clients/")).cloned().collect(),
        signed: None,
        is_cut: facts.is_cut,
    }
}

pub(super) fn change(change: &PathChange) -> Change {
    let plain = |it: &Blob| it.is_plain.then(|| it.id.clone());
    let after = match &change.after {
        None => Became::Gone,
        Some(blob) => plain(blob).map_or(Became::NotAFile, Became::Text),
    };
    let before = change.before.iter().map(|it| it.as_ref().and_then(plain)).collect();
    Change { path: change.path.clone(), before, after }
}

/// The contents that could not be read, each with the one that stands in for it.
pub(super) type StandIn = BTreeMap<(ClientId, String), Option<String>>;

/// So many steps are judged at once: what they need is in memory together.
const AT_ONCE: usize = 512;

/// Judges the steps of all clients, or those of the commits that touched one of these.
pub(super) fn judge(
    office: &Office,
    case: &Case<'_>,
    mut steps: Vec<Step>,
    ids: &[ClientId],
    (mut versions, stand_in): (Versions, &mut StandIn),
) -> Result<Vec<(Step, Judged)>, Failure> {
    if !ids.is_empty() {
        let touched: BTreeSet<usize> = steps.iter().filter(|it| ids.contains(&it.client)).map(|it| it.commit).collect();
        steps.retain(|it| touched.contains(&it.commit));
        for step in &mut steps {
            step.is_aside = !ids.contains(&step.client);
        }
    }
    // The versions of one client come one after the other: each is read once or twice.
    steps.sort_by(|one, two| (&one.client, one.commit).cmp(&(&two.client, two.commit)));
    let mut judged = Vec::with_capacity(steps.len());
    let mut last: Option<ClientId> = None;
    for step in &mut steps {
        step.is_first = last.replace(step.client.clone()).is_none_or(|it| it != step.client);
    }
    let progress = office.ui.progress("command.progress-changes", steps.len());
    for some in steps.chunks_mut(AT_ONCE) {
        load(office, case, some, &mut versions)?;
        settle(case, some, &versions, stand_in);
        load(office, case, some, &mut versions)?;
        let one = |step: &Step| {
            if !progress.step() {
                return None;
            }
            let (commit, law) = (case.commits.get(step.commit)?, case.laws.get(step.commit)?);
            let rights = case.rights.get(step.commit)?;
            Some((step.clone(), audit::judge(law, rights, commit, step, &versions)))
        };
        judged.extend(some.par_iter().filter_map(one).collect::<Vec<_>>());
        versions.clear();
        if interrupt::pending().is_some() {
            break;
        }
    }
    progress.end()?;
    Ok(judged)
}

/// A version that cannot be read is held against nothing: the one before it stands in for it.
fn settle(case: &Case<'_>, steps: &mut [Step], versions: &Versions, stand_in: &mut StandIn) {
    for step in steps.iter_mut().filter(|it| needs_contents(case, it)) {
        for before in &mut step.before {
            let known = before.as_ref().and_then(|it| stand_in.get(&(step.client.clone(), it.clone())));
            if let Some(it) = known {
                before.clone_from(it);
            }
        }
        let Became::Text(after) = &step.after else { continue };
        let is_read = versions.get(after).is_some_and(|it| it.flaws.is_empty() && it.document.is_some());
        if !is_read {
            let last = step.before.first().cloned().flatten();
            stand_in.insert((step.client.clone(), after.clone()), last);
        }
    }
}

fn needs_contents(case: &Case<'_>, step: &Step) -> bool {
    case.commits.get(step.commit).is_none_or(|it| step.needs_contents(it))
}

fn load(office: &Office, case: &Case<'_>, steps: &[Step], versions: &mut Versions) -> Result<(), Failure> {
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    for step in steps.iter().filter(|it| needs_contents(case, it)) {
        wanted.extend(step.before.iter().flatten().map(String::as_str));
        wanted.extend(step.beside.iter().map(|(_, id)| id.as_str()));
        if let Became::Text(after) = &step.after {
            wanted.insert(after);
        }
    }
    wanted.retain(|it| !versions.contains_key(*it));
    let wanted: Vec<&str> = wanted.into_iter().collect();
    let contents = office.ws.blobs(&wanted)?;
    let pairs: Vec<(&str, Vec<u8>)> =
        wanted.into_iter().zip(contents).filter_map(|(id, bytes)| Some((id, bytes?))).collect();
    let read: Vec<(String, Reading)> = pairs.par_iter().map(|(id, bytes)| ((*id).to_owned(), reading(bytes))).collect();
    versions.extend(read);
    Ok(())
}

pub(super) fn reading(bytes: &[u8]) -> Reading {
    let read = Document::read(bytes);
    let flaws = read.flaws.into_iter().map(|it| office::flawed(it, "")).collect();
    Reading { document: read.document, flaws }
}

pub(super) fn signed(signature: &Signature) -> Signed {
    Signed {
        state: signature.state.clone(),
        fingerprints: signature.fingerprints.clone(),
        is_listed: signature.is_listed,
    }
}

/// Clients that were asked for and did not change in what was judged: where they stand, as their files say.
pub(super) fn add_unchanged(
    office: &Office,
    tip: &str,
    ids: &[ClientId],
    verdict: &mut Verdict,
) -> Result<(), Failure> {
    for id in ids {
        if verdict.clients.iter().any(|it| it.client == *id) {
            continue;
        }
        let path = office.ws.client_path(id)?;
        let held = office.ws.held(tip, &[&path])?;
        let ids: Vec<&str> = held.iter().flatten().map(String::as_str).collect();
        let contents = office.ws.blobs(&ids)?;
        let document = contents.into_iter().flatten().next().and_then(|it| Document::read(&it).document);
        let text = |key: &str| document.as_ref()?.value().get(key)?.as_str().map(str::to_owned);
        let rows = document.as_ref().map(|it| Entry::all(it.value())).unwrap_or_default();
        verdict.clients.push(ClientVerdict {
            client: id.clone(),
            stand: text("phase").zip(text("status")),
            commits: 0,
            was_gone: false,
            rows: rows.into_iter().map(|entry| Row { commit: None, entry }).collect(),
        });
    }
    verdict.clients.sort_by(|one, two| one.client.cmp(&two.client));
    Ok(())
}
