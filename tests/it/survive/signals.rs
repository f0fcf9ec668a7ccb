//! Signals that come while something is half done: it is undone, and the program ends as a shell expects.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Child;
use std::time::{Duration, Instant};

use crate::sandbox::{Run, Sandbox, program, split};
use crate::terminal::{INTERRUPT, at_terminal};

const CHANGE: &str = "add acme notes id=n1 date=2026-11-23 text.en=yes text.fr=oui";
const FILE: &str = "clients/acme.yaml";

/// Waits until it is so, but not for ever.
pub(super) fn until(is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !is_so() {
        assert!(Instant::now() < end, "it never came to be");
        std::thread::park_timeout(Duration::from_millis(10));
    }
}

/// A client, and a hook that tells when it begins.
fn desk(hook: &str) -> Sandbox {
    let desk = Sandbox::with_clients(&[]);
    desk.ok("init acme --name-en Acme --name-fr Acme --language en");
    super::put_hook(&desk, &format!("touch ../begun\n{hook}"));
    desk
}

/// Starts the change, and waits until its hook runs: the new file is in place by now.
fn begun(desk: &Sandbox) -> Child {
    // Whoever runs the tests in the background of a shell ignores Ctrl-C, and so would the program.
    let mut command = desk.command("env");
    command
        .arg("--default-signal=INT,QUIT")
        .arg(program())
        .args(split(CHANGE))
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let child = command.spawn().unwrap();
    until(|| desk.home().join("begun").exists());
    child
}

fn send(desk: &Sandbox, child: &Child, signal: &str) {
    assert_eq!(desk.shell(&format!("kill -{signal} {}", child.id())).code, 0);
}

/// As if it had never been tried.
fn assert_undone(desk: &Sandbox, before: &(String, usize)) {
    assert_eq!(&(desk.read(FILE), desk.commits()), before);
    desk.assert_clean();
    assert!(!desk.path(".git/onboard.lock").exists() || !desk.read(".git/onboard.lock").contains("{\"root\""));
    std::fs::remove_file(desk.path(".git/hooks/pre-commit")).unwrap();
    desk.ok(CHANGE);
    desk.assert_clean();
}

#[test]
fn a_signal_during_a_slow_hook_undoes_the_change() {
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let desk = desk("sleep 300");
        let before = (desk.read(FILE), desk.commits());
        let child = begun(&desk);
        assert_ne!(desk.read(FILE), before.0, "the file is changed by now");
        send(&desk, &child, signal);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said, "error: interrupted; nothing was changed\n");
        assert_undone(&desk, &before);
    }
}

#[test]
fn a_hook_that_will_not_stop_is_asked_once_and_then_ended() {
    let desk = desk("trap '' TERM INT\nwhile :; do sleep 1; done");
    let before = (desk.read(FILE), desk.commits());
    let child = begun(&desk);
    send(&desk, &child, "INT");
    send(&desk, &child, "TERM");
    // The signals are told one after the other; the last one may be lost in the first.
    std::thread::park_timeout(Duration::from_millis(200));
    send(&desk, &child, "TERM");
    let output = child.wait_with_output().unwrap();
    // One that comes when all is undone already ends the program as it ends any other.
    let is_ended = matches!(output.status.code(), Some(130 | 143)) || output.status.signal() == Some(15);
    assert!(is_ended, "{output:?}");
    assert_undone(&desk, &before);
}

#[test]
fn a_hook_that_agrees_in_spite_of_the_signal_changes_nothing_either() {
    let desk = desk("trap '' TERM INT\nwhile test ! -e ../go; do sleep 0.05; done\nexit 0");
    let before = (desk.read(FILE), desk.commits());
    let child = begun(&desk);
    send(&desk, &child, "INT");
    std::fs::write(desk.home().join("go"), "").unwrap();
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(130));
    assert_undone(&desk, &before);
}

#[test]
fn ctrl_c_at_a_terminal_undoes_the_change_and_says_so() {
    let desk = desk("echo READY > /dev/tty\nsleep 300").in_french();
    let before = (desk.read(FILE), desk.commits());
    let Some(run) = at_terminal(&desk, CHANGE, &[("READY", INTERRUPT)]) else { return };
    assert_eq!(run.code, 130, "{run}");
    assert!(run.stdout.contains("interrompu; rien n’a été changé"), "{run}");
    assert_undone(&desk, &before);
}

#[test]
fn whoever_asked_that_a_signal_be_ignored_is_obeyed() {
    let desk = desk("while test ! -e ../go; do sleep 0.05; done");
    let program = program();
    let mut shell = desk.command("sh");
    let mut child = shell.args(["-c", &format!("trap '' HUP; exec '{program}' {CHANGE}")]).spawn().unwrap();
    until(|| desk.home().join("begun").exists());
    send(&desk, &child, "HUP");
    std::fs::write(desk.home().join("go"), "").unwrap();
    assert!(child.wait().unwrap().success());
    assert!(desk.read(FILE).contains("id: n1"));
    desk.assert_clean();
}

#[test]
fn signals_that_mean_nothing_to_it_do_not_disturb_a_change() {
    let desk = desk("while test ! -e ../go; do sleep 0.05; done");
    let child = begun(&desk);
    for signal in ["WINCH", "CONT", "STOP", "CONT", "CHLD", "URG", "WINCH"] {
        send(&desk, &child, signal);
    }
    std::fs::write(desk.home().join("go"), "").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(desk.read(FILE).contains("id: n1"));
    desk.assert_clean();
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let desk = desk("exit 0");
    let run: Run = desk.shell(&format!("'{}' list | true; '{0}' process show | head -1", program()));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run}");
    // And it ends by itself, not by the signal.
    let mut child = desk.command(&program()).args(["process", "show"]).stdout(closed()).spawn().unwrap();
    let status = child.wait().unwrap();
    assert_eq!((status.code(), status.signal()), (Some(0), None));
}

/// The writing end of a pipe that nobody reads.
fn closed() -> std::io::PipeWriter {
    std::io::pipe().unwrap().1
}
