//! The functions of expressions: one table, which the parser, the checker and the evaluator read.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever other type a rule meets, the trouble is the same")]

use std::str::FromStr as _;

use rust_decimal::Decimal;

use super::Flaw;
use super::budget::Budget;
use super::calendar::{self, day_of};
use super::library::{
    covers, double, host, int, join, label, luhn, plus_working_days, scheme, size, split, string, sum,
};
use super::roots::Roots;
use super::trouble::Wrong;
use super::value::Val;
use crate::model::Message;

/// A function that expressions may call.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: &'static str,
    /// As a person writes it.
    pub(crate) signature: &'static str,
    pub(crate) style: Style,
    /// What it takes; a member function's target comes first.
    pub(crate) takes: &'static [Takes],
    pub(crate) gives: Gives,
    pub(super) run: for<'a> fn(&mut Call<'a, '_>) -> Answer<'a>,
}

/// How a function is called: `f(x)`, `x.f()`, or as you like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Global,
    Member,
    Either,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Anything,
    Sized,
    Text,
    Int,
    TextOrNumber,
    Texts,
    Ints,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gives {
    Bool,
    Int,
    Double,
    Text,
    Texts,
}

pub(super) type Answer<'a> = Result<Val<'a>, Wrong>;

/// A function with what it is called on.
pub(super) struct Call<'a, 'b> {
    pub(super) name: &'static str,
    pub(super) arguments: &'b [Val<'a>],
    pub(super) roots: &'b Roots<'a>,
    pub(super) budget: &'b mut Budget,
}

/// The function that says a value in words.
pub(super) const LABEL: &str = "label";

/// Every function, in the order of the alphabet.
pub(crate) const FUNCTIONS: &[Function] = &[
    member("contains", "text.contains(text)", &[Takes::Text, Takes::Text], Gives::Bool, |it| {
        Ok(Val::Bool(it.text(0)?.contains(it.text(1)?)))
    }),
    global("covers", "covers(ids, id)", &[Takes::Texts, Takes::Text], Gives::Bool, covers),
    global("date", "date(text)", &[Takes::Text], Gives::Text, |it| Ok(Val::text(it.date(0)?.to_string()))),
    global("days", "days(from, to)", &[Takes::Text, Takes::Text], Gives::Int, |it| {
        let days = calendar::days_between(it.date(0)?, it.date(1)?);
        days.map(|it| Val::Int(i64::from(it))).ok_or(Wrong::TooFar)
    }),
    global("decimal", "decimal(text)", &[Takes::TextOrNumber], Gives::Int, |it| it.scaled(6).map(Val::Int)),
    global("double", "double(number)", &[Takes::TextOrNumber], Gives::Double, double),
    member("endsWith", "text.endsWith(text)", &[Takes::Text, Takes::Text], Gives::Bool, |it| {
        Ok(Val::Bool(it.text(0)?.ends_with(it.text(1)?)))
    }),
    // Evaluated as a node of its own, as `matches` is.
    member("find", "text.find('pattern')", &[Takes::Text, Takes::Text], Gives::Texts, |_| Err(Wrong::TooFar)),
    global("fiscal_year", "fiscal_year(date)", &[Takes::Text], Gives::Text, |it| {
        Ok(Val::text(calendar::fiscal_year(it.date(0)?)))
    }),
    global("host", "host(url)", &[Takes::Text], Gives::Text, |it| Ok(Val::text(host(it.text(0)?)))),
    global("int", "int(number)", &[Takes::TextOrNumber], Gives::Int, int),
    member("join", "texts.join(separator)", &[Takes::Texts, Takes::Text], Gives::Text, join),
    // Only in sentences, which have a language.
    global(LABEL, "label('field', value)", &[Takes::Text, Takes::Text], Gives::Text, label),
    member("lowerAscii", "text.lowerAscii()", &[Takes::Text], Gives::Text, |it| {
        Ok(Val::text(it.text(0)?.to_ascii_lowercase()))
    }),
    global("luhn", "luhn(text)", &[Takes::Text], Gives::Bool, |it| Ok(Val::Bool(luhn(it.text(0)?)))),
    // Evaluated as a node of its own, which holds the compiled pattern.
    member("matches", "text.matches('pattern')", &[Takes::Text, Takes::Text], Gives::Bool, |_| Err(Wrong::TooFar)),
    global("money", "money(amount)", &[Takes::TextOrNumber], Gives::Int, |it| it.scaled(2).map(Val::Int)),
    global("plus_days", "plus_days(date, count)", &[Takes::Text, Takes::Int], Gives::Text, |it| {
        let day = calendar::plus_days(it.date(0)?, it.int(1)?);
        day.map(|it| Val::text(it.to_string())).ok_or(Wrong::TooFar)
    }),
    global(
        "plus_working_days",
        "plus_working_days(date, count)",
        &[Takes::Text, Takes::Int],
        Gives::Text,
        plus_working_days,
    ),
    global("scheme", "scheme(url)", &[Takes::Text], Gives::Text, |it| Ok(Val::text(scheme(it.text(0)?)))),
    Function { style: Style::Either, ..global("size", "size(list)", &[Takes::Sized], Gives::Int, size) },
    member("split", "text.split(separator)", &[Takes::Text, Takes::Text], Gives::Texts, split),
    member("startsWith", "text.startsWith(text)", &[Takes::Text, Takes::Text], Gives::Bool, |it| {
        Ok(Val::Bool(it.text(0)?.starts_with(it.text(1)?)))
    }),
    global("string", "string(value)", &[Takes::Anything], Gives::Text, string),
    global("sum", "sum(list of int)", &[Takes::Ints], Gives::Int, sum),
    member("trim", "text.trim()", &[Takes::Text], Gives::Text, |it| Ok(Val::text(it.text(0)?.trim()))),
    member("upperAscii", "text.upperAscii()", &[Takes::Text], Gives::Text, |it| {
        Ok(Val::text(it.text(0)?.to_ascii_uppercase()))
    }),
    global("working_days", "working_days(from, to)", &[Takes::Text, Takes::Text], Gives::Int, |it| {
        it.roots.holidays.working_days(it.date(0)?, it.date(1)?).map(Val::Int).ok_or(Wrong::TooFar)
    }),
];

const fn global(
    name: &'static str,
    signature: &'static str,
    takes: &'static [Takes],
    gives: Gives,
    run: for<'a> fn(&mut Call<'a, '_>) -> Answer<'a>,
) -> Function {
    Function { name, signature, style: Style::Global, takes, gives, run }
}

const fn member(
    name: &'static str,
    signature: &'static str,
    takes: &'static [Takes],
    gives: Gives,
    run: for<'a> fn(&mut Call<'a, '_>) -> Answer<'a>,
) -> Function {
    Function { name, signature, style: Style::Member, takes, gives, run }
}

/// Why a function was not found.
pub(super) enum NotFound {
    Unknown,
    /// It exists, but is called the other way.
    Style(&'static Function),
}

pub(super) fn find(name: &str, style: Style) -> Result<&'static Function, NotFound> {
    match FUNCTIONS.iter().find(|it| it.name == name) {
        Some(function) if function.style == style || function.style == Style::Either => Ok(function),
        Some(function) => Err(NotFound::Style(function)),
        None => Err(NotFound::Unknown),
    }
}

impl NotFound {
    pub(super) fn flaw(&self, span: std::ops::Range<usize>, name: &str) -> Flaw {
        let message = Message::new("process.unknown-function").with("name", name);
        let help = match self {
            Self::Style(function) => Some(Message::new("process.signature").with("signature", function.signature)),
            Self::Unknown => {
                let macros = super::Macro::ALL.iter().map(|it| it.0).chain(["has"]);
                let known = FUNCTIONS.iter().map(|it| it.name).chain(macros);
                crate::process::near::help(name, known)
            }
        };
        Flaw::new("process/unknown-function", span, message).help(help)
    }
}

impl<'a, 'b> Call<'a, 'b> {
    pub(super) fn argument(&self, index: usize) -> &'b Val<'a> {
        self.arguments.get(index).unwrap_or(&Val::Null)
    }

    pub(super) fn text(&self, index: usize) -> Result<&'b str, Wrong> {
        let found = self.argument(index);
        found.as_str().ok_or_else(|| Wrong::operation(self.name, &[found]))
    }

    pub(super) fn int(&self, index: usize) -> Result<i64, Wrong> {
        match self.argument(index) {
            Val::Int(it) => Ok(*it),
            other => Err(Wrong::operation(self.name, &[other])),
        }
    }

    pub(super) fn date(&self, index: usize) -> Result<jiff::civil::Date, Wrong> {
        let text = self.text(index)?;
        day_of(text).ok_or_else(|| Wrong::NotADate(text.to_owned()))
    }

    /// An exact decimal as a whole number of its last allowed digit.
    fn scaled(&self, digits: u32) -> Result<i64, Wrong> {
        let given = self.argument(0);
        let text = match given {
            Val::Text(text) => text.as_str().to_owned(),
            Val::Int(it) => it.to_string(),
            Val::Null | Val::Bool(_) | Val::Double(_) | Val::List(_) | Val::Map(_) => {
                return Err(Wrong::operation(self.name, &[given]));
            }
        };
        let refuse = || Wrong::NotAnAmount(text.clone());
        let plain = text.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'-'));
        let decimal = Decimal::from_str(&text).ok().filter(|_| plain).ok_or_else(refuse)?;
        let scaled = decimal.checked_mul(Decimal::from(10_i64.pow(digits))).ok_or_else(refuse)?;
        if scaled.fract().is_zero() { i64::try_from(scaled).map_err(|_| refuse()) } else { Err(refuse()) }
    }
}
