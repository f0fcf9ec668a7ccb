//! What a person types leads to the node that was meant, and back.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{document, schema};
use crate::document::{Document, Path};
use crate::model::Lang;
use crate::schema::{FileKind, Schema, name, order, resolve, shape_at};
use crate::words::say;

const FILE: &str = "
id: acme
agreement:
  milestones:
  - {id: m1, name: {en: a, fr: b}, state: open}
  - {id: v1.2, name: {en: a, fr: b}, state: open}
  - {name: {en: a, fr: b}, state: open}
  duee: 2026-01-01
contacts:
- {role: security}
- {role: finance}
- {role: finance}
languages: [en, fr]
environments:
- {id: test, oidc: {redirect_uris: ['https://a.example/x', 'https://b.example/y']}}
criteria: {agreement.signed: {state: met}}
custom: {x.y: 1, a: {b: [{id: q, n: 1}]}, list: [1, 2]}
";

/// The pointer that a typed path leads to, or what is said about it.
fn check(typed: &str, expected: &str) {
    let (schema, document) = (schema(), document(FILE));
    let found = match resolve(schema.shape(), &document, typed) {
        Ok(path) => path.pointer(),
        Err(error) => {
            let help = error.help.map_or_else(String::new, |it| format!(" ({})", say(&it, Lang::En)));
            format!("{}{help}", say(&error.message, Lang::En))
        }
    };
    assert_eq!(found, expected, "{typed}");
}

#[test]
fn a_path_names_keys_items_and_positions() {
    check("", "");
    check("id", "/id");
    check("agreement.milestones.m1.due", "/agreement/milestones/0/due");
    check("agreement.milestones.m1.name.fr", "/agreement/milestones/0/name/fr");
    check("agreement.milestones[2].name.en", "/agreement/milestones/2/name/en");
    check("agreement.milestones.2.name.en", "/agreement/milestones/2/name/en");
    check("agreement.milestones.v1.2.name", "/agreement/milestones/1/name");
    check("agreement.milestones['v1.2'].name", "/agreement/milestones/1/name");
    check("contacts.security.mailbox", "/contacts/0/mailbox");
    check("contacts[1].mailbox", "/contacts/1/mailbox");
    check("environments.test.oidc.redirect_uris[0]", "/environments/0/oidc/redirect_uris/0");
    check("environments.test.oidc.redirect_uris.1", "/environments/0/oidc/redirect_uris/1");
    check("languages.fr", "/languages/1");
    check("request.reason.en", "/request/reason/en");
    check("note.en", "/note/en");
}

#[test]
fn a_key_with_dots_needs_quotes_only_where_the_schema_does_not_expect_it() {
    check("criteria.agreement.signed.state", "/criteria/agreement.signed/state");
    check("criteria.agreement.sent.state", "/criteria/agreement.sent/state");
    check("criteria.\"agreement.sent\".state", "/criteria/agreement.sent/state");
    check("custom.x.y", "/custom/x.y");
    check("custom['x.y']", "/custom/x.y");
    check("custom['new.key']", "/custom/new.key");
    check("custom.a.b.q.n", "/custom/a/b/0/n");
    check("custom.list[1]", "/custom/list/1");
    check("custom.anything.at.all", "/custom/anything/at/all");
}

#[test]
fn what_is_in_the_file_may_be_named_even_if_it_should_not_be_there() {
    check("agreement.duee", "/agreement/duee");
}

#[test]
fn a_wrong_piece_brings_the_whole_path_that_was_meant() {
    check("agrement.signed_on", "`agrement` is not a field of this file (did you mean `agreement.signed_on`?)");
    check("agreement.singed_on", "`singed_on` is not a field of `agreement` (did you mean `agreement.signed_on`?)");
    check(
        "agreement.milestones.m11.due",
        "`agreement.milestones` has no item `m11` (did you mean `agreement.milestones.m1.due`?)",
    );
    check("contacts.securty.mailbox", "`contacts` has no item `securty` (did you mean `contacts.security.mailbox`?)");
    check(
        "criteria.agreement.sigend.state.x",
        "`criteria.agreement.sigend.state` has no parts, so there is no `x` in it",
    );
    check(
        "criteria.Agreement.Signed.state",
        "`Agreement` does not have the form of a key of `criteria` (did you mean `criteria.agreement.signed.state`?)",
    );
    check(
        "criteria.nothing",
        "`nothing` does not have the form of a key of `criteria` (expected something like `agreement.signed`)",
    );
}

#[test]
fn a_wrong_piece_without_a_near_one_says_what_there_is() {
    check("agreement.due", "`due` is not a field of `agreement` (`due` belongs to `agreement.milestones`)");
    check("signed_on", "`signed_on` is not a field of this file (`signed_on` belongs to `agreement`)");
    check("agreement.milestones.zzz", "`agreement.milestones` has no item `zzz` (its items: `m1`, `v1.2`)");
    check(
        "agreement.milestones[7]",
        "`agreement.milestones` has no item at position 7 (it has 3 items; the first is `[0]`)",
    );
    check(
        "contacts.finance.mailbox",
        "2 items of `contacts` have role `finance` (say which by its position, from 0: `[0]`)",
    );
    check("history.h1", "`history` has no item `h1` (`history` is empty: `onboard add` makes a new item)");
    check("id.x", "`id` has no parts, so there is no `x` in it");
    check("agreement[0]", "`agreement` is not a list: it has no positions");
    check(
        "a..b",
        "`a..b` is not a path: it cannot be read after `a.` (write paths like `a.b`, `list[0].b` or `a['key.with.dots']`)",
    );
}

#[test]
fn a_managed_field_is_known_with_everything_below_it() {
    let (schema, document) = (schema(), document("id: acme\nhistory:\n- {date: 2026-01-01}\n"));
    let managed = |typed: &str| {
        let path = resolve(schema.shape(), &document, typed).expect(typed);
        shape_at(schema.shape(), &document, &path).and_then(|it| it.managed())
    };
    assert_eq!(managed("status"), Some("advance"));
    assert_eq!(managed("history[0].date"), Some("advance"));
    assert_eq!(managed("agreement.signed_on"), None);
}

#[test]
fn the_order_of_keys_is_that_of_the_schema() {
    let schema = schema();
    let path = Path::root().key("agreement").key("milestones").index(0);
    assert_eq!(order(schema.shape(), &path), ["id", "name", "due", "done_on", "state", "with"]);
    assert!(order(schema.shape(), &Path::root().key("custom")).is_empty());
}

/// Every path of a value.
fn paths(value: &Value, at: &Path, all: &mut Vec<Path>) {
    all.push(at.clone());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| paths(value, &at.key(key), all)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| paths(value, &at.index(index), all)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Keys that the schema knows, keys that look like positions, and keys that are hard to write.
fn keys() -> impl Strategy<Value = String> {
    let known =
        ["id", "agreement", "milestones", "criteria", "contacts", "role", "custom", "name", "en", "environments"];
    prop_oneof![
        4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => "[a-c]\\.[a-c](\\.[a-c])?",
        1 => "[0-2]",
        1 => "[a-b.'\"\\[\\]=\\\\ é]{0,4}",
    ]
}

fn values() -> impl Strategy<Value = Value> {
    let plain = prop_oneof![keys().prop_map(Value::String), (0..3i64).prop_map(Value::from), Just(Value::Null)];
    plain.prop_recursive(5, 60, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((keys(), inner), 0..5).prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

fn documents() -> impl Strategy<Value = Value> {
    prop::collection::vec((keys(), values()), 0..6).prop_map(|it| Value::Object(it.into_iter().collect::<Map<_, _>>()))
}

proptest! {
    #[test]
    fn every_node_has_a_name_that_leads_back_to_it(value in documents()) {
        let own = schema();
        for schema in [own, Schema::embedded(FileKind::Client), Schema::embedded(FileKind::Process)] {
            let document = Document::strict(&value.to_string()).expect("JSON is YAML");
            let mut all = Vec::new();
            paths(&value, &Path::root(), &mut all);
            for path in all {
                let name = name(schema.shape(), &document, &path);
                let back = resolve(schema.shape(), &document, &name);
                prop_assert_eq!(back.ok(), Some(path), "{} in {}", name, value);
            }
        }
    }

    #[test]
    fn no_text_makes_the_reader_of_paths_stumble(text in ".{0,40}", keys in prop::collection::vec(keys(), 0..6)) {
        let (schema, document) = (schema(), document(FILE));
        for typed in [text, keys.join("."), keys.join("[")] {
            if let Ok(path) = resolve(schema.shape(), &document, &typed) {
                prop_assert!(path.steps().len() <= typed.len());
            }
        }
    }
}
