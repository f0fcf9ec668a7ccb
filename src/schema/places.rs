//! Where in a schema a name is at home, and what may stand at a place: the help that goes with an unknown key.

use super::path::quoted_list;
use super::shape::Shape;
use crate::model::Message;

/// How deep the sections of a file are searched.
const DEEPEST: usize = 8;
/// How many other homes of a name are worth telling.
const MOST: usize = 3;

/// Says to which other sections a key belongs.
pub(super) fn elsewhere(here: Option<Shape<'_>>, top: Option<Shape<'_>>, key: &str) -> Option<Message> {
    let mut homes = Vec::new();
    let mut seen = Vec::new();
    search(top?, key, "", &mut seen, &mut homes);
    homes.retain(|(_, shape)| here.is_none_or(|it| !it.same(*shape)));
    homes.sort_by_key(|(path, _)| path.matches('.').count());
    if homes.is_empty() {
        return None;
    }
    if homes.iter().any(|(path, _)| path.is_empty()) {
        return Some(Message::new("schema.belongs-root").with("key", key));
    }
    let list = quoted_list(homes.iter().take(MOST).map(|(path, _)| path.as_str()));
    Some(Message::new("schema.belongs").with("key", key).with("paths", list))
}

/// Collects the maps that have the key, by their paths without list steps.
fn search<'a>(
    shape: Shape<'a>,
    key: &str,
    path: &str,
    seen: &mut Vec<Shape<'a>>,
    homes: &mut Vec<(String, Shape<'a>)>,
) {
    if seen.len() >= DEEPEST || seen.iter().any(|it| it.same(shape)) {
        return;
    }
    if shape.property(key).is_some() {
        homes.push((path.to_owned(), shape));
    }
    seen.push(shape);
    for (name, child) in shape.properties() {
        let below = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        search(child, key, &below, seen, homes);
    }
    for child in [shape.item(), shape.extra()].into_iter().flatten() {
        search(child, key, path, seen, homes);
    }
    seen.pop();
}

/// Lists the fields that a map may have beside those it has.
pub(super) fn fields(free: &[&str]) -> Option<Message> {
    (!free.is_empty()).then(|| Message::new("schema.fields").with("fields", quoted_list(free.iter().copied())))
}

/// Says that a key is unknown. `map`: how the sentence calls the map, unless the map is all there is.
pub(super) fn not_a_field(key: &str, map: Option<Message>, shape: Option<Shape<'_>>) -> Message {
    let message = match map {
        Some(map) => Message::new("schema.unknown-key").with("map", map),
        None if shape.is_some_and(|it| it.same(it.top())) => Message::new("schema.unknown-key-root"),
        None => Message::new("schema.unknown-key-here"),
    };
    message.with("key", key)
}

/// Shows what a key of an open map looks like, where the schema has an example.
pub(super) fn key_example(shape: Shape<'_>) -> Option<Message> {
    let example = shape.names()?.example()?;
    Some(Message::new("schema.example").with("example", example))
}
