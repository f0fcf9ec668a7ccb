//! Several services of one client: where each of them stands, what holds the client back, and at which places.

use super::*;
use crate::model::PhaseId;

const PAIR: &str = include_str!("pair.yaml");

fn pair() -> Process {
    load(PAIR).unwrap_or_else(|findings| panic!("{}", said(&findings)))
}

/// Who stands where: `id phase: gates`, with `!` for one that is behind and `-` for one that counts no more.
#[track_caller]
fn check(client: &str, expected: &str) {
    let process = pair();
    let lines = with_client(client, |subject| {
        let line = |it: ServiceStanding| match it.at {
            None => format!("{} -", it.id),
            Some(at) => {
                let gates: Vec<&str> = at.unmet.iter().map(|it| it.id.as_str()).collect();
                let mark = if at.behind { "!" } else { "" };
                format!("{} {}{mark}: {}", it.id, at.phase, gates.join(" ")).trim_end().to_owned()
            }
        };
        standings(&process, subject).into_iter().map(line).collect::<Vec<_>>()
    });
    assert_eq!(lines.join("\n"), expected, "{client}");
}

/// The gates to leave a phase.
#[track_caller]
fn check_gates(phase: &str, client: &str, expected: &str) {
    let process = pair();
    let phase: PhaseId = phase.parse().expect("a phase");
    let found = with_client(client, |subject| said_gates(&gates(&process, subject, &phase)));
    assert_eq!(found.trim_end(), expected);
}

const MET: &str = "engagement: {meetings: [{id: e1, date: 2026-11-02, with: [client]}]}";

#[test]
fn each_service_is_as_far_as_its_own_gates_let_it() {
    let rated = "assurance: {credential: 1}";
    let services = |a: &str, b: &str| format!("services:\n  - {{id: a{a}}}\n  - {{id: b{b}}}\n");
    let both_rated = services(&format!(", {rated}"), &format!(", {rated}"));
    // Nobody has met: that holds every service back alike.
    check(&services(&format!(", {rated}"), ""), "a talk: talk.met\nb talk: talk.met talk.rated");
    check(&format!("{MET}\n{}", services(&format!(", {rated}"), "")), "a build: build.somewhere\nb talk: talk.rated");
    // An environment that names no service is there for both, one that names a service for that one alone.
    let env = |which: &str| {
        format!(
            "{MET}\n{both_rated}environments:\n  - {{id: test, kind: non_production{which}, connected_on: 2026-11-03}}\n"
        )
    };
    check(&env(""), "a open: open.ready open.live\nb open: open.ready open.live");
    check(&env(", services: [a]"), "a open: open.ready open.live\nb build: build.somewhere");
    check(&env(", services: [b]"), "a build: build.somewhere\nb open: open.ready open.live");
    // One that is out of service does not count.
    check(&format!("{MET}\n{}", services(&format!(", {rated}"), ", state: retired")), "a build: build.somewhere\nb -");
    check(MET, "");
}

#[test]
fn a_service_is_behind_when_an_earlier_phase_is_not_done_for_it() {
    let client = |phase: &str| {
        format!(
            "{MET}\nphase: {phase}\nservices:\n  - {{id: a, assurance: {{credential: 1}}}}\n  - {{id: late}}\n\
             environments: [{{id: test, kind: non_production, connected_on: 2026-11-03}}]\n"
        )
    };
    check(&client("talk"), "a open: open.ready open.live\nlate talk: talk.rated");
    check(&client("build"), "a open: open.ready open.live\nlate talk!: talk.rated");
    check(&client("open"), "a open: open.ready open.live\nlate talk!: talk.rated");
    check(&client("unheard-of"), "");
    // What is asked of the client as a whole was passed by the client as a whole.
    check("phase: build\nservices: [{id: a, assurance: {credential: 1}}]", "a build: build.somewhere");
}

#[test]
fn the_client_is_as_far_as_its_least_advanced_service() {
    let client = format!(
        "{MET}\nphase: build\nservices:\n  - {{id: a, assurance: {{credential: 1}}}}\n  - {{id: b, assurance: {{credential: 2}}}}\n\
         environments:\n  - {{id: of-a, kind: non_production, services: [a], connected_on: 2026-11-03}}\n"
    );
    // For the client as a whole there is an environment, but not for every service.
    check_gates(
        "build",
        &client,
        "build.somewhere unmet\n\
         - 7:3 environments: `b`: there is no environment\n\
         build.works met",
    );
    let with_b = format!("{client}  - {{id: of-b, kind: non_production, services: [b]}}\n");
    // The place is that of the file, not of the record of `b` alone.
    check_gates(
        "build",
        &with_b,
        "build.somewhere met\n\
         build.works unmet\n\
         - 8:5 environments.of-b.connected_on: `environments.of-b.connected_on` is not recorded",
    );
}

#[test]
fn a_service_behind_stands_in_the_way_with_every_way_out() {
    let client = format!(
        "{MET}\nphase: build\nservices:\n  - {{id: a, assurance: {{credential: 1}}}}\n  - {{id: late}}\n\
         environments: [{{id: test, kind: non_production, connected_on: 2026-11-03}}]\n"
    );
    check_gates(
        "build",
        &client,
        "build.somewhere met\n\
         build.works met\n\
         talk.no-service-behind unmet\n\
         - 5:5 services.late.assurance.credential: `late`: gate `talk.rated`: `services.late.assurance.credential` is not recorded\n\
         - fix: onboard set acme services.late.assurance.credential=LEVEL\n\
         - 5:5 services.late: `late` is only as far as that: settle its gates, or go back to that phase\n\
         - fix: onboard return acme --to talk --reason-en '…' --reason-fr '…'\n\
         - 5:5 services.late: or take `late` out of service\n\
         - fix: onboard set acme services.late.state=retired",
    );
    let found = |client: &str| with_client(client, |subject| said(&about_services(findings(&pair(), subject))));
    assert_eq!(
        found(&client),
        "5:5 services.late warning service/behind: `late` is only as far as Talk, and holds the client back: `talk.rated` \
         (settle what is open (`onboard status acme --service late`), go back to that phase (`onboard return acme --to talk \
         --reason-en '…' --reason-fr '…'`), or retire the service (`onboard set acme services.late.state=retired`))\n"
    );
    let retired = client.replace("{id: late}", "{id: late, state: retired}");
    assert_eq!(found(&retired), "");
}

/// Without what the short clients of these tests lack in history.
fn about_services(mut found: Vec<Finding>) -> Vec<Finding> {
    found.retain(|it| !it.code.starts_with("history/"));
    found
}

/// How `open.ready` stands, of a client with the services `a` and `b`.
#[track_caller]
fn check_ready(criteria: &str, more: &str, expected: &str) {
    let client =
        format!("criteria:\n  open.ready: {criteria}\nservices:\n  - {{id: a, state: live}}\n  - {{id: b{more}}}\n");
    let process = pair();
    let phase: PhaseId = "open".parse().expect("a phase");
    let found = with_client(&client, |subject| {
        let all = gates(&process, subject, &phase);
        said_gates(&all.into_iter().filter(|it| it.id.as_str() == "open.ready").collect::<Vec<_>>())
    });
    assert_eq!(found.trim_end(), expected, "{criteria}");
}

#[test]
fn a_person_settles_a_gate_for_each_service_or_for_all_at_once() {
    let fix = "- fix: onboard confirm acme open.ready --service b --evidence '…'";
    let b = "criteria.open.ready.services.b";
    check_ready("{state: met, date: 2026-11-20}", "", "open.ready met");
    check_ready(
        "{services: {a: {state: met, date: 2026-11-20}, b: {state: met, date: 2026-11-21}}}",
        "",
        "open.ready met",
    );
    check_ready(
        "{services: {a: {state: met, date: 2026-11-20}}}",
        "",
        &format!("open.ready unmet\n- 2:16 {b}.state: `b`: nobody has confirmed it yet\n{fix}"),
    );
    // What was decided for one counts before what was decided for all.
    check_ready(
        "{state: met, date: 2026-11-20, services: {b: {state: not_met, date: 2026-11-21, reason: {en: no, fr: non}}}}",
        "",
        &format!("open.ready unmet\n- 2:68 {b}.state: `b`: it was judged not met\n{fix}"),
    );
    check_ready("{services: {a: {state: met, date: 2026-11-20}}}", ", state: retired", "open.ready met");
    let not_applicable = "{state: not_applicable, date: 2026-11-20, reason: {en: no, fr: non}}";
    check_ready(not_applicable, "", "open.ready not applicable");
    check_ready(&format!("{{state: met, date: 2026-11-20, services: {{b: {not_applicable}}}}}"), "", "open.ready met");
    // What was decided for all was decided for those that were there.
    check_ready("{state: met, date: 2026-11-20}", ", added_on: 2026-11-20", "open.ready met");
    check_ready(
        "{state: met, date: 2026-11-20}",
        ", added_on: 2026-11-21",
        &format!(
            "open.ready unmet\n- 2:34 criteria.open.ready.date: `b`: it was decided on 2026-11-20, before the service was \
             added on 2026-11-21\n{fix}"
        ),
    );
}

#[test]
fn decisions_about_services_must_be_about_services_that_are_there() {
    let found = |criteria: &str| {
        let client = format!("criteria:\n  {criteria}\nservices: [{{id: alpha, state: live}}]\n");
        with_client(&client, |subject| said(&findings(&pair(), subject)))
    };
    assert_eq!(
        found("open.ready: {services: {alhpa: {state: open}}}"),
        "2:27 criteria.open.ready.services.alhpa error criterion/unknown-service: there is no service `alhpa` (did you mean `alpha`?)\n"
    );
    assert_eq!(found("open.ready: {services: {alpha: {state: open}}}"), "");
    let text = PAIR.replace("        criterion: true\n        each: services\n", "        criterion: true\n");
    let process = load(&text).unwrap_or_else(|findings| panic!("{}", said(&findings)));
    let client = "criteria: {open.ready: {services: {alpha: {state: open}}}}\nservices: [{id: alpha}]";
    assert_eq!(
        with_client(client, |subject| said(&findings(&process, subject))),
        "1:25 criteria.open.ready.services error criterion/not-per-service: `open.ready` is settled for the client as a whole, \
         not for each service\n"
    );
}

#[test]
fn what_a_process_says_of_services_is_checked() {
    let check = |old: &str, new: &str, expected: &str| {
        let text = PAIR.replacen(old, new, 1);
        assert_ne!(text, PAIR, "{old}");
        let found = load(&text).err().map(|it| said(&it)).unwrap_or_default();
        assert!(found.contains(expected), "{new}\n{found}");
    };
    check(
        "  of: services",
        "  of: servces",
        "services.of error process/unknown-path: the client file has no `servces` there",
    );
    check("  of: services", "  of: agreement", "services.of error process/unknown-path: this must be a list");
    check("  state: state", "  state: sate", "services.state error process/unknown-name: there is no `sate`");
    check(
        "out: [retired]",
        "out: [retird]",
        "services.out[0] error process/unknown-name: there is no `retird` (did you mean `retired`?)",
    );
    check("since: added_on", "since: addedon", "services.since error process/unknown-name");
    check(
        "environments: services,",
        "environments: service,",
        "services.lists.environments error process/unknown-name",
    );
    check(
        "environments: services,",
        "enviroments: services,",
        "process/unknown-path: the client file has no `enviroments` there",
    );
    check("environments: services,", "environments.requests: id,", "process/unknown-path");
    check(
        "criterion: true\n        each: services",
        "criterion: true\n        each: environments",
        "process/pointless",
    );
    check("id: talk.met", "id: talk.no-service-behind", "process/reserved");
}
