//! The merge driver with the real git: merges, rebases, cherry-picks and stashes of client files.

mod git;
mod illegal;
mod setup;

use crate::audit::history::{audit, errors, follow_fixes};
use crate::sandbox::{Run, Sandbox};

const ACME: &str = "clients/acme.yaml";

/// A workspace with `acme`, where git asks the program.
fn desk() -> Sandbox {
    let desk = Sandbox::new();
    desk.ok("init acme --name-en Acme --name-fr Acmé --language en");
    desk.ok("setup merge");
    desk
}

/// The same, with `acme` ready to go on.
fn ready() -> Sandbox {
    let desk = desk();
    follow_fixes(&desk, "acme");
    desk
}

/// Work of two people since the last commit: `theirs` on the branch `side`, `ours` on the main branch.
fn apart(desk: &Sandbox, ours: &[&str], theirs: &[&str]) {
    desk.git("checkout -q -b side");
    for it in theirs {
        desk.ok(it);
    }
    desk.git("checkout -q main");
    for it in ours {
        desk.ok(it);
    }
}

/// Runs git, whatever comes of it.
fn git(desk: &Sandbox, words: &str) -> Run {
    desk.shell(&format!("git {words}"))
}

/// The history holds, and every file is sound.
#[track_caller]
fn holds(desk: &Sandbox) {
    desk.ok("validate");
    let (json, code) = audit(desk);
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
    assert_eq!(desk.git("status --porcelain"), "");
}

/// Takes one side of every conflict in a text.
fn settled(text: &str, take_ours: bool) -> String {
    let mut taken = String::new();
    let mut now = None;
    for line in text.split_inclusive('\n') {
        match line.get(..7) {
            Some("<<<<<<<") => now = Some(true),
            Some("=======") => now = Some(false),
            Some(">>>>>>>") => now = None,
            _ if now.is_none_or(|it| it == take_ours) => taken.push_str(line),
            _ => {}
        }
    }
    taken
}
