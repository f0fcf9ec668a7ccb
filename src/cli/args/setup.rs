//! The arguments of `setup`, `receive` and `merge-driver`: what guards a workspace.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::ChangeArgs;

/// Set up what guards a workspace: checks in CI, hooks of git, and merges by meaning
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct SetupArgs {
    #[command(subcommand)]
    pub(crate) command: SetupCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SetupCommand {
    Ci(SetupCiArgs),
    Hooks(SetupHooksArgs),
    Merge(SetupMergeArgs),
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

/// Install hooks of git that judge a commit before it is made
///
/// The hook pre-commit runs `onboard validate --staged`; commit-msg sees to it that what the message claims is true, too. A hook
/// that is there goes on running, first. Where another program keeps the hooks (the framework pre-commit, husky, lefthook), nothing
/// is written, and the lines to add there are printed.
///
/// With --server it is the hook pre-receive of a bare repository: a push whose history does not hold is refused.
///
/// Example: onboard setup hooks --dry-run
#[derive(Debug, Args)]
pub(crate) struct SetupHooksArgs {
    /// The bare repository that people push to, on this machine
    #[arg(long, value_name = "DIR")]
    pub(crate) server: Option<PathBuf>,
    /// Take the hooks away, and put those back that were there before
    #[arg(long)]
    pub(crate) uninstall: bool,
    /// Show the hooks, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Have git merge client files by what they mean, not line by line
///
/// Writes a line into .gitattributes, as a commit, and tells git in this copy which program to ask. Where the line is there already,
/// only the second. `onboard merge-driver` is what git then asks.
///
/// Example: onboard setup merge --dry-run
#[derive(Debug, Args)]
pub(crate) struct SetupMergeArgs {
    /// Take the line and the configuration away again
    #[arg(long)]
    pub(crate) uninstall: bool,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Judge what is pushed, when the hook pre-receive of a bare repository asks
///
/// Reads the lines that git hands to that hook from standard input. On a protected branch history is neither rewritten nor deleted;
/// every new commit is judged as `onboard audit` does. Exits with 1 when something does not hold; then nothing is taken in. `onboard
/// setup hooks --server` installs the hook.
///
/// Example: onboard receive < lines
#[derive(Debug, Args)]
pub(crate) struct ReceiveArgs {}

/// Merge two versions of a client file by what they mean, when git asks
///
/// Items are matched by their id, and the history of both sides is joined. What is well-formed but breaks the process is a conflict,
/// too. The result takes the place of the second file. Exits with 1 when something could not be brought together; it then stands in the
/// file between marks. `onboard setup merge` makes git ask.
///
/// Example: onboard merge-driver base.yaml ours.yaml theirs.yaml clients/acme.yaml
#[derive(Debug, Args)]
pub(crate) struct MergeDriverArgs {
    /// The version before both (%O); empty where there is none
    #[arg(value_name = "BASE")]
    pub(crate) base: PathBuf,
    /// Our version (%A), which the result replaces
    #[arg(value_name = "OURS")]
    pub(crate) ours: PathBuf,
    /// Their version (%B)
    #[arg(value_name = "THEIRS")]
    pub(crate) theirs: PathBuf,
    /// Where the file lies in the repository (%P)
    #[arg(value_name = "PATH")]
    pub(crate) path: Option<String>,
    /// How long the marks of conflicts are (%L)
    #[arg(long, value_name = "N", default_value = "7", value_parser = clap::value_parser!(u16).range(1..=100))]
    pub(crate) marker_size: u16,
    /// What git calls the version before both (%S)
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) base_label: Option<String>,
    /// What git calls ours (%X)
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) ours_label: Option<String>,
    /// What git calls theirs (%Y)
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub(crate) theirs_label: Option<String>,
}
