//! Arguments of the commands about what was signed and recorded: signatures, renewals, corrections, names.
#![expect(
    clippy::doc_markdown,
    reason = "the doc comments of arguments are help texts, and examples are typed as they are"
)]

use clap::Args;

use super::{ChangeArgs, DateArg, ReasonArgs, RoleArgs};
use crate::model::{ClientId, Day};

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

/// Renew the agreement for another fiscal year
///
/// It stays in force from the day after it would end to the end of the fiscal year, or to the day given.
///
/// Example: onboard renew acme --fiscal-year 2027-2028 --reference CA-2027-001
#[derive(Debug, Args)]
pub(crate) struct RenewArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The fiscal year, 1 April to 31 March, such as 2027-2028
    #[arg(long, value_name = "YEAR")]
    pub(crate) fiscal_year: String,
    /// The number of the renewal
    #[arg(long, value_name = "TEXT")]
    pub(crate) reference: String,
    /// The last day it is in force, YYYY-MM-DD; the end of the fiscal year when it is left out
    #[arg(long, value_name = "DATE")]
    pub(crate) ends: Option<Day>,
    #[command(flatten)]
    pub(crate) date: DateArg,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Correct an entry of the history
///
/// The entry stays as it was written; another one says what it should say, and why. Reports and times use what the last
/// correction says. `onboard log CLIENT --history` lists the entries by number.
///
/// Example: onboard correct acme 2 --date 2026-05-21 --why-en 'Typing error' --why-fr 'Faute de frappe'
#[derive(Debug, Args)]
pub(crate) struct CorrectArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The number of the entry, from 1
    #[arg(value_name = "ENTRY")]
    pub(crate) entry: usize,
    /// The day that the entry should carry, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Day>,
    #[command(flatten)]
    pub(crate) reason: ReasonArgs,
    /// Why it is corrected, in the language of this run; the other language has its own flag
    #[arg(long, value_name = "TEXT")]
    pub(crate) why: Option<String>,
    /// Why it is corrected, in English
    #[arg(long, value_name = "TEXT")]
    pub(crate) why_en: Option<String>,
    /// Why it is corrected, in French
    #[arg(long, value_name = "TEXT")]
    pub(crate) why_fr: Option<String>,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}

/// Give the organization, or one of its services, a new name
///
/// The old name is kept among the former names, where `list --name` and `show` find it. Ids never change.
///
/// Example: onboard rename acme --name-en 'Acme Canada' --name-fr 'Acme Canada' --until 2026-06-30
#[derive(Debug, Args)]
pub(crate) struct RenameArgs {
    /// The id of the client
    #[arg(value_name = "CLIENT")]
    pub(crate) id: ClientId,
    /// The id of the service that gets the name; the organization when it is left out
    #[arg(long, value_name = "SERVICE")]
    pub(crate) service: Option<String>,
    /// The new English name
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_en: Option<String>,
    /// The new French name
    #[arg(long, value_name = "TEXT")]
    pub(crate) name_fr: Option<String>,
    /// The new English abbreviation
    #[arg(long, value_name = "TEXT")]
    pub(crate) abbreviation_en: Option<String>,
    /// The new French abbreviation
    #[arg(long, value_name = "TEXT")]
    pub(crate) abbreviation_fr: Option<String>,
    /// The last day that the old name was in use, YYYY-MM-DD; today when it is left out
    #[arg(long, value_name = "DATE")]
    pub(crate) until: Option<Day>,
    #[command(flatten)]
    pub(crate) reason: ReasonArgs,
    #[command(flatten)]
    pub(crate) change: ChangeArgs,
}
