//! One item on in its life cycle: whether it may, and what that changes in it and in the one that it replaces.

use serde_json::{Map, Value, json};

use super::{Lifecycle, Sets, State};
use crate::document::{Edit, Path};
use crate::model::{Date, Text};
use crate::process::subject::Subject;

/// An item of a life cycle in a client file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) path: Path,
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) value: Value,
}

/// An allowed move. Only [`plan`] makes one, so holding one proves that the life cycle knows it.
#[derive(Debug, Clone)]
pub(crate) struct Transition {
    from: String,
    to: String,
    /// What the move sets, and, without a value, what it takes away.
    fields: Vec<(String, Option<Value>)>,
    replaced: Option<Replaced>,
}

/// What becomes of the item that the moved one replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Replaced {
    pub(crate) id: String,
    pub(crate) from: String,
    pub(crate) to: String,
    at: Path,
}

/// Why an item does not move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Misstep {
    /// The process has no such verb.
    UnknownVerb,
    /// The file has a state that the process does not know.
    UnknownState,
    /// It is there already.
    Already,
    /// From where it is, these verbs lead on; none when that is an end.
    NotFromHere { allowed: Vec<String> },
    /// Nobody has said why.
    NoReason,
    /// This state keeps no reason.
    NeedlessReason,
}

/// What a person wants of an item.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish<'a> {
    pub(crate) verb: &'a str,
    pub(crate) on: Date,
    pub(crate) reason: Option<&'a Text>,
}

/// The items that a life cycle governs, in the order of the file. Those without an id cannot be named, and are left out.
pub(crate) fn items(lifecycle: &Lifecycle, subject: &Subject<'_>) -> Vec<Item> {
    let item = |(path, value): (Path, &Value)| {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Item { path, id: text("id")?, state: text(&lifecycle.field)?, value: value.clone() })
    };
    lifecycle.of.find(subject.document().value()).into_iter().filter_map(item).collect()
}

/// A list that items of a life cycle stand in, by the id of what holds it: `environments.test.requests` by `test`. One at
/// the top of the file belongs to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Home {
    pub(crate) id: Option<String>,
    pub(crate) list: Path,
}

/// The lists that items of a life cycle may stand in, whether they are there yet or not.
pub(crate) fn homes(lifecycle: &Lifecycle, subject: &Subject<'_>) -> Vec<Home> {
    let Some((holders, key)) = lifecycle.of.holder() else {
        return vec![Home { id: None, list: lifecycle.of.path() }];
    };
    let home = |(path, value): (Path, &Value)| {
        let id = value.get("id").and_then(Value::as_str)?;
        Some(Home { id: Some(id.to_owned()), list: path.key(key) })
    };
    holders.find(subject.document().value()).into_iter().filter_map(home).collect()
}

/// Looks whether the life cycle allows the move, and gives what it changes. `item` may be one that is not in the file yet.
pub(crate) fn plan(
    lifecycle: &Lifecycle,
    subject: &Subject<'_>,
    item: &Item,
    wish: Wish<'_>,
) -> Result<Transition, Misstep> {
    let (to, state) = lifecycle.led_by(wish.verb).ok_or(Misstep::UnknownVerb)?;
    let now = lifecycle.states.get(&item.state).ok_or(Misstep::UnknownState)?;
    if item.state == to {
        return Err(Misstep::Already);
    }
    if !now.moves.iter().any(|it| it == to) {
        let allowed = lifecycle.verbs_from(&item.state).into_iter().map(str::to_owned).collect();
        return Err(Misstep::NotFromHere { allowed });
    }
    let mut fields = vec![(lifecycle.field.clone(), Some(json!(to)))];
    fields.extend(dates(state, item, wish.on));
    fields.extend(reason(lifecycle, state, item, wish.reason)?);
    let outdated = state.clears.iter().filter(|it| is_there(item, it));
    fields.extend(outdated.map(|it| (it.clone(), None)));
    let replaced = replaced(lifecycle, subject, state, item);
    Ok(Transition { from: item.state.clone(), to: to.to_owned(), fields, replaced })
}

fn is_there(item: &Item, field: &str) -> bool {
    item.value.get(field).is_some_and(|it| !it.is_null())
}

fn dates(state: &State, item: &Item, on: Date) -> Vec<(String, Option<Value>)> {
    let wanted = state.sets.iter().filter(|(field, sets)| match sets {
        Sets::Always => true,
        Sets::IfAbsent => !is_there(item, field),
    });
    wanted.map(|(field, _)| (field.to_owned(), Some(json!(on.to_string())))).collect()
}

fn reason(
    lifecycle: &Lifecycle,
    state: &State,
    item: &Item,
    given: Option<&Text>,
) -> Result<Option<(String, Option<Value>)>, Misstep> {
    match (&lifecycle.reason, given) {
        (Some(field), Some(_)) if state.clears.contains(field) => Err(Misstep::NeedlessReason),
        (Some(field), Some(text)) => Ok(Some((field.clone(), Some(json!({"en": text.en, "fr": text.fr}))))),
        (None, Some(_)) => Err(Misstep::NeedlessReason),
        (Some(field), None) if lifecycle.asks_why(state) && !is_there(item, field) => Err(Misstep::NoReason),
        (_, None) => Ok(None),
    }
}

/// The item that this one replaces, where its own life cycle lets it make way.
fn replaced(lifecycle: &Lifecycle, subject: &Subject<'_>, state: &State, item: &Item) -> Option<Replaced> {
    let to = state.replaced.as_ref()?;
    let named = item.value.get(lifecycle.replaces.as_ref()?)?.as_str()?;
    let old = items(lifecycle, subject).into_iter().find(|it| it.id == named && it.id != item.id)?;
    let may = lifecycle.states.get(&old.state).is_some_and(|it| it.moves.contains(to));
    may.then(|| Replaced { id: old.id, from: old.state, to: to.clone(), at: old.path.key(&lifecycle.field) })
}

impl Transition {
    pub(crate) fn from(&self) -> &str {
        &self.from
    }

    pub(crate) fn to(&self) -> &str {
        &self.to
    }

    pub(crate) fn replaced(&self) -> Option<&Replaced> {
        self.replaced.as_ref()
    }

    /// The same, but for fields that a person has given: what is given stays.
    #[must_use]
    pub(crate) fn keeping(mut self, given: &[String]) -> Self {
        self.fields.retain(|(name, _)| !given.contains(name));
        self
    }

    /// What the move changes in an item of the file, and in the one that it replaces.
    pub(crate) fn edits(&self, item: &Path) -> Vec<Edit> {
        let field = |(name, value): &(String, Option<Value>)| match value {
            Some(value) => Edit::Set { path: item.key(name), value: value.clone() },
            None => Edit::Remove { path: item.key(name) },
        };
        self.fields.iter().map(field).chain(self.making_way()).collect()
    }

    /// The same for an item that is new: its fields as they will be written.
    pub(crate) fn made(&self, item: &mut Map<String, Value>) {
        for (name, value) in &self.fields {
            match value {
                Some(value) => item.insert(name.clone(), value.clone()),
                None => item.shift_remove(name),
            };
        }
    }

    /// What the move changes in the item that is replaced.
    pub(crate) fn making_way(&self) -> Option<Edit> {
        let replaced = self.replaced.as_ref()?;
        Some(Edit::Set { path: replaced.at.clone(), value: json!(replaced.to) })
    }
}
