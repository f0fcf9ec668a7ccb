//! What becomes of each value, by meaning alone: whose it is, or what keeps the two sides apart. The text follows from it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::order::{Gap, Names, Slot};
use crate::model::Message;
use crate::schema::Shape;

/// Three versions of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Trio<T> {
    pub(super) base: T,
    pub(super) ours: T,
    pub(super) theirs: T,
}

/// The values of three versions; `None` where there is none.
pub(super) type Values<'v> = Trio<Option<&'v Value>>;

/// What becomes of a value.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Decision {
    /// As ours has it, which may be not at all.
    Ours,
    Theirs,
    /// A map or a list that both have: what becomes of its parts, in the order of the result.
    Inside(Vec<Piece>),
    /// It cannot be told.
    Conflict(Vec<Why>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    One(Child),
    /// What both sides added to a record at one place, and what cannot stand together.
    Rivals {
        ours: Vec<Slot>,
        theirs: Vec<Slot>,
        why: Vec<Why>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Child {
    /// Its key, in a map.
    pub(super) key: Option<String>,
    pub(super) slot: Slot,
    pub(super) decision: Decision,
}

/// Why it cannot be told.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Why {
    BothChanged,
    OursRemoved,
    TheirsRemoved,
    /// The items of a list, in two orders.
    TwoOrders,
    /// An entry of a record names another one by its number, which would be that of a third.
    Numbers,
    /// It changes with this record, which is in conflict.
    GoesWith(String),
    /// What the judge says of the two together.
    Judged(Message),
}

pub(super) fn decide(values: Values<'_>, shape: Option<Shape<'_>>) -> Decision {
    match (values.base, values.ours, values.theirs) {
        (base, Some(Value::Object(ours)), Some(Value::Object(theirs))) => {
            let empty = Map::new();
            map(Trio { base: base.and_then(Value::as_object).unwrap_or(&empty), ours, theirs }, shape)
        }
        (base, Some(Value::Array(ours)), Some(Value::Array(theirs))) => {
            list(Trio { base: base.and_then(Value::as_array).map_or(&[][..], Vec::as_slice), ours, theirs }, shape)
        }
        (base, ours, theirs) if ours == theirs || base == theirs => Decision::Ours,
        (base, ours, _) if base == ours => Decision::Theirs,
        (_, None, _) => Decision::Conflict(vec![Why::OursRemoved]),
        (_, _, None) => Decision::Conflict(vec![Why::TheirsRemoved]),
        (_, Some(_), Some(_)) => Decision::Conflict(vec![Why::BothChanged]),
    }
}

fn map(maps: Trio<&Map<String, Value>>, shape: Option<Shape<'_>>) -> Decision {
    let names = |it: &Map<String, Value>| it.keys().cloned().collect::<Vec<_>>();
    let (base, ours, theirs) = (names(maps.base), names(maps.ours), names(maps.theirs));
    let slots = Names { base: &base, ours: &ours, theirs: &theirs }.joined_as_ours();
    let child = |slot: Slot| {
        let key = slot.ours.map_or_else(|| theirs.get(slot.theirs?), |at| ours.get(at))?;
        let values = Trio { base: maps.base.get(key), ours: maps.ours.get(key), theirs: maps.theirs.get(key) };
        let decision = decide(values, shape.and_then(|it| it.child(key)));
        Some(Piece::One(Child { key: Some(key.clone()), slot, decision }))
    };
    Decision::Inside(slots.into_iter().filter_map(child).collect())
}

type Lists<'v> = Trio<&'v [Value]>;

fn list(lists: Lists<'_>, shape: Option<Shape<'_>>) -> Decision {
    if let Some(field) = shape.and_then(Shape::record) {
        return record(lists, field, shape);
    }
    let key = shape.map_or("id", Shape::item_key);
    let names = keys(lists, key);
    let is_keyed = names.is_some();
    let names = names.unwrap_or_else(|| meanings(lists));
    let all = Names { base: &names.base, ours: &names.ours, theirs: &names.theirs };
    let Some(slots) = all.joined() else { return Decision::Conflict(vec![Why::TwoOrders]) };
    if !is_keyed && rival_changes(lists, &slots, names.base.len()) {
        return Decision::Conflict(vec![Why::BothChanged]);
    }
    Decision::Inside(slots.into_iter().map(|slot| item(lists, slot, shape)).collect())
}

fn item(lists: Lists<'_>, slot: Slot, shape: Option<Shape<'_>>) -> Piece {
    let decision = decide(at(lists, slot), shape.and_then(Shape::item));
    Piece::One(Child { key: None, slot, decision })
}

/// The values of an item in each version.
pub(super) fn at(lists: Lists<'_>, slot: Slot) -> Values<'_> {
    Trio {
        base: slot.base.and_then(|at| lists.base.get(at)),
        ours: slot.ours.and_then(|at| lists.ours.get(at)),
        theirs: slot.theirs.and_then(|at| lists.theirs.get(at)),
    }
}

/// What the items go by: their keys, where every item of every version has one of its own.
fn keys(lists: Lists<'_>, key: &str) -> Option<Trio<Vec<String>>> {
    let names = |items: &[Value]| {
        let mut known = std::collections::BTreeSet::new();
        let names: Option<Vec<String>> = items
            .iter()
            .map(|item| match item.as_object()?.get(key)? {
                Value::String(text) => Some(text.clone()),
                Value::Number(number) => Some(number.to_string()),
                Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
            })
            .collect();
        names.filter(|it| it.iter().all(|name| known.insert(name.clone())))
    };
    Some(Trio { base: names(lists.base)?, ours: names(lists.ours)?, theirs: names(lists.theirs)? })
}

/// What other items go by: all they say, and how many items above say the same.
fn meanings(lists: Lists<'_>) -> Trio<Vec<String>> {
    let names = |items: &[Value]| {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let name = |item: &Value| {
            let said = said(item);
            let times = seen.entry(said.clone()).or_default();
            *times += 1;
            format!("{times} {said}")
        };
        items.iter().map(name).collect()
    };
    Trio { base: names(lists.base), ours: names(lists.ours), theirs: names(lists.theirs) }
}

/// A value as text, whatever the order of its keys.
fn said(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<&String, String> = map.iter().map(|(key, value)| (key, said(value))).collect();
            let parts: Vec<String> =
                sorted.into_iter().map(|(key, value)| format!("{}:{value}", Value::from(key.as_str()))).collect();
            format!("{{{}}}", parts.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(said).collect::<Vec<_>>().join(",")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
    }
}

/// Whether both sides took an item without a key away and one put something else there: it may be the same item, changed.
/// Plain values are never changed, only added and removed.
fn rival_changes(lists: Lists<'_>, slots: &[Slot], count: usize) -> bool {
    let are_plain = |items: &[Value]| !items.iter().any(|it| it.is_object() || it.is_array());
    if [lists.base, lists.ours, lists.theirs].into_iter().all(are_plain) {
        return false;
    }
    let known = slots.iter().filter(|it| it.base.is_some()).count();
    let added = slots.iter().any(|it| it.base.is_none() && (it.ours.is_none() || it.theirs.is_none()));
    known < count && added
}

/// A record: both sides' entries, each once, in the order of the field; of one day, ours first.
fn record(lists: Lists<'_>, field: &str, shape: Option<Shape<'_>>) -> Decision {
    let names = meanings(lists);
    let all = Names { base: &names.base, ours: &names.ours, theirs: &names.theirs };
    let Some((common, gaps)) = all.gaps() else { return Decision::Conflict(vec![Why::TwoOrders]) };
    let mut slots = Vec::new();
    let mut common = common.into_iter();
    for Gap { ours, theirs } in gaps {
        let when = |slot: &Slot| {
            let values = at(lists, *slot);
            values.ours.or(values.theirs).and_then(|it| it.get(field)).and_then(Value::as_str).map(str::to_owned)
        };
        let mut theirs = theirs.into_iter().peekable();
        for it in ours {
            let day = when(&it);
            while let Some(earlier) = theirs.next_if(|it| day.is_some() && when(it).is_some_and(|it| Some(it) < day)) {
                slots.push(earlier);
            }
            slots.push(it);
        }
        slots.extend(theirs);
        slots.extend(common.next());
    }
    let pieces: Vec<Piece> = slots.into_iter().map(|slot| item(lists, slot, shape)).collect();
    if !numbers_hold(lists, &pieces, shape) {
        return rivals(lists, &Why::Numbers).unwrap_or(Decision::Conflict(vec![Why::Numbers]));
    }
    Decision::Inside(pieces)
}

/// Whether each entry that names another one by its number still names that one.
fn numbers_hold(lists: Lists<'_>, pieces: &[Piece], shape: Option<Shape<'_>>) -> bool {
    let item = shape.and_then(Shape::item);
    let fields: Vec<&str> =
        item.into_iter().flat_map(Shape::properties).filter(|(_, it)| it.names_entry()).map(|(name, _)| name).collect();
    let values: Vec<&Value> = pieces.iter().filter_map(|it| picked(it, lists)).collect();
    let holds = |side: &[Value]| {
        side.iter().all(|entry| {
            fields.iter().filter_map(|field| entry.get(*field)?.as_u64()).all(|number| {
                let at = usize::try_from(number).ok().and_then(|it| it.checked_sub(1));
                at.is_none_or(|at| side.get(at).is_none_or(|named| values.get(at) == Some(&named)))
            })
        })
    };
    fields.is_empty() || holds(lists.ours) && holds(lists.theirs)
}

fn picked<'v>(piece: &Piece, lists: Lists<'v>) -> Option<&'v Value> {
    let Piece::One(child) = piece else { return None };
    let values = at(lists, child.slot);
    match child.decision {
        Decision::Theirs => values.theirs,
        Decision::Ours | Decision::Inside(_) | Decision::Conflict(_) => values.ours.or(values.theirs),
    }
}

/// A record where what both added at one place cannot stand together. `None` where they added nothing at one place.
pub(super) fn rivals(lists: Lists<'_>, why: &Why) -> Option<Decision> {
    let names = meanings(lists);
    let (common, gaps) = Names { base: &names.base, ours: &names.ours, theirs: &names.theirs }.gaps()?;
    let plain = |slot: Slot| Piece::One(Child { key: None, slot, decision: decide(at(lists, slot), None) });
    let mut pieces = Vec::new();
    let mut common = common.into_iter();
    let mut found = false;
    for Gap { ours, theirs } in gaps {
        if ours.iter().all(|it| it.base.is_some()) || theirs.iter().all(|it| it.base.is_some()) {
            pieces.extend(ours.into_iter().chain(theirs).map(plain));
        } else {
            found = true;
            pieces.push(Piece::Rivals { ours, theirs, why: vec![why.clone()] });
        }
        pieces.extend(common.next().map(plain));
    }
    found.then_some(Decision::Inside(pieces))
}

impl Decision {
    pub(super) fn has_conflict(&self) -> bool {
        match self {
            Self::Ours | Self::Theirs => false,
            Self::Conflict(_) => true,
            Self::Inside(pieces) => pieces.iter().any(|it| match it {
                Piece::One(child) => child.decision.has_conflict(),
                Piece::Rivals { .. } => true,
            }),
        }
    }

    /// The value that comes of it; where it cannot be told, ours.
    pub(super) fn value(&self, values: Values<'_>) -> Option<Value> {
        match (self, values.ours, values.theirs) {
            (Self::Theirs, _, theirs) => theirs.cloned(),
            (Self::Inside(pieces), Some(Value::Object(_)), Some(Value::Object(_))) => {
                let entries = pieces.iter().filter_map(|it| match it {
                    Piece::One(Child { key: Some(key), decision, .. }) => {
                        let child = values.map(|it| it.get(key));
                        Some((key.clone(), decision.value(child)?))
                    }
                    Piece::One(_) | Piece::Rivals { .. } => None,
                });
                Some(Value::Object(entries.collect()))
            }
            (Self::Inside(pieces), Some(Value::Array(ours)), Some(Value::Array(theirs))) => {
                let base = values.base.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                let lists = Trio { base, ours: ours.as_slice(), theirs: theirs.as_slice() };
                let mut items = Vec::new();
                for piece in pieces {
                    match piece {
                        Piece::One(child) => items.extend(child.decision.value(at(lists, child.slot))),
                        Piece::Rivals { ours: slots, .. } => {
                            items.extend(slots.iter().filter_map(|it| at(lists, *it).ours.cloned()));
                        }
                    }
                }
                Some(Value::Array(items))
            }
            // Only what both have has an inside.
            (Self::Ours | Self::Conflict(_) | Self::Inside(_), ours, _) => ours.cloned(),
        }
    }
}

impl<'v> Values<'v> {
    pub(super) fn map(self, step: impl Fn(&'v Value) -> Option<&'v Value>) -> Self {
        Trio { base: self.base.and_then(&step), ours: self.ours.and_then(&step), theirs: self.theirs.and_then(&step) }
    }
}
