//! What an earlier run made of files that are as they were. It is known by everything that it was made from: the content of the
//! file and, for all files at once, the program, the process, the schema, the settings and the day. Whatever does not match,
//! or cannot be read, is made anew.

use std::collections::BTreeMap;
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::office::Office;
use crate::env::Env;
use crate::error::Failure;
use crate::store::RelPath;

/// What begins every such file, before its name.
const FORM: &str = "onboard 1";

/// What is known of the files of a workspace, each by its path.
#[derive(Debug)]
pub(super) struct Memory {
    /// The file in the folder of git.
    name: &'static str,
    law: String,
    known: BTreeMap<String, Known>,
    /// A moment before any file was looked at.
    now: SystemTime,
}

/// What is known of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// The fingerprint of its content.
    pub(super) print: String,
    /// What the disk said of it; empty where that says nothing.
    pub(super) stamp: String,
    /// What was made of it, as JSON: read only when it is asked for.
    pub(super) found: String,
}

impl Known {
    pub(super) fn print_of(bytes: &[u8]) -> String {
        format!("{:x}", Sha256::digest(bytes))
    }
}

impl Memory {
    /// What is known under everything that clients are judged by.
    pub(super) fn open(office: &Office, name: &'static str) -> Result<Self, Failure> {
        Ok(Self::under(office, name, office.law()?))
    }

    /// What is known under a law.
    pub(super) fn under(office: &Office, name: &'static str, law: String) -> Self {
        let now = Env::now();
        let known = office.ws.remembered(name).and_then(|it| read(&it, name, &law)).unwrap_or_default();
        Self { name, law, known, now }
    }

    /// How many files something is known of.
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// What the disk says of a file now; empty where that says nothing.
    pub(super) fn stamp(&self, office: &Office, path: &RelPath) -> String {
        office.ws.stamp(path, self.now).map(|it| it.as_str().to_owned()).unwrap_or_default()
    }

    /// What is known of a file, whatever it says now.
    pub(super) fn of(&self, path: &RelPath) -> Option<&Known> {
        self.known.get(path.as_str())
    }

    /// What is known of a file that the disk says is untouched.
    pub(super) fn untouched(&self, path: &RelPath, stamp: &str) -> Option<&Known> {
        self.of(path).filter(|it| !stamp.is_empty() && it.stamp == stamp)
    }

    /// Keeps what was learned, and forgets the files that are not there any more.
    pub(super) fn keep(mut self, office: &Office, learned: Vec<(String, Known)>, is_there: impl Fn(&str) -> bool) {
        let before = self.known.len();
        self.known.retain(|path, _| is_there(path));
        if learned.is_empty() && self.known.len() == before {
            return;
        }
        self.known.extend(learned);
        // Where it cannot be kept, the next run looks again.
        let _is_kept = office.ws.remember(self.name, &written(&self.known, self.name, &self.law));
    }
}

/// A line for the form, the law and the fingerprint of all that follows; then a line for each file.
fn written(known: &BTreeMap<String, Known>, name: &str, law: &str) -> Vec<u8> {
    let mut lines = String::new();
    for (path, Known { print, stamp, found }) in known {
        for part in [path, "\t", print, "\t", stamp, "\t", found, "\n"] {
            lines.push_str(part);
        }
    }
    format!("{}{lines}", head(name, law, &lines)).into_bytes()
}

fn head(name: &str, law: &str, lines: &str) -> String {
    format!("{FORM}\t{name}\t{law}\t{:x}\n", Sha256::digest(lines.as_bytes()))
}

/// What was written under the same law; nothing of what is not whole.
fn read(bytes: &[u8], name: &str, law: &str) -> Option<BTreeMap<String, Known>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let end = text.find('\n')? + 1;
    let (first, lines) = text.split_at(end);
    if first != head(name, law, lines) {
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
        let bytes = written(&known(), "name", "law");
        assert_eq!(read(&bytes, "name", "law"), Some(known()));
        assert_eq!(read(&bytes, "name", "other"), None);
        assert_eq!(read(&bytes, "other", "law"), None);
        assert_eq!(read(&written(&BTreeMap::new(), "name", "law"), "name", "law"), Some(BTreeMap::new()));
    }

    #[test]
    fn what_is_not_whole_is_not_read() {
        let bytes = written(&known(), "name", "law");
        for at in 0..bytes.len() {
            assert_eq!(read(&bytes[..at], "name", "law"), None, "cut at {at}");
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert_eq!(read(&other, "name", "law"), None, "another byte at {at}");
        }
        assert_eq!(read(b"", "name", "law"), None);
        assert_eq!(read(b"\n", "name", "law"), None);
    }
}
