//! Changes of what the record rests on: waivers, approvals, requests, ids.

use super::{ACME, KITE, Kind, SEED, all_are_found, by_hand};

const KINDS: &[Kind] = &[
    Kind {
        name: "the reason of a waiver is changed after it was used",
        code: "step/waiver-changed",
        tamper: |it| by_hand(it, SEED, "replaced by a recorded one", "was held"),
    },
    Kind {
        name: "the role that approved a waiver is changed",
        code: "step/waiver-changed",
        tamper: |it| {
            let text = it.read(SEED);
            let at = text.find("gate: testing.demonstration-done").unwrap();
            let changed = text[at..].replacen("{en: Platform service owner,", "{en: Director General,", 1);
            by_hand(it, SEED, &text[at..], &changed)
        },
    },
    Kind {
        name: "a waiver is removed after it was used",
        code: "step/waiver-removed",
        tamper: |it| {
            let text = it.read(SEED);
            let (from, to) = (text.find("waivers:").unwrap(), text.find("history:").unwrap());
            by_hand(it, SEED, &text[from..to], "")
        },
    },
    Kind {
        name: "an agreement is changed in a closed file",
        code: "signature/changed",
        tamper: |it| by_hand(it, KITE, "Sign-in for Kite Registration", "Everything"),
    },
    Kind {
        name: "the attestation is changed after going live",
        code: "signature/changed",
        tamper: |it| by_hand(it, KITE, "reference: SFCA-2026-002", "reference: SFCA-2026-003"),
    },
    Kind {
        name: "a rejected request is made one that went live",
        code: "lifecycle/illegal-move",
        tamper: |it| {
            let text = it.read(KITE);
            let at = text.find("CR-0031").unwrap();
            let state = at + text[at..].find("state: rejected").unwrap();
            let changed = format!("{}state: accepted{}", &text[..state], &text[state + "state: rejected".len()..]);
            by_hand(it, KITE, &text, &changed)
        },
    },
    Kind {
        name: "a rejected request is removed",
        code: "lifecycle/frozen",
        tamper: |it| {
            let text = it.read(KITE);
            let from = text.find("      - id: CR-0031").or_else(|| text.find("      - {id: CR-0031")).unwrap();
            let rest = &text[from + 8..];
            let to = from + 8 + rest.find("      - ").unwrap();
            by_hand(it, KITE, &text[from..to], "")
        },
    },
    Kind {
        name: "the id in a file is changed",
        code: "step/id-changed",
        tamper: |it| by_hand(it, ACME, "id: acme", "id: acme-two"),
    },
];

#[test]
fn what_a_record_rests_on_stays_as_it_was() {
    all_are_found(KINDS);
}
