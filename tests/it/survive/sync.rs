//! `kill -9` at every system call of a `sync` that receives, replays and sends: here and in the shared repository everything is
//! as before or as after, and the next `sync` brings both together, every change once.

use super::kills::{calls, killed_at, left_over, strace};
use super::size;
use crate::sandbox::Sandbox;
use crate::sync::apart;

const CLIENTS: [&str; 2] = ["clients/acme.yaml", "clients/beta.yaml"];

/// What people and the others see: the branch, the files, and the branch in the shared repository.
#[derive(Debug, PartialEq, Eq, Clone)]
struct Stand {
    head: String,
    files: [String; 2],
    hub: String,
}

impl Stand {
    fn of(desk: &Sandbox) -> Self {
        Self {
            head: desk.git("rev-parse main"),
            files: CLIENTS.map(|it| desk.read(it)),
            hub: desk.git("-C ../hub.git rev-parse main"),
        }
    }
}

/// After a kill on this desk.
fn check(desk: &Sandbox, before: &Stand, after: &Stand, how: &str) {
    let how = format!("onboard sync, killed at {how}");
    let next = desk.run("list");
    assert_eq!(next.code, 0, "{how}\n{next}");
    assert_eq!(desk.git("status --porcelain --ignored"), "", "{how}: the files are not those of the branch");
    let now = Stand::of(desk);
    let here = |it: &Stand| now.head == it.head && now.files == it.files;
    assert!(here(before) || here(after), "{how}: neither before nor after\n{now:?}\n{before:?}\n{after:?}");
    assert!(now.hub == before.hub || now.hub == after.hub, "{how}: the others have {}", now.hub);
    for repository in [".", "../hub.git"] {
        let sound = desk.shell(&format!("git -C {repository} fsck --strict --no-dangling"));
        assert_eq!(sound.code, 0, "{how}, in {repository}\n{sound}");
    }
    // Where the server of git was killed, too, its locks are the affair of who runs it.
    assert_eq!(desk.shell("find ../hub.git -name '*.lock' -delete").code, 0, "{how}");
    let again = desk.run("sync");
    assert_eq!(again.code, 0, "{how}, then again\n{again}");
    assert_eq!(Stand::of(desk), *after, "{how}, then again");
    desk.assert_clean();
    desk.ok("audit");
    assert_eq!(left_over(desk), [""; 0], "{how}");
}

fn sweep(follow: bool, few: usize, whole: usize) {
    if !strace() {
        return;
    }
    let desk = apart(&["set beta language=fr"]);
    let before = Stand::of(&desk);
    let done = desk.copy();
    done.ok("sync");
    let after = Stand::of(&done);
    assert!(after.head == after.hub && after.head != before.head, "{before:?}\n{after:?}");
    assert!(after.files.iter().all(|it| it.contains("language: fr")), "{after:?}");
    let points = calls(&desk, "sync", follow).expect("a sync can be traced");
    assert!(points.len() > 20, "{points:?}");
    let step = points.len().div_ceil(size(few, whole)).max(1);
    for point in points.iter().step_by(step) {
        let desk = killed_at(&desk, "sync", follow, point);
        check(
            &desk,
            &before,
            &after,
            &format!("{} number {}{}", point.0, point.1, if follow { " of any process" } else { "" }),
        );
    }
}

#[test]
fn killed_at_any_call_a_sync_is_done_again_and_every_change_is_there_once() {
    sweep(false, 5, usize::MAX / 1000);
}

#[test]
fn any_process_of_a_sync_may_be_killed_at_any_call() {
    sweep(true, 3, 80);
}
