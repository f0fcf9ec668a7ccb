//! The help texts: English beside the arguments, French in `words/help.fr.yaml`, both in one layout.

use std::collections::BTreeMap;

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command};

use crate::model::{Lang, Message};
use crate::words::say;

/// Adds the flags that every command has. Texts do not matter here.
pub(super) fn plain(command: Command) -> Command {
    with_flags(command, None)
}

/// The same command with its texts in `lang`.
pub(super) fn described(command: Command, lang: Lang) -> Command {
    let texts = match lang {
        Lang::En => None,
        Lang::Fr => Some(french()),
    };
    dress(with_flags(command, Some(lang)), &[], texts.as_ref(), lang)
}

/// The French help: command path (`process check`) → argument id → text; the text of the command itself under the empty name.
pub(super) type Texts = BTreeMap<String, BTreeMap<String, String>>;

pub(super) fn french() -> Texts {
    // A catalog that cannot be read has no texts; a test reads it whole.
    serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/words/help.fr.json"))).unwrap_or_default()
}

fn with_flags(command: Command, lang: Option<Lang>) -> Command {
    let text = |key| lang.map(|lang| say(&Message::new(key), lang)).unwrap_or_default();
    command
        .arg(Arg::new("help").short('h').long("help").global(true).action(ArgAction::Help).help(text("cli.help-flag")))
        .arg(Arg::new("version").short('V').long("version").action(ArgAction::Version).help(text("cli.version-flag")))
}

fn dress(mut command: Command, path: &[String], texts: Option<&Texts>, lang: Lang) -> Command {
    let heading = |key| say(&Message::new(key), lang);
    let options = heading("cli.options");
    let arguments = heading("cli.arguments");
    let layout = format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}", heading("cli.usage"));
    command = command.help_template(layout).subcommand_help_heading(heading("cli.commands"));
    command = command.subcommand_value_name(heading("cli.command-name"));
    let own = texts.and_then(|all| all.get(&path.join(" ")));
    if let Some(about) = own.and_then(|it| it.get("")) {
        let brief = about.lines().next().unwrap_or_default().to_owned();
        command = command.about(brief).long_about(about.clone());
    }
    // Otherwise the help would list them by name, not in the order in which they are typed.
    let mut place = 0;
    command = command.mut_args(|mut arg| {
        if arg.is_positional() {
            place += 1;
            arg = arg.display_order(place);
        }
        let french = own.and_then(|it| it.get(arg.get_id().as_str())).cloned();
        let shared = texts.and_then(|all| all.get("*")).and_then(|it| it.get(arg.get_id().as_str())).cloned();
        dress_arg(arg, french.or(shared), &options, &arguments, lang)
    });
    let names: Vec<String> = command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
    for name in names {
        let mut deeper = path.to_vec();
        deeper.push(name.clone());
        command = command.mut_subcommand(name, |it| dress(it, &deeper, texts, lang));
    }
    command
}

fn dress_arg(mut arg: Arg, text: Option<String>, options: &str, arguments: &str, lang: Lang) -> Arg {
    let mut text = text.or_else(|| arg.get_help().map(StyledStr::to_string)).unwrap_or_default();
    let values: Vec<String> = arg.get_possible_values().iter().map(|it| it.get_name().to_owned()).collect();
    if !values.is_empty() && arg.get_action().takes_values() {
        let list = Message::new("cli.values").with("values", values.join(", "));
        text = format!("{text} [{}]", say(&list, lang));
    }
    let default: Vec<String> = arg.get_default_values().iter().map(|it| it.to_string_lossy().into_owned()).collect();
    if !default.is_empty() {
        let list = Message::new("cli.default").with("value", default.join(", "));
        text = format!("{text} [{}]", say(&list, lang));
    }
    if arg.get_action().takes_values() {
        arg = arg.hide_possible_values(true).hide_default_value(true);
    }
    let heading = if arg.is_positional() { arguments } else { options };
    arg.help(text).help_heading(heading.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::later::whole;

    fn walk(command: &Command, path: &[String], seen: &mut Texts) {
        let entry = seen.entry(path.join(" ")).or_default();
        entry.insert(String::new(), String::new());
        for arg in command.get_arguments() {
            entry.insert(arg.get_id().to_string(), String::new());
        }
        for sub in command.get_subcommands() {
            let mut deeper = path.to_vec();
            deeper.push(sub.get_name().to_owned());
            walk(sub, &deeper, seen);
        }
    }

    #[test]
    fn every_help_text_exists_in_french_and_none_is_left_over() {
        let texts: Texts =
            serde_yaml::from_str(include_str!("../words/help.fr.yaml")).expect("the French help is YAML");
        let mut wanted = Texts::new();
        walk(&whole(), &[], &mut wanted);
        for (path, args) in &wanted {
            for name in args.keys() {
                let own = texts.get(path).and_then(|it| it.get(name));
                let shared = texts.get("*").and_then(|it| it.get(name));
                assert!(own.or(shared).is_some(), "no French help for `{name}` of `onboard {path}`");
            }
        }
        for (path, args) in texts.iter().filter(|(path, _)| path.as_str() != "*") {
            for name in args.keys() {
                assert!(wanted.get(path).is_some_and(|it| it.contains_key(name)), "`{path}` has no `{name}` any more");
            }
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        plain(whole()).debug_assert();
        described(whole(), Lang::Fr).debug_assert();
    }
}
