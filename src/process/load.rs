//! A process, ready to judge: read from a workspace, where everything is checked first, or the one that comes with the
//! program, which a test has checked.

use std::sync::{Arc, OnceLock};

use serde_json::Value;

use super::authority::Authority;
use super::definition::{
    AcrossRule, Definition, Gate, Heading, Lifecycle, Names, Party, Phase, ReferenceRule, Rule, Signature, StatusWords,
};
use super::due_kind::DueKind;
use super::narrow::Services;
use super::ordered::{Labels, Ordered};
use super::secret::Secrets;
use super::sound;
use super::subject::Shapes;
use super::texts::Sieve;
use crate::document::{Document, Path};
use crate::model::{Finding, GateId, Message, PhaseId, Place, Spot, Status, Text};
use crate::schema::{FileKind, Schema};

/// Phases, gates, life cycles and rules that clients follow.
#[derive(Debug)]
pub(crate) struct Process {
    // Invariant: sound, as `load` or a test of the embedded process has found.
    definition: Definition,
    reference: String,
    /// The gates that are asked of each service.
    per_service: OnceLock<Vec<GateId>>,
    sieve: OnceLock<Sieve>,
}

/// The process that comes with the program.
const EMBEDDED: &str = include_str!("../../schemas/process/sign-in-canada.yaml");
/// The same as JSON, which is read ten times as fast.
const EMBEDDED_JSON: &str = include_str!(concat!(env!("OUT_DIR"), "/process.json"));

impl Process {
    /// Reads the process of a workspace. Returns everything that is wrong with it, or a sound process.
    pub(crate) fn load(text: &str, file: &str, shapes: &Shapes<'_>) -> Result<Self, Vec<Finding>> {
        let reading = Document::read(text.as_bytes());
        let mut findings: Vec<Finding> = reading
            .flaws
            .into_iter()
            .map(|flaw| {
                let place = Place { file: file.to_owned(), spot: flaw.spot, path: String::new() };
                Finding { help: flaw.help, ..Finding::error(format!("yaml/{}", flaw.code), place, flaw.message) }
            })
            .collect();
        let Some(document) = reading.document else { return Err(findings) };
        findings.extend(Schema::embedded(FileKind::Process).check(&document, file));
        match serde_json::from_value::<Definition>(document.value().clone()) {
            Ok(definition) => {
                findings.extend(sound::check(&definition, &document, file, shapes));
                sort(&mut findings);
                if findings.is_empty() { Ok(Self::of(definition)) } else { Err(findings) }
            }
            Err(error) => {
                // What the schema has found says it better.
                if findings.is_empty() {
                    findings.push(not_a_process(file, &error.to_string()));
                }
                sort(&mut findings);
                Err(findings)
            }
        }
    }

    /// The process that comes with the program. Its rules are read when they are first used.
    pub(crate) fn embedded() -> Result<&'static Self, Vec<Finding>> {
        static PROCESS: OnceLock<Result<Process, String>> = OnceLock::new();
        let read = || serde_json::from_str(EMBEDDED_JSON).map(Self::of).map_err(|it| it.to_string());
        PROCESS.get_or_init(read).as_ref().map_err(|detail| vec![not_a_process("", detail)])
    }

    /// The text of the process that comes with the program.
    pub(crate) fn embedded_text() -> &'static str {
        EMBEDDED
    }

    fn of(definition: Definition) -> Self {
        let reference = format!("{}@{}", definition.process, definition.version);
        Self { definition, reference, per_service: OnceLock::new(), sieve: OnceLock::new() }
    }

    /// Whether a fix of this process leaves `word` for the person to fill in: `reference=REFERENCE`, `submit acme REQUEST`.
    pub(crate) fn leaves_open(&self, word: &str) -> bool {
        let fixes = self.gates().filter_map(|it| it.fix.as_ref());
        let fixes = fixes.chain(self.rules().iter().filter_map(|it| it.fix.as_ref()));
        // It stands after `=`, alone, or in a gap: `{(… + ['REQUEST'])[0]}`.
        let part = |it: char| !(it.is_ascii_alphanumeric() || it == '_');
        fixes.flat_map(|it| it.text().split(part)).any(|it| it == word)
    }

    /// As client files name it: `name@version`.
    pub(crate) fn reference(&self) -> &str {
        &self.reference
    }

    pub(crate) fn name(&self) -> &Text {
        &self.definition.name
    }

    pub(crate) fn about(&self) -> Option<&Text> {
        self.definition.about.as_ref()
    }

    /// The phase that a new client starts in.
    pub(crate) fn first(&self) -> &PhaseId {
        &self.definition.first
    }

    /// The phases, in order.
    pub(crate) fn phases(&self) -> &[Phase] {
        &self.definition.phases
    }

    pub(crate) fn phase(&self, id: &PhaseId) -> Option<&Phase> {
        self.phases().iter().find(|it| it.id == *id)
    }

    /// Every gate of every phase, those to enter it first.
    pub(crate) fn gates(&self) -> impl Iterator<Item = &Gate> {
        self.phases().iter().flat_map(|it| it.enter.iter().chain(&it.gates))
    }

    pub(crate) fn rules(&self) -> &[Rule] {
        &self.definition.rules
    }

    /// What the code of one of its rules stands for, and who asks for it.
    pub(crate) fn words_of(&self, code: &str) -> Option<(&Text, Option<&str>)> {
        if let Some(id) = code.strip_prefix("secret/") {
            return self.secrets().kinds.iter().find(|it| it.id == id).map(|it| (&it.name, None));
        }
        let id = code.strip_prefix("rule/")?;
        let rule = self.rules().iter().find(|it| it.id == id).map(|it| (&it.text, it.source.as_deref()));
        let across = || self.across().iter().find(|it| it.id == id).map(|it| (&it.text, it.source.as_deref()));
        let reference = || self.references().iter().find(|it| it.id == id).map(|it| (&it.text, it.source.as_deref()));
        rule.or_else(across).or_else(reference)
    }

    /// Where ids of other clients stand.
    pub(super) fn references(&self) -> &[ReferenceRule] {
        &self.definition.references
    }

    /// Rules about several files.
    pub(crate) fn across(&self) -> &[AcrossRule] {
        &self.definition.across
    }

    /// What has a name that may change.
    pub(super) fn names(&self) -> Option<&Names> {
        self.definition.names.as_ref()
    }

    /// What is signed.
    pub(crate) fn signatures(&self) -> &[Signature] {
        &self.definition.signatures
    }

    /// What falls due, in the order of the file.
    pub(crate) fn due_kinds(&self) -> &[DueKind] {
        &self.definition.due
    }

    pub(crate) fn lifecycles(&self) -> &Ordered<Lifecycle> {
        &self.definition.lifecycles
    }

    /// What must never be in a file or on a command line.
    pub(crate) fn secrets(&self) -> &Arc<Secrets> {
        &self.definition.secrets
    }

    pub(super) fn services(&self) -> Option<&Services> {
        self.definition.services.as_ref()
    }

    /// The field of a new service that says since when it belongs to the client, in a phase where the others were there
    /// before.
    pub(crate) fn joins_late(&self, list: &Path, phase: &str) -> Option<&str> {
        let services = self.services().filter(|it| it.of.path() == *list)?;
        services.since.as_deref().filter(|_| phase != self.first().as_str())
    }

    /// The path of the field that holds the state of a service, as labels name it.
    pub(crate) fn service_states(&self) -> Option<String> {
        self.services().map(|it| it.state_path())
    }

    /// Whether a gate is asked of each service by itself.
    pub(super) fn is_per_service(&self, gate: &Gate) -> bool {
        let read = || {
            let reading = self.services().map(|services| self.gates().filter(|it| services.reads(it)));
            reading.into_iter().flatten().map(|it| it.id.clone()).collect()
        };
        self.per_service.get_or_init(read).contains(&gate.id)
    }

    /// Who may do what.
    pub(super) fn authority(&self) -> &[Authority] {
        &self.definition.authority
    }

    /// Compiles what the first judgement would.
    pub(crate) fn make_ready(&self) {
        self.sieve();
        self.secrets().make_ready();
    }

    /// What the rules about every text look for.
    pub(super) fn sieve(&self) -> &Sieve {
        self.sieve.get_or_init(|| Sieve::of(self.rules()))
    }

    pub(crate) fn limits(&self) -> &Value {
        &self.definition.limits
    }

    pub(crate) fn statuses(&self) -> &[StatusWords] {
        &self.definition.statuses
    }

    pub(crate) fn status(&self, id: Status) -> Option<&StatusWords> {
        self.statuses().iter().find(|it| it.id == id)
    }

    pub(crate) fn party(&self, id: &str) -> Option<&Party> {
        self.definition.parties.iter().find(|it| it.id == id)
    }

    pub(crate) fn heading(&self, id: &str) -> Option<&Heading> {
        self.definition.headings.iter().find(|it| it.id == id)
    }

    /// The words for the values of enumerations, by the path of their field.
    pub(crate) fn labels(&self) -> &Labels {
        &self.definition.labels
    }

    pub(crate) fn id(&self) -> &str {
        &self.definition.process
    }

    pub(crate) fn version(&self) -> u32 {
        self.definition.version
    }

    pub(crate) fn sections(&self) -> &Ordered<Text> {
        &self.definition.sections
    }
}

fn not_a_process(file: &str, detail: &str) -> Finding {
    let spot = Spot { line: 1, column: 1, start: 0, end: 0 };
    let place = Place { file: file.to_owned(), spot, path: String::new() };
    Finding::error("process/structure", place, Message::new("process.not-a-process").with("detail", detail))
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|one, two| {
        let key = |it: &Finding| (it.place.spot.start, it.place.path.clone(), it.code.clone());
        key(one).cmp(&key(two))
    });
}
