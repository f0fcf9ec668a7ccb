//! `onboard edit`: a client file in the person's own editor, judged when it is saved. The work happens on a draft that
//! lies with git; the file itself is written once, as a whole, when all is well.

mod changed;
mod editor;
mod notes;
mod session;

use std::path::Path;

use inquire::Select;

use super::change::{self, Act, Made};
use super::office::{self, Office, Open};
use super::{Desk, across, check, failure, paths, secrets};
use crate::cli::{EditArgs, Format};
use crate::document::Document;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{Finding, Message, Severity};
use crate::render;
use crate::store::{RelPath, StoreError};
use crate::ui::Ui;
use crate::words::say;
use editor::Ended;
use session::Session;

pub(crate) fn run(desk: &Desk, args: &EditArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let path = office.ws.client_path(&args.id)?;
    // It would be refused in the end, when the work is done.
    if !args.change.no_commit && !args.change.dry_run && office.ws.dirty(&path)? {
        return Err(StoreError::Dirty { path }.into());
    }
    let program = editor::find(&office)?;
    let Some(mut session) = Session::begin(desk, &office, args, path)? else { return Ok(Outcome::Done) };
    if session.is_under_way()
        && let Judged::Wrong(findings) = judge(&office, &session)?
    {
        session.annotate(&findings, desk.ui.lang)?;
    }
    loop {
        if let Ended::Badly(how) = editor::open(&program, session.file())? {
            return session.broken_off(&program, &how);
        }
        if !session.read()? {
            desk.ui.note(&Message::new("edit.nothing").with("client", args.id.as_str()));
            return said_nothing(args, &session.path);
        }
        let judged = judge(&office, &session)?;
        match next(desk, &session, &judged) {
            Next::Again => session.annotate(&judged.findings(), desk.ui.lang)?,
            Next::Commit => match &judged {
                Judged::Sound { after, .. } => return commit(desk, &session, after, args),
                Judged::Wrong(_) => session.annotate(&judged.findings(), desk.ui.lang)?,
            },
            Next::Keep if judged.is_wrong() => return refused(desk, &session, &judged, args),
            Next::Keep => {
                desk.ui.note(&session.kept());
                return Ok(Outcome::Done);
            }
            Next::Discard => {
                session.discard()?;
                desk.ui.note(&Message::new("edit.discarded").with("client", args.id.as_str()));
                return Ok(Outcome::Done);
            }
        }
    }
}

/// What the judge says of a draft.
enum Judged {
    /// It may be committed; what is new and worth attention.
    Sound {
        after: Document,
        warnings: Vec<Finding>,
    },
    Wrong(Vec<Finding>),
}

impl Judged {
    fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong(_))
    }

    fn findings(&self) -> Vec<Finding> {
        match self {
            Self::Sound { warnings, .. } => warnings.clone(),
            Self::Wrong(errors) => errors.clone(),
        }
    }
}

/// As every change is judged: an error that was there before stands in nobody's way.
fn judge(office: &Office, session: &Session) -> Result<Judged, Failure> {
    let file = session.path.as_str();
    let after = match office::read(session.text(), file, FailureKind::Unreadable) {
        Ok(document) => document,
        Err(failure) => return Ok(Judged::Wrong(failure.findings)),
    };
    let ground = office.ground()?;
    let found = check::findings(office, &ground, &session.id, &after, file)?;
    let errors = match session.before() {
        Some(before) => change::newly_wrong(office, before, &after)?,
        // What could not be read before has no faults that are to be put up with.
        None => {
            let mut errors: Vec<Finding> = found.iter().filter(|it| it.severity == Severity::Error).cloned().collect();
            errors.extend(across::taken(office, &ground, &session.path, None, &after)?);
            errors
        }
    };
    if !errors.is_empty() {
        return Ok(Judged::Wrong(errors));
    }
    let old = match session.before() {
        Some(it) => check::findings(office, &ground, &session.id, &it.document, file)?,
        None => Vec::new(),
    };
    let is_new = |it: &Finding| !old.iter().any(|old| old.code == it.code && old.place.path == it.place.path);
    let warnings = found.into_iter().filter(|it| it.severity == Severity::Warning && is_new(it)).collect();
    Ok(Judged::Sound { after, warnings })
}

/// What the person wants to do with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Commit,
    Again,
    Keep,
    Discard,
}

impl Next {
    fn words(self) -> &'static str {
        match self {
            Self::Commit => "edit.do-commit",
            Self::Again => "edit.do-again",
            Self::Keep => "edit.do-keep",
            Self::Discard => "edit.do-discard",
        }
    }
}

/// Shows what the judge says, and asks. Without a terminal a sound draft is committed, and a wrong one kept.
fn next(desk: &Desk, session: &Session, judged: &Judged) -> Next {
    let findings = judged.findings();
    let text = |_: &str| Some(secrets::covered(&String::from_utf8_lossy(session.text()), &findings));
    if !findings.is_empty() {
        Ui::err(render::findings(&findings, &text, failure::style(desk.ui)).trim_end());
    }
    let choices: &[Next] = match judged {
        _ if !desk.env.can_ask => return if judged.is_wrong() { Next::Keep } else { Next::Commit },
        Judged::Sound { .. } => &[Next::Commit, Next::Again, Next::Keep, Next::Discard],
        Judged::Wrong(_) => &[Next::Again, Next::Keep, Next::Discard],
    };
    let lang = desk.ui.lang;
    let question = match judged {
        Judged::Sound { after, .. } => {
            let shown = session.changed(session.shape(), after);
            Message::new("edit.ask-sound").with("summary", paths::summary("edit", &shown))
        }
        Judged::Wrong(errors) => Message::new("edit.ask-wrong").with("n", errors.len()),
    };
    let labels: Vec<String> = choices.iter().map(|it| say(&Message::new(it.words()), lang)).collect();
    let help = say(&Message::new("command.ask-select"), lang);
    let picked = Select::new(&say(&question, lang), labels).with_help_message(&help).raw_prompt();
    // Whoever walks away from the question keeps the draft.
    picked.ok().and_then(|it| choices.get(it.index).copied()).unwrap_or(Next::Keep)
}

/// The draft takes the place of the file; when that cannot be, it is kept.
fn commit(desk: &Desk, session: &Session, after: &Document, args: &EditArgs) -> Result<Outcome, Failure> {
    let shown = session.changed(session.shape(), after);
    let summary = if shown.is_empty() { "edit text".to_owned() } else { paths::summary("edit", &shown) };
    let act = Act { client: session.id.clone(), verb: "edit", summary, trailers: Vec::new() };
    let whole = (&session.path, session.base(), session.text());
    let made = change::replace(desk, session.office, whole, &act, &args.change).map_err(|failure| {
        let moved = session.office.ws.read(&session.path).ok().is_none_or(|it| it != session.base());
        failure.help(if moved { session.brings_together() } else { session.kept() })
    })?;
    match &made {
        Made::Shown => desk.ui.note(&session.kept()),
        Made::Written { .. } | Made::Nothing => session.discard()?,
        Made::Refused => {}
    }
    change::said(desk, &act, &session.path, &made, &args.change)
}

/// A wrong draft is kept, and the answer is no.
fn refused(desk: &Desk, session: &Session, judged: &Judged, args: &EditArgs) -> Result<Outcome, Failure> {
    let findings = judged.findings();
    if args.change.format.format == Format::Json {
        let json = render::json::edit_refused(&session.id, &shown(session.file()), &findings, desk.ui.lang);
        Ui::out(&json).map_err(failure::output)?;
    }
    let message = Message::new("edit.wrong").with("n", findings.len());
    desk.ui.fault(&say(&message, desk.ui.lang), &[], &[session.kept()]);
    Ok(Outcome::Refused)
}

fn said_nothing(args: &EditArgs, path: &RelPath) -> Result<Outcome, Failure> {
    if args.change.format.format == Format::Json {
        Ui::out(&render::json::changed(&args.id, "edit", None, path.as_str())).map_err(failure::output)?;
    }
    Ok(Outcome::Done)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The file before the edit, where it could be read.
fn opened(office: &Office, args: &EditArgs, path: &RelPath, bytes: &[u8]) -> Result<Option<Open>, Failure> {
    // Rules that cannot be read are no reason to look away from the file.
    office.process()?;
    let document = office::read(bytes, path.as_str(), FailureKind::Unreadable).ok();
    Ok(document.map(|document| Open { id: args.id.clone(), path: path.clone(), bytes: bytes.to_vec(), document }))
}
