//! Schemas themselves: those that come with the program are sound, and what is wrong with one of a workspace is found.

use serde_json::Value;

use super::{SCHEMA, document, written};
use crate::model::Lang;
use crate::schema::{FileKind, Schema, Shape};

const KINDS: [FileKind; 3] = [FileKind::Client, FileKind::Process, FileKind::Settings];

#[test]
fn the_schemas_that_come_with_the_program_are_sound() {
    for kind in KINDS {
        let found = Schema::load(Schema::text(kind), "schema.json").err().unwrap_or_default();
        assert_eq!(written(&found, Lang::En), "", "{kind:?}");
        assert!(Schema::embedded(kind).validator().is_ok(), "{kind:?}");
        assert!(Schema::embedded(kind).shape().properties().count() > 3, "{kind:?}");
    }
}

#[test]
fn a_schema_that_could_not_be_read_would_refuse_every_file() {
    let broken = Schema::of(Value::Bool(false), "schema.json");
    assert_eq!(broken.check(&document("id: a"), "a.yaml").len(), 1);
}

fn check(text: &str, expected: &str) {
    let found = Schema::load(text, "schema.json").err().unwrap_or_default();
    assert_eq!(written(&found, Lang::En), expected, "{text}");
}

#[test]
fn what_the_validator_would_pass_is_found_in_a_schema() {
    check(
        "{\"requird\": [\"a\"]}",
        "1:2 schema/keyword /requird: `requird` is not a keyword of JSON Schema\n  did you mean `required`?",
    );
    check(
        "{\"properties\": {\"requird\": {\"items\": {\"x-keys\": \"id\"}}}}",
        "1:39 schema/keyword /properties/requird/items/x-keys: `x-keys` is not a keyword of JSON Schema\n  did you mean `x-key`?",
    );
    check(
        "{\"$defs\": {\"date\": {}}, \"properties\": {\"a\": {\"$ref\": \"#/$defs/dat\"}}}",
        "1:46 schema/reference /properties/a/$ref: `#/$defs/dat` leads nowhere in this schema\n  did you mean `#/$defs/date`?",
    );
    check(
        "{\"properties\": {\"due\": {}}, \"additionalProperties\": false, \"required\": [\"deu\"]}",
        "1:73 schema/required /required/0: `deu` is required but is not one of the properties\n  did you mean `due`?",
    );
    check(
        "{\"default\": \"a\", \"enum\": [\"b\"]}",
        "1:2 schema/default /default: the default is not one of the values that are allowed\n  allowed: `b`",
    );
    check(
        "{\"format\": \"dat\"}",
        "1:2 schema/format-name /format: `dat` is not a format that is known\n  did you mean `date`?",
    );
    check(
        "{\"x-managed\": 1}",
        "1:2 schema/annotation /x-managed: `x-managed` does not have the kind of value that it needs",
    );
    check(
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
        "1:2 schema/draft /$schema: the schema is written for `http://json-schema.org/draft-07/schema#`: only `https://json-schema.org/draft/2020-12/schema` is understood",
    );
}

#[test]
fn what_only_compiling_can_tell_is_said_in_our_own_words() {
    check(
        "{\"properties\": {\"a\": {\"type\": \"strin\"}}}",
        "1:23 schema/broken /properties/a/type: the schema cannot be used: `strin` is not a value of `type`\n  did you mean `string`? allowed: `array`, `boolean`, `integer`, `null`, `number`, `object`, `string`",
    );
    check(
        "{\"pattern\": \"[\"}",
        "1:2 schema/broken /pattern: the schema cannot be used: `[` is not a regular expression",
    );
    check(
        "{\"pattern\": \"(?=a)\"}",
        "1:2 schema/broken /pattern: the schema cannot be used: `(?=a)` is not a regular expression",
    );
    check(
        "{\"required\": \"a\"}",
        "1:2 schema/broken /required: the schema cannot be used: `required` must be a list, not the text `a`\n  write a list: `[a]`",
    );
    check(
        "[]",
        "1:1 schema/broken : the schema cannot be used: the value must be true or false or a map of fields, not a list",
    );
    check("{", "1:1 schema/not-json : the schema is not JSON from here on");
    check("", "1:1 schema/not-json : the schema is not JSON from here on");
}

#[test]
fn a_schema_that_contains_itself_ends() {
    let text = "{\"$defs\": {\"n\": {\"type\": \"object\", \"properties\": {\"n\": {\"$ref\": \"#/$defs/n\"}, \"l\": {\"type\": \"array\"}}}}, \"$ref\": \"#/$defs/n\"}";
    let schema = Schema::load(text, "schema.json").expect("a good schema");
    let mut shape = schema.shape();
    for _ in 0..100 {
        shape = shape.property("n").expect("the same again");
    }
    let filled = crate::schema::filled(schema.shape(), &serde_json::json!({}));
    assert!(filled.to_string().len() < 1000, "{filled}");
    assert_eq!(schema.check(&document("n: {n: {n: 1}}"), "a.yaml").len(), 1);
    // A reference to itself alone says nothing, and ends too.
    let circle =
        Schema::load("{\"$defs\": {\"a\": {\"$ref\": \"#/$defs/a\"}}, \"$ref\": \"#/$defs/a\"}", "schema.json");
    assert!(circle.is_err() || circle.is_ok_and(|it| it.shape().properties().count() == 0));
}

#[test]
fn the_structure_follows_references_and_keeps_annotations() {
    let schema = Schema::load(SCHEMA, "schema.json").expect("a good schema");
    let root = schema.shape();
    let get = |path: &[&str]| path.iter().try_fold(root, |shape, key| shape.property(key)).expect("a property");
    assert_eq!(get(&["status"]).options(), ["active", "on_hold", "closed"]);
    assert_eq!(get(&["status"]).managed(), Some("advance"));
    assert_eq!(get(&["contacts"]).item_key(), "role");
    assert_eq!(get(&["environments"]).item_key(), "id");
    assert!(get(&["agreement", "scope"]).is_bilingual());
    assert_eq!(get(&["agreement", "signed_on"]).format(), Some("date"));
    assert!(get(&["agreement"]).extra().is_none());
    assert!(get(&["custom"]).extra().is_some());
    assert_eq!(root.required(), ["id"]);
    let environment = get(&["environments"]).item().expect("an item");
    assert!(environment.property("oidc").is_some_and(Shape::presence));
    assert!(environment.property("oidc").is_some_and(|it| it.property("client_secret").is_none()));
}

#[test]
fn the_examples_fit_their_schemas() {
    for (file, text) in [
        ("seed-vault", include_str!("../../../examples/clients/seed-vault.yaml")),
        ("tidal-board", include_str!("../../../examples/clients/tidal-board.yaml")),
        ("tourbieres", include_str!("../../../examples/clients/tourbieres.yaml")),
    ] {
        let found = Schema::embedded(FileKind::Client).check(&document(text), file);
        assert_eq!(written(&found, Lang::En), "", "{file}");
    }
    let process = include_str!("../../../schemas/process/sign-in-canada.yaml");
    let found = Schema::embedded(FileKind::Process).check(&document(process), "process.yaml");
    assert_eq!(written(&found, Lang::En), "");
}
