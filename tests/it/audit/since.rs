//! `validate --since` and `--staged`: each step must be legal, not only where it led.

use super::history::{head, sh, sound};
use crate::sandbox::Sandbox;

const ACME: &str = "clients/acme.yaml";

fn codes(desk: &Sandbox, words: &str) -> (Vec<String>, i32) {
    let run = desk.run(&format!("{words} --format json"));
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{run}"));
    let findings = json["findings"].as_array().unwrap().iter().filter(|it| it["severity"] == "error");
    (findings.map(|it| it["code"].as_str().unwrap().to_owned()).collect(), run.code)
}

fn edit(desk: &Sandbox, from: &str, to: &str) {
    let text = desk.read(ACME);
    assert!(text.contains(from), "{text}");
    desk.write(ACME, &text.replacen(from, to, 1));
}

#[test]
fn nothing_that_changed_is_nothing_to_read() {
    let desk = sound();
    let json = desk.json("validate --since HEAD");
    assert_eq!((json["files"].as_u64(), json["errors"].as_u64()), (Some(0), Some(0)));
    let json = desk.json("validate --staged");
    assert_eq!(json["files"], 0);
    assert_eq!(desk.run("validate --since nothing-of-the-kind").code, 2);
}

#[test]
fn a_step_that_is_undone_later_is_still_found() {
    let desk = sound();
    let base = head(&desk);
    edit(&desk, "status: active", "status: withdrawn");
    desk.commit_all("out");
    let guilty = head(&desk);
    edit(&desk, "status: withdrawn", "status: active");
    desk.commit_all("in");
    assert_eq!(desk.run("validate").code, 0, "the files themselves are sound");
    let (found, code) = codes(&desk, &format!("validate --since {base}"));
    assert!(code == 1 && found.contains(&"step/no-entry".to_owned()), "{found:?}");
    let run = desk.run(&format!("validate --since {base}"));
    assert!(run.stdout.contains(&guilty[..9]), "{run}");
    // Of a version that is no more no line is shown.
    assert!(run.stdout.contains("--> clients/acme.yaml\n") && !run.stdout.contains("acme.yaml:0"), "{run}");
}

#[test]
fn only_what_changed_is_judged() {
    let desk = sound();
    edit(&desk, "language: en", "language: xx");
    desk.commit_all("broken before");
    let base = head(&desk);
    desk.ok("set tidal-board language=en");
    assert_eq!(codes(&desk, &format!("validate --since {base}")), (vec![], 0));
    assert_eq!(codes(&desk, &format!("validate --since {base}^")).1, 1);
}

#[test]
fn what_is_only_in_the_work_tree_is_a_step_too() {
    let desk = sound();
    let line = desk.read(ACME).lines().rfind(|it| it.contains("change: advance")).unwrap().to_owned();
    edit(&desk, &format!("{line}\n"), "");
    edit(&desk, "phase: agreement", "phase: engagement");
    assert_eq!(desk.run("validate").code, 0, "the file itself is sound");
    let (found, code) = codes(&desk, "validate --since HEAD");
    assert_eq!((found, code), (vec!["step/history-removed".to_owned()], 1));
}

#[test]
fn what_is_staged_is_judged_as_it_is_staged() {
    let desk = sound();
    edit(&desk, "status: active", "status: closed");
    desk.git("add -A");
    edit(&desk, "status: closed", "status: active");
    let (found, code) = codes(&desk, "validate --staged");
    assert!(code == 1 && found.contains(&"step/no-entry".to_owned()), "{found:?}");
    // The line that is shown is the staged one, for what only the step tells as well.
    let run = desk.run("validate --staged");
    assert!(run.stdout.contains(" | status: closed"), "{run}");
    desk.git("add -A");
    assert_eq!(codes(&desk, "validate --staged"), (vec![], 0));
    // What is broken in the work tree alone is not what would be committed.
    edit(&desk, "language: en", "language: fr");
    desk.git("add -A");
    edit(&desk, "status: active", "status: nonsense");
    assert_eq!(codes(&desk, "validate --staged"), (vec![], 0));
}

#[test]
fn a_staged_deletion_is_found() {
    let desk = sound();
    desk.git("rm -q clients/acme.yaml");
    assert_eq!(codes(&desk, "validate --staged"), (vec!["file/deleted".to_owned()], 1));
}

#[test]
fn the_merge_that_waits_is_seen_from_both_sides() {
    let desk = sound();
    desk.git("checkout -q -b side");
    desk.ok("set tidal-board language=en");
    desk.ok("init beta --name-en B --name-fr B --language en");
    desk.git("checkout -q main");
    desk.ok("set acme schedule.target_go_live=2027-08");
    sh(&desk, "git merge -q --no-commit side || true");
    assert_eq!(codes(&desk, "validate --staged"), (vec![], 0));
    desk.git("rm -q --cached clients/beta.yaml");
    let (found, code) = codes(&desk, "validate --staged");
    assert_eq!((found, code), (vec!["file/lost-in-merge".to_owned()], 1));
}
