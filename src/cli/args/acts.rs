//! The arguments of the acts that lead off the straight road.

use clap::Args;

use super::{ChangeArgs, DateArg, ReasonArgs, RoleArgs};
use crate::model::{ClientId, Day, GateId, PhaseId};

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

/// Go back to an earlier phase
///
/// For an amended agreement or a failed test. Nothing is erased: the gates that held must be confirmed again, and what was
/// approved is approved again when its phase is left. A phase may be entered several times; its days add up.
///
/// Example: onboard return acme --to agreement --reason-en 'The scope changes' --reason-fr 'La portée change'
#[derive(Debug, Args)]
pub(crate) struct ReturnArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The phase to go back to
    #[arg(long, value_name = "PHASE")]
    pub(crate) to: PhaseId,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

/// Record a person's word on criteria
///
/// Settles the criteria that only a person can settle, and the gates that must be confirmed again after a return. Several
/// make one commit.
///
/// Example: onboard confirm acme engagement.overview-presented --evidence 'GCdocs 1000001'
#[derive(Debug, Args)]
pub(crate) struct ConfirmArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The criteria, by the names that `onboard status` shows
    #[arg(value_name = "GATE", required_unless_present = "again")]
    pub(crate) gates: Vec<GateId>,
    /// Only for this service, where a gate is asked of each
    #[arg(long, value_name = "SERVICE", conflicts_with = "again")]
    pub(crate) service: Option<String>,
    /// Also everything in the current phase that held before a return and still holds
    #[arg(long, conflicts_with_all = ["not_met", "not_applicable"])]
    pub(crate) again: bool,
    /// It was judged, and is not met; needs a reason
    #[arg(long, conflicts_with = "not_applicable")]
    pub(crate) not_met: bool,
    /// It is not asked of this client; needs a reason
    #[arg(long)]
    pub(crate) not_applicable: bool,
    /// Where the proof is, never the proof itself
    #[arg(long, value_name = "REFERENCE")]
    pub(crate) evidence: Option<String>,
    /// A short note
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
    #[command(flatten)]
    pub(crate) reason: ReasonArgs,
    #[command(flatten)]
    pub(crate) date: DateArg,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Let a client pass a gate that does not hold
///
/// Only gates that the process calls waivable, with a reason and the role that approved it. After its last day a waiver holds
/// nothing: a gate that was passed by it stands in the way of the next phase again.
///
/// Example: onboard waive acme cate.sign-in-works --reason-en 'Seen in a call' --reason-fr 'Vu lors d’un appel' --role technical_lead --expires 2027-03-31
#[derive(Debug, Args)]
pub(crate) struct WaiveArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The gate, by the name that `onboard status` shows
    #[arg(value_name = "GATE")]
    pub(crate) gate: GateId,
    /// The last day it holds, YYYY-MM-DD; without one it does not end
    #[arg(long, value_name = "DATE")]
    pub(crate) expires: Option<Day>,
    #[command(flatten)]
    pub(crate) act: ActArgs,
}

/// Close a client in its last phase when every gate holds
///
/// What `onboard advance` does in the last phase, and in no other. A success criterion that is not met must be accepted as an exception
/// first; the report then says so. Once closed, only what the process leaves open may change.
///
/// Example: onboard close acme --dry-run
#[derive(Debug, Args)]
pub(crate) struct CloseArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}
