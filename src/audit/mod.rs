//! Whether a history holds: every version of every client file against the one before it, under the process that was in
//! force, on the day of its commit. Pure: commits and versions in, a verdict out; what they are read from is not known here.

mod commit;
mod entry;
mod judge;
mod plan;
mod right;
mod swap;
#[cfg(test)]
mod tests;
mod trailer;
mod verdict;

pub(crate) use commit::Commit;
pub(crate) use entry::Entry;
pub(crate) use judge::{Judged, Law, Reading, Versions, judge};
pub(crate) use plan::{Became, Before, Change, Plan, Step};
pub(crate) use right::{SignatureWanted, Signed, want_signature};
pub(crate) use verdict::{Case, ClientVerdict, Fault, Row, Verdict, assemble};

use commit::dates;

use crate::model::{Finding, Message, Place, Severity};

/// Something wrong with a file as a whole, or with a commit.
fn about(code: &str, file: &str, message: Message) -> Finding {
    Finding::error(code, Place { file: file.to_owned(), ..Place::default() }, message)
}

fn remark(code: &str, file: &str, message: Message) -> Finding {
    Finding { severity: Severity::Warning, ..about(code, file, message) }
}
