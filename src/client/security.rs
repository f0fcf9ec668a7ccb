//! Assessments, risks, authorities to operate and the attestation.

use serde::{Deserialize, Serialize};

use super::Due;
use crate::model::{Date, Text};

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct SecurityPrivacy {
    #[serde(default)]
    pub(crate) security_assessment: Assessment,
    #[serde(default)]
    pub(crate) privacy_assessment: Assessment,
    #[serde(default)]
    pub(crate) residual_risks: Vec<Risk>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Assessment {
    pub(crate) kind: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) completed_on: Option<Date>,
    pub(crate) reference: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Risk {
    pub(crate) id: String,
    pub(crate) text: Option<Text>,
    pub(crate) rating: Option<String>,
    pub(crate) treatment: Option<String>,
    pub(crate) due: Option<Due>,
    pub(crate) addressed_on: Option<Date>,
    pub(crate) reference: Option<String>,
}

/// An authority to operate, which belongs to services.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Authority {
    pub(crate) id: Option<String>,
    /// Empty: all services.
    #[serde(default)]
    pub(crate) services: Vec<String>,
    pub(crate) kind: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) granted_on: Option<Date>,
    pub(crate) expires_on: Option<Date>,
    pub(crate) granted_by_role: Option<Text>,
    #[serde(default)]
    pub(crate) conditions: Vec<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Condition {
    pub(crate) id: String,
    pub(crate) text: Text,
    pub(crate) due: Option<Due>,
    pub(crate) state: Option<String>,
    pub(crate) met_on: Option<Date>,
}

/// The federation compliance attestation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Attestation {
    pub(crate) reference: Option<String>,
    pub(crate) signed_on: Option<Date>,
    pub(crate) signed_by_role: Option<Text>,
    pub(crate) security_assessment_done: Option<bool>,
    pub(crate) privacy_assessment_done: Option<bool>,
    pub(crate) risks_addressed: Option<bool>,
    pub(crate) ato_obtained: Option<bool>,
}
