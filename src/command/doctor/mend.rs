//! The mending: each step is shown before it is done, and done when a person says so.

use std::path::PathBuf;

use inquire::Select;

use super::Complaint;
use super::folders::{self, Move};
use crate::cli::DoctorArgs;
use crate::command::office::Office;
use crate::command::{Desk, ask, change, failure, setup};
use crate::error::Failure;
use crate::model::Message;
use crate::store::remove_leftover;
use crate::ui::Ui;
use crate::words::say;

/// What came of the mending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mended {
    Done,
    /// A person would rather not, or must do it.
    Left,
    /// It was said why.
    Failed,
}

/// So many paths are shown of a long list.
const SHOWN: usize = 10;

/// The way out of a complaint.
#[derive(Debug)]
pub(super) enum Remedy {
    /// For a person to do.
    Advice(Message),
    /// Commands of git.
    Git(Vec<Vec<&'static str>>),
    SetupMerge,
    SetupHooks,
    /// A line of `.gitattributes`.
    Attribute(&'static str),
    Remove(Vec<PathBuf>),
    Folders(Vec<Move>),
}

impl Remedy {
    /// What would be done, step by step. Empty where a person must do it.
    pub(super) fn steps(&self) -> Vec<String> {
        match self {
            Self::Advice(_) => Vec::new(),
            Self::Git(calls) => calls.iter().map(|it| format!("git {}", it.join(" "))).collect(),
            Self::SetupMerge => vec!["onboard setup merge".to_owned()],
            Self::SetupHooks => vec!["onboard setup hooks".to_owned()],
            Self::Attribute(line) => vec![format!("echo '{line}' >> .gitattributes")],
            Self::Remove(paths) => shortened(paths.iter().map(|it| format!("rm {}", it.display()))),
            Self::Folders(moves) => shortened(moves.iter().map(|it| format!("git mv {} {}", it.from, it.to))),
        }
    }

    pub(super) fn advice(&self) -> Option<Message> {
        match self {
            Self::Advice(message) => Some(message.clone()),
            Self::Git(_)
            | Self::SetupMerge
            | Self::SetupHooks
            | Self::Attribute(_)
            | Self::Remove(_)
            | Self::Folders(_) => None,
        }
    }
}

fn shortened(steps: impl ExactSizeIterator<Item = String>) -> Vec<String> {
    let left = steps.len().saturating_sub(SHOWN);
    let mut shown: Vec<String> = steps.take(SHOWN).collect();
    if left > 0 {
        shown.push(format!("… (+ {left})"));
    }
    shown
}

/// Shows the steps, asks, and does them.
pub(super) fn mend(
    desk: &Desk,
    office: &Office,
    name: &str,
    complaint: &Complaint,
    args: &DoctorArgs,
) -> Result<Mended, Failure> {
    let steps = complaint.remedy.steps();
    if steps.is_empty() {
        return Ok(Mended::Left);
    }
    Ui::err(&format!("{name}: {}", say(&complaint.message, desk.ui.lang)));
    for step in &steps {
        Ui::err(&format!("  $ {step}"));
    }
    if !agreed(desk, args)? {
        desk.ui.note(&Message::new("doctor.left").with("name", name));
        return Ok(Mended::Left);
    }
    // What cannot be mended stops nothing else.
    if let Err(failure) = carry_out(desk, office, &complaint.remedy) {
        failure::tell(desk.ui, &failure);
        return Ok(Mended::Failed);
    }
    desk.ui.note(&Message::new("doctor.mended").with("name", name));
    Ok(Mended::Done)
}

fn agreed(desk: &Desk, args: &DoctorArgs) -> Result<bool, Failure> {
    if args.yes {
        return Ok(true);
    }
    if !desk.env.can_ask {
        let message = Message::new("doctor.nobody-to-ask");
        return Err(failure::usage(message).help(Message::new("doctor.nobody-to-ask-help")));
    }
    let word = |key| say(&Message::new(key), desk.ui.lang);
    let (yes, no) = (word("doctor.yes"), word("doctor.no"));
    let question = word("doctor.question");
    let chosen = Select::new(&question, vec![yes.clone(), no]).prompt().map_err(ask::failed)?;
    Ok(chosen == yes)
}

fn carry_out(desk: &Desk, office: &Office, remedy: &Remedy) -> Result<(), Failure> {
    match remedy {
        Remedy::Advice(_) => {}
        Remedy::Git(calls) => {
            for call in calls {
                office.ws.run_git(call)?;
            }
        }
        Remedy::SetupMerge => setup::set_up_merge(desk, office)?,
        Remedy::SetupHooks => setup::set_up_hooks(desk, office)?,
        Remedy::Attribute(line) => setup::add_attribute(desk, office, line)?,
        Remedy::Remove(paths) => {
            for path in paths {
                remove_leftover(path)?;
            }
        }
        Remedy::Folders(moves) => change::tell_hooks(desk, &folders::carry_out(office, moves)?),
    }
    Ok(())
}
