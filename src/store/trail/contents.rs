//! The contents of versions, by their ids: many at once, none larger than a file may be.

use std::collections::{BTreeMap, BTreeSet};

use super::super::workspace::Workspace;
use super::super::{RelPath, StoreError, history};
use super::plain;

/// So many ids are asked for at once: few enough that the question fits into a pipe.
const AT_ONCE: usize = 1024;
/// Larger than any file that is read.
const LARGEST: u64 = 2 * 1024 * 1024;

impl Workspace {
    /// The ids of these files in each of these commits.
    pub(super) fn ids_at(&self, commits: &[&str], paths: &[&RelPath]) -> Result<Vec<Vec<Option<String>>>, StoreError> {
        let place = self.repository()?;
        let mut found = Vec::with_capacity(commits.len());
        for some in commits.chunks(AT_ONCE / 8) {
            let question: String = some
                .iter()
                .flat_map(|id| paths.iter().map(move |path| format!("{id}:{}\n", place.in_repository(path))))
                .collect();
            let call = plain(&self.git(place), "cat-file").arg("--batch-check=%(objecttype) %(objectname)");
            let answer = call.input(question.into_bytes()).done()?;
            let text = String::from_utf8_lossy(&answer.stdout).into_owned();
            let mut ids = text.lines().map(|it| it.strip_prefix("blob ").map(str::to_owned));
            found.extend(some.iter().map(|_| paths.iter().map(|_| ids.next().flatten()).collect::<Vec<_>>()));
        }
        Ok(found)
    }

    /// When these commits were made.
    pub(super) fn committed(&self, commits: &[&str]) -> Result<BTreeMap<String, String>, StoreError> {
        if commits.is_empty() {
            return Ok(BTreeMap::new());
        }
        let place = self.repository()?;
        let call =
            plain(&self.git(place), "log").args(["--no-walk=unsorted", "--stdin", "--no-patch", "--no-show-signature"]);
        let question: String = commits.iter().flat_map(|it| [*it, "\n"]).collect();
        let answer = call.arg("--format=%H %cI").input(question.into_bytes()).done()?;
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        let pairs = text.lines().filter_map(|it| it.split_once(' '));
        Ok(pairs.map(|(id, time)| (id.to_owned(), time.to_owned())).collect())
    }

    /// Whether every commit that `tip` has and `earlier` has not comes after `earlier`: no branch began before it.
    pub(crate) fn follows(&self, tip: &str, earlier: &str) -> Result<bool, StoreError> {
        if tip == earlier {
            return Ok(true);
        }
        let place = self.repository()?;
        let call = plain(&self.git(place), "rev-list").args(["--parents", "--end-of-options", tip]);
        let answer = call.arg(format!("^{earlier}")).answer()?;
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        let commits: Vec<Vec<&str>> = text.lines().map(|it| it.split(' ').collect()).collect();
        let new: BTreeSet<&str> = commits.iter().filter_map(|it| it.first().copied()).collect();
        let comes_after = |it: &Vec<&str>| {
            let parents = it.get(1..).unwrap_or_default();
            !parents.is_empty() && parents.iter().all(|it| *it == earlier || new.contains(it))
        };
        Ok(answer.succeeded() && !commits.is_empty() && commits.iter().all(comes_after))
    }

    /// The paths below a folder in a commit.
    pub(crate) fn paths_at(&self, commit: &str, folder: &RelPath) -> Result<Vec<String>, StoreError> {
        let place = self.repository()?;
        let call = plain(&self.git(place), "ls-tree").args(["-r", "-z", "--name-only", "--full-tree", commit, "--"]);
        let answer = call.arg(place.in_repository(folder)).done()?;
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        Ok(text.split('\0').filter_map(|it| it.strip_prefix(place.prefix.as_str())).map(str::to_owned).collect())
    }

    /// The bytes of these blobs, in their order; `None` for what is not there, or is too large to be a file of ours.
    pub(crate) fn blobs(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let place = self.repository()?;
        let mut found = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            let ask = |wanted: &[&str], how: &str| {
                let question: String = wanted.iter().flat_map(|it| [*it, "\n"]).collect();
                plain(&self.git(place), "cat-file").args([how, "--buffer"]).input(question.into_bytes()).done()
            };
            let sizes = ask(some, "--batch-check=%(objecttype) %(objectsize)")?;
            let sizes = String::from_utf8_lossy(&sizes.stdout).into_owned();
            let fits = |line: &str| {
                let size = line.strip_prefix("blob ").and_then(|it| it.parse::<u64>().ok());
                size.is_some_and(|it| it <= LARGEST)
            };
            let wanted: Vec<&str> =
                some.iter().zip(sizes.lines()).filter(|(_, line)| fits(line)).map(|(id, _)| *id).collect();
            let answer = if wanted.is_empty() { Vec::new() } else { ask(&wanted, "--batch")?.stdout };
            let mut bytes = history::batch(&answer, wanted.len()).into_iter();
            found.extend(
                some.iter().zip(sizes.lines()).map(|(_, line)| if fits(line) { bytes.next().flatten() } else { None }),
            );
        }
        Ok(found)
    }
}
