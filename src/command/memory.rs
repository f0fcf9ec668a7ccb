//! What an earlier run made of files that are as they were. It is known by everything that it was made from: the content of the
//! file and, for all files at once, the program, the process, the schema, the settings and the day. Whatever does not match,
//! or cannot be read, is made anew.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::office::Office;
use crate::env::Env;
use crate::error::Failure;
use crate::store::{Moment, RelPath, StoreError};

/// What begins every such file, before its name.
const FORM: &str = "onboard 1";

/// What is known of the files of a workspace, each by its path.
#[derive(Debug)]
pub(super) struct Memory {
    /// The file in the folder of git.
    name: &'static str,
    law: String,
    text: String,
    /// In the order of their paths.
    lines: Vec<Line>,
    /// Before any file was looked at.
    moment: Moment,
}

/// Where the parts of a line stand in the text.
#[derive(Debug)]
struct Line {
    path: Range<usize>,
    print: Range<usize>,
    stamp: Range<usize>,
    found: Range<usize>,
}

/// What is known of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known<'a> {
    /// The fingerprint of its content.
    pub(super) print: Cow<'a, str>,
    /// What the disk said of it; empty where that says nothing.
    pub(super) stamp: Cow<'a, str>,
    /// What was made of it, as JSON: read only when it is asked for.
    pub(super) found: Cow<'a, str>,
}

/// What became of a file since it was remembered.
#[derive(Debug)]
pub(super) enum Look<'a, T> {
    /// It is as it was. `new` is what is to be known of it from now on, if that is more.
    Known { found: T, new: Option<Known<'a>> },
    /// Nothing is known of what it says.
    New(Content),
}

/// A file as it is now.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    print: String,
    stamp: String,
}

/// The fingerprint of several parts, each with its length: where one ends and the next begins makes a difference.
#[derive(Debug, Default)]
pub(super) struct Print(Sha256);

impl Print {
    pub(super) fn add(&mut self, part: &[u8]) {
        self.0.update(part.len().to_le_bytes());
        self.0.update(part);
    }

    pub(super) fn end(self) -> String {
        format!("{:x}", self.0.finalize())
    }

    pub(super) fn of<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
        let mut print = Self::default();
        for part in parts {
            print.add(part.as_bytes());
        }
        print.end()
    }
}

impl Known<'_> {
    pub(super) fn print_of(bytes: &[u8]) -> String {
        format!("{:x}", Sha256::digest(bytes))
    }
}

impl Content {
    /// What is to be known of the file, once this was made of it; what cannot be written is not known.
    pub(super) fn known(self, found: &impl Serialize) -> Option<Known<'static>> {
        let found = serde_json::to_string(found).ok()?;
        Some(Known { print: self.print.into(), stamp: self.stamp.into(), found: found.into() })
    }
}

impl Memory {
    /// What is known under everything that clients are judged by.
    pub(super) fn open(office: &Office, name: &'static str) -> Result<Self, Failure> {
        Ok(Self::under(office, name, office.law()?))
    }

    /// What is known under a law.
    pub(super) fn under(office: &Office, name: &'static str, law: String) -> Self {
        let moment = Moment::new(Env::now());
        let known = office.ws.remembered(name).and_then(|it| read(it, name, &law));
        let (text, lines) = known.unwrap_or_default();
        Self { name, law, text, lines, moment }
    }

    /// How many files something is known of.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// What the disk says of a file now; empty where that says nothing.
    pub(super) fn stamp(&self, office: &Office, path: &RelPath) -> String {
        office.ws.stamp(path, &self.moment).map(|it| it.as_str().to_owned()).unwrap_or_default()
    }

    /// What is known of a file, whatever it says now.
    pub(super) fn of(&self, path: &RelPath) -> Option<Known<'_>> {
        let at = self.lines.binary_search_by(|it| self.text[it.path.clone()].cmp(path.as_str())).ok()?;
        Some(self.known(self.lines.get(at)?))
    }

    /// What is known of a file that the disk says is untouched.
    pub(super) fn untouched(&self, path: &RelPath, stamp: &str) -> Option<Known<'_>> {
        self.of(path).filter(|it| !stamp.is_empty() && it.stamp == stamp)
    }

    /// Looks whether a file is as it was: by what the disk says of it, or else by its content. `recall` reads what was made of
    /// it, if that still holds.
    pub(super) fn look<T>(
        &self,
        office: &Office,
        path: &RelPath,
        recall: impl Fn(&str) -> Option<T>,
    ) -> Result<Look<'_, T>, StoreError> {
        let stamp = self.stamp(office, path);
        if let Some(found) = self.untouched(path, &stamp).and_then(|it| recall(&it.found)) {
            return Ok(Look::Known { found, new: None });
        }
        let bytes = office.ws.read(path)?;
        let print = Known::print_of(&bytes);
        if let Some(known) = self.of(path).filter(|it| it.print == print)
            && let Some(found) = recall(&known.found)
        {
            let new = (known.stamp != stamp).then(|| Known { stamp: stamp.into(), ..known });
            return Ok(Look::Known { found, new });
        }
        Ok(Look::New(Content { bytes, print, stamp }))
    }

    /// Keeps what was learned, and forgets the files that are not there any more.
    pub(super) fn keep(&self, office: &Office, learned: &[(String, Known<'_>)], is_there: impl Fn(&str) -> bool) {
        let before = self.lines.iter().map(|it| (&self.text[it.path.clone()], self.known(it)));
        let mut all: BTreeMap<&str, Known<'_>> = before.filter(|it| is_there(it.0)).collect();
        if learned.is_empty() && all.len() == self.lines.len() {
            return;
        }
        all.extend(learned.iter().map(|(path, it)| (path.as_str(), it.clone())));
        // Where it cannot be kept, the next run looks again.
        let _is_kept = office.ws.remember(self.name, &written(&all, self.name, &self.law));
    }

    fn known(&self, line: &Line) -> Known<'_> {
        let part = |it: &Range<usize>| Cow::Borrowed(&self.text[it.clone()]);
        Known { print: part(&line.print), stamp: part(&line.stamp), found: part(&line.found) }
    }
}

/// A line for the form, the law and the fingerprint of all that follows; then a line for each file.
fn written(known: &BTreeMap<&str, Known<'_>>, name: &str, law: &str) -> Vec<u8> {
    let size = |(path, it): (&&str, &Known<'_>)| path.len() + it.print.len() + it.stamp.len() + it.found.len() + 4;
    // The first line is as long whatever follows: it is put right in its place.
    let mut text = head(name, law, "");
    let begin = text.len();
    text.reserve_exact(known.iter().map(size).sum());
    for (path, Known { print, stamp, found }) in known {
        for part in [path, "\t", print, "\t", stamp, "\t", found, "\n"] {
            text.push_str(part);
        }
    }
    let head = head(name, law, &text[begin..]);
    text.replace_range(..begin, &head);
    text.into_bytes()
}

fn head(name: &str, law: &str, lines: &str) -> String {
    format!("{FORM}\t{name}\t{law}\t{:x}\n", Sha256::digest(lines.as_bytes()))
}

/// What was written under the same law; nothing of what is not whole.
fn read(bytes: Vec<u8>, name: &str, law: &str) -> Option<(String, Vec<Line>)> {
    let text = String::from_utf8(bytes).ok()?;
    let (first, rest) = text.split_at(text.find('\n')? + 1);
    if first != head(name, law, rest) {
        return None;
    }
    let mut start = first.len();
    let mut line = |line: &str| {
        let mut part = |end: usize| {
            let range = start..start + end;
            start = range.end + 1;
            range
        };
        let mut parts = line.splitn(4, '\t').map(|it| part(it.len()));
        Some(Line { path: parts.next()?, print: parts.next()?, stamp: parts.next()?, found: parts.next()? })
    };
    let lines: Option<Vec<Line>> = rest.split_terminator('\n').map(&mut line).collect();
    Some((text, lines?))
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    fn known() -> BTreeMap<&'static str, Known<'static>> {
        let one = |print: &'static str, stamp: &'static str| Known {
            print: print.into(),
            stamp: stamp.into(),
            found: "{\"a\": \"\\t\\n\"}".into(),
        };
        [("clients/a b.yaml", one("01", "1.2.3")), ("clients/é.yaml", one("02", ""))].into()
    }

    fn opened(bytes: Vec<u8>, name: &'static str, law: &str) -> Option<Memory> {
        let (text, lines) = read(bytes, name, law)?;
        Some(Memory { name, law: law.to_owned(), text, lines, moment: Moment::new(SystemTime::UNIX_EPOCH) })
    }

    #[test]
    fn what_is_kept_is_read_under_the_same_law_only() {
        let bytes = written(&known(), "name", "law");
        let memory = opened(bytes.clone(), "name", "law").expect("whole");
        assert_eq!(memory.len(), 2);
        for (path, it) in known() {
            assert_eq!(memory.of(&RelPath::new(path).expect("a path")), Some(it));
        }
        assert_eq!(memory.of(&RelPath::new("clients/b.yaml").expect("a path")), None);
        assert!(opened(bytes.clone(), "name", "other").is_none());
        assert!(opened(bytes, "other", "law").is_none());
        let nothing = opened(written(&BTreeMap::new(), "name", "law"), "name", "law");
        assert_eq!(nothing.expect("whole").len(), 0);
    }

    #[test]
    fn what_is_not_whole_is_not_read() {
        let bytes = written(&known(), "name", "law");
        for at in 0..bytes.len() {
            assert!(opened(bytes[..at].to_vec(), "name", "law").is_none(), "cut at {at}");
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert!(opened(other, "name", "law").is_none(), "another byte at {at}");
        }
        assert!(opened(Vec::new(), "name", "law").is_none());
        assert!(opened(b"\n".to_vec(), "name", "law").is_none());
    }
}
