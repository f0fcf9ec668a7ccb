//! `setup hooks` in a copy: what is judged is the commit that would be made, and no hook that was there is lost.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use super::{ACME, edit, made, refused, shortcut};
use crate::sandbox::Sandbox;

fn desk() -> Sandbox {
    let desk = made(Sandbox::new());
    let run = desk.run("setup hooks");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("hooks/pre-commit\n") && run.stdout.contains("hooks/commit-msg\n"), "{run}");
    desk
}

#[test]
fn a_lawful_edit_by_hand_is_committed_in_silence_and_an_unlawful_one_is_refused() {
    let desk = desk();
    edit(&desk, "language: en", "language: fr");
    let run = desk.shell("git commit -qam 'their language is French'");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""), "{run}");
    shortcut(&desk);
    let run = refused(&desk, "git commit -qam 'a shortcut'");
    assert!(run.stderr.contains("error[step/"), "{run}");
    assert!(run.stderr.contains("clients/acme.yaml"), "{run}");
    // The text may be wrong in itself, too.
    desk.git("checkout -q .");
    edit(&desk, "language: fr", "language: xx");
    let run = refused(&desk, "git commit -qam 'no such language'");
    assert!(run.stderr.contains("schema/enum"), "{run}");
}

#[test]
fn the_index_that_the_commit_is_made_from_is_the_one_that_is_judged() {
    let desk = desk();
    desk.write("notes.md", "notes\n");
    desk.git("add notes.md");
    // Not staged, and taken in by `-a`.
    shortcut(&desk);
    let _run = refused(&desk, "git commit -qam 'all of it'");
    // Named: an index of its own.
    let _run = refused(&desk, &format!("git commit -qm 'this file' -- {ACME}"));
    // Staged, but not in this commit.
    desk.git(&format!("add {ACME}"));
    let run = desk.shell("git commit -qm 'the notes' -- notes.md");
    assert_eq!(run.code, 0, "{run}");
    // Undone in the work tree, still staged.
    edit(&desk, "phase: agreement", "phase: engagement");
    let _run = refused(&desk, "git commit -qm 'what is staged'");
}

#[test]
fn the_commands_work_with_the_hooks() {
    let desk = desk();
    let run = desk.run("set acme language=fr");
    assert_eq!((run.code, run.stderr.contains("error")), (0, false), "{run}");
    desk.ok("add acme agreement.milestones id=m3 due=2027-01-15 name.en=Launch name.fr=Lancement");
    desk.ok("hold acme --reason-en 'Budget freeze' --reason-fr 'Gel budgétaire' --review-on 2026-12-10");
    desk.ok("resume acme");
    desk.ok("init beta --name-en Beta --name-fr Bêta --language en");
    desk.assert_clean();
    assert_eq!(desk.run("audit").code, 0);
}

#[test]
fn what_was_wrong_before_does_not_stop_a_change_that_leaves_it() {
    let desk = made(Sandbox::new());
    edit(&desk, "language: en", "language: xx\nagreement:\n  signed_on: someday");
    desk.commit_all("two faults, from before");
    desk.ok("setup hooks");
    edit(&desk, "language: xx", "language: en");
    let run = desk.shell("git commit -qam 'one of them is mended'");
    assert_eq!(run.code, 0, "{run}");
    let json = desk.json("validate --since HEAD^");
    assert_eq!((json["errors"].as_u64(), json["warnings"].as_u64()), (Some(0), Some(1)), "{json}");
    assert_eq!(desk.run("validate").code, 1, "the fault itself stays one");
    edit(&desk, "signed_on: someday", "signed_on: some other day");
    let _run = refused(&desk, "git commit -qam 'a fault in its place'");
}

#[test]
fn a_message_that_claims_what_is_not_so_is_refused() {
    let desk = desk();
    edit(&desk, "language: en", "language: fr");
    desk.git("add -A");
    for lie in ["Onboard-Client: beta", "Onboard-Change: advance", "Onboard-Client: acme\nOnboard-Process: other@7"] {
        desk.write("../message", &format!("acme: their language\n\n{lie}\n"));
        let run = refused(&desk, "git commit -qF ../message");
        assert!(run.stderr.contains("error[trailer/"), "{run}");
    }
    // A remark that git takes out again claims nothing, nor does what lies below the scissors.
    let remark = "acme: their language\n\n# Onboard-Client: beta\n# ------------------------ >8 ------------------------\n\
                  Onboard-Client: beta\n";
    desk.write("../message", remark);
    let run = desk.shell("GIT_EDITOR=: git commit -q --cleanup=scissors -e -F ../message");
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_commit_of_a_command_may_be_reworded() {
    let desk = desk();
    desk.ok("set acme language=fr");
    let message = desk.git("log -1 --format=%B");
    desk.write("../message", &format!("{message}\nSeen-by: the desk\n"));
    let run = desk.shell("git commit -q --amend -F ../message");
    assert_eq!(run.code, 0, "{run}");
    desk.write("../message", &message.replace("Onboard-Client: acme", "Onboard-Client: beta"));
    let run = refused(&desk, "git commit -q --amend -F ../message");
    assert!(run.stderr.contains("trailer/client"), "{run}");
    // The very first commit has nothing before it.
    let first = made(Sandbox::new());
    first.ok("setup hooks");
    let run = first.shell("git commit -q --amend --no-edit --date=2026-11-23T13:00:00-05:00");
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn an_act_takes_the_role_and_the_author_of_the_commit_is_who_is_asked() {
    let desk = made(Sandbox::new());
    let settings = desk.read("onboard.yaml");
    desk.write("onboard.yaml", &format!("{settings}roles:\n  waiver_authority: [chief@platform.example]\n"));
    desk.commit_all("roles");
    desk.ok("setup hooks");
    let waiver = "language: en\nwaivers:\n  - {id: W1, gate: agreement.services-listed, reason: {en: Later, fr: Plus tard}, \
                  approved_by_role: {en: Director, fr: Directrice}, approved_on: 2026-11-20}";
    edit(&desk, "language: en", waiver);
    let run = refused(&desk, "git commit -qam 'a waiver'");
    assert!(run.stderr.contains("error[role/not-held]") && run.stderr.contains("desk@platform.example"), "{run}");
    let run = desk.shell("git commit -qam 'a waiver' --author 'Chief <chief@platform.example>'");
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_merge_is_judged_when_its_message_is() {
    let desk = desk();
    desk.git("checkout -q -b side");
    desk.ok("init beta --name-en Beta --name-fr Bêta --language en");
    desk.git("checkout -q main");
    desk.ok("set acme language=fr");
    let run = desk.shell("git merge -q --no-edit side");
    assert_eq!(run.code, 0, "{run}");
    // A merge that loses what one side has.
    desk.git("reset -q --hard HEAD^");
    assert_eq!(desk.shell("git merge -q --no-commit side && git rm -qf clients/beta.yaml").code, 0);
    let run = refused(&desk, "git commit -q --no-edit");
    assert!(run.stderr.contains("error[file/lost-in-merge]"), "{run}");
}

#[test]
fn commits_of_the_commands_are_signed_behind_the_hooks() {
    let desk = desk();
    desk.write("onboard.yaml", &format!("{}git:\n  sign: always\n", desk.read("onboard.yaml")));
    desk.git("config gpg.program false");
    desk.git("config user.signingkey nobody");
    desk.commit_all("signed from now on");
    let run = refused(&desk, "git commit -q --allow-empty -S -m signed");
    assert!(run.stderr.contains("sign"), "{run}");
    let run = desk.run("set acme language=fr");
    assert_eq!(run.code, 74, "{run}");
    assert!(run.stderr.contains("git.sign: always"), "{run}");
    desk.assert_clean();
}

#[test]
fn a_secret_in_the_message_is_refused_and_not_shown() {
    let desk = desk();
    edit(&desk, "language: en", "language: fr");
    let secret = format!("eyJ{0}.eyJ{0}.{0}", "kP9xQ2mL7vR4tY8wZ3nB");
    desk.write("../message", &format!("acme: French\n\nthe token is {secret}\n"));
    let run = refused(&desk, "git commit -qaF ../message");
    assert!(run.stderr.contains("error[secret/"), "{run}");
    assert!(!run.stderr.contains("kP9xQ2mL7vR4tY8w"), "{run}");
}

#[test]
fn a_hook_that_is_there_runs_first_and_comes_back() {
    let desk = made(Sandbox::new());
    let theirs = "#!/bin/sh\necho ran >> \"$HOME/log\"\n[ ! -e \"$HOME/stop\" ]\n";
    let path = desk.path(".git/hooks/pre-commit");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, theirs).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).unwrap();
    let run = desk.run("setup hooks");
    assert!(run.code == 0 && run.stderr.contains("runs first"), "{run}");

    edit(&desk, "language: en", "language: fr");
    assert_eq!(desk.shell("git commit -qam French").code, 0);
    assert_eq!(fs::read_to_string(desk.home().join("log")).unwrap(), "ran\n");
    fs::write(desk.home().join("stop"), "").unwrap();
    edit(&desk, "language: fr", "language: en");
    let _run = refused(&desk, "git commit -qam English");
    fs::remove_file(desk.home().join("stop")).unwrap();
    shortcut(&desk);
    let _run = refused(&desk, "git commit -qam 'a shortcut'");

    let run = desk.run("setup hooks --uninstall");
    assert!(run.code == 0 && run.stderr.contains("back in its place"), "{run}");
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o750);
    assert!(!desk.path(".git/hooks/commit-msg").exists());
    assert!(!desk.path(".git/hooks/pre-commit.before-onboard").exists());
    assert_eq!(desk.shell("git commit -qam 'nobody looks'").code, 0);
    let run = desk.run("setup hooks --uninstall");
    assert!(run.code == 0 && run.stderr.contains("no hooks of onboard"), "{run}");
}

#[test]
fn a_second_run_changes_nothing_and_a_hook_that_was_changed_is_left_alone() {
    let desk = desk();
    let path = desk.path(".git/hooks/pre-commit");
    let before = fs::read_to_string(&path).unwrap();
    let run = desk.run("setup hooks");
    assert!(run.code == 0 && run.stderr.contains("up to date"), "{run}");
    assert_eq!(fs::read_to_string(&path).unwrap(), before);
    // In another language: our own text, brought up to date.
    desk.ok("setup hooks --lang fr");
    let french = fs::read_to_string(&path).unwrap();
    assert_ne!(french, before);
    fs::write(&path, format!("{french}# and more\n")).unwrap();
    for words in ["setup hooks", "setup hooks --dry-run", "setup hooks --uninstall"] {
        let run = desk.run(words);
        assert_eq!(run.code, 73, "{words}\n{run}");
    }
    assert!(fs::read_to_string(&path).unwrap().ends_with("# and more\n"));
}

#[test]
fn a_dry_run_shows_the_hooks_and_writes_none() {
    let desk = made(Sandbox::new());
    let run = desk.run("setup hooks --dry-run");
    assert!(run.code == 0 && run.stdout.contains("validate --staged --commit-message"), "{run}");
    assert!(!desk.path(".git/hooks/pre-commit").exists() && !desk.path(".git/hooks/commit-msg").exists());
    desk.ok("setup hooks");
    desk.ok("setup hooks --uninstall --dry-run");
    assert!(desk.path(".git/hooks/pre-commit").exists());
}

#[test]
fn linked_work_trees_have_the_same_hooks() {
    let desk = made(Sandbox::new());
    desk.git("worktree add -q ../second -b second");
    desk.ok("-C ../second setup hooks");
    assert!(desk.path(".git/hooks/pre-commit").exists());
    let text = desk.read("../second/clients/acme.yaml");
    desk.write("../second/clients/acme.yaml", &text.replace("phase: engagement", "phase: agreement"));
    let run = desk.shell("cd ../second && git commit -qam 'a shortcut'");
    assert!(run.code != 0 && run.stderr.contains("error[step/"), "{run}");
    desk.write("../second/clients/acme.yaml", &text.replace("language: en", "language: fr"));
    let run = desk.shell("cd ../second && git commit -qam French && git commit -q --amend -m 'French, they say'");
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn a_workspace_below_the_top_is_judged_and_other_branches_are_let_alone() {
    let desk = Sandbox::new();
    desk.git("init -q");
    fs::create_dir_all(desk.path("the desk's/west")).unwrap();
    desk.write("README", "a larger repository\n");
    desk.commit_all("first");
    desk.git("branch bare");
    let within = |words: &str| {
        let words = crate::sandbox::split(words);
        desk.run_args(&[&["-C".to_owned(), "the desk's/west".to_owned()], words.as_slice()].concat())
    };
    assert_eq!(within("init acme --name-en Acme --name-fr Acme --language en").code, 0);
    assert_eq!(within("setup hooks").code, 0);
    let file = "the desk's/west/clients/acme.yaml";
    let text = desk.read(file);
    desk.write(file, &text.replace("phase: engagement", "phase: agreement"));
    let run = refused(&desk, "git commit -qam 'a shortcut'");
    assert!(run.stderr.contains("step/"), "{run}");
    desk.write(file, &text.replace("language: en", "language: fr"));
    desk.write("../message", "their language\n\nOnboard-Client: beta\n");
    let run = refused(&desk, "git commit -qaF ../message");
    assert!(run.stderr.contains("trailer/client"), "{run}");
    assert_eq!(within("set acme custom.note=ok").code, 75, "edits that no commit holds are not overwritten");
    assert_eq!(desk.shell("git commit -qam 'their language'").code, 0);
    assert_eq!(within("set acme custom.note=ok").code, 0);
    desk.git("checkout -q bare");
    desk.write("README", "changed\n");
    assert_eq!(desk.shell("git commit -qam readme").code, 0);
}
