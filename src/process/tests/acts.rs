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
