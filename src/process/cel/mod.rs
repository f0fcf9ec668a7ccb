//! The Common Expression Language over JSON values: read, checked and evaluated.
//! Parser and evaluator are ours: a rule must be stopped by a budget, not by patience, must be read in microseconds, and must
//! read a value of the client file where it lies. The `cel` crate is what they are tested against. Knows no process and no
//! client.

mod arithmetic;
mod budget;
mod calendar;
mod call;
mod check;
mod check_label;
mod compare;
mod eval;
mod function;
mod guard;
mod library;
mod literal;
mod parse;
mod pattern;
mod roots;
mod token;
mod tree;
mod trouble;
mod types;
mod value;

pub(crate) use budget::Budget;
pub(crate) use calendar::{Holidays, day_of, days_between};
pub(crate) use check::{Purpose, Scope, check};
pub(crate) use function::Function;
pub(crate) use guard::Guard;
pub(crate) use roots::Roots;
pub(crate) use tree::{Macro, Node};
pub(crate) use trouble::Trouble;
pub(crate) use types::Type;
pub(crate) use value::Val;

use std::ops::Range;

use crate::model::Message;

/// An expression that was read.
#[derive(Debug)]
pub(crate) struct Expression {
    root: Node,
}

/// What is wrong with an expression, and which bytes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub(crate) code: &'static str,
    pub(crate) span: Range<usize>,
    pub(crate) message: Message,
    pub(crate) help: Option<Box<Message>>,
}

impl Flaw {
    pub(crate) fn new(code: &'static str, span: Range<usize>, message: Message) -> Self {
        Self { code, span, message, help: None }
    }

    #[must_use]
    pub(crate) fn help(mut self, help: Option<Message>) -> Self {
        self.help = help.map(Box::new);
        self
    }
}

impl Expression {
    pub(crate) fn read(text: &str) -> Result<Self, Vec<Flaw>> {
        let root = parse::parse(text)?;
        Ok(Self { root })
    }

    pub(crate) fn root(&self) -> &Node {
        &self.root
    }

    /// What must be found in `self`, a text, for the expression not to hold; none where that cannot be told.
    pub(crate) fn guard(&self) -> Option<Guard> {
        Guard::of(&self.root)
    }

    /// The value of the expression. What it reads of `roots` is borrowed, not copied.
    pub(crate) fn value<'a>(&'a self, roots: &Roots<'a>, budget: &mut Budget) -> Result<Val<'a>, Trouble> {
        eval::value(&self.root, roots, budget)
    }

    /// Whether the expression holds. Anything but a boolean is trouble.
    pub(crate) fn holds(&self, roots: &Roots<'_>, budget: &mut Budget) -> Result<bool, Trouble> {
        let value = eval::value(&self.root, roots, budget)?;
        value.as_bool().ok_or_else(|| Trouble::not_bool(self.root.span.clone(), &value))
    }
}

/// The names that an expression reads: variables, fields and functions. Nothing for one that cannot be split.
pub(crate) fn names(text: &str) -> Vec<&str> {
    let tokens = token::scan(text).unwrap_or_default();
    let names = tokens.into_iter().filter(|it| it.kind == token::TokenKind::Name);
    names.filter_map(|it| text.get(it.span)).filter(|it| *it != "in").collect()
}

#[cfg(test)]
mod tests;
