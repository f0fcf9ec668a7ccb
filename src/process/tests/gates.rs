//! Gates: met, waived, not asked, or unmet with place, reason and fix.

use super::*;
use crate::model::PhaseId;

/// The gates to leave a phase.
#[track_caller]
fn check(phase: &str, client: &str, expected: &str) {
    let process = small();
    let phase: PhaseId = phase.parse().expect("a phase");
    let found = with_client(client, |subject| said_gates(&gates(&process, subject, &phase)));
    assert_eq!(found.trim_end(), expected);
}

#[test]
fn a_criterion_is_settled_by_a_person() {
    check(
        "talk",
        "",
        "talk.agreed unmet\n\
         - 2:1 criteria.talk.agreed.state: nobody has confirmed it yet\n\
         - fix: onboard confirm acme talk.agreed --evidence '…'\n\
         sign.scope unmet\n\
         - 2:1 agreement.scope: `agreement.scope` is not recorded",
    );
    check(
        "talk",
        "criteria:\n  talk.agreed: {state: met, date: 2026-11-20}",
        "talk.agreed met\n\
         sign.scope unmet\n\
         - 1:1 agreement.scope: `agreement.scope` is not recorded",
    );
    check(
        "talk",
        "criteria:\n  talk.agreed: {state: met, date: 2026-11-24}",
        "talk.agreed unmet\n\
         - 2:35 criteria.talk.agreed.date: it is dated 2026-11-24, which is still to come\n\
         - fix: onboard confirm acme talk.agreed --evidence '…'\n\
         sign.scope unmet\n\
         - 1:1 agreement.scope: `agreement.scope` is not recorded",
    );
    check(
        "talk",
        "criteria:\n  talk.agreed: {state: not_met, date: 2026-11-20, reason: {en: no, fr: non}}",
        "talk.agreed unmet\n\
         - 2:24 criteria.talk.agreed.state: it was judged not met\n\
         - fix: onboard confirm acme talk.agreed --evidence '…'\n\
         sign.scope unmet\n\
         - 1:1 agreement.scope: `agreement.scope` is not recorded",
    );
    check(
        "talk",
        "criteria:\n  talk.agreed: {state: not_applicable, date: 2026-11-20, reason: {en: no, fr: non}}",
        "talk.agreed not applicable\n\
         sign.scope unmet\n\
         - 1:1 agreement.scope: `agreement.scope` is not recorded",
    );
}

#[test]
fn the_gates_to_enter_the_next_phase_are_asked_too() {
    check(
        "talk",
        "agreement: {scope: {en: all, fr: tout}}\ncriteria: {talk.agreed: {state: met, date: 2026-11-20}}",
        "talk.agreed met\n\
         sign.scope met",
    );
}

#[test]
fn a_waiver_lets_pass_while_it_is_in_force() {
    let waived = |dates: &str| {
        format!("agreement: {{scope: {{en: a, fr: b}}}}\nwaivers:\n  - {{id: W1, gate: talk.agreed, {dates}}}")
    };
    check(
        "talk",
        &waived("approved_on: 2026-11-23, expires_on: 2026-11-23"),
        "talk.agreed waived by W1\n\
         sign.scope met",
    );
    check(
        "talk",
        &waived("approved_on: 2026-11-23"),
        "talk.agreed waived by W1\n\
         sign.scope met",
    );
    check(
        "talk",
        &waived("approved_on: 2026-11-24"),
        "talk.agreed unmet\n\
         - 1:1 criteria.talk.agreed.state: nobody has confirmed it yet\n\
         - fix: onboard confirm acme talk.agreed --evidence '…'\n\
         sign.scope met",
    );
    check(
        "talk",
        &waived("approved_on: 2026-01-01, expires_on: 2026-11-22"),
        "talk.agreed unmet\n\
         - 1:1 criteria.talk.agreed.state: nobody has confirmed it yet\n\
         - fix: onboard confirm acme talk.agreed --evidence '…'\n\
         - 3:70 waivers.W1.expires_on: its waiver `W1` expired on 2026-11-22 and holds nothing any more\n\
         - fix: onboard waive acme talk.agreed --reason-en '…' --reason-fr '…' --role ROLE --expires DATE\n\
         sign.scope met",
    );
    check(
        "talk",
        &waived("expires_on: 2027-01-01"),
        "talk.agreed unmet\n\
         - 1:1 criteria.talk.agreed.state: nobody has confirmed it yet\n\
         - fix: onboard confirm acme talk.agreed --evidence '…'\n\
         sign.scope met",
    );
    // A gate that may not be waived stays shut.
    check(
        "sign",
        "waivers:\n  - {id: W1, gate: sign.signed, approved_on: 2026-01-01}\nagreement: {milestones: [{id: m1, due: 2026-05-01}]}",
        "sign.signed unmet\n\
         - 3:1 agreement.signed_on: `agreement.signed_on` is not recorded\n\
         - fix: onboard set acme agreement.signed_on=2026-11-23\n\
         sign.milestones met",
    );
}

#[test]
fn each_item_is_judged_and_shown_at_its_place() {
    check(
        "sign",
        "agreement:\n  signed_on: 2026-11-24\n  milestones:\n    - {id: m1, due: 2026-05-01}\n    - {id: m2, due: 2025-12}\n    - id: m3\n",
        "sign.signed unmet\n\
         - 2:14 agreement.signed_on: `agreement.signed_on` is `2026-11-24`\n\
         - fix: onboard set acme agreement.signed_on=2026-11-23\n\
         sign.milestones unmet\n\
         - 5:21 agreement.milestones.m2.due: `agreement.milestones.m2.due` is `2025-12`\n\
         - 6:7 agreement.milestones.m3.due: `agreement.milestones.m3.due` is not recorded",
    );
    check(
        "sign",
        "agreement: {signed_on: 2026-11-23}",
        "sign.signed met\n\
         sign.milestones unmet\n\
         - 1:1 agreement.milestones: there is no milestone",
    );
    check(
        "sign",
        "agreement: {signed_on: null, milestones: [{id: m1, due: null}]}",
        "sign.signed unmet\n\
         - 1:24 agreement.signed_on: `agreement.signed_on` is not recorded\n\
         - fix: onboard set acme agreement.signed_on=2026-11-23\n\
         sign.milestones unmet\n\
         - 1:57 agreement.milestones.m1.due: `agreement.milestones.m1.due` is not recorded",
    );
}

#[test]
fn a_condition_says_whether_a_gate_is_asked() {
    let production = "environments:\n  - {id: test, kind: non_production}\n  - id: prod\n    kind: production\n    requests:\n      - {id: CR-1, kind: create, state: draft}\n";
    check(
        "run",
        &format!("technical: {{integration: oidc}}\n{production}"),
        "run.configured unmet\n\
         - 7:7 environments.prod.requests: `prod` has 1 requests, none live\n\
         - fix: onboard set acme environments.prod.connected_on=2026-11-23",
    );
    check("run", &format!("technical: {{integration: saml}}\n{production}"), "run.configured not applicable");
    // What cannot be evaluated is not met, and says why.
    check(
        "run",
        production,
        "run.configured unmet\n\
         - 2:3 environments: `technical.integration` is not recorded",
    );
    // No item, nothing to object to.
    check("run", "technical: {integration: oidc}", "run.configured met");
}

#[test]
fn a_phase_is_passed_over_only_with_a_reason() {
    let signed = "agreement: {signed_on: 2026-11-01, milestones: [{id: m1, due: 2026-05-01}]}\n";
    check(
        "sign",
        &format!("{signed}migration: {{required: false, reason: {{en: none, fr: aucun}}}}"),
        "sign.signed met\n\
         sign.milestones met",
    );
    check(
        "sign",
        &format!("{signed}migration: {{required: false}}"),
        "sign.signed met\n\
         sign.milestones met\n\
         move.passed-over unmet\n\
         - 2:1 migration.reason: `migration.reason` is not recorded",
    );
    check(
        "sign",
        &format!("{signed}migration: {{required: false, reason: {{en: none, fr: \" \"}}}}"),
        "sign.signed met\n\
         sign.milestones met\n\
         move.passed-over unmet\n\
         - 2:38 migration.reason: `migration.reason` is not recorded",
    );
}

#[test]
fn a_phase_that_was_passed_over_and_applies_after_all_stands_in_the_way() {
    let history = "phase: run\nhistory:\n  - {date: 2026-01-05, change: init, to: talk, status: active}\n  - {date: 2026-03-01, change: advance, from: sign, to: run, skipped: [move]}\n";
    let settled = "technical: {integration: saml}\n";
    let required = |it: &str| format!("{settled}{history}migration: {{required: {it}, reason: {{en: a, fr: b}}}}\n");
    check("run", &required("false"), "run.configured not applicable");
    check(
        "run",
        &required("true"),
        "run.configured not applicable\n\
         move.passed-over unmet\n\
         - 6:12 migration: Move applies after all, and was passed over on 2026-03-01\n\
         - fix: onboard return acme --to move --reason-en '…' --reason-fr '…'",
    );
    // It was gone through since.
    let back = "  - {date: 2026-04-01, change: return, from: run, to: move}\n  - {date: 2026-05-01, change: advance, from: move, to: run}\n";
    let again = required("true").replace("migration:", &format!("{back}migration:"));
    check("run", &again, "run.configured not applicable");
    let found = with_client(&required("true"), |subject| findings(&small(), subject));
    assert!(said(&found).contains("6:1 migration warning history/applies-after-all"), "{}", said(&found));
}

#[test]
fn commands_hold_nothing_that_a_shell_would_read_otherwise() {
    check(
        "run",
        "technical: {integration: oidc}\nenvironments:\n  - {id: \"x; rm -rf ~\", kind: production}",
        "run.configured unmet\n\
         - 3:5 environments['x; rm -rf ~'].requests: `x; rm -rf ~` has 0 requests, none live\n\
         - fix: onboard set acme environments.….connected_on=2026-11-23",
    );
}
