//! Paths of a process file: `environments[kind=production].oidc`. A step is a key, lists on the way are flattened, and a
//! filter keeps the items whose field has the value. `**` at the end is every text below, whatever it is of. Several paths
//! in a list are looked at one after the other.

use std::ops::Range;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::near;
use crate::document::Path;
use crate::model::Message;
use crate::schema::{Kind, Shape};

use super::cel::Flaw;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selector {
    steps: Vec<Step>,
    /// Further paths, where a list of them is given.
    others: Vec<Self>,
}

/// Every text below.
const TEXTS: &str = "**";

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    key: String,
    span: Range<usize>,
    filter: Option<Filter>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Filter {
    key: String,
    value: String,
    span: Range<usize>,
}

impl Selector {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let mut steps = Vec::new();
        let mut at = 0;
        for part in split(&text) {
            let (key, filter) = match part.split_once('[') {
                Some((key, rest)) => {
                    let inside = rest.trim_end_matches(']');
                    let (name, value) = inside.split_once('=').unwrap_or((inside, ""));
                    let start = at + key.len() + 1;
                    let span = start..start + inside.len();
                    (key, Some(Filter { key: name.to_owned(), value: value.to_owned(), span }))
                }
                None => (part, None),
            };
            steps.push(Step { key: key.to_owned(), span: at..at + key.len(), filter });
            at += part.len() + 1;
        }
        Self { steps, others: Vec::new() }
    }

    /// Each of the paths by itself.
    pub(crate) fn ways(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }

    /// Whether this, or something above it, is at `path`, whichever item it is of.
    pub(crate) fn holds(&self, path: &Path) -> bool {
        self.holds_keys(path.steps().iter().filter_map(|it| match it {
            crate::document::Step::Key(key) => Some(key.as_str()),
            crate::document::Step::Index(_) => None,
        }))
    }

    /// The same for the keys of a path.
    pub(crate) fn holds_keys<'k>(&self, mut keys: impl Iterator<Item = &'k str>) -> bool {
        self.steps.iter().all(|step| keys.next().is_some_and(|it| it == step.key))
    }

    /// Whether it finds every text of the file, and nothing else.
    pub(crate) fn is_every_text(&self) -> bool {
        let [step] = self.steps.as_slice() else { return false };
        step.key == TEXTS && step.filter.is_none() && self.others.is_empty()
    }

    pub(crate) fn has_filter(&self) -> bool {
        self.steps.iter().any(|it| it.filter.is_some())
    }

    /// The nodes that the selector finds, each with its path. What is not there is not found.
    pub(crate) fn find<'v>(&self, value: &'v Value) -> Vec<(Path, &'v Value)> {
        let mut all = self.find_first(value);
        for other in &self.others {
            all.extend(other.find_first(value));
        }
        all
    }

    fn find_first<'v>(&self, value: &'v Value) -> Vec<(Path, &'v Value)> {
        let mut found = vec![(Path::root(), value)];
        for step in &self.steps {
            if step.key == TEXTS {
                return texts(found);
            }
            found = flattened(found)
                .into_iter()
                .filter_map(|(path, value)| Some((path.key(&step.key), value.get(&step.key)?)))
                .collect();
            if let Some(filter) = &step.filter {
                found = flattened(found).into_iter().filter(|(_, item)| filter.keeps(item)).collect();
            }
        }
        flattened(found)
    }

    /// Whatever holds the nodes that it finds, and the key under which it holds them. None for the file itself.
    pub(crate) fn holder(&self) -> Option<(Self, &str)> {
        let (last, above) = self.steps.split_last().filter(|(_, above)| !above.is_empty())?;
        Some((Self { steps: above.to_vec(), others: Vec::new() }, &last.key))
    }

    /// The path itself, for a place: as far as it leads through maps.
    pub(crate) fn path(&self) -> Path {
        let steps = self.steps.iter().filter(|it| it.key != TEXTS);
        steps.fold(Path::root(), |path, step| path.key(&step.key))
    }

    /// The shape that the selector leads to, with the step that leads nowhere. Lists are entered: the shape is an item's.
    pub(crate) fn shape<'s>(&self, from: Shape<'s>) -> Result<Shape<'s>, Flaw> {
        let mut shape = from;
        for (index, step) in self.steps.iter().enumerate() {
            shape = inside(shape);
            if step.key == TEXTS && index + 1 == self.steps.len() {
                return Ok(from.plain_text());
            }
            if shape.kinds().is_empty() {
                return Ok(shape);
            }
            let Some(child) = shape.child(&step.key) else {
                let message = Message::new("process.unknown-path").with("name", step.key.as_str());
                let help = near::help(&step.key, shape.properties().map(|it| it.0));
                return Err(Flaw::new("process/unknown-path", step.span.clone(), message).help(help));
            };
            shape = child;
            if let Some(filter) = &step.filter {
                filter.check(shape)?;
            }
        }
        Ok(shape)
    }

    /// Like [`Selector::shape`], and into the items where it ends at a list.
    pub(crate) fn item_shape<'s>(&self, from: Shape<'s>) -> Result<Shape<'s>, Flaw> {
        self.shape(from).map(inside)
    }
}

impl Filter {
    fn keeps(&self, item: &Value) -> bool {
        match item.get(&self.key) {
            Some(Value::String(text)) => *text == self.value,
            Some(Value::Bool(it)) => self.value == it.to_string(),
            Some(Value::Number(it)) => self.value == it.to_string(),
            Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => false,
        }
    }

    fn check(&self, list: Shape<'_>) -> Result<(), Flaw> {
        let Some(item) = list.item() else {
            let message = Message::new("process.filter-on-no-list");
            return Err(Flaw::new("process/unknown-path", self.span.clone(), message));
        };
        let Some(field) = item.child(&self.key) else {
            let message = Message::new("process.unknown-field").with("name", self.key.as_str());
            let help = near::help(&self.key, item.properties().map(|it| it.0));
            return Err(Flaw::new("process/unknown-field", self.span.clone(), message).help(help));
        };
        let options = field.options();
        if !options.is_empty() && !options.contains(&self.value.as_str()) {
            let message = Message::new("process.unknown-value").with("value", self.value.as_str());
            let help = near::help(&self.value, options);
            return Err(Flaw::new("process/unknown-value", self.span.clone(), message).help(help));
        }
        Ok(())
    }
}

fn inside(shape: Shape<'_>) -> Shape<'_> {
    if shape.kind() == Kind::List { shape.item().map_or(shape, inside) } else { shape }
}

fn flattened(found: Vec<(Path, &Value)>) -> Vec<(Path, &Value)> {
    if found.iter().all(|(_, value)| !value.is_array()) {
        return found;
    }
    let mut flat = Vec::with_capacity(found.len());
    for (path, value) in found {
        match value {
            Value::Array(items) => {
                let items = items.iter().enumerate().map(|(index, item)| (path.index(index), item));
                flat.extend(flattened(items.collect()));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => {
                flat.push((path, value));
            }
        }
    }
    flat
}

/// Every text below these nodes.
fn texts(found: Vec<(Path, &Value)>) -> Vec<(Path, &Value)> {
    let mut texts = Vec::new();
    let mut open = found;
    open.reverse();
    while let Some((path, value)) = open.pop() {
        match value {
            Value::String(_) => texts.push((path, value)),
            Value::Array(items) => {
                open.extend(items.iter().enumerate().rev().map(|(index, item)| (path.index(index), item)));
            }
            Value::Object(map) => {
                let below: Vec<_> = map.iter().map(|(key, value)| (path.key(key), value)).collect();
                open.extend(below.into_iter().rev());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    texts
}

/// The steps; a dot inside a filter does not part two.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut inside) = (0, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => inside = true,
            b']' => inside = false,
            b'.' if !inside => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    One(String),
    Several(Vec<String>),
}

impl<'de> Deserialize<'de> for Selector {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match Written::deserialize(from)? {
            Written::One(path) => Ok(Self::new(path)),
            Written::Several(paths) => {
                let mut paths = paths.into_iter().map(Self::new);
                let first = paths.next().ok_or_else(|| D::Error::custom("no path is given"))?;
                Ok(Self { others: paths.collect(), ..first })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(selector: &str, expected: &str) {
        let value = json!({
            "envs": [
                {"id": "a", "kind": "np", "requests": [{"id": "r1"}, {"id": "r2"}], "oidc": {"uris": ["u1"]}},
                {"id": "b", "kind": "prod", "requests": [], "oidc": {"uris": ["u2", "u3"]}},
                {"id": "c", "kind": "np"},
            ],
            "agreement": {"signed_on": "2026-07-14"},
        });
        let found = Selector::new(selector).find(&value);
        let said: Vec<String> = found.iter().map(|(path, value)| format!("{} {value}", path.pointer())).collect();
        assert_eq!(said.join("\n"), expected, "{selector}");
    }

    #[test]
    fn lists_are_flattened_and_filtered() {
        check("envs.requests", "/envs/0/requests/0 {\"id\":\"r1\"}\n/envs/0/requests/1 {\"id\":\"r2\"}");
        check("envs[kind=prod].oidc", "/envs/1/oidc {\"uris\":[\"u2\",\"u3\"]}");
        check("envs[kind=prod].oidc.uris", "/envs/1/oidc/uris/0 \"u2\"\n/envs/1/oidc/uris/1 \"u3\"");
        check("envs[kind=np].requests[id=r2]", "/envs/0/requests/1 {\"id\":\"r2\"}");
        check("agreement.signed_on", "/agreement/signed_on \"2026-07-14\"");
        check(
            "envs[kind=prod].**",
            "/envs/1/id \"b\"\n/envs/1/kind \"prod\"\n/envs/1/oidc/uris/0 \"u2\"\n/envs/1/oidc/uris/1 \"u3\"",
        );
        check("agreement.missing", "");
        check("envs.requests.missing", "");
    }

    #[test]
    fn several_paths_are_looked_at_one_after_the_other() {
        let value = json!({"a": {"b": "x"}, "c": ["y", {"d": "z"}]});
        let selector: Selector = serde_json::from_value(json!(["c.**", "a.b", "a.z"])).expect("paths");
        let found: Vec<String> = selector.find(&value).iter().map(|(path, _)| path.pointer()).collect();
        assert_eq!(found, ["/c/0", "/c/1/d", "/a/b"]);
        assert!(Selector::new("c.d").holds(&Path::root().key("c").index(1).key("d").key("e")));
        assert!(!Selector::new("c.d").holds(&Path::root().key("c").index(1)));
        assert!(serde_json::from_value::<Selector>(json!([])).is_err());
    }
}
