//! Moves of an item: which are allowed, and what they bring along.

use serde_json::json;

use super::*;
use crate::document::{self, Order};
use crate::model::{Date, Text};
use crate::process::lifecycle::illegal_moves;
use crate::process::lifecycle::{Misstep, Wish, items, plan};

const DAY: Date = Date::constant(2026, 11, 20);

/// Moves CR-1 of the built-in process; `expected` is the line of the request afterwards, or why it does not move.
#[track_caller]
fn check(requests: &str, verb: &str, reason: Option<(&str, &str)>, expected: &str) {
    let process = Process::embedded().expect("it reads");
    let cycle = process.lifecycles().get("request").expect("it is there");
    let reason = reason.map(|(en, fr)| Text::new(en, fr));
    let said = with_client(
        &format!("environments: [{{id: test, kind: non_production, requests: [{requests}]}}]"),
        |subject| {
            let item = items(cycle, subject).into_iter().find(|it| it.id == "CR-1").expect("it is there");
            match plan(cycle, subject, &item, Wish { verb, on: DAY, reason: reason.as_ref() }) {
                Ok(step) => {
                    let after = document::apply(subject.document(), &step.edits(&item.path), Order::default());
                    let after = after.expect("it can be written");
                    let requests = after.value().pointer("/environments/0/requests").and_then(Value::as_array).cloned();
                    let words = requests.unwrap_or_default().iter().map(words).collect::<Vec<_>>();
                    words.join("\n")
                }
                Err(misstep) => match misstep {
                    Misstep::NotFromHere { allowed } => format!("not from here: {}", allowed.join(" ")),
                    other @ (Misstep::UnknownVerb
                    | Misstep::UnknownState
                    | Misstep::Already
                    | Misstep::NoReason
                    | Misstep::NeedlessReason) => format!("{other:?}"),
                },
            }
        },
    );
    assert_eq!(said, expected, "{verb} {requests}");
}

fn words(item: &Value) -> String {
    let fields = item.as_object().expect("a map").iter().filter(|(key, _)| *key != "kind");
    let said = |(key, value): (&String, &Value)| match value.as_str() {
        Some(text) if key == "id" || key == "state" => text.to_owned(),
        Some(text) => format!("{key}={}", text.trim_start_matches("2026-11-")),
        None => format!("{key}={}", value.get("fr").unwrap_or(value)),
    };
    fields.map(said).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_move_sets_its_dates_and_keeps_those_that_are_known() {
    check("{id: CR-1, state: draft}", "submit", None, "CR-1 submitted submitted_on=20");
    check("{id: CR-1, state: submitted, submitted_on: 2026-11-02}", "review", None, "CR-1 in_review submitted_on=02");
    check(
        "{id: CR-1, state: submitted, submitted_on: 2026-11-02}",
        "live",
        None,
        "CR-1 live submitted_on=02 decided_on=20 done_on=20",
    );
    check(
        "{id: CR-1, state: accepted, submitted_on: 2026-11-02, decided_on: 2026-11-05}",
        "live",
        None,
        "CR-1 live submitted_on=02 decided_on=05 done_on=20",
    );
}

#[test]
fn a_rejection_and_a_failure_say_why_in_both_languages() {
    let submitted = "{id: CR-1, state: submitted, submitted_on: 2026-11-02}";
    check(submitted, "reject", None, "NoReason");
    check(
        submitted,
        "reject",
        Some(("Wildcard", "Caractère générique")),
        "CR-1 rejected submitted_on=02 decided_on=20 reason=\"Caractère générique\"",
    );
    check(submitted, "fail", None, "NoReason");
    check("{id: CR-1, state: draft}", "withdraw", None, "NoReason");
    check(submitted, "accept", Some(("Fine", "Bien")), "NeedlessReason");
}

#[test]
fn what_failed_is_tried_again_without_the_marks_of_the_failure() {
    let failed = "{id: CR-1, state: failed, submitted_on: 2026-11-02, decided_on: 2026-11-05, done_on: 2026-11-06, reason: {en: Down, fr: En panne}}";
    check(failed, "accept", None, "CR-1 accepted submitted_on=02 decided_on=05");
    check(failed, "live", None, "CR-1 live submitted_on=02 decided_on=05 done_on=20");
}

#[test]
fn a_move_that_the_life_cycle_does_not_know_is_refused_with_those_it_knows() {
    check("{id: CR-1, state: draft}", "live", None, "not from here: submit withdraw");
    check("{id: CR-1, state: rejected}", "live", None, "not from here: ");
    check("{id: CR-1, state: live}", "live", None, "Already");
    check("{id: CR-1, state: live}", "publish", None, "UnknownVerb");
    check("{id: CR-1, state: gone}", "live", None, "UnknownState");
}

#[test]
fn going_live_replaces_what_is_live_and_leaves_what_was_rejected() {
    check(
        "{id: CR-0, state: live}, {id: CR-1, state: accepted, decided_on: 2026-11-05, replaces: CR-0}",
        "live",
        None,
        "CR-0 superseded\nCR-1 live decided_on=05 replaces=CR-0 done_on=20",
    );
    check(
        "{id: CR-0, state: rejected}, {id: CR-1, state: accepted, decided_on: 2026-11-05, replaces: CR-0}",
        "live",
        None,
        "CR-0 rejected\nCR-1 live decided_on=05 replaces=CR-0 done_on=20",
    );
    check(
        "{id: CR-1, state: accepted, decided_on: 2026-11-05, replaces: CR-1}",
        "live",
        None,
        "CR-1 live decided_on=05 replaces=CR-1 done_on=20",
    );
}

/// What may not differ between two versions of a file.
#[track_caller]
fn check_change(before: &str, after: &str, expected: &str) {
    let process = Process::embedded().expect("it reads");
    let file = |requests: &str| {
        let value = json!({"id": "acme", "environments": [{"id": "test", "kind": "non_production", "requests": []}]});
        let text = serde_json::to_string(&value).expect("JSON");
        text.replace("\"requests\":[]", &format!("\"requests\":[{requests}]"))
    };
    let said = with_file(&file(before), |old| with_file(&file(after), |new| said(&illegal_moves(process, old, new))));
    let codes: Vec<&str> = said.lines().filter_map(|it| it.split(" error ").nth(1)).collect();
    assert_eq!(codes.join("\n"), expected, "{after}");
}

#[test]
fn an_item_that_is_frozen_is_neither_changed_nor_taken_away() {
    let rejected = "{id: CR-1, kind: create, state: rejected}";
    check_change(rejected, rejected, "");
    check_change(rejected, &format!("{rejected}, {{id: CR-2, kind: create, state: live}}"), "");
    let frozen = "lifecycle/frozen: `environments.test.requests.CR-1` is in the state Rejected, in which nothing changes any more (that state is final; add a new item that replaces this one)";
    check_change(rejected, "{id: CR-1, kind: update, state: rejected}", frozen);
    check_change(rejected, "", frozen);
    check_change(
        rejected,
        "{id: CR-1, kind: create, state: live}",
        "lifecycle/illegal-move: `environments.test.requests.CR-1` may not go from `rejected` to `live` (that state is final; add a new item that replaces this one)",
    );
    check_change(
        "{id: CR-1, kind: create, state: submitted}",
        "{id: CR-1, kind: create, state: draft}",
        "lifecycle/illegal-move: `environments.test.requests.CR-1` may not go from `submitted` to `draft` (from there it may become: in_review, accepted, rejected, live, failed, withdrawn)",
    );
}
