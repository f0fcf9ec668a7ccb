//! `setup hooks --server`: real pushes into a real bare repository.

use super::{ACME, edit, made, shortcut};
use crate::sandbox::{Run, Sandbox};

const SERVER: &str = "../server.git";

/// A server that takes in what holds, and a desk whose `main` is there.
fn desk() -> Sandbox {
    let desk = Sandbox::new();
    desk.git("init -q --bare ../server.git");
    let desk = made(desk);
    let run = desk.run("setup hooks --server ../server.git");
    assert!(run.code == 0 && run.stdout.contains("server.git/hooks/pre-receive"), "{run}");
    taken(&desk, "main");
    desk
}

fn push(desk: &Sandbox, what: &str) -> Run {
    desk.shell(&format!("git push -q {SERVER} {what}"))
}

#[track_caller]
fn taken(desk: &Sandbox, what: &str) {
    let run = push(desk, what);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run}");
}

/// The server says no, and has what it had: no reference moved, no object came in.
#[track_caller]
fn refused(desk: &Sandbox, what: &str, said: &str) -> Run {
    let state = || (desk.git("-C ../server.git for-each-ref"), desk.git("-C ../server.git count-objects -v"));
    let before = state();
    let run = push(desk, what);
    assert_ne!(run.code, 0, "{run}");
    assert!(run.stderr.contains(said), "`{said}` is not in {run}");
    assert!(run.stderr.contains("pre-receive hook declined"), "{run}");
    assert_eq!(state(), before);
    desk.git("-C ../server.git fsck --strict");
    let left = std::fs::read_dir(desk.path(SERVER)).unwrap().map(|it| it.unwrap().file_name());
    assert!(!left.into_iter().any(|it| it.to_string_lossy().starts_with("onboard-receive-")));
    run
}

#[test]
fn what_holds_is_taken_in_silence() {
    let desk = desk();
    desk.ok("set acme language=fr");
    edit(&desk, "language: fr", "language: en");
    desk.commit_all("a lawful edit by hand");
    let run = push(&desk, "main");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""), "{run}");
    assert_eq!(desk.git("-C ../server.git rev-parse main"), desk.git("rev-parse HEAD"));
}

#[test]
fn an_unlawful_edit_is_refused_and_the_pusher_reads_which_commit_and_where() {
    let desk = desk();
    shortcut(&desk);
    let guilty = desk.commit_all_and_head("a shortcut");
    edit(&desk, "language: en", "language: fr");
    desk.commit_all("and a lawful one");
    let run = refused(&desk, "main", "remote: error[step/");
    for part in ["refs/heads/main", "does not hold", ACME, &guilty[..9], "Desk <desk@platform.example>"] {
        assert!(run.stderr.contains(part), "`{part}` is not in {run}");
    }
    // Undone by a later commit, it is still in the history.
    edit(&desk, "phase: agreement", "phase: engagement");
    desk.commit_all("undone");
    let _run = refused(&desk, "main", &guilty[..9]);
    // The way out: a history without it.
    desk.git("reset -q --hard HEAD~3");
    edit(&desk, "language: en", "language: fr");
    desk.commit_all("the lawful one");
    taken(&desk, "main");
}

#[test]
fn the_answer_is_in_the_language_that_the_pusher_asks_for() {
    let desk = desk();
    desk.git("-C ../server.git config receive.advertisePushOptions true");
    shortcut(&desk);
    desk.commit_all("a shortcut");
    let run = refused(&desk, "main -o lang=fr", "a été refusé");
    assert!(run.stderr.contains("erreur[step/"), "{run}");
}

#[test]
fn a_protected_branch_is_neither_rewritten_nor_deleted() {
    let desk = desk();
    desk.ok("set acme language=fr");
    taken(&desk, "main");
    desk.git("commit -q --amend -m 'another message'");
    let _run = refused(&desk, "+main", "rewrite the history");
    desk.git("reset -q --hard HEAD^");
    let _run = refused(&desk, "+main", "rewrite the history");
    desk.git("-C ../server.git config receive.denyDeleteCurrent ignore");
    let _run = refused(&desk, ":main", "may not be deleted");
    // Another one, by name.
    desk.git("-C ../server.git config --add onboard.protected release");
    taken(&desk, "main~0:refs/heads/release");
    let _run = refused(&desk, ":release", "may not be deleted");
}

#[test]
fn other_branches_may_be_made_rewritten_and_deleted_but_what_is_in_them_is_judged() {
    let desk = desk();
    desk.git("checkout -q -b topic");
    desk.ok("set acme language=fr");
    taken(&desk, "topic");
    desk.git("commit -q --amend -m 'acme: their language'");
    taken(&desk, "+topic");
    taken(&desk, ":topic");
    shortcut(&desk);
    desk.commit_all("a shortcut");
    let _run = refused(&desk, "topic", "error[step/");
    let _run = refused(&desk, "topic:refs/tags/v1", "error[step/");
    let _run = refused(&desk, "topic:refs/for/review", "error[step/");
    // One bad reference, and none is taken.
    let _run = refused(&desk, "main:refs/heads/good topic", "error[step/");
}

#[test]
fn what_has_no_workspace_is_let_through_and_is_no_back_door() {
    let desk = desk();
    desk.git("checkout -q --orphan pages");
    desk.git("rm -rqf .");
    desk.write("index.html", "<p>\n");
    desk.commit_all("pages");
    taken(&desk, "pages");
    desk.git("commit -q --amend -m 'other pages'");
    taken(&desk, "+pages");
    taken(&desk, ":pages");
    // An unlawful history without the file that would tell what law it breaks; and then with it.
    desk.git("checkout -q -b side main");
    shortcut(&desk);
    desk.git("rm -q --cached onboard.yaml");
    desk.git(&format!("add {ACME}"));
    desk.git("commit -qm 'no law, no crime'");
    taken(&desk, "side");
    desk.git("add onboard.yaml");
    desk.git("commit -qm 'the law is back'");
    let _run = refused(&desk, "side", "error[");
    desk.git("checkout -q main");
    desk.git("merge -q --no-ff -m merged side");
    let _run = refused(&desk, "main", "error[");
    // The protected branch keeps its workspace.
    desk.git("reset -q --hard HEAD^");
    desk.git("rm -q onboard.yaml");
    desk.git("commit -qm 'no law at all'");
    let _run = refused(&desk, "main", "onboard.yaml");
}

#[test]
fn what_is_pushed_is_looked_at_in_quarantine_and_tags_of_the_audit_stay() {
    let desk = desk();
    desk.ok("set acme language=fr");
    desk.git("tag -a onboard-audit/2026-11-23 -m sealed");
    taken(&desk, "main onboard-audit/2026-11-23");
    desk.git("tag -f -a onboard-audit/2026-11-23 -m other HEAD^");
    let _run = refused(&desk, "+onboard-audit/2026-11-23", "seal of the audit");
    let _run = refused(&desk, ":onboard-audit/2026-11-23", "seal of the audit");
    // A tag of something that is no commit.
    desk.git("tag notes HEAD:onboard.yaml");
    taken(&desk, "notes");
}

#[test]
fn an_identifier_of_another_client_is_refused() {
    let trails = include_str!("../../../examples/clients/northern-trails.yaml");
    let desk = desk();
    desk.write("clients/northern-trails.yaml", trails);
    desk.write("onboard.yaml", &desk.read("onboard.yaml").replace("[canada.ca, gc.ca]", "[example]"));
    desk.commit_all("a client of before");
    taken(&desk, "main");
    let twin = trails.replace("id: northern-trails", "id: southern-trails");
    desk.write("clients/southern-trails.yaml", &twin);
    desk.commit_all("a twin");
    let run = refused(&desk, "main", "clients/southern-trails.yaml");
    assert!(run.stderr.contains("error[rule/"), "{run}");
}

/// A thousand commits, of a hand that writes fast.
fn many(desk: &Sandbox, last: &str) {
    let text = desk.read(ACME);
    let mut stream = String::new();
    for number in 0..1000 {
        let text = format!("{text}custom:\n  count: {number}\n{}", if number == 999 { last } else { "" });
        let from = if number == 0 { format!("from {}", desk.git("rev-parse HEAD")) } else { String::new() };
        let who = format!("Desk <desk@platform.example> {} -0500", 1_795_453_200 + number);
        let message = format!("count {number}");
        stream.push_str(&format!(
            "commit refs/heads/many\nauthor {who}\ncommitter {who}\ndata {}\n{message}\n{from}M 100644 inline {ACME}\ndata {}\n{text}\n",
            message.len(),
            text.len()
        ));
    }
    desk.write("../stream", &stream);
    let run = desk.shell("git fast-import --quiet --force < ../stream");
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_thousand_commits_are_judged_one_by_one() {
    let desk = desk();
    many(&desk, "");
    taken(&desk, "many:main");
    assert_eq!(desk.git("-C ../server.git rev-list --count main"), "1001\n");
    let desk = self::desk();
    many(&desk, "status: closed\n");
    let _run = refused(&desk, "many:main", "error[");
}

#[test]
fn a_hook_of_the_server_that_is_there_runs_first_and_hears_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Sandbox::new();
    desk.git("init -q --bare ../server.git");
    let desk = made(desk);
    let path = desk.path("../server.git/hooks/pre-receive");
    let theirs = "#!/bin/sh\ncat > ../heard\n[ ! -e ../stop ]\n";
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, theirs).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    desk.ok("setup hooks --server ../server.git");
    taken(&desk, "main");
    let heard = std::fs::read_to_string(desk.home().join("heard")).unwrap();
    assert_eq!(heard.trim(), format!("{} {} refs/heads/main", "0".repeat(40), desk.git("rev-parse HEAD").trim()));
    desk.write("../stop", "");
    desk.ok("set acme language=fr");
    let _run = refused(&desk, "main", "pre-receive hook declined");
    std::fs::remove_file(desk.home().join("stop")).unwrap();
    shortcut(&desk);
    desk.commit_all("a shortcut");
    let _run = refused(&desk, "main", "error[step/");
    desk.ok("setup hooks --server ../server.git --uninstall");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
    taken(&desk, "main");
}

#[test]
fn a_server_without_the_program_takes_nothing() {
    let desk = desk();
    let path = desk.path("../server.git/hooks/pre-receive");
    let text = std::fs::read_to_string(&path).unwrap().replace(env!("CARGO_BIN_EXE_onboard"), "/nowhere/onboard");
    std::fs::write(&path, text).unwrap();
    desk.ok("set acme language=fr");
    let _run = refused(&desk, "main", "the program onboard is not there");
}

#[test]
fn only_a_bare_repository_can_be_a_server() {
    let desk = made(Sandbox::new());
    for folder in [".", "../nowhere", "clients"] {
        let run = desk.run(&format!("setup hooks --server {folder}"));
        assert!(run.code == 2 && run.stderr.contains("not a bare git repository"), "{run}");
    }
    let run = desk.run("receive");
    assert_eq!(run.code, 2, "{run}");
}

#[test]
fn what_cannot_be_read_or_has_no_law_is_refused_and_a_process_of_the_teams_own_counts() {
    let desk = desk();
    desk.ok("process eject");
    taken(&desk, "main");
    let tampered = [
        ("sed -i 's/^process:.*/process: nonsense@9/' onboard.yaml", "nonsense@9"),
        ("printf 'phases: [' > process/process.yaml", "process/process.yaml"),
        ("ln -sf /etc/passwd onboard.yaml", "would take the workspace"),
        ("printf 'a: [' > clients/acme.yaml", "clients/acme.yaml:1:4"),
        ("ln -s ../onboard.yaml clients/zeta.yaml", "error[file/not-a-file]"),
        ("git rm -q clients/acme.yaml", "error[file/deleted]"),
        ("mkdir -p desks && cp onboard.yaml desks && git rm -q onboard.yaml", "would take the workspace"),
    ];
    for (line, said) in tampered {
        assert_eq!(desk.shell(line).code, 0, "{line}");
        desk.commit_all("tampered");
        let _run = refused(&desk, "main", said);
        desk.git("reset -q --hard HEAD^");
    }
}

#[test]
fn repositories_of_other_forms_are_servers_too() {
    for form in ["--object-format=sha256", "--ref-format=reftable"] {
        let desk = Sandbox::new();
        if desk.shell(&format!("git init -q {form} && git init -q --bare {form} ../server.git")).code != 0 {
            // An older git has no such form, and so nobody has a server of it.
            eprintln!("SKIPPED: this git knows no {form}");
            continue;
        }
        let desk = made(desk);
        desk.ok("setup hooks --server ../server.git");
        taken(&desk, "main");
        shortcut(&desk);
        desk.commit_all("a shortcut");
        let _run = refused(&desk, "main", "error[step/");
    }
}
