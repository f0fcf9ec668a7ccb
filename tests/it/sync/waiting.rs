//! At a terminal a sync says for whom it waits, and how far it is; elsewhere nothing of it is said.

use crate::sandbox::Sandbox;
use crate::terminal::{INTERRUPT, at_slow_terminal, at_terminal};

/// A desk with so many commits of its own.
fn apart(commits: usize) -> Sandbox {
    let changes: Vec<String> = (0..commits).map(|number| format!("set beta custom.turn={number}")).collect();
    super::apart(&changes.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn who_is_waited_for_stands_on_a_line_that_goes() {
    let desk = apart(1);
    let steps = [("asking `origin` …\r\n", ""), ("sending to `origin` …\r\n", ""), ("sent 1 commit", "")];
    let Some(run) = at_terminal(&desk, "sync", &steps) else { return };
    assert_eq!(run.code, 0, "{run}");
    assert_eq!(run.stdout.matches("…\r\n\u{1b}[K\r\u{1b}[1A\u{1b}[K").count(), 2, "{run}");
    let french = apart(1).in_french();
    let Some(run) = at_terminal(&french, "sync", &[("envoi à `origin` …\r\n", "")]) else { return };
    assert_eq!(run.code, 0, "{run}");
    let quiet = apart(1);
    let Some(run) = at_terminal(&quiet, "sync --quiet", &[]) else { return };
    assert_eq!((run.code, run.stdout.trim()), (0, ""), "{run}");
    let run = apart(1).run("sync");
    assert!(run.code == 0 && !run.to_string().contains('…'), "{run}");
}

#[test]
fn many_commits_have_a_bar_and_ctrl_c_leaves_all_as_it_was() {
    let desk = apart(40);
    let picture =
        || (desk.git("rev-parse main"), desk.git("status --porcelain"), desk.git("-C ../hub.git rev-parse main"));
    let before = picture();
    let Some(run) = at_slow_terminal(&desk, "sync", &[(" of 40 commits", INTERRUPT)]) else { return };
    assert_eq!(run.code, 130, "{run}");
    assert!(run.stdout.contains('░') && run.stdout.ends_with("error: interrupted; nothing was changed\r\n"), "{run}");
    assert_eq!(picture(), before);
    desk.ok("sync");
    assert_eq!(desk.git("rev-list --count origin/main"), "43\n");
    desk.assert_clean();
}
