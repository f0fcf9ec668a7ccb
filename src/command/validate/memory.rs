//! What an earlier `validate` found in files that are as they were. It is known by everything that was judged: the content
//! of the file, what it says of the workspace around it, and, for all files at once, the program, the process, the schema,
//! the settings and the day. Whatever does not match, or cannot be read, is judged anew.

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::wire::WireFinding;
use super::{Judged, judge_bytes, unread};
use crate::command::check::Around;
use crate::command::office::Office;
use crate::command::secrets;
use crate::env::Env;
use crate::error::Failure;
use crate::model::{ClientId, Finding};
use crate::process::{Brought, Ground};
use crate::store::RelPath;

/// The file in the folder of git, and the form that it has.
const NAME: &str = "validate";
const FORM: &str = "onboard validate 1";

/// What is known of the files of a workspace, each by its path.
#[derive(Debug)]
pub(super) struct Memory {
    law: String,
    known: BTreeMap<String, Known>,
    /// A moment before any file was looked at.
    now: SystemTime,
}

/// What is known of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// The fingerprint of its content.
    print: String,
    /// What the disk said of it; empty where that says nothing.
    stamp: String,
    /// What was found, as JSON: read only when it is asked for.
    found: String,
}

/// What was found in a file.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    read: bool,
    findings: Vec<WireFinding>,
    brought: Vec<Brought>,
    /// What it says of the workspace around it, and whether that was so.
    around: Vec<(Around, bool)>,
}

impl Memory {
    pub(super) fn open(office: &Office) -> Result<Self, Failure> {
        let (law, now) = (office.law()?, Env::now());
        let known = office.ws.remembered(NAME).and_then(|it| read(&it, &law)).unwrap_or_default();
        Ok(Self { law, known, now })
    }

    /// What is wrong with a file, and what is to be known of it from now on: nothing when that is known already.
    pub(super) fn judge(
        &self,
        office: &Office,
        ground: &Ground,
        id: &ClientId,
        path: &RelPath,
    ) -> Result<(Judged, Option<Known>), Failure> {
        let stamp = office.ws.stamp(path, self.now).map(|it| it.as_str().to_owned()).unwrap_or_default();
        let known = self.known.get(path.as_str());
        let untouched = known.filter(|it| !stamp.is_empty() && it.stamp == stamp);
        // Without a finding there is no line of it to show.
        if let Some(found) = untouched.and_then(|it| it.found(office)).filter(|it| it.findings.is_empty()) {
            return Ok((found.judged(path, None), None));
        }
        let bytes = match office.ws.read(path) {
            Ok(bytes) => bytes,
            Err(error) => return Ok((unread(path, &error), None)),
        };
        let print = format!("{:x}", Sha256::digest(&bytes));
        if let Some(known) = known.filter(|it| it.print == print)
            && let Some(found) = known.found(office)
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

    /// Keeps what was learned, and forgets the files that are not there any more.
    pub(super) fn keep(mut self, office: &Office, learned: Vec<(String, Known)>, is_there: impl Fn(&str) -> bool) {
        let before = self.known.len();
        self.known.retain(|path, _| is_there(path));
        if learned.is_empty() && self.known.len() == before {
            return;
        }
        self.known.extend(learned);
        // Where it cannot be kept, the next run judges again.
        let _is_kept = office.ws.remember(NAME, &written(&self.known, &self.law));
    }
}

impl Known {
    /// What was found; nothing when that cannot be read, or when the workspace around the file is not as it was.
    fn found(&self, office: &Office) -> Option<Found> {
        let found: Found = serde_json::from_str(&self.found).ok()?;
        found.around.iter().all(|(what, was)| what.is_there(office) == *was).then_some(found)
    }
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

/// A line for the form, the law and the fingerprint of all that follows; then a line for each file.
fn written(known: &BTreeMap<String, Known>, law: &str) -> Vec<u8> {
    let mut lines = String::new();
    for (path, Known { print, stamp, found }) in known {
        for part in [path, "\t", print, "\t", stamp, "\t", found, "\n"] {
            lines.push_str(part);
        }
    }
    format!("{}{lines}", head(law, &lines)).into_bytes()
}

fn head(law: &str, lines: &str) -> String {
    format!("{FORM}\t{law}\t{:x}\n", Sha256::digest(lines.as_bytes()))
}

/// What was written under the same law; nothing of what is not whole.
fn read(bytes: &[u8], law: &str) -> Option<BTreeMap<String, Known>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let end = text.find('\n')? + 1;
    let (first, lines) = text.split_at(end);
    if !first.starts_with(&format!("{FORM}\t{law}\t")) || first != head(law, lines) {
        return None;
    }
    let line = |line: &str| {
        let mut parts = line.splitn(4, '\t').map(str::to_owned);
        let path = parts.next()?;
        Some((path, Known { print: parts.next()?, stamp: parts.next()?, found: parts.next()? }))
    };
    lines.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> BTreeMap<String, Known> {
        let one = |print: &str, stamp: &str| Known {
            print: print.to_owned(),
            stamp: stamp.to_owned(),
            found: "{\"a\": \"\\t\\n\"}".to_owned(),
        };
        [("clients/a b.yaml", one("01", "1.2.3")), ("clients/é.yaml", one("02", ""))]
            .map(|(path, it)| (path.to_owned(), it))
            .into()
    }

    #[test]
    fn what_is_kept_is_read_under_the_same_law_only() {
        let bytes = written(&known(), "law");
        assert_eq!(read(&bytes, "law"), Some(known()));
        assert_eq!(read(&bytes, "other"), None);
        assert_eq!(read(&written(&BTreeMap::new(), "law"), "law"), Some(BTreeMap::new()));
    }

    #[test]
    fn what_is_not_whole_is_not_read() {
        let bytes = written(&known(), "law");
        for at in 0..bytes.len() {
            assert_eq!(read(&bytes[..at], "law"), None, "cut at {at}");
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert_eq!(read(&other, "law"), None, "another byte at {at}");
        }
        assert_eq!(read(b"", "law"), None);
        assert_eq!(read(b"\n", "law"), None);
    }
}
