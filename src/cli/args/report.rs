//! The arguments of `onboard report`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::model::{ClientId, Day};

/// Write a report: on a client, in its language; or on all clients
///
/// Without a client it is the portfolio. In both languages when --lang both is given. With --save it is kept under reports/
/// and committed.
///
/// Example: onboard report acme --kind progress --since 2026-10-01 --lang both -o progress.html
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// The id of the client; none for a report on all
    #[arg(value_name = "CLIENT")]
    pub(crate) id: Option<ClientId>,
    /// Which report; closure for a client, and portfolio without one, when it is left out
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<ReportKind>,
    /// How it is written; otherwise the ending of the file says it, and Markdown where there is none
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<ReportFormat>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Of a progress report: tell the decisions since this day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) since: Option<Day>,
    /// The paper that a page is printed on
    #[arg(long, value_name = "PAPER", default_value = "letter")]
    pub(crate) paper: PaperSize,
    #[command(flatten)]
    pub(crate) save: SaveArgs,
}

/// How a report is kept.
#[derive(Debug, Args)]
pub(crate) struct SaveArgs {
    /// Keep it under reports/, as one commit
    #[arg(long, conflicts_with = "output")]
    pub(crate) save: bool,
    /// Show the diff and the commit message, and write nothing
    #[arg(long, requires = "save")]
    pub(crate) dry_run: bool,
    /// Add this text to the commit message
    #[arg(short, long, value_name = "TEXT", requires = "save")]
    pub(crate) message: Option<String>,
    /// Leave the report in the work tree, without a commit
    #[arg(long, requires = "save", conflicts_with = "dry_run")]
    pub(crate) no_commit: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportKind {
    /// Outcomes against success criteria, times, costs, and the closing
    Closure,
    /// Where a client stands, what is in its way, dates, money, risks, decisions
    Progress,
    /// The Collaboration Agreement as a document to sign
    Agreement,
    /// The federation compliance attestation form, filled in
    Attestation,
    /// All clients
    Portfolio,
}

impl ReportKind {
    /// As it is typed.
    pub(crate) fn typed(self) -> String {
        self.to_possible_value().map(|it| it.get_name().to_owned()).unwrap_or_default()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    #[value(name = "md", alias = "markdown")]
    Markdown,
    Html,
    /// The page, printed by a browser of this machine
    Pdf,
    Json,
    /// Of the portfolio: a line for each client
    Csv,
    /// Of the portfolio: a workbook
    Xlsx,
}

impl ReportFormat {
    /// The format that the ending of a file stands for.
    pub(crate) fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "pdf" => Some(Self::Pdf),
            "json" => Some(Self::Json),
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }

    /// The ending of its files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PaperSize {
    A4,
    Letter,
}
