//! Reports of real and of hostile clients, in both languages and in every form.

use std::collections::BTreeMap;

use super::*;
use crate::client::tests::client;
use crate::model::{Date, Text};
use crate::report::closure::closure as model;
use crate::report::{Commit, Input, Judged, names_for_tests};

fn commit(id: &str, day: &str, change: Option<&str>, from: Option<&str>, to: Option<&str>) -> Commit {
    let own = |it: Option<&str>| it.map(ToOwned::to_owned);
    Commit {
        id: id.repeat(8),
        time: format!("{day}T09:30:00-04:00"),
        author: "Onboarding Lead".to_owned(),
        summary: "kite-registry".to_owned(),
        change: own(change),
        from: own(from),
        to: own(to),
    }
}

fn report(yaml: &str) -> Report {
    let commits = [
        commit("c0ffee1", "2026-09-09", Some("close"), None, None),
        commit("badcab1", "2026-09-04", Some("set"), None, None),
        commit("deface1", "2025-09-08", Some("advance"), Some("engagement"), Some("agreement")),
        commit("facade1", "2025-07-02", Some("init"), None, Some("engagement")),
    ];
    let migration = "migration".parse().expect("a phase");
    let passed_over = BTreeMap::from([(migration, Text::new("No existing users", "Aucun utilisateur existant"))]);
    Report::Closure(Box::new(model(Input {
        client: &client(yaml),
        names: &names_for_tests(),
        commits: &commits,
        made_by: &[Some("facade1fa".to_owned()), Some("deface1de".to_owned())],
        errors: 0,
        uncommitted: false,
        passed_over: &passed_over,
        program: "0.1.0",
        today: Date::constant(2026, 11, 23),
        judged: &Judged::default(),
    })))
}

const CLOSED: &str = include_str!("../../../tests/data/clients/kite-registry.yaml");
const OPEN: &str = include_str!("../../../tests/data/clients/seed-vault.yaml");

fn written(yaml: &str, lang: Lang) -> String {
    let text = markdown(&report(yaml), None, Languages::One(lang)).expect("a report");
    // No-break spaces are shown, so that a lost one is seen.
    text.replace('\u{a0}', "⍽")
}

#[test]
fn a_closed_client_has_a_whole_report_in_each_language() {
    insta::assert_snapshot!("closed-en", written(CLOSED, Lang::En));
    insta::assert_snapshot!("closed-fr", written(CLOSED, Lang::Fr));
}

#[test]
fn an_open_client_has_a_draft_that_says_so() {
    insta::assert_snapshot!("open-en", written(OPEN, Lang::En));
    insta::assert_snapshot!("open-fr", written(OPEN, Lang::Fr));
}

#[test]
fn the_two_languages_say_the_same_things() {
    for yaml in [CLOSED, OPEN] {
        let shape =
            |lang| -> Vec<String> { written(yaml, lang).lines().filter(|it| !it.is_empty()).map(kind).collect() };
        assert_eq!(shape(Lang::En), shape(Lang::Fr));
    }
}

/// What a line is, without its words: the marks of a heading or list, the columns of a row.
fn kind(line: &str) -> String {
    match line.split(' ').next() {
        Some("|") => format!("row of {}", line.replace("\\|", "").matches('|').count()),
        Some(mark @ ("#" | "##" | "###" | ">" | "-")) => mark.to_owned(),
        Some(_) | None => "text".to_owned(),
    }
}

#[test]
fn both_languages_come_one_after_the_other_with_a_rule_between() {
    let report = report(OPEN);
    let both = markdown(&report, None, Languages::Both).expect("a report");
    let (english, french) = both.split_once("\n---\n\n").expect("a rule");
    assert_eq!(english, markdown(&report, None, Languages::One(Lang::En)).expect("a report"));
    assert_eq!(french, markdown(&report, None, Languages::One(Lang::Fr)).expect("a report"));
}

#[test]
fn the_least_client_has_a_report_that_says_what_is_missing() {
    let least = "{schema: 1, id: acme, process: p@1, organization: {name: {en: Acme, fr: Acmé}}, language: en, \
                 status: prospect, phase: engagement}";
    let english = written(least, Lang::En);
    assert!(english.contains("| Signed | *not recorded* |"), "{english}");
    assert!(english.contains("*No success criterion is recorded.*"), "{english}");
    let french = written(least, Lang::Fr);
    assert!(french.contains("| Signé | *non consigné* |"), "{french}");
}

#[test]
fn nothing_from_a_client_file_becomes_markup() {
    let hostile = "\"<script>alert(1)</script> | a | [x](javascript:alert(1)) **b** `c` \\n# h\\n\\n| t | \\x1b[31m \\u202e {{ 7*7 }} <!-- -->\"";
    let yaml = format!(
        "schema: 1\nid: acme\nprocess: p@1\norganization: {{name: {{en: {hostile}, fr: {hostile}}}}}\nlanguage: en\nstatus: active\n\
         phase: engagement\nservices: [{{id: s, name: {{en: {hostile}, fr: {hostile}}}, state: {hostile}, audience: [{hostile}]}}]\n\
         agreement: {{reference: {hostile}, scope: {{en: {hostile}, fr: {hostile}}}, success_criteria: [{{id: c, text: {{en: {hostile}, fr: {hostile}}}, target: {hostile}, result: {hostile}}}]}}\n\
         history: [{{date: 2026-01-01, change: {hostile}, to: engagement}}]\n"
    );
    let harmless = "schema: 1\nid: acme\nprocess: p@1\norganization: {name: {en: N, fr: N}}\nlanguage: en\nstatus: active\n\
         phase: engagement\nservices: [{id: s, name: {en: N, fr: N}, state: N, audience: [N]}]\n\
         agreement: {reference: N, scope: {en: \"N\\n\\nN\", fr: \"N\\n\\nN\"}, success_criteria: [{id: c, text: {en: N, fr: N}, target: N, result: N}]}\n\
         history: [{date: 2026-01-01, change: N, to: engagement}]\n";
    for lang in Lang::BOTH {
        let written_hostile = written(&yaml, lang);
        for markup in ["<script", "<!--", "\u{1b}", "\u{202e}", "{{", " [x]", " **b**", " `c`", "\n# h"] {
            assert!(!written_hostile.contains(markup), "{markup:?} in\n{written_hostile}");
        }
        let shape = |text: &str| text.lines().filter(|it| !it.is_empty()).map(kind).collect::<Vec<_>>();
        assert_eq!(shape(&written_hostile), shape(&written(harmless, lang)), "\n{written_hostile}");
    }
}

#[test]
fn a_template_of_the_workspace_takes_the_place_of_ours() {
    let own = Template { file: "process/templates/closure.md", text: "# {{ client.organization.name }}\n" };
    let text = markdown(&report(OPEN), Some(own), Languages::One(Lang::En)).expect("a report");
    assert_eq!(text, "# National Seed Vault Commission\n");
    let wrong = Template { file: "process/templates/closure.md", text: "#\n{{ client.nam }}\n" };
    let finding = markdown(&report(OPEN), Some(wrong), Languages::One(Lang::En)).expect_err("a finding");
    assert_eq!(finding.place.file, "process/templates/closure.md");
    assert_eq!((finding.place.spot.line, finding.place.spot.column), (2, 4));
    assert_eq!(finding.code, "template/undefined");
}

#[test]
fn a_template_that_never_ends_is_stopped() {
    let text = "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}";
    let endless = Template { file: "process/templates/closure.md", text };
    let finding = markdown(&report(OPEN), Some(endless), Languages::One(Lang::En)).expect_err("a finding");
    assert_eq!(finding.code, "template/too-long");
}
