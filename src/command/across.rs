//! What is wrong between files. The whole portfolio is compared in one pass; a change, and a few chosen files, are held
//! against the others by looking for their identifiers first, in what earlier runs have found or else in the text, so that
//! of ten thousand files only those are read as YAML that hold one.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use regex::bytes::{Regex, RegexBuilder};

use super::memory::{Known, Memory};
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
    let index = Index::open(office)?;
    let found: Vec<(Vec<Brought>, Option<Known<'_>>)> =
        others.par_iter().map(|path| index.of_other(office, process, ground, path, needles.as_ref())).collect();
    let mut learned = Vec::new();
    for (path, (found, new)) in others.iter().zip(found) {
        brought.extend(found);
        learned.extend(new.map(|it| (path.as_str().to_owned(), it)));
    }
    index.learn(office, &learned, || Some(others.iter().chain(own).map(|it| it.as_str()).collect()));
    // Sums need every file.
    brought.retain(|it| it.key().is_some());
    let mut findings = process::between(process, &brought);
    findings.retain(|it| own.iter().any(|path| path.as_str() == it.place.file));
    Ok(findings)
}

/// The file in the folder of git.
const NAME: &str = "identifiers";

/// So many files are read in one run for the sake of later ones only.
const STUDIED: usize = 200;

/// For one in so many files, all that is known is written again.
const WORTH: usize = 1000;

/// What earlier runs have found: the identifiers of every file, by which most files need not be opened.
pub(super) struct Index {
    memory: Memory,
    studied: AtomicUsize,
}

impl Index {
    pub(super) fn open(office: &Office) -> Result<Self, Failure> {
        let by_day = process::changes_with_the_day(office.process()?);
        let law = if by_day { office.law()? } else { office.law_of_every_day()? };
        Ok(Self { memory: Memory::under(office, NAME, law), studied: AtomicUsize::new(0) })
    }

    /// What another file brings, if it has one of the identifiers, and what is to be known of it from now on. A file that cannot
    /// be read brings nothing: that is the finding of another, and louder.
    fn of_other(
        &self,
        office: &Office,
        process: &Process,
        ground: &Ground,
        path: &RelPath,
        needles: Option<&Regex>,
    ) -> (Vec<Brought>, Option<Known<'static>>) {
        let stamp = self.memory.stamp(office, path);
        let known = self.memory.untouched(path, &stamp);
        if needles.zip(known.as_ref()).is_some_and(|(needles, known)| !needles.is_match(known.found.as_bytes())) {
            return (Vec::new(), None);
        }
        let Ok(bytes) = office.ws.read(path) else { return (Vec::new(), None) };
        let is_told = needles.is_none_or(|it| it.is_match(&bytes));
        let is_new = known.is_none() && !stamp.is_empty();
        let is_studied = is_new && self.studied.fetch_add(1, Ordering::Relaxed) < STUDIED;
        if !is_told && !is_studied {
            return (Vec::new(), None);
        }
        let document = Document::read(&bytes).document;
        let bring = |it: &Document| process::brought(process, &Subject::new(ground, it, path.as_str()));
        let brought = document.as_ref().map(bring).unwrap_or_default();
        let new = if is_new { identified(&brought, Known::print_of(&bytes), stamp) } else { None };
        (if is_told { brought } else { Vec::new() }, new)
    }

    /// Keeps what was learned, once it is worth writing everything again. Files that are not among those that are there are
    /// forgotten, where it is known which are.
    pub(super) fn learn<'p>(
        &self,
        office: &Office,
        learned: &[(String, Known<'_>)],
        there: impl FnOnce() -> Option<BTreeSet<&'p str>>,
    ) {
        if !learned.is_empty() && learned.len() * WORTH >= self.memory.len() {
            let there = there();
            self.memory.keep(office, learned, |path| there.as_ref().is_none_or(|it| it.contains(path)));
        }
    }
}

/// What is to be known of a file that brings this; nothing where the disk does not tell whether it is untouched.
pub(super) fn identified(brought: &[Brought], print: String, stamp: String) -> Option<Known<'static>> {
    if stamp.is_empty() {
        return None;
    }
    let keys: Vec<&str> = brought.iter().filter_map(Brought::key).collect();
    let found = serde_json::to_string(&keys).ok()?;
    Some(Known { print: print.into(), stamp: stamp.into(), found: found.into() })
}

/// One pattern for all identifiers; `None` when every file must be read, because one of them could be written in many ways.
fn needles(brought: &[Brought]) -> Option<Regex> {
    let keys: Option<Vec<String>> =
        brought.iter().filter(|it| it.key().is_some()).map(|it| Some(regex::escape(it.needle()?))).collect();
    RegexBuilder::new(&keys?.join("|")).size_limit(PATTERN_SIZE).unicode(false).build().ok()
}
