//! Files that both sides changed: those of clients are merged by what they mean and judged, every other one as a text.

use std::cell::RefCell;

use super::client_of;
use crate::command::merge::{self, Way};
use crate::command::office::Office;
use crate::error::Failure;
use crate::merge::{Marks, Merged};
use crate::model::ClientId;
use crate::store::{Blend, Sides};

/// How often each sign of a mark is written: as git does.
const MARK: usize = 7;
/// So many lines of a place are shown.
const SHOWN: usize = 16;

/// Merges files, and remembers why it could not.
pub(super) struct Blender<'a> {
    office: &'a Office,
    marks: Marks,
    clash: RefCell<Option<Merged>>,
    /// What went wrong beside the files.
    failure: RefCell<Option<Failure>>,
}

impl<'a> Blender<'a> {
    /// `theirs` and `ours` are what the two sides are called.
    pub(super) fn new(office: &'a Office, theirs: String, ours: String) -> Self {
        // What is there already comes first, as in a rebase of git.
        let marks = Marks { size: MARK, ours: theirs, theirs: ours, base: None };
        Self { office, marks, clash: RefCell::new(None), failure: RefCell::new(None) }
    }

    pub(super) fn blend(&self, sides: &Sides) -> Blend {
        let file = sides.path.as_str();
        let Some(id) = client_of(file).and_then(|it| it.parse::<ClientId>().ok()) else { return Blend::AsText };
        let versions = merge::Sides { base: sides.base.as_deref(), ours: &sides.theirs, theirs: &sides.ours };
        match merge::client(self.office, (&id, file), versions, Way::Replay, &self.marks) {
            Ok(merged) if merged.conflicts.is_empty() => Blend::Into(merged.text),
            Ok(merged) => {
                self.clash.replace(Some(merged));
                Blend::Clash
            }
            Err(failure) => {
                self.failure.replace(Some(failure));
                Blend::Clash
            }
        }
    }

    /// What went wrong beside the files, if anything did.
    pub(super) fn failure(&self) -> Option<Failure> {
        self.failure.take()
    }

    /// Why the last file could not be merged.
    pub(super) fn clash(&self) -> Option<Merged> {
        self.clash.take()
    }
}

/// The lines of a conflict, with what each side says, from its first mark to its last.
pub(super) fn lines_of(merged: &Merged, line: u32) -> Vec<String> {
    let text = String::from_utf8_lossy(&merged.text);
    let from = usize::try_from(line).unwrap_or_default().saturating_sub(1);
    let is_mark = |it: &str, sign: &str| it.trim_start().starts_with(&sign.repeat(MARK));
    let mut lines = text.lines().skip(from).peekable();
    if !lines.peek().is_some_and(|it| is_mark(it, "<")) {
        return Vec::new();
    }
    let mut shown = Vec::new();
    for it in lines {
        if shown.len() == SHOWN {
            shown.push("…".to_owned());
            break;
        }
        shown.push(it.to_owned());
        if is_mark(it, ">") {
            break;
        }
    }
    shown
}
