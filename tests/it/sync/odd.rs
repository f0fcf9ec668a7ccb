//! What a remote and a repository can be like: none, gone, rewritten, shallow, protected, busy.

use super::team::{ACME, Team};

#[test]
fn without_a_remote_it_says_how_to_name_one() {
    let (_team, ada) = Team::new();
    ada.git("remote rename origin hub");
    ada.ok("sync");
    ada.git("remote add other ../other.git");
    ada.git("config --unset branch.main.remote");
    ada.refuses("sync", 2, &["it is not said which remote: hub, other", "onboard sync --remote NAME"]);
    ada.refuses("sync --remote nowhere", 2, &["there is no remote `nowhere`", "hub, other"]);
    ada.refuses("sync --remote hub --branch 'a b'", 2, &["`a b` cannot be the name of a branch"]);
    ada.git("remote remove hub");
    ada.git("remote remove other");
    ada.refuses("sync", 78, &["this repository has no remote", "git remote add origin ADDRESS"]);
    let french = ada.in_french();
    french.refuses("sync", 78, &["ce dépôt n’a pas de dépôt distant"]);
}

#[test]
fn without_a_connection_it_says_what_waits_and_for_whom() {
    let (team, ada) = Team::new();
    ada.ok("set acme language=fr");
    ada.ok("set beta language=fr");
    std::fs::rename(team.home().join("hub.git"), team.home().join("away")).unwrap();
    let run = ada.run("sync");
    insta::assert_snapshot!(run, @"
    --- stderr ---
    error: `origin` cannot be reached; git says:
      fatal: '../hub.git' does not appear to be a git repository
      fatal: Could not read from remote repository.
      Please make sure you have the correct access rights
      and the repository exists.
      2 commits are here and not there yet (acme, beta)
    help: your work is safe in this copy: run `onboard sync` again when there is a connection
    [exit status: 75]
    ");
    let (value, code) = ada.json("sync");
    assert_eq!((code, &value["refusal"]["reason"]), (75, &"unreachable".into()));
    assert_eq!(value["refusal"]["waiting"], serde_json::json!({"commits": 2, "clients": ["acme", "beta"]}));
    std::fs::rename(team.home().join("away"), team.home().join("hub.git")).unwrap();
    ada.ok("sync");
    assert_eq!(ada.head(), team.hub());
}

#[test]
fn a_remote_that_says_no_is_heard_and_what_came_stays() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    bob.ok("set beta language=fr");
    bob.ok("sync");
    team.hook("pre-receive", "echo 'main is protected: ask for a merge' >&2; exit 1");
    ada.ok("set acme language=fr");
    let run = ada.run("sync");
    insta::assert_snapshot!(run, @"
    --- stderr ---
    received 1 commit from `origin` (beta)
    error: `origin` refused the commits; it says:
      main is protected: ask for a merge
      pre-receive hook declined
    help: your commits are safe in this copy. If the branch is protected, push them as another one and ask for a merge: git push origin HEAD:refs/heads/NAME
    [exit status: 1]
    ");
    assert_eq!(ada.git("log --format=%s -n 2"), "acme: set language\nbeta: set language\n");
    assert_eq!(team.hub(), bob.head());
    ada.assert_clean();
    ada.in_french().refuses(
        "sync",
        1,
        &["`origin` a refusé les commits; il dit\u{a0}:", "main is protected: ask for a merge"],
    );
}

#[test]
fn when_others_are_always_quicker_it_gives_up_after_a_while_and_the_commits_wait() {
    let (team, ada) = Team::new();
    ada.ok("set acme language=fr");
    team.hook("update", "touch \"$GIT_DIR/tried\"; echo \"$(date +%N)\" >> ../tries; git update-ref refs/heads/main $(git commit-tree -p refs/heads/main -m quicker 'refs/heads/main^{tree}')");
    let run = ada.run("sync");
    assert_eq!(run.code, 75, "{run}");
    assert!(run.stderr.contains("others pushed to `main` each time just before"), "{run}");
    assert!(run.stderr.contains("1 commit is here and not there yet (acme)"), "{run}");
    let tries = std::fs::read_to_string(team.home().join("tries")).unwrap();
    assert_eq!(tries.lines().count(), 8, "{run}");
    assert_eq!(ada.git("log --format=%s -n 1"), "acme: set language\n");
}

#[test]
fn a_rewritten_remote_is_told_each_time_and_nothing_comes_back() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    ada.ok("set acme language=fr");
    ada.ok("sync");
    bob.ok("sync");
    bob.ok("set beta language=fr");
    ada.git("reset -q --hard HEAD~1");
    ada.git("push -q -f origin main");
    for _ in 0..2 {
        bob.refuses("sync", 1, &["was rewritten at `origin`", "git rebase --onto origin/main"]);
    }
    // Also when another program has fetched it meanwhile.
    bob.git("fetch -q");
    let run = bob.refuses("sync", 1, &["was rewritten at `origin`"]);
    let help = run.lines().find_map(|it| it.split_once("keep only your own commits: ")).unwrap().1.to_owned();
    let done = bob.shell(&help);
    assert_eq!(done.code, 0, "{help}\n{done}");
    bob.ok("sync");
    assert_eq!(bob.git("log --format=%s -n 2"), "beta: set language\nbeta: new client in engagement\n");
    assert_eq!(bob.head(), team.hub());
}

#[test]
fn what_git_is_in_the_middle_of_comes_first() {
    let (team, ada) = Team::new();
    ada.git("switch -q --detach");
    ada.refuses("sync", 75, &["HEAD is detached"]);
    ada.git("switch -q main");
    let bob = team.clone("bob");
    for (seat, word) in [(&ada, "one"), (&bob, "two")] {
        seat.write("notes.txt", word);
        seat.commit_all(word);
    }
    ada.ok("sync");
    assert_ne!(bob.shell("git pull -q --rebase").code, 0);
    let run = bob.run("sync");
    assert_eq!(run.code, 75, "{run}");
    bob.git("rebase --abort");
    let run = bob.refuses("sync", 1, &["`notes.txt` was changed here (commit ", "“two”) and at `origin`"]);
    assert!(
        run.contains("git pull --rebase origin main; keep what is right at each mark; git add notes.txt;"),
        "{run}"
    );
}

#[test]
fn two_histories_are_not_one() {
    let (team, ada) = Team::new();
    ada.git("switch -q --orphan other");
    ada.ok("init gamma --name-en Gamma --name-fr Gamma --language en --hosts example");
    let run = ada.run("sync --branch main");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("have no commit in common"), "{run}");
    // A branch of its own may go there.
    ada.ok("sync");
    assert_eq!(ada.git("rev-parse HEAD"), team.seat("hub.git").git("rev-parse other"));
    assert_eq!(ada.git("config branch.other.merge"), "refs/heads/other\n");
}

#[test]
fn a_shallow_copy_works_as_long_as_it_can_tell() {
    let (team, ada) = Team::new();
    let address = format!("file://{}", team.home().join("hub.git").display());
    let bob = team.seat("bob");
    let done = ada.shell(&format!("git clone -q --depth 1 {address} ../bob"));
    assert_eq!(done.code, 0, "{done}");
    ada.ok("set acme language=fr");
    ada.ok("sync");
    bob.ok("set beta language=fr");
    bob.ok("sync");
    assert_eq!(bob.head(), team.hub());
    // The edge of the copy has moved past where the two part.
    ada.ok("sync");
    ada.ok("set acme language=en");
    ada.ok("set beta language=en");
    ada.ok("sync");
    bob.write("notes.txt", "x\n");
    bob.commit_all("mine");
    bob.git("fetch -q --depth 1");
    bob.refuses("sync", 1, &["this copy is too shallow", "git fetch --unshallow origin"]);
    bob.git("fetch -q --unshallow origin");
    bob.ok("sync");
    assert_eq!(bob.head(), team.hub());
}

#[test]
fn merges_and_seals_of_this_copy_are_not_torn_apart() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    bob.git("switch -q -c side");
    bob.ok("set acme language=fr");
    bob.git("switch -q main");
    bob.ok("set beta language=fr");
    bob.git("merge -q --no-edit side");
    ada.write("notes.txt", "x\n");
    ada.commit_all("notes");
    ada.ok("sync");
    bob.refuses("sync", 1, &["is a merge", "git pull --no-rebase origin main"]);
    bob.git("pull -q --no-rebase --no-edit origin main");
    bob.ok("sync");
    assert_eq!(team.hub(), bob.head());
    bob.assert_clean();
    // A merge that nothing has come in between of goes as it is; a seal bars the way only where commits would move.
    bob.ok("set acme language=en");
    bob.ok("audit --seal");
    ada.ok("sync");
    ada.ok("set beta language=en");
    ada.ok("sync");
    bob.refuses("sync", 1, &["the seal `onboard-audit/", "git pull --no-rebase"]);
}

#[test]
fn links_and_swapped_folders_are_left_to_git() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    std::os::unix::fs::symlink("acme.yaml", ada.path("latest")).unwrap();
    ada.commit_all("a link");
    ada.ok("sync");
    bob.ok("set acme language=fr");
    bob.refuses("sync", 1, &["`latest` is a link", "git pull --rebase origin main"]);
    bob.git("pull -q --rebase origin main");
    bob.ok("sync");
    assert_eq!(team.hub(), bob.head());
    assert!(bob.read(ACME).contains("language: fr"));
    ada.ok("sync");
    ada.write("swap", "a file");
    ada.commit_all("a file");
    ada.ok("sync");
    bob.ok("sync");
    ada.git("rm -q swap");
    ada.write("swap/inside.txt", "a folder");
    ada.commit_all("a folder");
    ada.ok("sync");
    bob.refuses("sync", 1, &["`swap` is a link", "git pull --rebase origin main"]);
    bob.git("pull -q --rebase origin main");
    bob.ok("sync");
}

#[test]
fn a_workspace_in_a_folder_of_the_repository_is_brought_together_with_what_lies_beside_it() {
    let team = Team::new().0;
    let eve = team.seat("eve");
    std::fs::create_dir_all(eve.path("work")).unwrap();
    eve.git("init -q");
    eve.ok("-C work init acme --name-en Acme --name-fr Acmé --language en --hosts example");
    eve.git("init -q --bare ../second.git");
    eve.git("remote add origin ../second.git");
    eve.ok("-C work sync");
    let zoe = team.clone_from("second.git", "zoe");
    eve.write("beside.txt", "x\n");
    eve.commit_all("beside");
    eve.ok("-C work sync");
    zoe.ok("-C work set acme language=fr");
    let run = zoe.ok("-C work sync");
    assert!(run.contains("sent 1 commit to `origin` (acme)"), "{run}");
    assert_eq!(zoe.read("beside.txt"), "x\n");
    assert_eq!(zoe.git("status --porcelain"), "");
}

#[test]
fn every_form_of_repository_that_git_knows_is_brought_together() {
    for form in ["--object-format=sha256", "--ref-format=reftable"] {
        let team = Team::new().0;
        let (eve, zoe) = (team.seat("eve"), team.seat("zoe"));
        if team.seat("ada").shell(&format!("git init -q --bare {form} ../form.git")).code != 0 {
            // A git of before that form.
            continue;
        }
        for seat in [&eve, &zoe] {
            std::fs::create_dir(seat.path("")).unwrap();
            seat.git(&format!("init -q {form}"));
            seat.git("remote add origin ../form.git");
        }
        eve.ok("init acme --name-en Acme --name-fr Acmé --language en --hosts example");
        eve.ok("init beta --name-en Beta --name-fr Bêta --language en");
        eve.ok("sync");
        zoe.git("pull -q origin main");
        zoe.ok("set acme language=fr");
        eve.ok("set acme organization.name.en='Acme Agency'");
        eve.ok("sync");
        let run = zoe.ok("sync");
        assert!(run.contains("merged: clients/acme.yaml"), "{form}: {run}");
        zoe.assert_clean();
        eve.ok("sync");
        assert_eq!(eve.head(), zoe.head(), "{form}");
    }
}

#[test]
fn a_lock_that_a_killed_git_left_is_named() {
    let (team, ada) = Team::new();
    ada.ok("set acme language=fr");
    ada.write(".git/refs/remotes/origin/main.lock", "");
    let other = ada.git("rev-parse HEAD~1").trim().to_owned();
    // Something must come, so that git wants the lock.
    let bob = team.clone("bob");
    assert_eq!(bob.head(), other);
    bob.ok("set beta language=fr");
    bob.ok("sync");
    let run = ada.run("sync");
    assert_eq!(run.code, 75, "{run}");
    assert!(run.stderr.contains("refs/remotes/origin/main.lock"), "{run}");
}

#[test]
fn a_branch_that_was_deleted_there_does_not_come_back_by_itself() {
    let (team, ada) = Team::new();
    let bob = team.clone("bob");
    bob.git("switch -q -c side");
    bob.ok("set acme language=fr");
    bob.ok("sync");
    ada.git("push -q origin --delete side");
    bob.ok("set beta language=fr");
    let run =
        bob.refuses("sync", 1, &["`side` was at `origin` and is gone there", "git switch BRANCH, then onboard sync"]);
    let (_, push) = run.split_once("if it is to come back: ").unwrap();
    let done = bob.shell(push.lines().next().unwrap());
    assert_eq!(done.code, 0, "{done}");
    bob.ok("sync");
    assert_eq!(ada.git("ls-remote origin side").split('\t').next(), Some(bob.head().as_str()));
}
