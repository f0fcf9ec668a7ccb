//! How the validator is set up. Compiling costs milliseconds the first time: never on the way to something that only
//! needs the structure.

use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::{Map, Value, json};

use super::lint::{LIST, NAMED, ONE};

/// Compiles a whole schema. Nothing is fetched: a reference that leads out of the schema is an error.
pub(super) fn compile(schema: &Value) -> Result<Validator, ValidationError<'static>> {
    jsonschema::options()
        .should_validate_formats(true)
        .should_ignore_unknown_formats(false)
        // Linear time: a pattern cannot be made to hang by what a file says.
        .with_pattern_options(PatternOptions::regex())
        .build(&bare(schema))
}

/// A schema without what is written for people only: a third less to compile.
fn bare(schema: &Value) -> Value {
    let Some(object) = schema.as_object() else { return schema.clone() };
    let each = |schemas: &Value| match (schemas.as_object(), schemas.as_array()) {
        (Some(named), _) => named.iter().map(|(name, it)| (name.clone(), bare(it))).collect(),
        (None, Some(list)) => list.iter().map(bare).collect(),
        (None, None) => schemas.clone(),
    };
    let kept = object.iter().filter(|(keyword, value)| !is_remark(keyword, value));
    let mut written = Map::with_capacity(object.len());
    for (keyword, value) in kept {
        let value = match keyword.as_str() {
            it if ONE.contains(&it) => bare(value),
            it if LIST.contains(&it) || NAMED.contains(&it) => each(value),
            _ => value.clone(),
        };
        written.insert(keyword.clone(), value);
    }
    Value::Object(written)
}

fn is_remark(keyword: &str, value: &Value) -> bool {
    keyword.starts_with("x-") || (value.is_string() && matches!(keyword, "description" | "title"))
}

/// Compiles one node of a schema, with the definitions it may refer to.
pub(super) fn part(root: &Value, pointer: &str) -> Option<Validator> {
    compile(&part_schema(root, pointer)?).ok()
}

/// One node of a schema as a schema of its own.
pub(super) fn part_schema(root: &Value, pointer: &str) -> Option<Value> {
    let node = root.pointer(pointer)?;
    let definitions = root.get("$defs").cloned().unwrap_or_else(|| json!({}));
    Some(json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions, "allOf": [node] }))
}
