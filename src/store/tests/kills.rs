//! A change that is killed. The test program starts itself anew to be the one that dies.

use std::fs;
use std::process::Command;

use super::sandbox::{ACME, AFTER, BEFORE, Desk, change};
use crate::store::{Surroundings, Workspace, Writing};

/// Every step that is named in the code, and what the next command must find.
const QUICK: [(&str, bool); 9] = [
    ("note", false),
    ("objects", false),
    ("commit-noted", false),
    ("index-lock", false),
    ("files", false),
    ("next-index", false),
    ("branch-lock", false),
    ("branch", true),
    ("index", true),
];
const PROGRAM: [(&str, bool); 11] = [
    ("note", false),
    ("files", false),
    ("pre-commit", false),
    ("prepare-commit-msg", false),
    ("commit-msg", false),
    ("objects", false),
    ("commit-noted", false),
    ("index-lock", false),
    ("next-index", false),
    ("branch", true),
    ("index", true),
];

/// Not a test of its own: what the killed process does, when told where.
#[test]
fn the_one_that_dies() {
    let Some(root) = std::env::var_os("ONBOARD_TEST_ROOT") else { return };
    let surroundings = Surroundings::new(std::env::vars_os().collect());
    let workspace = Workspace::find(root.as_ref(), surroundings).expect("a workspace");
    let mut change = change(ACME, Some(BEFORE), Some(AFTER));
    change.files.extend(super::sandbox::change("clients/deep/new.yaml", None, Some("id: new\n")).files);
    workspace.change(change).expect("it dies before");
}

fn die(desk: &Desk, step: &str) {
    die_in(desk, step, "store::tests::kills::the_one_that_dies");
}

fn die_in(desk: &Desk, step: &str, what: &str) {
    let this = std::env::current_exe().expect("this program");
    let mut child = Command::new(this);
    child.env_clear().envs(&desk.environment).env("ONBOARD_TEST_ROOT", &desk.root).env("ONBOARD_TEST_DIES_AT", step);
    let output = child.args(["--exact", what]).output().expect("it runs");
    assert!(!output.status.success(), "it lived past `{step}`");
}

fn check(desk: &Desk, step: &str, happened: bool) {
    desk.write("staged.txt", "staged\n");
    desk.git("add staged.txt");
    desk.write("clients/other.yaml", "id: other\n# by hand\n");
    let before = desk.picture();
    die(desk, step);
    // Any command begins with this.
    let workspace = desk.workspace();
    if happened {
        assert_eq!(desk.text(ACME), AFTER, "{step}");
        assert_eq!(desk.commits(), 2, "{step}");
        assert_eq!(desk.git("status --porcelain"), " M clients/other.yaml\nA  staged.txt\n", "{step}");
    } else {
        assert_eq!(desk.picture(), before, "{step}");
        assert!(!desk.root.join("clients/deep").exists(), "{step}");
    }
    desk.assert_sound();
    let (old, new) = if happened { (AFTER, BEFORE) } else { (BEFORE, AFTER) };
    workspace.change(change(ACME, Some(old), Some(new))).expect("the next change works");
    assert_eq!(desk.git("status --porcelain"), " M clients/other.yaml\nA  staged.txt\n", "{step}");
    desk.assert_tidy();
}

#[test]
fn killed_at_any_step_a_quick_change_is_wholly_there_or_not_at_all() {
    for (step, happened) in QUICK {
        check(&Desk::new(), step, happened);
    }
}

#[test]
fn killed_at_any_step_a_change_through_the_program_is_wholly_there_or_not_at_all() {
    for (step, happened) in PROGRAM {
        let desk = Desk::with(&["--object-format=sha256"]);
        for hook in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
            desk.hook(hook, "exit 0");
        }
        check(&desk, step, happened);
    }
}

/// The steps on the way to another commit.
const FORWARD: [(&str, bool); 7] = [
    ("note", false),
    ("commit-noted", false),
    ("index-lock", false),
    ("files", false),
    ("next-index", false),
    ("branch", true),
    ("index", true),
];

/// Not a test of its own: goes to where `target` is.
#[test]
fn the_one_that_dies_on_its_way() {
    let Some(root) = std::env::var_os("ONBOARD_TEST_ROOT") else { return };
    let surroundings = Surroundings::new(std::env::vars_os().collect());
    let workspace = Workspace::find(root.as_ref(), surroundings).expect("a workspace");
    let target = workspace.commit("refs/heads/target").expect("git answers").expect("it is there");
    let moving = workspace.turn("sync").expect("the lock").moving().expect("a branch");
    moving.forward(&target, "sync").expect("it dies before");
}

#[test]
fn killed_at_any_step_the_way_to_another_commit_is_wholly_gone_or_not_at_all() {
    for (step, happened) in FORWARD {
        for form in [&[][..], &["--object-format=sha256"]] {
            let desk = Desk::with(form);
            desk.write("clients/gone/away.yaml", "id: away\n");
            desk.git("add -A");
            desk.git("commit -q -m second");
            let first = desk.git("rev-parse HEAD");
            desk.git("switch -q -c target HEAD~1");
            desk.write(ACME, AFTER);
            desk.write("clients/deep/new.yaml", "id: new\n");
            desk.git("add -A");
            desk.git("commit -q -m third");
            let target = desk.git("rev-parse HEAD");
            desk.git("switch -q main");
            desk.write("staged.txt", "staged\n");
            desk.git("add staged.txt");
            desk.write("clients/other.yaml", "id: other\n# by hand\n");
            let before = desk.picture();
            die_in(&desk, step, "store::tests::kills::the_one_that_dies_on_its_way");
            let workspace = desk.workspace();
            assert_eq!(desk.git("rev-parse HEAD"), if happened { target.clone() } else { first }, "{step}");
            if happened {
                assert_eq!(desk.text(ACME), AFTER, "{step}");
                assert!(!desk.root.join("clients/gone/away.yaml").exists(), "{step}");
                assert_eq!(desk.git("status --porcelain"), " M clients/other.yaml\nA  staged.txt\n", "{step}");
            } else {
                assert_eq!(desk.picture(), before, "{step}");
                assert!(!desk.root.join("clients/deep").exists(), "{step}");
            }
            desk.assert_sound();
            let moving = workspace.turn("sync").expect("the lock").moving().expect("a branch");
            assert_eq!(moving.forward(target.trim(), "sync").expect("it goes on"), crate::store::Forward::Done);
            assert_eq!(desk.git("rev-parse HEAD"), target, "{step}");
            assert_eq!(desk.git("status --porcelain"), " M clients/other.yaml\nA  staged.txt\n", "{step}");
            desk.assert_tidy();
        }
    }
}

#[test]
fn what_a_person_did_after_the_kill_is_kept() {
    let desk = Desk::new();
    die(&desk, "next-index");
    assert_eq!(desk.text(ACME), AFTER);
    let edited = format!("{AFTER}# mine\n");
    desk.write(ACME, &edited);
    desk.workspace();
    assert_eq!(desk.text(ACME), edited);
    desk.assert_sound();
}

#[test]
fn a_commit_on_top_of_a_killed_one_does_not_undo_it() {
    let desk = Desk::new();
    die(&desk, "branch");
    fs::remove_file(desk.top.join(".git/index.lock")).expect("the lock of the killed one");
    desk.git("commit -q --allow-empty --only -m more");
    desk.workspace();
    assert_eq!(desk.text(ACME), AFTER);
    assert_eq!(desk.commits(), 3);
    desk.assert_clean();
}

#[test]
fn a_living_change_is_left_alone() {
    let desk = Desk::new();
    let workspace = desk.workspace();
    let turn = workspace.turn("busy").expect("the lock");
    let lock = desk.top.join(".git/onboard.lock");
    let note = format!(
        "{:255}\n{{\"root\":{:?},\"branch\":null,\"parent\":null,\"files\":[]}}\ncommit \n",
        "somebody", desk.top
    );
    fs::write(&lock, &note).expect("written");
    desk.workspace();
    assert_eq!(fs::read_to_string(&lock).expect("the note"), note);
    drop(turn);
    desk.workspace();
    desk.assert_sound();
}

#[test]
fn a_killed_change_of_the_work_tree_alone_is_undone() {
    let desk = Desk::new();
    let workspace = desk.workspace();
    let mut two = change(ACME, Some(BEFORE), Some(AFTER));
    two.writing = Writing::WorkTreeOnly;
    two.files.extend(change("clients/a/b.yaml", None, Some("x\n")).files);
    // The second file cannot be made: its folder is a file by now.
    desk.write("clients/a", "in the way\n");
    workspace.change(two).expect_err("it cannot be written");
    assert_eq!(desk.text(ACME), BEFORE);
    assert_eq!(desk.text("clients/a"), "in the way\n");
    desk.assert_sound();
}
