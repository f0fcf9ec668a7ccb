//! What must hold of every merge, on random documents in random styles that the real editor changed at random.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::cases::merged;
use crate::document::{self, Dice, Document, Edit, Order, Path, hand_written, random_edit};
use crate::merge::{Manner, Merged};

/// A document, and what became of it on each side.
#[derive(Debug)]
struct Fork {
    base: String,
    ours: String,
    theirs: String,
}

fn edited(dice: &mut Dice, text: &str, edits: usize) -> Option<String> {
    let mut document = Document::strict(text).ok()?;
    for _ in 0..edits {
        let Some(edit) = random_edit(dice, document.value()) else { continue };
        document = document::apply(&document, &[edit], Order::none()).unwrap_or(document);
    }
    Some(document.text().to_owned())
}

/// A comment of its own above one of the lines that begin a key of the root.
fn commented(dice: &mut Dice, text: &str, comment: &str) -> String {
    let document = Document::strict(text).unwrap();
    let keys: Vec<String> = document.value().as_object().unwrap().keys().cloned().collect();
    if keys.is_empty() || document.parts().is_none() {
        return text.to_owned();
    }
    let key = &keys[dice.roll(keys.len())];
    let at = document.key_spot(&Path::root().key(key)).start;
    format!("{}{comment}\n{}", &text[..at], &text[at..])
}

fn fork(seed: u64) -> Option<Fork> {
    let dice = &mut Dice::new(seed);
    let base = hand_written(seed);
    let (one, two) = (1 + dice.roll(3), 1 + dice.roll(3));
    let ours = edited(dice, &base, one)?;
    let theirs = edited(dice, &base, two)?;
    Some(Fork { ours: commented(dice, &ours, "# of ours"), theirs: commented(dice, &theirs, "# of theirs"), base })
}

fn text(merged: &Merged) -> String {
    String::from_utf8(merged.text.clone()).unwrap()
}

/// The text of one side of every conflict.
fn side(text: &str, take_ours: bool) -> String {
    let mut taken = String::new();
    let mut now = None;
    for line in text.split_inclusive('\n') {
        match line.get(..7) {
            Some("<<<<<<<") => now = Some(true),
            Some("=======") => now = Some(false),
            Some(">>>>>>>") => now = None,
            _ if now.is_none_or(|it| it == take_ours) => taken.push_str(line),
            _ => {}
        }
    }
    taken
}

/// A value in which the order of items says nothing.
fn unordered(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<_, _> = map.iter().map(|(key, value)| (key.clone(), unordered(value))).collect();
            sorted.into_iter().collect()
        }
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(unordered).collect();
            items.sort_by_key(ToString::to_string);
            Value::Array(items)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.clone(),
    }
}

fn read(text: &str) -> Value {
    match Document::strict(text) {
        Ok(document) => document.value().clone(),
        Err(flaws) => panic!("{flaws:?}\n{text}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_sides_that_are_alone_are_taken_as_they_are(seed: u64) {
        let Some(Fork { base, ours, .. }) = fork(seed) else { return Ok(()) };
        for (one, two) in [(&ours, &base), (&base, &ours), (&ours, &ours)] {
            let merged = merged(Some(&base), one, two);
            prop_assert_eq!(&text(&merged), &ours);
            prop_assert!(merged.conflicts.is_empty());
        }
    }

    #[test]
    fn random_changes_of_both_are_brought_together_or_marked(seed: u64) {
        let Some(Fork { base, ours, theirs }) = fork(seed) else { return Ok(()) };
        // Files all in braces have no lines of which some could stand between marks.
        let in_braces = |text: &String| Document::strict(text).is_ok_and(|it| it.parts().is_none());
        if [&base, &ours, &theirs].into_iter().any(in_braces) {
            return Ok(());
        }
        let one = merged(Some(&base), &ours, &theirs);
        let two = merged(Some(&base), &theirs, &ours);
        prop_assert_eq!(one.manner, Manner::Meaning, "{}\n--- ours\n{}\n--- theirs\n{}", base, ours, theirs);
        prop_assert_eq!(one.conflicts.is_empty(), two.conflicts.is_empty(), "{}\n--- ours\n{}\n--- theirs\n{}", base, ours, theirs);
        let marked = text(&one);
        prop_assert_eq!(one.conflicts.is_empty(), !marked.contains("<<<<<<<"), "{:?}\n{}\n--- base\n{}\n--- ours\n{}\n--- theirs\n{}", one.conflicts, marked, base, ours, theirs);
        if one.conflicts.is_empty() {
            prop_assert_eq!(unordered(&read(&marked)), unordered(&read(&text(&two))));
        }
        for it in [side(&marked, true), side(&marked, false)] {
            // A side that removed all it had has comments alone, perhaps below the mark of a document.
            if it.lines().any(|it| !it.trim().is_empty() && !it.trim_start().starts_with('#') && it != "---") {
                read(&it);
            }
        }
        for comment in ["# of ours", "# of theirs"] {
            // Of a file that both emptied there is nothing left to comment on.
            if one.conflicts.is_empty() && read(&marked) == json!({}) {
                break;
            }
            let was = ours.contains(comment) || theirs.contains(comment);
            prop_assert!(!was || marked.contains(comment), "{} is lost\n{}", comment, marked);
        }
    }

    #[test]
    fn random_changes_of_different_sections_are_both_made(seed: u64) {
        let base = hand_written(seed);
        let Ok(document) = Document::strict(&base) else { return Ok(()) };
        let dice = &mut Dice::new(seed);
        let first = |edit: &Edit| match edit {
            Edit::Set { path, .. } | Edit::Remove { path } | Edit::Insert { list: path, .. } => path.steps().first().cloned(),
        };
        let (Some(one), Some(two)) = (random_edit(dice, document.value()), random_edit(dice, document.value())) else { return Ok(()) };
        if first(&one).is_none() || first(&two).is_none() || first(&one) == first(&two) {
            return Ok(());
        }
        let make = |edit: &Edit| document::apply(&document, std::slice::from_ref(edit), Order::none());
        let (Ok(ours), Ok(theirs)) = (make(&one), make(&two)) else { return Ok(()) };
        let expected = document::apply_value(document.value(), &[one, two]).unwrap();
        let merged = merged(Some(&base), ours.text(), theirs.text());
        prop_assert!(merged.conflicts.is_empty(), "{}", text(&merged));
        prop_assert_eq!(read(&text(&merged)), expected);
    }

    #[test]
    fn random_entries_of_both_histories_are_there_once_and_in_order(seed: u64) {
        let dice = &mut Dice::new(seed);
        let mut day = 0;
        let mut entry = |n: usize| {
            day += dice.roll(3);
            json!({"date": format!("2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28), "change": "rename", "n": n})
        };
        let (old, new): (Vec<Value>, Vec<Value>) =
            ((0..3).map(&mut entry).collect(), (3..11).map(&mut entry).collect());
        let mut some = || -> Vec<Value> { new.iter().filter(|_| dice.one_in(2)).cloned().collect() };
        let (mine, yours) = (some(), some());
        let file = |more: &[Value]| document::write_new(&json!({"history": Value::from([&old[..], more].concat())}));
        let (base, ours, theirs) = (file(&[]), file(&mine), file(&yours));
        let merged = merged(Some(&base), &ours, &theirs);
        prop_assert!(merged.conflicts.is_empty());
        let all = read(&text(&merged))["history"].as_array().unwrap().clone();
        for side in [&mine, &yours] {
            let mut rest = all.iter();
            prop_assert!(old.iter().chain(side).all(|it| rest.any(|one| one == it)), "{:?}", all);
        }
        let count = |list: &[Value], it: &Value| list.iter().filter(|one| *one == it).count();
        for it in mine.iter().chain(&yours) {
            prop_assert_eq!(count(&all, it), count(&mine, it).max(count(&yours, it)));
        }
        let days: Vec<&str> = all.iter().map(|it| it["date"].as_str().unwrap()).collect();
        prop_assert!(days.is_sorted(), "{:?}", days);
    }
}
