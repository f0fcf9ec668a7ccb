//! Changes to a document that touch no more of the text than they must. What an edit means is said once, on the value
//! (`apply_value`); the text is then changed so that it reads as that value, and is refused if it does not.

use serde_json::{Map, Value};

use super::page::line_break;
use super::path::{Path, Step};
use super::splice::{self, Op};
use super::text::is_control;
use super::{Document, Flaw};
use crate::model::Message;

/// One change.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Edit {
    /// Puts a value at a path. Maps above it are made where they are missing.
    Set { path: Path, value: Value },
    /// Puts a value at the end of a list, which is made where it is missing.
    Insert { list: Path, value: Value },
    /// Takes out an entry or an item. A list or map that becomes empty stays, as `[]` or `{}`.
    Remove { path: Path },
}

/// Why an edit is not made. The document is then as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EditError {
    /// There is nothing at this path to remove or to go through.
    Missing {
        path: Path,
    },
    NotAMap {
        path: Path,
    },
    NotAList {
        path: Path,
    },
    /// The text to be written holds a character that these files do without.
    ControlCharacter {
        path: Path,
    },
    /// The changed text would not read as it should. Nothing a person did wrong, but better than a damaged file.
    Unsafe {
        flaws: Vec<Flaw>,
    },
}

/// The order in which a schema names the keys of a map. A new key goes in front of the first key that comes after it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Order<'a>(Option<&'a Keys<'a>>);

/// Gives the keys of the map at a path.
type Keys<'a> = dyn Fn(&Path) -> Vec<String> + 'a;

/// Changes a document. The result is read again by two readers; if either sees anything but the same edits made on the
/// value, nothing is changed.
pub(crate) fn apply(document: &Document, edits: &[Edit], order: Order<'_>) -> Result<Document, EditError> {
    let expected = apply_value(document.value(), edits)?;
    let mut now = document.clone();
    // Taken from the text as it was: halfway it may have no line break left.
    let eol = line_break(document.text());
    for edit in edits {
        for op in plan(edit, now.value())? {
            let text = splice::perform(&now, &op, order, eol);
            now = Document::strict(&text).map_err(|flaws| EditError::Unsafe { flaws })?;
        }
    }
    let agreed = second_reading(now.text()).as_ref() == Some(&expected)
        // A reader that could not read the text before cannot judge it after.
        || second_reading(document.text()).as_ref() != Some(document.value());
    if now.value() == &expected && agreed { Ok(now) } else { Err(EditError::Unsafe { flaws: Vec::new() }) }
}

/// What another reader makes of the text. It leaves out the line break of a block scalar that ends the file without one.
pub(super) fn second_reading(text: &str) -> Option<Value> {
    if text.ends_with('\n') {
        return serde_yaml::from_str(text).ok();
    }
    serde_yaml::from_str(&format!("{text}\n")).ok()
}

/// The same edits on the value alone.
pub(crate) fn apply_value(value: &Value, edits: &[Edit]) -> Result<Value, EditError> {
    let mut value = value.clone();
    for edit in edits {
        match edit {
            Edit::Set { path, value: new } => {
                writable(path, new)?;
                *slot(&mut value, path)? = new.clone();
            }
            Edit::Insert { list, value: new } => {
                writable(list, new)?;
                let slot = slot(&mut value, list)?;
                match slot {
                    Value::Array(items) => items.push(new.clone()),
                    Value::Null => *slot = Value::Array(vec![new.clone()]),
                    Value::Object(_) | Value::String(_) | Value::Bool(_) | Value::Number(_) => {
                        return Err(EditError::NotAList { path: list.clone() });
                    }
                }
            }
            Edit::Remove { path } => remove(&mut value, path)?,
        }
    }
    Ok(value)
}

/// The place for a value, with the maps above it made where they are missing.
fn slot<'a>(value: &'a mut Value, path: &Path) -> Result<&'a mut Value, EditError> {
    let mut here = value;
    for (depth, step) in path.steps().iter().enumerate() {
        let above = || Path::from(path.steps().iter().take(depth).cloned().collect::<Vec<_>>());
        here = match step {
            Step::Key(key) => {
                if here.is_null() {
                    *here = Value::Object(Map::new());
                }
                let map = here.as_object_mut().ok_or_else(|| EditError::NotAMap { path: above() })?;
                map.entry(key.clone()).or_insert(Value::Null)
            }
            Step::Index(index) => {
                let list = here.as_array_mut().ok_or_else(|| EditError::NotAList { path: above() })?;
                list.get_mut(*index).ok_or_else(|| EditError::Missing { path: above().index(*index) })?
            }
        };
    }
    Ok(here)
}

fn remove(value: &mut Value, path: &Path) -> Result<(), EditError> {
    let missing = || EditError::Missing { path: path.clone() };
    let (Some(parent), Some(last)) = (path.parent(), path.last()) else { return Err(missing()) };
    let parent = parent.steps().iter().try_fold(value, |here, step| match step {
        Step::Key(key) => here.as_object_mut()?.get_mut(key),
        Step::Index(index) => here.as_array_mut()?.get_mut(*index),
    });
    match (parent, last) {
        (Some(Value::Object(map)), Step::Key(key)) => map.shift_remove(key).map(|_| ()).ok_or_else(missing),
        (Some(Value::Array(items)), Step::Index(index)) if *index < items.len() => {
            items.remove(*index);
            Ok(())
        }
        _ => Err(missing()),
    }
}

/// Refuses text that the reader would refuse.
fn writable(path: &Path, value: &Value) -> Result<(), EditError> {
    let bad = |text: &str| text.contains(|it| is_control(it) || it == '\u{FEFF}');
    match value {
        Value::String(text) if bad(text) => Err(EditError::ControlCharacter { path: path.clone() }),
        Value::Object(map) => map.iter().try_for_each(|(key, value)| {
            if bad(key) || key.contains('\n') {
                return Err(EditError::ControlCharacter { path: path.clone() });
            }
            writable(&path.key(key), value)
        }),
        Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(index, value)| writable(&path.index(index), value))
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// The single operations on the text that make up an edit. Paths hold when they are done in turn.
fn plan(edit: &Edit, value: &Value) -> Result<Vec<Op>, EditError> {
    let mut ops = Vec::new();
    match edit {
        Edit::Set { path, value: new } => set(path, value, new, &mut ops),
        Edit::Insert { list, value: new } => match list.find(value) {
            Some(Value::Array(items)) if !items.is_empty() => {
                ops.push(Op::AddItem { list: list.clone(), index: items.len(), value: new.clone() });
            }
            _ => set(list, value, &Value::Array(vec![new.clone()]), &mut ops),
        },
        Edit::Remove { path } => {
            let missing = || EditError::Missing { path: path.clone() };
            let parent = path.parent().ok_or_else(missing)?;
            let (empty, last) = match parent.find(value).ok_or_else(missing)? {
                Value::Object(map) => (Value::Object(Map::new()), map.len() == 1),
                Value::Array(items) => (Value::Array(Vec::new()), items.len() == 1),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return Err(missing()),
            };
            ops.push(if last { Op::Replace { path: parent, value: empty } } else { Op::Remove { path: path.clone() } });
        }
    }
    Ok(ops)
}

fn set(path: &Path, value: &Value, new: &Value, ops: &mut Vec<Op>) {
    let mut steps = path.steps().to_vec();
    let mut new = new.clone();
    loop {
        let here = Path::from(steps.clone());
        if let Some(old) = here.find(value) {
            return change(&here, old, &new, ops);
        }
        let Some(Step::Key(key)) = steps.pop() else { return };
        let map = Path::from(steps.clone());
        match map.find(value) {
            Some(Value::Object(entries)) if !entries.is_empty() => {
                ops.push(Op::AddKey { map, key, value: new });
                return;
            }
            _ => new = Value::Object(Map::from_iter([(key, new)])),
        }
    }
}

/// Changes `old` into `new` where they differ, so that comments and style of the rest stay.
fn change(path: &Path, old: &Value, new: &Value, ops: &mut Vec<Op>) {
    match (old, new) {
        (old, new) if old == new => {}
        (Value::Object(old), Value::Object(new)) if old.keys().any(|key| new.contains_key(key)) => {
            for (key, old) in old {
                match new.get(key) {
                    Some(new) => change(&path.key(key), old, new, ops),
                    None => ops.push(Op::Remove { path: path.key(key) }),
                }
            }
            for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
                ops.push(Op::AddKey { map: path.clone(), key: key.clone(), value: value.clone() });
            }
        }
        (Value::Array(old), Value::Array(new)) if !old.is_empty() && !new.is_empty() => {
            change_list(path, old, new, ops);
        }
        (_, new) => ops.push(Op::Replace { path: path.clone(), value: new.clone() }),
    }
}

/// What is equal at both ends of the lists stays; what lies between is changed item by item.
fn change_list(path: &Path, old: &[Value], new: &[Value], ops: &mut Vec<Op>) {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let (old_end, new_end) = (old.len() - tail, new.len() - tail);
    let both = old_end.min(new_end);
    for (index, (old, new)) in old.iter().zip(new).enumerate().take(both).skip(head) {
        change(&path.index(index), old, new, ops);
    }
    for index in (both..old_end).rev() {
        ops.push(Op::Remove { path: path.index(index) });
    }
    for (index, value) in new.iter().enumerate().take(new_end).skip(both) {
        ops.push(Op::AddItem { list: path.clone(), index, value: value.clone() });
    }
}

impl<'a> Order<'a> {
    /// New keys go to the end of their map.
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// `keys` gives the keys of the map at a path in their order; keys it does not name go to the end.
    pub(crate) fn by(keys: &'a Keys<'a>) -> Self {
        Self(Some(keys))
    }

    /// Where among the keys `present` of the map at `path` the new `key` goes.
    pub(super) fn position<'k>(
        self,
        path: &Path,
        key: &str,
        mut present: impl Iterator<Item = &'k str>,
    ) -> Option<usize> {
        let order = self.0?(path);
        let rank = |key: &str| order.iter().position(|it| it == key);
        let own = rank(key)?;
        present.position(|it| rank(it).is_some_and(|it| it > own))
    }
}

impl std::fmt::Debug for Order<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Order::by(..)" } else { "Order::none()" })
    }
}

impl EditError {
    /// The sentence for a person. `document` gives the paths their names.
    pub(crate) fn message(&self, document: &Document) -> Message {
        let with = |key, path: &Path| Message::new(key).with("path", document.name(path));
        match self {
            Self::Missing { path } => with("document.edit-missing", path),
            Self::NotAMap { path } => with("document.edit-not-a-map", path),
            Self::NotAList { path } => with("document.edit-not-a-list", path),
            Self::ControlCharacter { path } => with("document.edit-control-character", path),
            Self::Unsafe { .. } => Message::new("document.edit-unsafe"),
        }
    }
}
