//! The acts that lead off the straight road: hold, resume, withdraw, reopen; with their refusals and bad inputs.

use crate::sandbox::Sandbox;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");
const TIDAL: &str = include_str!("../../examples/clients/tidal-board.yaml");
const KITE: &str = include_str!("../../examples/clients/kite-registry.yaml");

const FILE: &str = "clients/northern-trails.yaml";
const WHY: &str = "--reason-en 'Budget freeze' --reason-fr 'Gel budgétaire'";

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("northern-trails", TRAILS), ("tidal-board", TIDAL), ("kite-registry", KITE)])
}

#[test]
fn a_hold_touches_the_status_the_section_and_the_history_and_nothing_else() {
    let desk = desk();
    let diff = desk.diff(FILE, &format!("hold northern-trails {WHY} --review-on 2027-01-15 --requested-by client"));
    assert_eq!(
        diff,
        "\
-status: active
+status: on_hold
+hold:
+  since: 2026-11-23
+  reason: {en: Budget freeze, fr: Gel budgétaire}
+  review_on: 2027-01-15
+  requested_by: client
+  - date: 2026-11-23
+    change: hold
+    from_status: active
+    to_status: on_hold
+    reason: {en: Budget freeze, fr: Gel budgétaire}
+    review_on: 2027-01-15
+    requested_by: client
"
    );
    let message = desk.git("log -1 --format=%B");
    assert!(
        message.starts_with("northern-trails: hold active -> on_hold\n\nBudget freeze\nGel budgétaire\n\n"),
        "{message}"
    );
    assert!(message.contains("Onboard-Change: hold\nOnboard-From: active\nOnboard-To: on_hold\n"), "{message}");
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn a_hold_can_be_resumed_and_the_history_keeps_it() {
    let mut desk = desk();
    desk.ok(&format!("hold northern-trails {WHY} --review-on 2027-01-15"));
    desk.set_today("2026-12-23");
    let run = desk.run("resume northern-trails");
    assert_eq!(run.code, 0, "{run}");
    let text = desk.read(FILE);
    assert!(text.contains("status: active") && !text.contains("\nhold:"), "{text}");
    assert!(text.contains("change: hold") && text.contains("change: resume"), "{text}");
    let show = desk.json("show northern-trails");
    assert_eq!(show["timeline"]["pauses"][0]["days"], 30, "{show}");
    assert_eq!(show["timeline"]["pauses"][0]["reason"]["fr"], "Gel budgétaire", "{show}");
    desk.assert_clean();
}

#[test]
fn whoever_is_on_hold_is_told_how_to_go_on() {
    let desk = desk();
    desk.refuses("advance tidal-board", 1, &["On hold", "first: `onboard resume tidal-board`"]);
    desk.refuses("advance tidal-board --lang fr", 1, &["En suspens", "d’abord\u{a0}: `onboard resume tidal-board`"]);
    let json = desk.json("advance tidal-board");
    assert_eq!(json["help"][0], "first: `onboard resume tidal-board`", "{json}");
}

#[test]
fn a_withdrawal_ends_a_hold_and_says_why_and_who() {
    let desk = desk();
    let words = format!("withdraw tidal-board {WHY} --requested-by client --role executive_sponsor --date 2026-11-20");
    let diff = desk.diff("clients/tidal-board.yaml", &words);
    for it in ["-hold:", "-status: on_hold", "+status: withdrawn", "+withdrawn:", "+  date: 2026-11-20"] {
        assert!(diff.contains(it), "`{it}` is not in\n{diff}");
    }
    assert!(diff.contains("+    by_role: {en: Executive sponsor, fr: "), "{diff}");
    desk.refuses(&format!("withdraw tidal-board {WHY}"), 1, &["tidal-board has the status “Withdrawn” already"]);
    desk.refuses(&format!("hold tidal-board {WHY}"), 1, &["first: `onboard reopen tidal-board --reason-en"]);
    // What is configured must be retired: a rule says so from now on.
    let validate = desk.run("validate clients/tidal-board.yaml");
    assert!(validate.to_string().contains("withdrawn-client-retires-configurations"), "{validate}");
    let show = desk.ok("show tidal-board");
    assert!(show.contains("withdrawn on November 20, 2026: Budget freeze"), "{show}");
}

#[test]
fn a_client_that_left_comes_back_in_the_phase_that_it_had() {
    let mut desk = desk();
    desk.ok(&format!("withdraw northern-trails {WHY}"));
    desk.set_today("2026-12-01");
    let json = desk.json("reopen northern-trails --reason-en 'A new budget' --reason-fr 'Un nouveau budget'");
    assert_eq!((&json["from_status"], &json["to_status"]), (&"withdrawn".into(), &"active".into()), "{json}");
    let text = desk.read(FILE);
    assert!(
        text.contains("phase: cate") && text.contains("status: active") && !text.contains("\nwithdrawn:"),
        "{text}"
    );
    desk.ok(&format!("reopen kite-registry {WHY}"));
    let text = desk.read("clients/kite-registry.yaml");
    assert!(text.contains("phase: closing") && text.contains("status: active"), "{text}");
    assert_eq!(desk.git("log -1 --format=%s"), "kite-registry: reopen closed -> active\n");
    desk.assert_clean();
}

#[test]
fn what_is_not_possible_is_refused_with_the_way_out() {
    let desk = desk();
    desk.refuses(&format!("hold tidal-board {WHY}"), 1, &["tidal-board has the status “On hold” already"]);
    desk.refuses(
        &format!("hold tidal-board {WHY} --lang fr"),
        1,
        &["tidal-board a déjà l’état «\u{a0}En suspens\u{a0}»"],
    );
    desk.refuses("resume northern-trails", 1, &["northern-trails has the status “Active” already"]);
    desk.refuses(&format!("reopen northern-trails {WHY}"), 1, &["already"]);
    desk.refuses(
        &format!("withdraw kite-registry {WHY}"),
        1,
        &[
            "`onboard withdraw` is not possible while kite-registry has the status “Closed”",
            "onboard reopen kite-registry",
        ],
    );
    let json = desk.json("resume northern-trails");
    assert_eq!(json["refused"], true);
    assert_eq!(json["change"], "resume");
    assert_eq!(json["commit"], serde_json::Value::Null);
}

#[test]
fn a_wrong_command_line_is_told_what_is_wrong_with_it() {
    let desk = desk();
    desk.refuses("hold northern-trails", 2, &["`--reason-en` is needed"]);
    desk.refuses("hold northern-trails --reason-en Why", 2, &["`--reason-fr` is needed"]);
    desk.refuses("hold northern-trails --reason-en ' ' --reason-fr ' '", 2, &["`--reason-en` is blank"]);
    desk.refuses("hold northern-trails --reason-en 'a\u{1b}[2J' --reason-fr b", 2, &["hold.reason.en"]);
    desk.refuses(&format!("hold northern-trails {WHY} --date 2026-11-24"), 2, &["lies in the future"]);
    desk.refuses(
        &format!("hold northern-trails {WHY} --date 2026-01-02"),
        2,
        &["before the last entry of the history"],
    );
    desk.refuses(&format!("hold northern-trails {WHY} --date 23.11.2026"), 2, &["YYYY-MM-DD"]);
    desk.refuses(&format!("hold northern-trails {WHY} --review-on 2026-11-01"), 2, &["would come before the hold"]);
    desk.refuses(&format!("hold northern-trails {WHY} --requested-by nobody"), 2, &["--requested-by", "client"]);
    desk.refuses(&format!("hold nobody {WHY}"), 66, &["nobody"]);
}

#[test]
fn a_dry_run_of_an_act_shows_the_diff_and_writes_nothing() {
    let desk = desk();
    for words in ["hold northern-trails", "withdraw northern-trails", "reopen kite-registry"] {
        desk.refuses(&format!("{words} {WHY} --dry-run"), 0, &["+status: ", "Budget freeze", "Onboard-Change:"]);
    }
    desk.refuses("resume tidal-board --dry-run", 0, &["-status: on_hold", "+status: active", "-hold:"]);
    let json = desk.json(&format!("hold northern-trails {WHY} --dry-run"));
    assert_eq!(json["dry_run"], true);
}

#[test]
fn an_act_may_uncover_what_broke_meanwhile_and_says_so() {
    let mut desk = desk();
    desk.set_today("2027-04-05");
    // The agreement ended during the hold: for an active client that is an error, and whoever could not resume could not renew.
    let run = desk.run("resume tidal-board");
    assert_eq!(run.code, 0, "{run}");
    assert!(run.stderr.contains("has 1 error: `onboard validate clients/tidal-board.yaml`"), "{run}");
}

#[test]
fn a_hold_is_told_with_its_age_and_the_way_on() {
    let desk = desk();
    let show = desk.ok("show tidal-board");
    assert!(show.contains("on hold since October 30, 2026 (24 days): Year-end code freeze"), "{show}");
    assert!(show.contains("to be reviewed: January 15, 2027"), "{show}");
    let french = desk.ok("show tidal-board --lang fr");
    assert!(french.contains("en suspens depuis le 30 octobre 2026 (24\u{a0}jours)\u{a0}: Gel du code"), "{french}");
    assert!(desk.ok("list --status on_hold").contains("24 days on hold"));
    assert_eq!(desk.json("list --status on_hold")["clients"][0]["hold"]["days"], 24);
    let status = desk.run("status tidal-board");
    assert!(status.stderr.contains("first: `onboard resume tidal-board`"), "{status}");
    assert_eq!(desk.json("status tidal-board")["status"], "on_hold");
}

#[test]
fn a_client_that_came_back_says_from_where_and_what_waits() {
    let desk = desk();
    desk.ok(&format!("return northern-trails --to technical {WHY}"));
    let show = desk.ok("show northern-trails");
    assert!(show.contains("back from CATE Technical Configuration since November 23, 2026: Budget freeze"), "{show}");
    assert!(show.contains("gates to confirm again: `onboard status northern-trails`"), "{show}");
    let french = desk.ok("show northern-trails --lang fr");
    assert!(french.contains("de retour de la phase «\u{a0}Configuration technique de l’EEAC\u{a0}»"), "{french}");
    assert!(french.contains("critères à confirmer de nouveau\u{a0}: `onboard status northern-trails`"), "{french}");
}
