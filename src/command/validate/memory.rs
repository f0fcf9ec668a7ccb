//! What an earlier `validate` found in files that are as they were, as long as what they say of the workspace around them is
//! as it was, too.

use serde::{Deserialize, Serialize};

use super::wire::WireFinding;
use super::{Judged, judge_bytes, unread};
use crate::command::check::Around;
use crate::command::memory::{Known, Memory};
use crate::command::office::Office;
use crate::command::secrets;
use crate::error::Failure;
use crate::model::{ClientId, Finding};
use crate::process::{Brought, Ground};
use crate::store::RelPath;

/// The file in the folder of git.
pub(super) const NAME: &str = "validate";

/// What was found in a file.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    read: bool,
    findings: Vec<WireFinding>,
    brought: Vec<Brought>,
    /// What it says of the workspace around it, and whether that was so.
    around: Vec<(Around, bool)>,
}

/// What is wrong with a file, and what is to be known of it from now on: nothing when that is known already.
pub(super) fn judge(
    memory: &Memory,
    office: &Office,
    ground: &Ground,
    id: &ClientId,
    path: &RelPath,
) -> Result<(Judged, Option<Known>), Failure> {
    let stamp = memory.stamp(office, path);
    let untouched = memory.untouched(path, &stamp);
    // Without a finding there is no line of it to show.
    if let Some(found) = untouched.and_then(|it| found(it, office)).filter(|it| it.findings.is_empty()) {
        return Ok((found.judged(path, None), None));
    }
    let bytes = match office.ws.read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Ok((unread(path, &error), None)),
    };
    let print = Known::print_of(&bytes);
    if let Some(known) = memory.of(path).filter(|it| it.print == print)
        && let Some(found) = found(known, office)
    {
        let new = Known { stamp, ..known.clone() };
        return Ok((found.judged(path, Some(&bytes)), (new != *known).then_some(new)));
    }
    let mut around = Vec::new();
    let judged = judge_bytes(office, ground, (id, path), (&bytes, None), &mut around)?;
    let found = Found {
        read: judged.read,
        findings: judged.findings.iter().map(WireFinding::from).collect(),
        brought: judged.brought.clone(),
        around,
    };
    // What cannot be written is not known.
    let new = serde_json::to_string(&found).ok().map(|found| Known { print, stamp, found });
    Ok((judged, new))
}

/// What was found; nothing when that cannot be read, or when the workspace around the file is not as it was.
fn found(known: &Known, office: &Office) -> Option<Found> {
    let found: Found = serde_json::from_str(&known.found).ok()?;
    found.around.iter().all(|(what, was)| what.is_there(office) == *was).then_some(found)
}

impl Found {
    fn judged(self, path: &RelPath, bytes: Option<&[u8]>) -> Judged {
        let file = path.as_str().to_owned();
        let findings: Vec<Finding> = self.findings.into_iter().map(Finding::from).collect();
        let text = bytes.filter(|_| !findings.is_empty()).map(String::from_utf8_lossy);
        let text = text.map(|it| (file.clone(), secrets::covered(&it, &findings)));
        Judged { file, findings, text, read: self.read, brought: self.brought }
    }
}
