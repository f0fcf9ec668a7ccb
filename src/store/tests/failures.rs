//! What a change leaves when something goes wrong: nothing.

use std::fs;
use std::process::Command;
use std::time::Duration;

use super::sandbox::{ACME, AFTER, BEFORE, Desk, change, rel};
use crate::model::Lang;
use crate::store::{Change, StoreError, StoreKind, Writing};
use crate::words;

/// The change must fail with this kind and these words, and leave no trace.
fn check(desk: &Desk, kind: StoreKind, words: &str) -> StoreError {
    let before = desk.picture();
    let fault = desk.advance().expect_err("this must fail");
    desk.assert_untouched(&before);
    assert_eq!(fault.kind(), kind, "{fault}");
    assert!(fault.to_string().contains(words), "{fault}");
    for lang in Lang::BOTH {
        for it in fault.help().iter().chain([&fault.message()]) {
            let said = words::say(it, lang);
            assert!(!said.contains("store.") && !said.contains('{'), "{said}");
        }
    }
    fault
}

#[test]
fn a_refusing_hook_is_named_with_what_it_said() {
    for name in ["pre-commit", "prepare-commit-msg", "commit-msg"] {
        let desk = Desk::new();
        desk.hook(name, "echo out; echo 'not on a Friday' >&2; exit 3");
        let fault = check(&desk, StoreKind::Io, name);
        assert!(fault.to_string().contains("out\nnot on a Friday"), "{fault}");
    }
}

#[test]
fn a_failing_last_hook_does_not_undo_the_commit() {
    let desk = Desk::new();
    desk.hook("post-commit", "echo oops; exit 1");
    let done = desk.advance().expect("a commit");
    assert_eq!(done.said, "oops");
    desk.assert_clean();
}

#[test]
fn a_hook_that_changes_the_file_and_refuses_leaves_the_old_file() {
    let desk = Desk::new();
    desk.hook("pre-commit", &format!("echo '# reformatted' >> {ACME}; git add {ACME}; exit 1"));
    check(&desk, StoreKind::Io, "pre-commit");
    assert_eq!(desk.text(ACME), BEFORE);
}

#[test]
fn a_hook_that_takes_the_change_or_the_message_away_is_named() {
    let desk = Desk::new();
    desk.hook("pre-commit", &format!("git show HEAD:{ACME} > {ACME}; git add {ACME}"));
    check(&desk, StoreKind::Io, "pre-commit");
    let desk = Desk::new();
    desk.hook("commit-msg", ": > \"$1\"");
    check(&desk, StoreKind::Io, "commit-msg");
}

#[test]
fn a_reference_transaction_hook_can_refuse() {
    let desk = Desk::new();
    desk.hook("reference-transaction", "test \"$1\" != prepared");
    check(&desk, StoreKind::Io, "update-ref");
}

#[test]
fn a_commit_that_cannot_be_signed_is_not_made() {
    for (format, program) in [("openpgp", "gpg.program"), ("ssh", "gpg.ssh.program"), ("x509", "gpg.x509.program")] {
        let desk = Desk::new();
        desk.git("config commit.gpgsign true");
        desk.git(&format!("config gpg.format {format}"));
        desk.git("config user.signingkey key::whatever");
        desk.git(&format!("config {program} false"));
        check(&desk, StoreKind::Io, "signed");
    }
}

#[test]
fn a_commit_is_signed_with_ssh_where_that_is_asked() {
    let desk = Desk::new();
    let key = desk.top.join("../key");
    let made = desk
        .command("ssh-keygen", &desk.top)
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "ada@example.ca", "-f"])
        .arg(&key)
        .status();
    if !made.is_ok_and(|it| it.success()) {
        eprintln_skipped("ssh-keygen is not installed");
        return;
    }
    let public = fs::read_to_string(key.with_extension("pub")).expect("a key");
    fs::write(desk.top.join("../signers"), format!("ada@example.ca {public}")).expect("written");
    desk.git("config commit.gpgsign true");
    desk.git("config gpg.format ssh");
    desk.git(&format!("config user.signingkey {}", key.display()));
    desk.git(&format!("config gpg.ssh.allowedSignersFile {}", desk.top.join("../signers").display()));
    desk.advance().expect("a commit");
    assert!(desk.git_agrees("verify-commit HEAD"));
    desk.assert_clean();
}

#[test]
fn without_an_identity_the_two_lines_are_told() {
    let mut desk = Desk::new();
    desk.unset("GIT_AUTHOR");
    desk.unset("GIT_COMMITTER");
    desk.git("config user.useConfigOnly true");
    let fault = check(&desk, StoreKind::Config, "who you are");
    let help: Vec<_> = fault.help().iter().map(|it| words::say(it, Lang::En)).collect();
    assert_eq!(
        help,
        ["git config --global user.name \"Your Name\"", "git config --global user.email \"you@example.ca\""]
    );
}

#[test]
fn who_waits_too_long_is_told_who_holds_the_lock() {
    let mut desk = Desk::new();
    let holder = desk.workspace();
    let turn = holder.turn("acme: a long change").expect("the lock");
    desk.patience = Duration::from_millis(30);
    let before = desk.git("rev-parse HEAD");
    let fault = desk.workspace().change(change(ACME, Some(BEFORE), Some(AFTER))).expect_err("it is held");
    assert_eq!(fault.kind(), StoreKind::TryAgain);
    assert!(fault.to_string().contains(&format!("process {}: acme: a long change", std::process::id())), "{fault}");
    assert_eq!(desk.git("rev-parse HEAD"), before);
    drop(turn);
    desk.patience = Duration::from_secs(60);
    desk.advance().expect("a commit, now that it is free");
    desk.assert_clean();
}

#[test]
fn a_held_lock_of_the_index_or_the_branch_is_respected() {
    for hook in [false, true] {
        for lock in [".git/index.lock", ".git/refs/heads/main.lock"] {
            let mut desk = Desk::new();
            desk.patience = Duration::from_millis(100);
            if hook {
                desk.hook("pre-commit", "exit 0");
            }
            fs::write(desk.top.join(lock), "").expect("written");
            let fault = desk.advance().expect_err("it is held");
            assert!(desk.top.join(lock).exists(), "it is not ours to remove");
            fs::remove_file(desk.top.join(lock)).expect("removed");
            assert_eq!(fault.kind(), StoreKind::TryAgain, "{fault}");
            assert!(fault.to_string().contains(lock), "{fault}");
            assert_eq!(desk.text(ACME), BEFORE);
            assert_eq!(desk.commits(), 1);
            desk.assert_clean();
        }
    }
}

#[test]
fn a_full_disk_changes_nothing() {
    let desk = Desk::new();
    let small = desk.top.join("../small");
    fs::create_dir_all(&small).expect("a folder");
    let mounted =
        Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m,nr_inodes=2000", "none"]).arg(&small).output();
    if !mounted.is_ok_and(|it| it.status.success()) {
        eprintln_skipped("a small file system cannot be mounted here");
        return;
    }
    let unmount = Unmount(small.clone());
    for hook in [false, true] {
        let mut on_small = Desk::new();
        let top = small.join(if hook { "b" } else { "a" });
        fs::create_dir_all(&top).expect("a folder");
        on_small.top = top.canonicalize().expect("its name");
        on_small.root = on_small.top.clone();
        on_small.git("init -q -b main");
        on_small.fill();
        if hook {
            on_small.hook("pre-commit", "exit 0");
        }
        // A file that no longer fits; the disk is filled up to the last byte.
        let filler = small.join(format!("filler-{hook}"));
        while fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(&filler)
            .and_then(|mut it| std::io::Write::write_all(&mut it, &[7; 512]))
            .is_ok()
        {}
        let large = format!("{AFTER}{}", "# more\n".repeat(2000));
        let fault =
            on_small.workspace().change(change(ACME, Some(BEFORE), Some(&large))).expect_err("the disk is full");
        assert_eq!(fault.kind(), StoreKind::Io, "{fault}");
        fs::remove_file(&filler).expect("removed");
        assert_eq!(on_small.text(ACME), BEFORE);
        assert_eq!(on_small.commits(), 1);
        on_small.assert_clean();
        on_small.advance().expect("a commit, now that there is room");
        on_small.assert_clean();
    }
    drop(unmount);
}

struct Unmount(std::path::PathBuf);

impl Drop for Unmount {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.0).status().ok();
    }
}

#[test]
fn a_detached_head_is_refused() {
    let desk = Desk::new();
    desk.git("checkout -q --detach");
    check(&desk, StoreKind::TryAgain, "detached");
}

#[test]
fn a_job_of_git_in_progress_is_refused() {
    let desk = Desk::new();
    desk.write("clash.txt", "a\n");
    desk.git("add -A");
    desk.git("commit -q -m base");
    desk.git("switch -q -c side");
    desk.write("clash.txt", "b\n");
    desk.git("commit -q -a -m side");
    desk.git("switch -q main");
    desk.write("clash.txt", "c\n");
    desk.git("commit -q -a -m main");
    for (begin, words, end) in [
        ("merge side", "merge", "merge --abort"),
        ("cherry-pick side", "cherry-pick", "cherry-pick --abort"),
        ("rebase side", "rebase", "rebase --abort"),
        ("revert --no-edit HEAD~1", "revert", "revert --abort"),
    ] {
        assert!(!desk.git_agrees(begin), "`git {begin}` was to stop half way");
        check(&desk, StoreKind::TryAgain, words);
        desk.git(end);
    }
    desk.git("bisect start");
    check(&desk, StoreKind::TryAgain, "bisect");
}

#[test]
fn uncommitted_edits_of_the_file_are_never_overwritten() {
    let edited = "id: acme\nphase: engagement\n# mine\n";
    for hook in [false, true] {
        for stage in [false, true] {
            let desk = Desk::new();
            if hook {
                desk.hook("pre-commit", "exit 0");
            }
            desk.write(ACME, edited);
            if stage {
                desk.git("add -A");
            }
            let before = desk.picture();
            let fault = desk.workspace().change(change(ACME, Some(edited), Some(AFTER))).expect_err("it is dirty");
            assert!(matches!(fault, StoreError::Dirty { .. }), "{fault}");
            assert_eq!(fault.kind(), StoreKind::TryAgain);
            desk.assert_untouched(&before);
        }
    }
}

#[test]
fn edits_that_git_was_told_to_overlook_are_edits() {
    for flag in ["--assume-unchanged", "--skip-worktree"] {
        let desk = Desk::new();
        desk.git(&format!("update-index {flag} {ACME}"));
        let edited = format!("{BEFORE}# mine\n");
        desk.write(ACME, &edited);
        let fault = desk.workspace().change(change(ACME, Some(&edited), Some(AFTER))).expect_err("it is dirty");
        assert!(matches!(fault, StoreError::Dirty { .. }), "{fault}");
        assert_eq!(desk.text(ACME), edited);
    }
}

#[test]
fn a_file_that_no_commit_holds_is_dirty_and_one_that_is_there_cannot_be_made() {
    let desk = Desk::new();
    desk.write("clients/new.yaml", "id: new\n");
    let fault = desk.workspace().change(change("clients/new.yaml", Some("id: new\n"), Some("x\n"))).expect_err("dirty");
    assert!(matches!(fault, StoreError::Dirty { .. }), "{fault}");
    let fault = desk.workspace().change(change("clients/new.yaml", None, Some("x\n"))).expect_err("it exists");
    assert_eq!(fault.kind(), StoreKind::Exists);
    let fault = desk.workspace().change(change(ACME, Some("not this\n"), Some("x\n"))).expect_err("changed");
    assert!(matches!(fault, StoreError::Changed { .. }), "{fault}");
    // Removed by hand, not committed: it cannot simply be made again.
    fs::remove_file(desk.root.join(ACME)).expect("removed");
    let fault = desk.workspace().change(change(ACME, None, Some("x\n"))).expect_err("dirty");
    assert!(matches!(fault, StoreError::Dirty { .. }), "{fault}");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_neither_followed_nor_replaced() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    desk.write("../outside.yaml", BEFORE);
    fs::remove_file(desk.root.join(ACME)).expect("removed");
    symlink("../../outside.yaml", desk.root.join(ACME)).expect("a link");
    symlink("../..", desk.root.join("clients/up")).expect("a link");
    for writing in [Writing::Commit, Writing::WorkTreeOnly] {
        for path in [ACME, "clients/up/outside.yaml"] {
            let change = Change { writing, ..change(path, Some(BEFORE), Some(AFTER)) };
            let fault = desk.workspace().change(change).expect_err("a link");
            assert!(matches!(fault, StoreError::Symlink { .. }), "{fault}");
            assert!(matches!(desk.workspace().read(&rel(path)), Err(StoreError::Symlink { .. })));
        }
    }
    assert_eq!(desk.text("../outside.yaml"), BEFORE);
}

#[test]
fn several_files_change_together_or_not_at_all() {
    let desk = Desk::new();
    desk.hook("pre-commit", "exit 1");
    let before = desk.picture();
    let mut two = change(ACME, Some(BEFORE), Some(AFTER));
    two.files.extend(change("clients/deep/er/new.yaml", None, Some("id: new\n")).files);
    two.files.extend(change("clients/other.yaml", Some("id: other\n"), None).files);
    desk.workspace().change(two).expect_err("the hook refuses");
    desk.assert_untouched(&before);
    assert!(!desk.root.join("clients/deep").exists(), "the folders go too");
}

/// Said in the output of the tests, so that a check that did not run is not taken for one that passed.
#[expect(clippy::disallowed_macros, clippy::print_stderr, reason = "a test that skips must say so")]
fn eprintln_skipped(why: &str) {
    eprintln!("skipped: {why}");
}
