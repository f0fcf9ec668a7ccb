//! What the room promises, shown on a schema that has one of each kind of rule, and on those that come with the program.

mod findings;
mod paths;
mod schemas;
mod values;

use std::fmt::Write as _;
use std::sync::OnceLock;

use super::Schema;
use crate::document::Document;
use crate::model::{Finding, Lang};
use crate::words::say;

const SCHEMA: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "required": ["id"],
  "additionalProperties": false,
  "properties": {
    "id": {"type": "string", "pattern": "^[a-z]+$", "examples": ["acme"], "description": "The name of the file.", "x-description-fr": "Le nom du fichier."},
    "status": {"enum": ["active", "on_hold", "closed"], "x-managed": "advance"},
    "agreement": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "signed_on": {"$ref": "#/$defs/date"},
        "scope": {"$ref": "#/$defs/i18n"},
        "ceiling_cad": {"type": "string", "pattern": "^[0-9]+\\.[0-9]{2}$", "examples": ["48500.00"]},
        "fiscal_year": {"type": "string", "pattern": "^20[0-9]{2}-20[0-9]{2}$", "x-form": {"en": "a fiscal year like `2026-2027`", "fr": "un exercice comme `2026-2027`"}},
        "code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "level": {"type": "integer", "minimum": 1, "maximum": 4},
        "share": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 100, "multipleOf": 0.5},
        "approved": {"type": "boolean"},
        "version": {"const": 1},
        "milestones": {"type": "array", "items": {"$ref": "#/$defs/milestone"}}
      }
    },
    "schedule": {"type": "object", "properties": {"target": {"anyOf": [{"$ref": "#/$defs/date"}, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$", "examples": ["2027-01"]}, {"type": "null"}]}}},
    "languages": {"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true, "items": {"enum": ["en", "fr"]}},
    "scope": {"type": "array", "contains": {"const": "openid"}, "items": {"type": "string"}},
    "contacts": {"type": "array", "x-key": "role", "items": {"type": "object", "required": ["role"], "properties": {"role": {"type": "string", "minLength": 1, "maxLength": 12}, "mailbox": {"type": ["string", "null"], "format": "email"}}}},
    "environments": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["id"],
      "oneOf": [{"required": ["oidc"]}, {"required": ["saml"]}],
      "properties": {
        "id": {"type": "string"},
        "oidc": {"type": "object", "x-presence": true, "properties": {
          "redirect_uris": {"type": "array", "items": {"type": "string", "format": "uri"}},
          "method": {"enum": ["private_key_jwt", "client_secret_basic"], "default": "private_key_jwt"},
          "client_secret": false,
          "key": {"type": "string", "maxLength": 3}},
          "required": ["method"],
          "anyOf": [{"required": ["jwks"]}, {"required": ["jwks_uri"]}]},
        "saml": {"type": "object", "x-presence": true}}}},
    "request": {"type": "object", "properties": {"state": {"enum": ["draft", "rejected", "live"]}, "reason": {"$ref": "#/$defs/i18n"}, "done_on": {"$ref": "#/$defs/date"}, "by": {"type": "string"}},
      "if": {"properties": {"state": {"const": "rejected"}}, "required": ["state"]}, "then": {"required": ["reason"]},
      "dependentRequired": {"by": ["done_on"]}},
    "criteria": {"type": "object", "propertyNames": {"pattern": "^[a-z]+\\.[a-z-]+$", "examples": ["agreement.signed"]}, "additionalProperties": {"$ref": "#/$defs/criterion"}},
    "note": {"anyOf": [{"type": "string", "minLength": 1}, {"$ref": "#/$defs/i18n"}]},
    "custom": {"type": "object"},
    "history": {"type": "array", "x-managed": "advance", "items": {"type": "object", "properties": {"date": {"$ref": "#/$defs/date"}}}}
  },
  "$defs": {
    "date": {"type": "string", "format": "date"},
    "i18n": {"type": "object", "additionalProperties": false, "required": ["en", "fr"], "properties": {"en": {"type": "string", "minLength": 1}, "fr": {"type": "string", "minLength": 1}}},
    "criterion": {"type": "object", "additionalProperties": false, "properties": {"state": {"enum": ["open", "met"]}, "date": {"$ref": "#/$defs/date"}}},
    "milestone": {"type": "object", "additionalProperties": false, "required": ["id", "name", "state"], "properties": {
      "id": {"type": "string"}, "name": {"$ref": "#/$defs/i18n"}, "due": {"$ref": "#/$defs/date"}, "done_on": {"$ref": "#/$defs/date"},
      "state": {"enum": ["open", "done"], "default": "open"}, "with": {"type": "array", "items": {"enum": ["client", "ssc"]}}}}
  }
}"##;

fn schema() -> &'static Schema {
    static READ: OnceLock<Schema> = OnceLock::new();
    READ.get_or_init(|| Schema::load(SCHEMA, "schema.json").expect("a good schema"))
}

fn document(yaml: &str) -> Document {
    Document::strict(yaml).expect("good YAML")
}

/// Each finding on a line: place, code, path and message; below it the help.
fn written(findings: &[Finding], lang: Lang) -> String {
    let mut text = String::new();
    for it in findings {
        let (spot, path) = (&it.place.spot, &it.place.path);
        let message = say(&it.message, lang);
        writeln!(text, "{}:{} {} {path}: {message}", spot.line, spot.column, it.code).expect("a text takes all");
        if let Some(help) = &it.help {
            writeln!(text, "  {}", say(help, lang)).expect("a text takes all");
        }
    }
    text.trim_end().to_owned()
}
