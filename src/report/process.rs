//! A process as people read it: its phases, who leads them, and their gates.

use serde::Serialize;

use crate::model::Text;

/// A process, in order.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ProcessView {
    /// `name@version`.
    pub(crate) reference: String,
    /// The name without the version.
    pub(crate) id: String,
    pub(crate) name: Text,
    pub(crate) about: Option<Text>,
    pub(crate) phases: Vec<PhaseView>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct PhaseView {
    pub(crate) id: String,
    pub(crate) number: Option<String>,
    pub(crate) name: Text,
    pub(crate) lead: Option<Text>,
    /// Who takes part.
    pub(crate) with: Vec<Text>,
    /// The group of phases it is shown under.
    pub(crate) heading: Option<Text>,
    pub(crate) about: Option<Text>,
    /// Only for some clients.
    pub(crate) optional: bool,
    /// To enter the phase, then to leave it.
    pub(crate) gates: Vec<GateText>,
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct GateText {
    pub(crate) id: String,
    pub(crate) text: Text,
    pub(crate) waivable: bool,
    /// Who asks for it.
    pub(crate) source: Option<String>,
}
