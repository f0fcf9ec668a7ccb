//! Whatever the sieve does, the rules find the same.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::document::Document;
use crate::model::Date;
use crate::process::judge::Question;
use crate::process::{Ground, Process, Shapes, Subject, Unmet};
use crate::schema::{FileKind, Schema};

/// Pieces of texts: what the rules look for, what looks like it, and what does not.
const PIECES: [&str; 36] = [
    "placeholder",
    "placeholder text",
    "Lorem ipsum",
    "replace me",
    "changement",
    "xxx",
    "XXXX",
    "…",
    ".",
    "TBD",
    "tba",
    "à venir",
    "titre à remplacer",
    "todo",
    "[insert name]",
    "[à ",
    "]",
    "{CLIENT_NAME}",
    "<NAME>",
    "desk@permits.example",
    "@",
    "613 555-0199",
    "1 800 622-6232",
    "046 454 286",
    "NAS 046454286",
    "SIN:046454287",
    "été",
    "permits",
    " ",
    "\n",
    "\t",
    "\u{a0}",
    "\u{0}",
    "\u{2028}",
    "-",
    "2026-11-23",
];

/// What each rule about every text finds, asked of each text and through the sieve.
fn both(text: &str) -> Vec<(String, Vec<Unmet>, Vec<Unmet>)> {
    let process = Process::embedded().expect("it reads");
    let shapes = Shapes {
        client: Schema::embedded(FileKind::Client).shape(),
        settings: Schema::embedded(FileKind::Settings).shape(),
    };
    let ground = Ground::new(shapes, &json!({}), Date::constant(2026, 11, 23));
    // A file that cannot be read is not judged.
    let Ok(document) = Document::strict(text) else { return Vec::new() };
    let subject = Subject::new(&ground, &document, "acme.yaml");
    let judge = Judge::new(process, &subject);
    let texts = Texts::of(&judge);
    let rules = process.rules().iter().enumerate().filter_map(|(at, rule)| Some((rule, process.sieve().guard(at)?)));
    let ask = |(rule, guard): (&Rule, &Guard)| {
        let question = Question {
            text: &rule.text,
            rule: &rule.condition,
            each: rule.each.as_ref(),
            except: rule.except.as_ref(),
            at: rule.at.as_ref(),
            at_least_one: None,
            reason: rule.reason.as_ref(),
            fix: rule.fix.as_ref(),
        };
        (rule.id.clone(), judge.unmet(&question), judge.unmet_in_texts(&question, guard, &texts))
    };
    rules.map(ask).collect()
}

#[test]
fn every_rule_about_every_text_goes_through_the_sieve() {
    let process = Process::embedded().expect("it reads");
    let about = process.rules().iter().filter(|it| it.each.as_ref().is_some_and(Selector::is_every_text)).count();
    let guarded = process.sieve().guards.iter().flatten().count();
    assert_eq!((about, guarded), (5, 5));
    assert!(process.sieve().screen.is_some());
}

#[test]
fn the_sieve_catches_little_in_a_sound_file_and_every_fault_in_a_bad_one() {
    let sound = "organization: {name: {en: Permits, fr: Permis}}\nnotes: [{text: Un changement à venir}]\n";
    assert!(both(sound).iter().all(|it| it.1.is_empty() && it.2.is_empty()));
    let bad = "organization: {name: {en: TBD, fr: ' '}}\nnotes: [{text: 'a@b.ca, 613 555-0199, 046 454 286'}]\n";
    let counts: Vec<usize> = both(bad).iter().map(|it| it.2.len()).collect();
    // What is blank is no text, and no real one.
    assert_eq!(counts, [2, 1, 1, 1, 1]);
}

/// So many texts that the budget of a rule ends on the way: it ends at the same text.
#[test]
fn the_sieve_spends_what_the_rules_would() {
    let text = format!("custom: {{a: [{}TBD]}}\n", "été, ".repeat(70_000));
    let both = both(&text);
    assert!(both.iter().any(|it| it.1.len() > 1), "no budget ended");
    for (rule, plain, sieved) in both {
        assert!(plain == sieved, "{rule}: {} and {}", plain.len(), sieved.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_sieve_changes_no_answer(
        texts in prop::collection::vec(prop::collection::vec(prop::sample::select(&PIECES[..]), 0..4), 0..12),
        strange in any::<String>(),
    ) {
        let texts: Vec<String> = texts.into_iter().map(|it| it.concat()).chain([strange]).collect();
        let file = json!({
            "custom": {"list": texts, "map": {"en": texts.first(), "fr": texts.last()}},
            "notes": [{"text": texts.get(1)}],
            "contacts": [{"mailbox": texts.get(2), "phone": texts.get(3)}],
        });
        for (rule, plain, sieved) in both(&file.to_string()) {
            prop_assert_eq!(plain, sieved, "{}", rule);
        }
    }
}
