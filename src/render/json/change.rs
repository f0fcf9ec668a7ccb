//! What a change came to.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::ClientId;

/// A change that was made, or that there was nothing to make of.
pub(crate) fn changed(client: &ClientId, change: &str, commit: Option<&str>, file: &str) -> String {
    #[derive(Serialize)]
    struct ChangedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'a str,
        /// None: nothing was committed.
        commit: Option<&'a str>,
        file: &'a str,
    }
    pretty(&ChangedV1 { version: VERSION, client: client.as_str(), change, commit, file })
}

/// A change that was only looked at.
pub(crate) fn dry_run(diff: &str, message: &str) -> String {
    #[derive(Serialize)]
    struct DryRunV1<'a> {
        version: u8,
        dry_run: bool,
        diff: &'a str,
        message: &'a str,
    }
    pretty(&DryRunV1 { version: VERSION, dry_run: true, diff, message })
}

/// Files that were written into the repository, beside the clients.
pub(crate) fn set_up(commit: Option<&str>, files: &[String]) -> String {
    #[derive(Serialize)]
    struct SetUpV1<'a> {
        version: u8,
        /// None: nothing was committed.
        commit: Option<&'a str>,
        files: &'a [String],
    }
    pretty(&SetUpV1 { version: VERSION, commit, files })
}
