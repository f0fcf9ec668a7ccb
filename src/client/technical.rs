//! How the client connects: the technical discussions, the environments and their configuration requests.

use serde::{Deserialize, Serialize};

use super::organization::Meeting;
use crate::model::{Date, Text};

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Technical {
    pub(crate) discussed_on: Option<Date>,
    #[serde(default)]
    pub(crate) meetings: Vec<Meeting>,
    pub(crate) integration: Option<String>,
    pub(crate) approach: Option<Text>,
    pub(crate) platform: Option<Platform>,
    pub(crate) support_expectations: Option<Text>,
    pub(crate) sector_identifier: Option<String>,
    pub(crate) max_age_seconds: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Platform {
    pub(crate) product: Option<String>,
    pub(crate) hosting: Option<String>,
}

#[expect(clippy::struct_field_names, reason = "the names are those of the file")]
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Environment {
    pub(crate) id: String,
    pub(crate) kind: Option<String>,
    pub(crate) platform_environment: Option<String>,
    /// Empty: all services.
    #[serde(default)]
    pub(crate) services: Vec<String>,
    pub(crate) dropped: Option<Dropped>,
    pub(crate) client_id: Option<String>,
    pub(crate) connected_on: Option<Date>,
    pub(crate) oidc: Option<Oidc>,
    pub(crate) saml: Option<Saml>,
    #[serde(default)]
    pub(crate) requests: Vec<Request>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Dropped {
    pub(crate) date: Option<Date>,
    pub(crate) reason: Option<Text>,
}

/// What reports say of an OIDC configuration; the rest is between the file and its schema.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Oidc {
    pub(crate) client_name: Option<Text>,
    pub(crate) client_uri: Option<String>,
    #[serde(default)]
    pub(crate) redirect_uris: Vec<String>,
    pub(crate) token_endpoint_auth_method: Option<String>,
}

/// What reports say of a SAML configuration.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Saml {
    pub(crate) entity_id: Option<String>,
    #[serde(default)]
    pub(crate) certificates: Vec<Certificate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Certificate {
    #[serde(rename = "use")]
    pub(crate) usage: Option<String>,
    pub(crate) not_after: Option<String>,
    pub(crate) sha256: Option<String>,
}

/// A configuration request for one environment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Request {
    pub(crate) id: String,
    pub(crate) kind: Option<String>,
    pub(crate) state: String,
    pub(crate) submitted_on: Option<Date>,
    pub(crate) requested_for: Option<Date>,
    pub(crate) decided_on: Option<Date>,
    pub(crate) done_on: Option<Date>,
    pub(crate) reason: Option<Text>,
    /// The request that this one takes up again.
    pub(crate) replaces: Option<String>,
    pub(crate) tested_as: Option<String>,
}
