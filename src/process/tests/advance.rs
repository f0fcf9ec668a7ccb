//! Moves: allowed or refused, and what they change in the file.

use super::*;
use crate::document::{Edit, apply_value};

/// What advancing does: the refusal, or the move with its edits.
fn planned(client: &str) -> String {
    let process = small();
    with_client(client, |subject| match plan_advance(&process, subject) {
        Err(Refusal::Gated { from, to, gates }) => {
            let to = to.map_or("(close)".to_owned(), |it| it.to_string());
            format!("{from} -> {to} refused\n{}", said_gates(&gates))
        }
        Err(refusal) => format!("{refusal:?}"),
        Ok(step) => {
            let mut said = String::new();
            for edit in step.edits() {
                let line = match edit {
                    Edit::Set { path, value } => format!("{} = {value}\n", path.pointer()),
                    Edit::Insert { list, value } => format!("{} + {value}\n", list.pointer()),
                    Edit::Remove { path } => format!("{} removed\n", path.pointer()),
                };
                said.push_str(&line);
            }
            said + "ahead: " + &said_gates(step.next())
        }
    })
}

#[track_caller]
fn check(client: &str, expected: &str) {
    assert_eq!(planned(client).trim_end(), expected);
}

const AGREED: &str = "criteria: {talk.agreed: {state: met, date: 2026-11-20}}\n";
const SIGNED: &str = "agreement:\n  scope: {en: all, fr: tout}\n  signed_on: 2026-11-01\n  milestones:\n    - {id: m1, due: 2026-05-01}\n";

#[test]
fn a_client_advances_when_every_gate_holds() {
    check(
        &format!("{AGREED}agreement: {{scope: {{en: all, fr: tout}}}}"),
        "/phase = \"sign\"\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"advance\",\"from\":\"talk\",\"to\":\"sign\",\"met\":[\"talk.agreed\",\"sign.scope\"]}\n\
         ahead: sign.signed unmet\n\
         - 2:1 agreement.signed_on: `agreement.signed_on` is not recorded\n\
         - fix: onboard set acme agreement.signed_on=2026-11-23\n\
         sign.milestones unmet\n\
         - 2:1 agreement.milestones: there is no milestone",
    );
    check(
        AGREED,
        "talk -> sign refused\n\
         talk.agreed met\n\
         sign.scope unmet\n\
         - 1:1 agreement.scope: `agreement.scope` is not recorded",
    );
    check(
        &format!("phase: sign\nstatus: active\n{SIGNED}"),
        "/phase = \"move\"\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"advance\",\"from\":\"sign\",\"to\":\"move\",\"met\":[\"sign.signed\",\"sign.milestones\"],\"approved\":{\"agreement\":\"sha256:69b7d76bdb4431cde83a720e6929509cdf082031c9f1214ed6a1679df5d027af\"}}\n\
         ahead: move.done unmet\n\
         - 1:1 migration.done_on: `migration.done_on` is not recorded",
    );
}

#[test]
fn a_prospect_becomes_active_by_its_first_step() {
    check(
        &format!("status: prospect\n{AGREED}agreement: {{scope: {{en: all, fr: tout}}}}"),
        "/phase = \"sign\"\n\
         /status = \"active\"\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"advance\",\"from\":\"talk\",\"to\":\"sign\",\"from_status\":\"prospect\",\"to_status\":\"active\",\"met\":[\"talk.agreed\",\"sign.scope\"]}\n\
         ahead: sign.signed unmet\n\
         - 3:1 agreement.signed_on: `agreement.signed_on` is not recorded\n\
         - fix: onboard set acme agreement.signed_on=2026-11-23\n\
         sign.milestones unmet\n\
         - 3:1 agreement.milestones: there is no milestone",
    );
}

#[test]
fn phases_that_do_not_apply_are_passed_over_and_recorded() {
    check(
        &format!("phase: sign\n{SIGNED}migration: {{required: false, reason: {{en: none, fr: aucun}}}}"),
        "/phase = \"run\"\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"advance\",\"from\":\"sign\",\"to\":\"run\",\"met\":[\"sign.signed\",\"sign.milestones\"],\"skipped\":[\"move\"],\"approved\":{\"agreement\":\"sha256:69b7d76bdb4431cde83a720e6929509cdf082031c9f1214ed6a1679df5d027af\"}}\n\
         ahead: run.configured unmet\n\
         - 1:1 environments: `technical.integration` is not recorded",
    );
    check(
        &format!("phase: sign\n{SIGNED}migration: {{required: false}}"),
        "sign -> run refused\n\
         sign.signed met\n\
         sign.milestones met\n\
         move.passed-over unmet\n\
         - 7:1 migration.reason: `migration.reason` is not recorded",
    );
}

#[test]
fn a_waived_gate_is_recorded_as_such() {
    check(
        "agreement: {scope: {en: a, fr: b}}\nwaivers:\n  - {id: W1, gate: talk.agreed, approved_on: 2026-11-01}",
        "/phase = \"sign\"\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"advance\",\"from\":\"talk\",\"to\":\"sign\",\"met\":[\"sign.scope\"],\"waived\":[\"talk.agreed\"]}\n\
         ahead: sign.signed unmet\n\
         - 1:1 agreement.signed_on: `agreement.signed_on` is not recorded\n\
         - fix: onboard set acme agreement.signed_on=2026-11-23\n\
         sign.milestones unmet\n\
         - 1:1 agreement.milestones: there is no milestone",
    );
}

#[test]
fn leaving_the_last_phase_closes_the_client() {
    check(
        "phase: run\ntechnical: {integration: saml}",
        "/status = \"closed\"\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"close\",\"from\":\"run\",\"from_status\":\"active\",\"to_status\":\"closed\",\"met\":[]}\n\
         ahead:",
    );
    // A prospect that somehow came to the end cannot be closed: the process has no such move.
    check("phase: run\nstatus: prospect\ntechnical: {integration: saml}", "NotActive(Prospect)");
}

#[test]
fn only_an_active_client_advances() {
    check("status: on_hold", "NotActive(OnHold)");
    check("status: withdrawn", "NotActive(Withdrawn)");
    check("status: closed\nphase: run", "Closed");
    check("phase: tlak", "UnknownPhase(\"tlak\")");
    check("status: busy", "UnknownStatus(\"busy\")");
}

#[test]
fn a_move_can_be_taken_again_and_again_until_the_client_is_closed() {
    let text = format!("{AGREED}{SIGNED}migration: {{done_on: 2026-11-02}}\ntechnical: {{integration: saml}}\n");
    let process = small();
    let mut value = with_client(&text, |subject| subject.document().value().clone());
    let mut phases = Vec::new();
    for _ in 0..4 {
        let yaml = serde_json::to_string(&value).expect("JSON is YAML");
        value = with_file(&yaml, |subject| {
            // Whoever fills the file in and moves it by the same judge never contradicts its history.
            assert_eq!(said(&standing(findings(&process, subject))), "");
            let step = plan_advance(&process, subject).unwrap_or_else(|it| panic!("{it:?}"));
            phases.push(step.to().map_or("closed".to_owned(), |it| it.to_string()));
            apply_value(&value, &step.edits()).expect("the edits apply")
        });
    }
    assert_eq!(phases, ["sign", "move", "run", "closed"]);
    assert_eq!(value["status"], "closed");
    assert_eq!(value["history"].as_array().map(Vec::len), Some(4));
}

/// A step whose approval is recorded, then a change of the file.
fn after_approval(change: impl Fn(&mut Value)) -> String {
    let process = small();
    let text = format!("phase: sign\n{SIGNED}");
    let mut value = with_client(&text, |subject| {
        let step = plan_advance(&process, subject).unwrap_or_else(|it| panic!("{it:?}"));
        apply_value(subject.document().value(), &step.edits()).expect("the edits apply")
    });
    value["history"].as_array_mut().expect("a list").insert(
        0,
        json!({"date": "2026-11-01", "change": "advance", "from": "talk", "to": "sign", "met": ["talk.agreed"]}),
    );
    change(&mut value);
    let yaml = serde_json::to_string_pretty(&value).expect("JSON is YAML");
    with_file(&yaml, |subject| {
        let phase = "move".parse().expect("a phase");
        said(&standing(findings(&process, subject))) + &said_gates(&gates(&process, subject, &phase))
    })
}

#[track_caller]
fn check_approval(change: impl Fn(&mut Value), expected: &str) {
    assert_eq!(after_approval(change).trim_end(), expected);
}

#[test]
fn an_approval_goes_stale_when_what_it_approved_changes() {
    check_approval(
        |_| {},
        "move.done unmet\n\
         - 1:1 migration.done_on: `migration.done_on` is not recorded",
    );
    check_approval(
        |it| it["agreement"]["scope"]["en"] = json!("more"),
        "3:3 agreement error history/approved-changed: `agreement` is not what was approved on 2026-11-23 (undo the change, or first record the amendment that allows it: `onboard add acme agreement.amendments number=… signed_on=2026-11-23 summary.en='…' summary.fr='…' reference=…`)\n\
         move.done unmet\n\
         - 1:1 migration.done_on: `migration.done_on` is not recorded\n\
         sign.approval-stands unmet\n\
         - 3:16 agreement: `agreement` is not what was approved on 2026-11-23",
    );
    check_approval(
        |it| it["agreement"]["milestones"] = json!([{"id": "m1", "due": "2026-06-01"}]),
        "3:3 agreement error history/approved-changed: `agreement` is not what was approved on 2026-11-23 (undo the change, or first record the amendment that allows it: `onboard add acme agreement.amendments number=… signed_on=2026-11-23 summary.en='…' summary.fr='…' reference=…`)\n\
         move.done unmet\n\
         - 1:1 migration.done_on: `migration.done_on` is not recorded\n\
         sign.approval-stands unmet\n\
         - 3:16 agreement: `agreement` is not what was approved on 2026-11-23",
    );
    // Results are filled in later; empty lists and an order of keys say nothing.
    check_approval(
        |it| it["agreement"]["milestones"] = json!([{"due": "2026-05-01", "id": "m1", "done_on": "2026-06-01"}]),
        "move.done unmet\n\
         - 1:1 migration.done_on: `migration.done_on` is not recorded",
    );
    check_approval(
        |it| it["agreement"]["costs"] = json!([]),
        "move.done unmet\n\
         - 1:1 migration.done_on: `migration.done_on` is not recorded",
    );
    // An amendment since then allows the change; an older one does not.
    let amended = |date: &'static str| {
        move |it: &mut Value| {
            it["agreement"]["scope"]["en"] = json!("more");
            it["agreement"]["amendments"] = json!([{"number": 1, "signed_on": date}]);
        }
    };
    check_approval(
        amended("2026-11-23"),
        "move.done unmet\n\
         - 1:1 migration.done_on: `migration.done_on` is not recorded",
    );
    check_approval(
        amended("2026-11-01"),
        "3:3 agreement error history/approved-changed: `agreement` is not what was approved on 2026-11-23 (undo the change, or first record the amendment that allows it: `onboard add acme agreement.amendments number=… signed_on=2026-11-23 summary.en='…' summary.fr='…' reference=…`)\n\
         move.done unmet\n\
         - 1:1 migration.done_on: `migration.done_on` is not recorded\n\
         sign.approval-stands unmet\n\
         - 3:16 agreement: `agreement` is not what was approved on 2026-11-23",
    );
    check_approval(
        amended("2026-11-24"),
        "3:3 agreement error history/approved-changed: `agreement` is not what was approved on 2026-11-23 (undo the change, or first record the amendment that allows it: `onboard add acme agreement.amendments number=… signed_on=2026-11-23 summary.en='…' summary.fr='…' reference=…`)\n\
         move.done unmet\n\
         - 1:1 migration.done_on: `migration.done_on` is not recorded\n\
         sign.approval-stands unmet\n\
         - 3:16 agreement: `agreement` is not what was approved on 2026-11-23",
    );
}
