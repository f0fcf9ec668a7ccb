//! `onboard validate`: everything that is wrong in every file. Writes nothing but the reports that were asked for.

mod earlier;
mod memory;
mod outputs;
mod since;

pub(crate) use outputs::sarif;
pub(crate) use since::{brings, conflicts};

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use self::earlier::Earlier;
use self::since::Steps;
use super::check::Around;
use super::office::{self, Office, SETTINGS};
use super::{Desk, across, check, secrets};
use crate::cli::ValidateArgs;
use crate::command::memory::Memory;
use crate::document::Document;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{ClientId, Finding, Message, Place, Severity};
use crate::process::{self, Brought, Ground, Subject};
use crate::render::Excerpts;
use crate::store::{Inventory, RelPath, StoreError};

/// What came of one file, and what is shown of it with its findings.
struct Judged {
    file: String,
    findings: Vec<Finding>,
    excerpts: Excerpts,
    read: bool,
    /// What it has in common with other files, or must not.
    brought: Vec<Brought>,
}

/// The contents of files that are not what lies in the work tree.
type Contents = BTreeMap<String, Vec<u8>>;

/// Everything that was found, with what is shown of the files it is in.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) findings: Vec<Finding>,
    pub(super) excerpts: BTreeMap<String, Excerpts>,
    /// Every file that was judged.
    pub(super) files: Vec<String>,
    pub(super) read: usize,
    brought: Vec<Brought>,
}

pub(crate) fn run(desk: &Desk, args: &ValidateArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let mut found = Found::default();
    let settings = office.settings_findings()?;
    let settings_wrong = settings.findings.iter().any(|it| it.severity == Severity::Error);
    for (file, text) in settings.texts {
        let spots = settings.findings.iter().filter(|it| it.place.file == file).map(|it| &it.place.spot);
        let excerpts = Excerpts::of(&text, spots);
        found.excerpts.insert(file, excerpts);
    }
    found.findings.extend(settings.findings);
    outputs::refuse_double(&args.formats)?;
    let mut steps = steps(&office, args)?;
    let chosen = chosen(desk, &office, args, steps.as_ref())?;
    // Read and compiled once, before the threads start.
    let (ground, _) = (office.ground()?, office.process()?);
    let judged = match &steps {
        None => remembering(&office, &ground, &chosen, args.paths.is_empty())?,
        Some(_) => {
            let progress = desk.ui.progress("command.progress-clients", chosen.clients.len());
            let judge = |(id, path): &(ClientId, RelPath)| {
                progress.step().then(|| judge(&office, &ground, id, path, steps.as_ref()))
            };
            let judged = chosen.clients.par_iter().filter_map(judge).collect();
            progress.end()?;
            judged
        }
    };
    for it in judged {
        found.add(it?);
    }
    for fault in &chosen.faults {
        found.add(misplaced(&office, &ground, fault)?);
    }
    let contents = steps.as_mut().map(|it| std::mem::take(&mut it.contents)).unwrap_or_default();
    found.compare(&office, &ground, (&chosen, &contents), args.paths.is_empty() && steps.is_none())?;
    if let Some(steps) = steps {
        found.excerpts.extend(steps.excerpts);
        let beside = since::beside(steps.findings, &found.findings);
        let shown = beside.iter().map(|it| it.place.file.clone()).filter(|it| found.files.contains(it)).collect();
        found.findings.extend(beside);
        found.show(&office, &shown, &contents)?;
    }
    outputs::write(desk, &office, &found, &args.formats)?;
    match found.verdict(settings_wrong)? {
        Outcome::Refused if args.no_fail => Ok(Outcome::Done),
        outcome @ (Outcome::Done | Outcome::Refused) => Ok(outcome),
    }
}

impl Found {
    fn add(&mut self, judged: Judged) {
        if !judged.findings.is_empty() {
            self.excerpts.insert(judged.file.clone(), judged.excerpts);
        }
        self.files.push(judged.file);
        self.read += usize::from(judged.read);
        self.findings.extend(judged.findings);
        self.brought.extend(judged.brought);
    }

    /// What is wrong between files: of all, or of those that were chosen and the others.
    fn compare(
        &mut self,
        office: &Office,
        ground: &Ground,
        (chosen, contents): (&Inventory, &Contents),
        all: bool,
    ) -> Result<(), Failure> {
        let brought = std::mem::take(&mut self.brought);
        let found = if all {
            process::between(office.process()?, &brought)
        } else {
            let own: Vec<&RelPath> = chosen.clients.iter().map(|it| &it.1).collect();
            across::against_others(office, ground, &own, brought)?
        };
        if found.is_empty() {
            return Ok(());
        }
        let files = found.iter().map(|it| it.place.file.clone()).collect();
        self.findings.extend(found);
        self.show(office, &files, contents)
    }

    /// Puts the findings in their order, and reads again what is shown of these files, for findings that came after they were judged.
    /// Where they are not what lies in the work tree, these are their contents.
    fn show(&mut self, office: &Office, files: &BTreeSet<String>, contents: &Contents) -> Result<(), Failure> {
        self.findings.sort_by(|one, two| one.place.cmp(&two.place).then_with(|| one.code.cmp(&two.code)));
        for of_file in self.findings.chunk_by(|one, two| one.place.file == two.place.file) {
            let Some(file) = of_file.first().map(|it| &it.place.file).filter(|it| files.contains(*it)) else {
                continue;
            };
            let bytes = match contents.get(file) {
                Some(bytes) => bytes.clone(),
                None => office.ws.read(&RelPath::new(file)?)?,
            };
            self.excerpts.insert(file.clone(), excerpts(&String::from_utf8_lossy(&bytes), of_file));
        }
        Ok(())
    }

    /// 78 when the settings are wrong, 65 when a file could not be read, 1 when something is wrong, else 0.
    fn verdict(&self, settings_wrong: bool) -> Result<Outcome, Failure> {
        let unread = self.files.len().saturating_sub(self.read);
        if settings_wrong {
            let message = Message::new("command.wrong-settings").with("file", SETTINGS);
            return Err(Failure::new(FailureKind::Config, message));
        }
        if unread > 0 {
            return Err(Failure::new(FailureKind::Unreadable, Message::new("command.unread").with("n", unread)));
        }
        let wrong = self.findings.iter().any(|it| it.severity == Severity::Error);
        Ok(if wrong { Outcome::Refused } else { Outcome::Done })
    }
}

/// Where only what changed is judged: what that is, and how it changed.
fn steps(office: &Office, args: &ValidateArgs) -> Result<Option<Steps>, Failure> {
    match (&args.since, args.staged) {
        (Some(revision), _) => since::since(office, revision).map(Some),
        (None, true) => since::staged(office, args.commit_message.as_deref()).map(Some),
        (None, false) => Ok(None),
    }
}

/// Judges the files that are not as an earlier run has found them, and remembers all.
fn remembering(
    office: &Office,
    ground: &Ground,
    chosen: &Inventory,
    all: bool,
) -> Result<Vec<Result<Judged, Failure>>, Failure> {
    let memory = Memory::open(office, memory::NAME)?;
    let progress = office.ui.progress("command.progress-clients", chosen.clients.len());
    let judge =
        |(id, path): &(ClientId, RelPath)| progress.step().then(|| memory::judge(&memory, office, ground, id, path));
    let judged: Vec<_> = chosen.clients.par_iter().filter_map(judge).collect();
    progress.end()?;
    let (mut found, mut learned, mut identified) = (Vec::with_capacity(judged.len()), Vec::new(), Vec::new());
    for ((_, path), it) in chosen.clients.iter().zip(judged) {
        found.push(it.map(|(judged, new)| {
            if let Some(new) = new {
                let known = across::identified(&judged.brought, new.print.to_string(), new.stamp.to_string());
                identified.extend(known.map(|it| (path.as_str().to_owned(), it)));
                learned.push((path.as_str().to_owned(), new));
            }
            judged
        }));
    }
    // Of a few files nothing can be told of the others.
    let there: BTreeSet<&str> = chosen.clients.iter().map(|it| it.1.as_str()).collect();
    memory.keep(office, &learned, |path| !all || there.contains(path));
    if !identified.is_empty() {
        across::Index::open(office)?.learn(office, &identified, || all.then_some(there));
    }
    Ok(found)
}

fn judge(
    office: &Office,
    ground: &Ground,
    id: &ClientId,
    path: &RelPath,
    steps: Option<&Steps>,
) -> Result<Judged, Failure> {
    let file = path.as_str();
    let staged = steps.and_then(|it| it.contents.get(file)).cloned();
    let bytes = match staged.map_or_else(|| office.ws.read(path), Ok) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(unread(path, &error)),
    };
    let before = steps.and_then(|it| it.before.get(file)).map(Vec::as_slice);
    judge_bytes(office, ground, (id, path), (&bytes, before), &mut Vec::new())
}

fn unread(path: &RelPath, error: &StoreError) -> Judged {
    let file = path.as_str();
    let findings = vec![unreadable(file, error)];
    Judged { file: file.to_owned(), findings, excerpts: Excerpts::default(), read: false, brought: Vec::new() }
}

/// What is wrong with a file of this content, and was not before; and what it says of the workspace around it, with what was so.
fn judge_bytes(
    office: &Office,
    ground: &Ground,
    (id, path): (&ClientId, &RelPath),
    (bytes, before): (&[u8], Option<&[u8]>),
    seen: &mut Vec<(Around, bool)>,
) -> Result<Judged, Failure> {
    let file = path.as_str();
    let reading = Document::read(bytes);
    let read = reading.flaws.is_empty() && reading.document.is_some();
    let mut findings: Vec<Finding> = reading.flaws.into_iter().map(|it| office::flawed(it, file)).collect();
    let text = String::from_utf8_lossy(bytes);
    let mut brought = Vec::new();
    match &reading.document {
        Some(document) => {
            let subject = Subject::new(ground, document, file);
            findings.extend(check::of_subject(office, id, &subject, seen)?);
            brought = process::brought(office.process()?, &subject);
        }
        // A key that was pasted may be what broke the file.
        None => findings.extend(office.process()?.secrets().findings_in_text(&text, file)),
    }
    if let Some(before) = before {
        let mut earlier = Earlier::read(office, ground, (id, file), before)?;
        earlier.forgive(&mut findings);
        brought = earlier.introduced(office, brought)?;
    }
    Ok(Judged { file: file.to_owned(), excerpts: excerpts(&text, &findings), findings, read, brought })
}

/// What is shown of a file with its findings, its secrets covered.
fn excerpts(text: &str, findings: &[Finding]) -> Excerpts {
    if findings.is_empty() {
        return Excerpts::default();
    }
    Excerpts::of(&secrets::covered(text, findings), findings.iter().map(|it| &it.place.spot))
}

fn unreadable(file: &str, error: &StoreError) -> Finding {
    let place = Place { file: file.to_owned(), ..Place::default() };
    let finding = Finding::error("workspace/not-readable", place, error.message());
    Finding { help: error.help().into_iter().next(), ..finding }
}

/// What lies in `clients/` and is no client file, or is one twice.
fn misplaced(office: &Office, ground: &Ground, error: &StoreError) -> Result<Judged, Failure> {
    let file = error.path().map_or_else(|| "clients".to_owned(), |it| it.as_str().to_owned());
    let finding = |code: &str| Finding { code: code.to_owned(), ..unreadable(&file, error) };
    let StoreError::Duplicate { id, second, .. } = error else {
        let findings = vec![finding("workspace/not-a-client-file")];
        return Ok(Judged { file, findings, excerpts: Excerpts::default(), read: false, brought: Vec::new() });
    };
    let mut judged = judge(office, ground, id, second, None)?;
    judged.findings.push(finding("workspace/id-not-unique"));
    Ok(judged)
}

/// The clients that are meant: all, or those under the paths given, or with the ids given.
fn chosen(desk: &Desk, office: &Office, args: &ValidateArgs, steps: Option<&Steps>) -> Result<Inventory, Failure> {
    let mut all = office.ws.inventory()?;
    if let Some(steps) = steps {
        all.clients.clone_from(&steps.clients);
        all.faults.retain(|it| it.path().is_some_and(|it| steps.paths.contains(it.as_str())));
    }
    if args.paths.is_empty() {
        return Ok(all);
    }
    let meant: Vec<Meant> = args.paths.iter().map(|it| Meant::of(desk, office, it)).collect();
    for (path, it) in args.paths.iter().zip(&meant) {
        let known = all.clients.iter().any(|(id, file)| it.is(id, file))
            || all.faults.iter().filter_map(StoreError::path).any(|file| it.holds(file));
        if !known && steps.is_none() {
            let name = path.display().to_string();
            return Err(Failure::new(FailureKind::Missing, Message::new("command.no-such-file").with("path", name)));
        }
    }
    let Inventory { mut clients, mut faults } = all;
    clients.retain(|(id, file)| meant.iter().any(|it| it.is(id, file)));
    faults.retain(|fault| fault.path().is_some_and(|file| meant.iter().any(|it| it.holds(file))));
    Ok(Inventory { clients, faults })
}

/// What a person may mean by a path: a file or folder of the workspace, or the id of a client.
struct Meant {
    inside: Option<RelPath>,
    id: Option<ClientId>,
}

impl Meant {
    fn of(desk: &Desk, office: &Office, path: &std::path::Path) -> Self {
        Self { inside: office.ws.relative(&desk.start.join(path)), id: path.to_str().and_then(|it| it.parse().ok()) }
    }

    fn is(&self, id: &ClientId, file: &RelPath) -> bool {
        self.id.as_ref() == Some(id) || self.holds(file)
    }

    fn holds(&self, file: &RelPath) -> bool {
        self.inside.as_ref().is_some_and(|it| it.holds(file))
    }
}
