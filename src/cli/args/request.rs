//! The arguments of `onboard request`: the verbs of the process, and what is not a move.

use clap::{Args, Subcommand};

use super::exchange::{ExportArgs, ImportArgs};
use super::{ChangeArgs, DateArg, FormatArg, ReasonArgs};
use crate::model::ClientId;

/// Take a configuration request through its life cycle
///
/// MOVE is a verb of the process; the built-in process has submit, review, accept, reject, live, fail, withdraw and
/// supersede. A move sets the dates that belong to it. Rejecting, failing and withdrawing need a reason in both languages.
///
/// Example: onboard request submit acme CR-0107 --to test
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, disable_help_subcommand = true)]
pub(crate) struct RequestArgs {
    #[command(subcommand)]
    pub(crate) command: Option<RequestCommand>,
    #[command(flatten)]
    pub(crate) step: MoveArgs,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RequestCommand {
    Add(AddRequestArgs),
    List(ListRequestsArgs),
    Export(ExportArgs),
    Import(ImportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct MoveArgs {
    /// The move: a verb of the process, such as submit or reject
    #[arg(value_name = "MOVE", required = true)]
    pub(crate) verb: Option<String>,
    /// The id of the client
    #[arg(value_name = "CLIENT", required = true)]
    pub(crate) id: Option<ClientId>,
    /// The number of the request
    #[arg(value_name = "REQUEST", required = true)]
    pub(crate) request: Option<String>,
    /// Fields of the request to set in the same change
    #[arg(value_name = "KEY=VALUE")]
    pub(crate) fields: Vec<String>,
    /// The environment of the request; where it has none of that number yet, the request is made there
    #[arg(long, value_name = "ENVIRONMENT")]
    pub(crate) to: Option<String>,
    #[command(flatten)]
    pub(crate) date: DateArg,
    #[command(flatten)]
    pub(crate) reason: ReasonArgs,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Add a request to an environment, as a draft
///
/// Example: onboard request add acme CR-0200 --to prod tested_as=CR-0107 requested_for=2027-01-26
#[derive(Debug, Args)]
pub(crate) struct AddRequestArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The number of the new request
    #[arg(value_name = "REQUEST")]
    pub(crate) request: String,
    /// Fields of the new request
    #[arg(value_name = "KEY=VALUE")]
    pub(crate) fields: Vec<String>,
    /// The environment
    #[arg(long, value_name = "ENVIRONMENT")]
    pub(crate) to: String,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// List the requests of a client, or of all clients
///
/// Example: onboard request list --state submitted
#[derive(Debug, Args)]
pub(crate) struct ListRequestsArgs {
    /// Only the requests of this client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: Option<ClientId>,
    /// Only requests in this state of the process
    #[arg(long, value_name = "STATE")]
    pub(crate) state: Vec<String>,
    /// Only requests of this environment
    #[arg(long, value_name = "ENVIRONMENT")]
    pub(crate) to: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatArg,
}
