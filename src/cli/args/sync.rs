//! The arguments of `onboard sync`.

use clap::Args;

use super::FormatArg;

/// Bring this copy and the remote together: fetch, merge by meaning, check, push
///
/// Your commits are put on top of those of the remote, each checked as CI would; then they are pushed. When others were
/// quicker, it tries again. Nothing is ever forced, and no commit is lost: a conflict changes nothing and is explained.
/// Without a connection, it says what is waiting.
///
/// Example: onboard sync
#[derive(Debug, Args)]
pub(crate) struct SyncArgs {
    /// The remote; otherwise the one that git has noted for the branch, or origin
    #[arg(long, value_name = "NAME")]
    pub(crate) remote: Option<String>,
    /// The branch on the remote; otherwise the one that git has noted, or that of the same name
    #[arg(long, value_name = "BRANCH")]
    pub(crate) branch: Option<String>,
    /// Fetch, merge and check, show what would come and go, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) format: FormatArg,
}
