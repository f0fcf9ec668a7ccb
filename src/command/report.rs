//! `onboard report`: what goes to people outside the team.

mod make;
mod save;
mod template;

use super::office::Office;
use super::{Desk, failure, output};
use crate::cli::{LangChoice, PaperSize, ReportArgs, ReportFormat, ReportKind};
use crate::error::{Failure, Outcome};
use crate::model::{Message, Status};
use crate::render::{self, Languages, Paper};
use crate::report::Report;
use crate::ui::Ui;

pub(super) use template::{fault as template_fault, fresh as templates};

pub(crate) fn run(desk: &Desk, args: &ReportArgs) -> Result<Outcome, Failure> {
    let kind = kind(args)?;
    let format = format(args);
    let office = Office::open(desk)?;
    let (report, ends) = make::report(desk, &office, args, kind)?;
    let languages = languages(desk, &report);
    let content = written(&office, args, (format, languages), &report)?;
    if args.save.save {
        return save::keep(desk, &office, args, (&report, format, languages), content.as_bytes()).and(ends);
    }
    match &args.output {
        None => Ui::out(&content).map_err(failure::output)?,
        Some(file) => {
            output::write(desk, &office, file, &content)?;
            desk.ui.note(&Message::new("command.report-written").with("file", file.display().to_string()));
        }
    }
    ends
}

/// The kind that was asked for, or that goes without saying.
fn kind(args: &ReportArgs) -> Result<ReportKind, Failure> {
    let kind = match (args.kind, &args.id) {
        (Some(kind), _) => kind,
        (None, Some(_)) => ReportKind::Closure,
        (None, None) => ReportKind::Portfolio,
    };
    let help = |key: &'static str| Message::new(key).with("kind", kind.as_str());
    match (kind, &args.id) {
        (ReportKind::Portfolio, Some(id)) => {
            let message = Message::new("command.report-of-all").with("client", id.as_str());
            Err(failure::usage(message).help(help("command.report-of-all-help")))
        }
        (ReportKind::Portfolio, None) | (_, Some(_)) if args.since.is_some() && kind != ReportKind::Progress => {
            Err(failure::usage(help("command.report-since")).help(Message::new("command.report-since-help")))
        }
        (ReportKind::Portfolio, None) | (_, Some(_)) => Ok(kind),
        (_, None) => Err(failure::usage(help("command.report-of-one")).help(help("command.report-of-one-help"))),
    }
}

/// The format that was asked for, or that the ending of the file stands for.
fn format(args: &ReportArgs) -> ReportFormat {
    let ending = args.output.as_deref().and_then(|it| it.extension()).and_then(|it| it.to_str());
    let by_ending = || ending.and_then(|it| ReportFormat::of_ending(&it.to_ascii_lowercase()));
    args.format.or_else(by_ending).unwrap_or(ReportFormat::Markdown)
}

/// A report on a client speaks the client's language, one on all that of whoever asks.
fn languages(desk: &Desk, report: &Report) -> Languages {
    let own = report.client().map_or(desk.ui.lang, |it| it.language);
    match desk.langs.unwrap_or(LangChoice::One(own)) {
        LangChoice::One(lang) => Languages::One(lang),
        LangChoice::Both => Languages::Both,
    }
}

fn written(
    office: &Office,
    args: &ReportArgs,
    (format, languages): (ReportFormat, Languages),
    report: &Report,
) -> Result<String, Failure> {
    let paper = match args.paper {
        PaperSize::A4 => Paper::A4,
        PaperSize::Letter => Paper::Letter,
    };
    let own = template::own(office, report.kind())?;
    let template = own.as_ref().map(template::Own::template);
    let done = match format {
        ReportFormat::Json => Ok(render::json::report(report)),
        ReportFormat::Markdown => render::markdown(report, template, languages),
        ReportFormat::Html => render::html(report, template, languages, paper),
    };
    done.map_err(|finding| template::failure(*finding, own.as_ref()))
}

/// Whether a client stands still, so that nothing is asked of it.
fn has_left(status: Status) -> bool {
    matches!(status, Status::Closed | Status::Withdrawn)
}
