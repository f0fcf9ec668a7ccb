//! What a report on one client is made from, and how it says that it was made.

use std::collections::BTreeMap;

use serde::Serialize;

use super::status::{GateView, NextPhase};
use super::{Commit, ProcessNames, ServiceRow};
use crate::client::Client;
use crate::model::{Date, Deadline, PhaseId, Text};

/// Everything that a report on a client may be made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    pub(crate) client: &'a Client,
    pub(crate) names: &'a ProcessNames,
    /// The commits of the client file, newest first.
    pub(crate) commits: &'a [Commit],
    /// For each entry of the history, the short id of the first commit that holds it.
    pub(crate) made_by: &'a [Option<String>],
    /// Why phases do not apply, where the process says that the file says so.
    pub(crate) passed_over: &'a BTreeMap<PhaseId, Text>,
    /// How many errors the file has, by the judge of every command.
    pub(crate) errors: usize,
    /// Whether the file has edits that no commit holds.
    pub(crate) uncommitted: bool,
    /// The version of this program.
    pub(crate) program: &'a str,
    pub(crate) today: Date,
    pub(crate) judged: &'a Judged,
}

/// What the process says of a client.
#[derive(Debug, Clone, Default)]
pub(crate) struct Judged {
    /// The phase that comes next; none after the last one.
    pub(crate) next: Option<NextPhase>,
    /// The gates before it, in the order of the process.
    pub(crate) gates: Vec<GateView>,
    /// In the order of the file.
    pub(crate) services: Vec<ServiceRow>,
    /// Everything with a day that is not done, the earliest first.
    pub(crate) due: Vec<Deadline>,
    /// The phases that it passes over.
    pub(crate) inapplicable: Vec<PhaseId>,
    /// Who has to sign the agreement.
    pub(crate) parties: Vec<String>,
}

/// How the report was made, so that it can be made again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Produced {
    pub(crate) on: Date,
    pub(crate) program: String,
    /// `name@version`, as the client file names it.
    pub(crate) process: String,
    pub(crate) process_name: Text,
    /// The newest commit of the client file.
    pub(crate) commit: Option<String>,
    /// How many errors the file has: with any, the report cannot be relied on.
    pub(crate) errors: usize,
    /// Whether the file has edits that no commit holds.
    pub(crate) uncommitted: bool,
}

impl Input<'_> {
    pub(crate) fn produced(&self) -> Produced {
        Produced {
            on: self.today,
            program: self.program.to_owned(),
            process: self.client.process.clone(),
            process_name: self.names.name.clone(),
            commit: self.commits.first().map(|it| it.short().to_owned()),
            errors: self.errors,
            uncommitted: self.uncommitted,
        }
    }
}

/// Whole days from `start` to `end`, negative when the end comes first.
pub(super) fn days_between(start: Date, end: Date) -> i64 {
    start.until(end).map_or(0, |it| i64::from(it.get_days()))
}
