//! Round trips and tables of the formats.

mod keycloak;
mod registration;
mod saml;

use serde_json::{Value, json};

use super::{Foreign, Format, Refused, Source, Taken, export, take};
use crate::document::{Document, Order, Path, apply};
use crate::model::Lang;
use crate::schema::{FileKind, Schema, Shape, order};
use crate::words::say;

fn shape() -> Shape<'static> {
    Schema::embedded(FileKind::Client).shape()
}

/// A client with one environment, which holds this.
fn client(environment: &str) -> Document {
    let text = format!(
        "schema: 1\nid: acme\nprocess: sign-in-canada@1\nlanguage: fr\nstatus: active\nphase: technical\n\
         organization:\n  name: {{en: Acme Agency, fr: Agence Acme}}\n  url: {{en: \"https://acme.example/en\", fr: \"https://acme.example/fr\"}}\n\
         contacts:\n  - {{role: technical_lead, organization: client, mailbox: tech@acme.example, phone: \"613-555-0142\"}}\n  \
         - {{role: service_desk, organization: client, mailbox: desk@acme.example}}\n  \
         - {{role: onboarding_lead, organization: integration_team, mailbox: team@platform.example}}\n\
         environments:\n  - id: test\n    kind: non_production\n{environment}"
    );
    Document::strict(&text).unwrap_or_else(|flaws| panic!("{flaws:?}\n{text}"))
}

fn source(document: &Document) -> Source<'_> {
    let at = Path::root().key("environments").index(0);
    let environment = document.at(&at).unwrap();
    let item = shape().property("environments").unwrap().item().unwrap();
    Source { client: document.value(), environment, at, shape: item }
}

/// A client whose environment holds this section.
fn with_section(name: &str, section: &Value) -> Document {
    let mut document = client("");
    let path = Path::root().key("environments").index(0).key(name);
    let edit = crate::document::Edit::Set { path, value: section.clone() };
    document = apply(&document, &[edit], Order::default()).unwrap();
    document
}

/// What is written, or what is missing: place and code.
fn exported(document: &Document, format: Format) -> Result<String, Vec<String>> {
    match export(format, &source(document)) {
        Ok(done) => Ok(done.text),
        Err(lacks) => Err(lacks
            .iter()
            .map(|it| format!("{} {}: {}", document.name(&it.path), it.code, say(&it.message, Lang::En)))
            .collect()),
    }
}

fn read(document: &Document, text: &str) -> Result<Taken, Refused> {
    take(&Foreign { file: "given", bytes: text.as_bytes(), format: None }, &source(document))
}

/// The client file after the text was taken over, and what was said.
fn taken(document: &Document, text: &str) -> (Document, Vec<String>) {
    let taken = read(document, text).unwrap_or_else(|refused| panic!("{refused:?}\n{text}"));
    let keys = |path: &Path| order(shape(), path);
    let after = apply(document, &taken.edits, Order::by(&keys)).unwrap();
    (after, taken.notes.iter().map(|it| say(it, Lang::En)).collect())
}

/// What is refused: code, line and column, words.
fn refused(document: &Document, text: &str) -> Vec<String> {
    let findings = match read(document, text) {
        Err(Refused::Secret(findings) | Refused::Unreadable(findings)) => findings,
        Ok(taken) => panic!("taken over: {taken:?}"),
    };
    let spot = |it: &crate::model::Finding| format!("{}:{}", it.place.spot.line, it.place.spot.column);
    findings.iter().map(|it| format!("{} {} {}", it.code, spot(it), say(&it.message, Lang::En))).collect()
}

fn section(document: &Document, name: &str) -> Value {
    source(document).environment.get(name).cloned().unwrap_or_default()
}

#[test]
fn a_text_that_is_nothing_of_the_kind_is_refused() {
    let document = client("");
    for (text, expected) in [
        ("", "exchange/format 0:0 this is neither a registration in JSON nor metadata in XML"),
        ("[1]", "exchange/format 0:0 this is neither a registration in JSON nor metadata in XML"),
        ("{}", "exchange/nothing 0:0 it says nothing that a client file has a field for"),
        ("{\"clientId\": \"x\"}", "exchange/nothing 0:0 it says nothing that a client file has a field for"),
        ("{\"scope\": ", "exchange/json 1:10 from here on it is no JSON object in which each name stands once"),
    ] {
        assert_eq!(refused(&document, text), [expected], "{text}");
    }
    let large = format!("{{\"scope\": \"{}\"}}", "x".repeat(2_000_000));
    assert!(refused(&document, &large)[0].starts_with("exchange/too-large"));
    let bytes = Foreign { file: "given", bytes: b"{\"scope\": \"\xff\"}", format: None };
    assert!(
        matches!(take(&bytes, &source(&document)), Err(Refused::Unreadable(it)) if it[0].code == "exchange/not-utf8")
    );
    assert_eq!(json!(null), section(&document, "oidc"));
}
