//! The arguments of `setup`: what guards a workspace.

use clap::{Args, Subcommand, ValueEnum};

use super::ChangeArgs;

/// Set up what guards a workspace: checks in CI, and hooks of git
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct SetupArgs {
    #[command(subcommand)]
    pub(crate) command: SetupCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SetupCommand {
    Ci(SetupCiArgs),
}

/// Write a workflow that judges every change on GitHub or GitLab
///
/// It runs `onboard validate` on what a request changes, with remarks at the lines and reports to keep, and `onboard audit` over
/// the whole history. Where the program comes from: a container image, or a commit of its repository that is built once and kept;
/// without --image or --source, the variables ONBOARD_SOURCE and ONBOARD_REV of the service say it.
///
/// A file of yours is never replaced unasked. One that this command wrote and nobody changed is brought up to date.
///
/// Example: onboard setup ci github --dry-run
#[derive(Debug, Args)]
pub(crate) struct SetupCiArgs {
    /// The service that runs the checks
    #[arg(value_name = "SERVICE")]
    pub(crate) service: CiService,
    /// Run in this container image, which has git and onboard in it
    #[arg(long, value_name = "IMAGE", conflicts_with = "source")]
    pub(crate) image: Option<String>,
    /// Build onboard from this git repository
    #[arg(long, value_name = "URL", requires = "rev")]
    pub(crate) source: Option<String>,
    /// The commit to build, in full
    #[arg(long, value_name = "COMMIT", requires = "source")]
    pub(crate) rev: Option<String>,
    /// The branch that is checked after every push (GitHub); the main branch of the repository when none is named
    #[arg(long, value_name = "BRANCH")]
    pub(crate) branch: Option<String>,
    /// Print the workflow, and write nothing
    #[arg(long, conflicts_with_all = ["dry_run", "no_commit", "replace"])]
    pub(crate) print: bool,
    /// Replace a file with other content
    #[arg(long)]
    pub(crate) replace: bool,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CiService {
    Github,
    Gitlab,
}
