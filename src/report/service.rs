//! The services of a client, each with the phase it is as far as and what stands in its way.

use serde::{Deserialize, Serialize};

use crate::model::{GateId, PhaseId, Text};

/// One service of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServiceRow {
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) state: Option<String>,
    pub(crate) state_name: Option<Text>,
    /// None: it counts no more.
    pub(crate) at: Option<ServiceReach>,
}

/// How far a service is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServiceReach {
    pub(crate) phase: PhaseId,
    pub(crate) phase_name: Text,
    pub(crate) phase_number: Option<String>,
    /// The gates of that phase that do not hold for it.
    pub(crate) unmet: Vec<GateId>,
    /// It is not as far as its client.
    pub(crate) behind: bool,
}

/// How many of the phases that apply to a client it has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Progress {
    pub(crate) at: usize,
    pub(crate) of: usize,
}
