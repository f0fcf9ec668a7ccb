//! The main job from end to end: one client from the first meeting to the closure report, by commands and by hand.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::sandbox::{Sandbox, split};

const SCRIPT: &str = include_str!("../../src/command/files/demo.txt");
const FILE: &str = "clients/kite-registry.yaml";

/// The commands of the demonstration for its one client, with their dates and the exit code that each must have.
fn commands() -> Vec<(String, String, i32)> {
    let mut date = String::new();
    let mut found: Vec<(String, String, i32)> = Vec::new();
    for line in SCRIPT.lines().take_while(|it| *it != "FILES") {
        if let Some(it) = line.strip_prefix("@ ") {
            it.clone_into(&mut date);
        } else if line.starts_with(' ') {
            let last = found.last_mut().unwrap();
            last.1.push(' ');
            last.1.push_str(line.trim());
        } else if !line.is_empty() && !line.starts_with(['#', '=']) {
            let (words, code) = line.strip_prefix("? ").map_or((line, 0), |it| (it, 1));
            found.push((date.clone(), words.to_owned(), code));
        }
    }
    found
}

/// The life by commands, to look at. It is played once for the tests that run at the same time.
fn by_commands() -> Arc<Sandbox> {
    static PLAYED: Mutex<Weak<Sandbox>> = Mutex::new(Weak::new());
    let mut played = PLAYED.lock().unwrap_or_else(PoisonError::into_inner);
    played.upgrade().unwrap_or_else(|| {
        let desk = Arc::new(play());
        *played = Arc::downgrade(&desk);
        desk
    })
}

fn play() -> Sandbox {
    let mut desk = Sandbox::new();
    for (date, words, code) in commands() {
        desk.set_today(&date);
        let before = desk.path(FILE).exists().then(|| (desk.read(FILE), desk.commits()));
        let run = desk.run_args(&split(&words));
        assert_eq!(run.code, code, "{date}: onboard {words}\n{run}");
        if code == 1 {
            assert_eq!(Some((desk.read(FILE), desk.commits())), before, "a refusal writes nothing");
        }
    }
    desk.set_today("2026-11-23");
    desk
}

/// Commit ids differ from one repository to the next; everything else of a report must not.
fn without_commits(report: &str) -> String {
    let line = |line: &str| {
        let words = line.split_inclusive(|it: char| !it.is_ascii_hexdigit());
        words
            .map(|word| {
                let id = word.trim_end_matches(|it: char| !it.is_ascii_hexdigit());
                if id.len() >= 9 { word.replace(id, "COMMIT") } else { word.to_owned() }
            })
            .collect::<String>()
    };
    report.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_client_goes_from_the_first_meeting_to_the_closure_report_by_commands_and_by_hand() {
    let commands = by_commands();
    commands.assert_clean();
    assert!(commands.read(FILE).contains("status: closed"), "{}", commands.read(FILE));
    commands.ok("validate");

    // The same life by hand: every version is written in an editor, with remarks, and committed by plain git.
    let mut hand = Sandbox::with_clients(&[]);
    let versions = commands.git(&format!("log --reverse --format=%H@%as -- {FILE}"));
    let mut phases = Vec::new();
    for line in versions.lines() {
        let (commit, date) = line.split_once('@').unwrap();
        let text = commands.git(&format!("show {commit}:{FILE}"));
        hand.set_today(date);
        hand.write(FILE, &format!("{text}# looked through by hand on {date}\n"));
        hand.ok("validate");
        hand.commit_all("edited by hand");
        let phase = hand.json("status kite-registry")["phase"].as_str().unwrap().to_owned();
        if phases.last() != Some(&phase) {
            phases.push(phase);
        }
    }
    assert_eq!(
        phases,
        [
            "engagement",
            "agreement",
            "technical",
            "cate",
            "support",
            "migration",
            "testing",
            "production-config",
            "go-live",
            "closing"
        ]
    );
    hand.set_today("2026-11-23");
    for lang in ["en", "fr", "both"] {
        let report = format!("report kite-registry --kind closure --lang {lang}");
        let (by_hand, by_commands) = (without_commits(&hand.ok(&report)), without_commits(&commands.ok(&report)));
        for (left, right) in by_hand.lines().zip(by_commands.lines()) {
            assert_eq!(left, right, "{lang}");
        }
        assert_eq!(by_hand.lines().count(), by_commands.lines().count(), "{lang}");
    }
}

#[test]
fn every_step_is_in_git_log_and_in_onboard_log() {
    let desk = by_commands();
    let subjects = desk.git("log --format=%s");
    for step in ["engagement -> agreement", "support -> migration", "go-live -> closing", "closing -> closed"] {
        assert!(subjects.contains(&format!("kite-registry: {step}")), "{step} is not in\n{subjects}");
    }
    let log = desk.json("log kite-registry");
    let changes = log["changes"].as_array().unwrap();
    assert_eq!(changes.len(), desk.commits());
    assert_eq!(changes[0]["change"], "close");
    let moves: Vec<&str> =
        changes.iter().filter(|it| it["change"] == "advance").map(|it| it["to"].as_str().unwrap()).collect();
    assert_eq!(moves.first(), Some(&"closing"));
    assert_eq!(moves.last(), Some(&"agreement"));
    assert!(changes.last().unwrap()["change"] == "init");
    for key in ["commit", "time", "author", "change", "from", "to", "summary"] {
        assert!(changes[0].get(key).is_some(), "no `{key}`: {}", changes[0]);
    }
    // What the trailers say is what git itself reads out of them.
    let parsed = desk.shell("git log -1 --format=%B | git interpret-trailers --parse").stdout;
    assert!(parsed.contains("Onboard-Gate: closing.success-criteria-met met"), "{parsed}");
    assert!(parsed.contains("Onboard-Process: sign-in-canada@1"), "{parsed}");
}

#[test]
fn the_closure_report_says_what_an_executive_and_an_auditor_ask() {
    let desk = by_commands();
    let english = desk.ok("report kite-registry");
    for it in [
        "Canadian Kite Registry",
        "CA-2025-011",
        "$31,250.00",
        "$1,234.56",
        "$32,484.56",
        "97.4",
        "SFCA-2026-002",
        "September 9, 2026",
        "CR-0031",
        "18,212",
    ] {
        assert!(english.contains(it), "`{it}` is not in\n{english}");
    }
    let french = desk.ok("report kite-registry --lang fr");
    for it in [
        "Registre canadien des cerfs-volants",
        "31\u{a0}250,00\u{a0}$",
        "32\u{a0}484,56\u{a0}$",
        "9 septembre 2026",
        "18\u{a0}212",
    ] {
        assert!(french.contains(it), "`{it}` is not in\n{french}");
    }
    assert!(english.to_lowercase().contains("closed with exceptions"), "{english}");
    assert!(french.to_lowercase().contains("clôturé avec exceptions"), "{french}");
    let both = desk.ok("report kite-registry --lang both -o ../both.md");
    assert_eq!(both, "");
    let both = std::fs::read_to_string(desk.home().join("both.md")).unwrap();
    assert!(both.contains("Canadian Kite Registry") && both.contains("Registre canadien des cerfs-volants"));
}

#[test]
fn a_closed_client_does_not_advance() {
    let desk = by_commands();
    let commits = desk.commits();
    let run = desk.run("advance kite-registry");
    assert_eq!(run.code, 1, "{run}");
    assert_eq!(desk.commits(), commits);
}
