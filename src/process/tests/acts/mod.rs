//! Acts: allowed or refused, and what they change in the file.

mod back;
mod close;

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

const AGREED: &str = "criteria: {talk.agreed: {state: met, date: 2026-11-20}}\n";
const SIGNED: &str = "agreement:\n  scope: {en: all, fr: tout}\n  signed_on: 2026-11-01\n  milestones:\n    - {id: m1, due: 2026-05-01}\n";

/// A client that went back from the phase of signing to that of talking on 20 November.
fn returned(criteria: &str) -> String {
    format!(
        "phase: talk\n{SIGNED}criteria:\n  {}\nhistory:\n  - {{date: 2026-11-02, change: advance, from: talk, to: sign, met: [talk.agreed, sign.scope]}}\n  - {{date: 2026-11-20, change: return, from: sign, to: talk, to_confirm: [talk.agreed, sign.scope]}}\n",
        criteria.replace('\n', "\n  ")
    )
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
