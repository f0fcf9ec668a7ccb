//! What a fuzzer feeds with bytes: one function for each reader of what comes from outside, and what must hold whatever comes.
//! Only in builds for tests and for fuzzers (`fuzz/`); the tests run it on the corpus, and on changes of it.
#![allow(clippy::panic, clippy::missing_panics_doc, reason = "that something does not hold is told by a panic")]

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::certificate::Certificate;
use crate::client::Client;
use crate::document::{self, Document, Edit, EditError, Order, Path};
use crate::exchange::{self, Foreign, Format, Source};
use crate::merge::{Manner, Marks, Rules};
use crate::model::Date;
use crate::process::{self, Ground, Process, Shapes, Subject};
use crate::schema::{self, FileKind, Schema};

/// What takes whatever bytes there are.
pub type Target = fn(&[u8]);

/// Every target by its name, which is the name of its folder in the corpus.
pub const TARGETS: [(&str, Target); 8] = [
    ("yaml", yaml),
    ("edit", edit),
    ("client", client),
    ("process", process),
    ("rule", rule),
    ("exchange", exchange),
    ("certificate", certificate),
    ("merge", merge),
];

const CLIENT: &str = include_str!("../examples/clients/northern-trails.yaml");
const TODAY: Date = Date::constant(2026, 11, 23);

fn shapes() -> Shapes<'static> {
    let shape = |kind| Schema::embedded(kind).shape();
    Shapes { client: shape(FileKind::Client), settings: shape(FileKind::Settings) }
}

fn paths(value: &Value, here: &Path, into: &mut Vec<Path>) {
    into.push(here.clone());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| paths(value, &here.key(key), into)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, value)| paths(value, &here.index(at), into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The reader of YAML: what it does not read it explains; what it reads has places; what is written anew reads the same.
pub fn yaml(data: &[u8]) {
    let reading = Document::read(data);
    for flaw in &reading.flaws {
        assert!(flaw.spot.start <= flaw.spot.end && flaw.spot.end <= data.len(), "{flaw:?}");
    }
    let Some(document) = reading.document else {
        assert!(!reading.flaws.is_empty(), "nothing is read, and nothing said");
        return;
    };
    let mut all = Vec::new();
    paths(document.value(), &Path::root(), &mut all);
    for path in &all {
        for spot in [document.spot(path), document.key_spot(path)] {
            assert!(document.text().get(spot.start..spot.end).is_some(), "{path:?} is at {spot:?}");
        }
        document.name(path);
    }
    if reading.flaws.is_empty() {
        let text = document::write_new(document.value());
        match Document::strict(&text) {
            Ok(again) => assert_eq!(again.value(), document.value(), "{text}"),
            Err(flaws) => panic!("{flaws:?}\n{text}"),
        }
    }
}

/// The editor: the first line says what to do, the rest is the text. An edit is made as asked, and
/// the text then reads without a flaw, or it is refused.
pub fn edit(data: &[u8]) {
    let Some(at) = data.iter().position(|it| *it == b'\n') else { return };
    let (head, text) = data.split_at(at);
    let Some(document) = Document::read(text.get(1..).unwrap_or_default()).document else { return };
    let Ok(document) = Document::strict(document.text()) else { return };
    let mut all = Vec::new();
    paths(document.value(), &Path::root(), &mut all);
    let mut head = head.iter().copied().map(usize::from);
    let mut edits = Vec::new();
    while let (Some(what), Some(which), Some(new)) = (head.next(), head.next(), head.next()) {
        let Some(path) = all.get(which % all.len()).cloned() else { return };
        edits.push(match what % 4 {
            0 => Edit::Remove { path },
            1 => Edit::Insert { list: path, value: value(new) },
            2 => Edit::Set { path: path.key("new"), value: value(new) },
            _ => Edit::Set { path, value: value(new) },
        });
    }
    match document::apply(&document, &edits, Order::default()) {
        Ok(now) => assert!(Document::strict(now.text()).is_ok(), "{}", now.text()),
        Err(
            EditError::Missing { .. }
            | EditError::NotAMap { .. }
            | EditError::NotAList { .. }
            | EditError::ControlCharacter { .. }
            | EditError::Unsafe { .. },
        ) => {}
    }
}

fn value(number: usize) -> Value {
    let texts =
        ["one", "no", "1.50", "2026-11-23", "a: b", "# c", "- d", "é\u{a0}»", "two\nlines\n", " ", "'\"", "{x}"];
    match number % 16 {
        12 => serde_json::json!({"id": "x", "text": {"en": "a", "fr": "b"}}),
        13 => serde_json::json!([1, "two", null]),
        14 => Value::Null,
        15 => serde_json::json!(true),
        at => Value::from(*texts.get(at).unwrap_or(&"")),
    }
}

/// A client file: read, held against the schema, judged by the process. Twice the same.
pub fn client(data: &[u8]) {
    let Some(document) = Document::read(data).document else { return };
    let process = Process::embedded().unwrap_or_else(|it| panic!("{it:?}"));
    let found = judged(process, &document);
    assert_eq!(found, judged(process, &document), "the same file, and another answer");
}

fn judged(process: &Process, document: &Document) -> Vec<String> {
    let mut found: Vec<_> = Schema::embedded(FileKind::Client).check(document, "a.yaml");
    let settings = serde_json::json!({"schema": 1, "process": process.reference(), "hosts": {"allowed": ["gc.ca"]}});
    let ground = Ground::new(shapes(), &settings, TODAY);
    let subject = Subject::new(&ground, document, "a.yaml");
    found.extend(process::findings(process, &subject));
    if let Ok(client) = Client::from_value(document.value()) {
        process::gates(process, &subject, &client.phase);
        process::due(process, &subject);
    }
    found.iter().map(|it| format!("{it:?}")).collect()
}

/// A process: what is sound judges a client, whatever it says.
pub fn process(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match Process::load(text, "process.yaml", &shapes()) {
        Ok(process) => drop(judged(&process, &example())),
        Err(findings) => assert!(!findings.is_empty(), "not sound, and nothing said"),
    }
}

/// A rule: read, checked against the schema, and asked of a client, in so many steps and no more. Twice the same.
pub fn rule(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    process::try_rule(text, example().value());
}

/// A configuration of another party, taken over into an environment: by its first byte, as one of the formats.
pub fn exchange(data: &[u8]) {
    let (format, bytes) = match data.split_first() {
        Some((b'1', rest)) => (Some(Format::Rfc7591), rest),
        Some((b'2', rest)) => (Some(Format::SamlMetadata), rest),
        Some((b'3', rest)) => (Some(Format::Keycloak), rest),
        Some(_) | None => (None, data),
    };
    let document = example();
    let at = Path::root().key("environments").index(0);
    let source = |document| source(document, &at);
    let Some(before) = source(&document) else { return };
    let Ok(taken) = exchange::take(&Foreign { file: "given", bytes, format }, &before) else { return };
    let shape = Schema::embedded(FileKind::Client).shape();
    let keys = |path: &Path| schema::order(shape, path);
    let after = document::apply(&document, &taken.edits, Order::by(&keys));
    let after = after.unwrap_or_else(|error| panic!("{error:?}: {:?}", taken.edits));
    let Some(now) = source(&after) else { return };
    for format in [Format::Rfc7591, Format::SamlMetadata, Format::Keycloak] {
        drop(exchange::export(format, &now));
    }
}

fn source<'a>(document: &'a Document, at: &Path) -> Option<Source<'a>> {
    let environment = document.at(at)?;
    let shape = Schema::embedded(FileKind::Client).shape().property("environments")?.item()?;
    Some(Source { client: document.value(), environment, at: at.clone(), shape })
}

/// A certificate: as text, or, after a `#`, as the bytes within.
pub fn certificate(data: &[u8]) {
    use base64::Engine as _;

    let text = match data.split_first() {
        Some((b'#', bytes)) => {
            let body = base64::engine::general_purpose::STANDARD.encode(bytes);
            format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
        }
        Some(_) | None => String::from_utf8_lossy(data).into_owned(),
    };
    drop(Certificate::read(&text));
}

fn example() -> Document {
    Document::strict(CLIENT).unwrap_or_else(|flaws| panic!("{flaws:?}"))
}

/// What stands between the versions of one input.
const NEXT: &[u8] = b"%%%\n";

/// A merge of three versions, or of two without a base. What both sides brought together reads without a flaw, wherever the sides did;
/// a side that nothing was done to gives way to the other; the same input gives the same text.
pub fn merge(data: &[u8]) {
    let mut versions = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(NEXT.len()).position(|it| it == NEXT) {
        let (one, more) = rest.split_at(at);
        versions.push(one);
        rest = more.get(NEXT.len()..).unwrap_or_default();
    }
    versions.push(rest);
    let (base, ours, theirs) = match versions.as_slice() {
        [ours, theirs] => (None, *ours, *theirs),
        [base, ours, theirs, ..] => (Some(*base), *ours, *theirs),
        [_] | [] => return,
    };
    let marks = Marks { size: 7, ours: "ours".to_owned(), theirs: "theirs".to_owned(), base: Some("base".to_owned()) };
    let rules = Rules { shape: shapes().client, marks: &marks, judge: None };
    let merged = crate::merge::merge(base, ours, theirs, &rules);
    let sound = |text: &[u8]| std::str::from_utf8(text).is_ok_and(|it| Document::strict(it).is_ok());
    if sound(ours)
        && sound(theirs)
        && base.is_none_or(sound)
        && merged.conflicts.is_empty()
        && merged.manner == Manner::Meaning
    {
        assert!(sound(&merged.text), "{}", String::from_utf8_lossy(&merged.text));
    }
    assert_eq!(crate::merge::merge(base, ours, theirs, &rules).text, merged.text, "another text the second time");
    for (one, other) in [(ours, theirs), (theirs, ours)] {
        assert_eq!(
            crate::merge::merge(Some(one), one, other, &rules).text,
            other,
            "a side that did nothing does not give way"
        );
        assert_eq!(crate::merge::merge(base, one, one, &rules).text, one, "the same on both sides is not the same");
    }
}
