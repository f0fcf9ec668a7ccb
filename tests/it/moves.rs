//! `status` and `advance`: what stands in the way, said with place and fix, for people and for programs.

use crate::sandbox::Sandbox;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("northern-trails", TRAILS)])
}

#[test]
fn a_gate_that_does_not_hold_says_why_where_and_what_to_do() {
    let desk = desk();
    let run = desk.run("advance northern-trails");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("clients/northern-trails.yaml:"), "{run}");
    assert!(run.stdout.contains("onboard request live northern-trails CR-0120"), "{run}");
    let french = desk.run("advance northern-trails --lang fr");
    assert!(french.stdout.contains("onboard request live northern-trails CR-0120"), "{french}");
    assert_ne!(french.stdout, run.stdout);
}

#[test]
fn the_place_of_an_unmet_gate_is_where_an_editor_would_jump() {
    let desk = desk();
    let json = desk.json("status northern-trails");
    let text = desk.read("clients/northern-trails.yaml");
    let mut seen = 0;
    for gate in json["gates"].as_array().unwrap() {
        for key in ["id", "phase", "met", "waived", "waivable", "text", "reason", "place", "fix"] {
            assert!(gate.get(key).is_some(), "no `{key}` in {gate}");
        }
        assert!(gate["text"]["en"].is_string() && gate["text"]["fr"].is_string());
        if gate["met"] == false && gate["waived"] == false {
            let place = &gate["place"];
            assert_eq!(place["file"], "clients/northern-trails.yaml");
            let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
            let column = usize::try_from(place["column"].as_u64().unwrap()).unwrap();
            let there = text.lines().nth(line - 1).unwrap();
            assert!(column >= 1 && column <= there.chars().count() + 1, "{place} is not in {there:?}");
            assert!(gate["fix"].as_str().unwrap().starts_with("onboard "), "{gate}");
            seen += 1;
        }
    }
    assert!(seen > 0, "{json}");
    assert_eq!(json["version"], 1);
    assert_eq!(json["client"], "northern-trails");
    assert_eq!(json["phase"], "cate");
    assert_eq!(json["status"], "active");
    assert_eq!(json["next"], "support");
}

#[test]
fn a_refusal_in_json_lists_the_gates() {
    let desk = desk();
    let commits = desk.commits();
    let json = desk.json("advance northern-trails");
    assert_eq!(json["refused"], true);
    assert!(json["gates"].as_array().unwrap().iter().any(|it| it["met"] == false));
    assert_eq!(desk.commits(), commits);
}

#[test]
fn following_the_fixes_in_turn_opens_the_gates() {
    let desk = desk();
    for _ in 0..20 {
        let json = desk.json("status northern-trails");
        let open =
            json["gates"].as_array().unwrap().iter().find(|it| it["met"] == false && it["waived"] == false).cloned();
        let Some(gate) = open else { break };
        let fix = gate["fix"].as_str().unwrap().replace("REQUEST", "CR-0199");
        desk.ok(fix.strip_prefix("onboard ").unwrap());
    }
    let json = desk.json("advance northern-trails");
    assert_eq!(json["from"], "cate");
    assert_eq!(json["to"], "support");
    assert_eq!(json["commit"].as_str().unwrap(), desk.git("rev-parse HEAD").trim());
    desk.assert_clean();
}

#[test]
fn advance_touches_the_phase_and_the_history_and_nothing_else() {
    let desk = Sandbox::new();
    desk.ok("init acme --name-en Acme --name-fr Acme --language en");
    for _ in 0..20 {
        let json = desk.json("status acme");
        let Some(gate) = json["gates"].as_array().unwrap().iter().find(|it| it["met"] == false).cloned() else { break };
        let fix = gate["fix"]
            .as_str()
            .unwrap()
            .replace("MAILBOX", "desk@acme.example")
            .replace("SERVICE", "permits")
            .replace('…', "Permits");
        let fix = fix
            .replace("credential=LEVEL", "credential=2")
            .replace("CATEGORY", "protected_b")
            .replace("LEVEL", "medium");
        desk.ok(fix.strip_prefix("onboard ").unwrap());
    }
    let diff = desk.diff("clients/acme.yaml", "advance acme");
    let removed: Vec<&str> = diff.lines().filter(|it| it.starts_with('-')).collect();
    assert_eq!(removed, ["-phase: engagement"], "{diff}");
    assert!(diff.contains("+phase: agreement"), "{diff}");
    assert!(diff.contains("change: advance"), "{diff}");
}

#[test]
fn a_dry_run_of_advance_shows_the_diff() {
    let desk = desk();
    desk.ok("request live northern-trails CR-0120 --date 2026-11-20");
    for env in ["dev", "test", "staging"] {
        desk.ok(&format!("set northern-trails environments.{env}.connected_on=2026-11-21"));
    }
    let before = (desk.read("clients/northern-trails.yaml"), desk.commits());
    let run = desk.run("advance northern-trails --dry-run");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("-phase: cate") && run.stdout.contains("+phase: support"), "{run}");
    assert!(run.stdout.contains("northern-trails: cate -> support"), "{run}");
    assert_eq!((desk.read("clients/northern-trails.yaml"), desk.commits()), before);
}

#[test]
fn a_phase_that_does_not_apply_is_passed_over_with_its_reason() {
    let desk = Sandbox::with_clients(&[("acme", &at_support())]);
    desk.ok("set acme migration.required=false migration.reason.en='Nobody has an account yet' migration.reason.fr='Personne n’a encore de compte'");
    let json = desk.json("status acme");
    assert_eq!(json["next"], "testing", "{json}");
    let run = desk.run("advance acme");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("User Migration"), "{run}");
    let text = desk.read("clients/acme.yaml");
    assert!(text.contains("phase: testing") && text.contains("skipped: [migration]"), "{text}");
    assert_eq!(desk.git("log -1 --format=%s"), "acme: support -> testing\n");
}

/// A client in phase 5 with everything settled but the question of migration.
fn at_support() -> String {
    "\
schema: 1
id: acme
process: sign-in-canada@1
organization: {name: {en: Acme, fr: Acme}}
language: en
status: active
phase: support
support:
  meetings:
    - {id: u1, date: 2026-11-02, with: [ssc, client]}
  credential_services:
    gckey: {applicable: true, process_agreed_on: 2026-11-02}
    cbs: {applicable: true, process_agreed_on: 2026-11-02}
    second_factor: {applicable: true, process_agreed_on: 2026-11-02}
  help_url: {en: 'https://acme.example/en', fr: 'https://acme.example/fr'}
  service_desk: {mailbox: desk@acme.example, briefed_on: 2026-11-02}
history:
  - {date: 2026-06-01, change: init, to: engagement, status: active}
  - {date: 2026-06-02, change: advance, from: engagement, to: agreement}
  - {date: 2026-06-03, change: advance, from: agreement, to: technical}
  - {date: 2026-06-04, change: advance, from: technical, to: cate}
  - {date: 2026-06-05, change: advance, from: cate, to: support}
"
    .to_owned()
}

#[test]
fn a_client_on_hold_does_not_advance() {
    let text = include_str!("../../examples/clients/tidal-board.yaml");
    let desk = Sandbox::with_clients(&[("tidal-board", text)]);
    let run = desk.run("advance tidal-board");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("hold") || run.stderr.contains("hold"), "{run}");
}

#[test]
fn status_on_one_client_does_not_read_the_others() {
    let desk = Sandbox::with_clients(&[("northern-trails", TRAILS)]);
    // A pipe that nobody writes to: whoever opens it to read waits for ever.
    for n in 0..3 {
        assert_eq!(desk.shell(&format!("mkfifo clients/pipe{n}.yaml")).code, 0);
    }
    let run = desk.shell(&format!("timeout 20 '{}' status northern-trails", env!("CARGO_BIN_EXE_onboard")));
    assert_eq!(run.code, 0, "{run}");
    let run = desk.shell(&format!("timeout 20 '{}' validate", env!("CARGO_BIN_EXE_onboard")));
    assert!(run.code != 124 && run.code != 0, "a pipe is not a client file: {run}");
}

#[test]
fn a_file_with_errors_does_not_advance() {
    let desk = Sandbox::with_clients(&[("northern-trails", &TRAILS.replace("phase: cate", "phase: testing"))]);
    let run = desk.run("advance northern-trails");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("history/"), "{run}");
}
