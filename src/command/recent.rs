//! What was found in the files that were looked at last. Of a file that says the same, nothing has to be compiled to say it
//! again: that is most of what a look at one client costs.

use serde::{Deserialize, Serialize};

use super::check::{self, Around};
use super::memory::{Known, Memory};
use super::office::{Office, Open};
use super::wire::WireFinding;
use crate::error::Failure;
use crate::model::Finding;
use crate::process::{Ground, Subject};

/// The file in the folder of git.
const NAME: &str = "recent";

/// So many files are known at the most: one that is read in an instant.
const MOST: usize = 64;

#[derive(Debug, Serialize, Deserialize)]
struct Found {
    findings: Vec<WireFinding>,
    /// What the file says of the workspace around it, and whether that was so.
    around: Vec<(Around, bool)>,
}

/// Everything that is wrong with a client file, by the judge of every command.
pub(super) fn findings(office: &Office, ground: &Ground, open: &Open) -> Result<Vec<Finding>, Failure> {
    let memory = Memory::open(office, NAME)?;
    let print = Known::print_of(open.document.text().as_bytes());
    if let Some(known) = memory.of(&open.path).filter(|it| it.print == print)
        && let Ok(Found { findings, around }) = serde_json::from_str(&known.found)
        && Around::all_as_they_were(&around, office)
    {
        return Ok(findings.into_iter().map(Finding::from).collect());
    }
    check::make_ready(office)?;
    let mut around = Vec::new();
    let subject = Subject::new(ground, &open.document, open.path.as_str());
    let findings = check::of_subject(office, &open.id, &subject, &mut around)?;
    let found = Found { findings: findings.iter().map(WireFinding::from).collect(), around };
    // What cannot be written is not known.
    if let Ok(found) = serde_json::to_string(&found) {
        let known = Known { print: print.into(), stamp: "".into(), found: found.into() };
        memory.keep(office, &[(open.path.as_str().to_owned(), known)], |_| memory.len() < MOST);
    }
    Ok(findings)
}
