//! What happens every day: something came, something went, both at once, and a conflict.

use super::team::{ACME, Team};

#[test]
fn what_one_sends_the_other_receives() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    bob.ok("set acme language=fr");
    let run = bob.ok("sync");
    insta::assert_snapshot!(run, @"
    --- stderr ---
    sent 1 commit to `origin` (acme)
    ");
    assert_eq!(team.hub(), bob.head());
    let run = ada.ok("sync");
    insta::assert_snapshot!(run, @"
    --- stderr ---
    received 1 commit from `origin` (acme)
    ");
    assert_eq!(ada.head(), bob.head());
    assert_eq!(ada.read(ACME), bob.read(ACME));
    ada.assert_clean();
    let run = ada.in_french().ok("sync");
    insta::assert_snapshot!(run, @"
    --- stderr ---
    `main` est identique ici et dans `origin`; rien à faire
    ");
}

#[test]
fn commits_of_both_sides_come_together_and_keep_their_authors_and_their_words() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    bob.ok("set acme language=fr -m 'they asked for it'");
    bob.ok("set beta engagement.business_owner_named_on=2026-11-20");
    ada.ok("set beta language=fr");
    ada.ok("sync");
    let told = |seat: &super::team::Seat| seat.git("log --format=%an|%ad|%B -n 2");
    let before = told(&bob);
    let (value, code) = bob.json("sync");
    assert_eq!(code, 0, "{value}");
    assert_eq!(
        (&value["synced"], &value["received"]["commits"], &value["sent"]["commits"]),
        (&true.into(), &1.into(), &2.into())
    );
    assert_eq!(value["merged"], serde_json::json!(["clients/beta.yaml"]));
    assert_eq!(value["commit"], bob.head());
    assert_eq!(told(&bob), before);
    assert_eq!(
        bob.git("log --format=%an:%s -n 3"),
        "bob:beta: set engagement.business_owner_named_on\nbob:acme: set language\nada:beta: set language\n"
    );
    assert_eq!(bob.git("rev-list --merges HEAD"), "");
    let beta = bob.read("clients/beta.yaml");
    assert!(beta.contains("language: fr") && beta.contains("2026-11-20"), "{beta}");
    bob.assert_clean();
    ada.ok("sync");
    assert_eq!(ada.head(), team.hub());
    // What was is not lost.
    assert!(bob.git("reflog -n 1").contains("onboard sync: origin/main"));
}

#[test]
fn the_same_change_on_both_sides_is_made_once() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    for seat in [&ada, &bob] {
        seat.ok("set acme language=fr");
    }
    bob.ok("set beta language=fr");
    ada.ok("sync");
    let run = bob.ok("sync");
    insta::assert_snapshot!(run, @"
    --- stderr ---
    received 1 commit from `origin` (acme)
    sent 1 commit to `origin` (beta)
    1 commit of yours said what `origin` had already, and is not needed any more
    ");
    assert_eq!(bob.git("log --format=%s origin/main -n 2"), "beta: set language\nacme: set language\n");
    bob.assert_clean();
}

#[test]
fn a_dry_run_shows_and_changes_nothing() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    bob.ok("set acme language=fr");
    ada.ok("set beta language=fr");
    ada.ok("sync");
    let run = bob.refuses("sync --dry-run", 0, &[]);
    insta::assert_snapshot!(run, @"
    --- stderr ---
    1 commit would come from `origin` (beta)
    1 commit would go to `origin` (acme)
    nothing was changed, here or there
    ");
    bob.ok("sync");
    ada.refuses("sync --dry-run", 0, &["1 commit would come from `origin` (acme)"]);
}

#[test]
fn work_that_no_commit_holds_stays_and_bars_the_way_only_where_it_would_be_overwritten() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    ada.write("notes/new.txt", "theirs\n");
    ada.write("clients/beta.yaml", &ada.read("clients/beta.yaml").replace("language: en", "language: fr"));
    ada.commit_all("by hand");
    ada.ok("sync");
    bob.write(ACME, &(bob.read(ACME) + "# in the work\n"));
    bob.write("staged.txt", "staged\n");
    bob.git("add staged.txt");
    bob.write("loose.txt", "loose\n");
    bob.write("notes/new.txt", "mine\n");
    let run = bob.refuses("sync", 75, &["notes/new.txt"]);
    insta::assert_snapshot!(run, @"
    --- stderr ---
    error: 1 file has work that no commit holds, and the remote changed it, too; nothing was changed
      notes/new.txt
    help: commit it, and sync again: git add -- FILE && git commit -- FILE
    help: or put it aside meanwhile: git stash --include-untracked, then git stash pop
    [exit status: 75]
    ");
    assert_eq!(bob.refuses("sync --dry-run", 75, &["notes/new.txt"]), run);
    std::fs::remove_file(bob.path("notes/new.txt")).unwrap();
    bob.write("clients/beta.yaml", &(bob.read("clients/beta.yaml") + "# mine\n"));
    bob.git("add clients/beta.yaml");
    bob.refuses("sync", 75, &["clients/beta.yaml"]);
    bob.git("restore --staged --worktree clients/beta.yaml");
    bob.ok("sync");
    assert_eq!(bob.head(), team.hub());
    assert_eq!(bob.git("status --porcelain"), " M clients/acme.yaml\nA  staged.txt\n?? loose.txt\n");
    assert_eq!(bob.read("notes/new.txt"), "theirs\n");
    assert!(bob.read(ACME).ends_with("# in the work\n"));
}

#[test]
fn files_come_and_go_with_their_folders_and_modes() {
    let (team, ada) = Team::new();
    ada.write("tools/deep/run.sh", "#!/bin/sh\n");
    ada.write("tools/plain.txt", "a\nb\nc\nd\ne\n");
    ada.git("add -A");
    ada.git("update-index --chmod=+x tools/deep/run.sh");
    ada.git("commit -q -m tools");
    ada.git("checkout -q -f");
    ada.ok("sync");
    let bob = team.clone("bob");
    assert_eq!(ada.shell("chmod -x tools/deep/run.sh && chmod +x tools/plain.txt").code, 0);
    ada.commit_all("modes");
    ada.ok("sync");
    bob.write("tools/plain.txt", "a\nb\nc\nd\nE\n");
    bob.commit_all("mine");
    bob.ok("sync");
    assert_eq!(bob.git("ls-files -s tools").lines().map(|it| &it[..6]).collect::<Vec<_>>(), ["100644", "100755"]);
    bob.assert_clean();
    ada.ok("sync");
    ada.git("rm -q -r tools");
    ada.commit_all("gone");
    ada.ok("sync");
    bob.ok("sync");
    assert!(!bob.path("tools").exists());
    bob.assert_clean();
    // Line endings are git's: in the work tree of one they are others.
    bob.git("config core.autocrlf true");
    ada.write("notes with blank.txt", "one\ntwo\n");
    ada.commit_all("text");
    ada.ok("sync");
    bob.ok("sync");
    assert_eq!(bob.read("notes with blank.txt"), "one\r\ntwo\r\n");
    bob.assert_clean();
}

#[test]
fn commits_that_do_not_hold_are_not_sent() {
    let (team, ada) = Team::new();
    let hub = team.hub();
    ada.write(ACME, &ada.read(ACME).replace("phase: engagement", "phase: agreement"));
    ada.commit_all("a shortcut");
    let run = ada.refuses("sync", 1, &["your commits do not hold: ", "nothing was sent", ACME]);
    assert!(run.contains("step/") || run.contains("history/"), "{run}");
    // Nor are they when others had come before.
    let bob = team.clone("bob");
    bob.ok("set beta language=fr");
    bob.ok("sync");
    ada.refuses("sync", 1, &["on top of what came from `origin`, your commits do not hold"]);
    let (value, _) = ada.json("sync");
    assert_eq!(value["refusal"]["reason"], "does-not-hold");
    // By the id that the commit has here, where it can be found.
    let finding = &value["refusal"]["findings"][0];
    assert_eq!((&finding["commit"], &finding["file"]), (&ada.head().into(), &ACME.into()), "{value}");
    assert_ne!(team.hub(), hub);
}
