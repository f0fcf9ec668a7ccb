//! A real pseudo-terminal, driven by a small script of Python: what is expected on the screen, and the keys that answer.

use crate::sandbox::{Run, Sandbox, program};
use crate::skip;

const DRIVER: &str = r#"
import json, os, pty, select, signal, sys, time
steps, slow, command = json.loads(sys.argv[1]), sys.argv[2] == "slow", sys.argv[3:]
pid, terminal = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp(command[0], command)
screen, seen = "", 0
def more(limit):
    global screen
    if not select.select([terminal], [], [], limit)[0]:
        return False
    try:
        some = os.read(terminal, 65536)
    except OSError:
        return False
    if b"\x1b[6n" in some:
        os.write(terminal, b"\x1b[1;1R")
    screen += some.decode("utf-8", "replace")
    return bool(some)
def breathe():
    os.kill(pid, signal.SIGSTOP)
    time.sleep(0.06)
    os.kill(pid, signal.SIGCONT)
    time.sleep(0.01)
for expected, keys in steps:
    end = time.time() + 60
    while expected not in screen[seen:]:
        if slow and time.time() < end and not select.select([terminal], [], [], 0)[0]:
            breathe()
            continue
        if time.time() > end or not more(max(0.1, end - time.time())):
            if expected in screen[seen:]:
                break
            sys.stderr.write("NEVER SEEN: " + expected + "\n" + screen)
            os.kill(pid, 9)
            sys.exit(99)
    seen = screen.index(expected, seen) + len(expected)
    os.write(terminal, keys.encode())
while more(60):
    pass
_, status = os.waitpid(pid, 0)
sys.stdout.write(screen)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
"#;

pub(crate) const ENTER: &str = "\r";
pub(crate) const DOWN: &str = "\u{1b}[B";
pub(crate) const ESCAPE: &str = "\u{1b}";
pub(crate) const INTERRUPT: &str = "\u{3}";

/// Runs `onboard` at a terminal: each step waits for a text and answers with keys. `None` where there is no Python.
pub(crate) fn at_terminal(desk: &Sandbox, words: &str, steps: &[(&str, &str)]) -> Option<Run> {
    drive(desk, words, steps, "at once")
}

/// The same on a machine that is several times slower: until the texts are seen, the program is stopped most of the time.
pub(crate) fn at_slow_terminal(desk: &Sandbox, words: &str, steps: &[(&str, &str)]) -> Option<Run> {
    drive(desk, words, steps, "slow")
}

fn drive(desk: &Sandbox, words: &str, steps: &[(&str, &str)], pace: &str) -> Option<Run> {
    if desk.shell("python3 -c 'import pty'").code != 0 {
        skip("there is no Python with `pty` to drive a terminal");
        return None;
    }
    let driver = desk.home().join("terminal.py");
    std::fs::write(&driver, DRIVER).unwrap();
    let steps = serde_json::to_string(steps).unwrap().replace('\'', "'\\''");
    let program = program();
    let run = desk.shell(&format!("python3 '{}' '{steps}' '{pace}' '{program}' {words}", driver.display()));
    assert_ne!(run.code, 99, "{run}");
    Some(run)
}
