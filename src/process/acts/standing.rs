//! Where a client stands as a whole: put on hold and resumed, withdrawn, reopened. The phase stays as it is.

use serde_json::{Map, Value, json};

use super::{HOLD, NoAct, Planned, REOPEN, RESUME, Said, WITHDRAW};
use super::{add_to_history, allowed, both, entry, put_said, put_status, set};
use crate::document::{Edit, Path};
use crate::process::{Process, Subject, seal};

/// The work stops, with a reason and a day to look at it again.
pub(crate) fn plan_hold(process: &Process, subject: &Subject<'_>, said: &Said) -> Result<Planned, NoAct> {
    let section = section(("since", said), subject, "hold");
    plan(process, subject, HOLD, said, &[Some(section)])
}

/// The work goes on. What the section said of the hold stays in the history.
pub(crate) fn plan_resume(process: &Process, subject: &Subject<'_>, said: &Said) -> Result<Planned, NoAct> {
    plan(process, subject, RESUME, said, &[without(subject, "hold")])
}

/// The client leaves; its file is kept.
pub(crate) fn plan_withdraw(process: &Process, subject: &Subject<'_>, said: &Said) -> Result<Planned, NoAct> {
    let section = section(("date", said), subject, "withdrawn");
    plan(process, subject, WITHDRAW, said, &[without(subject, "hold"), Some(section)])
}

/// A client that has left comes back, in the phase that it had.
pub(crate) fn plan_reopen(process: &Process, subject: &Subject<'_>, said: &Said) -> Result<Planned, NoAct> {
    plan(process, subject, REOPEN, said, &[without(subject, "withdrawn")])
}

fn plan(
    process: &Process,
    subject: &Subject<'_>,
    change: &'static str,
    said: &Said,
    sections: &[Option<Edit>],
) -> Result<Planned, NoAct> {
    let status = allowed(process, subject, change, said.on)?;
    let mut entry = entry(change, said.on);
    put_status(&mut entry, status);
    put_said(&mut entry, said);
    let sealed = seal::of_status(process, subject, status.1);
    if !sealed.is_empty() {
        entry.insert("sealed".to_owned(), Value::Object(sealed));
    }
    let mut edits = vec![set(Path::root().key("status"), json!(status.1.as_str()))];
    edits.extend(sections.iter().flatten().cloned());
    edits.push(add_to_history(entry));
    Ok(Planned { change, status, phases: None, to_confirm: Vec::new(), edits })
}

/// A section of the skeleton, with what was said.
fn section((day, said): (&str, &Said), subject: &Subject<'_>, name: &str) -> Edit {
    let known = |key: &str| subject.shape().property(name).is_some_and(|it| it.property(key).is_some());
    let mut section = Map::new();
    section.insert(day.to_owned(), json!(said.on.to_string()));
    if let Some(reason) = &said.reason {
        section.insert("reason".to_owned(), both(reason));
    }
    if let Some(review) = said.review_on.filter(|_| known("review_on")) {
        section.insert("review_on".to_owned(), json!(review.to_string()));
    }
    if let Some(party) = said.requested_by.as_ref().filter(|_| known("requested_by")) {
        section.insert("requested_by".to_owned(), json!(party));
    }
    set(Path::root().key(name), Value::Object(section))
}

fn without(subject: &Subject<'_>, name: &str) -> Option<Edit> {
    let path = Path::root().key(name);
    path.find(subject.document().value()).is_some().then_some(Edit::Remove { path })
}
