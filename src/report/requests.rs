//! Configuration requests in rows.

use serde::Serialize;

use crate::client::Client;
use crate::model::{ClientId, Date, Text};

use super::ProcessNames;

/// Where the process has the words of the kinds and states of requests.
const KINDS: &str = "environments.requests.kind";
const STATES: &str = "environments.requests.state";

/// One request of one client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RequestRow {
    pub(crate) client: ClientId,
    pub(crate) environment: String,
    pub(crate) id: String,
    pub(crate) kind: Option<String>,
    pub(crate) kind_name: Text,
    pub(crate) state: String,
    pub(crate) state_name: Text,
    pub(crate) submitted_on: Option<Date>,
    pub(crate) decided_on: Option<Date>,
    pub(crate) done_on: Option<Date>,
    pub(crate) requested_for: Option<Date>,
    pub(crate) reason: Option<Text>,
    pub(crate) replaces: Option<String>,
    pub(crate) tested_as: Option<String>,
    /// Days since it was submitted, until it was decided.
    pub(crate) waiting_days: Option<i64>,
}

/// The requests of a client, in the order of its file.
pub(crate) fn rows(client: &Client, names: &ProcessNames, today: Date) -> Vec<RequestRow> {
    let mut rows = Vec::new();
    for environment in &client.environments {
        for it in &environment.requests {
            let until = it.decided_on.or(it.done_on).unwrap_or(today);
            rows.push(RequestRow {
                client: client.id.clone(),
                environment: environment.id.clone(),
                id: it.id.clone(),
                kind_name: it.kind.as_deref().map(|kind| names.label(KINDS, kind)).unwrap_or_default(),
                kind: it.kind.clone(),
                state_name: names.label(STATES, &it.state),
                state: it.state.clone(),
                submitted_on: it.submitted_on,
                decided_on: it.decided_on,
                done_on: it.done_on,
                requested_for: it.requested_for,
                reason: it.reason.clone(),
                replaces: it.replaces.clone(),
                tested_as: it.tested_as.clone(),
                waiting_days: it.submitted_on.map(|from| i64::from((until - from).get_days())),
            });
        }
    }
    rows
}
