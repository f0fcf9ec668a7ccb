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
