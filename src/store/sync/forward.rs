//! Taking the branch to another commit, with the files that differ and the index, as one change: the order of things and what
//! a kill leaves are those of `change`. Work that no commit holds stays as it is; where it would be overwritten, nothing
//! happens.

use std::collections::BTreeSet;
use std::path::Path;

use super::super::branch::{self, Way};
use super::super::change::{FileChange, refuse_interrupted};
use super::super::entries::{self, Changed, Entries};
use super::super::error::Doing;
use super::super::identity::Identities;
use super::super::index::{self, IndexLock};
use super::super::work::Work;
use super::super::{Scratch, file, testing};
use super::{Moving, RelPath, StoreError};
use crate::interrupt;

/// So many paths are asked for at once: what fits into a command everywhere.
const AT_ONCE: usize = 256;
/// The modes of plain files.
const FILE: &str = "100644";
const EXECUTABLE: &str = "100755";

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Forward {
    Done,
    /// The branch moved, or the index, meanwhile.
    Lost,
    /// These files hold work that no commit has.
    Overlap(Vec<String>),
    /// A link, another repository, a very large file, a file in the place of a folder, or one that this work tree leaves out:
    /// only git itself puts such things in place.
    OnlyGit(String),
}

/// What differs, and the files to be put there.
type Prepared = (Vec<Changed>, Vec<FileChange>);

impl Moving<'_> {
    /// Whether it could go to a commit: `Done` where it could, and nothing happens.
    pub(crate) fn foresee(&self, to: &str) -> Result<Forward, StoreError> {
        let Some(from) = &self.tip.commit else { return Ok(Forward::Lost) };
        Ok(self.prepared(from, to)?.err().unwrap_or(Forward::Done))
    }

    /// All that it takes to go there, or why not.
    fn prepared(&self, from: &str, to: &str) -> Result<Result<Prepared, Forward>, StoreError> {
        let changed = entries::changed(&self.git, Some(from), to)?;
        let is_ours = |it: &(String, String)| [FILE, EXECUTABLE].contains(&it.0.as_str());
        let odd = |it: &&Changed| {
            RelPath::new(&it.path).is_err()
                || it.path.contains('\u{fffd}')
                || !it.old.iter().chain(&it.new).all(is_ours)
        };
        if let Some(path) = changed.iter().find(odd).map(|it| it.path.as_str()).or_else(|| swapped(&changed)) {
            return Ok(Err(Forward::OnlyGit(path.to_owned())));
        }
        let dirty = self.dirty(&changed)?;
        if !dirty.is_empty() {
            return Ok(Err(Forward::Overlap(dirty.into_iter().collect())));
        }
        let files = match self.files(&changed, to) {
            Ok(files) => files,
            Err(StoreError::TooLarge { path, .. }) => return Ok(Err(Forward::OnlyGit(path.as_str().to_owned()))),
            Err(fault) => return Err(fault),
        };
        // A work tree need not hold all that the index has.
        let is_there = |(it, change): &(&FileChange, &Changed)| {
            it.before.is_some() == change.old.is_some() && it.after.is_some() == change.new.is_some()
        };
        if let Some((left_out, _)) = files.iter().zip(&changed).find(|it| !is_there(it)) {
            return Ok(Err(Forward::OnlyGit(left_out.path.as_str().to_owned())));
        }
        Ok(Ok((changed, files)))
    }

    /// Goes to a commit that comes after the one the branch is at, or takes its place.
    pub(crate) fn forward(self, to: &str, log: &str) -> Result<Forward, StoreError> {
        let Some(from) = self.tip.commit.clone() else { return Ok(Forward::Lost) };
        let (changed, files) = match self.prepared(&from, to)? {
            Ok(prepared) => prepared,
            Err(no) => return Ok(no),
        };
        let executable = changed.iter().map(|it| it.new.as_ref().is_some_and(|it| it.0 == EXECUTABLE)).collect();
        let mut work = Work::begin(&self.place.top, &files, Some((self.place, &self.lock)))?;
        work.executable(executable);
        match self.go(&mut work, &changed, (&from, to), log) {
            Ok(true) => work.finish(),
            Ok(false) => {
                work.undo()?;
                return Ok(Forward::Lost);
            }
            // What a signal stops fails in some way or other; the signal is the cause.
            Err(_) if let Some(signal) = interrupt::pending() => {
                return Err(work.undo_after(StoreError::Interrupted { signal }));
            }
            Err(fault) => return Err(work.undo_after(fault)),
        }
        for gone in files.iter().filter(|it| it.after.is_none()) {
            file::remove_empty_folders(&self.place.top, &gone.path);
        }
        if index::many_loose_objects(self.place) {
            // Left to git, which also knows whether it may; a cleaning that fails is no fault of this change.
            self.git.call(["maintenance", "run", "--auto", "--quiet"]).answer().ok();
        }
        Ok(Forward::Done)
    }

    /// False if another program was quicker.
    fn go(
        &self,
        work: &mut Work<'_>,
        changed: &[Changed],
        (from, to): (&str, &str),
        log: &str,
    ) -> Result<bool, StoreError> {
        let git = &self.git;
        work.promise(&self.tip.branch, Some(from))?;
        testing::reached(git, "note");
        work.promise_commit(to)?;
        testing::reached(git, "commit-noted");
        let lock = IndexLock::take(self.place, work, self.workspace.surroundings().patience / 5)?;
        testing::reached(git, "index-lock");
        if entries::tip(git)? != self.tip || !self.index_is_at(changed)? {
            return Ok(false);
        }
        work.place_all()?;
        testing::reached(git, "files");
        let missing = || StoreError::io(Doing::Write, &self.place.own)(std::io::ErrorKind::NotFound.into());
        let next = work.scratch("next").ok_or_else(missing)?;
        self.write_next_index(changed, &next)?;
        testing::reached(git, "next-index");
        let who = Identities::find(git, &self.settings, None)?.variables();
        refuse_interrupted()?;
        let patience = self.workspace.surroundings().patience / 5;
        let way = Way { git, place: self.place, tip: &self.tip, log, who: &who, patience };
        if !branch::go(&way, to)? {
            return Ok(false);
        }
        testing::reached(git, "branch");
        // From here on it has happened. Should the index not follow, the note stays for the next command.
        if lock.replace_by(&next).is_err() {
            work.leave_note();
        }
        testing::reached(git, "index");
        Ok(true)
    }

    /// The paths among these with work that no commit holds: changed, staged, or not tracked and in the way.
    fn dirty(&self, changed: &[Changed]) -> Result<BTreeSet<String>, StoreError> {
        let mut dirty = BTreeSet::new();
        for some in changed.chunks(AT_ONCE) {
            let call = self.git.call(["--literal-pathspecs", "--no-optional-locks", "status", "--porcelain=v1", "-z"]);
            let call = call.args(["--untracked-files=all", "--ignored=matching", "--no-renames", "--"]);
            let answer = call.args(some.iter().map(|it| &it.path)).done()?;
            let said = String::from_utf8_lossy(&answer.stdout).into_owned();
            dirty.extend(said.split('\0').filter_map(|it| it.get(3..)).filter(|it| !it.is_empty()).map(str::to_owned));
        }
        Ok(dirty)
    }

    fn files(&self, changed: &[Changed], to: &str) -> Result<Vec<FileChange>, StoreError> {
        let one = |(change, after): (&Changed, Option<Vec<u8>>)| {
            let path = RelPath::new(&change.path)?;
            Ok(FileChange { before: file::read_if_there(&self.place.top, &path)?, path, after })
        };
        changed.iter().zip(self.contents(changed, to)?).map(one).collect()
    }

    /// What each file becomes, as it lies in a work tree: line endings and filters are git's, which puts the files into a
    /// folder apart.
    fn contents(&self, changed: &[Changed], to: &str) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let wanted: String =
            changed.iter().filter(|it| it.new.is_some()).flat_map(|it| [it.path.as_str(), "\0"]).collect();
        let apart = Scratch::new()?;
        let files = apart.path("files");
        if !wanted.is_empty() {
            let index = apart.path("index");
            file::make_folders(&files).map_err(StoreError::io(Doing::Write, &files))?;
            self.git.call(["read-tree", to]).index(&index).done()?;
            let call = self.git.call(["checkout-index", "-q", "-z", "--stdin"]).index(&index);
            call.env("GIT_WORK_TREE", &files).input(wanted.into_bytes()).done()?;
        }
        let read = |it: &Changed| match &it.new {
            Some(_) => file::read_if_there(&files, &RelPath::new(&it.path)?),
            None => Ok(None),
        };
        changed.iter().map(read).collect()
    }

    fn entries_of_index(&self, changed: &[Changed], index: &Path) -> Result<Entries, StoreError> {
        let mut found = Entries::new();
        for some in changed.chunks(AT_ONCE) {
            found.extend(entries::of_index(&self.git, index, some.iter().map(|it| it.path.clone()))?);
        }
        Ok(found)
    }

    /// Whether the index has these paths as the branch has them.
    fn index_is_at(&self, changed: &[Changed]) -> Result<bool, StoreError> {
        let now = self.entries_of_index(changed, &self.place.index())?;
        Ok(changed.iter().all(|it| now.get(&it.path) == it.old.as_ref()))
    }

    /// The index as it will be: as it is, but for what changes.
    fn write_next_index(&self, changed: &[Changed], next: &Path) -> Result<(), StoreError> {
        let git = &self.git;
        file::keep_if_there(&self.place.index(), next).map_err(StoreError::io(Doing::Write, next))?;
        let lines: Vec<u8> = changed.iter().flat_map(Changed::line).collect();
        git.call(["update-index", "-z", "--index-info"]).index(next).input(lines).done()?;
        // So that git need not look into the files to know they are clean. It does so anyway if this fails.
        git.call(["update-index", "-q", "--refresh"]).index(next).answer()?;
        Ok(())
    }
}

/// A path that is a file on one side and a folder on the other.
fn swapped(changed: &[Changed]) -> Option<&str> {
    let paths: BTreeSet<&str> = changed.iter().map(|it| it.path.as_str()).collect();
    let above = |path: &str| path.match_indices('/').find_map(|(end, _)| paths.get(path.get(..end)?).copied());
    paths.iter().find_map(|it| above(it))
}
