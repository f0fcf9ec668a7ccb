//! The framework `pre-commit`, the real one: with the hooks that this project offers, and with the lines that `setup hooks` says.

use std::path::Path;

use super::{ACME, edit, made, refused, shortcut};
use crate::sandbox::Sandbox;

/// A desk where `python -m pre_commit` and `onboard` are there; `None` where the framework is not.
fn desk() -> Option<Sandbox> {
    let python = std::env::var("ONBOARD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let there = std::process::Command::new(&python).args(["-c", "import pre_commit"]).output();
    if !there.is_ok_and(|it| it.status.success()) {
        crate::skip("the Python program pre-commit is not there (`ONBOARD_PYTHON`)");
        return None;
    }
    let program = Path::new(env!("CARGO_BIN_EXE_onboard")).parent().unwrap().display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let desk = Sandbox::new().env("PATH", &format!("{program}:{path}")).env("PYTHON", &python);
    Some(made(desk))
}

fn install(desk: &Sandbox) {
    desk.commit_all("the framework");
    let run = desk.shell("\"$PYTHON\" -m pre_commit install -t pre-commit -t commit-msg");
    assert_eq!(run.code, 0, "{run}");
}

/// What both ways must do.
fn judges(desk: &Sandbox) {
    edit(desk, "language: en", "language: fr");
    let run = desk.shell("git commit -qam 'their language is French'");
    assert_eq!(run.code, 0, "{run}");
    shortcut(desk);
    let run = refused(desk, "git commit -qam 'a shortcut'");
    assert!(format!("{run}").contains("error[step/"), "{run}");
    desk.git(&format!("checkout -q {ACME}"));
    edit(desk, "language: fr", "language: en");
    desk.write("../message", "acme: English\n\nOnboard-Client: beta\n");
    let run = refused(desk, "git commit -qaF ../message");
    assert!(format!("{run}").contains("error[trailer/client"), "{run}");
    let run = desk.run("set acme custom.note=ok");
    assert_eq!(run.code, 75, "{run}");
    desk.git("reset -q --hard");
    desk.ok("set acme custom.note=ok");
    desk.assert_clean();
}

#[test]
fn the_hooks_of_this_project_work_in_the_framework() {
    let Some(desk) = desk() else { return };
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    let source = desk.home().join("onboard-source");
    std::fs::create_dir(&source).unwrap();
    std::fs::copy(&manifest, source.join(".pre-commit-hooks.yaml")).unwrap();
    desk.git("-C ../onboard-source init -q");
    desk.git("-C ../onboard-source add -A");
    desk.git("-C ../onboard-source commit -qm hooks");
    let rev = desk.git("-C ../onboard-source rev-parse HEAD");
    let run = desk.shell("\"$PYTHON\" -m pre_commit validate-manifest ../onboard-source/.pre-commit-hooks.yaml");
    assert_eq!(run.code, 0, "{run}");
    let config = format!(
        "repos:\n  - repo: {}\n    rev: {rev}    hooks:\n      - id: onboard-validate-system\n      - id: onboard-message-system\n      \
         - id: onboard-audit-system\n",
        source.display()
    );
    desk.write(".pre-commit-config.yaml", &config);
    install(&desk);
    judges(&desk);
    // Before a push, the whole history.
    desk.git("init -q --bare ../server.git");
    let run = desk.shell("\"$PYTHON\" -m pre_commit install -t pre-push");
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(desk.shell("git push -q ../server.git main").code, 0);
    shortcut(&desk);
    desk.git("commit -q --no-verify -am 'past the hooks'");
    let run = desk.shell("git push -q ../server.git main");
    assert!(run.code != 0 && format!("{run}").contains("does not hold"), "{run}");
}

#[test]
fn every_hook_of_the_manifest_is_there_built_from_the_source_and_from_the_path() {
    let manifest = include_str!("../../../.pre-commit-hooks.yaml");
    let hooks: Vec<serde_json::Value> = serde_yaml::from_str(manifest).unwrap();
    let of = |language: &str| {
        let chosen = hooks.iter().filter(|it| it["language"] == language);
        chosen.map(|it| (it["entry"].as_str().unwrap(), it["stages"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(of("rust"), of("system"));
    assert_eq!(of("rust").len(), 3);
}

#[test]
fn the_lines_that_setup_hooks_says_work_in_the_framework() {
    let Some(desk) = desk() else { return };
    desk.write(".pre-commit-config.yaml", "repos: []\n");
    let run = desk.run("setup hooks");
    assert_eq!(run.code, 73, "{run}");
    desk.write(".pre-commit-config.yaml", &format!("repos:\n{}", run.stdout));
    install(&desk);
    judges(&desk);
}
