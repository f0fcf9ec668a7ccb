//! `--save`: a report is kept among the files of the workspace, as one commit.

use crate::cli::{ChangeArgs, Format, FormatArg, ReportArgs, ReportFormat};
use crate::command::office::Office;
use crate::command::{Desk, change, failure};
use crate::error::{Failure, Outcome};
use crate::model::Message;
use crate::render::Languages;
use crate::report::Report;
use crate::store::{Change, CommitMessage, FileChange, RelPath};
use crate::ui::Ui;

/// Writes the report under `reports/`. One of the same kind, day and language takes the place of the one before.
pub(super) fn keep(
    desk: &Desk,
    office: &Office,
    args: &ReportArgs,
    (report, format, languages): (&Report, ReportFormat, Languages),
    content: &[u8],
) -> Result<Outcome, Failure> {
    let path = RelPath::new(&name(report, format, languages))?;
    let before = if office.ws.exists(&path)? { Some(office.ws.read(&path)?) } else { None };
    if before.as_deref() == Some(content) {
        desk.ui.note(&Message::new("command.nothing-to-change").with("file", path.as_str()));
        return Ok(Outcome::Done);
    }
    let about = report.client().map_or_else(|| "portfolio".to_owned(), |it| it.id.to_string());
    let args = change_args(args);
    let change = Change {
        files: vec![FileChange { path: path.clone(), before, after: Some(content.to_vec()) }],
        message: CommitMessage {
            subject: format!("reports: {} of {about}, {}", report.kind(), report.day()),
            body: args.message.clone().unwrap_or_default(),
            // No client changes by it.
            trailers: vec![
                ("Onboard-Change".to_owned(), "report".to_owned()),
                ("Onboard-Process".to_owned(), office.process()?.reference().to_owned()),
            ],
        },
        writing: change::writing(&args),
        when: None,
    };
    if args.dry_run {
        return change::show(desk, office, &change, &args);
    }
    let done = office.ws.change(change)?;
    change::tell_hooks(desk, &done);
    Ui::out(path.as_str()).map_err(failure::output)?;
    let said = match &done.commit {
        Some(commit) => Message::new("command.report-kept").with("commit", change::short(commit)),
        None => Message::new("command.left").with("file", path.as_str()),
    };
    desk.ui.note(&said);
    Ok(Outcome::Done)
}

/// `reports/acme/2026-11-26-progress.en.html`; the portfolio lies beside the folders of the clients.
fn name(report: &Report, format: ReportFormat, languages: Languages) -> String {
    let folder = report.client().map_or(String::new(), |it| format!("{}/", it.id));
    let language = match (format, languages) {
        // The data is in both languages.
        (ReportFormat::Json | ReportFormat::Csv, _) => "",
        (_, Languages::One(lang)) => &format!(".{}", lang.as_str()),
        (_, Languages::Both) => ".en-fr",
    };
    format!("reports/{folder}{}-{}{language}.{}", report.day(), report.kind(), format.ending())
}

fn change_args(args: &ReportArgs) -> ChangeArgs {
    ChangeArgs {
        dry_run: args.save.dry_run,
        message: args.save.message.clone(),
        no_commit: args.save.no_commit,
        format: FormatArg { format: Format::Table },
    }
}
