//! Rules about several client files at once: identifiers that only one of them may have, and amounts that all of them
//! together must not exceed. Each file brings what it has, by itself; then all that was brought is compared, in one pass.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Process;
use super::cel::{Budget, Roots};
use super::definition::AcrossRule;
use super::judge::Judge;
use super::source::{Failure, Source};
use super::subject::Subject;
use crate::document::Path;
use crate::model::{Finding, Message, Place, Severity, Text};

/// Something of one file that is compared with what other files have.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Brought {
    /// The position of its rule.
    rule: usize,
    what: What,
    place: Place,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum What {
    /// Only one file may have it, among those of the same circle.
    Key {
        key: String,
        within: String,
    },
    Amount {
        amount: Decimal,
        most: Decimal,
    },
}

/// Whether what a file brings may be something else on another day.
pub(crate) fn changes_with_the_day(process: &Process) -> bool {
    let asks = |it: &Source| it.text().contains("today");
    process.across().iter().any(|it| [&it.when, &it.key, &it.within].into_iter().flatten().any(asks))
}

/// Everything that a file brings.
pub(crate) fn brought(process: &Process, subject: &Subject<'_>) -> Vec<Brought> {
    asked(process, subject).into_iter().filter_map(Result::ok).collect()
}

/// What cannot be told of this file, so that nothing is compared.
pub(super) fn unasked(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    asked(process, subject).into_iter().filter_map(Result::err).collect()
}

fn asked(process: &Process, subject: &Subject<'_>) -> Vec<Result<Brought, Finding>> {
    let judge = Judge::new(process, subject);
    let mut all = Vec::new();
    for (index, rule) in process.across().iter().enumerate() {
        let mut budget = Budget::new();
        let items = rule.each.as_ref().map_or_else(
            || vec![(Path::root(), None)],
            |it| it.find(subject.client()).into_iter().map(|(path, item)| (path, Some(item))).collect(),
        );
        for (path, item) in items {
            let path = rule.at.as_ref().map_or_else(|| path.clone(), |at| path.join(&at.path()));
            let what = match what(rule, &judge.roots(item), &mut budget) {
                Ok(Some(what)) => what,
                Ok(None) => continue,
                Err(failure) => {
                    let message = failure.message();
                    let finding = Finding::error(code(rule), subject.place(&path), message);
                    all.push(Err(Finding { severity: rule.severity, ..finding }));
                    continue;
                }
            };
            all.push(Ok(Brought { rule: index, what, place: subject.place(&path) }));
        }
    }
    all
}

/// What an item brings; nothing where the rule does not apply, or the file does not have it.
fn what(rule: &AcrossRule, roots: &Roots<'_>, budget: &mut Budget) -> Result<Option<What>, Failure> {
    if let Some(when) = &rule.when
        && !when.holds(roots, budget)?
    {
        return Ok(None);
    }
    let mut written = |source: &Option<Source>| match source {
        Some(source) => source.written(roots, budget),
        None => Ok(None),
    };
    match (written(&rule.key), written(&rule.within)) {
        (Ok(Some(key)), Ok(within)) => {
            return Ok(Some(What::Key { key, within: within.unwrap_or_default() }));
        }
        (Err(failure), _) | (_, Err(failure)) if failure.missing().is_none() => return Err(failure),
        (Ok(_) | Err(_), _) => {}
    }
    let decimal = |it: Result<Option<String>, Failure>| match it {
        Err(failure) if failure.missing().is_none() => Err(failure),
        Ok(Some(text)) => Ok(text.parse::<Decimal>().ok()),
        Ok(None) | Err(_) => Ok(None),
    };
    let (amount, most) = (decimal(written(&rule.amount))?, decimal(written(&rule.most))?);
    Ok(amount.zip(most).map(|(amount, most)| What::Amount { amount, most }))
}

/// Everything that is wrong between files, of all that they bring.
pub(crate) fn between(process: &Process, brought: &[Brought]) -> Vec<Finding> {
    let mut keys: BTreeMap<(usize, &str, &str), Vec<&Brought>> = BTreeMap::new();
    let mut sums: BTreeMap<usize, Vec<(&Brought, Decimal, Decimal)>> = BTreeMap::new();
    for it in brought {
        match &it.what {
            What::Key { key, within } => keys.entry((it.rule, within, key)).or_default().push(it),
            What::Amount { amount, most } => sums.entry(it.rule).or_default().push((it, *amount, *most)),
        }
    }
    let rule = |index: usize| process.across().get(index);
    let twice = keys.iter().filter_map(|((index, _, key), all)| Some(shared(rule(*index)?, key, all)));
    let much = sums.iter().filter_map(|(index, all)| exceeded(rule(*index)?, all));
    let mut findings: Vec<Finding> = twice.flatten().chain(much).collect();
    findings.sort_by(|one, two| (&one.place, &one.code).cmp(&(&two.place, &two.code)));
    findings
}

/// Whoever has the same identifier is told of the first other who has it, and of how many there are.
fn shared(rule: &AcrossRule, key: &str, all: &[&Brought]) -> Vec<Finding> {
    let Some(first) = all.iter().map(|it| &it.place).min() else { return Vec::new() };
    let Some(second) = all.iter().map(|it| &it.place).filter(|it| it.file != first.file).min() else {
        return Vec::new();
    };
    let mut files: Vec<&str> = all.iter().map(|it| it.place.file.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let told = |it: &&Brought| {
        let other = if it.place.file == first.file { second } else { first };
        let message = Message::new("process.across-twice")
            .with("text", rule.text.clone())
            .with("key", key)
            .with("place", format!("{}:{}:{}", other.file, other.spot.line, other.spot.column))
            .with("n", files.len() - 1);
        Finding { severity: rule.severity, ..Finding::error(code(rule), it.place.clone(), message) }
    };
    all.iter().map(told).collect()
}

/// One finding for the whole sum, where its largest part stands.
fn exceeded(rule: &AcrossRule, all: &[(&Brought, Decimal, Decimal)]) -> Option<Finding> {
    let total = all.iter().try_fold(Decimal::ZERO, |sum, it| sum.checked_add(it.1)).unwrap_or(Decimal::MAX);
    let most = all.iter().map(|it| it.2).min()?;
    if total <= most {
        return None;
    }
    let largest = all.iter().max_by(|one, two| one.1.cmp(&two.1).then_with(|| two.0.place.cmp(&one.0.place)))?;
    let message = Message::new("process.across-sum")
        .with("text", rule.text.clone())
        .with("total", number(total))
        .with("most", number(most));
    Some(Finding { severity: rule.severity, ..Finding::error(code(rule), largest.0.place.clone(), message) })
}

fn number(number: Decimal) -> Text {
    let plain = number.normalize().to_string();
    Text::new(plain.clone(), plain.replace('.', ","))
}

fn code(rule: &AcrossRule) -> String {
    format!("rule/{}", rule.id)
}

/// The identifiers of one version of a file that another version did not bring, of rules whose breach is an error: those
/// that a change must not take from another file.
pub(crate) fn introduced(process: &Process, before: &[Brought], after: Vec<Brought>) -> Vec<Brought> {
    let is_error = |it: &Brought| process.across().get(it.rule).is_some_and(|rule| rule.severity == Severity::Error);
    let known = |it: &Brought| before.iter().any(|old| old.rule == it.rule && old.same_key(it));
    after.into_iter().filter(|it| it.key().is_some() && is_error(it) && !known(it)).collect()
}

impl Brought {
    /// The text of an identifier.
    pub(crate) fn key(&self) -> Option<&str> {
        match &self.what {
            What::Key { key, .. } => Some(key),
            What::Amount { .. } => None,
        }
    }

    fn same_key(&self, other: &Self) -> bool {
        match (&self.what, &other.what) {
            (What::Key { key, within }, What::Key { key: their_key, within: their_circle }) => {
                key == their_key && within == their_circle
            }
            (What::Key { .. } | What::Amount { .. }, _) => false,
        }
    }

    /// A stretch of the identifier that a file holding it shows as it is, however YAML writes the rest; `None` for one that
    /// could be written in many ways.
    pub(crate) fn needle(&self) -> Option<&str> {
        let plain = |it: char| it.is_ascii_alphanumeric() || "-._/:".contains(it);
        let longest = self.key()?.split(|it| !plain(it)).max_by_key(|it| it.len())?;
        (longest.len() >= 2).then_some(longest)
    }
}
