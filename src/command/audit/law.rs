//! What was in force at each commit: the settings, the process and the schema of client files as they stood in it.

use std::collections::BTreeMap;

use serde::Deserialize as _;
use serde_json::Value;

use crate::audit::{Fault, Law};
use crate::command::office::{self, OWN_PROCESS, OWN_SCHEMA, Office, SETTINGS, Settings};
use crate::command::{check, failure};
use crate::document::Document;
use crate::error::Failure;
use crate::model::{ClientId, Finding, Message, Place, Severity};
use crate::process::{Process, Shapes, Subject};
use crate::schema::{FileKind, Schema};
use crate::store::Trail;

/// The law of one state of the watched files.
#[derive(Debug)]
struct Held {
    settings: Value,
    zone: Option<String>,
    process: Option<Process>,
    schema: Option<Schema>,
}

/// Every law of a history.
#[derive(Debug)]
pub(super) struct Laws {
    held: Vec<Option<Held>>,
    /// Which of them each commit is judged by.
    of: Vec<usize>,
    /// And by which the commit before it was.
    before: Vec<usize>,
    faults: Vec<Fault>,
    /// Whether the last commit is judged by its own.
    own_at_the_end: bool,
    embedded: &'static Process,
}

impl Laws {
    pub(super) fn read(office: &Office, trail: &Trail) -> Result<Self, Failure> {
        let embedded = Process::embedded().map_err(failure::bug_in_process)?;
        let ids: Vec<&str> = trail.grounds.iter().flatten().flatten().map(String::as_str).collect();
        let contents: BTreeMap<&str, Option<Vec<u8>>> = ids.iter().copied().zip(office.ws.blobs(&ids)?).collect();
        let bytes = |id: Option<&String>| contents.get(id?.as_str())?.as_deref();
        let mut held = vec![Some(Held {
            settings: Value::Object(serde_json::Map::new()),
            zone: None,
            process: None,
            schema: None,
        })];
        let mut wrong: Vec<Vec<Finding>> = vec![Vec::new()];
        for ground in &trail.grounds {
            let [settings, process, schema] = [0, 1, 2].map(|it| bytes(ground.get(it).and_then(Option::as_ref)));
            match law(embedded, settings, process, schema) {
                Ok(law) => {
                    held.push(Some(law));
                    wrong.push(Vec::new());
                }
                Err(findings) => {
                    held.push(None);
                    wrong.push(findings);
                }
            }
        }
        let mut laws =
            Self { held, of: Vec::new(), before: Vec::new(), faults: Vec::new(), own_at_the_end: false, embedded };
        laws.follow(trail, &wrong);
        Ok(laws)
    }

    /// A commit whose files give no law is judged by that of its first parent.
    fn follow(&mut self, trail: &Trail, wrong: &[Vec<Finding>]) {
        let mut known: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, commit) in trail.commits.iter().enumerate() {
            let parent = commit.parents.first().and_then(|it| known.get(it.as_str())).copied();
            let before = parent.unwrap_or_else(|| self.sound(commit.ground_before + 1));
            let own = commit.ground + 1;
            let ruling = if matches!(self.held.get(own), Some(Some(_))) { own } else { before };
            let touches_clients = commit.changes.iter().any(|it| it.path.starts_with("clients/"));
            let is_new = commit.ground != commit.ground_before || commit.parents.is_empty() && touches_clients;
            if is_new {
                let found = wrong.get(own).into_iter().flatten().cloned();
                self.faults.extend(found.map(|finding| Fault { commit: Some(number), client: None, finding }));
            }
            self.own_at_the_end = ruling == own;
            known.insert(&commit.id, ruling);
            self.of.push(ruling);
            self.before.push(before);
        }
    }

    fn sound(&self, number: usize) -> usize {
        if matches!(self.held.get(number), Some(Some(_))) { number } else { 0 }
    }

    /// Whether the files of the last commit give a law themselves.
    pub(super) fn is_sound_at_the_end(&self) -> bool {
        self.own_at_the_end
    }

    pub(super) fn faults(&self) -> Vec<Fault> {
        self.faults.clone()
    }

    /// The law of each commit.
    pub(super) fn of_commits(&self) -> Vec<Law<'_>> {
        self.of.iter().filter_map(|number| self.held.get(*number)?.as_ref()).map(|it| self.law(it)).collect()
    }

    /// The law before each commit.
    pub(super) fn rights(&self) -> Vec<Law<'_>> {
        self.before.iter().filter_map(|number| self.held.get(*number)?.as_ref()).map(|it| self.law(it)).collect()
    }

    /// The process at the end.
    pub(super) fn last(&self) -> &Process {
        let last = self.of.last().and_then(|it| self.held.get(*it)?.as_ref());
        last.map_or(self.embedded, |it| self.law(it).process)
    }

    fn law<'l>(&'l self, held: &'l Held) -> Law<'l> {
        Law {
            process: held.process.as_ref().unwrap_or(self.embedded),
            schema: held.schema.as_ref().unwrap_or_else(|| Schema::embedded(FileKind::Client)),
            settings: &held.settings,
            zone: held.zone.as_deref(),
            version,
        }
    }
}

/// What is in force now.
pub(super) fn now(office: &Office) -> Result<Law<'_>, Failure> {
    Ok(Law {
        process: office.process()?,
        schema: office.schema()?,
        settings: office.settings_value(),
        // Its commits carry the day itself.
        zone: None,
        version,
    })
}

/// The judge of every command.
fn version(law: &Law<'_>, id: &ClientId, subject: &Subject<'_>) -> Vec<Finding> {
    check::of_version((law.schema, law.process), id, subject)
}

/// The law that these contents give, or what is wrong with them.
fn law(
    embedded: &Process,
    settings: Option<&[u8]>,
    process: Option<&[u8]>,
    schema: Option<&[u8]>,
) -> Result<Held, Vec<Finding>> {
    let settings = settings.ok_or_else(|| vec![wrong(SETTINGS, Message::new("audit.no-settings"))])?;
    let reading = Document::read(settings);
    let document = match reading.document {
        Some(document) if reading.flaws.is_empty() => document,
        Some(_) | None => return Err(reading.flaws.into_iter().map(|it| office::flawed(it, SETTINGS)).collect()),
    };
    let mut findings = Schema::embedded(FileKind::Settings).check(&document, SETTINGS);
    findings.retain(|it| it.severity == Severity::Error);
    let named = Settings::deserialize(document.value());
    let (Ok(named), true) = (named, findings.is_empty()) else { return Err(findings) };
    let mut held = Held { settings: document.value().clone(), zone: named.time_zone, process: None, schema: None };
    if named.process != OWN_PROCESS {
        return if named.process == embedded.reference() {
            Ok(held)
        } else {
            Err(vec![wrong(SETTINGS, Message::new("audit.unknown-process").with("process", named.process))])
        };
    }
    if let Some(schema) = schema {
        held.schema = Some(Schema::load(&String::from_utf8_lossy(schema), OWN_SCHEMA)?);
    }
    let client = held.schema.as_ref().unwrap_or_else(|| Schema::embedded(FileKind::Client)).shape();
    let shapes = Shapes { client, settings: Schema::embedded(FileKind::Settings).shape() };
    let process = process.ok_or_else(|| vec![wrong(OWN_PROCESS, Message::new("audit.no-process"))])?;
    held.process = Some(Process::load(&String::from_utf8_lossy(process), OWN_PROCESS, &shapes)?);
    Ok(held)
}

fn wrong(file: &str, message: Message) -> Finding {
    Finding::error("workspace/no-law", Place { file: file.to_owned(), ..Place::default() }, message)
}
