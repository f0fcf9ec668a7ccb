//! The cases of the how-to about where a client stands: played, then looked at.

use crate::howto::play;

#[test]
fn a_client_is_put_on_hold() {
    let desk = play("A client is put on hold");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(text.contains("status: active") && text.contains("phase: cate") && !text.contains("\nhold:"), "{text}");
    let show = desk.json("show northern-trails");
    assert_eq!(show["timeline"]["pauses"][0]["days"], 79, "{show}");
    assert_eq!(show["timeline"]["pauses"][0]["until"], "2027-02-10", "{show}");
    let log = desk.json("log northern-trails");
    let changes: Vec<&str> = log["changes"].as_array().unwrap().iter().filter_map(|it| it["change"].as_str()).collect();
    assert_eq!(changes, ["resume", "set", "hold"]);
    let report = desk.ok("report northern-trails --lang fr");
    assert!(report.contains("Gel budgétaire") && report.contains("Le budget est approuvé"), "{report}");
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn a_client_withdraws() {
    let desk = play("A client withdraws");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(text.contains("status: active") && !text.contains("\nwithdrawn:"), "{text}");
    let report = desk.ok("report northern-trails");
    assert!(report.contains("The project was cancelled") && report.contains("Executive sponsor"), "{report}");
    let history = desk.json("show northern-trails")["data"]["history"].clone();
    let last: Vec<&str> =
        history.as_array().unwrap().iter().rev().take(2).map(|it| it["change"].as_str().unwrap()).collect();
    assert_eq!(last, ["reopen", "withdraw"]);
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn the_agreement_is_amended() {
    let desk = play("The agreement is amended");
    let show = desk.json("show northern-trails");
    assert_eq!(show["phase"], "cate");
    let stays = show["timeline"]["stays"].as_array().unwrap();
    let of = |phase: &str| stays.iter().filter(|it| it["phase"] == phase).count();
    assert_eq!((of("agreement"), of("technical"), of("cate")), (2, 2, 2), "{show}");
    let history = show["data"]["history"].as_array().unwrap();
    let entry = history.iter().find(|it| it["change"] == "return").unwrap();
    assert!(entry["to_confirm"].as_array().unwrap().iter().any(|it| it == "agreement.signed"), "{entry}");
    // Of the phase that the client is in again, what held still waits; of those behind it, nothing does.
    let text = desk.read("clients/northern-trails.yaml");
    let waiting: Vec<&str> = text.lines().filter(|it| it.contains("confirm_again:")).collect();
    assert!(waiting.len() < 5, "{waiting:?}");
    let report = desk.ok("report northern-trails --lang fr");
    assert!(report.contains("Un troisième portail s’ajoute; "), "{report}");
    assert!(report.contains("critères à confirmer de nouveau"), "{report}");
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn a_test_has_failed() {
    let desk = play("A test has failed");
    let show = desk.json("show tidal-board");
    assert_eq!((&show["phase"], &show["status"]), (&"testing".into(), &"active".into()));
    let status = desk.json("status tidal-board");
    let blocker = status["gates"].as_array().unwrap().iter().find(|it| it["id"] == "testing.no-open-blocker").unwrap();
    assert_eq!(blocker["met"], true, "{blocker}");
    assert!(!desk.read("clients/tidal-board.yaml").contains("confirm_again"), "everything was confirmed again");
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn a_criterion_is_waived() {
    let desk = play("A criterion is waived");
    let text = desk.read("clients/northern-trails.yaml");
    assert!(text.contains("phase: support") && text.contains("expires_on: 2027-01-31"), "{text}");
    let status = desk.json("status northern-trails");
    let waived = status["gates"].as_array().unwrap().iter().find(|it| it["id"] == "cate.sign-in-works");
    assert!(waived.is_none(), "it holds by itself now: {status}");
    let report = desk.ok("report northern-trails --lang fr");
    assert!(report.contains("La préproduction sera connectée en janvier"), "{report}");
    desk.assert_clean();
}

#[test]
fn a_client_is_closed_with_an_unmet_criterion() {
    let desk = play("A client is closed with an unmet criterion");
    assert!(desk.read("clients/kite-registry.yaml").contains("status: closed"));
    let report = desk.ok("report kite-registry");
    assert!(report.to_lowercase().contains("closed with exceptions"), "{report}");
    assert!(report.contains("November 23, 2026"), "{report}");
    let report = desk.ok("report kite-registry --lang fr");
    assert!(report.to_lowercase().contains("clôturé avec exceptions"), "{report}");
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn a_closed_file_must_be_changed() {
    let desk = play("A closed file must be changed");
    let text = desk.read("clients/kite-registry.yaml");
    assert!(text.contains("status: closed") && text.contains("expected_users_per_year: 25000"), "{text}");
    let changes = desk.json("log kite-registry")["changes"].clone();
    let changes: Vec<&str> = changes.as_array().unwrap().iter().filter_map(|it| it["change"].as_str()).collect();
    assert_eq!(changes, ["close", "set", "reopen", "add", "close", "reopen"]);
    desk.ok("validate");
    desk.assert_clean();
}
