//! `onboard init`: a new client, and the workspace where there is none, in one commit.

use serde_json::{Value, json};

use super::change::{self, Act};
use super::office::{self, Office, SETTINGS};
use super::{Desk, across, ask, check, failure, secrets, set};
use crate::cli::{Format, InitArgs};
use crate::document::{self, Document, Edit, Order, Path};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{ClientId, Message, Severity, Status};
use crate::schema::{self, FileKind, Schema};
use crate::store::{self, Change, FileChange, RelPath, StoreError, Workspace};
use crate::ui::Ui;

/// Copies of the schemas for editors; the program never reads them.
pub(crate) const EDITOR_SCHEMA: &str = ".onboard/client.schema.json";
const EDITOR_SETTINGS: &str = ".onboard/settings.schema.json";
/// One kind of line ending on every machine.
const ATTRIBUTES: &str = ".gitattributes";

pub(crate) fn run(desk: &Desk, mut args: InitArgs) -> Result<Outcome, Failure> {
    let base = args.from.as_ref().map(|file| from_file(desk, file)).transpose()?;
    ask::missing(desk, &mut args, base.as_ref())?;
    let Some(id) = args.id.clone() else { return Err(failure::usage(Message::new("command.no-id"))) };
    let (office, workspace) = open(desk, &args)?;
    secrets::refuse_typed(&office)?;
    let path = free_path(&office, &id)?;
    let document = compose(&office, &path, &args, &id, base)?;
    refuse_wrong(&office, &id, &document, &path)?;
    let mut files = match workspace {
        Place::New => workspace_files(desk, &office, &args)?,
        Place::Found => Vec::new(),
    };
    files.push(FileChange { path: path.clone(), before: None, after: Some(document.text().as_bytes().to_vec()) });
    let written: Vec<String> = files.iter().map(|it| it.path.as_str().to_owned()).collect();
    let act = act(&id, &document);
    let message = change::message(&act, &args.change, &office)?;
    let change = Change { files, message, writing: change::writing(&args.change), when: None };
    if args.change.dry_run {
        return change::show(desk, &office, &change, &args.change);
    }
    let done = match workspace {
        Place::Found => office.ws.change(change)?,
        Place::New => Workspace::found(&desk.start, office::surroundings(desk), change)?,
    };
    change::tell_hooks(desk, &done);
    let made = change::Made::Written { done };
    let outcome = change::said(desk, &act, &path, &made, &args.change)?;
    if args.change.no_commit {
        desk.ui.note(&Message::new("command.commit-these").with("files", written.join(" ")));
    }
    if args.change.format.format == Format::Table {
        desk.ui.note(&Message::new("command.init-next").with("file", path.as_str()).with("client", id.as_str()));
    }
    Ok(outcome)
}

/// Whether the workspace was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Found,
    /// It will be made in the folder the command was started in.
    New,
}

/// The workspace around the folder, or the one that will be made in it.
fn open(desk: &Desk, args: &InitArgs) -> Result<(Office, Place), Failure> {
    match Workspace::find(&desk.start, office::surroundings(desk)) {
        Ok(ws) => Ok((Office::at(desk, ws)?, Place::Found)),
        Err(StoreError::NoWorkspace { .. }) => {
            let ws = Workspace::unfounded(&desk.start, office::surroundings(desk));
            Ok((Office::with_settings(desk, ws, settings_text(desk, args).as_bytes())?, Place::New))
        }
        Err(error) => Err(error.into()),
    }
}

/// Where the new file goes; refused when there is a client of that name.
fn free_path(office: &Office, id: &ClientId) -> Result<RelPath, Failure> {
    match office.ws.client_path(id) {
        Err(StoreError::NoClient { .. }) => Ok(RelPath::of_client(id)),
        Err(error) => Err(error.into()),
        Ok(path) => {
            let message = Message::new("command.client-exists").with("client", id.as_str()).with("file", path.as_str());
            let help = Message::new("command.client-exists-help").with("client", id.as_str());
            Err(Failure::new(FailureKind::Exists, message).help(help))
        }
    }
}

fn refuse_wrong(office: &Office, id: &ClientId, document: &Document, path: &RelPath) -> Result<(), Failure> {
    let ground = office.ground()?;
    let mut findings = check::findings(office, &ground, id, document, path.as_str())?;
    if findings.is_empty() {
        findings.extend(across::taken(office, &ground, path, None, document)?);
    }
    let wrong: Vec<_> = findings.into_iter().filter(|it| it.severity == Severity::Error).collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let message = Message::new("command.new-file-wrong").with("n", wrong.len());
    Err(Failure::new(FailureKind::Usage, message).findings(wrong, document.text()))
}

/// The text of a draft; `-` is standard input.
fn from_file(desk: &Desk, file: &std::path::Path) -> Result<Document, Failure> {
    let name = file.display().to_string();
    let bytes =
        if name == "-" { Ui::input().map_err(failure::input)? } else { store::read_any(&desk.start.join(file))? };
    office::read(&bytes, &name, FailureKind::Unreadable)
}

fn settings_text(desk: &Desk, args: &InitArgs) -> String {
    let text = include_str!("files/onboard.yaml").replace("LANGUAGE", desk.ui.lang.as_str());
    text.replace("DOMAINS", &args.hosts.join(", "))
}

fn workspace_files(desk: &Desk, office: &Office, args: &InitArgs) -> Result<Vec<FileChange>, Failure> {
    let texts = [
        (SETTINGS, settings_text(desk, args)),
        (EDITOR_SCHEMA, Schema::text(FileKind::Client).to_owned()),
        (EDITOR_SETTINGS, Schema::text(FileKind::Settings).to_owned()),
        (ATTRIBUTES, "*.yaml text eol=lf\n".to_owned()),
    ];
    let mut files = Vec::new();
    for (path, text) in texts {
        let path = RelPath::new(path)?;
        // What is there already, such as attributes of a larger repository, is the person's.
        if !office.ws.exists(&path)? {
            files.push(FileChange { path, before: None, after: Some(text.into_bytes()) });
        }
    }
    Ok(files)
}

/// The text of the new file: what was given, completed with what every client has.
fn compose(
    office: &Office,
    path: &RelPath,
    args: &InitArgs,
    id: &ClientId,
    base: Option<Document>,
) -> Result<Document, Failure> {
    let process = office.process()?;
    let depth = path.as_str().matches('/').count();
    let modeline = format!("# yaml-language-server: $schema={}{EDITOR_SCHEMA}\n", "../".repeat(depth));
    let first = process.first().to_string();
    let document = match base {
        Some(document) => document,
        None => {
            let start = json!({"schema": 1, "id": id.as_str(), "process": process.reference()});
            let text = format!("{modeline}{}", document::write_new(&start));
            office::read(text.as_bytes(), path.as_str(), FailureKind::Bug)?
        }
    };
    let mut edits = Vec::new();
    let mut give = |path: Path, value: Value| {
        if document.at(&path).is_none() {
            edits.push(Edit::Set { path, value });
        }
    };
    let root = Path::root();
    let organization = root.key("organization");
    give(root.key("schema"), json!(1));
    give(root.key("id"), json!(id.as_str()));
    give(root.key("process"), json!(process.reference()));
    if let (Some(en), Some(fr)) = (&args.name_en, &args.name_fr) {
        give(organization.key("name"), json!({"en": en, "fr": fr}));
    }
    if let (Some(en), Some(fr)) = (&args.abbreviation_en, &args.abbreviation_fr) {
        give(organization.key("abbreviation"), json!({"en": en, "fr": fr}));
    }
    if let Some(language) = args.language {
        give(root.key("language"), json!(language.as_str()));
    }
    give(root.key("status"), json!(Status::Active.as_str()));
    give(root.key("phase"), json!(first));
    let entry =
        json!({"date": office.today.to_string(), "change": "init", "to": first, "status": Status::Active.as_str()});
    give(root.key("history"), json!([entry]));
    let document = edited(office, &document, &edits, path)?;
    let fields = more_fields(office, &document, &args.sets)?;
    edited(office, &document, &fields, path)
}

fn edited(office: &Office, document: &Document, edits: &[Edit], path: &RelPath) -> Result<Document, Failure> {
    let shape = office.schema()?.shape();
    let order = |path: &Path| schema::order(shape, path);
    let edited = document::apply(document, edits, Order::by(&order));
    edited.map_err(|error| failure::edit(&error, document, path.as_str()))
}

/// The fields given with `--set`.
fn more_fields(office: &Office, document: &Document, sets: &[String]) -> Result<Vec<Edit>, Failure> {
    let mut edits = Vec::new();
    for field in sets {
        let (name, value) = set::pair(field)?;
        edits.extend(set::edit(office, document, name, value)?.map_err(failure::typed)?);
    }
    Ok(edits)
}

fn act(id: &ClientId, document: &Document) -> Act {
    let phase = document.at(&Path::root().key("phase")).and_then(Value::as_str).unwrap_or_default();
    let trailers = vec![("Onboard-To".to_owned(), phase.to_owned())];
    Act { client: id.clone(), verb: "init", summary: format!("new client in {phase}"), trailers }
}
