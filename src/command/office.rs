//! What a command finds in a workspace: its settings, its process, the date, and one client at a time.

use std::path::PathBuf;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;

use super::memory::Print;
use super::{Desk, secrets};
use crate::document::{Document, Flaw};
use crate::env::Env;
use crate::error::{Failure, FailureKind};
use crate::model::{ClientId, Date, Finding, Message, Place};
use crate::process::{Ground, Process, Shapes};
use crate::schema::{FileKind, Schema};
use crate::store::{CommitSigning, RelPath, Surroundings, Waiting, Workspace};
use crate::ui::Ui;

pub(crate) use crate::store::SETTINGS;
/// A workspace's own process and client schema.
pub(crate) const OWN_PROCESS: &str = "process/process.yaml";
pub(crate) const OWN_SCHEMA: &str = "process/client.schema.json";
pub(crate) const OWN_PROCESS_SCHEMA: &str = "process/process.schema.json";

/// What this program is made of, as its build has found.
pub(super) const MADE_OF: &str = env!("ONBOARD_MADE_OF");

/// What the program itself needs to know of the settings.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Settings {
    pub(crate) process: String,
    #[serde(default)]
    pub(crate) time_zone: Option<String>,
    /// Where this repository can be read on the web.
    #[serde(default)]
    pub(crate) repository_url: Option<String>,
    #[serde(default)]
    git: Option<GitSettings>,
}

#[derive(Debug, Clone, Deserialize)]
struct GitSettings {
    #[serde(default)]
    sign: Option<CommitSigning>,
}

/// A workspace that is open for one command.
#[derive(Debug)]
pub(crate) struct Office {
    /// The terminal, to show there how far long work has come.
    pub(crate) ui: Ui,
    pub(crate) ws: Workspace,
    pub(crate) settings: Settings,
    settings_value: Value,
    pub(crate) today: Date,
    /// The command line, as it was typed.
    pub(crate) typed: Vec<String>,
    /// The folder that files on the command line are named from.
    pub(crate) start: PathBuf,
    own_process: OnceLock<Process>,
    own_schema: OnceLock<Option<Schema>>,
    /// The texts that these were read from.
    process_text: OnceLock<String>,
    schema_text: OnceLock<String>,
}

/// A client file as it was read.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) id: ClientId,
    pub(crate) path: RelPath,
    pub(crate) bytes: Vec<u8>,
    pub(crate) document: Document,
}

impl Office {
    /// Opens the workspace around the folder the command was started in.
    pub(crate) fn open(desk: &Desk) -> Result<Self, Failure> {
        secrets::get_ready();
        let ws = Workspace::find(&desk.start, surroundings(desk))?;
        Self::at(desk, ws)
    }

    pub(crate) fn at(desk: &Desk, ws: Workspace) -> Result<Self, Failure> {
        let bytes = ws.read(&RelPath::new(SETTINGS)?)?;
        Self::with_settings(desk, ws, &bytes)
    }

    /// The same, with settings that are still to be written.
    pub(crate) fn with_settings(desk: &Desk, ws: Workspace, bytes: &[u8]) -> Result<Self, Failure> {
        let document = read(bytes, SETTINGS, FailureKind::Config)?;
        let settings =
            Settings::deserialize(document.value()).map_err(|error| wrong_settings(&document).source(error))?;
        let today = today(desk, settings.time_zone.as_deref())?;
        let signing = settings.git.as_ref().and_then(|it| it.sign).unwrap_or_default();
        let settings_value = document.value().clone();
        let typed = desk.typed.iter().skip(1).map(|it| it.to_string_lossy().into_owned()).collect();
        Ok(Self {
            ui: desk.ui.clone(),
            ws: ws.signed(signing),
            settings,
            settings_value,
            today,
            typed,
            start: desk.start.clone(),
            own_process: OnceLock::new(),
            own_schema: OnceLock::new(),
            process_text: OnceLock::new(),
            schema_text: OnceLock::new(),
        })
    }

    /// The findings of the settings file, for the commands that judge everything.
    pub(crate) fn settings_findings(&self) -> Result<Failure, Failure> {
        let bytes = self.ws.read(&RelPath::new(SETTINGS)?)?;
        Ok(wrong_settings(&read(&bytes, SETTINGS, FailureKind::Config)?))
    }

    /// The settings, as their file has them.
    pub(crate) fn settings_value(&self) -> &Value {
        &self.settings_value
    }

    /// Whether the settings let no commit be made without a signature.
    pub(crate) fn demands_signatures(&self) -> bool {
        let sign = self.settings.git.as_ref().and_then(|it| it.sign);
        sign == Some(CommitSigning::Always)
    }

    /// Whether the team has taken the process over.
    pub(crate) fn owns_process(&self) -> bool {
        self.settings.process == OWN_PROCESS
    }

    /// The schema of client files: the workspace's own, or the embedded one.
    pub(crate) fn schema(&self) -> Result<&Schema, Failure> {
        let own = match self.own_schema.get() {
            Some(own) => own,
            None => {
                let own = self.read_own_schema()?;
                self.own_schema.get_or_init(|| own)
            }
        };
        Ok(own.as_ref().unwrap_or_else(|| Schema::embedded(FileKind::Client)))
    }

    /// The fingerprint of everything that clients are judged by: the program, the day, the settings, the process and the
    /// schema.
    pub(crate) fn law(&self) -> Result<String, Failure> {
        self.law_of(&self.today.to_string())
    }

    /// The same without the day, for what is the same on each.
    pub(crate) fn law_of_every_day(&self) -> Result<String, Failure> {
        self.law_of("")
    }

    fn law_of(&self, day: &str) -> Result<String, Failure> {
        // Read before, so that what is judged by is what is named here.
        let process = self.process()?;
        if self.owns_process() {
            self.schema()?;
        }
        let own = [&self.process_text, &self.schema_text].map(|it| it.get().map_or("", String::as_str));
        let parts = [MADE_OF, day, &self.settings_value.to_string(), process.reference()];
        Ok(Print::of(parts.into_iter().chain(own)))
    }

    fn read_own_schema(&self) -> Result<Option<Schema>, Failure> {
        let path = RelPath::new(OWN_SCHEMA)?;
        if !self.owns_process() || !self.ws.exists(&path)? {
            return Ok(None);
        }
        let text = utf8(self.ws.read(&path)?, OWN_SCHEMA)?;
        let text = self.schema_text.get_or_init(|| text);
        let schema = Schema::load(text, OWN_SCHEMA);
        schema.map(Some).map_err(|findings| wrong_process(findings, text, OWN_SCHEMA))
    }

    /// The process: the workspace's own, checked whole, or the embedded one, which a test has proved sound.
    pub(crate) fn process(&self) -> Result<&Process, Failure> {
        if self.owns_process() {
            return match self.own_process.get() {
                Some(process) => Ok(process),
                None => {
                    let process = self.read_own_process()?;
                    secrets::cover_by(&process);
                    Ok(self.own_process.get_or_init(|| process))
                }
            };
        }
        let process = Process::embedded().map_err(|findings| wrong_process(findings, "", &self.settings.process))?;
        if process.reference() == self.settings.process {
            return Ok(process);
        }
        let message = Message::new("command.unknown-process").with("name", self.settings.process.as_str());
        let known = Message::new("command.known-process").with("name", process.reference());
        Err(Failure::new(FailureKind::Config, message).help(known))
    }

    fn read_own_process(&self) -> Result<Process, Failure> {
        let text = utf8(self.ws.read(&RelPath::new(OWN_PROCESS)?)?, OWN_PROCESS)?;
        let text = self.process_text.get_or_init(|| text);
        Process::load(text, OWN_PROCESS, &self.shapes()?).map_err(|findings| wrong_process(findings, text, OWN_PROCESS))
    }

    /// Reads a client that must be there and readable.
    pub(crate) fn client(&self, id: &ClientId) -> Result<Open, Failure> {
        let path = self.ws.client_path(id)?;
        let bytes = self.ws.read(&path)?;
        let document = read(&bytes, path.as_str(), FailureKind::Unreadable).map_err(|failure| {
            // A key that was pasted may be what broke the file.
            let text = String::from_utf8_lossy(&bytes);
            match self.process() {
                Ok(process) => failure.findings(process.secrets().findings_in_text(&text, path.as_str()), &text),
                Err(other) => other,
            }
        })?;
        Ok(Open { id: id.clone(), path, bytes, document })
    }

    /// The shapes of what rules speak of.
    pub(crate) fn shapes(&self) -> Result<Shapes<'_>, Failure> {
        let settings = Schema::embedded(FileKind::Settings).shape();
        Ok(Shapes { client: self.schema()?.shape(), settings })
    }

    /// What is the same for every client that is judged now.
    pub(crate) fn ground(&self) -> Result<Ground<'_>, Failure> {
        Ok(Ground::new(self.shapes()?, &self.settings_value, self.today))
    }
}

/// Today in the time zone of the settings, or as `ONBOARD_TODAY` says.
pub(crate) fn today(desk: &Desk, zone: Option<&str>) -> Result<Date, Failure> {
    desk.env.today(zone).map_err(|bad| {
        let message = Message::new("error.bad-today").with("value", bad.0.escape_debug().to_string());
        Failure::new(FailureKind::Usage, message)
    })
}

/// Reads a document strictly; its flaws are the failure.
pub(crate) fn read(bytes: &[u8], file: &str, kind: FailureKind) -> Result<Document, Failure> {
    let reading = Document::read(bytes);
    match reading.document {
        Some(document) if reading.flaws.is_empty() => Ok(document),
        Some(_) | None => {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let findings = reading.flaws.into_iter().map(|it| flawed(it, file)).collect();
            let message = Message::new("command.unreadable").with("file", file);
            Err(Failure::new(kind, message).findings(findings, &text))
        }
    }
}

/// The finding that a flaw of a text is.
pub(crate) fn flawed(flaw: Flaw, file: &str) -> Finding {
    let place = Place { file: file.to_owned(), spot: flaw.spot, path: String::new() };
    let finding = Finding::error(format!("yaml/{}", flaw.code), place, flaw.message);
    Finding { help: flaw.help, ..finding }
}

/// The world outside, for the store.
pub(crate) fn surroundings(desk: &Desk) -> Surroundings {
    let ui = desk.ui.clone();
    let tell = move |holder: &str| {
        if ui.is_watched() {
            ui.note(&Message::new("store.waiting").with("holder", holder.to_owned()));
        }
    };
    Surroundings::new(Env::variables()).telling(Waiting::with(tell))
}

fn utf8(bytes: Vec<u8>, file: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let place = Place { file: file.to_owned(), ..Place::default() };
        let finding = Finding::error("yaml/not-utf8", place, Message::new("command.not-utf8").with("file", file));
        Failure::new(FailureKind::Config, Message::new("command.unreadable").with("file", file))
            .findings(vec![finding], "")
            .source(error)
    })
}

fn wrong_settings(document: &Document) -> Failure {
    let findings = Schema::embedded(FileKind::Settings).check(document, SETTINGS);
    Failure::new(FailureKind::Config, Message::new("command.wrong-settings").with("file", SETTINGS))
        .findings(findings, document.text())
}

fn wrong_process(findings: Vec<Finding>, text: &str, file: &str) -> Failure {
    Failure::new(FailureKind::Config, Message::new("command.wrong-process").with("file", file))
        .help(Message::new("command.wrong-process-help"))
        .findings(findings, text)
}
