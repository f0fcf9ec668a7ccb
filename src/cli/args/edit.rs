//! The arguments of `onboard edit`.

use clap::Args;

use super::ChangeArgs;
use crate::model::ClientId;

/// Edit a client file in your editor, checked when you save
///
/// Opens a copy of the file in $VISUAL, in $EDITOR, or in the editor of git. What is wrong comes back as comments at its
/// lines, which are taken out again. At a terminal you can go back, commit, keep the draft for another time, or throw it
/// away. A draft that was kept is offered the next time; nothing that was typed is lost.
///
/// Example: EDITOR='code --wait' onboard edit acme
#[derive(Debug, Args)]
pub(crate) struct EditArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// Throw a kept draft away, and begin with the file as it is
    #[arg(long)]
    pub(crate) fresh: bool,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}
