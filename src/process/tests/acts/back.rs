//! Going back, and what must be confirmed again.

use super::*;

/// What going back does.
#[track_caller]
fn check_return(client: &str, to: &str, expected: &str) {
    let process = small();
    let to = to.parse().expect("a phase");
    let seen = with_client(client, |subject| match plan_return(&process, subject, &why(), &to) {
        Ok(planned) => edits(planned.edits()),
        Err(no) => format!("{no:?}"),
    });
    assert_eq!(seen.trim_end(), expected, "{client}");
}

#[test]
fn going_back_marks_what_held_and_erases_nothing() {
    check_return(
        &format!("phase: run\n{AGREED}{SIGNED}"),
        "sign",
        "/phase = \"sign\"\n\
         /criteria/sign.signed = {\"state\":\"open\",\"confirm_again\":\"2026-11-23\"}\n\
         /criteria/sign.milestones = {\"state\":\"open\",\"confirm_again\":\"2026-11-23\"}\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"return\",\"from\":\"run\",\"to\":\"sign\",\"reason\":{\"en\":\"tired\",\"fr\":\"las\"},\"to_confirm\":[\"sign.signed\",\"sign.milestones\"]}",
    );
    // Of the phase that is entered, the gates to enter it are not asked again; those of later ones are.
    check_return(
        &format!("phase: sign\n{AGREED}{SIGNED}"),
        "talk",
        "/phase = \"talk\"\n\
         /criteria/talk.agreed/confirm_again = \"2026-11-23\"\n\
         /criteria/sign.scope = {\"state\":\"open\",\"confirm_again\":\"2026-11-23\"}\n\
         /criteria/sign.signed = {\"state\":\"open\",\"confirm_again\":\"2026-11-23\"}\n\
         /criteria/sign.milestones = {\"state\":\"open\",\"confirm_again\":\"2026-11-23\"}\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"return\",\"from\":\"sign\",\"to\":\"talk\",\"reason\":{\"en\":\"tired\",\"fr\":\"las\"},\"to_confirm\":[\"talk.agreed\",\"sign.scope\",\"sign.signed\",\"sign.milestones\"]}",
    );
    // What does not hold is not marked: it must be met anyway.
    check_return(
        "phase: sign",
        "talk",
        "/phase = \"talk\"\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"return\",\"from\":\"sign\",\"to\":\"talk\",\"reason\":{\"en\":\"tired\",\"fr\":\"las\"}}",
    );
}

#[test]
fn one_goes_back_only_to_an_earlier_phase_that_applies() {
    check_return("phase: sign", "sign", "NotEarlier { from: PhaseId(\"sign\"), to: PhaseId(\"sign\") }");
    check_return("phase: sign", "run", "NotEarlier { from: PhaseId(\"sign\"), to: PhaseId(\"run\") }");
    check_return("phase: sign", "tlak", "UnknownPhase(PhaseId(\"tlak\"))");
    check_return("phase: nowhere", "talk", "NoSuchPhase(\"nowhere\")");
    check_return(
        "phase: run\nmigration: {required: false, reason: {en: a, fr: b}}",
        "move",
        "DoesNotApply(PhaseId(\"move\"))",
    );
    check_return("phase: sign\nstatus: on_hold", "talk", "NotFrom { status: OnHold, first: [\"resume\"] }");
    check_return("phase: run\nstatus: closed", "talk", "NotFrom { status: Closed, first: [\"reopen\"] }");
}

#[track_caller]
fn check_gates(client: &str, expected: &str) {
    let process = small();
    let phase = "talk".parse().expect("a phase");
    let seen = with_client(client, |subject| said_gates(&gates(&process, subject, &phase)));
    assert_eq!(seen.trim_end(), expected, "{client}");
}

#[test]
fn what_held_before_a_return_holds_again_when_it_is_confirmed_again() {
    check_gates(
        &returned(
            "talk.agreed: {state: met, date: 2026-11-01, confirm_again: 2026-11-20}\nsign.scope: {state: open, confirm_again: 2026-11-20}",
        ),
        "talk.agreed unmet\n\
         - 8:62 criteria.talk.agreed.confirm_again: it was met before the client went back on 2026-11-20, and must be confirmed again\n\
         - fix: onboard confirm acme talk.agreed\n\
         sign.scope unmet\n\
         - 9:44 criteria.sign.scope.confirm_again: it was met before the client went back on 2026-11-20, and must be confirmed again\n\
         - fix: onboard confirm acme sign.scope",
    );
    // A mark that somebody took away by hand: the day of the decision tells.
    check_gates(
        &returned("talk.agreed: {state: met, date: 2026-11-19}\nsign.scope: {state: met, date: 2026-11-19}"),
        "talk.agreed unmet\n\
         - 8:16 criteria.talk.agreed: it was met before the client went back on 2026-11-20, and must be confirmed again\n\
         - fix: onboard confirm acme talk.agreed\n\
         sign.scope unmet\n\
         - 9:15 criteria.sign.scope: it was met before the client went back on 2026-11-20, and must be confirmed again\n\
         - fix: onboard confirm acme sign.scope",
    );
    check_gates(
        &returned("talk.agreed: {state: met, date: 2026-11-20}\nsign.scope: {state: met, date: 2026-11-21}"),
        "talk.agreed met\nsign.scope met",
    );
    // A person may say of a rule's gate that it is not met, but not that it is not asked.
    check_gates(
        &returned(
            "talk.agreed: {state: not_applicable, date: 2026-11-21}\nsign.scope: {state: not_met, date: 2026-11-21}",
        ),
        "talk.agreed not applicable\n\
         sign.scope unmet\n\
         - 9:23 criteria.sign.scope.state: it was judged not met\n\
         - fix: onboard confirm acme sign.scope --evidence '…'",
    );
}

#[test]
fn a_word_on_a_rule_counts_for_nothing_unless_a_return_asked_for_it() {
    let process = small();
    let text = "criteria: {sign.scope: {state: met, date: 2026-11-01}}";
    let found = with_client(text, |subject| said(&findings(&process, subject)));
    assert!(found.contains("criterion/settled-by-rule"), "{found}");
    let found = with_client(&returned("sign.scope: {state: met, date: 2026-11-21}"), |subject| {
        said(&findings(&process, subject))
    });
    assert!(!found.contains("criterion/"), "{found}");
}

#[test]
fn a_return_voids_the_approvals_of_the_phases_from_there_on() {
    let process = small();
    let approved = |returns_to: &str| {
        let text = format!(
            "phase: {returns_to}\n{SIGNED}history:\n  - {{date: 2026-11-02, change: advance, from: talk, to: sign}}\n  - {{date: 2026-11-03, change: advance, from: sign, to: move, approved: {{agreement: 'sha256:{}'}}}}\n  - {{date: 2026-11-04, change: advance, from: move, to: run}}\n  - {{date: 2026-11-20, change: return, from: run, to: {returns_to}}}\n",
            "0".repeat(64)
        );
        with_client(&text, |subject| said(&findings(&process, subject)).contains("history/approved-changed"))
    };
    assert!(approved("move"), "a return to a later phase leaves the approval as it is");
    assert!(!approved("sign"));
    assert!(!approved("talk"));
}
