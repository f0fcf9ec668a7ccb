//! What a change does when nothing goes wrong.

use std::fs;

use super::sandbox::{ACME, AFTER, BEFORE, Desk, change, rel};
use crate::store::{Change, CommitTime, Done, Workspace, Writing};

#[test]
fn a_change_is_one_commit_of_its_file_and_leaves_everything_clean() {
    let desk = Desk::new();
    let done = desk.advance().expect("a commit");
    assert_eq!(desk.text(ACME), AFTER);
    assert_eq!(done.commit.as_deref(), Some(desk.git("rev-parse HEAD").trim()));
    assert_eq!(desk.git("diff-tree --no-commit-id --name-status -r HEAD"), "M\tclients/acme.yaml\n");
    assert_eq!(
        desk.git("log -1 --format=%an|%ae|%cn|%ce%n%B"),
        "Ada Lovelace|ada@example.ca|Grace Hopper|grace@example.ca\nacme: engagement -> agreement\n\nbecause it is time\n\n\
         Onboard-Client: acme\n\n"
    );
    assert!(desk.git("reflog -1 --format=%gs HEAD").starts_with("commit: acme: engagement -> agreement"));
    assert!(desk.git("reflog -1 --format=%gn main").starts_with("Grace Hopper"));
    desk.assert_clean();
}

#[test]
fn both_ways_make_the_same_commit() {
    let when = Some(CommitTime { seconds: 1_795_405_454, offset_minutes: -300 });
    let quick = Desk::new();
    let program = Desk::new();
    // A hook that does nothing is enough to call the program.
    program.hook("pre-commit", "exit 0");
    for desk in [&quick, &program] {
        let change = Change { when, ..change(ACME, Some(BEFORE), Some(AFTER)) };
        desk.workspace().change(change).expect("a commit");
        desk.assert_clean();
    }
    let shown = |desk: &Desk| desk.git("log -1 --format=%T|%an|%ae|%aI|%cn|%ce|%cI|%B");
    assert_eq!(shown(&quick), shown(&program));
    assert!(shown(&quick).contains("2026-11-22T22:44:14-05:00"), "{}", shown(&quick));
}

#[test]
fn the_first_commit_of_a_repository_may_be_ours() {
    for hook in [false, true] {
        let desk = Desk::bare();
        let workspace = Workspace::create(&desk.root, desk.surroundings()).expect("a repository");
        if hook {
            desk.hook("pre-commit", "exit 0");
        }
        let mut change = change(ACME, None, Some(AFTER));
        change.files.extend(super::sandbox::change("onboard.yaml", None, Some("schema: 1\n")).files);
        workspace.change(change).expect("a commit");
        assert_eq!(desk.git("ls-tree -r --name-only HEAD"), "clients/acme.yaml\nonboard.yaml\n");
        assert_eq!(desk.git("symbolic-ref HEAD"), "refs/heads/main\n");
        desk.assert_clean();
    }
}

#[test]
fn a_new_repository_is_one_that_libgit2_can_use() {
    let mut desk = Desk::bare();
    desk.set("GIT_DEFAULT_HASH", "sha256");
    desk.git("config --global init.defaultBranch trunk");
    desk.git("config --global init.defaultObjectFormat sha256");
    desk.git("config --global init.defaultRefFormat reftable");
    Workspace::create(&desk.root.join("new/one"), desk.surroundings()).expect("a repository");
    desk.top = desk.root.join("new/one");
    assert_eq!(desk.git("symbolic-ref HEAD"), "refs/heads/trunk\n");
    assert_eq!(desk.git("rev-parse --show-object-format"), "sha1\n");
    assert_eq!(desk.git("rev-parse --show-ref-format"), "files\n");
    assert_eq!(fs::read_dir(&desk.top).expect("a folder").count(), 1, "only the repository");
}

#[test]
fn what_others_have_staged_or_modified_stays_as_it_is() {
    for hook in [false, true] {
        let desk = Desk::new();
        desk.write("staged.txt", "staged\n");
        desk.git("add staged.txt");
        desk.write("clients/other.yaml", "id: other\nedited: true\n");
        desk.write("untracked.txt", "x\n");
        if hook {
            desk.hook("pre-commit", "exit 0");
        }
        let before = desk.git("status --porcelain");
        desk.advance().expect("a commit");
        assert_eq!(desk.git("status --porcelain"), before);
        assert_eq!(desk.git("diff-tree --no-commit-id --name-only -r HEAD"), "clients/acme.yaml\n");
        desk.assert_sound();
    }
}

#[test]
fn an_edit_made_in_the_same_moment_as_the_last_index_is_still_seen() {
    let desk = Desk::new();
    // Same length, same time as the index: only the content tells.
    let time = "200001010000.00";
    for it in ["clients/other.yaml", ".git/index"] {
        desk.command("touch", &desk.top).args(["-t", time, it]).status().expect("touch runs");
    }
    desk.git("update-index --refresh");
    desk.command("touch", &desk.top).args(["-t", time, ".git/index"]).status().expect("touch runs");
    desk.write("clients/other.yaml", "id: OTHER\n");
    desk.command("touch", &desk.top).args(["-t", time, "clients/other.yaml"]).status().expect("touch runs");
    desk.git("config core.trustctime false");
    desk.advance().expect("a commit");
    assert_eq!(desk.git("status --porcelain"), " M clients/other.yaml\n");
}

#[test]
fn a_file_can_be_added_and_removed() {
    let desk = Desk::new();
    let path = "clients/west/new.yaml";
    desk.workspace().change(change(path, None, Some("id: new\n"))).expect("a commit");
    desk.assert_clean();
    desk.workspace().change(change(path, Some("id: new\n"), None)).expect("a commit");
    assert!(!desk.root.join(path).exists());
    assert_eq!(desk.git("diff-tree --no-commit-id --name-status -r HEAD"), "D\tclients/west/new.yaml\n");
    desk.assert_clean();
}

#[test]
fn a_change_of_nothing_makes_no_commit() {
    let desk = Desk::new();
    let done = desk.workspace().change(change(ACME, Some(BEFORE), Some(BEFORE))).expect("nothing to do");
    assert_eq!(done, Done::default());
    assert_eq!(desk.commits(), 1);
}

#[test]
fn without_a_commit_changes_may_follow_one_another() {
    let desk = Desk::new();
    let leave = |before, after| Change { writing: Writing::WorkTreeOnly, ..change(ACME, Some(before), Some(after)) };
    desk.workspace().change(leave(BEFORE, AFTER)).expect("written");
    desk.workspace().change(leave(AFTER, "id: acme\nphase: cate\n")).expect("written");
    assert_eq!(desk.text(ACME), "id: acme\nphase: cate\n");
    assert_eq!(desk.git("status --porcelain"), " M clients/acme.yaml\n");
    assert!(desk.workspace().dirty(&rel(ACME)).expect("an answer"));
    desk.assert_sound();
}

#[test]
fn without_a_repository_a_change_can_still_be_left_in_the_work_tree() {
    let desk = Desk::bare();
    desk.write("onboard.yaml", "schema: 1\n");
    desk.write(ACME, BEFORE);
    let change = Change { writing: Writing::WorkTreeOnly, ..change(ACME, Some(BEFORE), Some(AFTER)) };
    desk.workspace().change(change).expect("written");
    assert_eq!(desk.text(ACME), AFTER);
    assert_eq!(fs::read_dir(desk.root.join("clients")).expect("clients").count(), 1, "nothing left over");
}

#[cfg(unix)]
#[test]
fn the_mode_of_a_file_is_kept_and_a_new_one_has_the_usual_mode() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    let mode = |path: &str| fs::metadata(desk.root.join(path)).expect("a file").permissions().mode() & 0o777;
    fs::set_permissions(desk.root.join(ACME), fs::Permissions::from_mode(0o640)).expect("set");
    desk.advance().expect("a commit");
    assert_eq!(mode(ACME), 0o640);
    desk.workspace().change(change("clients/new.yaml", None, Some("id: new\n"))).expect("a commit");
    assert_eq!(mode("clients/new.yaml"), mode("clients/other.yaml"));
    desk.assert_clean();
}

#[test]
fn the_hooks_see_a_commit_of_exactly_our_file() {
    let desk = Desk::new();
    desk.write("staged.txt", "staged\n");
    desk.git("add staged.txt");
    let seen = desk.top.join("../seen");
    let seen = seen.display();
    desk.hook(
        "pre-commit",
        &format!("git diff --cached --name-only > {seen}; cat {ACME} >> {seen}; echo $GIT_AUTHOR_NAME >> {seen}"),
    );
    desk.hook("prepare-commit-msg", &format!("echo prepare $2 $# >> {seen}"));
    desk.hook("commit-msg", &format!("head -1 $1 >> {seen}"));
    desk.hook("post-commit", &format!("git log -1 --format=%s >> {seen}; git status --porcelain >> {seen}; echo done"));
    let done = desk.advance().expect("a commit");
    let told = fs::read_to_string(desk.top.join("../seen")).expect("the hooks ran");
    assert_eq!(
        told,
        format!(
            "{ACME}\n{AFTER}Ada Lovelace\nprepare message 2\nacme: engagement -> agreement\nacme: engagement -> agreement\nA  staged.txt\n"
        )
    );
    assert_eq!(done.said, "done");
    assert_eq!(desk.git("status --porcelain"), "A  staged.txt\n");
}

#[test]
fn a_hook_may_rewrite_the_message() {
    let desk = Desk::new();
    desk.hook("commit-msg", "sed -i 's/because/Because/' \"$1\"; echo 'Signed-off-by: Ada <ada@example.ca>' >> \"$1\"");
    desk.advance().expect("a commit");
    assert_eq!(
        desk.git("log -1 --format=%b"),
        "Because it is time\n\nOnboard-Client: acme\nSigned-off-by: Ada <ada@example.ca>\n\n"
    );
    desk.assert_clean();
}

#[test]
fn a_long_message_comes_whole_through_the_hooks() {
    let desk = Desk::new();
    desk.hook("commit-msg", "exit 0");
    let mut change = change(ACME, Some(BEFORE), Some(AFTER));
    change.message.body = "a long reason\n".repeat(10_000);
    desk.workspace().change(change).expect("a commit");
    assert_eq!(desk.git("log -1 --format=%b").matches("a long reason").count(), 10_000);
    assert!(desk.git("log -1 --format=%(trailers)").contains("Onboard-Client: acme"));
}

#[test]
fn what_a_hook_stages_is_committed_and_told() {
    let desk = Desk::new();
    desk.hook("pre-commit", &format!("echo '# checked' >> {ACME}; echo x > extra.txt; git add {ACME} extra.txt"));
    let done = desk.advance().expect("a commit");
    assert_eq!(done.rewritten, [rel(ACME)]);
    assert_eq!(desk.git(&format!("show HEAD:{ACME}")), format!("{AFTER}# checked\n"));
    assert_eq!(desk.git("diff-tree --no-commit-id --name-only -r HEAD"), "clients/acme.yaml\nextra.txt\n");
    desk.assert_clean();
}

#[test]
fn hooks_are_found_where_the_configuration_says() {
    let desk = Desk::new();
    desk.git("config core.hooksPath .githooks");
    desk.script(&desk.top.join(".git/info/x"), "exit 0");
    desk.script(&desk.top.join(".githooks/pre-commit"), "echo no; exit 1");
    let fault = desk.advance().expect_err("the hook refuses");
    assert!(fault.to_string().contains("pre-commit"), "{fault}");
    // One that is not executable does not count.
    desk.command("chmod", &desk.top).args(["-x", ".githooks/pre-commit"]).status().expect("chmod runs");
    desk.advance().expect("a commit");
}

#[test]
fn a_time_of_the_environment_wins_over_ours() {
    let mut desk = Desk::new();
    desk.set("GIT_AUTHOR_DATE", "2026-01-02T03:04:05+0000");
    let when = Some(CommitTime { seconds: 0, offset_minutes: 0 });
    desk.workspace().change(Change { when, ..change(ACME, Some(BEFORE), Some(AFTER)) }).expect("a commit");
    assert_eq!(desk.git("log -1 --format=%aI|%ct"), "2026-01-02T03:04:05Z|0\n");
}

#[test]
fn the_identity_comes_from_the_configuration_with_its_includes() {
    let mut desk = Desk::new();
    desk.unset("GIT_AUTHOR");
    desk.unset("GIT_COMMITTER");
    desk.git("config --global user.name Global");
    desk.git("config --global user.email global@example.ca");
    desk.git("config --global author.name Author");
    desk.git("config --global includeIf.hasconfig:remote.*.url:https://work.example/**.path ~/work.config");
    fs::write(desk.top.join("../home/work.config"), "[user]\n\temail = work@example.ca\n").expect("written");
    desk.git("remote add origin https://work.example/x");
    desk.advance().expect("a commit");
    assert_eq!(desk.git("log -1 --format=%an|%ae|%cn|%ce"), "Author|work@example.ca|Global|work@example.ca\n");
}
