//! What a person types becomes the value that the schema expects, or a sentence that says why not.

use serde_json::{Value, json};

use super::{document, schema};
use crate::model::{Lang, Message};
use crate::schema::fill::complete;
use crate::schema::{Fault, FileKind, Schema, Shape, assignments, filled, resolve, shape_at, typed};
use crate::words::say;

fn said(fault: &Fault) -> String {
    let say = |it: &Message| say(it, Lang::En);
    let help = fault.help.as_ref().map_or_else(String::new, |it| format!(" ({})", say(it)));
    format!("{}{help}", say(&fault.message))
}

fn at(path: &str, test: impl Fn(Shape<'_>)) {
    let (schema, document) = (schema(), document("id: acme\nenvironments: [{id: test}]"));
    let path = resolve(schema.shape(), &document, path).expect(path);
    test(shape_at(schema.shape(), &document, &path).expect("a shape"));
}

fn good(path: &str, text: &str, expected: Value) {
    let expected = Ok(expected);
    at(path, |shape| assert_eq!(typed(shape, text).map_err(|it| said(&it)), expected, "{path}={text}"));
}

fn bad(path: &str, text: &str, expected: &str) {
    at(path, |shape| assert_eq!(typed(shape, text).map_err(|it| said(&it)), Err(expected.to_owned()), "{path}={text}"));
}

#[test]
fn a_text_becomes_the_kind_of_value_that_the_schema_has() {
    good("id", "acme", json!("acme"));
    good("status", "on_hold", json!("on_hold"));
    good("agreement.signed_on", "2026-12-01", json!("2026-12-01"));
    good("agreement.ceiling_cad", "48500.00", json!("48500.00"));
    good("agreement.level", "3", json!(3));
    good("agreement.share", "12.5", json!(12.5));
    good("agreement.share", "12", json!(12));
    good("schedule.target", "2027-01", json!("2027-01"));
    good("schedule.target", "2027-01-26", json!("2027-01-26"));
    for (text, value) in
        [("true", true), ("yes", true), ("oui", true), ("Oui", true), ("false", false), ("no", false), ("non", false)]
    {
        good("agreement.approved", text, json!(value));
    }
    good("note", "a plain text", json!("a plain text"));
    good("note", "{en: a, fr: b}", json!({"en": "a", "fr": "b"}));
    good("agreement.scope", "{en: a, fr: 'b: c'}", json!({"en": "a", "fr": "b: c"}));
    good("agreement.scope.en", "yes, and 2026", json!("yes, and 2026"));
}

#[test]
fn a_list_is_read_from_commas_or_from_brackets() {
    good("languages", "en,fr", json!(["en", "fr"]));
    good("languages", "en, fr", json!(["en", "fr"]));
    good("languages", "en", json!(["en"]));
    good("languages", "[en, fr]", json!(["en", "fr"]));
    good("languages", "[\"en\"]", json!(["en"]));
    good(
        "environments.test.oidc.redirect_uris",
        "https://a.example/x,https://b.example/y",
        json!(["https://a.example/x", "https://b.example/y"]),
    );
    bad("languages", "en,de", "`de` is not a value of the value (allowed: `en`, `fr`)");
    bad("languages", "[en", "`[en` is not a list or map on one line (write it like `[a, b]` or `{en: …, fr: …}`)");
    bad("languages", "[]", "the value must have at least 1 item");
    bad(
        "contacts",
        "security",
        "the items of this list have fields of their own (add them one by one with `onboard add`)",
    );
}

#[test]
fn what_a_team_adds_is_typed_as_it_looks() {
    good("custom.x", "12", json!(12));
    good("custom.x", "true", json!(true));
    good("custom.x", "0012", json!("0012"));
    good("custom.x", "1.50", json!("1.50"));
    good("custom.x", "a, b", json!("a, b"));
    good("custom.x", "[a, 1]", json!(["a", 1]));
    good("custom.x", "{a: 1}", json!({"a": 1}));
}

#[test]
fn an_empty_text_and_null_clear_a_field() {
    good("agreement.signed_on", "", Value::Null);
    good("agreement.signed_on", "null", Value::Null);
    good("agreement", "", Value::Null);
}

#[test]
fn a_wrong_text_is_refused_with_what_was_meant() {
    bad(
        "status",
        "on-hold",
        "`on-hold` is not a value of the value (did you mean `on_hold`? allowed: `active`, `on_hold`, `closed`)",
    );
    bad("agreement.signed_on", "2026-13-01", "`2026-13-01` is not a date: there is no month 13");
    bad(
        "agreement.signed_on",
        "2026/7/1",
        "`2026/7/1` is not a date: write it as year, month and day, like `2026-12-31` (did you mean `2026-07-01`?)",
    );
    bad("agreement.approved", "maybe", "the value must be true or false, not the text `maybe` (write `yes` or `no`)");
    bad("agreement.level", "three", "the value must be a whole number, not the text `three`");
    bad("agreement.level", "9", "the value must be at most 4, not 9");
    bad("agreement.level", "03", "the value must be a whole number, not the text `03`");
    bad(
        "schedule.target",
        "soon",
        "`soon` does not have the form of the value (expected something like `2026-12-31`, `2027-01`)",
    );
    bad("id", "ACME", "`ACME` does not have the form of the value (expected something like `acme`)");
}

#[test]
fn money_is_taken_only_as_it_will_be_written() {
    bad("agreement.ceiling_cad", "1e3", "`1e3` does not have the form of the value (did you mean `1000.00`?)");
    bad(
        "agreement.ceiling_cad",
        "1_000.00",
        "`1_000.00` does not have the form of the value (did you mean `1000.00`?)",
    );
    bad(
        "agreement.ceiling_cad",
        "1,000.00",
        "`1,000.00` does not have the form of the value (did you mean `1000.00`?)",
    );
    bad("agreement.ceiling_cad", "$48 500", "`$48 500` does not have the form of the value (did you mean `48500.00`?)");
    bad(
        "agreement.ceiling_cad",
        "48500,50 $",
        "`48500,50 $` does not have the form of the value (did you mean `48500.50`?)",
    );
    bad("agreement.ceiling_cad", "48500", "`48500` does not have the form of the value (did you mean `48500.00`?)");
    bad(
        "agreement.ceiling_cad",
        "much",
        "`much` does not have the form of the value (expected something like `48500.00`)",
    );
    bad("agreement.level", "1e0", "the value must be a whole number, not the text `1e0` (did you mean `1`?)");
}

#[test]
fn a_text_in_both_languages_needs_both() {
    bad(
        "agreement.scope",
        "All of it",
        "a text in both languages cannot be given as one text (give both: `….en='All of it' ….fr='…'`)",
    );
    bad(
        "agreement",
        "x",
        "a map of fields cannot be given as one text (set its fields one by one: `signed_on`, `scope`, `ceiling_cad`, `fiscal_year`, `code`, `level`, `share`, `approved`, `version`, `milestones`)",
    );
}

fn added(texts: &[&str]) -> Result<Value, Vec<String>> {
    let schema = schema();
    let list = schema.shape().property("agreement").and_then(|it| it.property("milestones"));
    let item = list.and_then(Shape::item).expect("an item");
    let texts: Vec<String> = texts.iter().map(|it| (*it).to_owned()).collect();
    assignments(item, &texts).map_err(|it| it.iter().map(said).collect())
}

#[test]
fn several_texts_make_one_item_in_the_order_of_the_schema_with_its_defaults() {
    let expected = json!({"id": "m3", "name": {"en": "Go live", "fr": "Lancement"}, "due": "2026-12-01", "state": "open", "with": ["client", "ssc"]});
    let texts = ["with=client,ssc", "due=2026-12-01", "name.fr=Lancement", "id=m3", "name.en=Go live"];
    let made = added(&texts).expect("an item");
    assert_eq!(made.to_string(), expected.to_string());
    assert_eq!(
        added(&["{id: m3, with: [client, ssc], due: 2026-12-01, name: {en: Go live, fr: Lancement}}"]),
        Ok(made)
    );
}

#[test]
fn everything_wrong_with_a_new_item_is_said_at_once() {
    assert_eq!(
        added(&["id=m3", "id=m4", "deu=2026-12-01", "due=soon", "name=Go live", "state"]),
        Err(vec![
            "`id` is given twice".to_owned(),
            "`deu` is not a known field (did you mean `due`?)".to_owned(),
            "`due`: `soon` is not a date: write it as year, month and day, like `2026-12-31`".to_owned(),
            "`name`: a text in both languages cannot be given as one text (give both: `….en='Go live' ….fr='…'`)".to_owned(),
            "`state` is not of the form `path=value` (write it like `due=2026-12-31`, and put texts with blanks in quotes)".to_owned(),
        ])
    );
    assert_eq!(added(&["id=m3", "name.en=x"]), Err(vec!["`fr` is missing from `name`".to_owned()]));
}

#[test]
fn rules_see_every_map_and_list_but_those_whose_presence_means_something() {
    let schema = schema();
    let value = json!({"id": "a", "agreement": {"signed_on": null, "extra": 1}, "environments": [{"id": "t", "oidc": {}}, {"id": "u"}], "custom": {"x": null, "y": 1}});
    let filled = filled(schema.shape(), &value);
    let empty_name = json!({});
    assert_eq!(filled["agreement"], json!({"scope": empty_name, "milestones": [], "extra": 1}));
    assert_eq!(filled["environments"], json!([{"id": "t", "oidc": {"redirect_uris": []}}, {"id": "u"}]));
    assert_eq!(filled["contacts"], json!([]));
    assert_eq!(filled["custom"], json!({"y": 1}));
    assert_eq!(filled["request"], json!({"reason": {}}));
}

#[test]
fn completing_keeps_what_is_given_and_fills_only_what_is_required() {
    let schema = schema();
    let value = json!({"environments": [{"oidc": {"zz": 1}, "id": "t"}], "id": "a", "unknown": 1});
    let expected =
        json!({"id": "a", "environments": [{"id": "t", "oidc": {"method": "private_key_jwt", "zz": 1}}], "unknown": 1});
    assert_eq!(complete(schema.shape(), value).to_string(), expected.to_string());
}

#[test]
fn the_client_schema_takes_what_a_person_types_for_it() {
    let schema = Schema::embedded(FileKind::Client);
    let document = document("id: acme\nenvironments: [{id: test}]\ncontacts: [{role: security}]");
    for (path, text, expected) in [
        ("agreement.ceiling_cad", "60000.00", json!("60000.00")),
        ("schedule.target_go_live", "2027-01", json!("2027-01")),
        ("contacts.security.mailbox", "sec@acme.example", json!("sec@acme.example")),
        ("environments.test.oidc.redirect_uris", "https://a.example/x", json!(["https://a.example/x"])),
        ("criteria.engagement.overview-presented.state", "met", json!("met")),
        ("migration.required", "oui", json!(true)),
        ("platform.layout", "GCWeb", json!("GCWeb")),
    ] {
        let path = resolve(schema.shape(), &document, path).expect(path);
        let shape = shape_at(schema.shape(), &document, &path).expect("a shape");
        assert_eq!(typed(shape, text).map_err(|it| said(&it)), Ok(expected));
    }
    let costs = schema.shape().property("agreement").and_then(|it| it.property("costs")).and_then(Shape::item);
    let texts = ["id=c1", "amount_cad=48500.00", "fiscal_year=2026-2027"].map(str::to_owned);
    let expected = json!({"id": "c1", "fiscal_year": "2026-2027", "amount_cad": "48500.00", "kind": "onboarding", "state": "planned"});
    let made = assignments(costs.expect("an item"), &texts).map_err(|it| it.iter().map(said).collect::<Vec<_>>());
    assert_eq!(made, Ok(expected));
}
