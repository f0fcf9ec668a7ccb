//! `onboard setup ci`: a workflow that judges every change. A file of a person's is never replaced unasked.

use super::own::{self, Owner};
use super::workflow;
use crate::cli::{CiService, Format, SetupCiArgs};
use crate::command::office::Office;
use crate::command::{Desk, change, failure, secrets};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::Message;
use crate::store::{self, Change, CommitMessage, FileChange, RelPath, Workspace};
use crate::ui::Ui;

const GITHUB: &str = ".github/workflows/onboard.yml";
const GITLAB: &str = ".gitlab/onboard.yml";
/// What GitLab itself reads; it takes in the other one.
const GITLAB_MAIN: &str = ".gitlab-ci.yml";
const GITLAB_INCLUDE: &str = "include:\n  - local: .gitlab/onboard.yml\n";

pub(super) fn run(desk: &Desk, args: &SetupCiArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    secrets::refuse_typed(&office)?;
    let (file, name) = match args.service {
        CiService::Github => (GITHUB, "ci github"),
        CiService::Gitlab => (GITLAB, "ci gitlab"),
    };
    let branch = match &args.branch {
        Some(branch) if branch.chars().any(|it| it.is_whitespace() || it.is_control()) => {
            return Err(failure::usage(
                Message::new("setup.ci-odd-branch").with("value", branch.escape_debug().to_string()),
            ));
        }
        Some(branch) => branch.clone(),
        None => office.ws.main_branch()?.unwrap_or_else(|| "main".to_owned()),
    };
    let command = workflow::command(args, name);
    let text = own::marked(&command, &workflow::text(args, &office.ws.prefix(), &branch, desk.ui.lang)?);
    if args.print {
        Ui::out(&text).map_err(failure::output)?;
        desk.ui.note(&Message::new("setup.ci-belongs").with("file", file));
        return Ok(Outcome::Done);
    }
    let top = office.ws.top()?;
    let mut files = Vec::new();
    files.extend(wanted(&top, file, text, args)?);
    let main = if args.service == CiService::Gitlab { gitlab_main(&top)? } else { Main::Takes };
    if main == Main::Missing {
        let text = own::marked(name, GITLAB_INCLUDE);
        files.push(FileChange { path: RelPath::new(GITLAB_MAIN)?, before: None, after: Some(text.into_bytes()) });
    }
    if files.is_empty() {
        desk.ui.note(&Message::new("setup.ci-same").with("file", file));
        say_include(desk, main);
        return Ok(Outcome::Done);
    }
    write(desk, &office, &top, (files, name, main), args)
}

/// The change that the file needs; none where it is as it should be. Refused where it is somebody else's.
fn wanted(top: &Workspace, file: &str, text: String, args: &SetupCiArgs) -> Result<Option<FileChange>, Failure> {
    let path = RelPath::new(file)?;
    let before = if top.exists(&path)? { Some(top.read(&path)?) } else { None };
    let after = text.into_bytes();
    match &before {
        Some(bytes) if *bytes == after => return Ok(None),
        Some(bytes) if own::owner(bytes) == Owner::Theirs && !args.replace => {
            Ui::out(&store::diff(&path, Some(bytes), Some(&after))).map_err(failure::output)?;
            let failure = Failure::new(FailureKind::Exists, Message::new("setup.ci-theirs").with("file", file));
            return Err(failure.help(Message::new("setup.ci-theirs-print")).help(Message::new("setup.ci-theirs-help")));
        }
        Some(_) | None => {}
    }
    Ok(Some(FileChange { path, before, after: Some(after) }))
}

/// The file that GitLab reads first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Main {
    Missing,
    /// It takes our file in, or none is needed.
    Takes,
    /// A person's, that does not know of ours.
    Silent,
}

fn gitlab_main(top: &Workspace) -> Result<Main, Failure> {
    let path = RelPath::new(GITLAB_MAIN)?;
    if !top.exists(&path)? {
        return Ok(Main::Missing);
    }
    let bytes = top.read(&path)?;
    let text = String::from_utf8_lossy(&bytes);
    let named = text.lines().filter(|it| !it.trim_start().starts_with('#')).any(|it| it.contains(GITLAB));
    Ok(if named { Main::Takes } else { Main::Silent })
}

fn write(
    desk: &Desk,
    office: &Office,
    top: &Workspace,
    (files, name, main): (Vec<FileChange>, &str, Main),
    args: &SetupCiArgs,
) -> Result<Outcome, Failure> {
    let written: Vec<String> = files.iter().map(|it| it.path.as_str().to_owned()).collect();
    let message = CommitMessage {
        subject: format!("workspace: every change is judged ({name})"),
        body: args.change.message.clone().unwrap_or_default(),
        trailers: vec![("Onboard-Change".to_owned(), format!("setup {name}"))],
    };
    let change = Change { files, message, writing: change::writing(&args.change), when: None };
    if args.change.dry_run {
        return change::show(desk, office, &change, &args.change);
    }
    let done = top.change(change)?;
    change::tell_hooks(desk, &done);
    let text = match args.change.format.format {
        Format::Table => written.join("\n"),
        Format::Json => crate::render::json::set_up(done.commit.as_deref(), &written),
    };
    Ui::out(&text).map_err(failure::output)?;
    if args.image.is_none() && args.source.is_none() {
        desk.ui.note(&Message::new("setup.ci-variables"));
    }
    desk.ui.note(&Message::new(match args.service {
        CiService::Github => "setup.ci-next-github",
        CiService::Gitlab => "setup.ci-next-gitlab",
    }));
    say_include(desk, main);
    Ok(Outcome::Done)
}

/// What to put into the person's own file so that ours counts.
fn say_include(desk: &Desk, main: Main) {
    if main == Main::Silent {
        desk.ui.warn(&Message::new("setup.ci-include").with("file", GITLAB_MAIN));
        Ui::err(GITLAB_INCLUDE.trim_end());
    }
}
