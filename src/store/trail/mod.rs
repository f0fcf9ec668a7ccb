//! A stretch of history as an audit reads it: every commit, oldest first, with what it changed in the files that count,
//! seen from each of its parents. Two calls of the `git` program, however long the history is; what is replaced or grafted
//! in this copy alone is not believed.

mod contents;
mod parse;
mod seal;
mod signature;
mod unsaved;

pub(crate) use seal::SealTag;
pub(crate) use signature::{Keys, Signature};
pub(crate) use unsaved::Onto;

use std::collections::{BTreeMap, BTreeSet};

use super::place::GitPlace;
use super::program::{Call, Git};
use super::workspace::Workspace;
use super::{RelPath, StoreError, file};

use parse::RawChange;

/// A stretch of history.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    /// Parents before their children.
    pub(crate) commits: Vec<TrailCommit>,
    /// The contents of the watched files that commits stand on; `TrailCommit::ground` counts in it.
    pub(crate) grounds: Vec<Vec<Option<String>>>,
    /// When the parents were made that are not in the stretch, by their ids.
    pub(crate) outside: BTreeMap<String, String>,
    /// Commits whose parents this copy does not have: what came before them cannot be known.
    pub(crate) cut: Vec<String>,
}

/// One commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrailCommit {
    pub(crate) id: String,
    pub(crate) parents: Vec<String>,
    /// When it was written, and when it was put where it is: with the offsets of the writers.
    pub(crate) authored: String,
    pub(crate) committed: String,
    pub(crate) author: String,
    pub(crate) email: String,
    pub(crate) committer_email: String,
    pub(crate) message: String,
    /// What differs from any parent.
    pub(crate) changes: Vec<PathChange>,
    /// Which contents of the watched files it stands on, and those of its first parent.
    pub(crate) ground: usize,
    pub(crate) ground_before: usize,
    /// Whether it has parents that this copy does not have.
    pub(crate) is_cut: bool,
}

/// One path that differs from a parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PathChange {
    /// Relative to the workspace.
    pub(crate) path: String,
    /// In each parent, in their order; one `None` for a commit without parents.
    pub(crate) before: Vec<Option<Blob>>,
    pub(crate) after: Option<Blob>,
}

/// What a path holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Blob {
    pub(crate) id: String,
    /// A plain file: no link, no other repository.
    pub(crate) is_plain: bool,
}

impl Workspace {
    /// The id of the commit that a person names; `None` where there is none.
    pub(crate) fn commit(&self, named: &str) -> Result<Option<String>, StoreError> {
        let place = self.repository()?;
        let git = self.git(place);
        let call = plain(&git, "rev-parse").args(["-q", "--verify", "--end-of-options"]);
        let answer = call.arg(format!("{named}^{{commit}}")).answer()?;
        if !answer.succeeded() && answer.code() != Some(1) {
            // What a person types may be no name at all; but that the repository cannot be read is another matter.
            git.call(["rev-parse", "--git-dir"]).done()?;
        }
        Ok(answer.succeeded().then(|| answer.line()))
    }

    /// The branch that HEAD stands for; `None` when it is detached.
    pub(crate) fn branch(&self) -> Result<Option<String>, StoreError> {
        let place = self.repository()?;
        let answer = self.git(place).call(["symbolic-ref", "-q", "--short", "HEAD"]).answer()?;
        Ok(answer.found()?.then(|| answer.line()))
    }

    /// Whether this copy ends before the history does.
    pub(crate) fn is_shallow(&self) -> Result<bool, StoreError> {
        Ok(!cut(self.repository()?)?.is_empty())
    }

    /// The commits that `tip` has and none of `bases` has. `watched` are the files that decide how the others are judged.
    pub(crate) fn trail(
        &self,
        tip: &str,
        bases: &[&str],
        folders: &[&RelPath],
        watched: &[&RelPath],
    ) -> Result<Trail, StoreError> {
        let place = self.repository()?;
        let git = self.git(place);
        let cut = cut(place)?;
        let paths: Vec<String> = folders.iter().chain(watched).map(|it| place.in_repository(it)).collect();
        let call = plain(&git, "log").args(["--topo-order", "--reverse", "--full-history", "--sparse", "-z", "--raw"]);
        let call = call.args(["--no-abbrev", "--no-renames", "--no-diff-merges", "--no-show-signature", "--no-color"]);
        let call = call.args(["--no-decorate", "--no-notes", "--encoding=UTF-8", parse::FORMAT, tip]);
        let call = call.args(bases.iter().map(|it| format!("^{it}"))).arg("--").args(&paths);
        let mut commits = parse::commits(&call.done()?.stdout, &place.prefix);
        merges(&git, &mut commits, &paths, &place.prefix)?;
        let mut trail = Trail { commits, ..Trail::default() };
        for commit in &mut trail.commits {
            commit.is_cut = cut.contains(&commit.id);
        }
        trail.cut = trail.commits.iter().filter(|it| it.is_cut).map(|it| it.id.clone()).collect();
        self.stand(&mut trail, watched)?;
        Ok(trail)
    }

    /// Follows the watched files along first parents.
    fn stand(&self, trail: &mut Trail, watched: &[&RelPath]) -> Result<(), StoreError> {
        let inside: BTreeSet<&str> = trail.commits.iter().map(|it| it.id.as_str()).collect();
        let outside: BTreeSet<&str> = trail
            .commits
            .iter()
            .flat_map(|it| &it.parents)
            .map(String::as_str)
            .filter(|it| !inside.contains(it))
            .collect();
        let outside: Vec<&str> = outside.into_iter().collect();
        trail.outside = self.committed(&outside)?;
        let mut grounds = vec![vec![None; watched.len()]];
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (id, held) in outside.iter().zip(self.ids_at(&outside, watched)?) {
            known.insert((*id).to_owned(), number(&mut grounds, held));
        }
        for commit in &mut trail.commits {
            let before = commit.parents.first().and_then(|it| known.get(it)).copied().unwrap_or(0);
            let mut held = grounds.get(before).cloned().unwrap_or_default();
            for change in &commit.changes {
                let at = watched.iter().position(|it| it.as_str() == change.path);
                if let Some(slot) = at.and_then(|it| held.get_mut(it)) {
                    *slot = change.after.as_ref().filter(|it| it.is_plain).map(|it| it.id.clone());
                }
            }
            commit.ground_before = before;
            commit.ground = number(&mut grounds, held);
            known.insert(commit.id.clone(), commit.ground);
        }
        trail.grounds = grounds;
        Ok(())
    }
}

/// The number of these contents; the same ones as the last or the first get the same.
fn number(grounds: &mut Vec<Vec<Option<String>>>, held: Vec<Option<String>>) -> usize {
    let found = grounds.iter().rposition(|it| *it == held);
    found.unwrap_or_else(|| {
        grounds.push(held);
        grounds.len() - 1
    })
}

/// The commits at which a shallow copy ends.
fn cut(place: &GitPlace) -> Result<BTreeSet<String>, StoreError> {
    let path = place.common.join("shallow");
    match file::read_own(&path) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).lines().map(|it| it.trim().to_owned()).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeSet::new()),
        Err(source) => Err(StoreError::Io { doing: super::error::Doing::Read, path, source }),
    }
}

/// What merges changed, seen from each parent. A path that is not told of is the same there as in the merge.
fn merges(git: &Git<'_>, commits: &mut [TrailCommit], paths: &[String], prefix: &str) -> Result<(), StoreError> {
    let merges: Vec<&mut TrailCommit> = commits.iter_mut().filter(|it| it.parents.len() > 1).collect();
    if merges.is_empty() {
        return Ok(());
    }
    let pairs = merges.iter().flat_map(|it| it.parents.iter().map(move |parent| format!("{} {parent}\n", it.id)));
    let question: String = pairs.collect();
    let call = plain(git, "diff-tree").args(["--stdin", "--always", "-r", "-z", "--raw", "--no-abbrev"]);
    let call = call.args(["--no-renames", "--root", "--"]).args(paths);
    let answer = call.input(question.into_bytes()).done()?;
    let mut told = parse::comparisons(&answer.stdout, prefix).into_iter();
    for commit in merges {
        let sides: Vec<Vec<RawChange>> = told.by_ref().take(commit.parents.len()).collect();
        commit.changes = joined(&sides);
    }
    Ok(())
}

fn joined(sides: &[Vec<RawChange>]) -> Vec<PathChange> {
    let mut all: BTreeMap<&str, PathChange> = BTreeMap::new();
    for (side, changes) in sides.iter().enumerate() {
        for it in changes {
            let change = all.entry(&it.path).or_insert_with(|| PathChange {
                path: it.path.clone(),
                before: vec![it.after.clone(); sides.len()],
                after: it.after.clone(),
            });
            if let Some(slot) = change.before.get_mut(side) {
                slot.clone_from(&it.before);
            }
        }
    }
    all.into_values().collect()
}

/// A command of git that believes no replaced objects, no grafts and nobody's settings of what to show.
fn plain(git: &Git<'_>, verb: &str) -> Call {
    let call =
        git.call(["--no-replace-objects", "--literal-pathspecs", "-c", "log.follow=false", "-c", "log.showRoot=true"]);
    call.arg(verb).env("GIT_GRAFT_FILE", if cfg!(windows) { "NUL" } else { "/dev/null" })
}
