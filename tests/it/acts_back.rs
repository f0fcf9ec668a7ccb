//! `return` and `confirm`: what held must be confirmed again, and only a person's word settles a criterion.

use crate::sandbox::Sandbox;

const TRAILS: &str = include_str!("../../examples/clients/northern-trails.yaml");
const FILE: &str = "clients/northern-trails.yaml";
const WHY: &str = "--reason-en 'It changes' --reason-fr 'Cela change'";

fn desk() -> Sandbox {
    Sandbox::with_clients(&[("northern-trails", TRAILS)])
}

#[test]
fn going_back_erases_nothing() {
    let desk = desk();
    let diff = desk.diff(FILE, &format!("return northern-trails --to technical {WHY} --role project_manager"));
    let gone: Vec<&str> = diff.lines().filter(|it| it.starts_with('-')).collect();
    assert_eq!(gone, ["-phase: cate"], "{diff}");
    for it in [
        "+phase: technical",
        "+  technical.approach-agreed: {state: open, confirm_again: 2026-11-23}",
        "+    change: return",
        "+    from: cate",
        "+    to: technical",
        "+    to_confirm:",
        "+      - technical.approach-agreed",
    ] {
        assert!(diff.contains(it), "`{it}` is not in\n{diff}");
    }
    let message = desk.git("log -1 --format=%B");
    assert!(message.starts_with("northern-trails: return cate -> technical\n\nIt changes\nCela change\n"), "{message}");
    assert!(message.contains("Onboard-From: cate\nOnboard-To: technical\n"), "{message}");
    assert!(message.contains("Onboard-Gate: technical.approach-agreed to confirm\n"), "{message}");
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn what_held_is_confirmed_again_one_by_one_or_all_at_once() {
    let desk = desk();
    desk.ok(&format!("return northern-trails --to technical {WHY}"));
    desk.refuses(
        "advance northern-trails",
        1,
        &[
            "it was met before the client went back on 2026-11-23, and must be confirmed again",
            "onboard confirm northern-trails technical.approach-agreed",
        ],
    );
    desk.refuses("advance northern-trails --lang fr", 1, &["avant le retour du 2026-11-23"]);
    let diff = desk.diff(FILE, "confirm northern-trails technical.approach-agreed --evidence 'GCdocs 7'");
    assert_eq!(
        diff,
        "-  technical.approach-agreed: {state: open, confirm_again: 2026-11-23}\n\
         +  technical.approach-agreed: {state: met, date: 2026-11-23, evidence: GCdocs 7}\n"
    );
    let json = desk.json("confirm northern-trails --again");
    assert!(json["gates"].as_array().unwrap().len() > 3, "{json}");
    assert_eq!(json["state"], "met");
    desk.ok("advance northern-trails");
    assert!(desk.read(FILE).contains("phase: cate"));
    let run = desk.run("confirm northern-trails --again");
    assert_eq!(run.code, 0, "{run}");
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn one_does_not_go_back_to_where_one_is_or_has_not_been() {
    let desk = desk();
    desk.refuses(&format!("return northern-trails --to cate {WHY}"), 1, &["does not come before"]);
    desk.refuses(
        &format!("return northern-trails --to testing {WHY}"),
        1,
        &["Testing / Demonstration does not come before"],
    );
    desk.refuses(&format!("return northern-trails --to agrement {WHY}"), 2, &["agrement", "did you mean `agreement`?"]);
    desk.refuses(&format!("return northern-trails --to Agreement {WHY}"), 2, &["lowercase"]);
    desk.refuses(&format!("return northern-trails {WHY}"), 2, &["--to"]);
    desk.refuses("return northern-trails --to agreement", 2, &["`--reason-en` is needed"]);
    desk.refuses(&format!("return northern-trails --to agreement {WHY} --date 2026-11-24"), 2, &["future"]);
    desk.refuses(
        &format!("return northern-trails --to agreement {WHY} --date 2026-02-02"),
        2,
        &["before the last entry"],
    );
    desk.refuses(
        &format!("return northern-trails --to agreement {WHY} --dry-run"),
        0,
        &["+phase: agreement", "to_confirm"],
    );
    let json = desk.json(&format!("return northern-trails --to testing {WHY}"));
    assert_eq!((&json["refused"], &json["change"]), (&true.into(), &"return".into()), "{json}");
    let json = desk.json(&format!("return northern-trails --to agreement {WHY}"));
    assert_eq!((&json["from"], &json["to"]), (&"cate".into(), &"agreement".into()), "{json}");
    assert!(json["to_confirm"].as_array().unwrap().iter().any(|it| it == "agreement.signed"), "{json}");
    assert_eq!(json["commit"].as_str().unwrap(), desk.git("rev-parse HEAD").trim());
}

#[test]
fn a_section_that_was_approved_may_change_once_the_client_went_back() {
    let desk = desk();
    let change = "set northern-trails agreement.scope.en=More agreement.scope.fr=Plus";
    desk.refuses(change, 1, &["agreement"]);
    desk.ok(&format!("return northern-trails --to agreement {WHY}"));
    desk.ok("add northern-trails agreement.amendments number=1 signed_on=2026-11-23 summary.en=More summary.fr=Plus");
    desk.ok(change);
    desk.ok("validate");
    desk.ok("confirm northern-trails --again");
    desk.ok("advance northern-trails");
    assert_eq!(desk.read(FILE).matches("\n    approved:").count(), 2, "what was approved is approved again");
    desk.ok("validate");
}

#[test]
fn a_criterion_is_met_not_met_or_not_applicable() {
    let desk = Sandbox::new();
    desk.ok("init acme --name-en Acme --name-fr Acme --language en");
    desk.ok("confirm acme engagement.overview-presented --evidence 'GCdocs 1' --note 'By video' --date 2026-11-20");
    let text = desk.read("clients/acme.yaml");
    for it in ["state: met", "date: 2026-11-20", "evidence: GCdocs 1", "note: By video"] {
        assert!(text.contains(it), "{text}");
    }
    desk.ok(&format!("confirm acme engagement.overview-presented --not-met {WHY}"));
    let text = desk.read("clients/acme.yaml");
    assert!(text.contains("state: not_met") && text.contains("It changes") && text.contains("GCdocs 1"), "{text}");
    desk.ok("confirm acme engagement.overview-presented");
    let text = desk.read("clients/acme.yaml");
    assert!(text.contains("state: met") && !text.contains("It changes"), "{text}");
    desk.ok(&format!("confirm acme go-live.support-ready --not-applicable {WHY}"));
    assert!(desk.git("log -1 --format=%B").contains("Onboard-Gate: go-live.support-ready not_applicable"));
    assert_eq!(desk.git("log -1 --format=%s"), "acme: confirm not applicable go-live.support-ready\n");
    desk.ok("validate");
    desk.assert_clean();
}

#[test]
fn what_cannot_be_confirmed_is_refused() {
    let desk = desk();
    desk.refuses(
        "confirm northern-trails engagement.overview-presentd",
        2,
        &["did you mean `engagement.overview-presented`?"],
    );
    desk.refuses(
        "confirm northern-trails cate.all-environments-configured",
        1,
        &["is settled by a rule, not by a person", "run `onboard "],
    );
    desk.refuses("confirm northern-trails agreement.signed", 1, &["it holds: nothing is left to confirm"]);
    desk.refuses("confirm northern-trails agreement.signed --lang fr", 1, &["tranché par une règle"]);
    desk.refuses("confirm northern-trails", 2, &["GATE"]);
    desk.refuses("confirm northern-trails go-live.support-ready --not-met", 2, &["`--reason-en` is needed"]);
    desk.refuses(&format!("confirm northern-trails go-live.support-ready {WHY}"), 2, &["--not-met"]);
    desk.refuses("confirm northern-trails go-live.support-ready --not-met --not-applicable", 2, &["--not-met"]);
    desk.refuses("confirm northern-trails --again --not-met", 2, &["--again"]);
    desk.refuses("confirm northern-trails go-live.support-ready --date 2026-11-24", 2, &["future"]);
    desk.refuses("confirm northern-trails go-live.support-ready --evidence '…'", 2, &["only stands for"]);
    desk.refuses("confirm northern-trails go-live.support-ready --evidence ' '", 2, &["blank"]);
    desk.refuses("confirm northern-trails go-live.support-ready --note 'a\u{7}b'", 2, &["note"]);
    desk.refuses("confirm northern-trails go-live.support-ready --dry-run", 0, &["+", "support-ready"]);
    let json = desk.json("confirm northern-trails cate.all-environments-configured agreement.signed");
    assert_eq!(json["refused"], true);
    assert_eq!(json["reasons"].as_array().unwrap().len(), 2, "{json}");
}

#[test]
fn a_mark_removed_by_hand_gains_nothing() {
    let desk = desk();
    desk.ok(&format!("return northern-trails --to technical {WHY}"));
    let text = desk.read(FILE);
    let without: String = text.lines().filter(|it| !it.contains("confirm_again")).map(|it| format!("{it}\n")).collect();
    desk.write(FILE, &without);
    desk.commit_all("by hand");
    desk.refuses("advance northern-trails", 1, &["must be confirmed again"]);
    desk.refuses(
        "set northern-trails criteria.technical.approach-agreed.confirm_again=2026-11-23",
        2,
        &["`onboard confirm`"],
    );
}
