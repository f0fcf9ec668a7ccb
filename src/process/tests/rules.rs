//! Every rule of the process that comes with the program, broken in a sound file: the finding has its code, its severity, its
//! place and both languages.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::*;

/// The sound files that the cases break.
const SOUND: [(&str, &str); 2] = [("oidc", include_str!("rules/oidc.yaml")), ("saml", include_str!("rules/saml.yaml"))];
const CASES: &str = include_str!("rules/cases.yaml");
const DAY: Date = Date::constant(2026, 11, 23);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rule: String,
    file: String,
    /// The day it is judged on, where that is not the usual one.
    on: Option<Date>,
    /// What is replaced by what.
    #[serde(default)]
    change: Vec<(String, String)>,
    /// `file:line:column severity: English | French`
    found: Vec<String>,
}

fn cases() -> Vec<Case> {
    serde_yaml::from_str(CASES).expect("the cases read")
}

/// The settings that the files are judged under: hosts, and the holidays of a year.
fn settings() -> Value {
    json!({
        "schema": 1, "process": "sign-in-canada@1", "hosts": {"allowed": ["example"]},
        "holidays": ["2026-10-12", "2026-11-11", "2026-12-25", "2026-12-28", "2027-01-01"],
    })
}

/// Everything that is found in these files together.
fn found(files: &[(&str, String)], today: Date) -> Vec<Finding> {
    let process = Process::embedded().expect("it reads");
    let ground = Ground::new(shapes(), &settings(), today);
    let (mut all, mut of_all) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let document = Document::strict(text).unwrap_or_else(|flaws| panic!("{name}: {flaws:?}"));
        let subject = Subject::new(&ground, &document, name);
        all.extend(findings(process, &subject));
        of_all.extend(brought(process, &subject));
    }
    all.extend(between(process, &of_all));
    all
}

fn line(it: &Finding) -> String {
    let (en, fr) = (say(&it.message, Lang::En), say(&it.message, Lang::Fr));
    let Place { file, spot, .. } = &it.place;
    format!("{file}:{}:{} {}: {en} | {fr}", spot.line, spot.column, it.severity.as_str())
}

fn broken(case: &Case) -> Vec<Finding> {
    let files = SOUND.map(|(name, text)| {
        let mut text = text.to_owned();
        for (old, new) in case.change.iter().filter(|_| name == case.file) {
            assert!(text.contains(old.as_str()), "{}: `{old}` is not in {name}", case.rule);
            text = text.replacen(old.as_str(), new, 1);
        }
        (name, text)
    });
    let code = format!("rule/{}", case.rule);
    let mut all = found(&files, case.on.unwrap_or(DAY));
    all.retain(|it| it.code == code);
    all
}

#[test]
fn no_rule_is_broken_in_the_files_as_they_are() {
    let mut all = found(&SOUND.map(|(name, text)| (name, text.to_owned())), DAY);
    // Signatures and the history have tests of their own.
    all.retain(|it| it.code.starts_with("rule/"));
    assert_eq!(said(&all), "");
}

#[test]
fn every_rule_is_seen_to_be_broken_at_its_place_and_in_both_languages() {
    let mut wrong = Vec::new();
    for case in cases() {
        let lines: Vec<String> = broken(&case).iter().map(line).collect();
        if lines.is_empty() || lines != case.found {
            let lines: Vec<String> = lines.iter().map(|it| format!("    - {}", json!(it))).collect();
            wrong.push(format!("- rule: {}\n  found:\n{}", case.rule, lines.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "these cases find something else, namely:\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    let process = Process::embedded().expect("it reads");
    let rules: BTreeSet<&str> = process
        .rules()
        .iter()
        .map(|it| it.id.as_str())
        .chain(process.across().iter().map(|it| it.id.as_str()))
        .collect();
    let cases = cases();
    let seen: BTreeSet<&str> = cases.iter().map(|it| it.rule.as_str()).collect();
    let without: Vec<&&str> = rules.difference(&seen).collect();
    assert!(without.is_empty(), "src/process/tests/rules/cases.yaml has no case for {without:?}");
    let unknown: Vec<&&str> = seen.difference(&rules).collect();
    assert!(unknown.is_empty(), "there are no such rules: {unknown:?}");
}
