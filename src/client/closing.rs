//! Going live and closing.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Due;
use crate::model::{Date, Text};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct GoLive {
    pub(crate) id: Option<String>,
    pub(crate) service: Option<String>,
    pub(crate) date: Option<Due>,
    #[serde(default)]
    pub(crate) audience: Audience,
    pub(crate) decision: Option<String>,
    pub(crate) rolled_back_on: Option<Date>,
    pub(crate) notice_sent_on: Option<Date>,
    pub(crate) reason: Option<Text>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Audience {
    pub(crate) percent: Option<Decimal>,
    pub(crate) group: Option<Text>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Closing {
    pub(crate) outcome_report: Option<OutcomeReport>,
    pub(crate) users_migrated: Option<u64>,
    #[serde(default)]
    pub(crate) lessons_learned: Vec<Lesson>,
    pub(crate) handed_over_to: Option<Text>,
    pub(crate) handed_over_on: Option<Date>,
    #[serde(default)]
    pub(crate) carried_over: Vec<CarriedOver>,
    pub(crate) closed_on: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct OutcomeReport {
    pub(crate) reference: Option<String>,
    pub(crate) sent_on: Option<Date>,
    #[serde(default)]
    pub(crate) languages: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Lesson {
    pub(crate) id: Option<String>,
    pub(crate) text: Text,
}

/// What is still to be done after the closing, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct CarriedOver {
    pub(crate) id: String,
    pub(crate) text: Text,
    pub(crate) owner_role: Option<Text>,
    pub(crate) due: Option<Due>,
}
