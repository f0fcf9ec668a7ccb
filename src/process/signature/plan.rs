//! Signing: whether a party may sign a section as it stands, or an amendment of it, and what that writes.

use serde_json::{Map, Value, json};

use super::parts::{self, Difference};
use super::record::{Amendment, Record, Signed};
use super::{place, said};
use crate::document::Edit;
use crate::model::{Date, Message, Place, Text};
use crate::process::Process;
use crate::process::definition::{Phase, Signature};
use crate::process::gate::{self, GateState};
use crate::process::subject::Subject;

/// An allowed signature. Only [`plan_sign`] and [`plan_amend`] make one, so holding one proves that the section is ready.
#[derive(Debug, Clone)]
pub(crate) struct Sealed {
    edits: Vec<Edit>,
    /// What was written: `s2`, or the number of the amendment.
    name: String,
    /// Where it stands, as a person types it; of what is new: the list.
    path: String,
    /// It was recorded already, and now says what it covers.
    completed: bool,
    covered: usize,
    signed_on: Option<Date>,
    /// The parties that have not signed yet, by id and in words.
    missing: Vec<String>,
    missing_words: Text,
}

/// What a party is about to sign.
#[derive(Debug, Clone)]
pub(crate) struct Signing<'a> {
    pub(crate) party: &'a str,
    pub(crate) role: Option<&'a Text>,
    pub(crate) on: Date,
}

/// The amendment that is about to be signed.
#[derive(Debug, Clone)]
pub(crate) struct Amending<'a> {
    pub(crate) number: u64,
    pub(crate) summary: Option<&'a Text>,
    pub(crate) reference: Option<&'a str>,
    pub(crate) on: Date,
}

/// Why it is not signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotSigned {
    /// Other gates about the section come first.
    NotReady(Vec<GateState>),
    /// This party does not sign this.
    NotAParty { party: Text, parties: Text },
    /// It has signed what stands.
    Already { party: Text, name: String, date: Date },
    /// All have signed; from now on amendments change it.
    AmendInstead { date: Date, next: u64 },
    /// What another party signed is not what stands.
    ChangedSince { party: Text, date: Date, changes: Vec<(Message, Place)> },
    /// The section cannot be amended.
    NoAmendments,
    /// What is not signed by all is not amended yet.
    Unsigned { missing: Text },
    /// There is an amendment of this number.
    Taken { number: u64, date: Option<Date>, next: u64 },
    /// Amendments are numbered upwards.
    Behind { next: u64 },
    /// Another amendment waits to be signed.
    OtherDraft { number: u64 },
    /// An amendment says what it changes.
    NoSummary,
    /// It is dated before what it follows.
    Early { date: Date, after: Date },
    /// The role that signs must be named.
    NoRole,
}

/// Whether this party may sign the section as it stands.
pub(crate) fn plan_sign(
    process: &Process,
    subject: &Subject<'_>,
    signature: &Signature,
    signing: &Signing<'_>,
) -> Result<Sealed, NotSigned> {
    let record = Record::of(subject, signature);
    let Signing { party, role, on } = *signing;
    if !signature.parties.iter().any(|it| it == party) {
        let parties = record.parties(process, signature.parties.iter().map(String::as_str));
        return Err(NotSigned::NotAParty { party: record.party(process, party), parties });
    }
    let latest = record.latest(party);
    if let Some(amendment) = record.in_force() {
        let date = amendment.signed_on.unwrap_or(on);
        return Err(NotSigned::AmendInstead { date, next: record.highest() + 1 });
    }
    match latest.map(|it| (it, record.stands(it))) {
        Some((signed, None)) => return Ok(seal(process, &record, signed, role)),
        Some((signed, Some(true))) => {
            let name = record.subject.name(&signed.path);
            return Err(NotSigned::Already { party: record.party(process, party), name, date: signed.date });
        }
        Some((signed, Some(false))) => {
            if let (Some(date), Some(_)) = (record.completed_on(), &signature.amended) {
                return Err(NotSigned::AmendInstead { date, next: record.highest() + 1 });
            }
            if on < signed.date {
                return Err(NotSigned::Early { date: on, after: signed.date });
            }
        }
        None => signed_by_others(process, &record)?,
    }
    ready(process, subject, signature)?;
    let role = role.ok_or(NotSigned::NoRole)?;
    Ok(sign(process, &record, signing, role))
}

/// What the others signed must be what stands: otherwise the parties would sign two different things.
fn signed_by_others(process: &Process, record: &Record<'_>) -> Result<(), NotSigned> {
    let others = record.signature.parties.iter().filter_map(|it| record.latest(it));
    for signed in others {
        let Some(covers) = &signed.covers else { continue };
        let found = parts::differences(record.subject, &record.signature.section, &record.parts, covers);
        if !found.is_empty() {
            let change = |it: &Difference| (said(record, it, signed.date), place(record.subject, it));
            let changes = found.iter().map(change).collect();
            return Err(NotSigned::ChangedSince {
                party: record.party(process, signed.party),
                date: signed.date,
                changes,
            });
        }
    }
    Ok(())
}

/// The other gates of the phase that are about the section.
fn ready(process: &Process, subject: &Subject<'_>, signature: &Signature) -> Result<(), NotSigned> {
    let phase = process.phases().iter().find(|it| it.gates.iter().any(|gate| gate.id == signature.gate));
    let states = phase.map(|it| about(process, subject, signature, it)).unwrap_or_default();
    if states.iter().all(|it| it.verdict.passes()) { Ok(()) } else { Err(NotSigned::NotReady(states)) }
}

fn about(process: &Process, subject: &Subject<'_>, signature: &Signature, phase: &Phase) -> Vec<GateState> {
    let others = phase.gates.iter().filter(|it| it.id != signature.gate);
    let place = |it: &crate::process::definition::Gate| it.each.as_ref().or(it.at.as_ref()).map(|it| it.path());
    let about = others.filter(|it| place(it).is_some_and(|it| signature.holds(&it)));
    about.map(|it| gate::alone(process, subject, phase, it)).collect()
}

/// A signature that was written by hand says from now on what it covers.
fn seal(process: &Process, record: &Record<'_>, signed: &Signed<'_>, role: Option<&Text>) -> Sealed {
    let mut edits = vec![Edit::Set { path: signed.path.key("covers"), value: parts::covers(&record.parts) }];
    let named = signed.path.find(record.subject.document().value()).is_some_and(|it| it.get("role").is_some());
    if let Some(role) = role.filter(|_| !named) {
        edits.push(Edit::Set { path: signed.path.key("role"), value: json!(role) });
    }
    let missing = record.missing();
    let day = record.completed_on().filter(|_| record.signed_on().is_none());
    edits.extend(day.map(|it| set_day(record.signature, it)));
    Sealed {
        edits,
        name: signed.id.to_owned(),
        path: record.subject.name(&signed.path),
        completed: true,
        covered: record.parts.len(),
        signed_on: record.completed_on(),
        missing_words: record.parties(process, missing.iter().copied()),
        missing: missing.into_iter().map(str::to_owned).collect(),
    }
}

fn sign(process: &Process, record: &Record<'_>, signing: &Signing<'_>, role: &Text) -> Sealed {
    let signature = record.signature;
    let name = free_name(record);
    let mut item = Map::new();
    item.insert("id".to_owned(), json!(name));
    item.insert("party".to_owned(), json!(signing.party));
    item.insert("role".to_owned(), json!(role));
    item.insert("date".to_owned(), json!(signing.on.to_string()));
    item.insert("covers".to_owned(), parts::covers(&record.parts));
    let mut edits = vec![Edit::Insert { list: signature.list.path(), value: Value::Object(item) }];
    let missing: Vec<&str> = record.missing().into_iter().filter(|it| *it != signing.party).collect();
    let before = record.completed_on();
    let last = record.signed.iter().map(|it| it.date).max().map_or(signing.on, |it| it.max(signing.on));
    let day = before.or_else(|| missing.is_empty().then_some(last));
    if let Some(day) = day {
        edits.push(set_day(signature, day));
        let role = signature.signed_by.as_ref().map(|it| Edit::Set { path: it.path(), value: json!(role) });
        edits.extend(role);
    }
    Sealed {
        edits,
        name,
        path: record.subject.name(&signature.list.path()),
        completed: false,
        covered: record.parts.len(),
        signed_on: day,
        missing_words: record.parties(process, missing.iter().copied()),
        missing: missing.into_iter().map(str::to_owned).collect(),
    }
}

fn set_day(signature: &Signature, day: Date) -> Edit {
    Edit::Set { path: signature.signed_on.path(), value: json!(day.to_string()) }
}

/// The next name of the form `s1` that no signature has.
fn free_name(record: &Record<'_>) -> String {
    let taken = |name: &String| record.signed.iter().any(|it| it.id == name);
    let mut names = (1..).map(|it: usize| format!("s{it}"));
    names.find(|it| !taken(it)).unwrap_or_default()
}

/// Whether an amendment may be signed, so that the section is from now on what stands.
pub(crate) fn plan_amend(
    process: &Process,
    subject: &Subject<'_>,
    signature: &Signature,
    amending: &Amending<'_>,
) -> Result<Sealed, NotSigned> {
    let record = Record::of(subject, signature);
    let amended = signature.amended.as_ref().ok_or(NotSigned::NoAmendments)?;
    let missing = record.missing();
    if record.signed_on().is_none() {
        let missing = if missing.is_empty() { signature.parties.iter().map(String::as_str).collect() } else { missing };
        return Err(NotSigned::Unsigned { missing: record.parties(process, missing) });
    }
    let known = record.amendment(amending.number);
    if let Some(known) = known.filter(|it| it.signed_on.is_some()) {
        return seal_amendment(&record, known);
    }
    if known.is_none() {
        free_number(&record, amending.number)?;
    }
    in_turn(&record, amending.on)?;
    ready(process, subject, signature)?;
    if amending.summary.is_none() && known.and_then(|it| it.summary).is_none() {
        return Err(NotSigned::NoSummary);
    }
    let covers = parts::covers(&record.parts);
    let mut fields: Vec<(&str, Value)> = vec![("signed_on", json!(amending.on.to_string()))];
    fields.extend(amending.summary.map(|it| ("summary", json!(it))));
    fields.extend(amending.reference.map(|it| ("reference", json!(it))));
    fields.push(("covers", covers));
    let edits = match known {
        Some(draft) => fields.into_iter().map(|(key, value)| Edit::Set { path: draft.path.key(key), value }).collect(),
        None => {
            let number = ("number", json!(amending.number));
            let item = [number].into_iter().chain(fields).map(|(key, value)| (key.to_owned(), value));
            vec![Edit::Insert { list: amended.path(), value: Value::Object(item.collect()) }]
        }
    };
    Ok(amended_by(&record, amending.number, edits, amending.on))
}

fn amended_by(record: &Record<'_>, number: u64, edits: Vec<Edit>, on: Date) -> Sealed {
    Sealed {
        edits,
        name: number.to_string(),
        path: String::new(),
        completed: false,
        covered: record.parts.len(),
        signed_on: Some(on),
        missing: Vec::new(),
        missing_words: Text::default(),
    }
}

/// An amendment that was written by hand says from now on what it covers, if no later one does.
fn seal_amendment(record: &Record<'_>, known: &Amendment<'_>) -> Result<Sealed, NotSigned> {
    let last = record.in_force().is_some_and(|it| it.number == known.number);
    match (known.signed_on, &known.covers) {
        (Some(date), None) if last => {
            let edits = vec![Edit::Set { path: known.path.key("covers"), value: parts::covers(&record.parts) }];
            Ok(Sealed {
                completed: true,
                path: record.subject.name(&known.path),
                ..amended_by(record, known.number, edits, date)
            })
        }
        (date, _) => Err(NotSigned::Taken { number: known.number, date, next: record.highest() + 1 }),
    }
}

fn free_number(record: &Record<'_>, number: u64) -> Result<(), NotSigned> {
    if let Some(draft) = record.draft() {
        return Err(NotSigned::OtherDraft { number: draft.number });
    }
    let next = record.highest() + 1;
    if number < next { Err(NotSigned::Behind { next }) } else { Ok(()) }
}

/// An amendment is not older than what it amends.
fn in_turn(record: &Record<'_>, on: Date) -> Result<(), NotSigned> {
    let signed = record.signed_on().and_then(crate::process::cel::day_of);
    let after = record.in_force().and_then(|it| it.signed_on).into_iter().chain(signed).max();
    match after.filter(|it| on < *it) {
        Some(after) => Err(NotSigned::Early { date: on, after }),
        None => Ok(()),
    }
}

impl Sealed {
    pub(crate) fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// What was written: `s2`, or the number of the amendment.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Where it stands, as a person types it.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Whether it was there already and only says from now on what it covers.
    pub(crate) fn completes(&self) -> bool {
        self.completed
    }

    /// How many parts are covered.
    pub(crate) fn covered(&self) -> usize {
        self.covered
    }

    /// The day the section is signed, when every party has signed.
    pub(crate) fn signed_on(&self) -> Option<Date> {
        self.signed_on.filter(|_| self.missing.is_empty())
    }

    /// The parties that have not signed yet.
    pub(crate) fn missing_parties(&self) -> &[String] {
        &self.missing
    }

    /// The same, in words.
    pub(crate) fn missing(&self) -> Option<&Text> {
        (!self.missing.is_empty()).then_some(&self.missing_words)
    }
}

/// Whether a path, as a person types it, lies in the section.
pub(crate) fn is_about(signature: &Signature, path: &str) -> bool {
    path.split(['.', '[']).next().is_some_and(|it| it == signature.section)
}
