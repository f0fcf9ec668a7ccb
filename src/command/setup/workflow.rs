//! The texts of the workflows: templates of this program with their notes in the language of the person, and with what differs
//! from one repository to another. Everything that goes into a shell or into YAML from outside is checked or quoted here.

use crate::cli::{CiService, SetupCiArgs};
use crate::error::Failure;
use crate::model::{Lang, Message};
use crate::words::say;

use super::super::failure;

const GITHUB: &str = include_str!("../files/ci-github.yml");
const GITHUB_BUILD: &str = include_str!("../files/ci-github-build.yml");
const GITLAB: &str = include_str!("../files/ci-gitlab.yml");
const GITLAB_BUILD: &str = include_str!("../files/ci-gitlab-build.yml");
/// The image that GitLab builds the program in when none is named.
const BUILDER: &str = "rust:1";

/// Words that stand in the templates as `@NAME@`.
const NOTES: [(&str, &str); 12] = [
    ("NOTE-CHECKOUT", "setup.ci-note-checkout"),
    ("NOTE-VALIDATE", "setup.ci-note-validate"),
    ("NOTE-AUDIT", "setup.ci-note-audit"),
    ("NOTE-SOURCE", "setup.ci-note-source"),
    ("NO-SOURCE", "setup.ci-no-source"),
    ("NAME-VALIDATE", "setup.ci-name-validate"),
    ("NAME-AUDIT", "setup.ci-name-audit"),
    ("NAME-KEEP", "setup.ci-name-keep"),
    ("NAME-CACHE", "setup.ci-name-cache"),
    ("NAME-BUILD", "setup.ci-name-build"),
    ("NAME-PATH", "setup.ci-name-path"),
    ("NOTE-FIRST", "setup.ci-note-first"),
];

/// Where the program comes from, as it was typed and found good.
#[derive(Debug, Clone, Copy)]
enum Origin<'a> {
    Image(&'a str),
    Commit {
        source: &'a str,
        rev: &'a str,
    },
    /// Variables of the service say it.
    Variables,
}

/// The workflow for a workspace in the folder `prefix` of its repository, whose main branch is `branch`.
pub(super) fn text(args: &SetupCiArgs, prefix: &str, branch: &str, lang: Lang) -> Result<String, Failure> {
    let origin = origin(args)?;
    let inside = prefix.trim_end_matches('/');
    let place = if inside.is_empty() { String::new() } else { format!(" -C {}", quoted(inside)) };
    let up = "../".repeat(if inside.is_empty() { 0 } else { inside.matches('/').count() + 1 });
    let (template, install, own) = match args.service {
        CiService::Github => (GITHUB, GITHUB_BUILD, github(origin)),
        CiService::Gitlab => (GITLAB, GITLAB_BUILD, gitlab(origin)),
    };
    let install = if matches!(origin, Origin::Image(_)) { "" } else { install };
    let mut text = filled(&format!("# @NOTE-FIRST@\n{template}"), "INSTALL", install);
    for (name, key) in NOTES {
        text = filled(&text, name, &say(&Message::new(key), lang));
    }
    for (name, value) in own.into_iter().chain([("IN", place), ("OUT", up), ("BRANCH", yaml(branch))]) {
        text = filled(&text, name, &value);
    }
    Ok(text)
}

/// The command that writes this, with what was said of the origin: whoever brings the file up to date sees it there.
pub(super) fn command(args: &SetupCiArgs, name: &str) -> String {
    let options = [("image", &args.image), ("source", &args.source), ("rev", &args.rev), ("branch", &args.branch)];
    let typed = options.into_iter().filter_map(|(option, value)| Some(format!(" --{option} {}", value.as_ref()?)));
    typed.fold(name.to_owned(), |all, it| all + &it)
}

fn github(origin: Origin) -> Vec<(&'static str, String)> {
    let environment = |source: &str, rev: &str| {
        format!("    env:\n      ONBOARD_SOURCE: {}\n      ONBOARD_REV: {}", yaml(source), yaml(rev))
    };
    let runs = match origin {
        Origin::Image(image) => format!("    container: {}", yaml(image)),
        Origin::Commit { source, rev } => environment(source, rev),
        Origin::Variables => environment("${{ vars.ONBOARD_SOURCE }}", "${{ vars.ONBOARD_REV }}"),
    };
    vec![("RUNS", runs)]
}

fn gitlab(origin: Origin) -> Vec<(&'static str, String)> {
    let (image, variables) = match origin {
        Origin::Image(image) => (image, String::new()),
        Origin::Commit { source, rev } => {
            (BUILDER, format!("    ONBOARD_SOURCE: {}\n    ONBOARD_REV: {}", yaml(source), yaml(rev)))
        }
        Origin::Variables => (BUILDER, String::new()),
    };
    vec![("IMAGE", yaml(image)), ("VARIABLES", variables)]
}

/// Puts a value in its place; a line that has nothing but an empty value goes.
fn filled(text: &str, name: &str, value: &str) -> String {
    let gap = format!("@{name}@");
    let alone = format!("{gap}\n");
    let value = value.trim_end_matches('\n');
    let text = if value.is_empty() { text.replace(&format!("\n{alone}"), "\n") } else { text.to_owned() };
    text.replace(&gap, value)
}

fn origin(args: &SetupCiArgs) -> Result<Origin<'_>, Failure> {
    let service = args.service;
    match (&args.image, &args.source, &args.rev) {
        (Some(image), _, _) if is_plain(image, service) => Ok(Origin::Image(image)),
        (Some(image), _, _) => Err(failure::usage(Message::new("setup.ci-odd-image").with("value", image.as_str()))),
        (None, Some(source), Some(rev)) => {
            if !is_plain(source, service) {
                return Err(failure::usage(Message::new("setup.ci-odd-source").with("value", source.as_str())));
            }
            let whole = [40, 64].contains(&rev.len()) && rev.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
            if !whole {
                let message = Message::new("setup.ci-odd-rev").with("value", rev.as_str());
                return Err(failure::usage(message).help(Message::new("setup.ci-odd-rev-help")));
            }
            Ok(Origin::Commit { source, rev })
        }
        (None, _, _) => Ok(Origin::Variables),
    }
}

/// What may stand in an address or in the name of an image. GitLab puts variables into these.
fn is_plain(text: &str, service: CiService) -> bool {
    let allowed = |it: char| {
        it.is_ascii_alphanumeric()
            || "._:/@+~%-".contains(it)
            || (service == CiService::Gitlab && matches!(it, '$' | '{' | '}'))
    };
    !text.is_empty() && !text.starts_with('-') && text.chars().all(allowed)
}

/// A text as YAML: what JSON says of it is YAML, too.
fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A text as a shell reads it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}
