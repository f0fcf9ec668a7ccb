//! Waivers, closing, and what a status protects.

use super::*;

#[track_caller]
fn check_waive(client: &str, gate: &str, expected: &str) {
    let process = small();
    let asked = Permission {
        gate: gate.parse().expect("a gate"),
        on: TODAY,
        expires: Some(Date::constant(2026, 12, 31)),
        reason: Text::new("a", "b"),
        role: Text::new("boss", "chef"),
    };
    let seen = with_client(client, |subject| match plan_waive(&process, subject, &asked) {
        Ok(waiver) => edits(waiver.edits()),
        Err(NoWaiver::Unknown { named, near }) => {
            format!("no {named}{}", near.map(|it| format!(" ({})", say(&it, Lang::En))).unwrap_or_default())
        }
        Err(no) => format!("{no:?}").split([' ', '(']).next().unwrap_or_default().to_owned(),
    });
    assert_eq!(seen.trim_end(), expected, "{client}");
}

#[test]
fn a_gate_that_does_not_hold_may_be_waived_where_the_process_says_so() {
    check_waive(
        "",
        "talk.agreed",
        "/waivers + {\"id\":\"w1\",\"gate\":\"talk.agreed\",\"reason\":{\"en\":\"a\",\"fr\":\"b\"},\"approved_by_role\":{\"en\":\"boss\",\"fr\":\"chef\"},\"approved_on\":\"2026-11-23\",\"expires_on\":\"2026-12-31\"}",
    );
    check_waive("", "sign.scope", "NotWaivable");
    check_waive("", "talk.agred", "no talk.agred (did you mean `talk.agreed`?)");
    check_waive(AGREED, "talk.agreed", "Holds");
    let waived = |ends: &str| format!("waivers:\n  - {{id: W7, gate: talk.agreed, approved_on: 2026-11-01{ends}}}\n");
    check_waive(&waived(""), "talk.agreed", "Waived");
    // One that has expired holds nothing: another may follow it, under the next number.
    let seen = waived(", expires_on: 2026-11-22");
    check_waive(
        &seen,
        "talk.agreed",
        "/waivers + {\"id\":\"w8\",\"gate\":\"talk.agreed\",\"reason\":{\"en\":\"a\",\"fr\":\"b\"},\"approved_by_role\":{\"en\":\"boss\",\"fr\":\"chef\"},\"approved_on\":\"2026-11-23\",\"expires_on\":\"2026-12-31\"}",
    );
}

#[test]
fn a_waiver_does_not_begin_when_it_is_over() {
    let process = small();
    let asked = Permission {
        gate: "talk.agreed".parse().expect("a gate"),
        on: Date::constant(2026, 11, 1),
        expires: Some(Date::constant(2026, 11, 22)),
        reason: Text::new("a", "b"),
        role: Text::new("boss", "chef"),
    };
    let no = with_client("", |subject| plan_waive(&process, subject, &asked).map(|it| it.id().to_owned()));
    assert_eq!(no, Err(NoWaiver::Over { expires: Date::constant(2026, 11, 22) }));
}

#[test]
fn a_gate_passed_by_a_waiver_that_has_expired_since_stands_in_the_way() {
    let passed = |ends: &str, more: &str| {
        format!(
            "phase: sign\n{SIGNED}waivers:\n  - {{id: w1, gate: talk.agreed, approved_on: 2026-11-01, expires_on: {ends}}}\nhistory:\n  - {{date: 2026-11-02, change: advance, from: talk, to: sign, met: [sign.scope], waived: [talk.agreed]}}\n{more}"
        )
    };
    let process = small();
    let phase = "sign".parse().expect("a phase");
    let seen = |text: &str| with_client(text, |subject| said_gates(&gates(&process, subject, &phase)));
    let held = "sign.signed met\nsign.milestones met\n";
    assert_eq!(seen(&passed("2026-11-23", "")), held);
    assert_eq!(
        seen(&passed("2026-11-22", "")),
        format!(
            "{held}talk.agreed unmet\n\
             - 1:1 criteria.talk.agreed.state: nobody has confirmed it yet\n\
             - fix: onboard confirm acme talk.agreed --evidence '…'\n\
             - 8:70 waivers.w1.expires_on: its waiver `w1` expired on 2026-11-22 and holds nothing any more\n\
             - fix: onboard waive acme talk.agreed --reason-en '…' --reason-fr '…' --role ROLE --expires DATE\n"
        )
    );
    assert_eq!(seen(&passed("2026-11-22", AGREED)), held, "it holds by itself now");
    let refused = with_client(&passed("2026-11-22", ""), |subject| plan_advance(&process, subject).is_err());
    assert!(refused);
}

#[test]
fn a_client_is_closed_only_from_its_last_phase() {
    let process = small();
    let closed = |text: &str| {
        with_client(text, |subject| match plan_close(&process, subject) {
            Ok(step) => edits(&step.edits()),
            Err(Refusal::Gated { from, .. }) => format!("gated in {from}"),
            Err(refusal) => format!("{refusal:?}"),
        })
    };
    assert_eq!(closed("phase: sign"), "Ahead { phase: PhaseId(\"sign\"), next: PhaseId(\"move\") }");
    assert_eq!(
        closed("phase: run\ntechnical: {integration: oidc}\nenvironments: [{id: p, kind: production}]"),
        "gated in run"
    );
    assert!(closed("phase: run\ntechnical: {integration: saml}").contains("\"change\":\"close\""));
    assert_eq!(closed("phase: run\nstatus: closed"), "Closed");
    assert_eq!(closed("phase: run\nstatus: on_hold"), "NotActive(OnHold)");
    // What remains does not apply: the phase before it is the last.
    let moved = "phase: sign\nmigration: {required: false, reason: {en: a, fr: b}}";
    assert_eq!(closed(moved), "Ahead { phase: PhaseId(\"sign\"), next: PhaseId(\"run\") }");
}

/// The small process, which leaves little open of a closed client.
fn guarded() -> Process {
    let text = SMALL.replace(
        "name: {en: Closed, fr: Clôturé}, moves",
        "name: {en: Closed, fr: Clôturé}, open: [contacts, agreement.renewals], moves",
    );
    load(&text).unwrap_or_else(|findings| panic!("{}", said(&findings)))
}

const TO_CLOSE: &str = "phase: run\ntechnical: {integration: saml}\nagreement: {reference: A, signed_on: 2026-01-01, milestones: [{id: m1, due: 2026-02-01}]}\n";

/// A client closed by its process, then changed by hand.
fn after_closing(change: impl Fn(&mut Value)) -> String {
    let process = guarded();
    let mut value = with_client(TO_CLOSE, |subject| {
        let step = plan_close(&process, subject).unwrap_or_else(|it| panic!("{it:?}"));
        crate::document::apply_value(subject.document().value(), &step.edits()).expect("the edits apply")
    });
    value["history"]
        .as_array_mut()
        .expect("a list")
        .insert(0, json!({"date": "2026-11-01", "change": "init", "to": "run", "status": "active"}));
    let sealed: Vec<&str> =
        value["history"][1]["sealed"].as_object().expect("a map").keys().map(String::as_str).collect();
    assert_eq!(sealed, ["agreement", "technical"]);
    change(&mut value);
    let yaml = serde_json::to_string_pretty(&value).expect("JSON is YAML");
    with_file(&yaml, |subject| said(&findings(&process, subject)))
}

#[test]
fn what_a_status_protects_is_sealed_and_a_change_by_hand_is_an_error_at_its_place() {
    assert_eq!(after_closing(|_| {}), "");
    let changed = |what: &str| {
        format!(
            "history/sealed-changed: `{what}` has changed since 2026-11-23, although it is protected while the client has the status “Closed” (undo the change, or first: `onboard reopen acme --reason-en '…' --reason-fr '…'`)"
        )
    };
    let seen = after_closing(|it| it["technical"]["integration"] = json!("oidc"));
    assert!(seen.contains(&changed("technical")) && seen.starts_with("3:3 technical error"), "{seen}");
    // A result that no approval covers is sealed, too; so is what was not there.
    let seen = after_closing(|it| it["agreement"]["milestones"][0]["done_on"] = json!("2026-02-02"));
    assert!(seen.contains(&changed("agreement")), "{seen}");
    let seen = after_closing(|it| it["migration"] = json!({"required": true}));
    assert!(seen.contains(&changed("migration")), "{seen}");
    // What the process leaves open may change; what is empty says nothing.
    assert_eq!(after_closing(|it| it["contacts"] = json!([{"role": "security", "mailbox": "a@b.example"}])), "");
    assert_eq!(after_closing(|it| it["agreement"]["renewals"] = json!([{"fiscal_year": "2026-2027"}])), "");
    assert_eq!(after_closing(|it| it["testing"] = json!({"cases": []})), "");
    // Reopened, it is free.
    let seen = after_closing(|it| {
        it["technical"]["integration"] = json!("oidc");
        it["status"] = json!("active");
        it["history"]
            .as_array_mut()
            .expect("a list")
            .push(json!({"date": "2026-11-23", "change": "reopen", "from_status": "closed", "to_status": "active"}));
    });
    assert!(!seen.contains("sealed"), "{seen}");
}

#[test]
fn a_change_is_held_against_what_the_status_protects() {
    let process = guarded();
    let changed = |before: &str, after: &str| {
        with_client(before, |old| with_client(after, |new| said(&protected(&process, old, new))))
    };
    let closed = "status: closed\nphase: run\n";
    let seen = changed(closed, &format!("{closed}technical: {{integration: oidc}}"));
    assert_eq!(
        seen,
        "3:1 technical error client/protected: `technical` is protected while the client has the status “Closed” (first: `onboard reopen acme --reason-en '…' --reason-fr '…'`)\n"
    );
    assert_eq!(changed(closed, &format!("{closed}contacts: [{{role: security}}]")), "");
    assert_eq!(changed(closed, "phase: run\nstatus: active\ntechnical: {integration: oidc}"), "", "it is reopened");
    assert_eq!(changed("", "technical: {integration: oidc}"), "");
}
