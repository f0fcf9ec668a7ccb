//! Hooks of git: of a copy, before a commit is made; of the programs that keep hooks; of a server, before a push is taken.

mod commit;
mod framework;
mod managers;
mod push;

use crate::sandbox::{Run, Sandbox};

const ACME: &str = "clients/acme.yaml";

fn made(desk: Sandbox) -> Sandbox {
    desk.ok("init acme --name-en Acme --name-fr Acme --language en");
    desk
}

fn edit(desk: &Sandbox, from: &str, to: &str) {
    let text = desk.read(ACME);
    assert!(text.contains(from), "{text}");
    desk.write(ACME, &text.replacen(from, to, 1));
}

/// A step that no process knows.
fn shortcut(desk: &Sandbox) {
    edit(desk, "phase: engagement", "phase: agreement");
}

/// Runs a line that must be refused, and proves that no commit came of it.
#[track_caller]
fn refused(desk: &Sandbox, line: &str) -> Run {
    let before = desk.commits();
    let run = desk.shell(line);
    assert_ne!(run.code, 0, "{line}\n{run}");
    assert_eq!(desk.commits(), before, "{line}\n{run}");
    run
}
