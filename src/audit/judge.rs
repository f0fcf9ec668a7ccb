//! One step of one client, judged.

use std::collections::BTreeMap;

use serde_json::Value;

use super::entry::Entry;
use super::plan::{Became, Step};
use super::right;
use super::swap::{self, Named};
use super::{Commit, about, remark};
use crate::document::Document;
use crate::model::{ClientId, Date, Finding, Message, Severity};
use crate::process::{self, Ground, Process, Shapes, Subject};
use crate::schema::{FileKind, Schema};

/// What was in force at a commit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Law<'l> {
    pub(crate) process: &'l Process,
    pub(crate) schema: &'l Schema,
    pub(crate) settings: &'l Value,
    pub(crate) zone: Option<&'l str>,
    /// Everything that is wrong with a file by itself: the judge of every command.
    pub(crate) version: fn(&Law<'_>, &ClientId, &Subject<'_>) -> Vec<Finding>,
}

impl Law<'_> {
    fn ground(&self, day: Date) -> Ground<'_> {
        let shapes = Shapes { client: self.schema.shape(), settings: Schema::embedded(FileKind::Settings).shape() };
        Ground::new(shapes, self.settings, day)
    }

    /// The changes that a history can name.
    pub(super) fn changes(&self) -> Vec<&str> {
        let entry = self.schema.shape().property("history").and_then(|it| it.item());
        entry.and_then(|it| it.property("change")).map(|it| it.options()).unwrap_or_default()
    }
}

/// A content, read.
pub(crate) struct Reading {
    pub(crate) document: Option<Document>,
    pub(crate) flaws: Vec<Finding>,
}

/// Contents by their ids.
pub(crate) type Versions = BTreeMap<String, Reading>;

/// What came of a step.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) faults: Vec<Finding>,
    /// The entries that came with it.
    pub(crate) added: Vec<Entry>,
    /// Those that were there before, for the first step of a client.
    pub(crate) carried: Vec<Entry>,
    pub(crate) named: Option<Named>,
    /// Whether it begins with a history that was made elsewhere, and says that it is new here.
    pub(crate) is_taken_over: bool,
    /// Where the client stands now: phase and status.
    pub(crate) stand: Option<(String, String)>,
}

/// Judges a step. Contents of the step that are not among the versions were too large, or are not in this copy.
pub(crate) fn judge(law: &Law<'_>, rights: &Law<'_>, commit: &Commit, step: &Step, versions: &Versions) -> Judged {
    let mut judged = Judged {
        faults: step.faults.clone(),
        added: Vec::new(),
        carried: Vec::new(),
        named: None,
        is_taken_over: false,
        stand: None,
    };
    let Became::Text(id) = &step.after else { return judged };
    if !step.needs_contents(commit) {
        return judged;
    }
    // Without a day, the last one there is lets nothing pass that a real one would not.
    let day = commit.day(law.zone).unwrap_or(Date::MIN);
    let Some(reading) = versions.get(id) else {
        judged.faults.push(about("file/not-there", &step.path, Message::new("audit.not-there")));
        return judged;
    };
    let Some(document) = reading.document.as_ref().filter(|_| reading.flaws.is_empty()) else {
        judged.faults.extend(reading.flaws.iter().map(|it| placed(it, &step.path)));
        return judged;
    };
    let ground = law.ground(day);
    let read = |id: &String| versions.get(id)?.document.as_ref();
    let mut before: Vec<&Document> = step.before.iter().flatten().filter_map(read).collect();
    if let Some((other, was)) =
        step.beside.iter().find_map(|(it, id)| Some((it, read(id).filter(|it| is_same(it, document))?)))
    {
        let message = Message::new("audit.renamed").with("was", other.as_str());
        judged.faults.push(about("file/renamed", &step.path, message));
        before = vec![was];
    }
    if !step.is_aside {
        judged.faults.extend(wrong((law, rights), &ground, commit, step, (&before, document)));
    }
    judged.added = added(document.value(), &before);
    if step.is_first
        && let Some(old) = before.first()
    {
        judged.carried = added(old.value(), &[]);
    }
    squashed(commit, step, before.is_empty(), &mut judged);
    let of = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    judged.stand = Some((of(document.value(), "phase"), of(document.value(), "status")));
    judged.named = Some(Named {
        client: step.client.clone(),
        path: step.path.clone(),
        was: before.first().and_then(|it| swap::name(it.value())),
        is: swap::name(document.value()),
    });
    judged
}

/// What is wrong with a version, with the step to it, and with who made it.
fn wrong(
    (law, rights): (&Law<'_>, &Law<'_>),
    ground: &Ground<'_>,
    commit: &Commit,
    step: &Step,
    (before, document): (&[&Document], &Document),
) -> Vec<Finding> {
    let mut found = Vec::new();
    let after = Subject::new(ground, document, &step.path);
    let subjects: Vec<Subject<'_>> = before.iter().map(|it| Subject::new(ground, it, &step.path)).collect();
    // What a copy begins with, and what a merge took from a parent, is not this commit's doing.
    let is_given = step.is_taken || commit.is_cut && before.is_empty();
    if !is_given {
        found.extend(new_errors(law, step, &after, &subjects));
    }
    found.extend(steps(law, commit, step, &subjects, &after));
    // Of what is no commit yet, its author may not be known.
    let is_known = !commit.id.is_empty() || !commit.email.is_empty();
    if !is_given && is_known {
        let demands = process::demands(rights.process, &subjects, &after);
        found.extend(right::act(commit, rights.settings, &demands, &step.path));
    }
    found
}

/// Whether a file goes on where another one ended: the same organization, and all of its history.
fn is_same(old: &Document, new: &Document) -> bool {
    let history = |it: &Document| it.value().get("history").and_then(Value::as_array).cloned().unwrap_or_default();
    let (was, is) = (history(old), history(new));
    swap::name(old.value()) == swap::name(new.value()) && !was.is_empty() && is.starts_with(&was)
}

fn placed(finding: &Finding, file: &str) -> Finding {
    let mut finding = finding.clone();
    file.clone_into(&mut finding.place.file);
    finding
}

/// The errors that none of the versions before had on the same day. Warnings were nobody's reason to stop.
fn new_errors(law: &Law<'_>, step: &Step, after: &Subject<'_>, before: &[Subject<'_>]) -> Vec<Finding> {
    let errors = |subject: &Subject<'_>| {
        let mut found = (law.version)(law, &step.client, subject);
        found.retain(|it| it.severity == Severity::Error);
        found
    };
    let mut now = errors(after);
    for old in before {
        if now.is_empty() {
            break;
        }
        let old = errors(old);
        let same = |one: &Finding, two: &Finding| {
            one.code == two.code && one.place.path == two.place.path && one.message == two.message
        };
        now.retain(|it| !old.iter().any(|one| same(one, it)));
    }
    now
}

fn steps(law: &Law<'_>, commit: &Commit, step: &Step, before: &[Subject<'_>], after: &Subject<'_>) -> Vec<Finding> {
    if commit.is_merge() {
        let mut findings: Vec<Finding> = Vec::new();
        for parent in before {
            for it in process::merged(law.process, parent, after) {
                if !findings.contains(&it) {
                    findings.push(it);
                }
            }
        }
        if !step.is_taken && findings.is_empty() {
            findings.extend(process::merge_itself(law.process, before, after));
        }
        return findings;
    }
    match before.first() {
        // What a copy begins with has come from somewhere.
        None if commit.is_cut => Vec::new(),
        before => process::step(law.process, before, after),
    }
}

/// The entries that no version before has.
fn added(file: &Value, before: &[&Document]) -> Vec<Entry> {
    let entries = |value: &Value| value.get("history").and_then(Value::as_array).cloned().unwrap_or_default();
    let old: Vec<Value> = before.iter().flat_map(|it| entries(it.value())).collect();
    entries(file).iter().filter(|it| !old.contains(it)).map(|it| Entry::of(it, file)).collect()
}

/// Several entries in one commit: the commits that made them one by one are gone.
fn squashed(commit: &Commit, step: &Step, begins: bool, judged: &mut Judged) {
    if judged.added.len() < 2 || commit.is_cut || commit.is_merge() {
        return;
    }
    if begins && commit.claims().contains(&("Change", "init")) {
        judged.is_taken_over = true;
    } else {
        let message = Message::new("audit.squashed").with("n", judged.added.len());
        judged.faults.push(remark("file/squashed", &step.path, message));
    }
}
