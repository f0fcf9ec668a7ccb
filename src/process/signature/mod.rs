//! Signatures: what is signed, by whom, and whether it still stands as it was signed. A signature covers each part of its
//! section, so a change is found at its place; an amendment covers the section anew.

mod parts;
mod plan;
mod record;
mod renewal;

use super::Process;
use super::definition::{Gate, Phase, Signature};
use super::gate::{GateState, Unmet, Verdict};
use super::subject::Subject;
use crate::document::Path;
use crate::model::{Date, Finding, Message, Severity, Status};
use parts::{Difference, Kind};
use record::Record;

pub(crate) use plan::{Amending, NotSigned, Sealed, Signing, is_about, plan_amend, plan_sign};
pub(crate) use renewal::{FiscalYear, NotRenewed, Renewal, Renewing, plan_renew};

/// What holds while what was signed stands.
pub(super) const STANDS: (&str, &str) = ("signature-stands", "sign.stands");

/// What stands against this gate when it is the one that something is signed: parts that are not as they were signed, and
/// parties that have not signed.
pub(super) fn settled(process: &Process, subject: &Subject<'_>, gate: &Gate, verdict: Verdict) -> Verdict {
    let Some(signature) = process.signatures().iter().find(|it| it.gate == gate.id) else { return verdict };
    if verdict == Verdict::NotApplicable {
        return verdict;
    }
    let record = Record::of(subject, signature);
    let changed = unmet(&record);
    if !changed.is_empty() {
        return Verdict::Unmet(changed);
    }
    if verdict.passes() || record.signed_on().is_some() {
        return verdict;
    }
    let id = subject.text("id").unwrap_or_default();
    let missing = record.missing();
    if missing.is_empty() {
        let path = signature.signed_on.path();
        let reason = Message::new("sign.day-missing").with("path", subject.name(&path));
        let fix = record.completed_on().map(|day| format!("onboard set {id} {}={day}", subject.name(&path)));
        return Verdict::Unmet(vec![Unmet { reason, place: subject.place(&path), fix }]);
    }
    let unsigned = |party: &str| Unmet {
        reason: Message::new("sign.not-signed-by").with("party", record.party(process, party)),
        place: subject.place(&signature.list.path()),
        fix: Some(format!("onboard sign {id} {} --party {party} --role ROLE", signature.id)),
    };
    Verdict::Unmet(missing.into_iter().map(unsigned).collect())
}

fn unmet(record: &Record<'_>) -> Vec<Unmet> {
    let fix = record.draft().map(|it| sign_amendment(record, it.number));
    let unmet = |(it, date): &(Difference, Date)| Unmet {
        reason: said(record, it, *date),
        place: place(record.subject, it),
        fix: fix.clone(),
    };
    record.differences().iter().map(unmet).collect()
}

/// What was signed in an earlier phase and does not stand as it was signed bars every way.
pub(super) fn objections(process: &Process, subject: &Subject<'_>, phase: &Phase) -> Vec<GateState> {
    let earlier = process.phases().iter().take_while(|it| it.id != phase.id);
    let mut found = Vec::new();
    for earlier in earlier {
        let gate = |it: &&Signature| earlier.gates.iter().any(|gate| gate.id == it.gate);
        for signature in process.signatures().iter().filter(gate) {
            let unmet = unmet(&Record::of(subject, signature));
            let (what, text) = STANDS;
            let Ok(id) = format!("{}.{what}", earlier.id).parse() else { continue };
            if !unmet.is_empty() {
                let text = Message::new(text).with("phase", earlier.name.clone());
                let verdict = Verdict::Unmet(unmet);
                found.push(GateState { id, phase: earlier.id.clone(), text, waivable: false, verdict });
            }
        }
    }
    found
}

/// Whether the signatures of a section tell why it is not what was approved on `approved`: they find the change
/// themselves, or every party has signed since.
pub(super) fn explains(process: &Process, subject: &Subject<'_>, section: &str, approved: Option<Date>) -> bool {
    process.signatures().iter().filter(|it| it.section == section).any(|signature| {
        let record = Record::of(subject, signature);
        let since = |party: &String| {
            let latest = record.latest(party).filter(|it| record.stands(it) == Some(true));
            latest.is_some_and(|it| approved.is_some_and(|approved| it.date > approved))
        };
        !record.differences().is_empty() || wrong_day(&record).is_some() || signature.parties.iter().all(since)
    })
}

/// Whether a gate does not hold because something is not as it was signed, which is a finding of its own.
pub(super) fn is_change(reason: &Message) -> bool {
    ["sign.added", "sign.changed", "sign.removed"].iter().any(|it| reason.is(it))
}

pub(super) fn findings(process: &Process, subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for signature in process.signatures() {
        let record = Record::of(subject, signature);
        let help = way_out(&record);
        for (it, date) in record.differences() {
            let finding = match record.draft() {
                Some(draft) => {
                    let message =
                        Message::new("sign.pending").with("n", i64::try_from(draft.number).unwrap_or(i64::MAX));
                    let message = message.with("what", said(&record, &it, date));
                    let run = Message::new("process.run").with("command", sign_amendment(&record, draft.number));
                    warning("signature/pending", place(subject, &it), message).help(run)
                }
                None => Finding::error("signature/changed", place(subject, &it), said(&record, &it, date))
                    .help(help.clone()),
            };
            findings.push(finding);
        }
        findings.extend(wrong_day(&record));
        if !matches!(subject.status(), Some(Status::Closed | Status::Withdrawn)) {
            findings.extend(unsealed(process, &record));
        }
    }
    findings
}

fn warning(code: &str, place: crate::model::Place, message: Message) -> Finding {
    Finding { severity: Severity::Warning, ..Finding::error(code, place, message) }
}

fn place(subject: &Subject<'_>, it: &Difference) -> crate::model::Place {
    subject.key_place(&it.path)
}

fn said(record: &Record<'_>, it: &Difference, date: Date) -> Message {
    let key = match it.kind {
        Kind::Added => "sign.added",
        Kind::Changed => "sign.changed",
        Kind::Removed => "sign.removed",
    };
    Message::new(key).with("part", record.signature.name_in_section(&it.name)).with("date", date.to_string())
}

fn sign_amendment(record: &Record<'_>, number: u64) -> String {
    let id = record.subject.text("id").unwrap_or_default();
    format!("onboard sign {id} {} --amendment {number}", record.signature.id)
}

/// How what is not as it was signed may be settled.
fn way_out(record: &Record<'_>) -> Message {
    let subject = record.subject;
    let id = subject.text("id").unwrap_or_default();
    let complete = record.missing().is_empty() || record.signed_on().is_some();
    match &record.signature.amended {
        Some(amended) if complete => {
            let number = record.highest() + 1;
            let list = subject.name(&amended.path());
            let draft = format!("onboard add {id} {list} number={number} summary.en='…' summary.fr='…'");
            Message::new("sign.amend").with("draft", draft).with("sign", sign_amendment(record, number))
        }
        Some(_) | None => {
            let mut paths: Vec<String> = record.signed.iter().map(|it| subject.name(&it.path)).collect();
            paths.extend(record.signed_on().map(|_| subject.name(&record.signature.signed_on.path())));
            Message::new("sign.take-back").with("command", format!("onboard remove {id} {}", paths.join(" ")))
        }
    }
}

/// The day is that of the last signature.
fn wrong_day(record: &Record<'_>) -> Option<Finding> {
    let (written, right) = (record.signed_on()?, record.completed_on()?);
    if written == right.to_string() {
        return None;
    }
    let path = record.signature.signed_on.path();
    let name = record.subject.name(&path);
    let id = record.subject.text("id").unwrap_or_default();
    let command = format!("onboard set {id} {name}={right}");
    let message =
        Message::new("sign.wrong-day").with("path", name).with("date", written).with("right", right.to_string());
    let finding = Finding::error("signature/date", record.subject.place(&path), message);
    Some(finding.help(Message::new("process.run").with("command", command)))
}

/// What is said to be signed without saying what it covers: a later change would not be found.
fn unsealed(process: &Process, record: &Record<'_>) -> Vec<Finding> {
    let subject = record.subject;
    let id = subject.text("id").unwrap_or_default();
    let what = record.signature.id.as_str();
    let find = |path: &Path, message: Message, command: String| {
        let run = Message::new("process.run").with("command", command);
        warning("signature/not-sealed", subject.key_place(path), message).help(run)
    };
    if let Some(amendment) = record.in_force() {
        let open = amendment.covers.is_none().then(|| {
            let message = Message::new("sign.not-sealed").with("path", subject.name(&amendment.path));
            find(&amendment.path, message, sign_amendment(record, amendment.number))
        });
        return open.into_iter().collect();
    }
    let mut found = Vec::new();
    for party in &record.signature.parties {
        if let Some(signed) = record.latest(party).filter(|it| it.covers.is_none()) {
            let message = Message::new("sign.not-sealed").with("path", subject.name(&signed.path));
            found.push(find(&signed.path, message, format!("onboard sign {id} {what} --party {party}")));
        }
    }
    let missing = record.missing();
    if let (Some(day), Some(first)) = (record.signed_on(), missing.first()) {
        let parties = record.parties(process, missing.iter().copied());
        let message = Message::new("sign.no-signature").with("parties", parties);
        let command = format!("onboard sign {id} {what} --party {first} --role ROLE --date {day}");
        found.push(find(&record.signature.signed_on.path(), message, command));
    }
    found
}
