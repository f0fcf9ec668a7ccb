//! Whether commits may go to the remote: the judge of `validate --since`, of the hooks and of the audit.

use std::collections::BTreeSet;

use super::Sync;
use crate::command::office::Office;
use crate::command::{audit, validate};
use crate::error::Failure;
use crate::model::Severity;
use crate::report::audit::AuditFault;
use crate::store::Stand;

/// What was found.
pub(super) struct Verdict {
    /// The errors.
    pub(super) faults: Vec<AuditFault>,
    /// The process in force at the end, as trailers name it.
    pub(super) process: String,
}

/// Judges the commits that `tip` has and none of `bases` has.
pub(super) fn judge(sync: &Sync<'_>, tip: &str, bases: &[&str]) -> Result<Verdict, Failure> {
    let office = sync.office;
    let range = audit::Range::read(office, tip, bases)?;
    let verdict = range.judge(office, &[])?;
    let mut faults = range.view(&verdict).faults;
    let changed: BTreeSet<&str> =
        range.trail.commits.iter().flat_map(|it| &it.changes).map(|it| it.path.as_str()).collect();
    let base = bases.first().copied();
    // The files are those of the commit, not those in the work tree: they are put down only where it matters.
    if validate::brings(office, &changed, tip, base)? {
        let Stand { workspace, folder } = office.ws.as_of(tip)?;
        let there = Office::at(sync.desk, workspace)?;
        let between = validate::conflicts(&there, &changed, base)?;
        faults.extend(between.into_iter().map(|finding| AuditFault { commit: None, client: None, finding }));
        drop(folder);
    }
    faults.retain(|it| it.finding.severity == Severity::Error);
    Ok(Verdict { faults, process: range.process().reference().to_owned() })
}
