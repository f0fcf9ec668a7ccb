//! The arguments of the acts that lead off the straight road.

use clap::Args;

use super::{ChangeArgs, DateArg, ReasonArgs, RoleArgs};
use crate::model::{ClientId, Day};

/// What every act takes: why, who decided, when, and how the change is made.
#[derive(Debug, Args)]
pub(crate) struct ActArgs {
    #[command(flatten)]
    pub(crate) reason: ReasonArgs,
    #[command(flatten)]
    pub(crate) role: RoleArgs,
    #[command(flatten)]
    pub(crate) date: DateArg,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Put a client on hold
///
/// The work stops, for a reason, and is looked at again on a day. The phase stays as it is. Meanwhile no date of the
/// client counts as late but that of the review.
///
/// Example: onboard hold acme --reason-en 'Budget freeze' --reason-fr 'Gel budgétaire' --review-on 2027-01-15
#[derive(Debug, Args)]
pub(crate) struct HoldArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// When to look at it again, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) review_on: Option<Day>,
    /// The party that asked for it, as client files name parties
    #[arg(long, value_name = "PARTY")]
    pub(crate) requested_by: Option<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

/// Take up again the work on a client that is on hold
///
/// Dates count again as they stand in the file; none is moved.
///
/// Example: onboard resume acme
#[derive(Debug, Args)]
pub(crate) struct ResumeArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

/// Record that a client withdraws
///
/// The file is kept with its reason and its history. What is still configured must be retired; `onboard validate` says what.
///
/// Example: onboard withdraw acme --reason-en 'The project was cancelled' --reason-fr 'Le projet a été annulé'
#[derive(Debug, Args)]
pub(crate) struct WithdrawArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The party that asked for it, as client files name parties
    #[arg(long, value_name = "PARTY")]
    pub(crate) requested_by: Option<String>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

/// Reopen a client that was closed or has withdrawn
///
/// It is active again, in the phase that it had. What was protected when it was closed may be changed again.
///
/// Example: onboard reopen acme --reason-en 'A second service' --reason-fr 'Un deuxième service'
#[derive(Debug, Args)]
pub(crate) struct ReopenArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}
