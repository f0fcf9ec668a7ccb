//! Disks that are full, folders and files that may not be written or read, and a repository that goes away: an error that names
//! the file and the cause, and nothing changed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::kills::files;
use crate::sandbox::{Run, Sandbox, program, split};
use crate::skip;

const TRAILS: &str = include_str!("../../../examples/clients/northern-trails.yaml");
const CHANGE: &str = "set northern-trails environments.staging.connected_on=2026-11-20";

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("northern-trails", TRAILS)])
}

type Files = BTreeMap<String, Vec<u8>>;

/// All that there is, but for what git and we keep for ourselves.
fn picture(root: &Path) -> (Files, Files) {
    (files(root, &[".git"]), files(&root.join(".git/refs"), &[]))
}

/// A small file system of its own, until it is dropped.
struct Small(PathBuf);

impl Drop for Small {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(&self.0).status().unwrap();
    }
}

#[test]
fn on_a_full_disk_everything_stays_as_it_is_and_the_file_is_named() {
    let original = desk();
    let desk = Sandbox::new();
    let mounted = desk.shell("mount -t tmpfs -o size=3m,nr_inodes=3000 none .");
    if mounted.code != 0 {
        skip("a small file system cannot be mounted here");
        return;
    }
    let small = Small(desk.path(""));
    assert_eq!(desk.shell(&format!("cp -a '{}/.' .", original.path("").display())).code, 0);
    let outputs = [
        CHANGE,
        "init new-one --name-en New --name-fr Nouveau --language en",
        "report northern-trails --save",
        "report northern-trails -o out.md",
        "report northern-trails --format html -o out.html",
        "report --kind portfolio --format xlsx -o out.xlsx",
        "dashboard -o site",
        "process eject",
        "setup ci github",
        "setup hooks",
        "request export northern-trails CR-0120 --format rfc7591 -o out.json",
        "set northern-trails environments.staging.connected_on=2026-11-20 --no-commit",
    ];
    for words in outputs {
        // Filled up to the last byte, each time anew: what failed may have given some back.
        let full =
            desk.shell("cat /dev/zero > filler 2>/dev/null; while printf x >> filler 2>/dev/null; do :; done; true");
        assert_eq!(full.code, 0);
        let before = picture(&desk.path(""));
        let run = desk.run(words);
        assert_eq!(run.code, 74, "{words}: {run}");
        let named = run.stderr.contains('`') || run.stderr.contains('"');
        assert!(run.stderr.to_lowercase().contains("no space left") && named, "{words}: {run}");
        let after = picture(&desk.path(""));
        assert!(after == before, "{words}: {run}{:?}", after.0.keys().collect::<Vec<_>>());
    }
    std::fs::remove_file(desk.path("filler")).unwrap();
    desk.ok(CHANGE);
    desk.assert_clean_but(&[]);
    drop(small);
}

/// Somebody who is not allowed everything, and a copy of the program where that one may run it.
struct Nobody(Sandbox);

impl Nobody {
    /// `None` where there is no way to be nobody.
    fn find() -> Option<Self> {
        let stage = Sandbox::new();
        std::fs::copy(program(), stage.path("onboard")).unwrap();
        let open = stage.shell("chmod 755 .. . onboard; test $(id -u) != 0 || command -v setpriv");
        let nobody = Self(stage);
        let runs = open.code == 0 && nobody.run(&nobody.0, "--version").code == 0;
        if !runs {
            skip("nobody can be impersonated here, or may run a program in the folder for temporary files");
        }
        runs.then_some(nobody)
    }

    /// Runs it on a desk that belongs to nobody.
    fn run(&self, desk: &Sandbox, words: &str) -> Run {
        let as_nobody = "setpriv --reuid=65534 --regid=65534 --clear-groups";
        let script = format!("test \"$(id -u)\" = 0 && exec {as_nobody} \"$@\"; exec \"$@\"");
        let mut command = desk.command("sh");
        command.args(["-c", &script, "sh"]).arg(self.0.path("onboard")).args(split(words));
        desk.finish(command.output().unwrap())
    }

    /// Gives a desk to nobody, with the folder that it lies in.
    fn give(desk: &Sandbox) {
        assert_eq!(desk.shell("test $(id -u) != 0 || chown -R 65534:65534 ..; chmod 755 ..").code, 0);
    }
}

#[test]
fn what_may_not_be_written_or_read_is_named_and_nothing_is_changed() {
    let Some(nobody) = Nobody::find() else { return };
    let original = desk();
    for (locked, mode, words) in [
        ("clients", "a-w", CHANGE),
        ("clients", "a-w", "init new-one --name-en New --name-fr Nouveau --language en"),
        ("clients", "a-w", "edit northern-trails"),
        (".git", "a-w", CHANGE),
        (".git/objects", "-R a-w", CHANGE),
        (".git/refs/heads", "a-w", CHANGE),
        (".git/logs/refs/heads", "-R a-w", CHANGE),
        ("clients/northern-trails.yaml", "000", CHANGE),
        ("clients/northern-trails.yaml", "000", "status northern-trails"),
        ("onboard.yaml", "000", "list"),
        (".", "a-w", "report northern-trails --save"),
        (".", "a-w", "report northern-trails -o out.md"),
        (".", "a-w", "dashboard -o site"),
        (".", "a-w", "process eject"),
        (".", "a-w", "setup ci github"),
        (".git/hooks", "a-w", "setup hooks"),
    ] {
        let desk = original.copy().env("EDITOR", "sed -i s/Trails/Tracks/");
        Nobody::give(&desk);
        assert_eq!(desk.shell(&format!("mkdir -p .git/hooks; chmod {mode} {locked}")).code, 0, "{locked}");
        let before = picture(&desk.path(""));
        let run = nobody.run(&desk, words);
        assert!(matches!(run.code, 74 | 65), "{locked} {mode}, {words}: {run}");
        let cause =
            run.stderr.to_lowercase().contains("permission denied") || run.stderr.contains("insufficient permission");
        assert!(cause, "{locked} {mode}, {words}: {run}");
        let part = locked.rsplit('/').next().unwrap();
        assert!(part == "." || run.stderr.contains(part), "{locked} {mode}, {words}: {run}");
        assert!(picture(&desk.path("")) == before, "{locked} {mode}, {words}: something was changed");
        assert_eq!(desk.shell("chmod -R u+rwX . .git").code, 0);
        let again = nobody.run(&desk, CHANGE);
        assert_eq!(again.code, 0, "{locked} {mode}, {words}, then: {again}");
    }
}

#[test]
fn a_repository_that_goes_away_takes_no_change_with_it() {
    let desk = desk();
    std::fs::rename(desk.path(".git"), desk.home().join("gone")).unwrap();
    let run = desk.run(CHANGE);
    assert_eq!(run.code, 74, "{run}");
    assert!(run.stderr.contains("does not lie in a git repository"), "{run}");
    assert_eq!(desk.read("clients/northern-trails.yaml"), TRAILS);
    std::fs::rename(desk.home().join("gone"), desk.path(".git")).unwrap();

    // In the midst of a change, with the files that were laid aside.
    super::put_hook(&desk, "mv .git ../gone");
    let run = desk.run(CHANGE);
    assert_eq!(run.code, 74, "{run}");
    assert!(desk.read("clients/northern-trails.yaml") == TRAILS, "{run}");
    assert_eq!(files(&desk.path("clients"), &[]).len(), 1, "{run}");
    std::fs::rename(desk.home().join("gone"), desk.path(".git")).unwrap();
    std::fs::remove_file(desk.path(".git/hooks/pre-commit")).unwrap();
    desk.ok(CHANGE);
    desk.assert_clean();
}

#[test]
fn a_clock_that_jumps_does_no_harm() {
    let mut desk = desk();
    desk.ok(CHANGE);
    // Back by years, and to the ends of what a calendar knows.
    for today in ["2016-02-29", "1970-01-01", "1900-01-01", "9999-12-31", "2038-01-20"] {
        desk.set_today(today);
        let before = desk.read("clients/northern-trails.yaml");
        for words in [
            "list",
            "due",
            "validate",
            "audit",
            "status northern-trails",
            "report northern-trails",
            "show northern-trails",
        ] {
            let run = desk.run(words);
            assert!(matches!(run.code, 0 | 1), "{today}, {words}: {run}");
        }
        // A move is dated: one before the last entry is refused, not written.
        let run = desk.run("hold northern-trails --reason-en 'It is so' --reason-fr 'C’est ainsi'");
        if run.code == 0 {
            desk.ok("resume northern-trails");
            assert!(today > "2026", "{today}: {run}");
        } else {
            assert_eq!(desk.read("clients/northern-trails.yaml"), before, "{today}: {run}");
        }
    }
    desk.git("fsck --strict");
}
