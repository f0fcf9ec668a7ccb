//! Arguments of the commands about what was signed and recorded: signatures, renewals, corrections, names.
#![expect(
    clippy::doc_markdown,
    reason = "the doc comments of arguments are help texts, and examples are typed as they are"
)]

use clap::Args;

use super::{ChangeArgs, DateArg, RoleArgs};
use crate::model::ClientId;

/// Record a signature, or a signed amendment
///
/// A signature covers the section as it stands, part by part: a later change is found at its place. It is refused while
/// other gates about the section do not hold, and when another party signed something else.
///
/// Example: onboard sign acme agreement --party client --role business_owner
#[derive(Debug, Args)]
pub(crate) struct SignArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// What is signed, as the process names it; what the current phase asks for when it is left out
    #[arg(value_name = "WHAT")]
    pub(crate) what: Option<String>,
    /// The party that signs; needed where several do
    #[arg(long, value_name = "PARTY", conflicts_with = "amendment")]
    pub(crate) party: Option<String>,
    #[command(flatten)]
    pub(crate) role: RoleArgs,
    #[command(flatten)]
    pub(crate) date: DateArg,
    /// Sign this amendment instead, which covers the section as it stands now
    #[arg(long, value_name = "NUMBER")]
    pub(crate) amendment: Option<u64>,
    /// What the amendment changes, in the language of this run
    #[arg(long, value_name = "TEXT", requires = "amendment")]
    pub(crate) summary: Option<String>,
    /// What the amendment changes, in English
    #[arg(long, value_name = "TEXT", requires = "amendment")]
    pub(crate) summary_en: Option<String>,
    /// What the amendment changes, in French
    #[arg(long, value_name = "TEXT", requires = "amendment")]
    pub(crate) summary_fr: Option<String>,
    /// The reference of the amendment
    #[arg(long, value_name = "TEXT", requires = "amendment")]
    pub(crate) reference: Option<String>,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}
