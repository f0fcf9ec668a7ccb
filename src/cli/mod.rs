//! The command line as types: ids and paths parse themselves here, and nothing is decided.

mod args;
mod fault;
mod help;
mod later;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

pub(crate) use args::DashboardArgs;
pub(crate) use args::acts::{
    ActArgs, CloseArgs, ConfirmArgs, HoldArgs, ReopenArgs, ResumeArgs, ReturnArgs, WaiveArgs, WithdrawArgs,
};
pub(crate) use args::audit::{AuditArgs, AuditFormat};
pub(crate) use args::exchange::{ExchangeFormat, ExportArgs, ImportArgs, ImportFormat};
pub(crate) use args::report::{PaperSize, ReportArgs, ReportFormat, ReportKind};
pub(crate) use args::setup::{
    CiService, MergeDriverArgs, ReceiveArgs, SetupArgs, SetupCiArgs, SetupCommand, SetupHooksArgs, SetupMergeArgs,
};
pub(crate) use args::{
    AddArgs, AddRequestArgs, AdvanceArgs, ChangeArgs, CheckForm, CheckOutput, CorrectArgs, DateArg, DemoArgs,
    DiagramArgs, DiagramFormat, DoctorArgs, DueArgs, DueFormat, EditArgs, EjectArgs, Format, FormatArg, InitArgs,
    ListArgs, ListRequestsArgs, LogArgs, MoveArgs, ProcessArgs, ProcessCheckArgs, ProcessCommand, ReasonArgs,
    RemoveArgs, RenameArgs, RenewArgs, RequestArgs, RequestCommand, RoleArgs, SchemaArgs, SchemaKind, SetArgs,
    ShowArgs, SignArgs, Sort, StatusArgs, SyncArgs, ValidateArgs,
};
pub(crate) use fault::CliFault;
pub(crate) use later::Later;

use crate::model::{IdError, Lang};

/// Manage client onboarding as git-tracked files
#[derive(Debug, Parser)]
#[command(
    name = "onboard",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Run as if started in this folder
    #[arg(short = 'C', long = "directory", value_name = "DIR", global = true)]
    pub(crate) directory: Option<PathBuf>,
    /// Language of messages, tables and reports: en or fr; both for a report in both
    #[arg(long, value_name = "LANG", global = true, value_parser = lang)]
    pub(crate) lang: Option<LangChoice>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(crate) color: ColorChoice,
    /// Say only what was asked for, and errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

/// One language, or both one after the other (reports).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LangChoice {
    One(Lang),
    Both,
}

fn lang(text: &str) -> Result<LangChoice, IdError> {
    match text {
        "both" => Ok(LangChoice::Both),
        one => one.parse().map(LangChoice::One),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(Later<InitArgs>),
    Show(Later<ShowArgs>),
    Status(Later<StatusArgs>),
    List(Later<ListArgs>),
    Due(Later<DueArgs>),
    Set(Later<SetArgs>),
    Edit(Later<EditArgs>),
    Add(Later<AddArgs>),
    Remove(Later<RemoveArgs>),
    Advance(Later<AdvanceArgs>),
    Close(Later<CloseArgs>),
    Confirm(Later<ConfirmArgs>),
    Waive(Later<WaiveArgs>),
    Return(Later<ReturnArgs>),
    Hold(Later<HoldArgs>),
    Resume(Later<ResumeArgs>),
    Withdraw(Later<WithdrawArgs>),
    Reopen(Later<ReopenArgs>),
    Sign(Later<SignArgs>),
    Request(Later<RequestArgs>),
    Renew(Later<RenewArgs>),
    Correct(Later<CorrectArgs>),
    Rename(Later<RenameArgs>),
    Validate(Later<ValidateArgs>),
    Audit(Later<AuditArgs>),
    Sync(Later<SyncArgs>),
    Report(Later<ReportArgs>),
    Dashboard(Later<DashboardArgs>),
    Log(Later<LogArgs>),
    Process(Later<ProcessArgs>),
    Schema(Later<SchemaArgs>),
    Setup(Later<SetupArgs>),
    Receive(Later<ReceiveArgs>),
    MergeDriver(Later<MergeDriverArgs>),
    Doctor(Later<DoctorArgs>),
    Demo(Later<DemoArgs>),
}

/// Reads the command line; texts for people are made only when somebody asks for them or gets it wrong.
pub(crate) fn read(args: &[OsString], lang: Lang) -> Result<Cli, CliFault> {
    let matches = help::plain(Cli::command()).try_get_matches_from(args);
    match matches {
        Ok(matches) => Cli::from_arg_matches(&matches).map_err(|error| fault::tell(&later::whole(), &error)),
        Err(error) if args.len() < 2 && error.use_stderr() => {
            Err(CliFault::Bare(help::described(later::whole(), lang).render_help().to_string()))
        }
        Err(error) if error.use_stderr() => Err(fault::tell(&later::whole(), &error)),
        Err(version) if version.kind() == ErrorKind::DisplayVersion => {
            Err(CliFault::Shown(version.render().to_string()))
        }
        Err(_) => match help::described(later::whole(), lang).try_get_matches_from(args) {
            Ok(_) => Err(CliFault::Shown(String::new())),
            Err(shown) => Err(CliFault::Shown(shown.render().to_string())),
        },
    }
}

/// The language that the command line asks for, found before it is read, so that even a fault in it is said in that
/// language.
pub(crate) fn wanted_lang(args: &[OsString]) -> Option<Lang> {
    let mut args = args.iter().filter_map(|it| it.to_str()).take_while(|it| *it != "--");
    while let Some(arg) = args.next() {
        let value = if arg == "--lang" { args.next() } else { arg.strip_prefix("--lang=") };
        if let Some(lang) = value.and_then(|it| it.parse().ok()) {
            return Some(lang);
        }
    }
    None
}
