//! A repository from other hands: what it says of itself is not believed, nothing in it is run, and nothing is written through it.

use crate::sandbox::Sandbox;
use crate::skip;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");
const CHANGE: &str = "set northern-trails environments.staging.connected_on=2026-11-20";

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("northern-trails", TRAILS)])
}

#[test]
fn a_repository_of_somebody_else_is_never_taken_for_an_empty_one() {
    let desk = desk();
    assert!(desk.run("audit").stdout.contains("northern-trails  holds"));
    // What git itself calls a repository of another owner: it reads nothing from it.
    let strange = desk.copy().env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    for words in ["audit", "log northern-trails", "dashboard -o ../site", "audit --since HEAD"] {
        refused(&strange, words);
    }
    // The same by its real owner, for the library that writes.
    if desk.shell("chown -R 65534:65534 .").code != 0 {
        skip("files cannot be given to another owner here");
        return;
    }
    for words in ["audit", CHANGE, "report northern-trails --save"] {
        refused(&desk, words);
    }
}

#[track_caller]
fn refused(desk: &Sandbox, words: &str) {
    let branch = std::fs::read(desk.path(".git/refs/heads/main")).unwrap();
    let run = desk.run(words);
    assert_eq!(run.code, 74, "{words}: {run}");
    assert!(run.stderr.contains("dubious ownership"), "{words}: {run}");
    assert!(!run.stdout.contains("holds"), "{words}: {run}");
    assert_eq!(desk.read("clients/northern-trails.yaml"), TRAILS, "{words}");
    assert_eq!(std::fs::read(desk.path(".git/refs/heads/main")).unwrap(), branch, "{words}");
}

#[test]
fn a_change_that_was_killed_is_not_undone_where_git_does_not_answer() {
    let desk = desk();
    super::survive::put_hook(&desk, "exit 0");
    desk.ok(CHANGE);
    let after = desk.read("clients/northern-trails.yaml");
    // As a change leaves it that is killed when the branch holds its commit.
    let lock = desk.read(".git/onboard.lock");
    let (head, note) = lock.split_at(256);
    desk.write(".git/onboard.lock", &format!("{head}{{{}", note.strip_prefix('-').unwrap()));
    let there = desk.path(".git/onboard-change/before-0");
    std::fs::write(&there, TRAILS).unwrap();
    let strange = desk.copy().env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
    assert_eq!(strange.run("list").code, 74);
    assert_eq!(strange.read("clients/northern-trails.yaml"), after, "it was taken back, though the branch holds it");
    desk.ok("list");
    assert_eq!(desk.read("clients/northern-trails.yaml"), after);
    desk.assert_clean();
}

#[test]
fn names_and_messages_of_commits_cannot_take_over_the_terminal() {
    let desk = desk().env("GIT_AUTHOR_NAME", "Mallory\u{1b}]0;owned\u{7}\u{202e}");
    desk.write("clients/northern-trails.yaml", &TRAILS.replace("Northern Trails", "Northern Tracks"));
    desk.git("add -A");
    let committed = desk.shell("printf 'northern-trails: \\033[2J\\033]8;;https://evil.example\\a words\\n\\nOnboard-Client: northern-trails\\n' | git commit -q -F -");
    assert_eq!(committed.code, 0, "{committed}");
    for words in [
        "log northern-trails",
        "log northern-trails --format json",
        "audit",
        "show northern-trails",
        "report northern-trails",
    ] {
        let run = desk.run(words);
        // JSON says exactly what there is; what a terminal would obey is escaped there by the format.
        let turned = run.to_string().contains('\u{202e}') && !words.contains("json");
        assert!(!run.to_string().contains(['\u{1b}', '\u{7}']) && !turned, "{words}: {run}");
    }
}

#[test]
fn a_submodule_or_a_link_in_the_place_of_the_clients_is_not_entered() {
    let desk = desk();
    let other = Sandbox::with_clients(&[("northern-trails", TRAILS)]);
    desk.git("mv clients kept");
    desk.git(&format!("-c protocol.file.allow=always submodule --quiet add '{}' clients", other.path("").display()));
    let run = desk.run("set northern-trails language=fr");
    assert_ne!(run.code, 0, "{run}");
    assert_eq!(desk.shell("git -C clients status --porcelain").stdout, "");
    desk.git("rm -q --cached clients");
    std::fs::remove_dir_all(desk.path("clients")).unwrap();
    std::os::unix::fs::symlink(other.path("clients"), desk.path("clients")).unwrap();
    let run = desk.run("set northern-trails language=fr");
    assert!(run.code != 0 && run.stderr.contains("clients"), "{run}");
    other.assert_clean();
}

#[test]
fn attributes_of_the_repository_do_not_change_what_a_client_file_says() {
    for attributes in [
        "*.yaml filter=evil",
        "*.yaml ident",
        "*.yaml working-tree-encoding=UTF-16",
        "*.yaml export-subst diff=evil merge=evil",
    ] {
        let desk = desk();
        desk.write(".gitattributes", &format!("{attributes}\n"));
        desk.git("add .gitattributes");
        desk.git("commit -q -m attributes");
        // A filter that nobody configured is none; one that cannot work refuses the change, and nothing is lost.
        let run = desk.run(CHANGE);
        let file = desk.read("clients/northern-trails.yaml");
        if run.code == 0 {
            assert!(file.contains("connected_on: 2026-11-20"), "{attributes}");
            assert_eq!(desk.git("show HEAD:clients/northern-trails.yaml"), file, "{attributes}");
        } else {
            assert_eq!(file, TRAILS, "{attributes}: {run}");
        }
    }
}

#[test]
fn what_lies_in_the_work_tree_is_not_run() {
    let desk = desk();
    let evil = "#!/bin/sh\ntouch \"$HOME/pwned\"\n";
    // Hooks, editors, pagers and programs of git's name in the work tree: git runs none of them, nor do we.
    for name in ["git", "hooks/pre-commit", ".githooks/pre-commit", "onboard", "sh", "clients/git"] {
        desk.write(name, evil);
    }
    assert_eq!(desk.shell("chmod -R +x git hooks .githooks onboard sh clients/git").code, 0);
    desk.write(".gitconfig", "[core]\n\tfsmonitor = touch ~/pwned\n\thooksPath = .githooks\n");
    for words in [CHANGE, "validate", "audit", "list", "log northern-trails"] {
        desk.run(words).to_string();
    }
    assert!(!desk.home().join("pwned").exists());
}
