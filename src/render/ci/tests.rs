//! The forms for other programs, on findings that try to break them.

use super::*;
use crate::model::{Message, Place, Spot};

const FILE: &str = "schema: 1\nid: acme\nnom: « été », 100 %\nhosts:\n  - a\n  - b\n";

fn at(code: &str, said: &str, message: &str, severity: fn(&str, Place, Message) -> Finding) -> Finding {
    let start = FILE.find(said).expect("it is there");
    let before = &FILE[..start];
    let column = before.chars().rev().take_while(|it| *it != '\n').count() + 1;
    let spot = Spot {
        line: u32::try_from(before.matches('\n').count() + 1).expect("small"),
        column: u32::try_from(column).expect("small"),
        start,
        end: start + said.len(),
    };
    let place = Place { file: "clients/acme.yaml".to_owned(), spot, path: said.trim().to_owned() };
    severity(code, place, Message::verbatim(message))
}

fn error(code: &str, place: Place, message: Message) -> Finding {
    Finding::error(code, place, message)
}

fn warning(code: &str, place: Place, message: Message) -> Finding {
    Finding::warning(code, place, message)
}

fn findings() -> Vec<Finding> {
    let file = Place { file: "clients/à b.yaml".to_owned(), ..Place::default() };
    vec![
        at("rule/names-are-real", "« été »", "100 % <wrong>:\n\"a\", 'b' & \u{1b}[31mred", error)
            .help(Message::verbatim("onboard set acme nom=…")),
        at("rule/names-are-real", "- a\n  - b", "two lines", warning),
        Finding::error("workspace/not-readable", file, Message::verbatim("it cannot be read")),
    ]
}

fn written(form: fn(&Judgement) -> String, findings: &[Finding], lang: Lang) -> String {
    let words = CodeWords { text: Text::new("Names are real", "Les noms sont vrais"), source: Some("seed".to_owned()) };
    form(&Judgement {
        findings,
        files: &["clients/acme.yaml".to_owned(), "clients/sound.yaml".to_owned()],
        reading: Reading { files: 3, read: 2 },
        excerpts: &BTreeMap::from([(
            "clients/acme.yaml".to_owned(),
            Excerpts::of(FILE, findings.iter().map(|it| &it.place.spot)),
        )]),
        words: &BTreeMap::from([("rule/names-are-real".to_owned(), words)]),
        prefix: "desk/",
        lang,
    })
}

#[test]
fn github_gets_one_line_for_each_finding_and_nothing_breaks_out_of_it() {
    let text = written(github, &findings(), Lang::En);
    assert_eq!(
        text,
        "::error file=desk/clients/acme.yaml,line=3,endLine=3,col=6,endColumn=13,title=rule/names-are-real::100 %25 \
         <wrong>: \"a\", 'b' & \u{fffd}[31mred%0Aonboard set acme nom=…\n\
         ::warning file=desk/clients/acme.yaml,line=5,endLine=6,title=rule/names-are-real::two lines\n\
         ::error file=desk/clients/à b.yaml,line=1,endLine=1,title=workspace/not-readable::it cannot be read\n"
    );
    assert_eq!(written(github, &[], Lang::En), "");
}

#[test]
fn sarif_has_rules_in_both_languages_and_a_place_for_every_result() {
    let log: serde_json::Value = serde_json::from_str(&written(sarif, &findings(), Lang::Fr)).expect("JSON");
    let run = &log["runs"][0];
    assert_eq!(run["language"], "fr-CA");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(rules[0]["shortDescription"]["text"], "Les noms sont vrais");
    assert_eq!(rules[0]["help"]["text"], "Names are real\n\nLes noms sont vrais");
    assert_eq!(rules[0]["properties"]["source"], "seed");
    for result in run["results"].as_array().expect("results") {
        let rule = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64() >= Some(1), "{result}");
    }
    let uri = &run["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "desk/clients/%C3%A0%20b.yaml");
    let region = &run["results"][1]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["endLine"], &region["endColumn"]), (&6.into(), &6.into()));
}

#[test]
fn fingerprints_do_not_depend_on_the_language_or_the_line() {
    let prints = |findings: &[Finding], lang| {
        let issues: serde_json::Value = serde_json::from_str(&written(gitlab, findings, lang)).expect("JSON");
        let all = issues.as_array().expect("a list").iter().map(|it| it["fingerprint"].to_string());
        all.collect::<Vec<_>>()
    };
    let mut moved = findings();
    for it in &mut moved {
        it.place.spot.line += 7;
    }
    let all = prints(&findings(), Lang::En);
    assert_eq!(all, prints(&moved, Lang::Fr));
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 3);
    // Two findings of one kind at one path are two.
    let twice = [findings()[0].clone(), findings()[0].clone()];
    let all = prints(&twice, Lang::En);
    assert_ne!(all[0], all[1]);
}

#[test]
fn junit_has_a_case_for_each_file() {
    let text = written(junit, &findings(), Lang::En);
    assert!(text.contains("tests=\"3\" failures=\"2\" errors=\"0\""), "{text}");
    assert!(text.contains("<testcase classname=\"onboard\" name=\"desk/clients/sound.yaml\"/>"), "{text}");
    assert!(text.contains("100 % &lt;wrong&gt;"), "{text}");
    assert!(text.contains("<system-out>desk/clients/acme.yaml:5:3: rule/names-are-real: two lines"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}
