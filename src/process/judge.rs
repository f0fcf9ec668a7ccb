//! One judge for gates and rules: asks a condition of the client, or of each item it is about, and says where and why
//! it does not hold. A condition that cannot be evaluated does not hold.

use serde_json::Value;

use super::Process;
use super::cel::{Budget, Guard, Roots};
use super::select::Selector;
use super::source::{Failure, Sentence, Source, Template};
use super::subject::Subject;
use super::texts::Texts;
use crate::document::Path;
use crate::model::{Arg, Message, Place, Text};

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Question<'p> {
    pub(super) text: &'p Text,
    pub(super) rule: &'p Source,
    pub(super) each: Option<&'p Selector>,
    /// Items that are not asked about.
    pub(super) except: Option<&'p Selector>,
    pub(super) at: Option<&'p Selector>,
    pub(super) at_least_one: Option<&'p Sentence>,
    pub(super) reason: Option<&'p Sentence>,
    pub(super) fix: Option<&'p Template>,
}

/// What does not hold: why, where, and the command that would settle it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unmet {
    pub(crate) reason: Message,
    pub(crate) place: Place,
    pub(crate) fix: Option<String>,
}

/// A subject, and the process whose rules it is judged by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judge<'s> {
    pub(super) subject: &'s Subject<'s>,
    pub(super) process: &'s Process,
}

impl<'s> Judge<'s> {
    pub(super) fn new(process: &'s Process, subject: &'s Subject<'s>) -> Self {
        Self { subject, process }
    }

    pub(super) fn roots(&self, this: Option<&'s Value>) -> Roots<'s> {
        self.subject.roots(self.process, this)
    }

    /// The same, of another subject.
    pub(super) fn of<'t>(&self, subject: &'t Subject<'t>) -> Judge<'t>
    where
        's: 't,
    {
        Judge { subject, process: self.process }
    }

    /// Everything that does not hold; nothing when all is well. All items of one question share one budget.
    pub(super) fn unmet(&self, question: &Question<'s>) -> Vec<Unmet> {
        let mut budget = Budget::new();
        let Some(each) = question.each else {
            return self.ask(question, &Path::root(), None, &mut budget).into_iter().collect();
        };
        let mut items = each.find(self.subject.client());
        if let Some(except) = question.except {
            items.retain(|(path, _)| !except.ways().any(|it| it.holds(path)));
        }
        if items.is_empty() {
            let missing = question.at_least_one.map(|it| self.nothing_there(question, each, it, &mut budget));
            return missing.into_iter().collect();
        }
        items.iter().filter_map(|(path, item)| self.ask(question, path, Some(item), &mut budget)).collect()
    }

    /// The same for a rule about every text. Where the sieve caught nothing, the rule holds: it is not asked, only paid for.
    pub(super) fn unmet_in_texts(&self, question: &Question<'s>, guard: &Guard, texts: &Texts<'s>) -> Vec<Unmet> {
        let mut budget = Budget::new();
        let mut unmet = Vec::new();
        for text in texts.iter() {
            if question.except.is_some_and(|it| texts.is_below(text, it)) {
                continue;
            }
            if text.caught || !budget.affords(guard.steps(text.length)) {
                unmet.extend(self.ask(question, &texts.path(text), Some(text.value), &mut budget));
            }
        }
        unmet
    }

    /// Whether a condition that is not about an item holds; why that cannot be told, otherwise.
    pub(super) fn holds(&self, condition: &Source) -> Result<bool, Message> {
        let held = condition.holds(&self.roots(None), &mut Budget::new());
        held.map_err(|it| self.failed(&it, &Path::root()))
    }

    /// Mostly, a rule reads what is not recorded yet: then the path says it all.
    fn failed(&self, failure: &Failure, item: &Path) -> Message {
        let missing = failure.missing().and_then(|it| it.split_once('.'));
        let name = match missing {
            Some(("client", path)) => path.to_owned(),
            Some(("self", path)) => format!("{}.{path}", self.subject.name(item)),
            Some(_) | None => return failure.message(),
        };
        Message::new("process.not-recorded").with("path", name)
    }

    fn ask(&self, question: &Question<'s>, item: &Path, this: Option<&'s Value>, budget: &mut Budget) -> Option<Unmet> {
        let roots = self.roots(this);
        let trouble = match question.rule.holds(&roots, budget) {
            Ok(true) => return None,
            Ok(false) => None,
            Err(trouble) => Some(trouble),
        };
        let at = question.at.map_or_else(|| item.clone(), |it| item.join(&it.path()));
        // What fills the gaps of a sentence must not be refused because the rule took all there was.
        let mut words = Budget::new();
        let reason = match (trouble, question.reason) {
            (Some(failure), _) => self.failed(&failure, item),
            (None, Some(reason)) => reason.filled(&roots, &mut words),
            (None, None) => self.plain_reason(question, &at),
        };
        let fix = question.fix.map(|it| it.command(&roots, &mut words));
        Some(Unmet { reason, place: self.subject.place(&at), fix })
    }

    fn nothing_there(&self, question: &Question<'s>, each: &Selector, reason: &Sentence, budget: &mut Budget) -> Unmet {
        let roots = self.roots(None);
        let reason = reason.filled(&roots, budget);
        // The command is about an item; without one, gaps stay open.
        let fix = question.fix.map(|it| it.command(&roots, budget));
        Unmet { reason, place: self.subject.place(&each.path()), fix }
    }

    /// What can be said of a rule that does not say it itself: what stands at its place, or that nothing does.
    fn plain_reason(&self, question: &Question<'_>, at: &Path) -> Message {
        if question.at.is_none() {
            return Message::new("process.does-not-hold").with("text", question.text.clone());
        }
        let name = self.subject.name(at);
        match self.subject.written(at) {
            None | Some(Value::Null) => Message::new("process.not-recorded").with("path", name),
            Some(Value::String(text)) => {
                let words = self.process.labels().get(&at.field()).and_then(|it| it.get(text));
                let (key, value) = match words {
                    Some(words) => ("process.recorded-in-words", Arg::from(words.clone())),
                    None => ("process.recorded-as", Arg::from(text.as_str())),
                };
                Message::new(key).with("path", name).with("value", value)
            }
            Some(plain @ (Value::Bool(_) | Value::Number(_))) => {
                Message::new("process.recorded-as").with("path", name).with("value", plain.to_string())
            }
            Some(Value::Array(_) | Value::Object(_)) => {
                Message::new("process.does-not-hold").with("text", question.text.clone())
            }
        }
    }
}
