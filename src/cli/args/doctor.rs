//! The arguments of `doctor`.

use clap::Args;

use super::FormatArg;

/// Find what makes this copy of the workspace slow or unsafe, and mend it
///
/// Looks at git and its configuration, merge driver, hooks, line endings, commit-graph, full folders, and at what killed programs left
/// behind. Changes nothing unless --fix says so; each step is then shown and asked about first. Exits with 1 when something is unsafe.
///
/// Example: onboard doctor merge hooks --fix
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// What to look at, by the names in the answer; everything when none is named
    #[arg(value_name = "NAME")]
    pub(crate) checks: Vec<String>,
    /// Mend what can be mended, each step shown first
    #[arg(long)]
    pub(crate) fix: bool,
    /// Do not ask
    #[arg(long, requires = "fix")]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) format: FormatArg,
}
