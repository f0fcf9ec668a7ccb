//! Back to an earlier phase: an agreement is amended, a test has failed. Nothing is erased; what held must be confirmed
//! again, and what was approved since is approved again when its phase is left.

use serde_json::json;

use super::{NoAct, Planned, RETURN, Said};
use super::{add_to_history, allowed, entry, put_said, put_status, set};
use crate::document::{Edit, Path};
use crate::model::{GateId, PhaseId};
use crate::process::definition::Phase;
use crate::process::gate::{self, Verdict};
use crate::process::{Process, Subject, again};

/// Whether a client may go back to `to`, and what that changes.
pub(crate) fn plan_return(
    process: &Process,
    subject: &Subject<'_>,
    said: &Said,
    to: &PhaseId,
) -> Result<Planned, NoAct> {
    let target = process.phase(to).ok_or_else(|| NoAct::UnknownPhase(to.clone()))?;
    let status = allowed(process, subject, RETURN, said.on)?;
    let now = phase_now(process, subject)?;
    let position = |phase: &Phase| process.phases().iter().position(|it| it.id == phase.id);
    let (Some(start), Some(end)) = (position(target), position(now)) else {
        return Err(NoAct::UnknownPhase(to.clone()));
    };
    if start >= end {
        return Err(NoAct::NotEarlier { from: now.id.clone(), to: to.clone() });
    }
    if !gate::applies(process, subject, target) {
        return Err(NoAct::DoesNotApply(to.clone()));
    }
    let to_confirm = held(process, subject, start, end);
    let mut edits = vec![set(Path::root().key("phase"), json!(to.as_str()))];
    if status.0 != status.1 {
        edits.push(set(Path::root().key("status"), json!(status.1.as_str())));
    }
    edits.extend(to_confirm.iter().map(|it| mark(subject, it, said)));
    let mut entry = entry(RETURN, said.on);
    entry.insert("from".to_owned(), json!(now.id.as_str()));
    entry.insert("to".to_owned(), json!(to.as_str()));
    put_status(&mut entry, status);
    put_said(&mut entry, said);
    if !to_confirm.is_empty() {
        entry.insert("to_confirm".to_owned(), to_confirm.iter().map(GateId::as_str).collect());
    }
    edits.push(add_to_history(entry));
    Ok(Planned { change: RETURN, status, phases: Some((now.id.clone(), to.clone())), to_confirm, edits })
}

fn phase_now<'p>(process: &'p Process, subject: &Subject<'_>) -> Result<&'p Phase, NoAct> {
    let named = subject.text("phase").unwrap_or_default();
    let found = process.phases().iter().find(|it| it.id.as_str() == named);
    found.ok_or_else(|| NoAct::NoSuchPhase(named.to_owned()))
}

/// The gates of these phases that hold today. The first is entered by the return, so its gates to enter are not asked again.
pub(in crate::process) fn held(process: &Process, subject: &Subject<'_>, start: usize, end: usize) -> Vec<GateId> {
    let phases = process.phases().iter().enumerate().take(end + 1).skip(start);
    let mut held = Vec::new();
    for (index, phase) in phases {
        let enter = phase.enter.iter().filter(|_| index > start);
        for it in enter.chain(&phase.gates) {
            let decided = it.criterion && again::recorded(subject, it.id.as_str()).is_some();
            match gate::alone(process, subject, phase, it).verdict {
                Verdict::Met => held.push(it.id.clone()),
                Verdict::NotApplicable if decided => held.push(it.id.clone()),
                Verdict::NotApplicable | Verdict::Waived { .. } | Verdict::Unmet(_) => {}
            }
        }
    }
    held
}

/// The mark that a gate must be confirmed again. What was decided, its date and its evidence stay.
fn mark(subject: &Subject<'_>, gate: &GateId, said: &Said) -> Edit {
    let day = json!(said.on.to_string());
    let path = again::path(gate.as_str());
    match again::recorded(subject, gate.as_str()) {
        Some(_) => set(path.key(again::MARK), day),
        None => set(path, json!({"state": "open", again::MARK: day})),
    }
}
