//! When files were last changed: as the commits say; as the disk says, for what no commit holds as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::time::UNIX_EPOCH;

use super::path::CLIENTS;
use super::workspace::Workspace;
use super::{RelPath, StoreError, file};

/// Stands before the time of a commit. No path holds it.
const COMMIT: char = '\u{1}';

impl Workspace {
    /// The second in which each of these files was last changed. A change of one of `common` counts for all of them.
    pub(crate) fn changed_at(
        &self,
        files: &BTreeSet<RelPath>,
        common: &[RelPath],
    ) -> Result<BTreeMap<RelPath, i64>, StoreError> {
        let asked: Vec<&RelPath> = files.iter().chain(common).collect();
        let (committed, dirty) = match self.place() {
            Some(_) => (self.committed_at(&asked)?, self.all_dirty(&asked)?),
            None => (BTreeMap::new(), BTreeSet::new()),
        };
        let second = |path: &RelPath| {
            let commit = committed.get(path).copied();
            match commit {
                Some(second) if !dirty.contains(path) => Ok(Some(second)),
                Some(_) | None => Ok(self.written_at(path)?.max(commit)),
            }
        };
        let floor = common.iter().map(second).collect::<Result<Vec<_>, StoreError>>()?.into_iter().flatten().max();
        files.iter().map(|it| Ok((it.clone(), second(it)?.max(floor).unwrap_or_default()))).collect()
    }

    /// What the branch says: a file that came by a merge was changed when it was merged.
    fn committed_at(&self, asked: &[&RelPath]) -> Result<BTreeMap<RelPath, i64>, StoreError> {
        let place = self.repository()?;
        let git = self.git(place);
        let call =
            git.call(["--literal-pathspecs", "log", "-m", "--first-parent", "--no-renames", "--name-only", "-z"]);
        let call = call.args(["--no-show-signature", &format!("--format={COMMIT}%ct"), "HEAD", "--"]);
        let answer = call.args(self.narrow(asked)?).answer()?;
        if !answer.succeeded() {
            // A branch without a commit has no times; anything else is told by the next who asks git.
            let born = git.call(["rev-parse", "-q", "--verify", "HEAD"]).answer()?.found()?;
            return if born { Err(answer.fault()) } else { Ok(BTreeMap::new()) };
        }
        let mut found: BTreeMap<RelPath, i64> = BTreeMap::new();
        let mut second = 0;
        for word in String::from_utf8_lossy(&answer.stdout).split(['\0', '\n']).filter(|it| !it.is_empty()) {
            if let Some(time) = word.strip_prefix(COMMIT) {
                second = time.trim().parse().unwrap_or(second);
            } else if let Some(path) = word.strip_prefix(place.prefix()).and_then(|it| RelPath::new(it).ok()) {
                let at = found.entry(path).or_insert(second);
                *at = second.max(*at);
            }
        }
        Ok(found)
    }

    /// The client files with edits that no commit holds; none for a copy without its repository.
    pub(crate) fn uncommitted(&self) -> Result<BTreeSet<RelPath>, StoreError> {
        match self.place() {
            Some(_) => self.all_dirty(&[&RelPath::new(CLIENTS)?]),
            None => Ok(BTreeSet::new()),
        }
    }

    fn all_dirty(&self, asked: &[&RelPath]) -> Result<BTreeSet<RelPath>, StoreError> {
        let place = self.repository()?;
        let call =
            self.git(place).call(["--literal-pathspecs", "--no-optional-locks", "status", "--porcelain=v1", "-z"]);
        let call = call.args(["--untracked-files=all", "--no-renames", "--"]).args(self.narrow(asked)?);
        let answer = call.done()?;
        let said = String::from_utf8_lossy(&answer.stdout).into_owned();
        let paths = said.split('\0').filter_map(|it| it.get(3..)?.strip_prefix(place.prefix()));
        Ok(paths.filter_map(|it| RelPath::new(it).ok()).collect())
    }

    /// The paths to ask for: each, while they are few; the folders they are in, when they would not fit into a command.
    fn narrow(&self, asked: &[&RelPath]) -> Result<Vec<String>, StoreError> {
        const FEW: usize = 64;
        let place = self.repository()?;
        let tops: BTreeSet<&str> = asked.iter().filter_map(|it| it.steps().next()).collect();
        Ok(if asked.len() <= FEW {
            asked.iter().map(|it| place.in_repository(it)).collect()
        } else {
            tops.into_iter().map(|it| RelPath::new(it).map(|it| place.in_repository(&it))).collect::<Result<_, _>>()?
        })
    }

    fn written_at(&self, path: &RelPath) -> Result<Option<i64>, StoreError> {
        let Some(found) = file::look(self.root(), path)? else { return Ok(None) };
        let since = found.modified().ok().and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        Ok(since.and_then(|it| i64::try_from(it.as_secs()).ok()))
    }
}
