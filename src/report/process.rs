//! A process as people read it: its phases, who leads them, and their gates.

use crate::model::Text;

/// A process, in order.
#[derive(Debug, Clone)]
pub(crate) struct ProcessView {
    /// `name@version`.
    pub(crate) reference: String,
    pub(crate) name: Text,
    pub(crate) about: Option<Text>,
    pub(crate) phases: Vec<PhaseView>,
}

#[derive(Debug, Clone)]
pub(crate) struct PhaseView {
    pub(crate) id: String,
    pub(crate) number: Option<String>,
    pub(crate) name: Text,
    pub(crate) lead: Option<Text>,
    pub(crate) about: Option<Text>,
    /// Only for some clients.
    pub(crate) optional: bool,
    /// To enter the phase, then to leave it.
    pub(crate) gates: Vec<GateText>,
}

#[derive(Debug, Clone)]
pub(crate) struct GateText {
    pub(crate) id: String,
    pub(crate) text: Text,
    pub(crate) waivable: bool,
    /// Who asks for it.
    pub(crate) source: Option<String>,
}
