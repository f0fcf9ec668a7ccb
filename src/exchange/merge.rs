//! From what was read to the edits that make the client file say it. Whatever the file says already, in whatever words, is
//! left alone; what the text does not speak of stays.

use serde_json::{Map, Value};

use super::section;
use crate::document::{Edit, Path};
use crate::schema::Shape;

/// A place in the client file: what is written there, what that is taken to mean, and what the schema says of it.
#[derive(Debug, Clone)]
pub(super) struct Here<'a> {
    pub(super) path: Path,
    pub(super) written: Option<&'a Value>,
    pub(super) meant: Option<&'a Value>,
    pub(super) shape: Option<Shape<'a>>,
}

/// The edits after which the place means what was read.
pub(super) fn edits(here: &Here<'_>, read: &Value) -> Vec<Edit> {
    if here.meant == Some(read) {
        return Vec::new();
    }
    match (here.written, read) {
        (Some(Value::Object(_)), Value::Object(read)) => map(here, read),
        (Some(Value::Array(written)), Value::Array(read))
            if !written.is_empty() && read.iter().all(Value::is_object) =>
        {
            items(here, written, read)
        }
        (Some(Value::Array(written)), Value::Array(read)) if !written.is_empty() => plain(here, written, read),
        (_, _) => vec![Edit::Set { path: here.path.clone(), value: read.clone() }],
    }
}

fn map(here: &Here<'_>, read: &Map<String, Value>) -> Vec<Edit> {
    read.iter().flat_map(|(name, value)| edits(&here.child(name), value)).collect()
}

/// Items that go by a key: each is changed in place, new ones come behind, and those not read go.
fn items(here: &Here<'_>, written: &[Value], read: &[Value]) -> Vec<Edit> {
    let key = here.shape.map_or("id", Shape::item_key);
    let meant: &[Value] = here.meant.and_then(Value::as_array).map_or(&[], Vec::as_slice);
    let mut left: Vec<usize> = (0..written.len()).collect();
    let mut edits = Vec::new();
    let mut new = Vec::new();
    for item in read {
        let same_key = |at: &&usize| written.get(**at).and_then(|it| it.get(key)) == item.get(key);
        let likeness = |at: &usize| meant.get(*at).or(written.get(*at)).map_or(0, |it| alike(it, item));
        // Of several with the same key, the first that says most of the same.
        let found = left.iter().filter(same_key).copied().rev().max_by_key(likeness);
        match found {
            Some(at) => {
                left.retain(|it| *it != at);
                edits.extend(self::edits(&here.item(at), item));
            }
            None => new.push(Edit::Insert { list: here.path.clone(), value: item.clone() }),
        }
    }
    edits.extend(new);
    edits.extend(left.iter().rev().map(|at| Edit::Remove { path: here.path.index(*at) }));
    edits
}

/// How many fields of two items say the same.
fn alike(left: &Value, right: &Value) -> usize {
    let fields = right.as_object().into_iter().flatten();
    fields.filter(|(name, value)| left.get(name.as_str()) == Some(*value)).count()
}

/// Plain values: those not read go, new ones come behind; where that gives another order, the whole list is written.
fn plain(here: &Here<'_>, written: &[Value], read: &[Value]) -> Vec<Edit> {
    let kept: Vec<&Value> = written.iter().filter(|it| read.contains(it)).collect();
    let new: Vec<&Value> = read.iter().filter(|it| !written.contains(it)).collect();
    let doubles = kept.len() + new.len() != read.len();
    if doubles || !kept.iter().chain(&new).copied().eq(read) {
        return vec![Edit::Set { path: here.path.clone(), value: Value::Array(read.to_vec()) }];
    }
    let gone = (0..written.len()).rev().filter(|at| written.get(*at).is_some_and(|it| !read.contains(it)));
    let removed: Vec<Edit> = gone.map(|at| Edit::Remove { path: here.path.index(at) }).collect();
    // New ones first: a list that becomes empty on the way would have to be written anew.
    new.iter().map(|it| Edit::Insert { list: here.path.clone(), value: (*it).clone() }).chain(removed).collect()
}

/// The fields that the client file has and the text does not speak of.
pub(super) fn kept(written: Option<&Value>, read: &Map<String, Value>, apart: &[String]) -> Vec<String> {
    let fields = written.and_then(Value::as_object).into_iter().flatten();
    let said = fields.filter(|(name, value)| !section::empty(value) && !apart.contains(name));
    said.filter(|(name, _)| !read.contains_key(name.as_str())).map(|(name, _)| name.clone()).collect()
}

impl<'a> Here<'a> {
    fn child(&self, name: &str) -> Self {
        Self {
            path: self.path.key(name),
            written: self.written.and_then(|it| section::of(it, name)),
            meant: self.meant.and_then(|it| section::of(it, name)),
            shape: self.shape.and_then(|it| it.child(name)),
        }
    }

    fn item(&self, at: usize) -> Here<'a> {
        Here {
            path: self.path.index(at),
            written: self.written.and_then(|it| it.get(at)),
            meant: self.meant.and_then(|it| it.get(at)),
            shape: self.shape.and_then(Shape::item),
        }
    }
}
