//! From the store to the audit: commits and changes as it wants them, and the contents of versions, some at a time.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::audit::{self, Became, Case, Change, Commit, Judged, Reading, Step, Versions};
use crate::command::office::{self, Office};
use crate::document::Document;
use crate::error::Failure;
use crate::model::ClientId;
use crate::store::{Blob, PathChange, TrailCommit};

pub(super) fn commit(facts: &TrailCommit) -> Commit {
    Commit {
        id: facts.id.clone(),
        parents: facts.parents.clone(),
        authored: facts.authored.clone(),
        committed: facts.committed.clone(),
        author: facts.author.clone(),
        email: facts.email.clone(),
        message: facts.message.clone(),
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

/// So many steps are judged at once: what they need is in memory together.
const AT_ONCE: usize = 512;

/// Judges the steps of all clients, or those of the commits that touched one of these.
pub(super) fn judge(
    office: &Office,
    case: &Case<'_>,
    mut steps: Vec<Step>,
    ids: &[ClientId],
) -> Result<Vec<(Step, Judged)>, Failure> {
    if !ids.is_empty() {
        let touched: BTreeSet<usize> = steps.iter().filter(|it| ids.contains(&it.client)).map(|it| it.commit).collect();
        steps.retain(|it| touched.contains(&it.commit));
    }
    // The versions of one client come one after the other: each is read once or twice.
    steps.sort_by(|one, two| (&one.client, one.commit).cmp(&(&two.client, two.commit)));
    let mut stand_in = BTreeMap::new();
    let mut judged = Vec::with_capacity(steps.len());
    for some in steps.chunks_mut(AT_ONCE) {
        let mut versions = Versions::new();
        load(office, some, &mut versions)?;
        settle(some, &versions, &mut stand_in);
        load(office, some, &mut versions)?;
        let one = |step: &Step| {
            let (commit, law) = (case.commits.get(step.commit)?, case.laws.get(step.commit)?);
            Some((step.clone(), audit::judge(law, commit, step, &versions)))
        };
        judged.extend(some.par_iter().filter_map(one).collect::<Vec<_>>());
    }
    Ok(judged)
}

/// A version that cannot be read is held against nothing: the one before it stands in for it.
fn settle(steps: &mut [Step], versions: &Versions, stand_in: &mut BTreeMap<(ClientId, String), Option<String>>) {
    for step in steps {
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

fn load(office: &Office, steps: &[Step], versions: &mut Versions) -> Result<(), Failure> {
    let mut wanted: BTreeSet<&str> = BTreeSet::new();
    for step in steps {
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

fn reading(bytes: &[u8]) -> Reading {
    let read = Document::read(bytes);
    let flaws = read.flaws.into_iter().map(|it| office::flawed(it, "")).collect();
    Reading { document: read.document, flaws }
}
