//! `onboard due`: what is late and what comes, for people, programs, spreadsheets and calendars.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::howto::play;
use crate::sandbox::Sandbox;
use crate::skip;

const ACME: &str = "\
schema: 1
id: acme
process: sign-in-canada@1
organization: {name: {en: Acme Agency, fr: Agence Acme}}
language: en
status: active
phase: engagement
agreement:
  milestones:
    - {id: m1, name: {en: Scope agreed, fr: Portée convenue}, due: 2026-11-20}
    - {id: m2, name: {en: Go-live, fr: Mise en service}, due: 2027-01}
history:
  - {date: 2026-11-02, change: init, to: engagement, status: active}
";

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("acme", ACME)])
}

#[test]
fn what_is_late_comes_first_and_then_what_falls_due_within_the_time_asked_for() {
    let desk = desk().wide(80);
    insta::assert_snapshot!(desk.run("due"), @"
    Client  What                     Due         Status
    ─────────────────────────────────────────────────────────────
    acme    milestone: Scope agreed  2026-11-20  Overdue (3 days)
    acme    milestone: Go-live       2027-01     Due in 69 days

    1 overdue, 1 more up to 2027-02-21
    ");
    insta::assert_snapshot!(desk.run("due --within 2w"), @"
    Client  What                     Due         Status
    ─────────────────────────────────────────────────────────────
    acme    milestone: Scope agreed  2026-11-20  Overdue (3 days)

    1 overdue, 0 more up to 2026-12-07
    ");
    insta::assert_snapshot!(desk.in_french().run("due").to_string().replace('\u{a0}', "⍽"), @"
    Client  Objet                    Échéance    État
    ───────────────────────────────────────────────────────────────────
    acme    jalon⍽: Portée convenue  2026-11-20  En retard (3⍽jours)
    acme    jalon⍽: Mise en service  2027-01     Échéance dans 69⍽jours

    1⍽en retard, 1⍽autre jusqu’au 2027-02-21
    ");
}

#[test]
fn with_fail_overdue_the_answer_is_no_while_something_is_late() {
    let desk = desk();
    assert_eq!(desk.run("due").code, 0);
    assert_eq!(desk.run("due --fail-overdue").code, 1);
    desk.ok("set acme agreement.milestones.m1.done_on=2026-11-20");
    assert_eq!(desk.run("due --fail-overdue").code, 0, "what is ahead is not late");
}

#[test]
fn list_and_show_call_late_what_due_calls_late() {
    let desk = desk();
    let due = desk.json("due");
    assert_eq!(due["version"], 1);
    assert_eq!(due["overdue"], 1);
    assert_eq!(due["due"][0]["path"], "agreement.milestones.m1.due");
    assert_eq!(due["due"][0]["state"], "overdue");
    assert_eq!(due["due"][0]["line"], 10);
    assert_eq!(due["due"][1]["last_day"], "2027-01-31");
    for overdue in [&desk.json("list")["clients"][0]["overdue"], &desk.json("show acme")["overdue"]] {
        assert_eq!(overdue.as_array().unwrap().len(), 1);
        assert_eq!(overdue[0]["path"], due["due"][0]["path"]);
        assert_eq!(overdue[0]["days"], 3);
    }
}

#[test]
fn only_the_clients_that_are_named_are_shown() {
    let desk = Sandbox::with_clients(&[("acme", ACME), ("other", &ACME.replace("id: acme", "id: other"))]);
    assert_eq!(desk.json("due")["due"].as_array().unwrap().len(), 4);
    let named = desk.json("due other other");
    assert!(named["due"].as_array().unwrap().iter().all(|it| it["client"] == "other"), "{named}");
    assert_eq!(named["due"].as_array().unwrap().len(), 2);
    assert_eq!(desk.run("due nobody").code, 66);
}

#[test]
fn a_file_that_cannot_be_read_is_said_loudly_in_every_format() {
    let desk = Sandbox::with_clients(&[("acme", ACME), ("lost", "id: lost\n<<<<<<< HEAD\n")]);
    for format in ["table", "json", "csv", "ics"] {
        let run = desk.run(&format!("due --fail-overdue --format {format}"));
        assert_eq!(run.code, 65, "{format}: {run}");
        assert!(run.stderr.contains("1 file could not be read"), "{format}: {run}");
        assert!(run.stdout.contains("acme"), "{format}: what could be read is shown: {run}");
    }
    assert_eq!(desk.json("due")["unreadable"][0], "lost");
    assert!(desk.run("due").stdout.contains("✗ lost"));
    assert_eq!(desk.run("due lost").code, 65);
}

#[test]
fn a_window_that_is_none_is_refused_in_both_languages() {
    let desk = desk();
    for bad in ["90", "3y", "soon", "-3d", "''"] {
        let run = desk.run(&format!("due --within={bad}"));
        assert_eq!(run.code, 2, "{bad}: {run}");
        assert!(bad == "''" || run.stderr.contains("`90d`, `12w`, `3m`"), "{bad}: {run}");
    }
    assert!(desk.in_french().run("due --within=soon").stderr.contains("de semaines (w)"));
}

#[test]
fn a_spreadsheet_gets_raw_values_and_no_formulas() {
    let hostile = ACME.replace("en: Scope agreed", "en: '=HYPERLINK(\"http://x.example\",\"y\")'");
    let desk = Sandbox::with_clients(&[("acme", &hostile)]);
    let csv = desk.ok("due --format csv");
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert!(lines[0].starts_with("client,client_name,status,what,"), "{csv}");
    let title = "\"'=HYPERLINK(\"\"http://x.example\"\",\"\"y\"\")\"";
    let first = format!(
        "acme,Acme Agency,active,milestone,milestone,{title},2026-11-20,2026-11-20,-3,overdue,false,clients/acme.yaml,10,\
         agreement.milestones.m1.due"
    );
    assert_eq!(lines[1], first);
    assert!(lines[2].contains(",2027-01,2027-01-31,69,ahead,"), "{csv}");
    assert_eq!((lines.len(), lines[3]), (4, ""), "every line ends as the standard says");
}

#[test]
fn the_same_workspace_gives_the_same_calendar_byte_for_byte() {
    let mut desk = desk();
    let first = desk.ok("due --format ics");
    assert_eq!(first, desk.ok("due --format ics"));
    assert!(first.split("\r\n").all(|it| it.len() <= 75), "{first}");
    assert!(first.contains("SUMMARY;LANGUAGE=en-CA:acme: milestone – Scope agreed\r\n"), "{first}");
    // A later day changes nothing in an event that is shown on both.
    desk.set_today("2026-11-24");
    assert_eq!(first, desk.ok("due --format ics"));
    let french = desk.in_french().ok("due --format ics");
    assert!(french.contains("SUMMARY;LANGUAGE=fr-CA:acme\u{a0}: jalon – Portée convenue\r\n"), "{french}");
}

/// The events of a calendar, as the `icalendar` library of Python reads them: uid → (first day, sequence, last modified,
/// summary). `None` where the library is not there.
fn events(desk: &Sandbox, text: &str) -> Option<BTreeMap<String, (String, i64, String, String)>> {
    const SCRIPT: &str = "
import json, sys
import icalendar
calendar = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
assert str(calendar['VERSION']) == '2.0' and calendar['PRODID']
assert not calendar.errors, calendar.errors
events = []
for it in calendar.walk('VEVENT'):
    assert not it.errors, it.errors
    start, end = it['DTSTART'].dt, it['DTEND'].dt
    assert (end - start).days == 1 and not hasattr(start, 'hour'), it
    events.append([str(it['UID']), start.isoformat(), int(it['SEQUENCE']), it['LAST-MODIFIED'].dt.isoformat(), str(it['SUMMARY'])])
    assert it['DTSTAMP'].dt == it['LAST-MODIFIED'].dt and str(it['DESCRIPTION'])
json.dump(events, sys.stdout)
";
    let python = std::env::var("ONBOARD_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let there = Command::new(&python).args(["-c", "import icalendar"]).output().is_ok_and(|it| it.status.success());
    if !there {
        skip("the Python library `icalendar` is not there (`pip install icalendar`, `ONBOARD_PYTHON`)");
        return None;
    }
    desk.write("read.py", SCRIPT);
    desk.write("due.ics", text);
    let run = desk.shell(&format!("'{python}' read.py < due.ics"));
    assert_eq!(run.code, 0, "{run}\n{text}");
    for file in ["read.py", "due.ics"] {
        std::fs::remove_file(desk.path(file)).unwrap();
    }
    let events: Vec<(String, String, i64, String, String)> = serde_json::from_str(&run.stdout).unwrap();
    let count = events.len();
    let by_uid: BTreeMap<_, _> =
        events.into_iter().map(|(uid, day, seq, at, said)| (uid, (day, seq, at, said))).collect();
    assert_eq!(by_uid.len(), count, "ids are unique");
    Some(by_uid)
}

const M1: &str = "acme.agreement.milestones.m1.due@sign-in-canada";
const M2: &str = "acme.agreement.milestones.m2.due@sign-in-canada";

#[test]
fn a_calendar_library_reads_the_events_and_their_ids_stay_through_every_change() {
    let mut desk = desk();
    let Some(first) = events(&desk, &desk.ok("due --format ics")) else { return };
    assert_eq!(first.keys().collect::<Vec<_>>(), [M1, M2]);
    assert_eq!((first[M1].0.as_str(), first[M2].0.as_str()), ("2026-11-20", "2027-01-31"), "a month is its last day");

    // Something else changes in another file: nothing changes here.
    desk.set_today("2026-11-24");
    desk.ok("init other --name-en Other --name-fr Autre --language en");
    assert_eq!(Some(&first), events(&desk, &desk.ok("due acme --format ics")).as_ref());

    // A milestone is added before the others, and one is given another day.
    let text = desk
        .read("clients/acme.yaml")
        .replace("    - {id: m1,", "    - {id: m0, name: {en: Met, fr: Rencontre}, due: 2026-12-01}\n    - {id: m1,");
    desk.write("clients/acme.yaml", &text);
    desk.commit_all("by hand");
    desk.set_today("2026-11-25");
    desk.ok("set acme agreement.milestones.m1.due=2026-12-11");
    let second = events(&desk, &desk.ok("due acme --format ics")).unwrap();
    assert_eq!(second.len(), 3);
    assert_eq!(second[M1].0, "2026-12-11");
    assert!(second[M1].1 > first[M1].1, "the sequence is raised: {first:?} {second:?}");
    assert!(second[M1].2 > first[M1].2, "it was modified later: {first:?} {second:?}");
    assert_eq!(second[M2].0, first[M2].0);

    // What is not committed yet counts as well.
    desk.ok("set acme agreement.milestones.m1.due=2026-12-12 --no-commit");
    let third = events(&desk, &desk.ok("due acme --format ics")).unwrap();
    assert_eq!(third[M1].0, "2026-12-12");
    assert!(third[M1].1 > second[M1].1, "{second:?} {third:?}");
}

#[test]
fn text_that_could_break_a_calendar_is_read_back_as_it_was() {
    let long = "é, très long; ".repeat(20);
    let name = format!("a\\\\b;c,d {long}\\nEND:VEVENT");
    let desk = Sandbox::with_clients(&[("acme", &ACME.replace("en: Scope agreed", &format!("en: \"{name}\"")))]);
    let ics = desk.ok("due --format ics");
    assert_eq!(ics.matches("\r\nEND:VEVENT\r\n").count(), 2, "{ics}");
    let Some(events) = events(&desk, &ics) else { return };
    assert_eq!(events[M1].3, format!("acme: milestone – a\\b;c,d {long}\nEND:VEVENT"));
}

/// The day and the sequence of an event, read as text.
fn marks(ics: &str, uid: &str) -> (String, i64) {
    let event = ics.replace("\r\n ", "");
    let event = event.split("BEGIN:VEVENT").find(|it| it.contains(uid)).unwrap().to_owned();
    let value = |name: &str| event.lines().find_map(|it| it.strip_prefix(name)).unwrap().to_owned();
    (value("LAST-MODIFIED:"), value("SEQUENCE:").parse().unwrap())
}

#[test]
fn an_event_that_came_by_a_merge_was_changed_when_it_was_merged() {
    let mut desk = desk();
    desk.git("checkout -q -b side");
    desk.set_today("2026-11-24");
    desk.ok("set acme agreement.milestones.m1.due=2026-12-11");
    desk.git("checkout -q main");
    desk.set_today("2026-11-26");
    desk.ok("set acme language=fr");
    let before = marks(&desk.ok("due --format ics"), M1);
    assert_eq!(before.0, "20261126T170000Z");
    desk.set_today("2026-11-27");
    desk.git("merge -q --no-edit side");
    let ics = desk.ok("due --format ics");
    let after = marks(&ics, M1);
    assert_eq!(after.0, "20261127T170000Z", "though the commit on the side is older than the last one here");
    assert!(after.1 > before.1 && ics.contains("20261211"), "{before:?} {after:?}");
}

#[test]
fn a_shallow_copy_never_tells_of_an_earlier_change() {
    let mut desk = desk();
    desk.set_today("2026-11-25");
    desk.ok("init other --name-en Other --name-fr Autre --language en");
    let whole = marks(&desk.ok("due acme --format ics"), M1);
    desk.git(
        "clone -q --depth 1 file://$DESK/. shallow".replace("$DESK", &desk.path("").display().to_string()).as_str(),
    );
    let shallow = marks(&desk.ok("-C shallow due acme --format ics"), M1);
    assert!(shallow.1 >= whole.1, "{whole:?} {shallow:?}");
}

#[test]
fn on_hold_dates_stay_listed_and_only_the_review_is_late() {
    let desk = Sandbox::with_clients(&[("acme", ACME)]).in_french().on("2026-11-23");
    desk.ok("hold acme --reason-en Budget --reason-fr Budget --review-on 2026-12-01");
    let run = desk.run("due --fail-overdue");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stdout.contains("En suspens (3\u{a0}jours)"), "{run}");
    let desk = desk.on("2026-12-02");
    let run = desk.run("due --fail-overdue");
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stdout.contains("1\u{a0}en retard") && run.stdout.contains("En retard (1\u{a0}jour)"), "{run}");
    let late = &desk.json("list --overdue")["clients"][0]["overdue"];
    assert_eq!(late[0]["what"], "hold_review", "{late}");
}

#[test]
fn a_copy_without_its_repository_has_a_calendar_too() {
    let desk = desk();
    std::fs::remove_dir_all(desk.path(".git")).unwrap();
    assert!(desk.ok("due --format ics").contains("BEGIN:VEVENT"));
}

#[test]
fn a_process_of_its_own_has_its_own_things_due() {
    let desk = desk();
    desk.ok("process eject");
    let text = desk.read("process/process.yaml");
    let (before, _) = text.split_once("\ndue:\n").unwrap();
    let own = "due:\n  - id: plan\n    name: {en: plan, fr: plan}\n    at: schedule.target_go_live\n    on: plus_days('2026-11-01', 30)\n";
    desk.write("process/process.yaml", &format!("{before}\n{own}"));
    let due = desk.json("due");
    assert_eq!(due["due"].as_array().unwrap().len(), 1, "{due}");
    assert_eq!((&due["due"][0]["what"], &due["due"][0]["due"]), (&"plan".into(), &"2026-12-01".into()));
    assert_eq!(desk.json("list")["clients"][0]["overdue"].as_array().unwrap().len(), 0);
}

#[test]
fn know_what_falls_due() {
    let desk = play("Know what falls due");
    let calendar = desk.read("due.ics");
    assert!(calendar.contains("UID:amber-archives.agreement.ends_on@sign-in-canada"), "{calendar}");
    assert!(Path::new(&desk.path("due.csv")).exists());
    assert_eq!(desk.run("due --fail-overdue amber-archives").code, 0);
}
