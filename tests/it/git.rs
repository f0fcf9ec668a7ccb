//! A change is a transaction: whatever fails, file, index and branch are as before, and the message says which step it was.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use crate::sandbox::{Run, Sandbox};

fn desk() -> Sandbox {
    let desk = Sandbox::new();
    desk.ok("init acme --name-en Acme --name-fr Acme --language en");
    desk
}

fn hook(desk: &Sandbox, name: &str, script: &str) {
    let path = desk.path(".git/hooks").join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Runs a change that must fail, and proves that nothing is left of it.
#[track_caller]
fn fails(desk: &Sandbox, code: i32, said: &str) -> Run {
    let before = (desk.read("clients/acme.yaml"), desk.git("rev-parse HEAD"), desk.git("status --porcelain"));
    let run = desk.run("set acme language=fr");
    assert_eq!(run.code, code, "{run}");
    assert!(run.stderr.contains(said), "`{said}` is not in {run}");
    let after = (desk.read("clients/acme.yaml"), desk.git("rev-parse HEAD"), desk.git("status --porcelain"));
    assert_eq!(after, before, "something changed");
    desk.git("fsck --strict");
    assert!(!desk.path(".git/index.lock").exists());
    run
}

#[test]
fn a_pre_commit_hook_that_fails_stops_the_change_and_its_words_are_shown() {
    let desk = desk();
    hook(&desk, "pre-commit", "echo 'not on a Friday' >&2; exit 1");
    let run = fails(&desk, 74, "pre-commit");
    assert!(run.stderr.contains("not on a Friday"), "{run}");
}

#[test]
fn a_commit_msg_hook_that_fails_stops_the_change() {
    let desk = desk();
    hook(&desk, "commit-msg", "exit 1");
    let _run = fails(&desk, 74, "commit-msg");
}

#[test]
fn a_prepare_commit_msg_hook_that_fails_stops_the_change() {
    let desk = desk();
    hook(&desk, "prepare-commit-msg", "exit 1");
    let _run = fails(&desk, 74, "prepare-commit-msg");
}

#[test]
fn hooks_see_a_commit_of_that_one_file_and_may_rewrite_the_message() {
    let desk = desk();
    desk.write("other.txt", "staged by somebody else\n");
    desk.git("add other.txt");
    hook(&desk, "pre-commit", "git diff --cached --name-only > \"$HOME/seen\"");
    hook(&desk, "commit-msg", "echo 'Reviewed-by: a hook' >> \"$1\"");
    hook(&desk, "post-commit", "touch \"$HOME/after\"");
    desk.ok("set acme language=fr");
    assert_eq!(fs::read_to_string(desk.home().join("seen")).unwrap(), "clients/acme.yaml\n");
    assert!(desk.home().join("after").exists(), "post-commit did not run");
    assert!(desk.git("log -1 --format=%B").contains("Reviewed-by: a hook"));
    assert_eq!(desk.git("show --name-only --format= HEAD"), "clients/acme.yaml\n");
    assert_eq!(desk.git("status --porcelain"), "A  other.txt\n");
}

#[test]
fn hooks_from_another_folder_run_too() {
    let desk = desk();
    let hooks = desk.home().join("team-hooks");
    fs::create_dir(&hooks).unwrap();
    let path = hooks.join("pre-commit");
    fs::write(&path, "#!/bin/sh\nexit 1\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    desk.git(&format!("config core.hooksPath '{}'", hooks.display()));
    let _run = fails(&desk, 74, "pre-commit");
}

#[test]
fn without_an_identity_the_two_lines_that_give_one_are_said() {
    let desk =
        desk().env("GIT_CONFIG_GLOBAL", "/dev/null").env("HOME", "/nonexistent").env("XDG_CONFIG_HOME", "/nonexistent");
    desk.git("config user.useConfigOnly true");
    let run = fails(&desk, 78, "git config");
    assert!(run.stderr.contains("user.name") && run.stderr.contains("user.email"), "{run}");
}

#[test]
fn the_author_is_whom_git_would_choose() {
    let desk = desk().env("GIT_AUTHOR_NAME", "Front desk").env("GIT_AUTHOR_EMAIL", "front@platform.example");
    desk.ok("set acme language=fr");
    assert_eq!(desk.git("log -1 '--format=%an <%ae> %cn'"), "Front desk <front@platform.example> Desk\n");
}

#[test]
fn a_held_index_lock_is_a_reason_to_try_again() {
    let desk = desk();
    fs::write(desk.path(".git/index.lock"), "").unwrap();
    let before = (desk.read("clients/acme.yaml"), desk.git("rev-parse HEAD"));
    let run = desk.run("set acme language=fr");
    assert_eq!(run.code, 75, "{run}");
    assert!(run.stderr.contains("index.lock"), "{run}");
    assert_eq!((desk.read("clients/acme.yaml"), desk.git("rev-parse HEAD")), before);
    fs::remove_file(desk.path(".git/index.lock")).unwrap();
    desk.ok("set acme language=fr");
    desk.assert_clean();
}

#[test]
fn a_detached_head_is_refused_with_the_way_out() {
    let desk = desk();
    desk.git("checkout -q --detach");
    let run = fails(&desk, 75, "HEAD");
    assert!(run.stderr.contains("git switch"), "{run}");
}

#[test]
fn a_merge_in_progress_is_refused_with_the_way_out() {
    let desk = desk();
    fs::write(desk.path(".git/MERGE_HEAD"), desk.git("rev-parse HEAD")).unwrap();
    let run = fails(&desk, 75, "merge");
    assert!(run.stderr.contains("git merge --abort"), "{run}");
}

#[test]
fn a_rebase_in_progress_is_refused() {
    let desk = desk();
    fs::create_dir(desk.path(".git/rebase-merge")).unwrap();
    let _run = fails(&desk, 75, "rebase");
}

#[test]
fn a_full_disk_changes_nothing() {
    let desk = desk();
    // A limit on the size of files stands in for the disk: every write of a file beyond 1 KiB fails.
    let script = format!("ulimit -f 1; trap '' XFSZ; exec '{}' set acme language=fr", env!("CARGO_BIN_EXE_onboard"));
    let before = (desk.read("clients/acme.yaml"), desk.git("rev-parse HEAD"));
    let big: String = (0..400).map(|n| format!("  k{n}: a text that makes the file longer than the limit\n")).collect();
    desk.write("clients/acme.yaml", &format!("{}custom:\n{big}", before.0));
    desk.commit_all("a longer file");
    let before = (desk.read("clients/acme.yaml"), desk.git("rev-parse HEAD"));
    let run = desk.shell(&script);
    assert_eq!(run.code, 74, "{run}");
    assert_eq!((desk.read("clients/acme.yaml"), desk.git("rev-parse HEAD")), before);
    desk.assert_clean();
    let left: Vec<_> = fs::read_dir(desk.path("clients")).unwrap().map(|it| it.unwrap().file_name()).collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_linked_worktree_has_its_own_branch() {
    let desk = desk();
    desk.git("worktree add -q ../second -b second");
    let run = desk.run("-C ../second set acme language=fr");
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(desk.git("log -1 --format=%s second"), "acme: set language\n");
    assert_eq!(desk.git("-C ../second status --porcelain"), "");
    assert_eq!(desk.git("log -1 --format=%s main"), "acme: new client in engagement\n");
    desk.assert_clean();
}

#[test]
fn a_workspace_may_lie_in_a_folder_of_a_larger_repository() {
    let desk = Sandbox::new();
    desk.git("init -q");
    desk.write("README", "a larger repository\n");
    desk.commit_all("first");
    fs::create_dir(desk.path("portfolio")).unwrap();
    desk.ok("-C portfolio init acme --name-en Acme --name-fr Acme --language en");
    desk.ok("-C portfolio/clients set acme language=fr");
    assert_eq!(desk.git("show --name-only --format= HEAD"), "portfolio/clients/acme.yaml\n");
    assert!(!desk.path("portfolio/.git").exists());
    desk.assert_clean();
}

#[test]
fn line_endings_of_the_work_tree_and_of_the_repository_are_those_git_would_make() {
    let desk = desk();
    desk.write(".gitattributes", "*.yaml text eol=crlf\n");
    desk.commit_all("attributes");
    fs::remove_file(desk.path("clients/acme.yaml")).unwrap();
    desk.git("checkout -q -- clients/acme.yaml");
    assert!(desk.read("clients/acme.yaml").contains("\r\n"));
    desk.ok("set acme language=fr");
    assert!(desk.read("clients/acme.yaml").contains("language: fr\r\n"));
    assert!(!desk.git("show HEAD:clients/acme.yaml").contains('\r'));
    desk.assert_clean();
}

#[test]
fn work_of_other_people_stays_as_it_was() {
    let desk = desk();
    desk.write("notes.md", "draft\n");
    desk.git("add notes.md");
    desk.write("notes.md", "draft, changed\n");
    desk.write("onboard.yaml", &format!("{}# a thought\n", desk.read("onboard.yaml")));
    desk.ok("set acme language=fr");
    assert_eq!(desk.git("status --porcelain"), "AM notes.md\n M onboard.yaml\n");
}

#[test]
fn two_programs_at_once_both_land() {
    let desk = desk();
    desk.ok("init beta --name-en Beta --name-fr Beta --language en");
    let before = desk.commits();
    std::thread::scope(|scope| {
        for id in ["acme", "beta"] {
            let desk = &desk;
            scope.spawn(move || {
                for n in 0..10 {
                    desk.ok(&format!("set {id} custom.n{n}={n}"));
                }
            });
        }
    });
    assert_eq!(desk.commits(), before + 20);
    desk.assert_clean();
}
