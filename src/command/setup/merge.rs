//! `onboard setup merge`: git asks this program when both sides changed a client file. Which files, a line of `.gitattributes` says,
//! for everybody; which program, the configuration of this copy.

use super::attributes;
use super::scripts::quoted;
use crate::cli::{Format, SetupMergeArgs};
use crate::command::office::Office;
use crate::command::{Desk, change, failure, secrets};
use crate::env::Env;
use crate::error::{Failure, Outcome};
use crate::model::Message;
use crate::render::json;
use crate::store::{Change, CommitMessage, FileChange, Writing};
use crate::ui::Ui;
use crate::words::say;

/// The driver in the configuration of git.
const SECTION: &str = "merge.onboard";
pub(crate) const DRIVER: &str = "merge.onboard.driver";
const NAME: &str = "merge.onboard.name";

/// What git runs. Where the program is gone or fails, git merges lines, as it does by itself: an exit code of a program that is not
/// there would leave ours, without a word of theirs.
const COMMAND: &str = "p=@PROGRAM@; [ -x \"$p\" ] || p=onboard; \"$p\" merge-driver %O %A %B %P --marker-size=%L --base-label=%S \
     --ours-label=%X --theirs-label=%Y; s=$?; [ $s -lt 2 ] && exit $s; \
     exec git merge-file -q --marker-size=%L -L %X -L %S -L %Y %A %O %B";

/// What there is to do in this copy.
#[derive(Debug)]
struct Work {
    file: Option<FileChange>,
    /// Settings to write, with their values; empty where none is to change.
    settings: Vec<(&'static str, String)>,
    /// Whether the settings are to go.
    forgets: bool,
}

pub(super) fn run(desk: &Desk, args: &SetupMergeArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    secrets::refuse_typed(&office)?;
    let work = if args.uninstall { undoing(&office)? } else { doing(desk, &office)? };
    if work.file.is_none() && work.settings.is_empty() && !work.forgets {
        desk.ui.note(&Message::new(if args.uninstall { "setup.merge-none" } else { "setup.merge-same" }));
        return Ok(Outcome::Done);
    }
    if args.change.dry_run {
        return shown(desk, &office, work, args);
    }
    carry_out(desk, &office, work, args)
}

fn doing(desk: &Desk, office: &Office) -> Result<Work, Failure> {
    let file = attributes::read(office)?;
    let text = file.before.as_deref().unwrap_or_default();
    let note = say(&Message::new("setup.merge-note"), desk.ui.lang);
    let file = attributes::with(text, attributes::MERGE, &note).map(|after| FileChange { after: Some(after), ..file });
    let program = Env::program().map_err(failure::here)?.display().to_string();
    let wanted = [
        (NAME, say(&Message::new("setup.merge-name"), desk.ui.lang)),
        // A percent sign of the program's path is no placeholder.
        (DRIVER, COMMAND.replace("@PROGRAM@", &quoted(&program).replace('%', "%%"))),
    ];
    let is_same = office.ws.own_setting(DRIVER)?.as_ref() == Some(&wanted[1].1);
    Ok(Work { file, settings: if is_same { Vec::new() } else { wanted.to_vec() }, forgets: false })
}

fn undoing(office: &Office) -> Result<Work, Failure> {
    let file = attributes::read(office)?;
    let text = file.before.as_deref().unwrap_or_default();
    let file = attributes::without(text, attributes::MERGE)
        .map(|after| FileChange { after: Some(after).filter(|it| !it.is_empty()), ..file });
    Ok(Work { file, settings: Vec::new(), forgets: office.ws.own_setting(DRIVER)?.is_some() })
}

fn message(subject: &str, body: String) -> CommitMessage {
    let trailers = vec![("Onboard-Change".to_owned(), "setup merge".to_owned())];
    CommitMessage { subject: subject.to_owned(), body, trailers }
}

fn change(file: FileChange, args: &SetupMergeArgs) -> Change {
    let subject = if args.uninstall {
        "workspace: client files are merged line by line"
    } else {
        "workspace: client files are merged by meaning"
    };
    let message = message(subject, args.change.message.clone().unwrap_or_default());
    Change { files: vec![file], message, writing: change::writing(&args.change), when: None }
}

fn shown(desk: &Desk, office: &Office, work: Work, args: &SetupMergeArgs) -> Result<Outcome, Failure> {
    for (key, value) in &work.settings {
        desk.ui.note(&Message::new("setup.merge-would-set").with("key", *key).with("value", value.as_str()));
    }
    if work.forgets {
        desk.ui.note(&Message::new("setup.merge-would-forget").with("key", SECTION));
    }
    match work.file {
        Some(file) => change::show(desk, office, &change(file, args), &args.change),
        None => {
            desk.ui.note(&Message::new("command.dry-run"));
            Ok(Outcome::Done)
        }
    }
}

/// The same without a word, for a command that says itself what it does.
pub(in crate::command) fn set_up(desk: &Desk, office: &Office) -> Result<(), Failure> {
    let work = doing(desk, office)?;
    let message = message("workspace: client files are merged by meaning", String::new());
    written(desk, office, work, |file| Change { files: vec![file], message, writing: Writing::Commit, when: None })?;
    Ok(())
}

fn carry_out(desk: &Desk, office: &Office, work: Work, args: &SetupMergeArgs) -> Result<Outcome, Failure> {
    let (commit, written) = written(desk, office, work, |file| change(file, args))?;
    let text = match args.change.format.format {
        Format::Table => written.join("\n"),
        Format::Json => json::set_up(commit.as_deref(), &written),
    };
    Ui::out(&text).map_err(failure::output)?;
    desk.ui.note(&Message::new(if args.uninstall { "setup.merge-gone" } else { "setup.merge-done" }));
    Ok(Outcome::Done)
}

/// Does it: the commit that was made, and what was written.
fn written(
    desk: &Desk,
    office: &Office,
    work: Work,
    make: impl FnOnce(FileChange) -> Change,
) -> Result<(Option<String>, Vec<String>), Failure> {
    let mut written = Vec::new();
    let mut commit = None;
    if let Some(file) = work.file {
        written.push(file.path.as_str().to_owned());
        let done = office.ws.change(make(file))?;
        change::tell_hooks(desk, &done);
        commit = done.commit;
    }
    for (key, value) in &work.settings {
        office.ws.set_own_setting(key, value)?;
    }
    if work.forgets {
        office.ws.remove_own_section(SECTION)?;
    }
    if !work.settings.is_empty() || work.forgets {
        written.push(SECTION.to_owned());
    }
    Ok((commit, written))
}
