//! Writes values that were not in the file before: which go on one line in braces, which get lines of their own, and how
//! those are indented.

use serde_json::{Map, Value};

use super::quote;
use super::tree::{Layout, Style};

/// A line that is longer than this is broken up where that is possible.
const WIDE: usize = 100;
/// Words up to this length may share a line in a list.
const WORD: usize = 30;

/// How far a file indents what belongs to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Habit {
    pub(super) map: usize,
    pub(super) list: usize,
}

impl Default for Habit {
    fn default() -> Self {
        Self { map: 2, list: 2 }
    }
}

/// Where a value is going to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Under a key of the root: a section, which will grow.
    Section,
    Entry,
    Item,
}

/// A new file: block style, short maps without further structure and `{en, fr}` in braces, one item a line.
pub(crate) fn write_new(value: &Value) -> String {
    let lines = match value {
        Value::Object(map) if !map.is_empty() => entries(map, 0, Standing::Section, Habit::default()),
        Value::Object(_) | Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            vec![flow(value)]
        }
    };
    lines.join("\n") + "\n"
}

/// A value on one line.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let entries: Vec<_> = map.iter().map(|(key, value)| flow_entry(key, value)).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => quote::scalar(value, Layout::Flow, None),
    }
}

/// An entry of a map in braces.
pub(super) fn flow_entry(key: &str, value: &Value) -> String {
    format!("{}: {}", quote::key(key, Layout::Flow), flow(value))
}

/// The lines of `key: value`, each with its indent.
pub(super) fn entry(key: &str, value: &Value, column: usize, standing: Standing, habit: Habit) -> Vec<String> {
    let start = format!("{}{}:", " ".repeat(column), quote::key(key, Layout::Block));
    let width = start.chars().count() + 1;
    after(start, value, layout(value, width, standing), column, habit)
}

/// The same with the layout already chosen.
pub(super) fn entry_in(layout: Layout, key: &str, value: &Value, column: usize, habit: Habit) -> Vec<String> {
    after(format!("{}{}:", " ".repeat(column), quote::key(key, Layout::Block)), value, layout, column, habit)
}

/// The lines of `- value`, each with its indent; `gap` is what stands between the `-` and the value.
pub(super) fn item(layout: Layout, value: &Value, column: usize, gap: usize, habit: Habit) -> Vec<String> {
    let start = format!("{}-{}", " ".repeat(column), " ".repeat(gap));
    let inner = column + 1 + gap;
    let mut lines = match (value, layout) {
        (Value::Object(map), Layout::Block) if !map.is_empty() => entries(map, inner, Standing::Entry, habit),
        (Value::Array(items), Layout::Block) if !items.is_empty() => self::items(items, inner, habit),
        (Value::String(text), Layout::Block) if text.contains('\n') => {
            return after(format!("{}-", " ".repeat(column)), value, layout, column, habit);
        }
        (Value::Object(_) | Value::Array(_), _) => return vec![start + &flow(value)],
        _ => return vec![start + &quote::scalar(value, Layout::Block, None)],
    };
    if let Some(first) = lines.first_mut() {
        *first = start + first.trim_start();
    }
    lines
}

/// The lines of a map, each with its indent.
pub(super) fn entries(map: &Map<String, Value>, column: usize, standing: Standing, habit: Habit) -> Vec<String> {
    map.iter().flat_map(|(key, value)| entry(key, value, column, standing, habit)).collect()
}

/// The lines of a list, each with its indent.
pub(super) fn items(items: &[Value], column: usize, habit: Habit) -> Vec<String> {
    items.iter().flat_map(|value| item(layout(value, column + 2, Standing::Item), value, column, 1, habit)).collect()
}

/// The lines of a value that follows `start`, which ends in `:` or `-`.
fn after(start: String, value: &Value, layout: Layout, column: usize, habit: Habit) -> Vec<String> {
    let below = match (value, layout) {
        (Value::Object(map), Layout::Block) if !map.is_empty() => {
            entries(map, column + habit.map, Standing::Entry, habit)
        }
        (Value::Array(list), Layout::Block) if !list.is_empty() => items(list, column + habit.list, habit),
        (Value::String(text), Layout::Block) => match block_text(text, column + habit.map) {
            Some((header, lines)) => return [vec![format!("{start} {header}")], lines].concat(),
            None => return vec![format!("{start} {}", quote::scalar(value, Layout::Block, None))],
        },
        (Value::Object(_) | Value::Array(_), _) => return vec![format!("{start} {}", flow(value))],
        _ => return vec![format!("{start} {}", quote::scalar(value, Layout::Block, None))],
    };
    [vec![start], below].concat()
}

/// Text of several lines as a literal block.
fn block_text(text: &str, column: usize) -> Option<(&'static str, Vec<String>)> {
    if !text.trim_end_matches('\n').contains('\n') {
        return None;
    }
    let (header, lines) = quote::block(text, Style::Literal)?;
    Some((header, indented(&lines, column)))
}

/// Lines with an indent, and nothing on empty ones.
pub(super) fn indented(lines: &[&str], column: usize) -> Vec<String> {
    let indent = " ".repeat(column);
    lines.iter().map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") }).collect()
}

/// The layout of a value for which the file gives no example; `width` is what stands before it on its line.
pub(super) fn layout(value: &Value, width: usize, standing: Standing) -> Layout {
    let short = || width + flow(value).chars().count() < WIDE;
    let on_one_line = match value {
        Value::Object(map) if map.is_empty() => true,
        Value::Object(map) if is_bilingual(map) => short(),
        Value::Object(map) => standing != Standing::Section && map.values().all(|it| is_leaf(it, standing)) && short(),
        Value::Array(items) => items.iter().all(is_word) && short(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    if on_one_line { Layout::Flow } else { Layout::Block }
}

/// `{en: …, fr: …}`
pub(super) fn is_bilingual(map: &Map<String, Value>) -> bool {
    map.len() == 2 && map.get("en").is_some_and(is_line) && map.get("fr").is_some_and(is_line)
}

fn is_leaf(value: &Value, standing: Standing) -> bool {
    match value {
        Value::Object(map) => map.is_empty() || standing == Standing::Item && is_bilingual(map),
        Value::Array(items) => items.iter().all(is_word),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => is_line(value),
    }
}

fn is_line(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.contains('\n'),
        Value::Object(_) | Value::Array(_) => false,
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

fn is_word(value: &Value) -> bool {
    match value {
        Value::String(text) => text.len() <= WORD && !text.contains([' ', ':', '/', '\n']),
        Value::Object(_) | Value::Array(_) => false,
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::document::Document;

    fn check(value: &Value, expected: &str) {
        let text = write_new(value);
        assert_eq!(text, expected);
        assert_eq!(Document::strict(&text).unwrap().value(), value);
        assert_eq!(&serde_yaml::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn a_new_file_reads_like_one_written_by_hand() {
        check(
            &json!({
                "schema": 1,
                "organization": {"gc_org_id": null, "name": {"en": "Trails", "fr": "Sentiers d’été"}},
                "language": "en",
                "services": [{"id": "permits", "audience": ["individuals"], "assurance": {"credential": 2},
                    "description": {"en": "A text that is far too long to stand beside its French twin on one line", "fr": "Un texte bien trop long pour une ligne"}}],
                "contacts": [{"role": "business_owner", "mailbox": "a@b.example", "phone": "613-555-0142"}],
                "agreement": {"costs": [{"id": "c1", "amount_cad": "48500.00"}], "documents": [], "custom": {}},
                "uris": ["https://a.example/x", "https://b.example/y"],
                "notes": "one\ntwo\n",
                "signed_on": "2026-11-22",
                "no": "no",
            }),
            "schema: 1
organization:
  gc_org_id: null
  name: {en: Trails, fr: Sentiers d’été}
language: en
services:
  - id: permits
    audience: [individuals]
    assurance: {credential: 2}
    description:
      en: A text that is far too long to stand beside its French twin on one line
      fr: Un texte bien trop long pour une ligne
contacts:
  - {role: business_owner, mailbox: a@b.example, phone: 613-555-0142}
agreement:
  costs:
    - {id: c1, amount_cad: \"48500.00\"}
  documents: []
  custom: {}
uris:
  - https://a.example/x
  - https://b.example/y
notes: |
  one
  two
signed_on: 2026-11-22
\"no\": \"no\"
",
        );
        check(&json!({}), "{}\n");
        check(
            &json!({"a": [["x", "y"], [["https://z z"]], [{"b": "c\nd"}], "e\nf"]}),
            "a:\n  - [x, \"y\"]\n  - - - https://z z\n  - - b: |-\n        c\n        d\n  - |-\n    e\n    f\n",
        );
    }
}
