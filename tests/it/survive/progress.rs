//! Long work: a bar on a terminal and nowhere else, and Ctrl-C that leaves nothing half-written.

use super::signals::until;
use super::size;
use crate::sandbox::{Sandbox, program, split};
use crate::terminal::{INTERRUPT, at_slow_terminal};

const CLIENT: &str = include_str!("../../../examples/clients/northern-trails.yaml");

/// More clients than any of the commands looks through in a second on a slow machine, in a build like that of the tests; with the
/// released program, some more.
fn desk() -> Sandbox {
    let desk = Sandbox::with_clients(&[]);
    let many = if std::env::var("ONBOARD_PROGRAM").is_ok() { 4_000 } else { 300 };
    for number in 0..many {
        let text = CLIENT.replacen("id: northern-trails", &format!("id: c{number}"), 1);
        desk.write(&format!("clients/{}/c{number}.yaml", number / 500), &text);
    }
    desk.commit_all("many");
    desk
}

#[test]
fn long_work_shows_how_far_it_is_and_ends_cleanly_at_ctrl_c() {
    let desk = desk();
    let before = (desk.git("status --porcelain"), desk.commits());
    let all = [
        ("validate", " clients"),
        ("list --lang fr", " clients sur "),
        ("audit", " changes"),
        ("report --kind portfolio", " clients"),
        ("dashboard -o ../site", " clients"),
        ("due", " clients"),
    ];
    for (words, said) in all.into_iter().take(size(3, 6)) {
        let Some(run) = at_slow_terminal(&desk, words, &[(said, INTERRUPT)]) else { return };
        assert_eq!(run.code, 130, "{words}: {run}");
        let (bar, after) =
            run.stdout.rsplit_once("\r\u{1b}[K").unwrap_or_else(|| panic!("the line is not cleared: {run}"));
        assert!(bar.contains('░'), "{words}: {run}");
        let french = words.contains("fr");
        assert_eq!(after.trim(), if french { "erreur\u{a0}: interrompu" } else { "error: interrupted" }, "{words}");
        assert_eq!((desk.git("status --porcelain"), desk.commits()), before, "{words}");
    }
    // What was made of the site by then is whole.
    let left = desk.shell("find ../site -name '.*.onboard' -o -name '*.html' -empty");
    assert_eq!(left.stdout, "", "{left}");
}

#[test]
fn where_nobody_looks_nothing_is_shown_and_a_signal_ends_it_as_well() {
    let desk = desk();
    let run = desk.run("list --format json");
    assert!(!run.stderr.contains('░') && !run.stderr.contains('\r'), "{run}");
    let mut command = desk.command(&program());
    command.args(split("dashboard -o ../site")).stderr(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    until(|| desk.home().join("site/clients").exists() || desk.home().join("site/en").exists());
    assert_eq!(desk.shell(&format!("kill -TERM {}", child.id())).code, 0);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(143), "{output:?}");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "error: interrupted\n");
}
