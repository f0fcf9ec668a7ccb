//! The way of every change: edit, judge the result as if it had been read, write, commit, and say so.

use super::office::{Office, Open};
use super::{Desk, across, certificates, check, failure, recent, secrets};
use crate::cli::{ChangeArgs, Format};
use crate::document::{self, Document, Edit, Order, Path};
use crate::error::{Failure, Outcome};
use crate::model::{ClientId, Finding, Message, Severity, Text};
use crate::process::{self, Subject};
use crate::schema;
use crate::store::{self, Change, CommitMessage, Done, FileChange, RelPath, Turn, Writing};
use crate::ui::Ui;

/// What a change is called in the commit.
#[derive(Debug, Clone)]
pub(crate) struct Act {
    pub(crate) client: ClientId,
    /// The command: `set`, `advance`, …
    pub(crate) verb: &'static str,
    /// What happened, after the name of the client in the subject line.
    pub(crate) summary: String,
    /// Trailers after `Onboard-Client` and `Onboard-Change`.
    pub(crate) trailers: Vec<(String, String)>,
}

/// A client on the bench: read while nobody else writes, so that what is decided on it still holds when it is written.
#[derive(Debug)]
pub(crate) struct Bench<'a> {
    pub(crate) office: &'a Office,
    pub(crate) open: Open,
    turn: std::cell::RefCell<Option<Turn<'a>>>,
}

impl<'a> Bench<'a> {
    /// Waits for its turn where it is going to write, then reads the client.
    pub(crate) fn with(office: &'a Office, id: &ClientId, args: &ChangeArgs, verb: &str) -> Result<Self, Failure> {
        secrets::refuse_typed(office)?;
        let turn = if args.dry_run { None } else { Some(office.ws.turn(&format!("onboard {verb} {id}"))?) };
        Ok(Self { office, open: office.client(id)?, turn: std::cell::RefCell::new(turn) })
    }

    fn write(&self, change: Change) -> Result<Done, Failure> {
        Ok(match self.turn.take() {
            Some(turn) => turn.change(change)?,
            None => self.office.ws.change(change)?,
        })
    }
}

/// How a change ended.
#[derive(Debug)]
pub(crate) enum Made {
    /// Written; with its commit unless it was left in the work tree.
    Written { done: Done },
    /// `--dry-run`: shown, and nothing written.
    Shown,
    /// The result would break what held before: said, and nothing written.
    Refused,
    /// The file says so already.
    Nothing,
}

/// What sets an act apart from a plain edit.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Manner<'a> {
    /// Why, for the body of the commit.
    pub(crate) reason: Option<&'a Text>,
    pub(crate) judged: Judged,
}

/// What may stand against a change that was not wrong before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Judged {
    #[default]
    Wholly,
    /// Only the record. Where a client stands decides which rules are asked, so a move may uncover what broke meanwhile:
    /// whoever could not move could not mend it either.
    AsRecord,
}

/// Edits a client file, judges the result, and commits it.
pub(crate) fn make(desk: &Desk, at: &Bench, edits: &[Edit], act: &Act, args: &ChangeArgs) -> Result<Made, Failure> {
    make_as(desk, at, edits, (act, Manner::default()), args)
}

/// The same, in the manner of an act.
pub(crate) fn make_as(
    desk: &Desk,
    at: &Bench,
    edits: &[Edit],
    (act, manner): (&Act, Manner),
    args: &ChangeArgs,
) -> Result<Made, Failure> {
    let (office, open) = (at.office, &at.open);
    let shape = office.schema()?.shape();
    let order = |path: &Path| schema::order(shape, path);
    let apply = |edits: &[Edit]| {
        let edited = document::apply(&open.document, edits, Order::by(&order));
        edited.map_err(|error| failure::edit(&error, &open.document, open.path.as_str()))
    };
    let mut after = apply(edits)?;
    let brought = certificates::brought(office, &open.document, edits, &after)?;
    if !brought.is_empty() {
        after = apply(&[edits, &brought].concat())?;
    }
    if after.text() == open.document.text() {
        return Ok(Made::Nothing);
    }
    let mut new = newly_wrong(office, open, &after)?;
    new.retain(|it| manner.judged == Judged::Wholly || !it.code.starts_with("rule/"));
    if !new.is_empty() {
        refuse(desk, &new, &after);
        return Ok(Made::Refused);
    }
    let change = Change {
        files: vec![FileChange {
            path: open.path.clone(),
            before: Some(open.bytes.clone()),
            after: Some(after.text().as_bytes().to_vec()),
        }],
        message: with_reason(message(act, args, office)?, manner.reason),
        writing: writing(args),
        when: None,
    };
    if args.dry_run {
        show(desk, office, &change, args)?;
        return Ok(Made::Shown);
    }
    let done = at.write(change)?;
    tell_hooks(desk, &done);
    Ok(Made::Written { done })
}

/// Puts a whole text in the place of a client file, as one change. Whoever calls has judged it; the file must still be what
/// it was when that was done.
pub(crate) fn replace(
    desk: &Desk,
    office: &Office,
    (path, before, after): (&RelPath, &[u8], &[u8]),
    act: &Act,
    args: &ChangeArgs,
) -> Result<Made, Failure> {
    let file = FileChange { path: path.clone(), before: Some(before.to_vec()), after: Some(after.to_vec()) };
    let change = Change { files: vec![file], message: message(act, args, office)?, writing: writing(args), when: None };
    if args.dry_run {
        show(desk, office, &change, args)?;
        return Ok(Made::Shown);
    }
    let done = office.ws.change(change)?;
    tell_hooks(desk, &done);
    Ok(Made::Written { done })
}

/// The errors that the file did not have before.
pub(super) fn newly_wrong(office: &Office, open: &Open, after: &Document) -> Result<Vec<Finding>, Failure> {
    let file = open.path.as_str();
    let ground = office.ground()?;
    check::make_ready(office)?;
    let mut before = recent::findings(office, &ground, open)?;
    let same = |left: &Finding, right: &Finding| {
        left.code == right.code && left.place.path == right.place.path && left.message == right.message
    };
    let (old, new) = (Subject::new(&ground, &open.document, file), Subject::new(&ground, after, file));
    let protected = process::protected(office.process()?, &old, &new);
    if !protected.is_empty() {
        return Ok(protected);
    }
    let mut now = check::findings(office, &ground, &open.id, after, file)?;
    now.retain(|it| it.severity == Severity::Error);
    // One that was there before answers for one that is there now: a second of its kind is new.
    now.retain(|it| match before.iter().position(|old| same(old, it)) {
        Some(old) => {
            before.swap_remove(old);
            false
        }
        None => true,
    });
    now.extend(across::taken(office, &ground, &open.path, Some(&open.document), after)?);
    now.extend(process::step(office.process()?, Some(&old), &new));
    Ok(now)
}

fn refuse(desk: &Desk, findings: &[Finding], after: &Document) {
    let text = |_: &str| Some(secrets::covered(after.text(), findings));
    Ui::err(crate::render::findings(findings, &text, failure::style(desk.ui)).trim_end());
    let message = Message::new("command.change-refused").with("n", findings.len());
    desk.ui.fault(&crate::words::say(&message, desk.ui.lang), &[], &[Message::new("command.nothing-written")]);
}

/// Writes a commit message: subject, what `--message` adds, and the trailers.
pub(crate) fn message(act: &Act, args: &ChangeArgs, office: &Office) -> Result<CommitMessage, Failure> {
    let mut trailers =
        vec![("Onboard-Client".to_owned(), act.client.to_string()), ("Onboard-Change".to_owned(), act.verb.to_owned())];
    trailers.extend(act.trailers.iter().cloned());
    trailers.push(("Onboard-Process".to_owned(), office.process()?.reference().to_owned()));
    Ok(CommitMessage {
        subject: format!("{}: {}", act.client, act.summary),
        body: args.message.clone().unwrap_or_default(),
        trailers,
    })
}

/// The reason comes first in the body: in both languages, once where they say the same.
fn with_reason(message: CommitMessage, reason: Option<&Text>) -> CommitMessage {
    let Some(Text { en, fr }) = reason else { return message };
    let reason = if en == fr { en.clone() } else { format!("{en}\n{fr}") };
    let body = if message.body.is_empty() { reason } else { format!("{reason}\n\n{}", message.body) };
    CommitMessage { body, ..message }
}

pub(crate) fn writing(args: &ChangeArgs) -> Writing {
    if args.no_commit { Writing::WorkTreeOnly } else { Writing::Commit }
}

/// Shows what a change would write, and writes nothing.
pub(crate) fn show(desk: &Desk, office: &Office, change: &Change, args: &ChangeArgs) -> Result<Outcome, Failure> {
    let mut diff = String::new();
    for file in &change.files {
        let [before, after] =
            [&file.before, &file.after].map(|it| it.as_deref().map(|it| secrets::covered_bytes(office, it)));
        diff.push_str(&store::diff(&file.path, before.as_deref(), after.as_deref()));
    }
    let message = change.message.text();
    let text = match args.format.format {
        Format::Table => format!("{diff}\n{message}"),
        Format::Json => crate::render::json::dry_run(&diff, &message),
    };
    Ui::out(&text).map_err(failure::output)?;
    desk.ui.note(&Message::new("command.dry-run"));
    Ok(Outcome::Done)
}

/// Says what was written, and in which commit.
pub(crate) fn said(desk: &Desk, act: &Act, path: &RelPath, made: &Made, args: &ChangeArgs) -> Result<Outcome, Failure> {
    match made {
        Made::Shown => return Ok(Outcome::Done),
        Made::Refused => return Ok(Outcome::Refused),
        Made::Nothing => desk.ui.note(&Message::new("command.nothing-to-change").with("file", path.as_str())),
        Made::Written { done } => desk.ui.note(&written(act, path, done)),
    }
    if args.format.format == Format::Json {
        let commit = match made {
            Made::Written { done } => done.commit.as_deref(),
            Made::Shown | Made::Refused | Made::Nothing => None,
        };
        let json = crate::render::json::changed(&act.client, act.verb, commit, path.as_str());
        Ui::out(&json).map_err(failure::output)?;
    }
    Ok(Outcome::Done)
}

/// Passes on what hooks said.
pub(crate) fn tell_hooks(desk: &Desk, done: &Done) {
    if !done.said.trim().is_empty() {
        desk.ui.note(&Message::verbatim(crate::render::plain(done.said.trim_end()).into_owned()));
    }
    for path in &done.rewritten {
        desk.ui.warn(&Message::new("command.rewritten").with("file", path.as_str()));
    }
}

fn written(act: &Act, path: &RelPath, done: &Done) -> Message {
    match &done.commit {
        Some(commit) => Message::new("command.committed")
            .with("client", act.client.as_str())
            .with("summary", act.summary.as_str())
            .with("commit", short(commit)),
        None => Message::new("command.left").with("file", path.as_str()),
    }
}

/// A commit id as people write it.
pub(crate) fn short(commit: &str) -> &str {
    commit.get(..10).unwrap_or(commit)
}
