//! The typed, read-only view of a client file: what reports, tables and lists need to know of it. The schema has judged
//! the file before; this room reads what is there, leaves out what it does not know, and never writes.
//! The values of the domain's enumerations stay text: their words are in the process.

mod agreement;
mod called;
mod closing;
mod facts;
mod organization;
mod record;
mod security;
mod technical;
mod testing;
mod timeline;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub(crate) use agreement::{Agreement, Cost, Milestone, SuccessCriterion};
pub(crate) use called::{Called, Match};
pub(crate) use closing::{Closing, GoLive};
pub(crate) use facts::{CriteriaCount, CriterionOutcome, RequestCount, StateCount};
pub(crate) use organization::{Contact, Engagement, FormerName, Organization, Service};
pub(crate) use record::{Criterion, HistoryEntry, Hold, Note, Retention, Waiver, Withdrawal};
pub(crate) use security::{Assessment, Attestation, Authority, Risk, SecurityPrivacy};
pub(crate) use technical::{Environment, Technical};
pub(crate) use testing::{Migration, Support, Testing};
pub(crate) use timeline::{Pause, Stay, Timeline};

pub(crate) use crate::model::Due;
use crate::model::{ClientId, Lang, PhaseId, Status};

/// A client as its file tells it.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
pub(crate) struct Client {
    pub(crate) id: ClientId,
    /// `name@version` of the process the file follows.
    pub(crate) process: String,
    pub(crate) organization: Organization,
    pub(crate) language: Lang,
    pub(crate) status: Status,
    pub(crate) phase: PhaseId,
    pub(crate) hold: Option<Hold>,
    pub(crate) withdrawn: Option<Withdrawal>,
    #[serde(default)]
    pub(crate) services: Vec<Service>,
    #[serde(default)]
    pub(crate) contacts: Vec<Contact>,
    #[serde(default)]
    pub(crate) engagement: Engagement,
    #[serde(default)]
    pub(crate) schedule: Schedule,
    #[serde(default)]
    pub(crate) agreement: Agreement,
    #[serde(default)]
    pub(crate) technical: Technical,
    #[serde(default)]
    pub(crate) environments: Vec<Environment>,
    #[serde(default)]
    pub(crate) support: Support,
    #[serde(default)]
    pub(crate) migration: Migration,
    #[serde(default)]
    pub(crate) testing: Testing,
    #[serde(default)]
    pub(crate) security_privacy: SecurityPrivacy,
    #[serde(default)]
    pub(crate) authority_to_operate: Vec<Authority>,
    #[serde(default)]
    pub(crate) attestation: Attestation,
    #[serde(default)]
    pub(crate) go_live: Vec<GoLive>,
    #[serde(default)]
    pub(crate) closing: Closing,
    #[serde(default)]
    pub(crate) criteria: BTreeMap<String, Criterion>,
    #[serde(default)]
    pub(crate) waivers: Vec<Waiver>,
    #[serde(default)]
    pub(crate) history: Vec<HistoryEntry>,
    #[serde(default)]
    pub(crate) retention: Retention,
    #[serde(default)]
    pub(crate) notes: Vec<Note>,
}

/// What the client aims at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Schedule {
    pub(crate) target_go_live: Option<Due>,
}

/// Says why a value is not a client.
#[derive(Debug, thiserror::Error)]
#[error("it is not a client file: {0}")]
pub(crate) struct NotAClient(#[from] serde_json::Error);

impl Client {
    /// Reads the data of a client file. An explicit `null` means the same as an absent key.
    pub(crate) fn from_value(value: &Value) -> Result<Self, NotAClient> {
        let read =
            if has_null(value) { serde_json::from_value(without_nulls(value)) } else { Self::deserialize(value) };
        Ok(read?)
    }
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(map) => map.values().any(has_null),
    }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(_, it)| !it.is_null())
            .map(|(key, it)| (key.clone(), without_nulls(it)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) => items.iter().filter(|it| !it.is_null()).map(without_nulls).collect::<Vec<_>>().into(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Reads a client from YAML, for the tests of every room that works on clients.
    pub(crate) fn client(yaml: &str) -> Client {
        let value: Value = serde_yaml::from_str(yaml).expect("YAML");
        Client::from_value(&value).expect("a client")
    }

    /// The least a client file may hold, with `more` added.
    pub(crate) fn minimal(more: &str) -> Client {
        client(&format!(
            "schema: 1\nid: acme\nprocess: sign-in-canada@1\norganization: {{name: {{en: Acme, fr: Acmé}}}}\n\
             language: en\nstatus: active\nphase: engagement\n{more}"
        ))
    }

    #[test]
    fn the_least_file_is_a_client() {
        let acme = minimal("organization_note: ignored\n");
        assert_eq!(acme.id.as_str(), "acme");
        assert!(acme.services.is_empty());
    }

    #[test]
    fn null_means_absent() {
        let acme = minimal("agreement: {signed_on: null, costs: null, milestones: [null]}\ncustom: null\n");
        assert_eq!(acme.agreement.signed_on, None);
        assert!(acme.agreement.milestones.is_empty());
    }

    #[test]
    fn every_sample_file_is_read() {
        for text in [
            include_str!("../../tests/data/clients/kite-registry.yaml"),
            include_str!("../../tests/data/clients/seed-vault.yaml"),
        ] {
            assert!(!client(text).services.is_empty());
        }
    }
}
