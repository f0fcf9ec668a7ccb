//! What stands in the way of the next phase: every gate, met or not, with place and fix.

use super::ServiceRow;
use crate::model::{ClientId, GateId, Message, PhaseId, Place, Status, Text};

/// The gates between a client and its next phase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StatusView {
    pub(crate) client: ClientId,
    pub(crate) phase: PhaseId,
    pub(crate) phase_name: Text,
    pub(crate) status: Status,
    pub(crate) status_name: Text,
    /// None: the last phase; what comes next is the closing of the client.
    pub(crate) next: Option<NextPhase>,
    /// In the order of the process.
    pub(crate) gates: Vec<GateView>,
    /// The service that the gates are asked of, where it is not the client as a whole.
    pub(crate) service: Option<String>,
    /// In the order of the file.
    pub(crate) services: Vec<ServiceRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NextPhase {
    pub(crate) id: PhaseId,
    pub(crate) name: Text,
}

/// One gate and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GateView {
    pub(crate) id: GateId,
    /// The phase it belongs to: the one to leave, or the one to enter.
    pub(crate) phase: PhaseId,
    pub(crate) text: Text,
    pub(crate) waivable: bool,
    pub(crate) standing: GateStanding,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GateStanding {
    Met,
    NotApplicable,
    Waived {
        waiver: String,
    },
    /// Every place where it does not hold.
    Unmet(Vec<Unmet>),
}

/// Why a gate does not hold, where, and what would settle it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unmet {
    pub(crate) reason: Message,
    pub(crate) place: Place,
    pub(crate) fix: Option<String>,
}

impl StatusView {
    /// The gates that hold the client back.
    pub(crate) fn unmet(&self) -> impl Iterator<Item = &GateView> {
        self.gates.iter().filter(|it| matches!(it.standing, GateStanding::Unmet(_)))
    }
}
