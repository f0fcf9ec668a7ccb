//! What no commit holds yet, judged as the commit that it would be: staged, or only in the work tree.

use std::collections::BTreeMap;

use super::{law, read};
use crate::audit::{self, Became, Case, Change, Commit, Plan, SignatureWanted, Verdict, Versions};
use crate::command::office::Office;
use crate::error::Failure;
use crate::model::Finding;
use crate::store::{Onto, PathChange, RelPath};

/// What is staged.
#[derive(Debug)]
pub(crate) struct Staged {
    parents: Vec<String>,
    changes: Vec<PathChange>,
    /// Of the files that are there.
    pub(crate) contents: BTreeMap<String, Vec<u8>>,
}

impl Staged {
    pub(crate) fn read(office: &Office, onto: Onto) -> Result<Self, Failure> {
        let changes = office.ws.staged(&[&RelPath::new("clients")?], onto)?;
        let mut parents = Vec::new();
        let names: &[&str] = match onto {
            Onto::Last => &["HEAD", "MERGE_HEAD"],
            Onto::BeforeLast => &["HEAD^", "HEAD^2"],
        };
        for name in names {
            parents.extend(office.ws.commit(name)?);
        }
        let there: Vec<(&str, &str)> = changes
            .iter()
            .filter_map(|it| Some((it.path.as_str(), it.after.as_ref().filter(|it| it.is_plain)?.id.as_str())))
            .collect();
        let ids: Vec<&str> = there.iter().map(|it| it.1).collect();
        let found = office.ws.blobs(&ids)?;
        let contents =
            there.iter().zip(found).filter_map(|((path, _), bytes)| Some(((*path).to_owned(), bytes?))).collect();
        Ok(Self { parents, changes, contents })
    }

    /// The commit that what is staged goes onto; none for the first.
    pub(crate) fn parent(&self) -> Option<&str> {
        self.parents.first().map(String::as_str)
    }

    /// Judges it as a commit with this message; an empty one claims nothing.
    pub(crate) fn judge(&self, office: &Office, message: &str) -> Result<Vec<Finding>, Failure> {
        let changes: Vec<Change> = self.changes.iter().map(read::change).collect();
        judge(office, self.parents.clone(), message, &changes, Versions::new())
    }
}

/// What the work tree has that no commit holds.
pub(crate) fn unsaved(office: &Office, tip: &str, paths: &[String]) -> Result<Vec<Finding>, Failure> {
    let paths: Vec<RelPath> = paths.iter().filter_map(|it| RelPath::new(it).ok()).collect();
    let before = office.ws.held(tip, &paths.iter().collect::<Vec<_>>())?;
    let mut versions = Versions::new();
    let mut changes = Vec::new();
    for (path, before) in paths.iter().zip(before) {
        let after = if office.ws.exists(path)? {
            // What cannot be read is the finding of the file itself.
            let Ok(bytes) = office.ws.read(path) else { continue };
            let id = format!("work tree: {path}");
            versions.insert(id.clone(), read::reading(&bytes));
            Became::Text(id)
        } else {
            Became::Gone
        };
        changes.push(Change { path: path.as_str().to_owned(), before: vec![before], after });
    }
    judge(office, vec![tip.to_owned()], "", &changes, versions)
}

fn judge(
    office: &Office,
    parents: Vec<String>,
    message: &str,
    changes: &[Change],
    versions: Versions,
) -> Result<Vec<Finding>, Failure> {
    let now = format!("{}T12:00:00+00:00", office.today);
    let law = law::now(office)?;
    // Where commits must be signed, the signature tells who acted; there is none yet.
    let is_told = audit::want_signature(law.settings) == SignatureWanted::No;
    let email = if is_told { office.ws.author_address()?.unwrap_or_default() } else { String::new() };
    let message = message.to_owned();
    let commit = Commit { parents, email, message, authored: now.clone(), committed: now, ..Commit::default() };
    let commits = [commit];
    let outside = BTreeMap::new();
    let case =
        Case { commits: &commits, laws: &[law], rights: &[law], outside: &outside, now: office.today, is_whole: true };
    let mut plan = Plan::default();
    for commit in &commits {
        plan.add(0, commit, changes);
    }
    let judged = read::judge(office, &case, plan.steps, &[], (versions, &mut BTreeMap::new()))?;
    let verdict: Verdict = audit::assemble(&case, judged);
    Ok(verdict.faults.into_iter().map(|it| it.finding).collect())
}
