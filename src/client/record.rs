//! What was decided and when: status, criteria, waivers, the history, notes.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::Due;
use crate::model::{Date, PhaseId, Status, Text};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Hold {
    pub(crate) since: Option<Date>,
    pub(crate) reason: Option<Text>,
    pub(crate) review_on: Option<Due>,
    pub(crate) requested_by: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Withdrawal {
    pub(crate) date: Option<Date>,
    pub(crate) reason: Option<Text>,
    pub(crate) requested_by: Option<String>,
}

/// A gate that only a person can settle.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Criterion {
    pub(crate) state: Option<String>,
    pub(crate) date: Option<Date>,
    pub(crate) evidence: Option<String>,
    pub(crate) due: Option<Due>,
    pub(crate) reason: Option<Text>,
    /// Since this day it must be confirmed again.
    pub(crate) confirm_again: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Waiver {
    pub(crate) id: String,
    pub(crate) gate: String,
    pub(crate) reason: Option<Text>,
    pub(crate) approved_by_role: Option<Text>,
    pub(crate) approved_on: Option<Date>,
    pub(crate) expires_on: Option<Date>,
}

/// One move or change of status, as the file records it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct HistoryEntry {
    pub(crate) date: Date,
    pub(crate) change: String,
    pub(crate) from: Option<PhaseId>,
    pub(crate) to: Option<PhaseId>,
    pub(crate) status: Option<Status>,
    pub(crate) from_status: Option<Status>,
    pub(crate) to_status: Option<Status>,
    #[serde(default)]
    pub(crate) met: Vec<String>,
    #[serde(default)]
    pub(crate) waived: Vec<String>,
    /// Of a return: the gates that held and must be confirmed again.
    #[serde(default)]
    pub(crate) to_confirm: Vec<String>,
    #[serde(default)]
    pub(crate) skipped: Vec<PhaseId>,
    #[serde(default, deserialize_with = "words")]
    pub(crate) reason: Option<Text>,
    #[serde(default)]
    pub(crate) approved: BTreeMap<String, String>,
    /// The number of the entry that was wrong, from 1; `at` is the right day, `says` the right reason.
    pub(crate) corrects: Option<usize>,
    pub(crate) at: Option<Date>,
    pub(crate) says: Option<Text>,
    /// What was corrected, or the name before.
    pub(crate) was: Option<Before>,
    /// The service that got a new name; none: the organization.
    pub(crate) service: Option<String>,
    pub(crate) name: Option<Text>,
    pub(crate) by_role: Option<Text>,
}

/// What an entry says was before.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Before {
    pub(crate) date: Option<Date>,
    pub(crate) reason: Option<Text>,
    pub(crate) name: Option<Text>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Retention {
    pub(crate) dispose_personal_info_after: Option<Date>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Note {
    pub(crate) id: Option<String>,
    pub(crate) date: Option<Date>,
    #[serde(default, deserialize_with = "words")]
    pub(crate) text: Option<Text>,
}

/// A text in both languages, or one line that stands for both.
fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Text>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Words {
        Both(Text),
        One(String),
    }
    Ok(Option::<Words>::deserialize(deserializer)?.map(|it| match it {
        Words::Both(text) => text,
        Words::One(line) => Text::new(line.clone(), line),
    }))
}
