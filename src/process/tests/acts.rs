//! Acts: allowed or refused, and what they change in the file.

use super::*;
use crate::document::Edit;
use crate::model::Text;

fn why() -> Said {
    Said { on: TODAY, reason: Some(Text::new("tired", "las")), by_role: None, requested_by: None, review_on: None }
}

type Plan = fn(&Process, &Subject<'_>, &Said) -> Result<Planned, NoAct>;

fn edits(edits: &[Edit]) -> String {
    let line = |edit: &Edit| match edit {
        Edit::Set { path, value } => format!("{} = {value}\n", path.pointer()),
        Edit::Insert { list, value } => format!("{} + {value}\n", list.pointer()),
        Edit::Remove { path } => format!("{} -\n", path.pointer()),
    };
    edits.iter().map(line).collect()
}

#[track_caller]
fn check(plan: Plan, said: &Said, client: &str, expected: &str) {
    let process = small();
    let seen = with_client(client, |subject| match plan(&process, subject, said) {
        Ok(planned) => edits(planned.edits()),
        Err(no) => format!("{no:?}"),
    });
    assert_eq!(seen.trim_end(), expected, "{client}");
}

#[test]
fn a_hold_says_since_when_and_why() {
    let said = Said { review_on: Some(Date::constant(2027, 1, 15)), requested_by: Some("client".to_owned()), ..why() };
    check(
        plan_hold,
        &said,
        "",
        "/status = \"on_hold\"\n\
         /hold = {\"since\":\"2026-11-23\",\"reason\":{\"en\":\"tired\",\"fr\":\"las\"},\"review_on\":\"2027-01-15\",\"requested_by\":\"client\"}\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"hold\",\"from_status\":\"active\",\"to_status\":\"on_hold\",\"reason\":{\"en\":\"tired\",\"fr\":\"las\"},\"review_on\":\"2027-01-15\",\"requested_by\":\"client\"}",
    );
}

#[test]
fn resuming_takes_the_section_away() {
    check(
        plan_resume,
        &Said { reason: None, ..why() },
        "status: on_hold\nhold: {since: 2026-11-01, reason: {en: a, fr: b}}",
        "/status = \"active\"\n\
         /hold -\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"resume\",\"from_status\":\"on_hold\",\"to_status\":\"active\"}",
    );
    // A file whose section was lost is put right all the same.
    check(
        plan_resume,
        &Said { reason: None, ..why() },
        "status: on_hold",
        "/status = \"active\"\n\
         /history + {\"date\":\"2026-11-23\",\"change\":\"resume\",\"from_status\":\"on_hold\",\"to_status\":\"active\"}",
    );
}

#[test]
fn the_statuses_of_the_process_say_what_is_possible() {
    check(plan_hold, &why(), "status: on_hold", "Already(OnHold)");
    check(plan_resume, &why(), "", "Already(Active)");
    check(plan_hold, &why(), "status: closed", "NotFrom { status: Closed, first: [\"reopen\"] }");
    // This process lets nobody out of `withdrawn`, and an active client does not withdraw.
    check(plan_reopen, &why(), "status: withdrawn", "NotFrom { status: Withdrawn, first: [] }");
    check(plan_withdraw, &why(), "", "NotFrom { status: Active, first: [] }");
    check(plan_hold, &why(), "status: busy", "UnknownStatus(\"busy\")");
}

#[test]
fn an_act_is_not_dated_before_the_last_entry_of_the_history() {
    let history = "history:\n  - {date: 2026-10-01, change: init, to: talk, status: active}\n  - {date: 2026-11-05, change: correct}\n";
    let on = |day| Said { on: Date::constant(2026, 11, day), ..why() };
    check(plan_hold, &on(4), history, "BeforeHistory { on: 2026-11-04, last: 2026-11-05 }");
    let process = small();
    assert!(with_client(history, |subject| plan_hold(&process, subject, &on(5)).is_ok()));
}

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

const AGREED: &str = "criteria: {talk.agreed: {state: met, date: 2026-11-20}}\n";
const SIGNED: &str = "agreement:\n  scope: {en: all, fr: tout}\n  signed_on: 2026-11-01\n  milestones:\n    - {id: m1, due: 2026-05-01}\n";

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

/// A client that went back from the phase of signing to that of talking on 20 November.
fn returned(criteria: &str) -> String {
    format!(
        "phase: talk\n{SIGNED}criteria:\n  {}\nhistory:\n  - {{date: 2026-11-02, change: advance, from: talk, to: sign, met: [talk.agreed, sign.scope]}}\n  - {{date: 2026-11-20, change: return, from: sign, to: talk, to_confirm: [talk.agreed, sign.scope]}}\n",
        criteria.replace('\n', "\n  ")
    )
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

fn word(state: Decided) -> Word {
    Word { service: None, on: TODAY, state, evidence: None, note: None, reason: None }
}

#[track_caller]
fn check_confirm(client: &str, named: &[&str], word: &Word, expected: &str) {
    let process = small();
    let gates: Vec<crate::model::GateId> = named.iter().map(|it| it.parse().expect("a gate")).collect();
    let seen = with_client(client, |subject| match plan_confirm(&process, subject, &gates, word) {
        Ok(confirmed) => edits(confirmed.edits()),
        Err(all) => all
            .iter()
            .map(|no| match no {
                NoWord::Unknown { named, near } => format!("unknown {named}, near: {}\n", near.is_some()),
                NoWord::SettledByRule { gate, unmet } => format!("{gate} by rule, {} open\n", unmet.len()),
                NoWord::DoesNotHold { gate, unmet } => format!("{gate} does not hold, {} open\n", unmet.len()),
                NoWord::NotPerService(gate) => format!("{gate} of the client as a whole\n"),
                NoWord::UnknownService { named, near } => format!("no service {named}, near: {}\n", near.is_some()),
                NoWord::RuleApplies(gate) => format!("{gate} applies by rule\n"),
                NoWord::BeforeReturn { gate, on, since } => format!("{gate} on {on} before {since}\n"),
            })
            .collect(),
    });
    assert_eq!(seen.trim_end(), expected, "{client}");
}

#[test]
fn a_criterion_is_recorded_with_its_day() {
    check_confirm(
        "",
        &["talk.agreed"],
        &Word { evidence: Some("GCdocs 1".to_owned()), ..word(Decided::Met) },
        "/criteria/talk.agreed = {\"state\":\"met\",\"date\":\"2026-11-23\",\"evidence\":\"GCdocs 1\"}",
    );
    // Confirming takes the mark away; the evidence stays, the reason against it goes.
    check_confirm(
        &returned("talk.agreed: {state: met, date: 2026-11-01, evidence: x, confirm_again: 2026-11-20}"),
        &["talk.agreed"],
        &word(Decided::Met),
        "/criteria/talk.agreed/state = \"met\"\n\
         /criteria/talk.agreed/date = \"2026-11-23\"\n\
         /criteria/talk.agreed/confirm_again -",
    );
    check_confirm(
        "criteria: {talk.agreed: {state: not_met, date: 2026-11-01, reason: {en: a, fr: b}}}",
        &["talk.agreed"],
        &word(Decided::Met),
        "/criteria/talk.agreed/state = \"met\"\n\
         /criteria/talk.agreed/date = \"2026-11-23\"\n\
         /criteria/talk.agreed/reason -",
    );
}

#[test]
fn what_a_rule_settles_is_not_for_a_person_to_say() {
    check_confirm("", &["sign.scope"], &word(Decided::Met), "sign.scope by rule, 1 open");
    check_confirm(SIGNED, &["sign.scope"], &word(Decided::Met), "sign.scope by rule, 0 open");
    check_confirm(
        "",
        &["talk.agred", "sign.scope"],
        &word(Decided::Met),
        "unknown talk.agred, near: true\nsign.scope by rule, 1 open",
    );
    let marked = returned("sign.scope: {state: open, confirm_again: 2026-11-20}");
    check_confirm(
        &marked,
        &["sign.scope"],
        &word(Decided::Met),
        "/criteria/sign.scope/state = \"met\"\n\
         /criteria/sign.scope/date = \"2026-11-23\"\n\
         /criteria/sign.scope/confirm_again -",
    );
    check_confirm(&marked, &["sign.scope"], &word(Decided::NotApplicable), "sign.scope applies by rule");
    check_confirm(
        &marked.replace("  scope: {en: all, fr: tout}\n", ""),
        &["sign.scope"],
        &word(Decided::Met),
        "sign.scope does not hold, 1 open",
    );
    let early = Word { on: Date::constant(2026, 11, 19), ..word(Decided::Met) };
    check_confirm(&marked, &["sign.scope"], &early, "sign.scope on 2026-11-19 before 2026-11-20");
    // Said before, it can be said otherwise.
    check_confirm(
        &returned("sign.scope: {state: not_met, date: 2026-11-21}"),
        &["sign.scope"],
        &word(Decided::Met),
        "/criteria/sign.scope/state = \"met\"\n/criteria/sign.scope/date = \"2026-11-23\"",
    );
}

#[test]
fn all_that_waits_in_this_phase_can_be_confirmed_at_once() {
    let process = small();
    let waiting = |client: &str| {
        with_client(client, |subject| {
            to_confirm(&process, subject).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        })
    };
    let marked = returned(
        "talk.agreed: {state: met, date: 2026-11-01, confirm_again: 2026-11-20}\nsign.scope: {state: open, confirm_again: 2026-11-20}",
    );
    assert_eq!(waiting(&marked), "talk.agreed sign.scope");
    assert_eq!(waiting(&marked.replace("  scope: {en: all, fr: tout}\n", "")), "talk.agreed");
    assert_eq!(waiting(AGREED), "");
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
