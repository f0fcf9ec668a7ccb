//! A JSON object read strictly: no key twice, and the place of each of its members.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::spot;
use crate::model::Spot;

/// A member of the object, and where its name stands.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) value: Value,
    pub(super) spot: Spot,
}

/// The members in the order of the text, or the place where it is no such object.
pub(super) fn read(text: &str) -> Result<Vec<Member>, Spot> {
    let Strict(value) = serde_json::from_str(text).map_err(|error| place(text, error.line(), error.column()))?;
    let Value::Object(members) = value else { return Err(spot::of(text, 0, 1)) };
    let starts = keys(text);
    let with_place = members.into_iter().zip(starts);
    Ok(with_place.map(|((name, value), at)| Member { spot: spot::of(text, at, name.len() + 2), name, value }).collect())
}

/// The library counts columns in bytes.
fn place(text: &str, line: usize, column: usize) -> Spot {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    spot::of(text, before + column.saturating_sub(1), 1)
}

/// Where the names of the outermost members begin, in a text that is known to be JSON.
fn keys(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut depth, mut expected) = (0_usize, false);
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' if quoted => quoted = false,
            _ if quoted => {}
            b'"' => {
                quoted = true;
                if depth == 1 && expected {
                    found.push(at);
                    expected = false;
                }
            }
            b'{' | b'[' => {
                depth += 1;
                expected = depth == 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => expected = true,
            _ => {}
        }
    }
    found
}

/// A value in which no key stands twice: readers disagree on which one counts.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reading).map(Self)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some((name, Strict(value))) = members.next_entry::<String, Strict>()? {
            if all.insert(name, value).is_some() {
                return Err(A::Error::custom("twice"));
            }
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_member_has_its_place() {
        let text = "{\n  \"a\": {\"x\": [\"y\", 1]},\n  \"é\\\"\": \"}\", \"c\": null\n}\n";
        let members = read(text).unwrap();
        let found: Vec<_> = members.iter().map(|it| (it.name.as_str(), it.spot.line, it.spot.column)).collect();
        assert_eq!(found, [("a", 2, 3), ("é\"", 3, 3), ("c", 3, 15)]);
    }

    #[test]
    fn what_is_no_object_without_doubles_is_refused_at_its_place() {
        for (text, line, column) in [
            ("[1]", 1, 1),
            ("{\"a\": 1, \"a\": 2}", 1, 16),
            ("{\n\"a\": {\"b\": 1, \"b\": 2}}", 2, 21),
            ("{\"a\": 1}}", 1, 9),
            ("{\"a\": }", 1, 7),
            ("", 1, 1),
        ] {
            let spot = read(text).map(drop).unwrap_err();
            assert_eq!((spot.line, spot.column), (line, column), "{text}");
        }
        let deep = format!("{}1{}", "{\"a\":".repeat(500), "}".repeat(500));
        assert!(read(&deep).is_err());
    }
}
