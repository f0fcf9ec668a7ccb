//! What an earlier `validate` found in files that are as they were, as long as what they say of the workspace around them is
//! as it was, too.

use serde::{Deserialize, Serialize};

use super::{Judged, judge_bytes, unread};
use crate::command::check::Around;
use crate::command::memory::{Known, Look, Memory};
use crate::command::office::Office;
use crate::command::wire::WireFinding;
use crate::error::Failure;
use crate::model::{ClientId, Finding};
use crate::process::{Brought, Ground};
use crate::render::Excerpts;
use crate::store::RelPath;

/// The file in the folder of git.
pub(super) const NAME: &str = "validate";

/// What was found in a file.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    read: bool,
    findings: Vec<WireFinding>,
    /// What is shown of it with them, its secrets covered.
    excerpts: Excerpts,
    brought: Vec<Brought>,
    /// What it says of the workspace around it, and whether that was so.
    around: Vec<(Around, bool)>,
}

/// What is wrong with a file, and what is to be known of it from now on: nothing when that is known already.
pub(super) fn judge<'m>(
    memory: &'m Memory,
    office: &Office,
    ground: &Ground,
    id: &ClientId,
    path: &RelPath,
) -> Result<(Judged, Option<Known<'m>>), Failure> {
    let look = memory.look(office, path, |it| found(it, office));
    let content = match look {
        Ok(Look::Known { found, new }) => return Ok((found.judged(path), new)),
        Ok(Look::New(content)) => content,
        Err(error) => return Ok((unread(path, &error), None)),
    };
    let mut around = Vec::new();
    let judged = judge_bytes(office, ground, (id, path), (&content.bytes, None), &mut around)?;
    let found = Found {
        read: judged.read,
        findings: judged.findings.iter().map(WireFinding::from).collect(),
        excerpts: judged.excerpts.clone(),
        brought: judged.brought.clone(),
        around,
    };
    Ok((judged, content.known(&found)))
}

/// What was found; nothing when that cannot be read, or when the workspace around the file is not as it was.
fn found(known: &str, office: &Office) -> Option<Found> {
    let found: Found = serde_json::from_str(known).ok()?;
    Around::all_as_they_were(&found.around, office).then_some(found)
}

impl Found {
    fn judged(self, path: &RelPath) -> Judged {
        Judged {
            file: path.as_str().to_owned(),
            findings: self.findings.into_iter().map(Finding::from).collect(),
            excerpts: self.excerpts,
            read: self.read,
            brought: self.brought,
        }
    }
}
