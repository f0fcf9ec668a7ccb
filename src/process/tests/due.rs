//! What falls due, in the words of the process of the program.

use super::*;
use crate::model::{Deadline, Timing};

/// What falls due for a client of the embedded process: `kind path day days timing`.
fn said(yaml: &str) -> Vec<String> {
    found(yaml).iter().map(line).collect()
}

fn found(yaml: &str) -> Vec<Deadline> {
    with_client(yaml, |subject| due(Process::embedded().expect("it reads"), subject))
}

fn line(it: &Deadline) -> String {
    let timing = match it.timing {
        Timing::Late => "late",
        Timing::Ahead => "ahead",
        Timing::Paused => "paused",
    };
    format!("{} {} {} {:+} {timing}", it.kind, it.place.path, it.due, it.days)
}

#[track_caller]
fn check(yaml: &str, expected: &[&str]) {
    assert_eq!(said(yaml), expected, "{yaml}");
}

const WORK: &str = "agreement:\n  milestones:\n    \
    - {id: m1, name: {en: M, fr: M}, due: 2026-11-22}\n    - {id: m2, name: {en: N, fr: N}, due: 2026-11-23}\n    \
    - {id: m3, name: {en: O, fr: O}, due: 2026-11}\n    - {id: m4, name: {en: P, fr: P}, due: 2026-10-01, done_on: 2026-10-01}\n\
    schedule: {target_go_live: 2026-10}\n\
    authority_to_operate: [{id: ato1, conditions: [{id: C1, text: {en: C, fr: C}, due: 2026-11-01, state: open}]}]\n\
    criteria: {engagement.overview-presented: {state: open, due: 2026-06-01}}\n";

#[test]
fn a_thing_is_late_the_day_after_it_was_due_and_a_month_lasts_to_its_end() {
    check(
        WORK,
        &[
            "criterion criteria.engagement.overview-presented.due 2026-06-01 -175 late",
            "target_go_live schedule.target_go_live 2026-10 -23 late",
            "condition authority_to_operate.ato1.conditions.C1.due 2026-11-01 -22 late",
            "milestone agreement.milestones.m1.due 2026-11-22 -1 late",
            "milestone agreement.milestones.m2.due 2026-11-23 +0 ahead",
            "milestone agreement.milestones.m3.due 2026-11 +7 ahead",
        ],
    );
}

#[test]
fn a_client_that_withdrew_or_is_closed_has_nothing_to_do() {
    for status in ["withdrawn", "closed"] {
        check(&format!("{WORK}status: {status}\n"), &[]);
    }
}

#[test]
fn on_hold_only_the_review_of_the_hold_can_be_late() {
    let hold = "hold: {since: 2026-10-01, reason: {en: R, fr: R}, review_on: 2026-11-13}\nstatus: on_hold\n";
    let all = said(&format!("{WORK}{hold}"));
    let late: Vec<&String> = all.iter().filter(|it| it.ends_with(" late")).collect();
    assert_eq!(late, ["hold_review hold.review_on 2026-11-13 -10 late"]);
    assert_eq!(all.iter().filter(|it| it.ends_with(" paused")).count(), 4, "the rest stays listed");
}

#[test]
fn a_target_is_reached_when_a_service_is_live() {
    check("services: [{id: s, name: {en: S, fr: S}, live_on: 2026-10-30}]\nschedule: {target_go_live: 2026-10}\n", &[]);
}

#[test]
fn contacts_are_to_be_disposed_of_whatever_the_status_and_until_none_can_be_reached() {
    let file = |mailbox: &str, status: &str| {
        format!(
            "contacts: [{{role: security, organization: client, mailbox: {mailbox}}}]\n\
             retention: {{dispose_personal_info_after: 2026-11-20}}\nstatus: {status}\n"
        )
    };
    for status in ["active", "withdrawn", "closed"] {
        check(
            &file("s@acme.example", status),
            &["contact_disposal retention.dispose_personal_info_after 2026-11-20 -3 late"],
        );
        check(&file("null", status), &[]);
    }
}

#[test]
fn a_request_waits_for_its_lead_time_in_working_days() {
    let file = |state: &str| {
        format!(
            "environments: [{{id: prod, kind: production, requests: [{{id: R1, kind: create, state: {state}, \
             submitted_on: 2026-11-06, requested_for: 2026-12-01}}]}}]\n"
        )
    };
    // Ten working days after Friday the 6th.
    check(
        &file("submitted"),
        &[
            "request_decision environments.prod.requests.R1.submitted_on 2026-11-20 -3 late",
            "request_wanted environments.prod.requests.R1.requested_for 2026-12-01 +8 ahead",
        ],
    );
    check(&file("accepted"), &["request_wanted environments.prod.requests.R1.requested_for 2026-12-01 +8 ahead"]);
    check(&file("live"), &[]);
    check(&file("rejected"), &[]);
}

#[test]
fn holidays_of_the_settings_give_a_request_more_time() {
    let yaml = "id: acme\nprocess: small@1\nstatus: active\nphase: talk\nenvironments: [{id: t, kind: non_production, \
                requests: [{id: R1, kind: create, state: submitted, submitted_on: 2026-11-06}]}]\n";
    let document = Document::strict(yaml).expect("YAML");
    let settings = json!({"holidays": [{"date": "2026-11-11", "name": {"en": "R", "fr": "R"}}]});
    let ground = Ground::new(shapes(), &settings, TODAY);
    let due = due(Process::embedded().expect("it reads"), &Subject::new(&ground, &document, "acme.yaml"));
    assert_eq!(due.iter().map(|it| it.due.to_string()).collect::<Vec<_>>(), ["2026-11-23"]);
}

#[test]
fn a_certificate_that_has_a_successor_or_whose_environment_was_dropped_is_not_due() {
    let file = |more: &str, certificates: &str| {
        format!("environments: [{{id: p, kind: production{more}, saml: {{certificates: [{certificates}]}}}}]\n")
    };
    let old = "{use: signing, sha256: aa, not_after: 2026-11-30}";
    check(&file("", old), &["certificate environments.p.saml.certificates.aa.not_after 2026-11-30 +7 ahead"]);
    let new = format!("{old}, {{use: signing, sha256: bb, not_after: 2028-11-30}}");
    check(&file("", &new), &["certificate environments.p.saml.certificates.bb.not_after 2028-11-30 +738 ahead"]);
    check(&file(", dropped: {date: 2026-11-01, reason: {en: r, fr: r}}", old), &[]);
}

#[test]
fn a_waiver_is_due_only_while_its_gate_is_unmet_and_nothing_follows_it() {
    let waiver = |id: &str, approved: &str, expires: &str| {
        format!(
            "  - {{id: {id}, gate: technical.platform-known, reason: {{en: r, fr: r}}, approved_by_role: {{en: r, fr: r}}, \
             approved_on: {approved}, expires_on: {expires}}}\n"
        )
    };
    let one = format!("waivers:\n{}", waiver("w1", "2026-08-01", "2026-11-01"));
    check(&one, &["waiver waivers.w1.expires_on 2026-11-01 -22 late"]);
    check(
        &format!("{one}{}", waiver("w2", "2026-11-02", "2027-11-01")),
        &["waiver waivers.w2.expires_on 2027-11-01 +343 ahead"],
    );
    check(&format!("{one}technical: {{platform: {{product: Keycloak}}}}\n"), &[]);
}

#[test]
fn an_authority_that_another_replaces_for_the_same_services_is_not_due() {
    let file = |more: &str| {
        format!(
            "authority_to_operate:\n  - {{id: a1, services: [s], kind: interim, granted_on: 2026-01-01, expires_on: 2026-12-01}}\n{more}"
        )
    };
    let due = "authority_end authority_to_operate.a1.expires_on 2026-12-01 +8 ahead";
    check(&file(""), &[due]);
    check(&file("  - {id: a2, services: [t], kind: full, granted_on: 2026-11-01}\n"), &[due]);
    check(&file("  - {id: a2, services: [s, t], kind: full, granted_on: 2026-11-01}\n"), &[]);
}

#[test]
fn titles_say_which_item_it_is_in_both_languages() {
    let titles: Vec<String> = found(WORK)
        .iter()
        .map(|it| it.title.as_ref().map_or_else(|| "-".to_owned(), |it| format!("{}/{}", it.en, it.fr)))
        .collect();
    assert!(titles[0].contains('/') && titles[0] != "/", "a criterion is called by the text of its gate: {titles:?}");
    assert_eq!(titles[1..], ["-", "C/C", "M/M", "N/N", "O/O"]);
}

#[test]
fn the_key_of_an_item_without_an_id_stays_when_the_list_around_it_changes_or_its_day_does() {
    let keys = |certificates: &str| -> Vec<String> {
        let yaml = format!("environments: [{{id: p, kind: production, saml: {{certificates: [{certificates}]}}}}]\n");
        let mut keys: Vec<String> = found(&yaml).into_iter().map(|it| it.key).collect();
        keys.sort();
        keys
    };
    let (signing, encryption) = ("{use: signing, not_after: 2027-01-31}", "{use: encryption, not_after: 2027-02-28}");
    let both = keys(&format!("{signing}, {encryption}"));
    assert_eq!(both.len(), 2);
    assert_eq!(both, keys(&format!("{encryption}, {signing}")));
    assert_eq!(both, keys(&format!("{}, {encryption}", signing.replace("2027-01", "2027-05"))));
}

#[test]
fn a_condition_that_cannot_be_told_leaves_the_thing_due() {
    let text = Process::embedded_text()
        .replace("when: \"!has(self.done_on)\"\n    at: due", "when: self.done_on == '2000-01-01'\n    at: due");
    let process = load(&text).unwrap_or_else(|findings| panic!("{}", super::said(&findings)));
    let due = with_client(WORK, |subject| due(&process, subject));
    assert_eq!(due.iter().filter(|it| it.kind == "milestone").count(), 3);
}

#[test]
fn every_kind_of_the_process_is_found_in_a_file_that_has_them_all() {
    let yaml = include_str!("due.yaml");
    let mut kinds: Vec<&str> =
        Process::embedded().expect("it reads").due_kinds().iter().map(|it| it.id.as_str()).collect();
    let held = found(&format!(
        "{yaml}\nstatus: on_hold\nhold: {{since: 2026-10-01, reason: {{en: R, fr: R}}, review_on: 2026-12-01}}\n"
    ));
    let mut seen: Vec<&str> = held.iter().map(|it| it.kind.as_str()).collect();
    for all in [&mut kinds, &mut seen] {
        all.sort_unstable();
        all.dedup();
    }
    assert_eq!(seen, kinds);
}

#[test]
fn a_process_whose_due_things_lead_nowhere_is_not_sound() {
    let check = |due: &str, expected: &str| {
        let found = load(&format!("{SMALL}due:\n  - {due}\n")).expect_err(due);
        assert!(found.iter().any(|it| it.code == expected), "{due}: {}", super::said(&found));
    };
    check("{id: a, name: {en: a, fr: a}, each: agreement.milestonez, at: due}", "process/unknown-path");
    check("{id: a, name: {en: a, fr: a}, each: agreement.milestones, at: duet}", "process/unknown-path");
    check("{id: a, name: {en: a, fr: a}, each: agreement.milestones, at: name}", "process/type");
    check("{id: a, name: {en: a, fr: a}, at: agreement.ends_on, when: has(self.x)}", "process/unknown-variable");
    check("{id: a, name: {en: a, fr: a}, at: agreement.ends_on, on: 'plus_days(today'}", "process/syntax");
    check(
        "{id: a, name: {en: a, fr: a}, at: agreement.ends_on, title: {en: '{client.idd}', fr: '{client.idd}'}}",
        "process/unknown-field",
    );
    check("{id: a, name: {en: a, fr: a}, each: waivers, at: expires_on, unmet: gates}", "process/unknown-path");
    check(
        "{id: a, name: {en: a, fr: a}, at: agreement.ends_on, listed: [active], late: [closed]}",
        "process/pointless",
    );
    assert!(load(&format!("{SMALL}due:\n  - {{id: a, name: {{en: a, fr: a}}, each: criteria, at: due}}\n")).is_ok());
}
