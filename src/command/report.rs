//! `onboard report`: what goes to people outside the team.

mod make;
mod print;
mod save;
mod template;

use super::office::Office;
use super::{Desk, failure, output};
use crate::cli::{LangChoice, PaperSize, ReportArgs, ReportFormat, ReportKind};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{Finding, Message, Status};
use crate::render::{self, Languages, Paper};
use crate::report::Report;
use crate::ui::Ui;

pub(super) use make::judged;
pub(super) use template::{
    Own, failure as template_failure, fault as template_fault, fresh as templates, own as own_template,
};

pub(crate) fn run(desk: &Desk, args: &ReportArgs) -> Result<Outcome, Failure> {
    let kind = kind(args)?;
    let format = format(args);
    let office = Office::open(desk)?;
    let (report, ends) = make::report(desk, &office, args, kind)?;
    let languages = languages(desk, &report);
    fits(args, format, &report)?;
    let content = written(&office, args, (format, languages), &report)?;
    if args.save.save {
        return save::keep(desk, &office, args, (&report, format, languages), content.as_bytes()).and(ends);
    }
    match &args.output {
        None => match &content {
            Content::Text(text) => Ui::out(text).map_err(failure::output)?,
            Content::Bytes(bytes) => Ui::out_bytes(bytes).map_err(failure::output)?,
        },
        Some(file) => {
            output::write(desk, &office, file, content.as_bytes())?;
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
    let help = |key: &'static str| Message::new(key).with("kind", kind.typed());
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

/// What was written: for people to read, or for a program.
enum Content {
    Text(String),
    Bytes(Vec<u8>),
}

impl Content {
    fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// Tables are made of all clients; and a terminal is no place for a file that it cannot show.
fn fits(args: &ReportArgs, format: ReportFormat, report: &Report) -> Result<(), Failure> {
    let is_table = matches!(format, ReportFormat::Csv | ReportFormat::Xlsx);
    if is_table && report.client().is_some() {
        let message = Message::new("command.report-table").with("format", format.ending());
        return Err(failure::usage(message).help(Message::new("command.report-table-help")));
    }
    let is_binary = matches!(format, ReportFormat::Pdf | ReportFormat::Xlsx);
    if is_binary && args.output.is_none() && !args.save.save && Ui::is_terminal() {
        let message = Message::new("command.report-binary").with("format", format.ending());
        return Err(failure::usage(message).help(Message::new("command.report-binary-help")));
    }
    Ok(())
}

fn written(
    office: &Office,
    args: &ReportArgs,
    (format, languages): (ReportFormat, Languages),
    report: &Report,
) -> Result<Content, Failure> {
    let paper = match args.paper {
        PaperSize::A4 => Paper::A4,
        PaperSize::Letter => Paper::Letter,
    };
    let own = template::own(office, report.kind())?;
    let template = own.as_ref().map(template::Own::template);
    let wrong = |finding: Box<Finding>| template::failure(*finding, own.as_ref());
    let page = || render::html(report, template, languages, paper).map_err(wrong);
    Ok(match (format, report) {
        (ReportFormat::Markdown, _) => Content::Text(render::markdown(report, template, languages).map_err(wrong)?),
        (ReportFormat::Html, _) => Content::Text(page()?),
        (ReportFormat::Pdf, _) => Content::Bytes(print::pdf(&page()?)?),
        (ReportFormat::Csv, Report::Portfolio(it)) => Content::Text(render::clients_csv(it)),
        (ReportFormat::Xlsx, Report::Portfolio(it)) => {
            let book = render::workbook(it, languages);
            Content::Bytes(book.map_err(|error| {
                Failure::new(FailureKind::Bug, Message::new("command.report-workbook")).source(error)
            })?)
        }
        // Tables of one client are refused before.
        (ReportFormat::Json | ReportFormat::Csv | ReportFormat::Xlsx, _) => Content::Text(render::json::report(report)),
    })
}

/// Whether a client stands still, so that nothing is asked of it.
fn has_left(status: Status) -> bool {
    matches!(status, Status::Closed | Status::Withdrawn)
}
