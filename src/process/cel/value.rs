//! A value while an expression is evaluated. What lies in the file is borrowed from it; only what the expression makes
//! is owned.

use std::cmp::Ordering;
use std::rc::Rc;

use serde_json::Value;

use super::budget::Budget;

#[derive(Debug, Clone)]
pub(crate) enum Val<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(Words<'a>),
    List(List<'a>),
    Map(Map<'a>),
}

#[derive(Debug, Clone)]
pub(crate) enum Words<'a> {
    Lent(&'a str),
    Made(Rc<str>),
}

#[derive(Debug, Clone)]
pub(crate) enum List<'a> {
    Lent(&'a [Value]),
    Made(Rc<Vec<Val<'a>>>),
}

#[derive(Debug, Clone)]
pub(crate) enum Map<'a> {
    Lent(&'a serde_json::Map<String, Value>),
    Made(Rc<Vec<(Val<'a>, Val<'a>)>>),
}

impl<'a> Val<'a> {
    pub(crate) fn lent(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(it) => Self::Bool(*it),
            Value::Number(it) => match (it.as_i64(), it.as_f64()) {
                (Some(int), _) => Self::Int(int),
                (None, Some(double)) => Self::Double(double),
                (None, None) => Self::Null,
            },
            Value::String(it) => Self::Text(Words::Lent(it)),
            Value::Array(it) => Self::List(List::Lent(it)),
            Value::Object(it) => Self::Map(Map::Lent(it)),
        }
    }

    pub(crate) fn text(text: impl Into<Rc<str>>) -> Self {
        Self::Text(Words::Made(text.into()))
    }

    pub(crate) fn list(items: Vec<Self>) -> Self {
        Self::List(List::Made(Rc::new(items)))
    }

    pub(super) fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(it) = self { Some(*it) } else { None }
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(words) => Some(words.as_str()),
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Double(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The name of the type, as the language has it.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Double(_) => "double",
            Self::Text(_) => "text",
            Self::List(_) => "list",
            Self::Map(_) => "map",
        }
    }

    /// Whether both are the same value. Values of different types are never the same, but for numbers.
    /// Every item compared is a step, so that comparing large lists costs what it takes.
    pub(crate) fn same(&self, other: &Self, budget: &mut Budget) -> bool {
        budget.spend(1);
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(left), Self::Bool(right)) => left == right,
            (Self::Text(left), Self::Text(right)) => left.as_str() == right.as_str(),
            (Self::Int(_) | Self::Double(_), Self::Int(_) | Self::Double(_)) => {
                self.compare(other) == Some(Ordering::Equal)
            }
            (Self::List(left), Self::List(right)) => {
                left.len() == right.len() && left.items().zip(right.items()).all(|(one, two)| one.same(&two, budget))
            }
            (Self::Map(left), Self::Map(right)) => {
                left.len() == right.len()
                    && left
                        .entries()
                        .all(|(key, one)| right.get(&key, budget).is_some_and(|two| one.same(&two, budget)))
            }
            _ => false,
        }
    }

    /// The order of two values, where they have one: numbers, texts, and false before true.
    pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(left), Self::Int(right)) => Some(left.cmp(right)),
            (Self::Double(left), Self::Double(right)) => left.partial_cmp(right),
            (Self::Int(left), Self::Double(right)) => int_to_double(*left, *right),
            (Self::Double(left), Self::Int(right)) => int_to_double(*right, *left).map(Ordering::reverse),
            (Self::Text(left), Self::Text(right)) => Some(left.as_str().cmp(right.as_str())),
            (Self::Bool(left), Self::Bool(right)) => Some(left.cmp(right)),
            _ => None,
        }
    }

    /// The value as a person reads it in a sentence; lists and maps have no such form.
    pub(crate) fn written(&self) -> Option<String> {
        match self {
            Self::Bool(it) => Some(it.to_string()),
            Self::Int(it) => Some(it.to_string()),
            Self::Double(it) => Some(it.to_string()),
            Self::Text(it) => Some(it.as_str().to_owned()),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }
}

/// Compares without losing digits: a double holds only 53 bits of a whole number.
fn int_to_double(int: i64, double: f64) -> Option<Ordering> {
    // 2^63, the first double that no whole number reaches.
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    if double.is_nan() {
        return None;
    }
    if double >= BEYOND {
        return Some(Ordering::Less);
    }
    if double < -BEYOND {
        return Some(Ordering::Greater);
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
    let whole = double.trunc() as i64;
    Some(int.cmp(&whole).then_with(|| 0.0_f64.partial_cmp(&double.fract()).unwrap_or(Ordering::Equal)))
}

impl Words<'_> {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Words::Lent(text) => text,
            Words::Made(text) => text,
        }
    }
}

impl<'a> List<'a> {
    pub(crate) fn len(&self) -> usize {
        match self {
            List::Lent(items) => items.len(),
            List::Made(items) => items.len(),
        }
    }

    pub(crate) fn get(&self, index: usize) -> Option<Val<'a>> {
        match self {
            List::Lent(items) => items.get(index).map(Val::lent),
            List::Made(items) => items.get(index).cloned(),
        }
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = Val<'a>> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

impl<'a> Map<'a> {
    pub(crate) fn len(&self) -> usize {
        match self {
            Map::Lent(entries) => entries.len(),
            Map::Made(entries) => entries.len(),
        }
    }

    pub(crate) fn field(&self, name: &str) -> Option<Val<'a>> {
        match self {
            Map::Lent(entries) => entries.get(name).map(Val::lent),
            Map::Made(entries) => {
                entries.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value.clone())
            }
        }
    }

    pub(crate) fn get(&self, key: &Val<'_>, budget: &mut Budget) -> Option<Val<'a>> {
        match (self, key) {
            (Map::Lent(_), Val::Text(name)) => self.field(name.as_str()),
            (Map::Lent(_), _) => None,
            (Map::Made(entries), _) => {
                entries.iter().find(|(it, _)| it.same(key, budget)).map(|(_, value)| value.clone())
            }
        }
    }

    pub(crate) fn keys(&self) -> Vec<Val<'a>> {
        self.entries().map(|it| it.0).collect()
    }

    fn entries(&self) -> Box<dyn Iterator<Item = (Val<'a>, Val<'a>)> + '_> {
        match self {
            Map::Lent(entries) => {
                let entries: &'a serde_json::Map<String, Value> = entries;
                Box::new(entries.iter().map(|(key, value)| (Val::Text(Words::Lent(key)), Val::lent(value))))
            }
            Map::Made(entries) => Box::new(entries.iter().cloned()),
        }
    }
}
