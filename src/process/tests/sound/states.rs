//! Life cycles: every state is reached, and what a move writes is there to be written.

use super::*;

#[test]
fn every_state_can_be_reached() {
    check(
        "moves: [submitted, withdrawn]",
        "moves: [submitted]",
        "78:25 lifecycles.request.states.withdrawn.name error process/unreachable: no move leads from `draft` to `withdrawn`",
    );
    check(
        "moves: [in_review]",
        "moves: [in_reveiw]",
        "71:63 lifecycles.request.states.submitted.moves[0] error process/unknown-name: there is no `in_reveiw` (did you mean `in_review`?)\n\
         72:25 lifecycles.request.states.in_review.name error process/unreachable: no move leads from `draft` to `in_review`\n\
         73:24 lifecycles.request.states.rejected.name error process/unreachable: no move leads from `draft` to `rejected`\n\
         74:24 lifecycles.request.states.accepted.name error process/unreachable: no move leads from `draft` to `accepted`\n\
         75:20 lifecycles.request.states.live.name error process/unreachable: no move leads from `draft` to `live`\n\
         76:22 lifecycles.request.states.failed.name error process/unreachable: no move leads from `draft` to `failed`\n\
         77:26 lifecycles.request.states.superseded.name error process/unreachable: no move leads from `draft` to `superseded`",
    );
    check(
        "initial: draft",
        "initial: daft",
        "68:14 lifecycles.request.initial error process/unknown-name: there is no `daft` (did you mean `draft`?)",
    );
    check(
        "requires: [submitted_on]",
        "requires: [sent_on]",
        "71:86 lifecycles.request.states.submitted.requires[0] error process/unknown-name: there is no `sent_on`",
    );
    check(
        "      failed: {name: {en: Failed, fr: Échouée}}\n",
        "",
        "70:7 lifecycles.request.states error process/missing-state: the state `failed` of the schema is not there\n\
         74:68 lifecycles.request.states.accepted.moves[1] error process/unknown-name: there is no `failed`",
    );
}

#[test]
fn verbs_lead_to_states_and_are_no_words_of_the_command_line() {
    check("initial: draft", "initial: draft\n    verbs: {submit: submitted}", "");
    check(
        "initial: draft",
        "initial: draft\n    verbs: {submit: submited}",
        "69:21 lifecycles.request.verbs.submit error process/unknown-name: there is no `submited` (did you mean `submitted`?)",
    );
    check(
        "initial: draft",
        "initial: draft\n    verbs: {list: submitted}",
        "69:19 lifecycles.request.verbs.list error process/reserved: `list` is a word of the command line itself",
    );
}

#[test]
fn reasons_replacements_and_dates_are_fields_of_their_kind() {
    check("initial: draft", "initial: draft\n    reason: reason\n    replaces: replaces", "");
    check(
        "initial: draft",
        "initial: draft\n    reason: kind",
        "69:13 lifecycles.request.reason error process/type: `kind` is not a text in both languages",
    );
    check(
        "initial: draft",
        "initial: draft\n    replaces: reason",
        "69:15 lifecycles.request.replaces error process/type: `reason` is not a text",
    );
    check("requires: [submitted_on]}", "requires: [submitted_on], sets: {submitted_on: always}}", "");
    check(
        "requires: [submitted_on]}",
        "requires: [submitted_on], sets: {kind: always, submited_on: if_absent}}",
        "71:114 lifecycles.request.states.submitted.sets.kind error process/type: `kind` is not a day\n\
         71:135 lifecycles.request.states.submitted.sets.submited_on error process/unknown-name: there is no `submited_on` (did you mean `submitted_on`?)",
    );
    check(
        "requires: [submitted_on]}",
        "requires: [submitted_on], clears: [submitted_on]}",
        "71:110 lifecycles.request.states.submitted.clears[0] error process/pointless: `submitted_on` is taken away by the move into this state, which requires it",
    );
}

#[test]
fn a_step_that_a_machine_makes_has_a_twin_that_asks_why() {
    let live = "moves: [superseded], requires: [done_on]}";
    let with = |more: &str| live.replace('}', more);
    check(
        live,
        &with(", machine: true}"),
        "75:99 lifecycles.request.states.live.machine error process/failed-twin: `live` is a step that a machine makes and that may fail: `failed` must name the state that it comes to then",
    );
    check(
        live,
        &with(", machine: true, failed: failed}"),
        "75:113 lifecycles.request.states.live.failed error process/failed-twin: `failed` is what `live` comes to when it fails, and does not require the reason",
    );
    check(
        live,
        &with(", failed: failled}"),
        "75:98 lifecycles.request.states.live.failed error process/pointless: `failed` says something only for a step that a machine makes (`machine: true`)\n\
         75:98 lifecycles.request.states.live.failed error process/unknown-name: there is no `failled` (did you mean `failed`?)",
    );
    let text = SMALL
        .replace("initial: draft", "initial: draft\n    reason: reason")
        .replace(live, &with(", machine: true, failed: failed}"))
        .replace("fr: Échouée}}", "fr: Échouée}, requires: [reason]}");
    assert_eq!(load(&text).err().map(|it| said(&it)), None);
    let stuck = text
        .replace("moves: [live, failed]", "moves: [live]")
        .replace("moves: [accepted, rejected]", "moves: [accepted, rejected, failed]");
    assert_eq!(
        load(&stuck).err().map(|it| said(&it)).as_deref(),
        Some(
            "76:113 lifecycles.request.states.live.failed error process/failed-twin: `accepted` may become `live`, but not `failed`: a failure there could not be recorded\n"
        )
    );
}

#[test]
fn what_is_frozen_or_replaced_fits_the_rest() {
    check(
        "moves: [superseded], requires: [done_on]}",
        "moves: [superseded], requires: [done_on], frozen: true}",
        "75:98 lifecycles.request.states.live.frozen error process/pointless: what is frozen does not move: this state has moves",
    );
    check(
        "moves: [superseded], requires: [done_on]}",
        "moves: [superseded], requires: [done_on], replaced: superseeded}",
        "75:100 lifecycles.request.states.live.replaced error process/pointless: `replaced` says something only where the life cycle has `replaces`\n\
         75:100 lifecycles.request.states.live.replaced error process/unknown-name: there is no `superseeded` (did you mean `superseded`?)",
    );
}
