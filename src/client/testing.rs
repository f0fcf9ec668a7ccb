//! The support of end users, the migration of users, and what was tested and shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::organization::Meeting;
use crate::model::{Date, Text};

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Support {
    #[serde(default)]
    pub(crate) meetings: Vec<Meeting>,
    /// In the order of the file.
    #[serde(default)]
    pub(crate) credential_services: serde_json::Map<String, Value>,
    pub(crate) help_url: Option<Text>,
    pub(crate) service_desk: Option<ServiceDesk>,
    pub(crate) escalation: Option<Text>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct CredentialService {
    pub(crate) applicable: Option<bool>,
    pub(crate) process_agreed_on: Option<Date>,
    pub(crate) reason: Option<Text>,
}

impl Support {
    /// The credential services by name, in the order of the file.
    pub(crate) fn services(&self) -> Vec<(&str, CredentialService)> {
        let read = |value: &Value| serde_json::from_value(value.clone()).unwrap_or_default();
        self.credential_services.iter().map(|(name, value)| (name.as_str(), read(value))).collect()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct ServiceDesk {
    pub(crate) mailbox: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) hours: Option<Text>,
    pub(crate) briefed_on: Option<Date>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Migration {
    pub(crate) required: Option<bool>,
    pub(crate) reason: Option<Text>,
    pub(crate) decided_on: Option<Date>,
    #[serde(default)]
    pub(crate) services: Vec<String>,
    #[serde(default)]
    pub(crate) from: Vec<String>,
    /// Users per credential service, and the day they were counted on.
    #[serde(default)]
    pub(crate) user_counts: serde_json::Map<String, Value>,
    pub(crate) method: Option<String>,
    #[serde(default)]
    pub(crate) legacy_entity_ids: Vec<String>,
    pub(crate) affiliation_published_on: Option<Date>,
    pub(crate) allow_create: Option<bool>,
    pub(crate) notice_to_users_on: Option<Date>,
    pub(crate) verified_in_cate_on: Option<Date>,
    pub(crate) cutover_planned_on: Option<Date>,
    pub(crate) done_on: Option<Date>,
    pub(crate) users_migrated: Option<u64>,
    pub(crate) rollback_plan: Option<String>,
}

impl Migration {
    /// The numbers among the counts: users per credential service.
    pub(crate) fn users(&self) -> Vec<(&str, u64)> {
        self.user_counts.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_u64()?))).collect()
    }

    /// The day the users were counted on.
    pub(crate) fn counted_on(&self) -> Option<Date> {
        self.user_counts.values().find_map(|it| it.as_str()?.parse().ok())
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Testing {
    #[serde(default)]
    pub(crate) cases: Vec<TestCase>,
    #[serde(default)]
    pub(crate) demonstrations: Vec<Demonstration>,
    pub(crate) completed_on: Option<Date>,
    pub(crate) accessibility_checked_on: Option<Date>,
    pub(crate) official_languages_checked_on: Option<Date>,
    pub(crate) penetration_test: Option<PenetrationTest>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct TestCase {
    pub(crate) id: String,
    pub(crate) title: Text,
    pub(crate) service: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) defect: Option<String>,
    pub(crate) blocker: Option<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Demonstration {
    pub(crate) id: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) audience: Option<String>,
    pub(crate) platform_support: Option<bool>,
    pub(crate) summary: Option<Text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct PenetrationTest {
    pub(crate) date: Option<Date>,
    pub(crate) reference: Option<String>,
}
