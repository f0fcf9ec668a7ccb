//! `validate --since` and `--staged`: the files that changed, and every step that changed them.

use std::collections::{BTreeMap, BTreeSet};

use crate::command::audit;
use crate::command::failure;
use crate::command::office::Office;
use crate::error::Failure;
use crate::model::{ClientId, Finding, Message, Spot};
use crate::store::{RelPath, StoreError};

/// What changed.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Every path that changed.
    pub(super) paths: BTreeSet<String>,
    /// The client files that changed and are there.
    pub(super) clients: Vec<(ClientId, RelPath)>,
    /// Where they are not what lies in the work tree: their contents.
    pub(super) contents: BTreeMap<String, Vec<u8>>,
    /// What is wrong with the steps.
    pub(super) findings: Vec<Finding>,
}

/// Everything since a revision: each commit, and what no commit holds yet.
pub(super) fn since(office: &Office, revision: &str) -> Result<Steps, Failure> {
    let base = office
        .ws
        .commit(revision)?
        .ok_or_else(|| failure::usage(Message::new("audit.no-such-revision").with("revision", revision)))?;
    let Some(tip) = office.ws.commit("HEAD")? else { return Ok(Steps::default()) };
    let range = audit::Range::read(office, &tip, &[&base])?;
    let verdict = range.judge(office, &[])?;
    let unsaved = office.ws.unsaved(&[&RelPath::new("clients")?])?;
    let mut last: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, commit) in range.trail.commits.iter().enumerate() {
        last.extend(commit.changes.iter().map(|it| (it.path.as_str(), number)));
    }
    let mut findings = Vec::new();
    for fault in verdict.faults {
        let mut finding = fault.finding;
        let commit = fault.commit.and_then(|it| range.commits.get(it));
        let is_last = fault.commit.is_some() && last.get(finding.place.file.as_str()).copied() == fault.commit;
        if !is_last || unsaved.contains(&finding.place.file) {
            // Lines of a version that is no more would point at something else.
            finding.place.spot = Spot::default();
        }
        if let Some(commit) = commit {
            let short = commit.id.get(..9).unwrap_or(&commit.id);
            finding.message = Message::new("audit.of-commit").with("what", finding.message).with("commit", short);
        }
        findings.push(finding);
    }
    findings.extend(audit::unsaved(office, &tip, &unsaved)?);
    let mut paths: BTreeSet<&str> = last.keys().copied().collect();
    paths.extend(unsaved.iter().map(String::as_str));
    let clients = clients(paths.iter().copied(), |path| office.ws.exists(path))?;
    let paths = paths.into_iter().map(str::to_owned).collect();
    Ok(Steps { paths, clients, contents: BTreeMap::new(), findings })
}

/// What is staged, as one step.
pub(super) fn staged(office: &Office) -> Result<Steps, Failure> {
    let staged = audit::Staged::read(office)?;
    let clients = clients(staged.contents.keys().map(String::as_str), |_| Ok(true))?;
    let paths = staged.contents.keys().cloned().collect();
    Ok(Steps { paths, clients, findings: staged.judge(office)?, contents: staged.contents })
}

/// The client files among these paths.
fn clients<'p>(
    paths: impl IntoIterator<Item = &'p str>,
    is_there: impl Fn(&RelPath) -> Result<bool, StoreError>,
) -> Result<Vec<(ClientId, RelPath)>, Failure> {
    let mut found = Vec::new();
    for path in paths {
        let name = path.strip_prefix("clients/").and_then(|it| it.rsplit('/').next()?.strip_suffix(".yaml"));
        let (Some(Ok(id)), Ok(path)) = (name.map(str::parse), RelPath::new(path)) else { continue };
        if is_there(&path)? {
            found.push((id, path));
        }
    }
    Ok(found)
}

/// The findings of the steps that the files themselves do not tell already.
pub(super) fn beside(steps: Vec<Finding>, files: &[Finding]) -> Vec<Finding> {
    let told = |it: &Finding| {
        files
            .iter()
            .any(|one| one.code == it.code && one.place.file == it.place.file && one.place.path == it.place.path)
    };
    steps.into_iter().filter(|it| !told(it)).collect()
}
