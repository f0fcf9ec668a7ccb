//! The texts of a file, each with the key and the map that it stands in.

use serde_json::Value;

use super::{At, Leaf};

pub(super) fn leaves<'v>(value: &'v Value, each: &mut impl FnMut(&Leaf<'_, 'v>)) {
    walk(value, "", None, &mut Vec::new(), each);
}

/// An item of a list is under the key of the list, and stands in the map that the list stands in.
fn walk<'v>(
    value: &'v Value,
    key: &'v str,
    map: Option<&'v Value>,
    way: &mut Vec<At<'v>>,
    each: &mut impl FnMut(&Leaf<'_, 'v>),
) {
    match value {
        Value::Object(fields) => {
            for (key, inner) in fields {
                way.push(At::Key(key));
                walk(inner, key, Some(value), way, each);
                way.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                way.push(At::Index(index));
                walk(item, key, map, way, each);
                way.pop();
            }
        }
        Value::String(text) if !way.is_empty() => each(&Leaf { way, key, text, map }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
