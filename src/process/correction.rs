//! Corrections: an entry of the history that was wrong stays as it is, and a later entry says what it should say. Readers
//! use what the last correction says.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::cel::day_of;
use super::subject::Subject;
use crate::document::{Edit, Path};
use crate::model::{Date, Finding, Message, Text};

/// As history names it.
const CORRECT: &str = "correct";

/// What an entry should say, by its position.
#[derive(Debug, Default)]
pub(super) struct Corrections {
    by_entry: BTreeMap<usize, Correction>,
}

#[derive(Debug, Clone)]
struct Correction {
    path: Path,
    at: Option<Date>,
}

impl Corrections {
    /// The last correction of each entry. One that names no entry before it corrects nothing.
    pub(super) fn of(subject: &Subject<'_>) -> Self {
        let mut by_entry: BTreeMap<usize, Correction> = BTreeMap::new();
        for (index, (path, entry)) in subject.items("history").enumerate() {
            let Some(target) = corrected(subject, index, entry) else { continue };
            let at = entry.get("at").and_then(Value::as_str).and_then(day_of);
            let known = by_entry.get(&target).and_then(|it| it.at);
            by_entry.insert(target, Correction { path, at: at.or(known) });
        }
        Self { by_entry }
    }

    /// The day that an entry should carry, and where that is said.
    pub(super) fn day(&self, index: usize) -> Option<(Date, Path)> {
        let correction = self.by_entry.get(&index)?;
        Some((correction.at?, correction.path.key("at")))
    }
}

/// The position of the entry that this one corrects: one before it, that is no correction itself.
fn corrected(subject: &Subject<'_>, index: usize, entry: &Value) -> Option<usize> {
    if !is_correction(entry) {
        return None;
    }
    let target = usize::try_from(entry.get("corrects")?.as_u64()?.checked_sub(1)?).ok()?;
    let before = subject.items("history").nth(target).filter(|_| target < index)?;
    (!is_correction(before.1)).then_some(target)
}

fn is_correction(entry: &Value) -> bool {
    entry.get("change").and_then(Value::as_str) == Some(CORRECT)
}

/// Corrections that name no entry they could correct.
pub(super) fn findings(subject: &Subject<'_>) -> Vec<Finding> {
    let entries = subject.items("history").enumerate().filter(|(_, (_, entry))| is_correction(entry));
    let lost = entries.filter(|(index, (_, entry))| corrected(subject, *index, entry).is_none());
    let finding = |(index, (path, _)): (usize, (Path, &Value))| {
        let message = Message::new("correct.names-none").with("n", index);
        Finding::error("history/corrects", subject.place(&path.key("corrects")), message)
    };
    lost.map(finding).collect()
}

/// What is about to be corrected.
#[derive(Debug, Clone)]
pub(crate) struct Correcting<'a> {
    /// The number of the entry, from 1.
    pub(crate) entry: usize,
    pub(crate) date: Option<Date>,
    pub(crate) reason: Option<&'a Text>,
    pub(crate) why: &'a Text,
}

/// An allowed correction. Only [`plan_correct`] makes one.
#[derive(Debug, Clone)]
pub(crate) struct Corrected {
    edit: Edit,
    was: Date,
    now: Option<Date>,
}

/// Why it is not corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotCorrected {
    /// There is no entry of this number.
    NoEntry { entries: usize },
    /// It is a correction itself: the entry that it corrects is corrected anew.
    IsCorrection { corrects: Option<u64> },
    /// It says so already.
    Same,
    /// The day lies ahead of today.
    Ahead { date: Date },
    /// The entries would not be in order any more.
    Order { date: Date, after: Option<Date>, before: Option<Date> },
}

/// Whether an entry of the history may be corrected so.
pub(crate) fn plan_correct(subject: &Subject<'_>, correcting: &Correcting<'_>) -> Result<Corrected, NotCorrected> {
    let entries: Vec<(Path, &Value)> = subject.items("history").collect();
    let index = correcting.entry.checked_sub(1);
    let found = index.and_then(|index| Some((index, entries.get(index)?.1)));
    let (index, entry) = found.ok_or(NotCorrected::NoEntry { entries: entries.len() })?;
    if is_correction(entry) {
        return Err(NotCorrected::IsCorrection { corrects: entry.get("corrects").and_then(Value::as_u64) });
    }
    let corrections = Corrections::of(subject);
    let day = |index: usize| {
        let written = entries.get(index)?.1.get("date")?.as_str().and_then(day_of)?;
        Some(corrections.day(index).map_or(written, |it| it.0))
    };
    let was = day(index).unwrap_or(subject.today());
    let said = reason(&entries, index);
    let date = correcting.date.filter(|it| *it != was);
    let text = correcting.reason.map(|it| json!(it)).filter(|it| said != Some(it));
    if date.is_none() && text.is_none() {
        return Err(NotCorrected::Same);
    }
    if let Some(date) = date {
        in_order(subject, date, index, entries.len(), &day)?;
    }
    let mut old = Map::new();
    old.extend(date.map(|_| ("date".to_owned(), json!(was.to_string()))));
    old.extend(text.as_ref().and(said).map(|it| ("reason".to_owned(), it.clone())));
    let mut item = Map::new();
    let mut put = |key: &str, value: Value| item.insert(key.to_owned(), value);
    put("date", json!(subject.today().to_string()));
    put("change", json!(CORRECT));
    put("reason", json!(correcting.why));
    put("corrects", json!(correcting.entry));
    if !old.is_empty() {
        put("was", Value::Object(old));
    }
    if let Some(date) = date {
        put("at", json!(date.to_string()));
    }
    if let Some(text) = text {
        put("says", text);
    }
    let edit = Edit::Insert { list: Path::root().key("history"), value: Value::Object(item) };
    Ok(Corrected { edit, was, now: date })
}

/// The reason that an entry gives, as the last correction of it says.
fn reason<'v>(entries: &[(Path, &'v Value)], index: usize) -> Option<&'v Value> {
    let number = u64::try_from(index + 1).ok();
    let corrections = entries
        .iter()
        .rev()
        .filter(|(_, it)| is_correction(it) && it.get("corrects").and_then(Value::as_u64) == number);
    let said = corrections.into_iter().find_map(|(_, it)| it.get("says"));
    said.or_else(|| entries.get(index)?.1.get("reason"))
}

fn in_order(
    subject: &Subject<'_>,
    date: Date,
    index: usize,
    entries: usize,
    day: &dyn Fn(usize) -> Option<Date>,
) -> Result<(), NotCorrected> {
    if date > subject.today() {
        return Err(NotCorrected::Ahead { date });
    }
    let after = (0..index).filter_map(day).max();
    let before = (index + 1..entries).filter_map(day).min();
    if after.is_some_and(|it| date < it) || before.is_some_and(|it| date > it) {
        return Err(NotCorrected::Order { date, after, before });
    }
    Ok(())
}

impl Corrected {
    pub(crate) fn edit(&self) -> &Edit {
        &self.edit
    }

    /// The day that the entry carried, as far as it was known.
    pub(crate) fn was(&self) -> Date {
        self.was
    }

    /// The day that it should carry; none where only words are corrected.
    pub(crate) fn now(&self) -> Option<Date> {
        self.now
    }
}
