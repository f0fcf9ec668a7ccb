//! One draft on its way through the editor: begun or taken up again, read, annotated, kept or thrown away.

use std::path::Path;

use inquire::{InquireError, Select};

use super::{changed, notes, opened, shown};
use crate::cli::EditArgs;
use crate::command::init::EDITOR_SCHEMA;
use crate::command::office::{OWN_SCHEMA, Office, Open};
use crate::command::{Desk, failure};
use crate::document::Document;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{ClientId, Finding, Lang, Message};
use crate::schema::Shape;
use crate::store::{Draft, Kept, RelPath};
use crate::words::say;

#[derive(Debug)]
pub(super) struct Session<'a> {
    pub(super) office: &'a Office,
    pub(super) id: ClientId,
    pub(super) path: RelPath,
    shape: Shape<'a>,
    draft: Draft,
    /// The draft as the person has it, without our lines.
    text: Vec<u8>,
    /// The file as it was when the work began, and what could be read of it.
    base: Vec<u8>,
    before: Option<Open>,
    notes: Vec<String>,
}

impl<'a> Session<'a> {
    /// Begins with the file, or goes on with a draft that was kept. `None`: the person would rather do neither.
    pub(super) fn begin(
        desk: &Desk,
        office: &'a Office,
        args: &EditArgs,
        path: RelPath,
    ) -> Result<Option<Self>, Failure> {
        let shape = office.schema()?.shape();
        let draft = office.ws.draft(&path, &schemas()?)?;
        let file = office.ws.read(&path)?;
        let before = opened(office, args, &path, &file)?;
        let kept = draft.kept()?.map(|it| Kept { text: notes::take_out(&it.text, &it.notes), ..it });
        let kept = kept.filter(|it| it.text != file && it.base.as_ref() != Some(&it.text));
        let mut session = Self {
            office,
            id: args.id.clone(),
            path,
            shape,
            draft,
            text: file.clone(),
            base: file,
            before,
            notes: Vec::new(),
        };
        match kept {
            Some(_) if args.fresh => {}
            Some(kept) => match resume(desk, &session.id)? {
                Resume::GoOn => session.take_up(desk, kept)?,
                Resume::Fresh => {}
                Resume::Leave => return Ok(None),
            },
            None => {}
        }
        session.save()?;
        Ok(Some(session))
    }

    /// Goes on with a kept draft. What happened to the file since is brought into it.
    fn take_up(&mut self, desk: &Desk, kept: Kept) -> Result<(), Failure> {
        desk.ui.note(&Message::new("edit.goes-on").with("path", shown(self.draft.path())));
        let base = kept.base.unwrap_or_else(|| self.base.clone());
        if base == self.base {
            self.text = kept.text;
            return Ok(());
        }
        let label = |key: &'static str| say(&Message::new(key), desk.ui.lang);
        let labels = [label("edit.side-draft"), label("edit.side-base"), label("edit.side-file")];
        let labels = [labels[0].as_str(), labels[1].as_str(), labels[2].as_str()];
        let sides = (base.as_slice(), kept.text.as_slice(), self.base.as_slice());
        let (text, conflicts) = self.office.ws.brought_together(&self.draft, sides, labels)?;
        let said = if conflicts { "edit.conflicts" } else { "edit.brought-together" };
        desk.ui.warn(&Message::new(said).with("file", self.path.as_str()));
        self.text = text;
        Ok(())
    }

    fn save(&self) -> Result<(), Failure> {
        let kept = Kept { text: self.text.clone(), base: Some(self.base.clone()), notes: self.notes.clone() };
        Ok(self.draft.write(&kept)?)
    }

    /// Whether there is more in it than in the file.
    pub(super) fn is_under_way(&self) -> bool {
        self.text != self.base
    }

    /// Where the editor finds it.
    pub(super) fn file(&self) -> &Path {
        self.draft.path()
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    pub(super) fn base(&self) -> &[u8] {
        &self.base
    }

    pub(super) fn before(&self) -> Option<&Open> {
        self.before.as_ref()
    }

    pub(super) fn shape(&self) -> Shape<'a> {
        self.shape
    }

    pub(super) fn changed(&self, shape: Shape<'_>, after: &Document) -> Vec<String> {
        changed::paths(shape, self.before.as_ref().map(|it| &it.document), after)
    }

    /// Reads what the person saved, and takes our lines out. Says whether there is anything new in it; when there is not,
    /// the draft goes.
    pub(super) fn read(&mut self) -> Result<bool, Failure> {
        self.text = match self.draft.text()? {
            Some(text) => notes::take_out(&text, &self.notes),
            None => self.base.clone(),
        };
        self.notes.clear();
        if self.text == self.base {
            self.draft.discard()?;
            return Ok(false);
        }
        self.save()?;
        Ok(true)
    }

    /// Puts findings into the draft, for the next round.
    pub(super) fn annotate(&mut self, findings: &[Finding], lang: Lang) -> Result<(), Failure> {
        let (text, notes) = notes::put_in(&self.text, findings, lang);
        let kept = Kept { text, base: Some(self.base.clone()), notes: notes.clone() };
        self.draft.write(&kept)?;
        self.notes = notes;
        Ok(())
    }

    pub(super) fn discard(&self) -> Result<(), Failure> {
        Ok(self.draft.discard()?)
    }

    /// The editor did not end well: what it saved is kept.
    pub(super) fn broken_off(mut self, program: &str, how: &str) -> Result<Outcome, Failure> {
        let message = Message::new("edit.broken-off").with("editor", program).with("how", how);
        let failure = Failure::new(FailureKind::Io, message);
        Err(if self.read()? { failure.help(self.kept()) } else { failure.help(Message::new("edit.nothing-lost")) })
    }

    pub(super) fn kept(&self) -> Message {
        Message::new("edit.kept").with("path", shown(self.draft.path())).with("client", self.id.as_str())
    }

    pub(super) fn brings_together(&self) -> Message {
        Message::new("edit.brings-together")
            .with("file", self.path.as_str())
            .with("path", shown(self.draft.path()))
            .with("client", self.id.as_str())
    }
}

/// What the first line of a client file may name.
fn schemas() -> Result<[RelPath; 2], Failure> {
    Ok([RelPath::new(EDITOR_SCHEMA)?, RelPath::new(OWN_SCHEMA)?])
}

/// What to do with a draft that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Resume {
    GoOn,
    Fresh,
    Leave,
}

fn resume(desk: &Desk, id: &ClientId) -> Result<Resume, Failure> {
    if !desk.env.can_ask {
        return Ok(Resume::GoOn);
    }
    let lang = desk.ui.lang;
    let choices = [Resume::GoOn, Resume::Fresh, Resume::Leave];
    let words = ["edit.resume-go-on", "edit.resume-fresh", "edit.resume-leave"];
    let labels: Vec<String> = words.iter().map(|it| say(&Message::new(it), lang)).collect();
    let question = say(&Message::new("edit.ask-resume").with("client", id.as_str()), lang);
    let help = say(&Message::new("command.ask-select"), lang);
    let picked = Select::new(&question, labels).with_help_message(&help).raw_prompt();
    match picked {
        Ok(it) => Ok(choices.get(it.index).copied().unwrap_or(Resume::Leave)),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => Ok(Resume::Leave),
        Err(error) => Err(failure::usage(Message::new("command.cannot-ask")).source(error)),
    }
}
