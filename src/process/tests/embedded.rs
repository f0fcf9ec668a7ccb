//! The process that comes with the program.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::document::{Edit, Path, apply_value};
use crate::model::{GateId, PhaseId};

#[test]
fn the_embedded_process_is_sound() {
    if let Err(findings) = load(Process::embedded_text()) {
        panic!("{}", said(&findings));
    }
    assert!(Process::embedded().is_ok_and(|it| it.reference() == "sign-in-canada@1"));
}

pub(in crate::process) const EXAMPLES: [(&str, &str); 8] = [
    ("amber-archives", include_str!("../../../examples/clients/amber-archives.yaml")),
    ("kite-registry", include_str!("../../../examples/clients/kite-registry.yaml")),
    ("lighthouse-agency", include_str!("../../../examples/clients/lighthouse-agency.yaml")),
    ("northern-trails", include_str!("../../../examples/clients/northern-trails.yaml")),
    ("salmon-council", include_str!("../../../examples/clients/salmon-council.yaml")),
    ("seed-vault", include_str!("../../../examples/clients/seed-vault.yaml")),
    ("tidal-board", include_str!("../../../examples/clients/tidal-board.yaml")),
    ("tourbieres", include_str!("../../../examples/clients/tourbieres.yaml")),
];

#[test]
fn the_examples_contradict_neither_their_history_nor_their_process() {
    let process = Process::embedded().expect("it reads");
    for (name, text) in EXAMPLES {
        let found = with_file(text, |subject| findings(process, subject));
        // What the rules warn of is the examples' own matter, and changes with the day.
        let found: Vec<Finding> = found.into_iter().filter(|it| !it.code.starts_with("rule/")).collect();
        assert_eq!(said(&found), "", "{name}");
    }
}

#[test]
fn every_gate_closes_when_what_it_points_at_is_taken_away() {
    let process = Process::embedded().expect("it reads");
    let mut closed = BTreeMap::new();
    for (_, text) in EXAMPLES {
        let value = with_file(text, |subject| subject.document().value().clone());
        let ids = process.phases().iter().map(|it| &it.id).collect::<Vec<_>>();
        let met = met(process, &ids, text);
        for (index, phase) in process.phases().iter().enumerate() {
            for gate in phase.gates.iter().chain(&phase.enter).filter(|it| met.contains(&it.id)) {
                // A gate to enter is asked when the phase before is left.
                let is_entry = phase.enter.iter().any(|it| it.id == gate.id);
                let left = ids[index - usize::from(is_entry)];
                let is_shut_without = |path| {
                    let without = apply_value(&value, &[Edit::Remove { path }]).expect("it was there");
                    let yaml = serde_json::to_string(&without).expect("JSON is YAML");
                    !self::met(process, &[left], &yaml).contains(&gate.id)
                };
                let has_closed = closed.entry(gate.id.as_str()).or_insert(false);
                *has_closed = *has_closed || places(gate, &value).into_iter().any(is_shut_without);
            }
        }
    }
    let never: Vec<&str> = closed.iter().filter(|it| !*it.1).map(|it| *it.0).collect();
    // These point at an item for whose sake something else is asked, or at one that may as well not be there.
    assert_eq!(
        never,
        [
            "closing.conditions-settled",
            "go-live.decision-recorded",
            "production-config.every-service-served",
            "testing.no-open-blocker"
        ]
    );
    let unseen: Vec<&str> = process.gates().map(|it| it.id.as_str()).filter(|it| !closed.contains_key(it)).collect();
    assert_eq!(unseen, [""; 0], "no example meets these gates");
}

/// The gates that the file meets when each of these phases is left.
fn met(process: &Process, phases: &[&PhaseId], text: &str) -> BTreeSet<GateId> {
    with_file(text, |subject| {
        let states = phases.iter().flat_map(|it| gates(process, subject, it));
        states.filter(|it| it.verdict == Verdict::Met).map(|it| it.id).collect()
    })
}

/// Where the gate looks: what it points at, for each item; a criterion looks at its own record.
fn places(gate: &Gate, value: &Value) -> Vec<Path> {
    if gate.criterion {
        return vec![Path::root().key("criteria").key(gate.id.as_str())];
    }
    let items =
        gate.each.as_ref().map_or_else(|| vec![Path::root()], |it| it.find(value).into_iter().map(|it| it.0).collect());
    let at = gate.at.as_ref().map(|it| it.path()).unwrap_or_default();
    items.into_iter().map(|it| it.join(&at)).filter(|it| it.find(value).is_some() && !it.steps().is_empty()).collect()
}
