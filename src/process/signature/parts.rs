//! What a signature covers: the parts of a section, each with its fingerprint, so that a later change is found where it
//! was made.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::document::{Path, Step};
use crate::process::approval::covered;
use crate::process::definition::Signature;
use crate::process::subject::Subject;
use crate::schema::Shape;

/// A key at the top of the section, or an item of a list whose items have names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// From the section on: `scope`, `costs.c1`.
    pub(super) name: String,
    pub(super) path: Path,
    pub(super) print: String,
}

/// How a part differs from what was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Added,
    Changed,
    Removed,
}

/// A part that is not as it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// From the section on.
    pub(super) name: String,
    pub(super) path: Path,
    pub(super) kind: Kind,
}

/// The parts of a section as it stands. What is filled in later is no part, nor is what signing itself writes.
pub(super) fn parts(subject: &Subject<'_>, signature: &Signature) -> Vec<Part> {
    let section = Path::root().key(&signature.section);
    let Some(Value::Object(map)) = subject.document().at(&section) else { return Vec::new() };
    let shape = subject.shape().property(&signature.section);
    let mut parts = Vec::new();
    for (key, value) in map {
        let path = section.key(key);
        if signature.writes(&path) {
            continue;
        }
        let shape = shape.and_then(|it| it.child(key));
        if shape.is_some_and(|it| !it.fingerprinted()) {
            continue;
        }
        match shape.and_then(|it| Some((it.item()?, names(value, it.item_key())?))) {
            Some((item, names)) => {
                let items = value.as_array().into_iter().flatten().zip(names).enumerate();
                parts.extend(items.filter_map(|(index, (value, name))| {
                    let path = path.index(index);
                    let print = print(subject, &path, value, Some(item))?;
                    Some(Part { name: format!("{key}.{name}"), path, print })
                }));
            }
            None => {
                parts.extend(print(subject, &path, value, shape).map(|it| Part { name: key.clone(), path, print: it }));
            }
        }
    }
    parts
}

/// The names of the items, where each has one of its own.
fn names(list: &Value, key: &str) -> Option<Vec<String>> {
    let name = |item: &Value| match item.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    let names: Vec<String> = list.as_array()?.iter().map(name).collect::<Option<_>>()?;
    let mut once = names.clone();
    once.sort_unstable();
    once.dedup();
    (once.len() == names.len()).then_some(names)
}

/// Twelve digits: enough to tell two texts apart that nobody chose to look alike, and short enough to be read.
fn print(subject: &Subject<'_>, path: &Path, value: &Value, shape: Option<Shape<'_>>) -> Option<String> {
    subject.prints().of_part(path, || {
        let digest = format!("{:x}", Sha256::digest(covered(value, shape)?.to_string().as_bytes()));
        Some(digest.get(..12).unwrap_or(&digest).to_owned())
    })
}

/// As it is written into the file.
pub(super) fn covers(parts: &[Part]) -> Value {
    Value::Object(parts.iter().map(|it| (it.name.clone(), json!(it.print))).collect::<Map<_, _>>())
}

/// What a signature says that it covers; nothing where it does not say so.
pub(super) fn sealed(record: &Value) -> Option<BTreeMap<&str, &str>> {
    let covers = record.get("covers")?.as_object()?;
    let covers: BTreeMap<&str, &str> =
        covers.iter().filter_map(|(part, it)| Some((part.as_str(), it.as_str()?))).collect();
    (!covers.is_empty()).then_some(covers)
}

/// Where the parts differ from what was signed, in the order of the file; what is gone comes last.
pub(super) fn differences(
    subject: &Subject<'_>,
    section: &str,
    parts: &[Part],
    covers: &BTreeMap<&str, &str>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    for part in parts {
        let kind = match covers.get(part.name.as_str()) {
            None => Kind::Added,
            Some(print) if *print != part.print => Kind::Changed,
            Some(_) => continue,
        };
        found.push(Difference { name: part.name.clone(), path: part.path.clone(), kind });
    }
    for name in covers.keys().filter(|name| parts.iter().all(|it| it.name != **name)) {
        let key = name.split_once('.').map_or(*name, |it| it.0);
        let section = Path::root().key(section);
        let list = section.key(key);
        let path = if subject.document().at(&list).is_some() { list } else { section };
        found.push(Difference { name: (*name).to_owned(), path, kind: Kind::Removed });
    }
    found
}

impl Signature {
    /// Whether signing itself writes there.
    fn writes(&self, path: &Path) -> bool {
        let written = [Some(&self.list), Some(&self.signed_on), self.signed_by.as_ref(), self.amended.as_ref()];
        written.into_iter().flatten().any(|it| it.path() == *path)
    }

    /// The last step of a path that this signature writes: the key in its section.
    pub(super) fn name_in_section(&self, part: &str) -> String {
        format!("{}.{part}", self.section)
    }

    /// Whether a place belongs to the section.
    pub(super) fn holds(&self, path: &Path) -> bool {
        matches!(path.steps().first(), Some(Step::Key(key)) if *key == self.section)
    }
}
