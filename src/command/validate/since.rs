//! `validate --since` and `--staged`: the files that changed, and every step that changed them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::earlier::Earlier;
use crate::command::across;
use crate::command::audit;
use crate::command::failure;
use crate::command::office::Office;
use crate::document::Document;
use crate::error::Failure;
use crate::model::{ClientId, Finding, Message, Spot};
use crate::process::{self, Subject};
use crate::render::Excerpts;
use crate::store::{Onto, RelPath, StoreError};

/// What changed.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Every path that changed.
    pub(super) paths: BTreeSet<String>,
    /// The client files that changed and are there.
    pub(super) clients: Vec<(ClientId, RelPath)>,
    /// Where they are not what lies in the work tree: their contents.
    pub(super) contents: super::Contents,
    /// The files as they were before.
    pub(super) before: BTreeMap<String, Vec<u8>>,
    /// What is wrong with the steps.
    pub(super) findings: Vec<Finding>,
    /// What is shown of files with findings that are no client files.
    pub(super) excerpts: BTreeMap<String, Excerpts>,
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
    let before = before(office, &base, &clients)?;
    Ok(Steps { paths, clients, before, findings, ..Steps::default() })
}

/// What is staged, as one step.
pub(super) fn staged(office: &Office, message: Option<&Path>) -> Result<Steps, Failure> {
    let staged = audit::Staged::read(office, Onto::Last)?;
    let clients = clients(staged.contents.keys().map(String::as_str), |_| Ok(true))?;
    let paths = staged.contents.keys().cloned().collect();
    let before = match staged.parent() {
        Some(parent) => before(office, parent, &clients)?,
        None => BTreeMap::new(),
    };
    let mut steps = Steps { paths, clients, before, ..Steps::default() };
    match message {
        Some(path) => with_message(office, &staged, path, &mut steps)?,
        None => steps.findings = staged.judge(office, "")?,
    }
    steps.contents = staged.contents;
    Ok(steps)
}

/// The same with its message: what that claims must be true, and no secret may stand in it.
fn with_message(office: &Office, staged: &audit::Staged, path: &Path, steps: &mut Steps) -> Result<(), Failure> {
    let message = office.ws.message_to_be(&office.start, path)?;
    let untrue = |it: &Finding| it.code.starts_with("trailer/");
    let mut findings = staged.judge(office, &message.text)?;
    // Git does not tell its hook whether the commit takes the place of the last one. What is true then is no lie.
    if findings.iter().any(untrue)
        && !audit::Staged::read(office, Onto::BeforeLast)?.judge(office, &message.text)?.iter().any(untrue)
    {
        findings.retain(|it| !untrue(it));
    }
    let file = path.display().to_string();
    let secrets = office.process()?.secrets().findings_in_text(&message.whole, &file);
    if !secrets.is_empty() {
        steps.excerpts.insert(file, super::excerpts(&message.whole, &secrets));
    }
    findings.extend(secrets);
    steps.findings = findings;
    Ok(())
}

/// These files as a commit has them.
fn before(
    office: &Office,
    commit: &str,
    clients: &[(ClientId, RelPath)],
) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let paths: Vec<&RelPath> = clients.iter().map(|it| &it.1).collect();
    let held = office.ws.held(commit, &paths)?;
    let there: Vec<(&RelPath, &str)> =
        paths.into_iter().zip(&held).filter_map(|(path, id)| Some((path, id.as_deref()?))).collect();
    let ids: Vec<&str> = there.iter().map(|it| it.1).collect();
    let contents = office.ws.blobs(&ids)?;
    Ok(there.iter().zip(contents).filter_map(|((path, _), bytes)| Some((path.as_str().to_owned(), bytes?))).collect())
}

/// Whether these files, as a commit has them, bring anything that is held against others and that `base` had not.
pub(crate) fn brings(
    office: &Office,
    changed: &BTreeSet<&str>,
    commit: &str,
    base: Option<&str>,
) -> Result<bool, Failure> {
    let ground = office.ground()?;
    let clients = clients(changed.iter().copied(), |_| Ok(true))?;
    let now = before(office, commit, &clients)?;
    let was = base.map_or_else(|| Ok(BTreeMap::new()), |it| before(office, it, &clients))?;
    for (id, path) in &clients {
        let file = path.as_str();
        let Some(document) = now.get(file).and_then(|it| Document::read(it).document) else { continue };
        let brought = process::brought(office.process()?, &Subject::new(&ground, &document, file));
        let new = match was.get(file) {
            Some(bytes) => Earlier::read(office, &ground, (id, file), bytes)?.introduced(office, brought)?,
            None => brought,
        };
        if new.iter().any(|it| it.key().is_some()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What the files that changed have in common with others, and had not in the commit `base`.
pub(crate) fn conflicts(
    office: &Office,
    changed: &BTreeSet<&str>,
    base: Option<&str>,
) -> Result<Vec<Finding>, Failure> {
    let ground = office.ground()?;
    let clients = clients(changed.iter().copied(), |path| office.ws.exists(path))?;
    let before = base.map_or_else(|| Ok(BTreeMap::new()), |it| before(office, it, &clients))?;
    let mut brought = Vec::new();
    for (id, path) in &clients {
        let file = path.as_str();
        let Some(document) = Document::read(&office.ws.read(path)?).document else { continue };
        let now = process::brought(office.process()?, &Subject::new(&ground, &document, file));
        brought.extend(match before.get(file) {
            Some(bytes) => Earlier::read(office, &ground, (id, file), bytes)?.introduced(office, now)?,
            None => now,
        });
    }
    let own: Vec<&RelPath> = clients.iter().map(|it| &it.1).collect();
    across::against_others(office, &ground, &own, brought)
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
