//! Findings for the programs that run checks: annotations on lines, reports that servers read. The same findings give the
//! same bytes, in the order of their places; every finding has a file and a line.

mod github;
mod gitlab;
mod junit;
mod sarif;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::findings::sorted;
use super::plain::plain;
use super::{Excerpts, Reading};
use crate::model::{Finding, Lang, Text};
use crate::words::say;

pub(crate) use github::github;
pub(crate) use gitlab::gitlab;
pub(crate) use junit::junit;
pub(crate) use sarif::sarif;

/// What a code stands for, whoever says it.
#[derive(Debug, Clone, Default)]
pub(crate) struct CodeWords {
    /// What is wrong, or what must hold.
    pub(crate) text: Text,
    /// Who asks for it.
    pub(crate) source: Option<String>,
}

/// What was judged and found, as all of these forms need it.
#[derive(Debug)]
pub(crate) struct Judgement<'a> {
    pub(crate) findings: &'a [Finding],
    /// Every file that was judged, relative to the workspace.
    pub(crate) files: &'a [String],
    pub(crate) reading: Reading,
    /// What is shown of the files that findings are in.
    pub(crate) excerpts: &'a BTreeMap<String, Excerpts>,
    /// What the codes of the findings stand for.
    pub(crate) words: &'a BTreeMap<String, CodeWords>,
    /// Where the workspace lies in its repository: empty, or a folder with a slash at its end.
    pub(crate) prefix: &'a str,
    pub(crate) lang: Lang,
}

/// A finding, ready to be written.
#[derive(Debug)]
struct Item<'a> {
    finding: &'a Finding,
    /// Relative to the repository, with `/`.
    file: String,
    region: Region,
    message: String,
    help: Option<String>,
    /// The same for the same finding, in every language and wherever in the file it has moved.
    fingerprint: String,
}

/// From here to there; lines and columns from 1, columns in characters, the end not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Region {
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

impl<'a> Judgement<'a> {
    fn items(&self) -> Vec<Item<'a>> {
        let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
        let mut items = Vec::with_capacity(self.findings.len());
        for finding in sorted(self.findings) {
            let place = &finding.place;
            let which = (finding.code.as_str(), place.file.as_str(), place.path.as_str());
            let nth = seen.entry(which).and_modify(|it| *it += 1).or_default();
            items.push(Item {
                finding,
                file: self.path(&place.file),
                region: self.region(finding),
                message: plain(&say(&finding.message, self.lang)).into_owned(),
                help: finding.help.as_ref().map(|it| plain(&say(it, self.lang)).into_owned()),
                fingerprint: fingerprint(which, *nth),
            });
        }
        items
    }

    /// A file of the workspace as the repository names it.
    fn path(&self, file: &str) -> String {
        format!("{}{}", self.prefix, plain(file))
    }

    fn region(&self, finding: &Finding) -> Region {
        let spot = &finding.place.spot;
        let (line, column) = (spot.line.max(1), spot.column.max(1));
        let extent = self.excerpts.get(&finding.place.file).map(|it| it.extent(spot)).unwrap_or_default();
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let (end_line, end_column) = match extent.lines {
            0 => (line, column.saturating_add(count(extent.last))),
            lines => (line.saturating_add(count(lines)), count(extent.last).saturating_add(1)),
        };
        Region { line, column, end_line, end_column }
    }
}

fn fingerprint((code, file, path): (&str, &str, &str), nth: usize) -> String {
    let mut text = String::new();
    for part in [code, file, path, &nth.to_string()] {
        text.push_str(part);
        text.push('\n');
    }
    Sha256::digest(text.as_bytes()).iter().take(20).fold(String::new(), |mut hex, byte| {
        // Writing to a text cannot fail.
        let _ignored = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests;
