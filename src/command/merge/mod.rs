//! A client file merged by meaning, and judged: what one judge refuses, no merge lets through.

mod driver;

pub(crate) use driver::run as driver;

use super::check;
use super::office::Office;
use crate::document::Document;
use crate::error::Failure;
use crate::merge::{self, Marks, Merged, Rules};
use crate::model::{ClientId, Finding, Severity};
use crate::process::{self, Ground, Process, Subject};
use crate::schema::Schema;

/// What the result is going to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The child of both: each side has a history of its own.
    Join,
    /// A change of theirs, made once more on ours: the history of ours goes on.
    Replay,
}

/// The versions of one file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sides<'s> {
    /// `None` where each side began for itself.
    pub(crate) base: Option<&'s [u8]>,
    pub(crate) ours: &'s [u8],
    pub(crate) theirs: &'s [u8],
}

/// Merges two versions of the file of a client, under the settings, the process and the schema of the workspace, as of today.
pub(crate) fn client(
    office: &Office,
    (id, file): (&ClientId, &str),
    sides: Sides<'_>,
    way: Way,
    marks: &Marks,
) -> Result<Merged, Failure> {
    let law = Law { schema: office.schema()?, process: office.process()?, ground: office.ground()? };
    let judge =
        |ours: &Document, theirs: &Document, merged: &Document| law.judge(id, file, (ours, theirs, merged), way);
    let rules = Rules { shape: law.schema.shape(), marks, judge: Some(&judge) };
    let mut merged = merge::merge(sides.base, sides.ours, sides.theirs, &rules);
    for conflict in &mut merged.conflicts {
        file.clone_into(&mut conflict.place.file);
    }
    Ok(merged)
}

/// What is in force.
struct Law<'l> {
    schema: &'l Schema,
    process: &'l Process,
    ground: Ground<'l>,
}

impl Law<'_> {
    /// What is wrong with the result that was wrong on neither side, and with the step that leads to it: the judges of `validate` and
    /// of `audit`.
    fn judge(
        &self,
        id: &ClientId,
        file: &str,
        (ours, theirs, merged): (&Document, &Document, &Document),
        way: Way,
    ) -> Vec<Finding> {
        let errors = |subject: &Subject<'_>| {
            let mut found = check::of_version((self.schema, self.process), id, subject);
            found.retain(|it| it.severity == Severity::Error);
            found
        };
        let [ours, theirs, merged] = [ours, theirs, merged].map(|it| Subject::new(&self.ground, it, file));
        let mut found = errors(&merged);
        for side in [&ours, &theirs] {
            if found.is_empty() {
                break;
            }
            let known = errors(side);
            found.retain(|it| !known.iter().any(|one| same(one, it)));
        }
        let step = match way {
            Way::Replay => process::step(self.process, Some(&ours), &merged),
            Way::Join => {
                let mut step = process::merged(self.process, &ours, &merged);
                step.extend(process::merged(self.process, &theirs, &merged));
                if step.is_empty() {
                    step.extend(process::merge_itself(self.process, &[ours, theirs], &merged));
                }
                step
            }
        };
        for it in step.into_iter().filter(|it| it.severity == Severity::Error) {
            if !found.iter().any(|one| same(one, &it)) {
                found.push(it);
            }
        }
        found
    }
}

fn same(one: &Finding, two: &Finding) -> bool {
    one.code == two.code && one.place.path == two.place.path && one.message == two.message
}
