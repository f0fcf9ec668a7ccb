//! What is wrong between files. The whole portfolio is compared in one pass; a change, and a few chosen files, are held
//! against the others by looking for their identifiers in the text first, so that of ten thousand files only those are
//! read as YAML that hold one.

use rayon::prelude::*;
use regex::bytes::{Regex, RegexBuilder};

use super::office::{Office, Open};
use crate::document::Document;
use crate::error::Failure;
use crate::model::{Finding, Severity};
use crate::process::{self, Brought, Ground, Process, Subject};
use crate::store::RelPath;

/// More memory than the identifiers of one file need.
const PATTERN_SIZE: usize = 1 << 24;

/// What a change would take from another file: identifiers of `after` that `before` did not have.
pub(crate) fn taken(
    office: &Office,
    ground: &Ground,
    path: &RelPath,
    before: Option<&Document>,
    after: &Document,
) -> Result<Vec<Finding>, Failure> {
    let process = office.process()?;
    let bring = |document: &Document| process::brought(process, &Subject::new(ground, document, path.as_str()));
    let before = before.map(bring).unwrap_or_default();
    let new = process::introduced(process, &before, bring(after));
    against_others(office, ground, &[path], new)
}

/// The errors between this file as it stands and the others.
pub(crate) fn errors(office: &Office, ground: &Ground, open: &Open) -> Result<Vec<Finding>, Failure> {
    let mut found = taken(office, ground, &open.path, None, &open.document)?;
    found.retain(|it| it.severity == Severity::Error);
    Ok(found)
}

/// What is wrong between the files that bring this and all others; only what stands in the former is told.
pub(crate) fn against_others(
    office: &Office,
    ground: &Ground,
    own: &[&RelPath],
    mut brought: Vec<Brought>,
) -> Result<Vec<Finding>, Failure> {
    if brought.iter().all(|it| it.key().is_none()) {
        return Ok(Vec::new());
    }
    let process = office.process()?;
    let needles = needles(&brought);
    let others = office.ws.inventory()?.clients;
    let others: Vec<&RelPath> = others.iter().map(|it| &it.1).filter(|it| !own.contains(it)).collect();
    let found: Vec<Vec<Brought>> =
        others.par_iter().map(|path| of_other(office, process, ground, path, needles.as_ref())).collect();
    brought.extend(found.into_iter().flatten());
    // Sums need every file.
    brought.retain(|it| it.key().is_some());
    let mut findings = process::between(process, &brought);
    findings.retain(|it| own.iter().any(|path| path.as_str() == it.place.file));
    Ok(findings)
}

/// What another file brings, if its text holds one of the identifiers. A file that cannot be read brings nothing: that is
/// the finding of another, and louder.
fn of_other(
    office: &Office,
    process: &Process,
    ground: &Ground,
    path: &RelPath,
    needles: Option<&Regex>,
) -> Vec<Brought> {
    let Ok(bytes) = office.ws.read(path) else { return Vec::new() };
    if needles.is_some_and(|it| !it.is_match(&bytes)) {
        return Vec::new();
    }
    let Some(document) = Document::read(&bytes).document else { return Vec::new() };
    process::brought(process, &Subject::new(ground, &document, path.as_str()))
}

/// One pattern for all identifiers; `None` when every file must be read, because one of them could be written in many ways.
fn needles(brought: &[Brought]) -> Option<Regex> {
    let keys: Option<Vec<String>> =
        brought.iter().filter(|it| it.key().is_some()).map(|it| Some(regex::escape(it.needle()?))).collect();
    RegexBuilder::new(&keys?.join("|")).size_limit(PATTERN_SIZE).unicode(false).build().ok()
}
