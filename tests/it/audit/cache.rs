//! What an earlier audit found is remembered, and changes nothing but the time that the next one takes.

use super::history::{audit, errors, sh, sound};
use super::tamper::{ACME, SEED, by_hand};
use crate::sandbox::Sandbox;

const LIST: &str = ".git/onboard/audit";

/// Whether an audit that may remember says the same as one that may not, as a table and as JSON.
#[track_caller]
fn same(desk: &Sandbox, when: &str) {
    for format in ["json", "table"] {
        let fresh = desk.run(&format!("audit --no-cache --format {format}"));
        for round in ["first", "second"] {
            let run = desk.run(&format!("audit --format {format}"));
            assert_eq!((&run.stdout, run.code), (&fresh.stdout, fresh.code), "{when}, {round} time");
        }
    }
}

/// The file that the newest audit was kept in.
fn kept(desk: &Sandbox) -> String {
    let list: serde_json::Value = serde_json::from_str(&desk.read(LIST)).unwrap();
    let newest = list.as_array().unwrap().iter().max_by_key(|it| it["number"].as_u64()).unwrap();
    assert_eq!(newest["tip"], desk.git("rev-parse HEAD").trim());
    format!("{LIST}-{}", newest["slot"])
}

#[test]
fn what_is_remembered_says_the_same() {
    let desk = sound();
    same(&desk, "at first");
    desk.ok("set acme schedule.target_go_live=2027-08");
    same(&desk, "one more");
    desk.git("checkout -q -b side HEAD~1");
    desk.ok("set seed-vault language=fr");
    desk.git("checkout -q main");
    desk.git("merge -q --no-edit side");
    same(&desk, "a branch that began before what is remembered");
    desk.ok("hold acme --reason-en Stop --reason-fr Halte --review-on 2026-12-15");
    same(&desk, "behind the merge");
    by_hand(&desk, ACME, "status: on_hold", "status: active");
    assert!(errors(&audit(&desk).0).iter().any(|it| it.0 == "step/no-entry"));
    same(&desk, "what does not hold");
    let text = desk.read(SEED);
    desk.write(SEED, "no: [yaml");
    desk.commit_all("broken");
    same(&desk, "a version that cannot be read");
    desk.write(SEED, &text.replace("\nphase: go-live", "\nphase: closing"));
    desk.commit_all("mended, and moved behind its back");
    same(&desk, "the version after it");
    sh(&desk, "git rm -q clients/tidal-board.yaml && git commit -qm gone");
    same(&desk, "a file that is gone");
    sh(&desk, "git checkout -q HEAD~1 clients/tidal-board.yaml && git commit -qm again");
    same(&desk, "and comes back");
    desk.git("reset -q --hard HEAD~3");
    same(&desk, "an older state");
}

#[test]
fn another_process_judges_what_comes_after() {
    let desk = sound();
    same(&desk, "at first");
    desk.ok("process eject");
    desk.ok("set acme schedule.target_go_live=2027-08");
    same(&desk, "under a process of its own");
    let text = desk.read("process/process.yaml");
    desk.write("process/process.yaml", &text.replacen("first: engagement", "first: nowhere", 1));
    desk.commit_all("a process that is none");
    same(&desk, "under one that is not sound");
}

#[test]
fn what_is_damaged_is_not_believed() {
    let desk = sound();
    let guilty = by_hand(&desk, ACME, "status: active", "status: closed");
    same(&desk, "at first");
    let file = kept(&desk);
    let bytes = std::fs::read(desk.path(&file)).unwrap();
    let found = errors(&audit(&desk).0);
    assert!(found.iter().any(|it| it.1 == guilty), "{found:?}");
    for at in [0, 20, 60, 130, bytes.len() / 2, bytes.len() - 2] {
        let mut other = bytes.clone();
        other[at] ^= 1;
        std::fs::write(desk.path(&file), &other).unwrap();
        assert_eq!(errors(&audit(&desk).0), found, "another byte at {at}");
        std::fs::write(desk.path(&file), &bytes[..at]).unwrap();
        assert_eq!(errors(&audit(&desk).0), found, "cut at {at}");
        std::fs::write(desk.path(&file), &bytes).unwrap();
    }
    for list in ["", "[", "[{}]", "{\"slot\": 1}"] {
        desk.write(LIST, list);
        assert_eq!(errors(&audit(&desk).0), found, "the list is `{list}`");
    }
    std::fs::remove_dir_all(desk.path(".git/onboard")).unwrap();
    same(&desk, "all of it removed");
}

/// Takes every fault out of what is remembered, under a fingerprint that fits: what one can do who may write there.
fn forge(desk: &Sandbox) {
    let file = kept(desk);
    let text = desk.read(&file);
    let (head, body) = text.split_once('\n').unwrap();
    let mut body: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_ne!(body["faults"], serde_json::json!([]));
    body["faults"] = serde_json::json!([]);
    let bound = head.rsplit_once('\t').unwrap().0;
    desk.write("../forged", &format!("{bound}{body}"));
    let print = desk.shell("sha256sum < ../forged").stdout;
    desk.write(&file, &format!("{bound}\t{}\n{body}", print.split_whitespace().next().unwrap()));
}

#[cfg(unix)]
#[test]
fn a_forged_memory_deceives_nobody_but_its_forger() {
    let desk = sound();
    let guilty = by_hand(&desk, ACME, "status: active", "status: closed");
    assert_eq!(audit(&desk).1, 1);
    forge(&desk);
    assert_eq!(audit(&desk).1, 0, "where one may write as one likes, one can only deceive oneself");
    assert_eq!(desk.run("audit --no-cache").code, 1);
    // The whole folder, as it lies there, in other hands.
    sh(&desk, "cp -a . ../copy");
    for folder in ["../copy", "../desk"] {
        let run = desk.run(&format!("-C {folder} audit --format json"));
        let is_found = run.stdout.contains(&guilty);
        assert_eq!((run.code, is_found), if folder == "../copy" { (1, true) } else { (0, false) }, "{folder}: {run}");
    }
    // Without a word of it in a clone.
    sh(&desk, "git clone -q . ../clone");
    assert_eq!(desk.run("-C ../clone audit").code, 1);
}

#[test]
fn what_passes_is_not_remembered() {
    let desk = sound()
        .env("GIT_COMMITTER_DATE", "2026-11-25T12:00:00-05:00")
        .env("GIT_AUTHOR_DATE", "2026-11-25T12:00:00-05:00");
    by_hand(&desk, ACME, "target_go_live: 2027-06", "target_go_live: 2027-07");
    assert_eq!(audit(&desk).1, 1, "dated ahead");
    let desk = desk.on("2026-11-26");
    let (json, code) = audit(&desk);
    assert_eq!((errors(&json), code), (vec![], 0), "{json:#}");
}

#[test]
fn no_cache_leaves_nothing() {
    let desk = sound();
    desk.ok("audit --no-cache");
    assert!(!desk.path(LIST).exists());
    desk.ok("audit");
    assert!(desk.path(LIST).exists());
    desk.assert_clean();
}
