//! How a sync ended.

use serde::Serialize;

use super::audit::FaultV1;
use super::{VERSION, pretty};

/// What came and went, and why no more.
pub(crate) struct Synced<'a> {
    pub(crate) remote: &'a str,
    pub(crate) branch: &'a str,
    pub(crate) dry_run: bool,
    pub(crate) commit: Option<&'a str>,
    pub(crate) received: SyncStretch,
    pub(crate) sent: SyncStretch,
    pub(crate) merged: Vec<&'a str>,
    pub(crate) dropped: Vec<&'a str>,
    pub(crate) attempts: u32,
    pub(crate) refusal: Option<SyncRefusal<'a>>,
}

/// Commits and the clients they touch.
#[derive(Serialize)]
pub(crate) struct SyncStretch {
    pub(crate) commits: usize,
    pub(crate) clients: Vec<String>,
}

/// Why the two are not together.
#[derive(Serialize)]
pub(crate) struct SyncRefusal<'a> {
    /// One of a few words.
    pub(crate) reason: &'static str,
    pub(crate) message: String,
    pub(crate) details: Vec<String>,
    pub(crate) help: Vec<String>,
    /// What is here and not there yet, where that is what matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) waiting: Option<SyncStretch>,
    /// What does not hold in the commits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) findings: Vec<FaultV1<'a>>,
    /// The file that both sides changed, and the commit of this copy that did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) commit: Option<&'a str>,
}

pub(crate) fn synced(it: &Synced<'_>) -> String {
    #[derive(Serialize)]
    struct SyncedV1<'a> {
        version: u8,
        synced: bool,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        dry_run: bool,
        remote: &'a str,
        branch: &'a str,
        /// Where the branch is, here and there.
        commit: Option<&'a str>,
        received: &'a SyncStretch,
        sent: &'a SyncStretch,
        merged: &'a [&'a str],
        dropped: &'a [&'a str],
        attempts: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        refusal: Option<&'a SyncRefusal<'a>>,
    }
    pretty(&SyncedV1 {
        version: VERSION,
        synced: it.refusal.is_none() && !it.dry_run,
        dry_run: it.dry_run,
        remote: it.remote,
        branch: it.branch,
        commit: it.commit,
        received: &it.received,
        sent: &it.sent,
        merged: &it.merged,
        dropped: &it.dropped,
        attempts: it.attempts,
        refusal: it.refusal.as_ref(),
    })
}
