//! Secrets on the command line are refused before anything is written, and covered wherever a text is shown.

use super::failure;
use super::office::Office;
use crate::error::Failure;
use crate::model::{Finding, Message};
use crate::process::{self, Process};
use crate::ui::Ui;

/// Covers on the terminal what the process of the program knows as a secret.
pub(crate) fn cover() {
    Ui::cover_with(|text| match Process::embedded() {
        Ok(process) => process.secrets().covered(text).into_owned(),
        Err(_) => text.to_owned(),
    });
}

/// Makes the search for secrets ready beside what the command does: everything that is shown is searched, and to make the search
/// takes longer than the search.
pub(super) fn get_ready() {
    let ready = || Process::embedded().map(|it| it.secrets().make_ready());
    // Where no thread can be had, it is made ready when it is needed.
    drop(std::thread::Builder::new().name("secrets".to_owned()).spawn(ready));
}

/// Covers what the process of a workspace knows as a secret, too.
pub(super) fn cover_by(process: &Process) {
    let secrets = process.secrets().clone();
    Ui::cover_with(move |text| secrets.covered(text).into_owned());
}

/// Refuses a command line that holds a secret: what is typed there would reach a file or a commit message.
pub(super) fn refuse_typed(office: &Office) -> Result<(), Failure> {
    let secrets = office.process()?.secrets();
    for argument in &office.typed {
        let Some(found) = secrets.in_argument(argument) else { continue };
        let before = argument.get(..found.span.start).unwrap_or_default();
        let message =
            Message::new("command.secret-typed").with("what", found.name.clone()).with("before", short(before));
        let failure = failure::usage(message).help(Message::new("command.secret-typed-help"));
        return Err(advised(office, failure));
    }
    Ok(())
}

/// Adds what the process says is to be done about a secret.
pub(super) fn advised(office: &Office, failure: Failure) -> Failure {
    match office.process().ok().and_then(|it| it.secrets().advice.clone()) {
        Some(advice) => failure.help(Message::Text(advice)),
        None => failure,
    }
}

/// The last words before a secret, which say where it is.
fn short(text: &str) -> String {
    const MOST: usize = 60;
    let skipped = text.chars().count().saturating_sub(MOST);
    let last: String = text.chars().skip(skipped).collect();
    if skipped > 0 { format!("…{last}") } else { last }
}

/// The text of a file as it may be shown beside its findings, each sign in its place: what they call a secret is covered,
/// too, however it looks.
pub(super) fn covered(text: &str, findings: &[Finding]) -> String {
    let secrets = findings.iter().filter(|it| it.code.starts_with("secret/")).map(|it| it.place.spot.bytes());
    process::cover(&Ui::covered(text), secrets).into_owned()
}

/// The bytes of a file as a difference may show them.
pub(super) fn covered_bytes(office: &Office, bytes: &[u8]) -> Vec<u8> {
    match (std::str::from_utf8(bytes), office.process()) {
        (Ok(text), Ok(process)) => process.secrets().covered_file(text).into_owned().into_bytes(),
        (Ok(_) | Err(_), _) => bytes.to_vec(),
    }
}
