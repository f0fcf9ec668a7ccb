//! The type of an expression, as far as the schema of the client file tells.

use serde_json::Value;

use super::function::{Gives, Takes};
use crate::schema::{Kind as ShapeKind, Shape};

#[derive(Debug, Clone)]
pub(crate) enum Type<'s> {
    /// Unknown, or anything: never a reason to complain.
    Any,
    Null,
    Bool,
    Int,
    Double,
    /// A text that the expression makes.
    Text,
    List(Box<Type<'s>>),
    /// A map that the expression makes.
    Map(Box<Type<'s>>),
    /// A node of a file with a schema.
    Shaped(Shape<'s>),
    /// A value that is known: the limits of the process.
    Known(&'s Value),
}

/// What can be compared with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Family {
    Any,
    Null,
    Bool,
    Number,
    Text,
    List,
    Map,
}

impl Family {
    /// As the language calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Null => "null",
            Self::Bool => "bool",
            Self::Number => "number",
            Self::Text => "text",
            Self::List => "list",
            Self::Map => "map",
        }
    }

    /// Whether values of the two could be of one kind.
    pub(super) fn meets(self, other: Self) -> bool {
        self == other || self == Self::Any || other == Self::Any
    }
}

impl<'s> Type<'s> {
    pub(crate) fn family(&self) -> Family {
        match self {
            Self::Any => Family::Any,
            Self::Null | Self::Known(Value::Null) => Family::Null,
            Self::Bool | Self::Known(Value::Bool(_)) => Family::Bool,
            Self::Int | Self::Double | Self::Known(Value::Number(_)) => Family::Number,
            Self::Text | Self::Known(Value::String(_)) => Family::Text,
            Self::List(_) | Self::Known(Value::Array(_)) => Family::List,
            Self::Map(_) | Self::Known(Value::Object(_)) => Family::Map,
            Self::Shaped(shape) => match shape.kind() {
                ShapeKind::Map => Family::Map,
                ShapeKind::List => Family::List,
                ShapeKind::Text => Family::Text,
                ShapeKind::Integer | ShapeKind::Number => Family::Number,
                ShapeKind::Boolean => Family::Bool,
                ShapeKind::Any => Family::Any,
            },
        }
    }

    /// The type of the items of a list, or of the keys of a map: what a macro runs over.
    pub(super) fn item(&self) -> Self {
        match self {
            Self::List(item) => item.as_ref().clone(),
            Self::Shaped(shape) => match shape.kind() {
                ShapeKind::List => shape.item().map_or(Self::Any, Self::Shaped),
                ShapeKind::Map => Self::Text,
                ShapeKind::Text | ShapeKind::Integer | ShapeKind::Number | ShapeKind::Boolean | ShapeKind::Any => {
                    Self::Any
                }
            },
            Self::Known(Value::Array(items)) => items.first().map_or(Self::Any, |it| Self::Known(it).widened()),
            Self::Map(_) | Self::Known(Value::Object(_)) => Self::Text,
            Self::Any | Self::Null | Self::Bool | Self::Int | Self::Double | Self::Text | Self::Known(_) => Self::Any,
        }
    }

    /// The kind of a known value, without the value.
    fn widened(&self) -> Self {
        match self.family() {
            Family::Bool => Self::Bool,
            Family::Number => Self::Int,
            Family::Text => Self::Text,
            Family::Any | Family::Null | Family::List | Family::Map => Self::Any,
        }
    }

    /// What two branches have in common.
    pub(super) fn or(self, other: &Self) -> Self {
        if let (Self::Shaped(one), Self::Shaped(two)) = (&self, other)
            && one.same(*two)
        {
            return self;
        }
        if self.family() == other.family() { self.widened() } else { Self::Any }
    }

    /// The texts that the schema allows here; empty where it does not count them.
    pub(super) fn options(&self) -> Vec<&'s str> {
        let Self::Shaped(shape) = self else { return Vec::new() };
        if shape.kind() == ShapeKind::Text { shape.options() } else { Vec::new() }
    }

    pub(super) fn fits(&self, takes: Takes) -> bool {
        let family = self.family();
        match takes {
            Takes::Anything => true,
            Takes::Sized => matches!(family, Family::Any | Family::Text | Family::List | Family::Map),
            Takes::Text => family.meets(Family::Text),
            Takes::Int => family.meets(Family::Number),
            Takes::TextOrNumber => family.meets(Family::Text) || family.meets(Family::Number),
            Takes::Texts => family.meets(Family::List) && self.item().family().meets(Family::Text),
            Takes::Ints => family.meets(Family::List) && self.item().family().meets(Family::Number),
        }
    }

    pub(super) fn given(gives: Gives) -> Self {
        match gives {
            Gives::Bool => Self::Bool,
            Gives::Int => Self::Int,
            Gives::Double => Self::Double,
            Gives::Text => Self::Text,
            Gives::Texts => Self::List(Box::new(Self::Text)),
        }
    }
}
