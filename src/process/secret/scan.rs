//! The texts of a file, each with the key and the map that it stands in.

use serde_json::Value;

use super::Leaf;
use crate::document::Path;

pub(super) fn leaves<'v>(value: &'v Value, path: &Path, map: Option<&'v Value>, found: &mut Vec<Leaf<'v>>) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                let path = path.key(key);
                match inner {
                    Value::String(text) => found.push(Leaf { path, key, text, map: Some(value) }),
                    Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {
                        leaves(inner, &path, Some(value), found);
                    }
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let path = path.index(index);
                match item {
                    Value::String(text) => found.push(Leaf { path, key: "", text, map }),
                    Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {
                        leaves(item, &path, map, found);
                    }
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
