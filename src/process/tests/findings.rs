//! What a process finds wrong with a client file.

use super::*;

#[track_caller]
fn check(client: &str, expected: &str) {
    let process = small();
    let found = with_client(client, |subject| said(&standing(findings(&process, subject))));
    assert_eq!(found.trim_end(), expected);
}

#[test]
fn a_gate_that_was_met_and_does_not_hold_any_more_is_said() {
    let text = "phase: sign\nhistory:\n  - {date: 2026-01-01, change: init, to: talk, status: active}\n  \
                - {date: 2026-02-01, change: advance, from: talk, to: sign, met: [talk.agreed]}";
    let said = with_client(text, |subject| said(&findings(&small(), subject)));
    assert!(
        said.contains("warning history/gate-lapsed: `talk.agreed` was met on 2026-02-01 and does not hold any more"),
        "{said}"
    );
}

/// Items of a list of YAML.
fn listed(items: &[&str]) -> String {
    items.iter().flat_map(|it| ["  - ", it, "\n"]).collect()
}

#[test]
fn rules_are_asked_of_the_file_and_of_each_item() {
    check("environments: [{id: a, kind: production}, {id: b, kind: production}]", "");
    check(
        "environments: [{id: a, kind: production}, {id: b, kind: production}, {id: c, kind: production}]",
        "1:15 environments warning rule/few-environments: there are few environments",
    );
    let uris = "environments:\n  - id: a\n    kind: production\n    oidc:\n      redirect_uris: [\"https://a.ca\", \"http://b.ca\", \"ftp://c.ca\"]\n  - {id: b, kind: production}\n";
    check(
        &format!("phase: sign\n{uris}"),
        "1:8 phase error history/contradicts-phase: the file says `sign`, but its history leads to `talk` (phases are changed by `onboard advance`, which writes the history too)\n\
         6:22 environments.a.oidc.redirect_uris error rule/https: http://b.ca, ftp://c.ca is not https",
    );
    // The rule waits until the client has come as far as `sign`.
    check(uris, "");
}

#[test]
fn what_a_rule_cannot_judge_is_a_finding() {
    check(
        "phase: sign\nenvironments:\n  - {id: a, kind: production, oidc: {redirect_uris: [1]}}",
        "1:8 phase error history/contradicts-phase: the file says `sign`, but its history leads to `talk` (phases are changed by `onboard advance`, which writes the history too)\n\
         3:53 environments.a.oidc.redirect_uris error rule/https: it cannot be judged: `scheme` does not work on int (column 27 of the rule)",
    );
}

#[test]
fn states_of_life_cycles_demand_their_fields() {
    let request =
        |it: &str| format!("environments:\n  - id: test\n    kind: production\n    requests:\n      - {it}\n");
    check(
        &request("{id: CR-1, kind: create, state: submitted}"),
        "5:9 environments.test.requests.CR-1.submitted_on error lifecycle/incomplete: `environments.test.requests.CR-1` is in the state Submitted, which needs `submitted_on`",
    );
    check(
        &request("{id: CR-1, kind: create, state: rejected, decided_on: 2026-01-01}"),
        "5:9 environments.test.requests.CR-1.reason error lifecycle/incomplete: `environments.test.requests.CR-1` is in the state Rejected, which needs `reason`",
    );
    check(&request("{id: CR-1, kind: create, state: live, done_on: 2026-01-01}"), "");
    // The schema has already said so.
    check(&request("{id: CR-1, kind: create, state: lost}"), "");
}

#[test]
fn the_file_names_a_process_and_a_phase_that_exist() {
    check(
        "process: small@2",
        "1:10 process error client/other-process: the file follows `small@2`, and the process here is `small@1`",
    );
    check("phase: tlak", "1:8 phase error client/unknown-phase: there is no phase `tlak` (did you mean `talk`?)");
}

#[test]
fn waivers_and_criteria_belong_to_gates_that_take_them() {
    check(
        "waivers:\n  - {id: W1, gate: talk.agred, approved_on: 2026-01-01}\n  - {id: W2, gate: sign.signed}\n  - {id: W3, gate: talk.agreed}",
        "2:20 waivers.W1.gate error waiver/unknown-gate: there is no gate `talk.agred` (did you mean `talk.agreed`?)\n\
         3:20 waivers.W2.gate error waiver/not-allowed: `sign.signed` may not be waived",
    );
    check(
        "criteria:\n  talk.agred: {state: open}\n  sign.signed: {state: met, date: 2026-01-01}\n  talk.agreed: {state: open}",
        "2:3 criteria.talk.agred error criterion/unknown-gate: there is no gate `talk.agred` (did you mean `talk.agreed`?)\n\
         3:3 criteria.sign.signed error criterion/settled-by-rule: `sign.signed` is settled by a rule, not by a person: what is recorded here counts for nothing",
    );
}

#[test]
fn the_history_leads_to_the_phase_of_the_file() {
    let history = |phase: &str, entries: &[&str]| {
        let entries = listed(entries);
        format!("phase: {phase}\nhistory:\n{entries}")
    };
    let init = "{date: 2026-01-01, change: init, to: talk, status: active}";
    let sign = "{date: 2026-02-01, change: advance, from: talk, to: sign, met: [talk.agreed, sign.scope]}";
    let gates = "met: [sign.signed, sign.milestones]";
    check(&history("talk", &[init]), "");
    check(&history("sign", &[init, sign]), "");
    check(
        &history("sign", &[init]),
        "1:8 phase error history/contradicts-phase: the file says `sign`, but its history leads to `talk` (phases are changed by `onboard advance`, which writes the history too)",
    );
    check(
        "phase: sign",
        "1:8 phase error history/contradicts-phase: the file says `sign`, but its history leads to `talk` (phases are changed by `onboard advance`, which writes the history too)",
    );
    check(
        &history("talk", &[init, sign]),
        "1:8 phase error history/contradicts-phase: the file says `talk`, but its history leads to `sign` (phases are changed by `onboard advance`, which writes the history too)",
    );
    check(
        &history("run", &[init, sign, &format!("{{date: 2026-03-01, change: advance, from: sign, to: run, {gates}}}")]),
        "5:57 history[2].to error history/left-out: `move` lies between and is not recorded as skipped",
    );
    check(
        &history(
            "run",
            &[
                init,
                sign,
                &format!("{{date: 2026-03-01, change: advance, from: sign, to: run, skipped: [move], {gates}}}"),
            ],
        ),
        "",
    );
    check(
        &history("run", &[init, "{date: 2026-03-01, change: advance, from: move, to: run, met: [move.done]}"]),
        "4:47 history[1].from error history/contradicts-phase: the entry leaves `move`, but the client was in `talk`",
    );
    check(
        &history(
            "talk",
            &[init, sign, "{date: 2026-03-01, change: return, from: sign, to: talk, reason: {en: a, fr: b}}"],
        ),
        "",
    );
    check(
        &history("sign", &[init, "{date: 2026-03-01, change: return, from: talk, to: sign}"]),
        "4:56 history[1].to error history/contradicts-phase: `return` does not lead from `talk` to `sign`",
    );
    check(
        &history("sign", &[init, "{date: 2026-03-01, change: advance, from: talk}"]),
        "4:5 history[1] error history/incomplete: `advance` must say from which phase and to which",
    );
    check(
        &history("move", &[init, sign, "{date: 2026-03-01, change: advance, from: sign, to: move, met: [sign.signd]}"]),
        "5:5 history[2] warning history/incomplete: 2 gates are neither met nor waived in this entry, `sign.signed` the first of them\n\
         5:69 history[2].met[0] error history/unknown-gate: there is no gate `sign.signd` (did you mean `sign.signed`?)",
    );
    check(
        &history("sign", &[init, sign, "{date: 2026-01-15, change: correct, corrects: 1}"]),
        "5:12 history[2].date error history/order: the entry is dated 2026-01-15, before the entry of 2026-02-01 above it",
    );
    check(
        &history("sign", &[init, "{date: 2026-11-24, change: advance, from: talk, to: sign, met: []}"]),
        "4:12 history[1].date error history/future: the entry is dated 2026-11-24, which is still to come",
    );
    check(
        &history("sign", &[init, "{date: 2026-01-15, change: advance, from: talk, to: sgin, met: []}"]),
        "1:8 phase error history/contradicts-phase: the file says `sign`, but its history leads to `sgin` (phases are changed by `onboard advance`, which writes the history too)\n\
         4:57 history[1].to error history/unknown-phase: there is no phase `sgin` (did you mean `sign`?)",
    );
}

#[test]
fn the_history_leads_to_the_status_of_the_file() {
    let history = |status: &str, entries: &[&str]| {
        let entries = listed(entries);
        format!(
            "status: {status}\nhistory:\n  - {{date: 2026-01-01, change: init, to: talk, status: active}}\n{entries}"
        )
    };
    let hold = "{date: 2026-02-01, change: hold, from_status: active, to_status: on_hold, reason: {en: a, fr: b}}";
    check(&history("on_hold", &[hold]), "");
    check(
        &history("active", &[hold]),
        "1:9 status error history/contradicts-status: the file says `active`, but its history leads to `on_hold`",
    );
    check(
        &history("on_hold", &[]),
        "1:9 status error history/contradicts-status: the file says `on_hold`, but its history leads to `active`",
    );
    check(
        &history("active", &[hold, "{date: 2026-03-01, change: resume, from_status: on_hold, to_status: active}"]),
        "",
    );
    check(
        &history("active", &["{date: 2026-03-01, change: resume, from_status: on_hold, to_status: active}"]),
        "4:53 history[1].from_status error history/contradicts-status: the entry starts from `on_hold`, but the client was `active`",
    );
    check(
        &history(
            "withdrawn",
            &[hold, "{date: 2026-03-01, change: withdraw, from_status: on_hold, to_status: withdrawn}"],
        ),
        "5:32 history[2].change error history/contradicts-status: `withdraw` is not possible from the status On hold",
    );
    check(
        &history("on_hold", &["{date: 2026-03-01, change: hold}"]),
        "4:5 history[1] error history/incomplete: `hold` must say to which status",
    );
}
