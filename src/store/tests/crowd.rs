//! Many at once, and plain `git` among them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::sandbox::{ACME, AFTER, BEFORE, Desk, change, rel};
use crate::store::{StoreError, StoreKind};

const WRITERS: usize = 8;
const CHANGES: usize = 20;

fn crowd(desk: &Desk, changes: usize) {
    let first = desk.commits();
    for writer in 0..WRITERS {
        desk.write(&format!("clients/c{writer}.yaml"), "0\n");
    }
    desk.git("add -A");
    desk.git("commit -q -m clients");
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                let path = format!("clients/c{writer}.yaml");
                for number in 0..changes {
                    let (before, after) = (format!("{number}\n"), format!("{}\n", number + 1));
                    desk.workspace().change(change(&path, Some(&before), Some(&after))).expect("a commit");
                }
            });
        }
    });
    assert_eq!(desk.commits(), first + 1 + WRITERS * changes);
    for writer in 0..WRITERS {
        assert_eq!(desk.text(&format!("clients/c{writer}.yaml")), format!("{changes}\n"));
    }
    desk.assert_clean();
}

#[test]
fn eight_writers_all_land_every_change() {
    crowd(&Desk::new(), CHANGES);
}

#[test]
fn eight_writers_all_land_every_change_through_the_program() {
    crowd(&Desk::with(&["--ref-format=reftable"]), 3);
}

#[test]
fn writers_of_one_client_take_turns() {
    let desk = Desk::new();
    desk.write(ACME, "0");
    desk.git("commit -q -a -m zero");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    let workspace = desk.workspace();
                    let turn = workspace.turn("one more").expect("a turn");
                    let before = desk.text(ACME);
                    let after = (before.parse::<u32>().expect("a number") + 1).to_string();
                    turn.change(change(ACME, Some(&before), Some(&after))).expect("a commit");
                }
            });
        }
    });
    assert_eq!(desk.text(ACME), "40");
    assert_eq!(desk.commits(), 42);
    desk.assert_clean();
}

struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn plain_git_and_we_do_not_lose_each_others_commits() {
    let desk = Desk::new();
    desk.write("notes.txt", "0\n");
    desk.git("add -A");
    desk.git("commit -q -m notes");
    let stop = AtomicBool::new(false);
    let theirs = thread::scope(|scope| {
        let git = scope.spawn(|| {
            let mut landed = 0;
            while !stop.load(Ordering::Relaxed) {
                desk.write("notes.txt", format!("{}\n", landed + 1));
                // It gives up when the index is locked or the branch moves; that is its way.
                if desk.git_agrees("commit -q -m theirs -- notes.txt") {
                    landed += 1;
                }
            }
            landed
        });
        // However this ends, the other one stops.
        let ended = Ended(&stop);
        let mut text = BEFORE.to_owned();
        for number in 0..25 {
            let next = format!("{AFTER}# {number}\n");
            // On a busy machine plain git may hold its lock for longer than we wait: what is refused is tried again.
            let mut tries = (0..20).map(|_| desk.workspace().change(change(ACME, Some(&text), Some(&next))));
            let landed = tries.find(|it| !matches!(it, Err(error) if error.kind() == StoreKind::TryAgain));
            landed.expect("it is not refused for ever").expect("a commit");
            text = next;
        }
        drop(ended);
        git.join().expect("it ends")
    });
    assert_eq!(desk.git("log --format=%s").lines().filter(|it| *it == "theirs").count(), theirs);
    assert_eq!(desk.workspace().log(&rel(ACME)).expect("a history").len(), 26);
    desk.git("add -A");
    desk.git_agrees("commit -q -m rest");
    desk.assert_clean();
}

#[test]
fn when_the_branch_moves_under_a_change_it_starts_again_from_there() {
    let desk = Desk::new();
    // The hook commits something else, once, while our commit is being made.
    let other = "test -e .git/moved && exit 0; touch .git/moved; unset GIT_INDEX_FILE; \
                 git commit -q --no-verify --allow-empty --only -m meanwhile";
    desk.hook("pre-commit", other);
    desk.advance().expect("a commit");
    assert_eq!(desk.git("log --format=%s"), "acme: engagement -> agreement\nmeanwhile\nfirst\n");
    desk.assert_clean();
}

#[test]
fn when_our_file_changes_on_the_branch_meanwhile_nothing_is_written() {
    let desk = Desk::new();
    let other = format!(
        "test -e .git/moved && exit 0; touch .git/moved; unset GIT_INDEX_FILE; blob=$(echo theirs | git hash-object -w --stdin); \
         git update-index --cacheinfo 100644,$blob,{ACME}; git commit -q --no-verify -m theirs"
    );
    desk.hook("pre-commit", &other);
    let fault = desk.advance().expect_err("overtaken");
    assert!(matches!(fault, StoreError::Overtaken { .. }), "{fault}");
    assert_eq!(fault.kind(), StoreKind::TryAgain);
    assert_eq!(desk.text(ACME), BEFORE);
    assert_eq!(desk.git("log --format=%s"), "theirs\nfirst\n");
    desk.assert_sound();
}

#[test]
fn when_another_program_commits_our_file_for_us_it_stays() {
    let desk = Desk::new();
    let other =
        "test -e .git/moved && exit 0; touch .git/moved; unset GIT_INDEX_FILE; git commit -q --no-verify -a -m theirs";
    desk.hook("pre-commit", other);
    let fault = desk.advance().expect_err("overtaken");
    assert!(matches!(fault, StoreError::Overtaken { .. }), "{fault}");
    assert_eq!(desk.text(ACME), AFTER);
    desk.assert_clean();
}
