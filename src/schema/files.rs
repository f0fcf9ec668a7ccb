//! The files that a document names, where the schema says that a text is one (`x-file`).

use serde_json::Value;

use super::shape::{Kind, Shape};
use crate::document::Path;

/// Every text that names a file of the workspace, with its path. A web address names none.
pub(crate) fn files<'v>(shape: Shape<'_>, value: &'v Value) -> Vec<(Path, &'v str)> {
    let mut found = Vec::new();
    collect(shape, value, &Path::root(), &mut found);
    found
}

fn collect<'v>(shape: Shape<'_>, value: &'v Value, path: &Path, found: &mut Vec<(Path, &'v str)>) {
    match value {
        Value::String(text) => {
            if shape.names_file() && !text.contains("://") {
                found.push((path.clone(), text));
            }
        }
        Value::Array(items) => {
            let Some(item) = shape.item() else { return };
            for (index, value) in items.iter().enumerate() {
                collect(item, value, &path.index(index), found);
            }
        }
        // What may hold anything is not described, so that nothing of it is a file.
        Value::Object(map) if shape.kind() == Kind::Map => {
            for (key, value) in map {
                if let Some(child) = shape.property(key) {
                    collect(child, value, &path.key(key), found);
                }
            }
        }
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
