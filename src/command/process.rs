//! `onboard process`: show, check and take over the process.

use super::change;
use super::office::{self, OWN_PROCESS, OWN_PROCESS_SCHEMA, OWN_SCHEMA, Office, SETTINGS};
use super::{Desk, failure, secrets, views};
use crate::cli::{DiagramArgs, DiagramFormat, EjectArgs, Format, FormatArg, ProcessCheckArgs, ProcessCommand};
use crate::document::{self, Edit, Order, Path};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{Finding, Message};
use crate::process::Process;
use crate::render::{self, Reading};
use crate::schema::{FileKind, Schema};
use crate::store::{Change, CommitMessage, FileChange, RelPath};
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, command: ProcessCommand) -> Result<Outcome, Failure> {
    match command {
        ProcessCommand::Show(args) => show(desk, &args),
        ProcessCommand::Diagram(args) => diagram(desk, &args),
        ProcessCommand::Check(args) => check(desk, &args),
        ProcessCommand::Eject(args) => eject(desk, &args),
    }
}

fn show(desk: &Desk, args: &FormatArg) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let process = office.process()?;
    let view = views::process(process);
    let text = match args.format {
        Format::Json => render::json::process(&view),
        Format::Table => render::table::process(&view, failure::style(desk.ui)),
    };
    Ui::out(&text).map_err(failure::output)?;
    Ok(Outcome::Done)
}

fn diagram(desk: &Desk, args: &DiagramArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let view = views::process(office.process()?);
    let text = match args.format {
        DiagramFormat::Mermaid => render::diagram::mermaid(&view, desk.ui.lang),
        DiagramFormat::Dot => render::diagram::dot(&view, desk.ui.lang),
        DiagramFormat::Svg => render::diagram::svg(&view, desk.ui.lang),
    };
    Ui::out(&text).map_err(failure::output)?;
    Ok(Outcome::Done)
}

fn check(desk: &Desk, args: &ProcessCheckArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let (text, file) = source(desk, &office, args)?;
    let process = match Process::load(&text, &file, &office.shapes()?) {
        Ok(process) => process,
        Err(findings) => return wrong(desk, &findings, (&text, &file), args.format.format),
    };
    if args.file.is_none()
        && let Some((finding, text)) = super::report::template_fault(&office)?
    {
        let file = finding.place.file.clone();
        return wrong(desk, &[finding], (&text, &file), args.format.format);
    }
    let said = match args.format.format {
        Format::Json => render::json::validate(&[], Reading { files: 1, read: 1 }, desk.ui.lang),
        Format::Table => {
            let sound = Message::new("command.process-sound")
                .with("name", process.reference())
                .with("phases", process.phases().len())
                .with("gates", process.gates().count())
                .with("rules", process.rules().len());
            crate::words::say(&sound, desk.ui.lang)
        }
    };
    Ui::out(&said).map_err(failure::output)?;
    Ok(Outcome::Done)
}

/// The text of the process that is meant, and what it is called in findings.
fn source(desk: &Desk, office: &Office, args: &ProcessCheckArgs) -> Result<(String, String), Failure> {
    match &args.file {
        None if office.owns_process() => Ok((own(office, &RelPath::new(OWN_PROCESS)?)?, OWN_PROCESS.to_owned())),
        None => Ok((Process::embedded_text().to_owned(), office.settings.process.clone())),
        Some(path) => {
            let inside = office.ws.relative(&desk.start.join(path)).ok_or_else(|| {
                let name = path.display().to_string();
                Failure::new(FailureKind::Missing, Message::new("command.outside").with("path", name))
            })?;
            Ok((own(office, &inside)?, inside.as_str().to_owned()))
        }
    }
}

/// Shows everything that is wrong with a process; the exit code says that it cannot be used.
fn wrong(desk: &Desk, findings: &[Finding], source: (&str, &str), format: Format) -> Result<Outcome, Failure> {
    let (text, file) = source;
    let shown = match format {
        Format::Json => render::json::validate(findings, Reading { files: 1, read: 1 }, desk.ui.lang),
        Format::Table => render::findings(findings, &|_| Some(text.to_owned()), failure::style(desk.ui)),
    };
    Ui::out(&shown).map_err(failure::output)?;
    Err(Failure::new(FailureKind::Config, Message::new("command.wrong-process").with("file", file)))
}

fn own(office: &Office, path: &RelPath) -> Result<String, Failure> {
    Ok(String::from_utf8_lossy(&office.ws.read(path)?).into_owned())
}

/// Writes the embedded process, client schema and templates into the workspace, and makes the settings use them.
fn eject(desk: &Desk, args: &EjectArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    secrets::refuse_typed(&office)?;
    if office.owns_process() {
        let message = Message::new("command.already-ejected").with("file", OWN_PROCESS);
        return Err(Failure::new(FailureKind::Exists, message));
    }
    let mut files = vec![
        fresh(&office, OWN_PROCESS, &process_text())?,
        fresh(&office, OWN_SCHEMA, Schema::text(FileKind::Client))?,
        fresh(&office, OWN_PROCESS_SCHEMA, Schema::text(FileKind::Process))?,
        editor_schema(&office)?,
        settings(&office)?,
    ];
    for (path, text) in super::report::templates() {
        files.push(fresh(&office, &path, text)?);
    }
    let reference = office.settings.process.clone();
    let message = CommitMessage {
        subject: format!("workspace: take over the process {reference}"),
        body: args.change.message.clone().unwrap_or_default(),
        trailers: vec![
            ("Onboard-Change".to_owned(), "process eject".to_owned()),
            ("Onboard-Process".to_owned(), reference),
        ],
    };
    let written: Vec<String> = files.iter().map(|it| it.path.as_str().to_owned()).collect();
    let change = Change { files, message, writing: change::writing(&args.change), when: None };
    if args.change.dry_run {
        return change::show(desk, &office, &change, &args.change);
    }
    let done = office.ws.change(change)?;
    change::tell_hooks(desk, &done);
    Ui::out(&written.join("\n")).map_err(failure::output)?;
    desk.ui.note(&Message::new("command.ejected"));
    Ok(Outcome::Done)
}

/// The embedded process, with the comment that tells editors its schema.
fn process_text() -> String {
    format!("# yaml-language-server: $schema=process.schema.json\n{}", Process::embedded_text())
}

fn fresh(office: &Office, path: &str, text: &str) -> Result<FileChange, Failure> {
    let path = RelPath::new(path)?;
    if office.ws.exists(&path)? {
        let message = Message::new("command.file-exists").with("file", path.as_str());
        return Err(Failure::new(FailureKind::Exists, message));
    }
    Ok(FileChange { path, before: None, after: Some(text.as_bytes().to_vec()) })
}

/// Editors follow the comment of a client file to `.onboard/`, and from there to the workspace's own schema.
fn editor_schema(office: &Office) -> Result<FileChange, Failure> {
    let path = RelPath::new(super::init::EDITOR_SCHEMA)?;
    let before = if office.ws.exists(&path)? { Some(office.ws.read(&path)?) } else { None };
    let text = format!("{{\"$ref\": \"../{OWN_SCHEMA}\"}}\n");
    Ok(FileChange { path, before, after: Some(text.into_bytes()) })
}

fn settings(office: &Office) -> Result<FileChange, Failure> {
    let path = RelPath::new(SETTINGS)?;
    let before = office.ws.read(&path)?;
    let document = office::read(&before, SETTINGS, FailureKind::Config)?;
    let edit = Edit::Set { path: Path::root().key("process"), value: OWN_PROCESS.into() };
    let after = document::apply(&document, &[edit], Order::none());
    let after = after.map_err(|error| failure::edit(&error, &document, SETTINGS))?;
    Ok(FileChange { path, before: Some(before), after: Some(after.text().as_bytes().to_vec()) })
}
