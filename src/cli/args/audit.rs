//! The arguments of the audit.

use clap::{Args, ValueEnum};

use crate::model::ClientId;

/// Prove how each client came to be where it is, from the history of the repository
///
/// Reads every version of every client file, oldest first, and judges each change by the process that was in force at that
/// commit, on the day of that commit. Shows for each client every phase, by which commit it was entered and left, and on
/// which evidence; then everything that does not hold, with the commit. Exits with 1 when something does not.
///
/// Example: onboard audit acme
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// The ids of clients; all clients when none is named
    #[arg(value_name = "CLIENT")]
    pub(crate) ids: Vec<ClientId>,
    /// Only the commits after this one: a commit, a branch or a tag
    #[arg(long, value_name = "REV")]
    pub(crate) since: Option<String>,
    /// From the first commit on, whatever was sealed before; holds each seal against the whole history
    #[arg(long, conflicts_with = "since")]
    pub(crate) full: bool,
    /// When all of it holds, write that down in an annotated tag, signed where git signs; later audits start there
    #[arg(long, conflicts_with_all = ["since", "ids"])]
    pub(crate) seal: bool,
    /// Judge every commit again, whatever an earlier audit found, and remember nothing
    #[arg(long)]
    pub(crate) no_cache: bool,
    /// How the answer is written
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: AuditFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuditFormat {
    Table,
    Json,
    Sarif,
}
