//! The `git` program that is killed while it works for a change, and a change that is told to stop.

use std::time::{Duration, Instant};

use super::sandbox::{ACME, AFTER, BEFORE, Desk, change};
use crate::store::{Surroundings, Waiting, Workspace};

/// A repository with a hook, whose `git` dies as told: `$1` is what it is called with.
fn with_dying_git(script: &str) -> Desk {
    let mut desk = Desk::new();
    desk.hook("pre-commit", "exit 0");
    let path = std::env::var_os("PATH").expect("a path");
    let git = std::env::split_paths(&path).map(|it| it.join("git")).find(|it| it.is_file()).expect("git");
    let folder = desk.top.join("../bin");
    desk.script(&folder.join("git"), &format!("git={}\n{script}\nexec $git \"$@\"", git.display()));
    let all = std::env::join_paths(std::iter::once(folder).chain(std::env::split_paths(&path))).expect("a path");
    desk.set("PATH", all);
    desk
}

#[test]
fn a_git_that_dies_after_it_moved_the_branch_has_moved_it() {
    let desk = with_dying_git("case \"$1\" in update-ref) $git \"$@\"; kill -9 $$;; esac");
    desk.advance().expect("the branch holds the commit");
    assert_eq!((desk.text(ACME), desk.commits()), (AFTER.to_owned(), 2));
    desk.assert_clean();
}

#[test]
fn what_fails_after_the_branch_has_moved_takes_nothing_back() {
    // From then on, every git that looks into an index dies.
    let desk = with_dying_git(
        "case \"$*\" in update-ref*) touch ../moved;; *ls-files*) test -e ../moved && kill -9 $$;; esac",
    );
    let done = desk.advance();
    std::fs::remove_file(desk.top.join("../moved")).expect("the branch was moved");
    assert!(done.is_ok(), "{done:?}");
    assert_eq!((desk.text(ACME), desk.commits()), (AFTER.to_owned(), 2));
    desk.assert_clean();
}

#[test]
fn a_git_that_dies_before_it_moved_the_branch_leaves_everything_as_it_was() {
    for step in ["update-index", "ls-files", "write-tree", "commit-tree", "update-ref", "rev-parse", "hook"] {
        let desk = with_dying_git(&format!("case \"$*\" in *{step}*) kill -9 $$;; esac"));
        let before = (desk.text(ACME), desk.commits_untouched());
        desk.advance().expect_err(step);
        assert_eq!((desk.text(ACME), desk.commits_untouched()), before, "{step}");
        assert_eq!(desk.text(ACME), BEFORE, "{step}");
        assert!(!desk.top.join(".git/index.lock").exists(), "{step}");
    }
}

#[test]
fn who_waits_in_a_queue_that_gets_on_waits_on_and_is_told_of() {
    let desk = Desk::new();
    let told = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let hear = std::sync::Arc::clone(&told);
    let waiting = Waiting::with(move |holder| hear.lock().expect("nobody panics").push(holder.to_owned()));
    // One of the others alone may take six times this, and together they take longer.
    let patience = Duration::from_millis(200);
    let patient = Surroundings { patience, waiting, ..Surroundings::new(desk.environment.clone()) };
    let patient = Workspace::find(&desk.root, patient).expect("a workspace");
    let first = desk.workspace();
    let turn = first.turn("number 0").expect("the lock");
    let begun = Instant::now();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut turn = Some(turn);
            for number in 1..9 {
                let end = begun + patience * number;
                while Instant::now() < end {
                    std::thread::park_timeout(end.saturating_duration_since(Instant::now()));
                }
                // The next one of a queue: the same lock, signed anew.
                if let Some(it) = &turn {
                    it.sign_again(&format!("number {number}"));
                }
            }
            turn.take();
        });
        patient.change(change(ACME, Some(BEFORE), Some(AFTER))).expect("its turn came");
    });
    assert!(begun.elapsed() > patience * 8);
    let told = told.lock().expect("nobody panics").clone();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told.iter().all(|it| it.contains("number ")), "{told:?}");
    desk.assert_clean();
}
