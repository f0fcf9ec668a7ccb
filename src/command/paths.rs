//! Words that several commands make of paths, and the fields that only a command of their own may change.

use super::failure;
use crate::document::{Document, Path};
use crate::error::Failure;
use crate::model::Message;
use crate::process::Process;
use crate::schema::{self, Shape};

/// How many paths a subject line names.
const NAMED: usize = 3;

/// `set agreement.signed_on, agreement.ends_on` for a subject line; with more than three, the first ones and how many.
pub(crate) fn summary(verb: &str, paths: &[String]) -> String {
    let shown: Vec<&str> = paths.iter().take(NAMED).map(String::as_str).collect();
    let more = paths.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" (+{more})") } else { String::new() };
    format!("{verb} {}{rest}", shown.join(", "))
}

/// Refuses a path that another command keeps, such as the phase.
pub(crate) fn refuse_managed(root: Shape, document: &Document, path: &Path, text: &str) -> Result<(), Failure> {
    let above = std::iter::successors(Some(path.clone()), Path::parent);
    let mut keepers = above.filter_map(|it| schema::shape_at(root, document, &it)?.managed().map(str::to_owned));
    let keeper = keepers.next();
    match keeper {
        None => Ok(()),
        // What `init` gives stays as it is.
        Some(command) if command == "init" => {
            Err(failure::usage(Message::new("command.managed").with("path", text)).help(Message::new("command.fixed")))
        }
        Some(all) => {
            let all: Vec<String> = all.split(", ").map(|it| format!("`onboard {it}`")).collect();
            Err(failure::usage(Message::new("command.managed").with("path", text))
                .help(Message::new("command.managed-help").with("commands", all.join(", "))))
        }
    }
}

/// Refuses what a fix leaves for the person to fill in, such as `…` or `REFERENCE`, as a value.
pub(crate) fn refuse_placeholder(process: &Process, path: &str, value: &str) -> Result<(), Failure> {
    let shouted = value.len() > 2 && value.chars().all(|it| it.is_ascii_uppercase() || it == '_');
    if value.trim() != "…" && !(shouted && process.leaves_open(value)) {
        return Ok(());
    }
    let message = Message::new("command.placeholder").with("value", value);
    Err(failure::usage(message).help(Message::new("command.placeholder-help").with("path", path)))
}
