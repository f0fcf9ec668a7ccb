//! Nothing is lost: many processes at once, signals, kills at any moment, and disks and folders that say no.

mod acts;
mod crowd;
mod disk;
mod kills;
mod progress;
mod signals;
mod sync;

use crate::sandbox::Sandbox;

/// Puts a `pre-commit` there, a shell script.
#[track_caller]
pub(crate) fn put_hook(desk: &Sandbox, script: &str) {
    desk.write(".git/hooks/pre-commit", &format!("#!/bin/sh\n{script}\n"));
    assert_eq!(desk.shell("chmod +x .git/hooks/pre-commit").code, 0);
}

/// How large a test is: small in every run, and whole, or some times that, where `ONBOARD_SURVIVE` says how often. `.ci/run`
/// says once, with the program as it is released (`ONBOARD_PROGRAM`).
fn size(small: usize, whole: usize) -> usize {
    let times = std::env::var("ONBOARD_SURVIVE").ok();
    times.map_or(small, |it| whole * it.parse::<usize>().expect("a number of times"))
}
