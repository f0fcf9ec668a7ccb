//! Faults of the rooms as failures of a command: the kind, the words and the way out.

use super::secrets;
use crate::document::{Document, EditError};
use crate::error::{Failure, FailureKind};
use crate::interrupt;
use crate::model::{Finding, Message};
use crate::render;
use crate::schema;
use crate::store::{StoreError, StoreKind};
use crate::ui::{Interrupted, Ui};
use crate::words::say;

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let kind = match error.kind() {
            StoreKind::Missing => FailureKind::Missing,
            StoreKind::Exists => FailureKind::Exists,
            StoreKind::TryAgain => FailureKind::TryAgain,
            StoreKind::Unreadable => FailureKind::Unreadable,
            StoreKind::Config => FailureKind::Config,
            StoreKind::Io => FailureKind::Io,
            StoreKind::Interrupted(signal) => FailureKind::Interrupted(interrupt::exit_code(signal)),
        };
        let mut failure = Self::new(kind, error.message());
        failure.help = error.help();
        failure
    }
}

impl From<Interrupted> for Failure {
    fn from(Interrupted(signal): Interrupted) -> Self {
        Self::new(FailureKind::Interrupted(interrupt::exit_code(signal)), Message::new("error.interrupted"))
    }
}

/// Says a failure on standard error: findings with their places, the message, the causes below it, the ways out.
pub(crate) fn tell(ui: &Ui, failure: &Failure) {
    if !failure.findings.is_empty() {
        let text = |file: &str| failure.texts.get(file).map(|it| secrets::covered(it, &failure.findings));
        Ui::err(render::findings(&failure.findings, &text, style(ui)).trim_end());
    }
    let mut details: Vec<String> = failure.details.iter().map(|it| say(it, ui.lang)).collect();
    if let Some(source) = &failure.source {
        for it in source.chain() {
            details.extend(it.to_string().lines().map(|line| render::plain(line).into_owned()));
        }
    }
    ui.fault(&say(&failure.message, ui.lang), &details, &failure.help);
}

/// How this terminal wants its tables.
pub(crate) fn style(ui: &Ui) -> render::Style {
    let colour = match ui.colour {
        crate::env::Colour::On => render::Colour::On,
        crate::env::Colour::Off => render::Colour::Off,
    };
    render::Style { width: ui.width, colour, lang: ui.lang }
}

pub(crate) fn output(error: std::io::Error) -> Failure {
    Failure::new(FailureKind::Io, Message::new("error.output")).source(error)
}

pub(crate) fn input(error: std::io::Error) -> Failure {
    Failure::new(FailureKind::Io, Message::new("error.input")).source(error)
}

pub(crate) fn here(error: std::io::Error) -> Failure {
    Failure::new(FailureKind::Io, Message::new("error.here")).source(error)
}

/// The command line asks for what cannot be.
pub(crate) fn usage(message: Message) -> Failure {
    Failure::new(FailureKind::Usage, message)
}

/// An edit that cannot be made in this text: the person's doing, or the editor's own fault.
pub(crate) fn edit(error: &EditError, document: &Document, file: &str) -> Failure {
    let message = Message::new("command.cannot-edit").with("file", file).with("why", error.message(document));
    let kind = match error {
        EditError::Unsafe { .. } => FailureKind::Bug,
        EditError::Missing { .. }
        | EditError::NotAMap { .. }
        | EditError::NotAList { .. }
        | EditError::ControlCharacter { .. } => FailureKind::Usage,
    };
    Failure::new(kind, message).help(Message::new("command.cannot-edit-help"))
}

/// The process that comes with the program cannot be read: our own fault.
pub(crate) fn bug_in_process(findings: Vec<Finding>) -> Failure {
    Failure::new(FailureKind::Bug, Message::new("command.wrong-process").with("file", "")).findings(findings, "")
}

/// A path or a value that a person typed wrongly.
pub(crate) fn typed(fault: schema::Fault) -> Failure {
    let failure = usage(fault.message);
    match fault.help {
        Some(help) => failure.help(help),
        None => failure,
    }
}

/// Several of them, each said.
pub(crate) fn values(faults: Vec<schema::Fault>) -> Failure {
    let count = faults.len();
    let mut faults = faults.into_iter();
    match (faults.next(), count) {
        (Some(only), 1) => typed(only),
        (first, _) => {
            let all = first.into_iter().chain(faults);
            let mut failure = usage(Message::new("command.values-wrong").with("n", count));
            for fault in all {
                failure.details.push(fault.message);
                failure.help.extend(fault.help);
            }
            failure
        }
    }
}
