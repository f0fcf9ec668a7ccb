//! The Collaboration Agreement and what was promised in it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Due;
use crate::model::{Date, Text};

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Agreement {
    pub(crate) reference: Option<String>,
    pub(crate) scope: Option<Text>,
    #[serde(default)]
    pub(crate) milestones: Vec<Milestone>,
    #[serde(default)]
    pub(crate) costs: Vec<Cost>,
    #[serde(default)]
    pub(crate) success_criteria: Vec<SuccessCriterion>,
    pub(crate) problem_resolution: Option<Text>,
    pub(crate) resource_availability: Option<Text>,
    #[serde(default)]
    pub(crate) documents: Vec<Document>,
    #[serde(default)]
    pub(crate) services: Vec<String>,
    pub(crate) ceiling_cad: Option<Decimal>,
    pub(crate) approved_on: Option<Date>,
    pub(crate) approved_by_role: Option<Text>,
    pub(crate) signed_on: Option<Date>,
    #[serde(default)]
    pub(crate) signatures: Vec<Signature>,
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
    #[serde(default)]
    pub(crate) amendments: Vec<Amendment>,
    #[serde(default)]
    pub(crate) renewals: Vec<Renewal>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Milestone {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) due: Option<Due>,
    pub(crate) done_on: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Cost {
    pub(crate) id: Option<String>,
    pub(crate) fiscal_year: String,
    pub(crate) amount_cad: Decimal,
    pub(crate) kind: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) description: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct SuccessCriterion {
    pub(crate) id: String,
    pub(crate) text: Text,
    pub(crate) target: Option<String>,
    pub(crate) result: Option<String>,
    pub(crate) met: Option<bool>,
    pub(crate) measured_on: Option<Date>,
    /// Not met, and closed all the same.
    pub(crate) accepted: Option<Accepted>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Accepted {
    pub(crate) by_role: Option<Text>,
    pub(crate) date: Option<Date>,
    pub(crate) reason: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Document {
    pub(crate) id: Option<String>,
    pub(crate) title: Option<Text>,
    pub(crate) reference: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Signature {
    pub(crate) id: Option<String>,
    pub(crate) party: Option<String>,
    pub(crate) role: Option<Text>,
    pub(crate) date: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Amendment {
    pub(crate) number: u32,
    pub(crate) signed_on: Option<Date>,
    pub(crate) summary: Option<Text>,
}

/// What keeps the agreement in force for another fiscal year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Renewal {
    pub(crate) fiscal_year: String,
    pub(crate) reference: Option<String>,
    pub(crate) signed_on: Option<Date>,
    pub(crate) starts_on: Option<Date>,
    pub(crate) ends_on: Option<Date>,
}

impl Agreement {
    /// The last day it is in force, with its renewals.
    pub(crate) fn last_day(&self) -> Option<Date> {
        self.renewals.iter().filter_map(|it| it.ends_on).chain(self.ends_on).max()
    }
}
