//! What a file records of one signed section: signatures, amendments, and what of the section is not as it was signed.

use std::collections::BTreeMap;

use serde_json::Value;

use super::parts::{self, Difference, Part};
use crate::document::{Path, Step};
use crate::model::{Date, Text};
use crate::process::Process;
use crate::process::cel::day_of;
use crate::process::definition::Signature;
use crate::process::subject::Subject;

/// Everything about one signed section of one file.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub(super) subject: &'a Subject<'a>,
    pub(super) signature: &'a Signature,
    /// The section as it stands.
    pub(super) parts: Vec<Part>,
    /// In the order of the file.
    pub(super) signed: Vec<Signed<'a>>,
    amendments: Vec<Amendment<'a>>,
}

/// One signature.
#[derive(Debug)]
pub(super) struct Signed<'a> {
    pub(super) path: Path,
    pub(super) id: &'a str,
    pub(super) party: &'a str,
    pub(super) date: Date,
    pub(super) covers: Option<BTreeMap<&'a str, &'a str>>,
}

/// One amendment.
#[derive(Debug)]
pub(super) struct Amendment<'a> {
    pub(super) path: Path,
    pub(super) number: u64,
    /// None: it is a draft.
    pub(super) signed_on: Option<Date>,
    pub(super) summary: Option<&'a Value>,
    pub(super) covers: Option<BTreeMap<&'a str, &'a str>>,
}

impl<'a> Record<'a> {
    pub(super) fn of(subject: &'a Subject<'a>, signature: &'a Signature) -> Self {
        let signed = signature.list.find(subject.client()).into_iter().filter_map(|(path, it)| {
            let date = day_of(text(it, "date")?)?;
            let (id, party) = (text(it, "id").unwrap_or_default(), text(it, "party")?);
            Some(Signed { path, id, party, date, covers: parts::sealed(it) })
        });
        let amendments = signature.amended.iter().flat_map(|it| it.find(subject.client())).filter_map(|(path, it)| {
            let number = it.get("number")?.as_u64()?;
            // One that is dated ahead of today is none yet.
            let signed_on = text(it, "signed_on").and_then(day_of).filter(|it| *it <= subject.today());
            Some(Amendment { path, number, signed_on, summary: it.get("summary"), covers: parts::sealed(it) })
        });
        Self {
            parts: parts::parts(subject, signature),
            signed: signed.collect(),
            amendments: amendments.collect(),
            subject,
            signature,
        }
    }

    /// The last signature of a party: the one that counts.
    pub(super) fn latest(&self, party: &str) -> Option<&Signed<'a>> {
        self.signed.iter().filter(|it| it.party == party).max_by_key(|it| it.date)
    }

    pub(super) fn missing(&self) -> Vec<&'a str> {
        self.signature.parties.iter().map(String::as_str).filter(|it| self.latest(it).is_none()).collect()
    }

    pub(super) fn amendment(&self, number: u64) -> Option<&Amendment<'a>> {
        self.amendments.iter().find(|it| it.number == number)
    }

    pub(super) fn highest(&self) -> u64 {
        self.amendments.iter().map(|it| it.number).max().unwrap_or(0)
    }

    /// The last amendment that is signed: from then on the section is what it says.
    pub(super) fn in_force(&self) -> Option<&Amendment<'a>> {
        self.amendments.iter().filter(|it| it.signed_on.is_some()).max_by_key(|it| (it.signed_on, it.number))
    }

    /// An amendment that is written down and not signed yet.
    pub(super) fn draft(&self) -> Option<&Amendment<'a>> {
        let drafts = self.amendments.iter().filter(|it| it.signed_on.is_none());
        drafts.max_by_key(|it| it.number)
    }

    /// The day the last party signed, the first time that all had.
    pub(super) fn completed_on(&self) -> Option<Date> {
        let mut open: Vec<&str> = self.signature.parties.iter().map(String::as_str).collect();
        let mut last: Option<Date> = None;
        for it in &self.signed {
            open.retain(|party| *party != it.party);
            last = Some(last.map_or(it.date, |last| last.max(it.date)));
            if open.is_empty() {
                return last;
            }
        }
        None
    }

    /// The day that the file says.
    pub(super) fn signed_on(&self) -> Option<&'a str> {
        self.signature.signed_on.find(self.subject.client()).first()?.1.as_str()
    }

    /// What is not as it was signed, each part once, with the day of the signature.
    pub(super) fn differences(&self) -> Vec<(Difference, Date)> {
        let mut seals: Vec<(Date, &BTreeMap<&str, &str>)> = match self.in_force() {
            Some(amendment) => amendment.signed_on.zip(amendment.covers.as_ref()).into_iter().collect(),
            None => {
                let parties = self.signature.parties.iter().filter_map(|it| self.latest(it));
                parties.filter_map(|it| Some((it.date, it.covers.as_ref()?))).collect()
            }
        };
        seals.sort_by_key(|it| std::cmp::Reverse(it.0));
        let mut found: Vec<(Difference, Date)> = Vec::new();
        for (date, covers) in seals {
            for it in parts::differences(self.subject, &self.signature.section, &self.parts, covers) {
                if found.iter().all(|(known, _)| known.name != it.name) {
                    found.push((it, date));
                }
            }
        }
        found
    }

    /// Whether this signature covers the section as it stands. One that does not say what it covers may or may not.
    pub(super) fn stands(&self, signed: &Signed<'_>) -> Option<bool> {
        let covers = signed.covers.as_ref()?;
        Some(parts::differences(self.subject, &self.signature.section, &self.parts, covers).is_empty())
    }

    /// The words for a party.
    pub(super) fn party(&self, process: &Process, party: &str) -> Text {
        let list = self.signature.list.path();
        let keys = list.steps().iter().filter_map(|it| match it {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        let words = process.labels().get(&keys.chain(["party"]).collect::<Vec<_>>().join("."));
        words.and_then(|it| it.get(party)).cloned().unwrap_or_else(|| Text::new(party, party))
    }

    /// The words for some parties, one after the other.
    pub(super) fn parties<'p>(&self, process: &Process, parties: impl IntoIterator<Item = &'p str>) -> Text {
        let words: Vec<Text> = parties.into_iter().map(|it| self.party(process, it)).collect();
        let joined = |lang| words.iter().map(|it| it.get(lang)).collect::<Vec<_>>().join(", ");
        Text::new(joined(crate::model::Lang::En), joined(crate::model::Lang::Fr))
    }
}

fn text<'v>(item: &'v Value, key: &str) -> Option<&'v str> {
    item.get(key)?.as_str()
}
