//! Other programs that keep hooks: nothing of theirs is touched, and the lines they need are said.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::{made, refused, shortcut};
use crate::sandbox::Sandbox;

/// Nothing is written, and what is printed are the lines to add.
#[track_caller]
fn told(desk: &Sandbox, name: &str, file: &str) -> String {
    let before = desk.git("status --porcelain --ignored");
    let run = desk.run("setup hooks");
    assert_eq!(run.code, 73, "{run}");
    assert!(run.stderr.contains(name) && run.stderr.contains(file), "{run}");
    assert!(run.stdout.contains("onboard validate --staged"), "{run}");
    assert_eq!(desk.git("status --porcelain --ignored"), before);
    assert!(!desk.path(".git/hooks/pre-commit").exists() && !desk.path(".git/hooks/commit-msg").exists());
    run.stdout
}

#[test]
fn the_framework_pre_commit_is_told_what_to_add() {
    let desk = made(Sandbox::new());
    desk.write(".pre-commit-config.yaml", "repos:\n");
    let lines = told(&desk, "pre-commit", ".pre-commit-config.yaml");
    desk.write(".pre-commit-config.yaml", &format!("repos:\n{lines}"));
    let config: serde_json::Value = serde_yaml::from_str(&desk.read(".pre-commit-config.yaml")).unwrap();
    assert_eq!(config["repos"][0]["hooks"][1]["stages"][0], "commit-msg");
    let run = desk.run("setup hooks");
    assert!(run.code == 0 && run.stderr.contains("already"), "{run}");
}

#[test]
fn lefthook_is_told_what_to_add() {
    let desk = made(Sandbox::new());
    desk.write("lefthook.yml", "# onboard validate --staged\n");
    let lines = told(&desk, "lefthook", "lefthook.yml");
    desk.write("lefthook.yml", &lines);
    let config: serde_json::Value = serde_yaml::from_str(&lines).unwrap();
    assert_eq!(config["pre-commit"]["commands"]["onboard"]["run"], "onboard validate --staged");
    let run = desk.run("setup hooks");
    assert!(run.code == 0 && run.stderr.contains("already"), "{run}");
}

#[test]
fn husky_is_told_what_to_add_and_what_was_added_works() {
    let desk = made(Sandbox::new());
    // As husky 9 lays it out: a folder of its own with a caller for each hook, that runs the file of the team.
    desk.git("config core.hooksPath .husky/_");
    for name in ["pre-commit", "commit-msg"] {
        desk.write(&format!(".husky/_/{name}"), &format!("#!/usr/bin/env sh\nsh -e .husky/{name} \"$@\"\n"));
        fs::set_permissions(desk.path(&format!(".husky/_/{name}")), fs::Permissions::from_mode(0o755)).unwrap();
        desk.write(&format!(".husky/{name}"), "echo theirs\n");
    }
    let lines = told(&desk, "husky", ".husky");
    let (one, other) = lines.split_once("\n\n").unwrap();
    let program = format!(
        "PATH='{}':\"$PATH\"\n",
        std::path::Path::new(env!("CARGO_BIN_EXE_onboard")).parent().unwrap().display()
    );
    desk.write(".husky/pre-commit", &format!("echo theirs\n{program}{one}\n"));
    desk.write(".husky/commit-msg", &format!("echo theirs\n{program}{other}\n"));
    let run = desk.run("setup hooks");
    assert!(run.code == 0 && run.stderr.contains("already"), "{run}");
    shortcut(&desk);
    let run = refused(&desk, "git commit -qam 'a shortcut'");
    assert!(format!("{run}").contains("error[step/"), "{run}");
    desk.git("checkout -q clients");
    desk.write("../message", "notes\n\nOnboard-Client: beta\n");
    desk.write("notes.md", "notes\n");
    desk.git("add notes.md");
    let run = refused(&desk, "git commit -qF ../message");
    assert!(format!("{run}").contains("error[trailer/"), "{run}");
    assert_eq!(desk.shell("git commit -qm notes").code, 0);
}

#[test]
fn a_folder_of_hooks_outside_the_repository_is_not_written_to() {
    let desk = made(Sandbox::new());
    let outside = desk.home().join("team-hooks");
    fs::create_dir(&outside).unwrap();
    desk.git(&format!("config core.hooksPath '{}'", outside.display()));
    told(&desk, "not in this copy alone", "team-hooks");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
}

#[test]
fn a_folder_of_hooks_in_the_work_tree_gets_what_is_missing_and_keeps_what_is_there() {
    let desk = made(Sandbox::new());
    desk.git("config core.hooksPath .githooks");
    let run = desk.run("setup hooks");
    assert!(run.code == 0 && run.stderr.contains("commit the hooks"), "{run}");
    shortcut(&desk);
    let _run = refused(&desk, "git commit -qam 'a shortcut'");
    desk.ok("setup hooks --uninstall");
    assert!(!desk.path(".githooks/pre-commit").exists());

    let desk = made(Sandbox::new());
    desk.git("config core.hooksPath .githooks");
    desk.write(".githooks/pre-commit", "#!/bin/sh\nmake lint\n");
    told(&desk, "not in this copy alone", ".githooks");
    assert_eq!(desk.read(".githooks/pre-commit"), "#!/bin/sh\nmake lint\n");
}
