//! The condition under which a key is required, where it is not required always.

use serde_json::Value;

use crate::model::Message;

/// `schema_path`: of the keyword that asks for the key. `map`: the map in which it is missing.
pub(super) fn when(schema: &Value, schema_path: &str, missing: &str, map: &Value) -> Option<Message> {
    if let Some((before, _)) = schema_path.rsplit_once("/dependentRequired") {
        let rules = schema.pointer(before)?.get("dependentRequired")?.as_object()?;
        let asks = |list: &Value| list.as_array().is_some_and(|it| it.iter().any(|it| it == missing));
        let (key, _) = rules.iter().find(|(key, list)| map.get(*key).is_some() && asks(list))?;
        return Some(Message::new("schema.when").with("condition", format!("`{key}`")));
    }
    let (before, _) = schema_path.rsplit_once("/then/")?;
    let condition = schema.pointer(before)?.get("if")?.get("properties")?.as_object()?;
    let conditions: Vec<String> = condition.iter().filter_map(written).collect();
    let list = conditions.join(", ");
    (!conditions.is_empty()).then(|| Message::new("schema.when").with("condition", list))
}

/// One condition as it would be written in the file: `state: rejected`.
fn written((key, condition): (&String, &Value)) -> Option<String> {
    let plain = |it: &Value| it.as_str().map_or_else(|| it.to_string(), str::to_owned);
    let value = match (condition.get("const"), condition.get("enum").and_then(Value::as_array)) {
        (Some(only), _) => plain(only),
        (None, Some(some)) => some.iter().map(plain).collect::<Vec<_>>().join(" | "),
        (None, None) => return None,
    };
    Some(format!("`{key}: {value}`"))
}
