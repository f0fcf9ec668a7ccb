use super::*;
use crate::model::{Finding, Lang, Message, Place, Spot};
use crate::render::Reading;
use crate::render::table::tests::{commits, due_view, gates, rows, shown};
use crate::report::names_for_tests;

#[test]
fn status_for_programs() {
    insta::assert_snapshot!("json-status", status(&gates(), Lang::En));
}

#[test]
fn the_portfolio_for_programs() {
    insta::assert_snapshot!("json-list", list(&rows(), &[]));
}

#[test]
fn what_falls_due_for_programs() {
    insta::assert_snapshot!("json-due", due(&due_view(), &["lost".parse().expect("a client")]));
}

#[test]
fn the_log_for_programs() {
    let model = crate::report::log::log("seed-vault".parse().expect("a client"), commits(), &names_for_tests());
    insta::assert_snapshot!("json-log", log(&model));
}

#[test]
fn a_client_for_programs() {
    let yaml = "{schema: 1, id: acme, process: p@1, organization: {name: {en: Acme, fr: Acmé}}, language: en, \
                status: prospect, phase: engagement}";
    insta::assert_snapshot!("json-show", show(&shown(yaml)));
}

#[test]
fn findings_for_programs() {
    let place = Place {
        file: "clients/acme.yaml".to_owned(),
        spot: Spot { line: 3, column: 5, start: 20, end: 24 },
        path: "agreement.signed_on".to_owned(),
    };
    let finding = Finding::warning("rule/x", place, Message::verbatim("message")).help(Message::verbatim("help"));
    insta::assert_snapshot!(validate(&[finding], Reading { files: 2, read: 1 }, Lang::En), @r#"
    {
      "version": 1,
      "files": 2,
      "read": 1,
      "errors": 0,
      "warnings": 1,
      "findings": [
        {
          "code": "rule/x",
          "severity": "warning",
          "file": "clients/acme.yaml",
          "line": 3,
          "column": 5,
          "path": "agreement.signed_on",
          "message": "message",
          "help": "help"
        }
      ]
    }
    "#);
}

#[test]
fn a_move_and_a_refusal_for_programs() {
    let (client, from, to) = ("acme".parse().expect("id"), "cate".parse().expect("id"), "support".parse().expect("id"));
    let moved = Advance { client: &client, from: &from, to: Some(&to), skipped: &[], commit: Some("c0ffee1") };
    insta::assert_snapshot!(advance(moved), @r#"
    {
      "version": 1,
      "client": "acme",
      "refused": false,
      "from": "cate",
      "to": "support",
      "skipped": [],
      "commit": "c0ffee1"
    }
    "#);
    let view = gates();
    let said: serde_json::Value =
        serde_json::from_str(&refused(Refused { view: &view, reason: None, help: &[] }, Lang::Fr)).expect("JSON");
    assert_eq!(said["refused"], true);
    assert_eq!(said["from"], "cate");
    assert_eq!(said["gates"].as_array().map(Vec::len), Some(4));
}
