//! A process.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::Text;
use crate::report::process::{GateText, ProcessView};

#[derive(Serialize)]
struct GateV1<'a> {
    id: &'a str,
    text: &'a Text,
    waivable: bool,
    source: Option<&'a str>,
}

impl<'a> GateV1<'a> {
    fn of(gate: &'a GateText) -> Self {
        Self { id: &gate.id, text: &gate.text, waivable: gate.waivable, source: gate.source.as_deref() }
    }
}

/// The phases of a process with their gates.
pub(crate) fn process(view: &ProcessView) -> String {
    #[derive(Serialize)]
    struct ProcessV1<'a> {
        version: u8,
        process: &'a str,
        name: &'a Text,
        about: Option<&'a Text>,
        phases: Vec<PhaseV1<'a>>,
    }
    #[derive(Serialize)]
    struct PhaseV1<'a> {
        id: &'a str,
        number: Option<&'a str>,
        name: &'a Text,
        about: Option<&'a Text>,
        optional: bool,
        gates: Vec<GateV1<'a>>,
    }
    let phases = view.phases.iter().map(|phase| PhaseV1 {
        id: &phase.id,
        number: phase.number.as_deref(),
        name: &phase.name,
        about: phase.about.as_ref(),
        optional: phase.optional,
        gates: phase.gates.iter().map(GateV1::of).collect(),
    });
    pretty(&ProcessV1 {
        version: VERSION,
        process: &view.reference,
        name: &view.name,
        about: view.about.as_ref(),
        phases: phases.collect(),
    })
}
