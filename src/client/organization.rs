//! Who the client is: the organization, its services, the roles, the first meetings.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::model::{Date, Text};

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Organization {
    pub(crate) gc_org_id: Option<u64>,
    pub(crate) name: Text,
    pub(crate) abbreviation: Option<Text>,
    pub(crate) kind: Option<String>,
    #[serde(default)]
    pub(crate) former_names: Vec<FormerName>,
    #[serde(default)]
    pub(crate) shared_with: Vec<String>,
    pub(crate) split_from: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct FormerName {
    pub(crate) en: String,
    pub(crate) fr: String,
    /// The abbreviation of that time, where it changed with the name.
    pub(crate) abbreviation: Option<Text>,
    pub(crate) until: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Service {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) description: Option<Text>,
    #[serde(default)]
    pub(crate) audience: Vec<String>,
    #[serde(default)]
    pub(crate) current_sign_in: Vec<String>,
    pub(crate) expected_users_per_year: Option<u64>,
    pub(crate) peak_sign_ins_per_second: Option<Decimal>,
    #[serde(default)]
    pub(crate) assurance: Assurance,
    pub(crate) security_category: Option<SecurityCategory>,
    #[serde(default)]
    pub(crate) languages: Vec<String>,
    pub(crate) state: Option<String>,
    pub(crate) live_on: Option<Date>,
    #[serde(default)]
    pub(crate) former_names: Vec<FormerName>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Assurance {
    pub(crate) credential: Option<u8>,
    pub(crate) identity: Option<u8>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct SecurityCategory {
    pub(crate) confidentiality: Option<String>,
    pub(crate) integrity: Option<String>,
    pub(crate) availability: Option<String>,
}

/// A role that someone holds, never a person.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Contact {
    pub(crate) role: String,
    pub(crate) organization: Option<String>,
    pub(crate) mailbox: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) vacant_since: Option<Date>,
    pub(crate) hours: Option<Text>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Engagement {
    #[serde(default)]
    pub(crate) meetings: Vec<Meeting>,
    pub(crate) objectives: Option<Text>,
    pub(crate) scope: Option<Text>,
    pub(crate) timeline: Option<Text>,
    pub(crate) business_owner_named_on: Option<Date>,
}

/// A meeting of the engagement, the technical discussions or the support processes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Meeting {
    pub(crate) id: Option<String>,
    pub(crate) date: Date,
    pub(crate) level: Option<String>,
    #[serde(default)]
    pub(crate) with: Vec<String>,
    pub(crate) subject: Option<Text>,
    pub(crate) evidence: Option<String>,
}
