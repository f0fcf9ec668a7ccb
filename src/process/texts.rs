//! Rules about every text of a file: hundreds of questions to each file, and nearly all hold. So all texts are searched for
//! the patterns of all such rules in one pass, and a rule is asked only of those in which one of them may be found.

use serde_json::Value;

use super::cel::Guard;
use super::definition::Rule;
use super::judge::Judge;
use super::screen::{BETWEEN, Screen};
use super::select::Selector;
use crate::document::{Path, Step};

/// What the rules about every text look for, and which rules these are.
#[derive(Debug, Default)]
pub(super) struct Sieve {
    screen: Option<Screen>,
    /// The guard of each rule of the process that is one of them, by its position.
    guards: Vec<Option<Guard>>,
}

impl Sieve {
    pub(super) fn of(rules: &[Rule]) -> Self {
        let guard = |rule: &Rule| {
            rule.each.as_ref().filter(|it| it.is_every_text())?;
            rule.condition.expression().ok()?.guard()
        };
        let guards: Vec<Option<Guard>> = rules.iter().map(guard).collect();
        let patterns = guards.iter().flatten().flat_map(|it| &it.patterns).map(String::as_str);
        match Screen::of(patterns) {
            Some(screen) => Self { screen: Some(screen), guards },
            None => Self::default(),
        }
    }

    /// What stands for the rule at this position; none for one that must be asked of each item.
    pub(super) fn guard(&self, rule: usize) -> Option<&Guard> {
        self.guards.get(rule)?.as_ref()
    }
}

/// Every text of a file, with what the sieve found in it.
#[derive(Debug, Default)]
pub(super) struct Texts<'v> {
    all: Vec<Text<'v>>,
    /// The ways to all of them, one after the other.
    steps: Vec<At<'v>>,
}

/// One text.
#[derive(Debug)]
pub(super) struct Text<'v> {
    pub(super) value: &'v Value,
    pub(super) length: usize,
    /// Whether one of the patterns may be found in it. When not, every rule of the sieve holds for it.
    pub(super) caught: bool,
    way: std::ops::Range<usize>,
}

/// One step of the way to a text, lent: most ways are never walked.
#[derive(Debug, Clone, Copy)]
pub(super) enum At<'v> {
    Key(&'v str),
    Index(usize),
}

pub(super) fn path(way: &[At<'_>]) -> Path {
    let steps = way.iter().map(|it| match it {
        At::Key(key) => Step::Key((*key).to_owned()),
        At::Index(index) => Step::Index(*index),
    });
    Path::from(steps.collect::<Vec<_>>())
}

impl<'v> Texts<'v> {
    pub(super) fn of(judge: &Judge<'v>) -> Self {
        let mut found = Found::default();
        found.walk(judge.subject.client(), &mut Vec::new());
        let Found { mut texts, joined, starts, is_searchable } = found;
        let screen = judge.process.sieve().screen.as_ref().filter(|_| is_searchable);
        match screen {
            Some(screen) => {
                for hit in screen.hits(&joined, &starts) {
                    if let Some(text) = texts.all.get_mut(hit) {
                        text.caught = true;
                    }
                }
            }
            None => texts.all.iter_mut().for_each(|it| it.caught = true),
        }
        texts
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Text<'v>> {
        self.all.iter()
    }

    pub(super) fn path(&self, text: &Text<'v>) -> Path {
        path(self.way(text))
    }

    /// Whether a selector leads to the text, or to something above it.
    pub(super) fn is_below(&self, text: &Text<'v>, selector: &Selector) -> bool {
        let keys = self.way(text).iter().filter_map(|it| match it {
            At::Key(key) => Some(*key),
            At::Index(_) => None,
        });
        selector.ways().any(|it| it.holds_keys(keys.clone()))
    }

    fn way(&self, text: &Text<'v>) -> &[At<'v>] {
        self.steps.get(text.way.clone()).unwrap_or_default()
    }
}

/// The texts as they are found, in the order of the file.
#[derive(Default)]
struct Found<'v> {
    texts: Texts<'v>,
    joined: String,
    starts: Vec<usize>,
    is_searchable: bool,
}

impl<'v> Found<'v> {
    fn walk(&mut self, value: &'v Value, way: &mut Vec<At<'v>>) {
        match value {
            Value::String(text) => self.add(value, text, way),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    way.push(At::Index(index));
                    self.walk(item, way);
                    way.pop();
                }
            }
            Value::Object(map) => {
                for (key, item) in map {
                    way.push(At::Key(key));
                    self.walk(item, way);
                    way.pop();
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn add(&mut self, value: &'v Value, text: &'v str, way: &[At<'v>]) {
        if self.starts.is_empty() {
            self.is_searchable = true;
        } else {
            self.joined.push(BETWEEN);
        }
        self.is_searchable &= !text.contains(BETWEEN);
        self.starts.push(self.joined.len());
        self.joined.push_str(text);
        let begin = self.texts.steps.len();
        self.texts.steps.extend_from_slice(way);
        let way = begin..self.texts.steps.len();
        self.texts.all.push(Text { value, length: text.len(), caught: false, way });
    }
}

#[cfg(test)]
mod tests;
