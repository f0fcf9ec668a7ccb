//! What an edit by hand has changed, field by field, for the subject of its commit.

use serde_json::Value;

use crate::document::{Document, Path};
use crate::schema::{self, Shape};

/// The paths whose values differ, as a person types them, in the order of the new text.
pub(super) fn paths(shape: Shape<'_>, before: Option<&Document>, after: &Document) -> Vec<String> {
    let Some(before) = before else { return Vec::new() };
    let mut found = Vec::new();
    walk(Some(before.value()), Some(after.value()), &Path::root(), &mut found);
    found
        .iter()
        .map(|path| {
            let there = after.at(path).is_some();
            schema::name(shape, if there { after } else { before }, path)
        })
        .collect()
}

fn walk(before: Option<&Value>, after: Option<&Value>, path: &Path, found: &mut Vec<Path>) {
    match (before, after) {
        (one, two) if one == two => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let gone = old.keys().filter(|it| !new.contains_key(*it));
            for key in new.keys().chain(gone) {
                walk(old.get(key), new.get(key), &path.key(key), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                walk(Some(old), Some(new), &path.index(index), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if new.starts_with(old) => {
            found.extend((old.len()..new.len()).map(|it| path.index(it)));
        }
        (_, _) => found.push(path.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{FileKind, Schema};

    #[track_caller]
    fn check(before: &str, after: &str, expected: &[&str]) {
        let [before, after] = [before, after].map(|it| Document::strict(it).expect("YAML"));
        assert_eq!(paths(Schema::embedded(FileKind::Client).shape(), Some(&before), &after), expected);
    }

    #[test]
    fn every_field_that_differs_is_named_once() {
        check("id: a\nphase: x\n", "id: a\nphase: y\nlanguage: en\n", &["phase", "language"]);
        check("id: a\nagreement: {signed_on: 2026-01-01}\n", "id: a\n", &["agreement"]);
        check(
            "agreement: {milestones: [{id: m1, due: 2026-01-01}, {id: m2}]}\n",
            "agreement: {milestones: [{id: m1, due: 2026-02-01}, {id: m2}, {id: m3}]}\n",
            &["agreement.milestones"],
        );
        check("services: [{id: s}]\n", "services: [{id: s}, {id: t}]\n", &["services.t"]);
        check(
            "agreement: {milestones: [{id: m1, due: 2026-01-01}]}\n",
            "agreement: {milestones: [{id: m1, due: 2026-02-01}]}\n",
            &["agreement.milestones.m1.due"],
        );
        check("id: a\n", "id: a   # a comment\n", &[]);
    }
}
