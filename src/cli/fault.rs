//! What is wrong with a command line, said in both languages: clap finds it, the sentences are ours.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::model::Message;

/// The end of a command line that does not run a command.
#[derive(Debug)]
pub(crate) enum CliFault {
    /// Help or the version was asked for: print it on standard output.
    Shown(String),
    /// Nothing was asked for at all: the help, for standard error.
    Bare(String),
    /// The command line is wrong: what, and the ways out.
    Wrong { message: Message, help: Vec<Message> },
}

#[expect(clippy::wildcard_enum_match_arm, reason = "kinds of a library that may grow")]
pub(super) fn tell(command: &Command, error: &clap::Error) -> CliFault {
    let context = |kind| {
        error.get(kind).map(|value| match value {
            ContextValue::String(text) => text.clone(),
            ContextValue::Strings(all) => all.join(", "),
            ContextValue::StyledStr(text) => text.to_string(),
            ContextValue::Number(number) => number.to_string(),
            other => other.to_string(),
        })
    };
    let arg = context(ContextKind::InvalidArg).unwrap_or_default();
    let value = context(ContextKind::InvalidValue).unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => Message::new("cli.unknown-command")
            .with("name", context(ContextKind::InvalidSubcommand).unwrap_or_default()),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Message::new("cli.missing-command")
        }
        ErrorKind::UnknownArgument => Message::new("cli.unknown-argument").with("arg", arg),
        ErrorKind::MissingRequiredArgument => Message::new("cli.missing-argument").with("arg", arg),
        ErrorKind::InvalidValue if value.is_empty() => Message::new("cli.missing-value").with("arg", arg),
        ErrorKind::InvalidValue => Message::new("cli.invalid-value").with("value", value).with("arg", arg),
        ErrorKind::ValueValidation => {
            Message::new("cli.bad-value").with("value", value).with("arg", arg).with("why", reason(error))
        }
        ErrorKind::ArgumentConflict => Message::new("cli.conflict")
            .with("arg", arg)
            .with("other", context(ContextKind::PriorArg).unwrap_or_default()),
        ErrorKind::InvalidUtf8 => Message::new("cli.not-utf8"),
        _ => Message::new("cli.wrong").with("detail", error.kind().to_string()),
    };
    let mut help = Vec::new();
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
        if let Some(near) = context(kind).filter(|it| !it.is_empty()) {
            // Each name stands between backticks of its own.
            help.push(Message::new("cli.did-you-mean").with("name", near.replace(", ", "`, `")));
        }
    }
    if let Some(values) = context(ContextKind::ValidValue).filter(|it| !it.is_empty()) {
        help.push(Message::new("cli.valid-values").with("values", values));
    }
    help.push(usage(command, error));
    CliFault::Wrong { message, help }
}

fn usage(command: &Command, error: &clap::Error) -> Message {
    let named = error.get(ContextKind::Usage).map(ToString::to_string).unwrap_or_default();
    let known: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let sub = named.split_whitespace().skip_while(|it| *it != "onboard").find(|it| known.contains(it));
    let call = sub.map_or_else(|| "onboard --help".to_owned(), |it| format!("onboard {it} --help"));
    Message::new("cli.see-help").with("call", call)
}

/// Why a value is not taken, in words of our own where it is an id.
fn reason(error: &clap::Error) -> Message {
    use std::error::Error as _;
    let mut source = error.source();
    while let Some(it) = source {
        if let Some(id) = it.downcast_ref::<crate::model::IdError>() {
            return id.message();
        }
        source = it.source();
    }
    Message::verbatim(error.source().map(ToString::to_string).unwrap_or_default())
}
