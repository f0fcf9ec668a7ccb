//! Arguments that several acts share: a reason and a role in both official languages, and the day something happened.

use clap::Args;

use crate::model::Day;

/// Why something is done, in both official languages.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct ReasonArgs {
    /// Why, in the language of this run; the other language has its own flag
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Why, in English
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason_en: Option<String>,
    /// Why, in French
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason_fr: Option<String>,
}

/// Who decided, as a role and never as a person.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct RoleArgs {
    /// The role that decided: one that contacts may have, such as business_owner, or its name in the language of this run
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Option<String>,
    /// The role that decided, in English
    #[arg(long, value_name = "TEXT")]
    pub(crate) role_en: Option<String>,
    /// The role that decided, in French
    #[arg(long, value_name = "TEXT")]
    pub(crate) role_fr: Option<String>,
}

/// When it happened.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct DateArg {
    /// The day it happened, YYYY-MM-DD; today when it is left out
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<Day>,
}
