//! `doctor`: every complaint, and its mending, with the real git.

use std::path::Path;

use serde_json::{Value, json};

use crate::howto::play;
use crate::sandbox::{Run, Sandbox, split};
use crate::terminal::{DOWN, ENTER, at_terminal};

fn desk() -> Sandbox {
    let desk = Sandbox::new();
    desk.ok("init acme --name-en Acme --name-fr Acmé --language en");
    desk
}

fn json(desk: &Sandbox, words: &str) -> (Value, Run) {
    let run = desk.run(&format!("doctor {words} --format json"));
    let json = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{run}"));
    (json, run)
}

/// The state of one check: `good`, `warning` or `error`.
#[track_caller]
fn state(desk: &Sandbox, name: &str) -> String {
    let (json, run) = json(desk, name);
    let check = &json["checks"][0];
    assert_eq!(check["name"], name, "{run}");
    let state = check["state"].as_str().unwrap().to_owned();
    assert_eq!(run.code, i32::from(state == "error"), "{run}");
    state
}

/// It is complained of in this way, mended, and then good.
#[track_caller]
fn is_mended(desk: &Sandbox, name: &str, how_bad: &str, step: &str) {
    assert_eq!(state(desk, name), how_bad);
    let (found, run) = json(desk, name);
    let steps = found["checks"][0]["steps"].as_array().unwrap();
    assert!(steps.iter().any(|it| it.as_str().unwrap().contains(step)), "{run}");
    let run = desk.run(&format!("doctor {name} --fix --yes"));
    assert!(run.stderr.contains(step) && run.stderr.contains(&format!("{name}: done")), "{run}");
    assert_eq!((run.code, state(desk, name).as_str()), (0, "good"), "{run}");
}

#[test]
fn a_new_workspace_lacks_what_guards_it_and_has_it_once_it_is_mended() {
    let desk = desk();
    let run = desk.run("doctor");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("✗ merge") && run.stdout.contains("fix: onboard doctor hooks --fix"), "{run}");
    assert!(run.stdout.contains("2 points need attention"), "{run}");
    is_mended(&desk, "merge", "error", "onboard setup merge");
    is_mended(&desk, "hooks", "error", "onboard setup hooks");
    let run = desk.run("doctor");
    assert!(run.code == 0 && run.stdout.contains("nothing to mend"), "{run}");
    assert_eq!(desk.commits(), 2);
    desk.assert_clean();
}

#[test]
fn without_somebody_to_ask_nothing_is_done_and_names_must_be_known() {
    let desk = desk();
    desk.refuses("doctor --fix", 2, &["onboard setup merge", "there is no terminal to ask at"]);
    desk.refuses("doctor nothing", 2, &["nothing called `nothing`", "`commit-graph`"]);
    desk.refuses("doctor --yes", 2, &["--fix"]);
    let french = desk.in_french().run("doctor");
    assert!(french.stdout.contains("fusionne les dossiers des clients ligne par ligne"), "{french}");
    assert!(french.stdout.contains("2 points demandent votre attention"), "{french}");
}

#[test]
fn at_a_terminal_each_step_is_asked_about() {
    let desk = desk();
    let no = format!("{DOWN}{ENTER}");
    let Some(run) = at_terminal(&desk, "doctor --fix", &[("Do this?", ENTER), ("Do this?", &no)]) else { return };
    assert_eq!(run.code, 1, "{run}");
    assert_eq!((state(&desk, "merge").as_str(), state(&desk, "hooks").as_str()), ("good", "error"), "{run}");
}

#[test]
fn a_clone_is_told_which_program_merges() {
    let desk = desk();
    desk.ok("setup merge");
    desk.git("config --remove-section merge.onboard");
    let (found, _) = json(&desk, "merge");
    let said = found["checks"][0]["message"].as_str().unwrap().to_owned();
    assert!(said.contains("git does not know the program in this copy"), "{said}");
    is_mended(&desk, "merge", "error", "onboard setup merge");
    assert_eq!(desk.commits(), 2, "the line was there already");
}

#[test]
fn hooks_in_other_hands_are_left_to_them() {
    let desk = desk();
    desk.write(".pre-commit-config.yaml", "repos: []\n");
    desk.commit_all("framework");
    let (found, run) = json(&desk, "hooks --fix --yes");
    let check = &found["checks"][0];
    assert_eq!((&check["state"], &check["steps"]), (&json!("error"), &json!([])), "{run}");
    assert!(check["message"].as_str().unwrap().contains(".pre-commit-config.yaml"), "{run}");
    assert!(check["help"].as_str().unwrap().contains("onboard setup hooks"), "{run}");
}

#[test]
fn an_old_git_and_one_that_does_not_know_the_person_are_a_persons_affair() {
    let desk = desk();
    let real = desk.shell("command -v git").stdout;
    desk.write(
        "../bin/git",
        &format!("#!/bin/sh\n[ \"$1\" = --version ] && echo git version 2.20.1 && exit\nexec {real}"),
    );
    assert_eq!(desk.shell("chmod +x ../bin/git").code, 0);
    let path = format!("{}:{}", desk.home().join("bin").display(), std::env::var("PATH").unwrap());
    std::fs::write(desk.home().join(".gitconfig"), "").unwrap();
    let desk = desk.env("PATH", &path);
    let run = desk.run("doctor git identity --fix --yes");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("git 2.20.1 is too old"), "{run}");
    assert!(run.stdout.contains("git config --global user.email"), "{run}");
    let desk = desk.env("GIT_AUTHOR_NAME", "Desk").env("GIT_AUTHOR_EMAIL", "desk@platform.example");
    assert_eq!(state(&desk, "identity"), "good");
}

#[test]
fn signatures_that_are_demanded_need_a_key() {
    let desk = desk();
    assert_eq!(state(&desk, "signing"), "good");
    let settings = desk.read("onboard.yaml");
    desk.write("onboard.yaml", &format!("{settings}\ngit:\n  sign: always\n"));
    assert_eq!(state(&desk, "signing"), "error");
    desk.git("config user.signingkey key");
    assert_eq!(state(&desk, "signing"), "good");
}

#[test]
fn line_endings_that_nothing_settles_are_settled() {
    let desk = desk();
    desk.git("rm -q .gitattributes");
    desk.git("commit -q -m 'no attributes'");
    assert_eq!(state(&desk, "line-endings"), "warning");
    desk.git("config core.autocrlf true");
    is_mended(&desk, "line-endings", "error", "*.yaml text eol=lf");
    assert!(desk.read(".gitattributes").ends_with("*.yaml text eol=lf\n"));
    desk.git("config --unset core.autocrlf");
    desk.assert_clean();
}

#[test]
fn a_long_history_gets_its_commit_graph() {
    let desk = desk();
    let last = desk.git("rev-parse HEAD").trim().to_owned();
    let mut stream = String::new();
    for number in 0..520 {
        let from = if number == 0 { format!("from {last}\n") } else { String::new() };
        stream.push_str(&format!(
            "commit refs/heads/main\ncommitter Desk <d@x.example> {number} +0000\ndata 1\nx\n{from}\n"
        ));
    }
    desk.write("../stream", &stream);
    assert_eq!(desk.shell("git fast-import --quiet < ../stream").code, 0);
    is_mended(&desk, "commit-graph", "warning", "git commit-graph write --reachable --changed-paths");
    // One that does not know the paths is no better.
    desk.git("commit-graph write --reachable --no-changed-paths");
    is_mended(&desk, "commit-graph", "warning", "--changed-paths");
    desk.git("commit-graph verify");
    // One in layers is read, too.
    std::fs::remove_file(desk.path(".git/objects/info/commit-graph")).unwrap();
    desk.git("commit-graph write --reachable --changed-paths --split");
    assert_eq!(state(&desk, "commit-graph"), "good");
}

#[test]
fn a_shallow_clone_is_filled_up() {
    let desk = desk();
    desk.ok("set acme language=fr");
    desk.git(&format!("clone -q --depth 1 'file://{}' ../clone", desk.path("").display()));
    let at = |words: &str| desk.run_args(&[split("-C ../clone"), split(words)].concat());
    let run = at("doctor history");
    assert!(run.code == 0 && run.stdout.contains("! history") && run.stdout.contains("git fetch --unshallow"), "{run}");
    assert_eq!(at("doctor history --fix --yes").code, 0);
    assert!(at("doctor history").stdout.contains("✓ history"));
    assert_eq!(desk.git("-C ../clone rev-list --count HEAD").trim(), "2");
}

#[test]
fn a_mending_that_fails_is_said_and_stops_nothing_else() {
    let desk = desk();
    desk.ok("set acme language=fr");
    desk.git(&format!("clone -q --depth 1 'file://{}' ../clone", desk.path("").display()));
    desk.git("-C ../clone remote set-url origin /nowhere");
    let run = desk.run_args(&[split("-C ../clone"), split("doctor merge history --fix --yes")].concat());
    assert!(run.code == 1 && run.stderr.contains("merge: done") && !run.stderr.contains("history: done"), "{run}");
    assert!(run.stdout.contains("✓ merge") && run.stdout.contains("! history"), "{run}");
}

#[test]
fn what_killed_programs_left_is_removed_once_it_is_old() {
    let desk = desk();
    let old = [".git/index.lock", ".git/refs/heads/main.lock", ".merge_file_a1b2c3", "clients/.acme.yaml.onboard"];
    for it in old {
        desk.write(it, "x");
        assert_eq!(desk.shell(&format!("touch -d '2 hours ago' {it}")).code, 0);
    }
    for it in [".merge_file_young", "clients/.gitkeep", "package.lock"] {
        desk.write(it, "x");
    }
    is_mended(&desk, "leftovers", "warning", "index.lock");
    assert!(old.iter().all(|it| !desk.path(it).exists()));
    for it in [".merge_file_young", "clients/.gitkeep", "package.lock"] {
        assert!(desk.path(it).exists(), "{it}");
    }
    desk.ok("set acme language=fr");
}

#[test]
fn a_full_folder_is_parted_in_one_commit_that_the_audit_accepts() {
    let desk = desk();
    let text = desk.read("clients/acme.yaml");
    assert!(text.starts_with("# yaml-language-server: $schema=../.onboard/"), "{text}");
    for number in 0..2_000 {
        desk.write(&format!("clients/c{number:04}.yaml"), &text.replace("id: acme", &format!("id: c{number:04}")));
    }
    desk.commit_all("many clients");
    let commits = desk.commits();
    is_mended(&desk, "folders", "warning", "git mv clients/acme.yaml clients/a/acme.yaml");
    assert_eq!(desk.commits(), commits + 1);
    let moved = desk.read("clients/c/c0007.yaml");
    assert!(moved.starts_with("# yaml-language-server: $schema=../../.onboard/"), "{moved}");
    let schema = Path::new("clients/c").join("../../.onboard/client.schema.json");
    assert!(desk.path(schema.to_str().unwrap()).exists());
    assert!(desk.ok("show c0007").contains("c0007"));
    let run = desk.run("audit c0007 acme");
    assert_eq!(run.code, 0, "{run}");
    desk.assert_clean();
}

#[test]
fn the_howto_of_several_people_ends_well() {
    let desk = play("Several people work on one portfolio");
    assert_eq!(desk.run("doctor merge hooks").code, 0);
    let text = desk.read("clients/acme.yaml");
    assert!(text.contains("language: fr") && text.contains("kind: agency") && text.contains("2027-08"), "{text}");
}
