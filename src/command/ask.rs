//! Asks at a terminal for what the flags of `init` leave open; without one, says which flags are missing.

use inquire::validator::{StringValidator, Validation};
use inquire::{InquireError, Select, Text};

use super::{Desk, failure};
use crate::cli::InitArgs;
use crate::document::{Document, Path};
use crate::error::Failure;
use crate::model::{ClientId, Lang, Message};
use crate::words::say;

/// Completes the arguments, or fails with the list of flags that are missing.
pub(super) fn missing(desk: &Desk, args: &mut InitArgs, base: Option<&Document>) -> Result<(), Failure> {
    let known = |keys: &[&str]| {
        let path = keys.iter().fold(Path::root(), |path, key| path.key(key));
        base.and_then(|it| it.at(&path)).and_then(|it| it.as_str()).map(str::to_owned)
    };
    args.id = args.id.take().or_else(|| known(&["id"]).and_then(|it| it.parse().ok()));
    args.name_en = args.name_en.take().or_else(|| known(&["organization", "name", "en"]));
    args.name_fr = args.name_fr.take().or_else(|| known(&["organization", "name", "fr"]));
    args.language = args.language.take().or_else(|| known(&["language"]).and_then(|it| it.parse().ok()));
    let open: Vec<&str> = [
        ("CLIENT", args.id.is_none()),
        ("--name-en", args.name_en.is_none()),
        ("--name-fr", args.name_fr.is_none()),
        ("--language", args.language.is_none()),
        ("--abbreviation-en", args.abbreviation_en.is_none() && args.abbreviation_fr.is_some()),
        ("--abbreviation-fr", args.abbreviation_fr.is_none() && args.abbreviation_en.is_some()),
    ]
    .into_iter()
    .filter_map(|(flag, is_open)| is_open.then_some(flag))
    .collect();
    if open.is_empty() {
        return Ok(());
    }
    if !desk.env.can_ask {
        let message = Message::new("command.missing-flags").with("flags", open.join(" ")).with("n", open.len());
        return Err(failure::usage(message).help(Message::new("command.missing-flags-help")));
    }
    questions(desk, args).map_err(failed)
}

/// A question that got no answer.
pub(super) fn failed(error: InquireError) -> Failure {
    if matches!(error, InquireError::OperationCanceled | InquireError::OperationInterrupted) {
        failure::usage(Message::new("command.cancelled"))
    } else {
        failure::usage(Message::new("command.cannot-ask")).source(error)
    }
}

fn questions(desk: &Desk, args: &mut InitArgs) -> Result<(), InquireError> {
    let lang = desk.ui.lang;
    let ask = |key: &'static str| say(&Message::new(key), lang);
    if args.id.is_none() {
        let help = ask("command.ask-id-help");
        let text = Text::new(&ask("command.ask-id")).with_help_message(&help).with_validator(is_id(lang)).prompt()?;
        args.id = text.parse().ok();
    }
    if args.name_en.is_none() {
        args.name_en = Some(Text::new(&ask("command.ask-name-en")).with_validator(is_something(lang)).prompt()?);
    }
    if args.name_fr.is_none() {
        args.name_fr = Some(Text::new(&ask("command.ask-name-fr")).with_validator(is_something(lang)).prompt()?);
    }
    if args.abbreviation_en.is_none() && args.abbreviation_fr.is_none() {
        let help = ask("command.ask-optional");
        args.abbreviation_en = some(&Text::new(&ask("command.ask-abbreviation-en")).with_help_message(&help).prompt()?);
        args.abbreviation_fr = some(&Text::new(&ask("command.ask-abbreviation-fr")).with_help_message(&help).prompt()?);
    }
    if args.language.is_none() {
        let choices = [ask("command.english"), ask("command.french")];
        let start = usize::from(lang == Lang::Fr);
        let picked = Select::new(&ask("command.ask-language"), choices.to_vec())
            .with_help_message(&ask("command.ask-select"))
            .with_starting_cursor(start)
            .raw_prompt()?;
        args.language = Some(if picked.index == 0 { Lang::En } else { Lang::Fr });
    }
    Ok(())
}

fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Checks an id while it is typed.
fn is_id(lang: Lang) -> impl StringValidator {
    move |text: &str| {
        Ok(match text.parse::<ClientId>() {
            Ok(_) => Validation::Valid,
            Err(error) => Validation::Invalid(say(&error.message(), lang).into()),
        })
    }
}

pub(super) fn is_something(lang: Lang) -> impl StringValidator {
    move |text: &str| {
        Ok(if text.trim().is_empty() {
            Validation::Invalid(say(&Message::new("command.ask-needed"), lang).into())
        } else {
            Validation::Valid
        })
    }
}
