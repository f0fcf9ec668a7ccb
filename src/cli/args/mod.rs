//! The arguments of every command. Their doc comments are the English help; the French stands in `words/help.fr.yaml`.
#![expect(
    clippy::doc_markdown,
    reason = "the doc comments of arguments are help texts, and examples are typed as they are"
)]

pub(crate) mod acts;
pub(crate) mod audit;
mod dashboard;
mod doctor;
mod due;
mod edit;
pub(crate) mod exchange;
pub(crate) mod report;
mod request;
pub(crate) mod setup;
mod sign;
mod sync;
mod validate;
mod wording;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

pub(crate) use dashboard::DashboardArgs;
pub(crate) use doctor::DoctorArgs;
pub(crate) use due::{DueArgs, DueFormat};
pub(crate) use edit::EditArgs;
pub(crate) use request::{AddRequestArgs, ListRequestsArgs, MoveArgs, RequestArgs, RequestCommand};
pub(crate) use sign::{CorrectArgs, RenameArgs, RenewArgs, SignArgs};
pub(crate) use sync::SyncArgs;
pub(crate) use validate::{CheckForm, CheckOutput, ValidateArgs};
pub(crate) use wording::{DateArg, ReasonArgs, RoleArgs};

use crate::model::{ClientId, IdError, Lang, PhaseId, Status};

/// How the answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct FormatArg {
    /// How the answer is written: a table for people, or JSON for programs
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: Format,
}

/// What every command that changes something takes.
#[derive(Debug, Args)]
pub(crate) struct ChangeArgs {
    /// Show the diff and the commit message, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Add this text to the commit message
    #[arg(short, long, value_name = "TEXT")]
    pub(crate) message: Option<String>,
    /// Leave the change in the work tree, without a commit
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) no_commit: bool,
    #[command(flatten)]
    pub(crate) format: FormatArg,
}

/// Make a new client, and the workspace where there is none
///
/// Asks at a terminal for what the flags leave open. Without a terminal, it says which flags are missing.
///
/// Example: onboard init acme --name-en 'Acme Agency' --name-fr 'Agence Acme' --language en
#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// The id of the client: lowercase letters, digits and hyphens; it never changes
    #[arg(value_name = "CLIENT")]
    pub(crate) id: Option<ClientId>,
    /// The English name of the organization
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_en: Option<String>,
    /// The French name of the organization
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_fr: Option<String>,
    /// The English abbreviation
    #[arg(long, value_name = "TEXT")]
    pub(crate) abbreviation_en: Option<String>,
    /// The French abbreviation
    #[arg(long, value_name = "TEXT")]
    pub(crate) abbreviation_fr: Option<String>,
    /// The language the client is written to in: en or fr
    #[arg(long, value_name = "LANG")]
    pub(crate) language: Option<Lang>,
    /// Fields of the new file as PATH=VALUE, as `onboard set` takes them
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) sets: Vec<String>,
    /// Domains that production addresses must lie below, for a new workspace
    #[arg(long, value_name = "DOMAIN", value_delimiter = ',', default_value = "canada.ca,gc.ca")]
    pub(crate) hosts: Vec<String>,
    /// Take the fields from a YAML file laid out like a client file; - is standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Show a client on one screen
///
/// Where it stands, its services, dates, money, requests and roles.
///
/// Example: onboard show acme
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The id of the client, or a name that it has or had
    #[arg(value_name = "CLIENT")]
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) format: FormatArg,
}

/// Show what stands in the way of the next phase
///
/// Every gate of the current phase, met or not, where in the file, and the command that settles it. Of a client with
/// several services, the phase that each is as far as, too.
///
/// Example: onboard status acme
#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// Only the gates of this service, in the phase that it is as far as
    #[arg(long, value_name = "SERVICE")]
    pub(crate) service: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatArg,
}

/// List the portfolio
///
/// Phase, status, days in the phase, next milestone, and what is overdue.
///
/// Example: onboard list --phase cate --sort days
#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// Only clients in this phase
    #[arg(long, value_name = "PHASE")]
    pub(crate) phase: Vec<PhaseId>,
    /// Only clients with this status: prospect, active, on_hold, withdrawn or closed
    #[arg(long, value_name = "STATUS", value_parser = status)]
    pub(crate) status: Vec<Status>,
    /// Only clients that are or were called so; accents and case do not matter
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    /// Only clients with something overdue
    #[arg(long)]
    pub(crate) overdue: bool,
    /// The order of the rows
    #[arg(long, value_name = "ORDER", default_value = "phase")]
    pub(crate) sort: Sort,
    /// Turn the order round
    #[arg(long)]
    pub(crate) reverse: bool,
    #[command(flatten)]
    pub(crate) format: FormatArg,
}

fn status(text: &str) -> Result<Status, IdError> {
    text.parse()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    Phase,
    Id,
    Name,
    Days,
    Next,
}

/// Change fields of a client
///
/// Several fields in one command are checked together and make one commit. Items of a list are named by their id.
///
/// Example: onboard set acme agreement.signed_on=2026-11-20 agreement.milestones.m3.done_on=2026-11-19
#[derive(Debug, Args)]
pub(crate) struct SetArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// What to change; an empty value clears the field
    #[arg(value_name = "PATH=VALUE", required = true)]
    pub(crate) fields: Vec<String>,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Add an item to a list of a client
///
/// The fields of the item are given as KEY=VALUE; a list of plain values takes the values themselves. What must change
/// together with it, such as the state of a service that goes live, is changed in the same commit.
///
/// Example: onboard add acme agreement.milestones id=m3 due=2027-01-15 name.en=Launch name.fr=Lancement
#[derive(Debug, Args)]
pub(crate) struct AddArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The list
    #[arg(value_name = "PATH")]
    pub(crate) list: String,
    /// The fields of the new item, or the values to add
    #[arg(value_name = "KEY=VALUE", required = true)]
    pub(crate) fields: Vec<String>,
    /// A field to change in the same commit, as `onboard set` takes it
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub(crate) sets: Vec<String>,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Remove fields or items of a client
///
/// Example: onboard remove acme agreement.milestones.m3
#[derive(Debug, Args)]
pub(crate) struct RemoveArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// What to remove
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<String>,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Move a client to its next phase when every gate holds
///
/// Passes over phases that do not apply, records the move in the history and says what comes next. Leaving the last
/// phase closes the client. With a gate unmet it changes nothing, says why, and exits with 1.
///
/// Example: onboard advance acme --dry-run
#[derive(Debug, Args)]
pub(crate) struct AdvanceArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Show the history of a client, newest first
///
/// Example: onboard log acme
#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// Show the entries of the file's own history by number instead, oldest first, as corrections leave them
    #[arg(long)]
    pub(crate) history: bool,
    #[command(flatten)]
    pub(crate) format: FormatArg,
}

/// Show, draw, check or take over the process
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct ProcessArgs {
    #[command(subcommand)]
    pub(crate) command: ProcessCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProcessCommand {
    /// Show the phases of the process and their gates
    Show(FormatArg),
    /// Draw the process with its gates
    ///
    /// Example: onboard process diagram --format svg > process.svg
    Diagram(DiagramArgs),
    /// Prove the process sound: phases, languages, rules, places and fixes
    Check(ProcessCheckArgs),
    /// Write the process, its schemas and templates into the workspace, to change them there
    Eject(EjectArgs),
}

#[derive(Debug, Args)]
pub(crate) struct DiagramArgs {
    /// For Mermaid, for Graphviz (dot), or as a picture (svg)
    #[arg(long, value_name = "FORMAT", default_value = "mermaid")]
    pub(crate) format: DiagramFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiagramFormat {
    Mermaid,
    Dot,
    Svg,
}

#[derive(Debug, Args)]
pub(crate) struct ProcessCheckArgs {
    /// A process file; the process of the workspace when none is named
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) format: FormatArg,
}

#[derive(Debug, Args)]
pub(crate) struct EjectArgs {
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Print a JSON Schema
///
/// Example: onboard schema client
#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// Which schema
    #[arg(value_name = "KIND")]
    pub(crate) kind: SchemaKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaKind {
    Client,
    Process,
    Settings,
}

/// Make a workspace with realistic clients in a new folder, by the real commands
///
/// Takes clients through the phases, shows the portfolio and a closure report, and says where it all lies.
///
/// Example: onboard demo onboard-demo
#[derive(Debug, Args)]
pub(crate) struct DemoArgs {
    /// The new folder
    #[arg(value_name = "DIR", default_value = "onboard-demo")]
    pub(crate) folder: PathBuf,
    /// Print every command before it runs
    #[arg(short, long)]
    pub(crate) verbose: bool,
}
