//! One step in the life of a client file, from one version to the next: whether the process allows it, whoever made it
//! and with whatever tool. What a version is by itself, `findings` judges; here stands what only two versions can tell.

mod acts;
mod kept;
mod moves;

use super::Process;
use super::lifecycle;
use super::seal;
use super::subject::Subject;
use crate::document::Path;
use crate::model::{Finding, Message, Status};

/// Everything that is wrong with a step. Without a version before, the file begins: then its history is judged from its
/// first entry on.
pub(crate) fn step(process: &Process, before: Option<&Subject<'_>>, after: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut known = 0;
    if let Some(before) = before {
        findings.extend(same_id(before, after));
        let changed = kept::history(before, after);
        let is_intact = changed.is_empty();
        findings.extend(changed);
        findings.extend(kept::waivers(before, after));
        findings.extend(lifecycle::illegal_moves(process, before, after));
        findings.extend(kept::items(process, before, after));
        findings.extend(seal::protected(process, before, after));
        if !is_intact {
            // What was rewritten cannot be judged move by move.
            findings.sort_by(|one, two| (&one.place, &one.code).cmp(&(&two.place, &two.code)));
            return findings;
        }
        known = before.items("history").count();
    }
    findings.extend(moves::judge(process, before, after, known));
    findings.sort_by(|one, two| (&one.place, &one.code).cmp(&(&two.place, &two.code)));
    findings
}

/// What a merge did to a file, seen from one of its parents: nothing that was recorded there may be gone, and no item may
/// be where its life cycle cannot have led from there.
pub(crate) fn merged(process: &Process, parent: &Subject<'_>, merge: &Subject<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = same_id(parent, merge).into_iter().collect();
    findings.extend(kept::carried(parent, merge));
    findings.extend(kept::waivers(parent, merge));
    findings.extend(lifecycle::unreachable_moves(process, parent, merge));
    findings.extend(kept::items(process, parent, merge));
    findings
}

/// What a merge added that none of its parents has.
pub(crate) fn merge_itself(process: &Process, parents: &[Subject<'_>], merge: &Subject<'_>) -> Vec<Finding> {
    moves::of_merge(process, parents, merge)
}

fn same_id(before: &Subject<'_>, after: &Subject<'_>) -> Option<Finding> {
    let (was, is) = (before.text("id")?, after.text("id").unwrap_or_default());
    (was != is).then(|| {
        let message = Message::new("step.id-changed").with("was", was).with("is", is);
        Finding::error("step/id-changed", after.place(&Path::root().key("id")), message)
    })
}

/// Where a client stands between two entries of its history.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stand {
    phase: String,
    status: Option<Status>,
}
