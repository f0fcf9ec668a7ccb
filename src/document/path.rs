//! The way from the root of a document to one of its nodes. Knows nothing of schemas: a path typed by a person is
//! resolved elsewhere.

use serde_json::Value;

/// One step down: into a map by key, or into a list by position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// The way from the root to a node. The empty path is the root itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Path(Vec<Step>);

impl Path {
    pub(crate) fn root() -> Self {
        Self::default()
    }

    /// The path of `key` in the map at this path.
    #[must_use]
    pub(crate) fn key(&self, key: &str) -> Self {
        self.then(Step::Key(key.to_owned()))
    }

    /// The path of an item of the list at this path.
    #[must_use]
    pub(crate) fn index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    /// This path, and from there along `rest`.
    #[must_use]
    pub(crate) fn join(&self, rest: &Self) -> Self {
        Self(self.0.iter().chain(&rest.0).cloned().collect())
    }

    /// The path of the map or list that holds this node; `None` for the root.
    pub(crate) fn parent(&self) -> Option<Self> {
        self.0.split_last().map(|(_, steps)| Self(steps.to_vec()))
    }

    pub(crate) fn last(&self) -> Option<&Step> {
        self.0.last()
    }

    pub(crate) fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The node at this path of `value`.
    pub(crate) fn find<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(value, |value, step| step.find(value))
    }

    /// The field that the path leads to, whichever item it is of: `services.state`.
    pub(crate) fn field(&self) -> String {
        let key = |step: &Step| match step {
            Step::Key(key) => Some(key.clone()),
            Step::Index(_) => None,
        };
        self.0.iter().filter_map(key).collect::<Vec<_>>().join(".")
    }

    /// The path as a JSON pointer (RFC 6901).
    pub(crate) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.0 {
            pointer.push('/');
            match step {
                Step::Key(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
                Step::Index(index) => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }

    /// Reads a JSON pointer. Only `value` can tell whether `/3` is a key or a position.
    pub(crate) fn from_pointer(pointer: &str, value: &Value) -> Self {
        let mut here = Some(value);
        let steps = pointer.split('/').skip(1).map(|part| {
            let key = part.replace("~1", "/").replace("~0", "~");
            let step = match (here, key.parse()) {
                (Some(Value::Array(_)), Ok(index)) => Step::Index(index),
                _ => Step::Key(key),
            };
            here = here.and_then(|value| step.find(value));
            step
        });
        Self(steps.collect())
    }

    fn then(&self, step: Step) -> Self {
        Self(self.0.iter().cloned().chain([step]).collect())
    }
}

impl From<Vec<Step>> for Path {
    fn from(steps: Vec<Step>) -> Self {
        Self(steps)
    }
}

impl Step {
    pub(crate) fn find<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        match self {
            Self::Key(key) => value.as_object()?.get(key),
            Self::Index(index) => value.as_array()?.get(*index),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pointer_survives_the_round_trip() {
        let value = json!({"a/b": [{"3": {"~": 1}}]});
        let path = Path::root().key("a/b").index(0).key("3").key("~");
        assert_eq!(path.pointer(), "/a~1b/0/3/~0");
        assert_eq!(Path::from_pointer("/a~1b/0/3/~0", &value), path);
        assert_eq!(path.find(&value), Some(&json!(1)));
        assert_eq!(Path::from_pointer("", &value), Path::root());
    }

    #[test]
    fn a_path_that_leads_nowhere_finds_nothing() {
        let value = json!({"a": [1]});
        assert_eq!(Path::root().key("a").index(1).find(&value), None);
        assert_eq!(Path::root().index(0).find(&value), None);
        assert_eq!(Path::from_pointer("/a/7/x", &value), Path::root().key("a").index(7).key("x"));
    }
}
