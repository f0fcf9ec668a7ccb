//! Certificates in a file: where the schema says that one stands as PEM, the fields beside it are what the certificate
//! says. What is not written is completed; what contradicts it is wrong.

use serde_json::{Map, Value, json};

use super::path;
use super::shape::Shape;
use crate::certificate::{Certificate, Fault};
use crate::document::{Document, Path};
use crate::model::{Finding, Message, Place};

/// The fact that stands for the certificate itself.
const PEM: &str = "pem";

/// A certificate in a file.
#[derive(Debug)]
pub(crate) struct Certified {
    /// The map that holds it.
    pub(crate) path: Path,
    /// The field that holds it as PEM.
    pub(crate) pem: String,
    /// The fields beside it, and what the certificate says of them; or why it cannot be read.
    pub(crate) facts: Result<Vec<(String, Value)>, Fault>,
}

/// Every certificate that stands as PEM where the schema knows of one.
pub(crate) fn certificates(shape: Shape<'_>, value: &Value) -> Vec<Certified> {
    let mut found = Vec::new();
    walk(shape, value, &Path::root(), &mut found);
    found
}

fn walk(shape: Shape<'_>, value: &Value, path: &Path, found: &mut Vec<Certified>) {
    match value {
        Value::Object(map) => {
            if let Some((pem, facts)) = held(shape, map) {
                found.push(Certified { path: path.clone(), pem: pem.to_owned(), facts });
            }
            for (key, inner) in map.iter().filter(|(_, it)| it.is_object() || it.is_array()) {
                if let Some(child) = shape.property(key) {
                    walk(child, inner, &path.key(key), found);
                }
            }
        }
        Value::Array(items) => {
            let Some(item) = shape.item() else { return };
            for (index, inner) in items.iter().enumerate() {
                walk(item, inner, &path.index(index), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

type Held<'a> = (&'a str, Result<Vec<(String, Value)>, Fault>);

/// The certificate of a map: the field that holds it, and what it says of the fields beside it.
fn held<'a>(shape: Shape<'a>, map: &Map<String, Value>) -> Option<Held<'a>> {
    let (pem, _) = shape.properties().find(|(_, it)| it.certificate() == Some(PEM))?;
    let text = map.get(pem)?.as_str()?;
    let facts = Certificate::read(text).map(|read| {
        let fields =
            shape.properties().filter_map(|(name, it)| Some((name.to_owned(), fact(&read, it.certificate()?)?)));
        fields.collect()
    });
    Some((pem, facts))
}

fn fact(certificate: &Certificate, name: &str) -> Option<Value> {
    match name {
        "sha256" => Some(json!(certificate.sha256)),
        "subject" => Some(json!(certificate.subject)).filter(|_| !certificate.subject.is_empty()),
        "not_before" => Some(json!(certificate.not_before.to_string())),
        "not_after" => Some(json!(certificate.not_after.to_string())),
        "key_type" => certificate.key_type.map(|it| json!(it)),
        "key_bits" => certificate.key_bits.map(|it| json!(it)),
        _ => None,
    }
}

/// Puts into a map what its certificate says and the map does not.
pub(super) fn complete(shape: Shape<'_>, map: &mut Map<String, Value>) {
    let Some((_, Ok(facts))) = held(shape, map) else { return };
    for (name, value) in facts {
        if map.get(&name).is_none_or(Value::is_null) {
            map.insert(name, value);
        }
    }
}

/// Certificates that cannot be read, and fields that contradict theirs.
pub(crate) fn certificate_findings(shape: Shape<'_>, document: &Document, file: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for it in certificates(shape, document.value()) {
        let place = |path: &Path| Place {
            file: file.to_owned(),
            spot: document.spot(path),
            path: path::name(shape, document, path),
        };
        match it.facts {
            Err(fault) => {
                let message = Message::new("certificate.wrong").with("fault", fault.message());
                findings.push(Finding::error("certificate/unreadable", place(&it.path.key(&it.pem)), message));
            }
            Ok(facts) => {
                for (name, fact) in facts {
                    let at = it.path.key(&name);
                    let Some(written) = document.at(&at).filter(|it| !it.is_null() && **it != fact) else { continue };
                    let place = place(&at);
                    let message = Message::new("certificate.contradiction")
                        .with("path", place.path.as_str())
                        .with("written", plain(written))
                        .with("fact", plain(&fact));
                    let finding = Finding::error("certificate/contradiction", place, message);
                    findings.push(finding.help(Message::new("certificate.contradiction-help")));
                }
            }
        }
    }
    findings
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), super::shown::clean)
}
