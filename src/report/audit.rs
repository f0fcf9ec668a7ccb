//! What an audit says: for every client its way through the phases with commits, people and evidence; then what does not
//! hold.

use crate::model::{ClientId, Finding, Message, Text};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuditView {
    pub(crate) holds: bool,
    pub(crate) commits: usize,
    pub(crate) versions: usize,
    pub(crate) clients: Vec<AuditClient>,
    pub(crate) faults: Vec<AuditFault>,
    /// What cannot be known from this copy.
    pub(crate) unknown: Vec<Message>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuditClient {
    pub(crate) client: ClientId,
    pub(crate) holds: bool,
    /// The id and its words; nothing for a client whose file is gone or cannot be read.
    pub(crate) phase: Option<(String, Text)>,
    pub(crate) status: Option<(String, Text)>,
    pub(crate) commits: usize,
    pub(crate) rows: Vec<AuditRow>,
}

/// A stay in a phase, or a change between that moves no phase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct AuditRow {
    pub(crate) phase: Option<(String, Text)>,
    /// The change as history names it, with the statuses before and after.
    pub(crate) change: Option<(String, Option<(Text, Text)>)>,
    pub(crate) entered: Option<String>,
    pub(crate) entered_by: Option<AuditCommit>,
    pub(crate) left: Option<String>,
    pub(crate) left_by: Option<AuditCommit>,
    /// Gates that were met, with the evidence that a person gave.
    pub(crate) met: Vec<(String, Option<String>)>,
    /// Gates that were passed by a waiver.
    pub(crate) waived: Vec<(String, Option<String>)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuditCommit {
    pub(crate) id: String,
    pub(crate) time: String,
    pub(crate) author: String,
    pub(crate) email: String,
}

impl AuditCommit {
    /// Enough of the id to find the commit.
    pub(crate) fn short(&self) -> &str {
        self.id.get(..SHORT).unwrap_or(&self.id)
    }

    /// The day by the author's own clock.
    pub(crate) fn day(&self) -> &str {
        self.time.get(..10).unwrap_or(&self.time)
    }
}

const SHORT: usize = 9;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AuditFault {
    pub(crate) commit: Option<AuditCommit>,
    pub(crate) client: Option<ClientId>,
    pub(crate) finding: Finding,
}
