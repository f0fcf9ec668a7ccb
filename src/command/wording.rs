//! Texts that acts take from the command line in both official languages, and the day an act happened.

use inquire::Text as Prompt;

use super::office::Office;
use super::{Desk, failure};
use crate::cli::{DateArg, ReasonArgs, RoleArgs};
use crate::error::Failure;
use crate::model::{Date, Lang, Message, Text};
use crate::words::say;

/// Where the process has the words of the roles that contacts may have.
const ROLES: &str = "contacts.role";

/// A text as flags give it: in the language of the run, and in each language by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Given<'a> {
    /// The name of the flag, without dashes.
    pub(crate) name: &'a str,
    pub(crate) here: Option<&'a str>,
    pub(crate) en: Option<&'a str>,
    pub(crate) fr: Option<&'a str>,
}

/// The reason, which must be given: what is missing is asked for at a terminal.
pub(crate) fn reason(desk: &Desk, args: &ReasonArgs) -> Result<Text, Failure> {
    needed(desk, given_reason(args))
}

/// The reason, where one is given at all.
pub(crate) fn optional_reason(desk: &Desk, args: &ReasonArgs) -> Result<Option<Text>, Failure> {
    optional(desk, given_reason(args))
}

/// The role, which must be given: by the id that the process has words for, or in both languages.
pub(crate) fn role(desk: &Desk, office: &Office, args: &RoleArgs) -> Result<Text, Failure> {
    match known_role(office, args)? {
        Some(text) => Ok(text),
        None => needed(desk, given_role(args)).map_err(|failure| with_roles(office, failure)),
    }
}

/// The role, where one is given at all.
pub(crate) fn optional_role(desk: &Desk, office: &Office, args: &RoleArgs) -> Result<Option<Text>, Failure> {
    match known_role(office, args)? {
        Some(text) => Ok(Some(text)),
        None => optional(desk, given_role(args)).map_err(|failure| with_roles(office, failure)),
    }
}

/// The day an act happened: the one given, or today. None that lies ahead.
pub(crate) fn day(office: &Office, args: &DateArg) -> Result<Date, Failure> {
    let day = args.date.map_or(office.today, |it| it.0);
    if day <= office.today {
        return Ok(day);
    }
    let message = Message::new("wording.future").with("date", day.to_string()).with("today", office.today.to_string());
    Err(failure::usage(message).help(Message::new("wording.future-help")))
}

fn given_reason(args: &ReasonArgs) -> Given<'_> {
    let ReasonArgs { reason, reason_en, reason_fr } = args;
    Given { name: "reason", here: reason.as_deref(), en: reason_en.as_deref(), fr: reason_fr.as_deref() }
}

fn given_role(args: &RoleArgs) -> Given<'_> {
    let RoleArgs { role, role_en, role_fr } = args;
    Given { name: "role", here: role.as_deref(), en: role_en.as_deref(), fr: role_fr.as_deref() }
}

fn known_role(office: &Office, args: &RoleArgs) -> Result<Option<Text>, Failure> {
    let roles = office.process()?.labels().get(ROLES);
    Ok(args.role.as_deref().and_then(|id| roles?.get(id.trim())).cloned())
}

fn with_roles(office: &Office, failure: Failure) -> Failure {
    let Ok(process) = office.process() else { return failure };
    let Some(roles) = process.labels().get(ROLES) else { return failure };
    let roles: Vec<&str> = roles.keys().collect();
    failure.help(Message::new("wording.known-roles").with("roles", roles.join(", ")))
}

/// A text that may be left out altogether, but not by half.
pub(crate) fn optional(desk: &Desk, given: Given) -> Result<Option<Text>, Failure> {
    if given.here.is_none() && given.en.is_none() && given.fr.is_none() {
        return Ok(None);
    }
    needed(desk, given).map(Some)
}

/// A text in both languages. What is missing is asked for at a terminal; elsewhere the missing flag is named.
pub(crate) fn needed(desk: &Desk, given: Given) -> Result<Text, Failure> {
    let flag = |lang: Lang| format!("--{}-{}", given.name, lang.as_str());
    let own = |lang: Lang| match lang {
        Lang::En => given.en,
        Lang::Fr => given.fr,
    };
    if given.here.is_some() && own(desk.ui.lang).is_some() {
        let message = Message::new("wording.twice").with("name", given.name).with("flag", flag(desk.ui.lang));
        return Err(failure::usage(message));
    }
    let text = |lang: Lang| -> Result<String, Failure> {
        let here = given.here.filter(|_| lang == desk.ui.lang);
        match own(lang).or(here).map(str::trim) {
            Some("") => Err(failure::usage(Message::new("wording.blank").with("flag", flag(lang)))),
            Some(text) => Ok(text.to_owned()),
            None if desk.env.can_ask => ask(desk, lang, &flag(lang)),
            None => Err(failure::usage(Message::new("wording.missing").with("flag", flag(lang)))
                .help(Message::new("wording.missing-help").with("name", given.name))),
        }
    };
    Ok(Text::new(text(Lang::En)?, text(Lang::Fr)?))
}

fn ask(desk: &Desk, lang: Lang, flag: &str) -> Result<String, Failure> {
    let key = match lang {
        Lang::En => "wording.ask-en",
        Lang::Fr => "wording.ask-fr",
    };
    let question = say(&Message::new(key).with("flag", flag), desk.ui.lang);
    let answer = Prompt::new(&question).with_validator(super::ask::is_something(desk.ui.lang)).prompt();
    answer.map(|it| it.trim().to_owned()).map_err(super::ask::failed)
}
