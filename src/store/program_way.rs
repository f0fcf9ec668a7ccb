//! The way through the `git` program: for hooks, signatures, filters, line endings, and every form of repository that git
//! knows. The commit is built in an index of its own, so that hooks see exactly our files, and whatever else is staged stays
//! where it is.

use std::path::Path;

use super::change::{Attempt, Done, FileChange, Scene, refuse_interrupted};
use super::entries::{self, Changed, Entries, Tip};
use super::error::{Doing, Operation};
use super::hooks::{self, Around};
use super::index::IndexLock;
use super::note;
use super::place;
use super::work::Work;
use super::{StoreError, branch, file, testing};

pub(super) fn attempt(scene: &Scene<'_>, work: &mut Work<'_>) -> Result<Attempt, StoreError> {
    let git = &scene.git;
    refuse_operation(scene)?;
    let tip = entries::tip(git)?;
    let own = scene.scratch(work, "index")?;
    let committed = look(scene, &tip, &own)?;

    work.promise(&tip.branch, tip.commit.as_deref())?;
    testing::reached(git, "note");
    work.prepare()?;
    work.replace()?;
    testing::reached(git, "files");
    let staged = stage(scene, &committed, &own)?;
    if staged == committed {
        return nothing_to_commit(scene, work, &committed);
    }
    let made = Making { scene, tip: &tip, index: &own }.commit()?;
    testing::reached(git, "objects");
    work.promise_commit(&made.commit)?;
    testing::reached(git, "commit-noted");

    let lock = IndexLock::take(scene.place, work, scene.patience / 5)?;
    testing::reached(git, "index-lock");
    let next = scene.scratch(work, "next")?;
    if !write_next_index(scene, &entries::changed(git, tip.commit.as_deref(), &made.commit)?, &next)? {
        return lost(scene, &staged, &committed);
    }
    testing::reached(git, "next-index");
    refuse_interrupted()?;
    // Nothing may fail any more once the branch has moved.
    let finished = entries::of_index(git, &own, scene.files.iter().map(|it| scene.in_repository(it)))?;
    if !move_branch(scene, &tip, &made.commit)? {
        return lost(scene, &staged, &committed);
    }
    testing::reached(git, "branch");
    if lock.replace_by(&next).is_err() {
        work.leave_note();
    }
    testing::reached(git, "index");
    let rewritten = scene.files.iter().filter(|it| {
        let path = scene.in_repository(it);
        finished.get(&path) != staged.get(&path)
    });
    let rewritten = rewritten.map(|it| it.path.clone()).collect();
    Ok(Attempt::Landed(Done { commit: Some(made.commit), said: made.said, rewritten }))
}

/// Moves the branch, if it is still where it was found.
fn move_branch(scene: &Scene<'_>, tip: &Tip, commit: &str) -> Result<bool, StoreError> {
    let git = &scene.git;
    let first = if tip.commit.is_none() { " (initial)" } else { "" };
    let log = format!("commit{first}: {}", scene.subject());
    let who = scene.identities.variables();
    branch::go(
        &branch::Way { git, place: scene.place, tip, log: &log, who: &who, patience: scene.patience / 5 },
        commit,
    )
}

/// Jobs of git that are waiting, where they are kept as references in a table rather than as files.
fn refuse_operation(scene: &Scene<'_>) -> Result<(), StoreError> {
    if scene.settings.text("extensions.refstorage").is_none_or(|it| it == "files") {
        return Ok(());
    }
    for (name, operation) in [("CHERRY_PICK_HEAD", Operation::CherryPick), ("REVERT_HEAD", Operation::Revert)] {
        if scene.git.call(["rev-parse", "-q", "--verify", name]).answer()?.found()? {
            place::refuse_operation(Some(operation))?;
        }
    }
    Ok(())
}

/// Our entries of HEAD, if the index and the work tree have the same; and the index for the commit, as HEAD is.
fn look(scene: &Scene<'_>, tip: &Tip, own: &Path) -> Result<Entries, StoreError> {
    let git = &scene.git;
    let paths = || scene.files.iter().map(|it| scene.in_repository(it));
    let committed = match &tip.commit {
        Some(commit) => entries::of_tree(git, commit, paths())?,
        None => Entries::new(),
    };
    let staged = entries::of_index(git, &scene.place.index(), paths())?;
    refuse_dirty(scene, &committed, &staged)?;
    file::keep_if_there(&scene.place.index(), own).map_err(StoreError::io(Doing::Write, own))?;
    match &tip.commit {
        Some(commit) => git.call(["read-tree", "--reset", commit]).index(own).done()?,
        None => git.call(["read-tree", "--empty"]).index(own).done()?,
    };
    // What `git add` would make of the files as they are, to compare: that, and not their bytes, is what git compares.
    let as_they_are = stage(scene, &committed, own)?;
    refuse_dirty(scene, &committed, &as_they_are)?;
    Ok(committed)
}

fn refuse_dirty(scene: &Scene<'_>, committed: &Entries, other: &Entries) -> Result<(), StoreError> {
    let differs = |it: &&FileChange| {
        let path = scene.in_repository(it);
        committed.get(&path) != other.get(&path)
    };
    scene.files.iter().find(differs).map_or(Ok(()), |it| Err(StoreError::Dirty { path: it.path.clone() }))
}

/// Stores the files as they lie in the work tree, as `git add` would, and tells what that came to.
fn stage(scene: &Scene<'_>, committed: &Entries, own: &Path) -> Result<Entries, StoreError> {
    let paths: Vec<_> = scene.files.iter().map(|it| scene.in_repository(it)).collect();
    let mut call = scene.git.call(["update-index", "--add", "--remove"]).index(own);
    // An entry without the flags and times of the old one: git looks at the file, whatever it was told to assume. The old
    // content must be there, for git leaves line endings alone that were stored that way.
    for (path, (mode, id)) in committed {
        call = call.args(["--cacheinfo", &format!("{mode},{id},{path}")]);
    }
    call.arg("--").args(&paths).done()?;
    entries::of_index(&scene.git, own, paths.into_iter())
}

/// The work tree has other line endings now, and nothing else: no commit, but git must look at the file again.
fn nothing_to_commit(scene: &Scene<'_>, work: &Work<'_>, committed: &Entries) -> Result<Attempt, StoreError> {
    let lock = IndexLock::take(scene.place, work, scene.patience / 5)?;
    let next = scene.scratch(work, "next")?;
    let same = |(path, it): (&String, &(String, String))| Changed {
        path: path.clone(),
        old: Some(it.clone()),
        new: Some(it.clone()),
    };
    if !write_next_index(scene, &committed.iter().map(same).collect::<Vec<_>>(), &next)? {
        return Ok(Attempt::Lost);
    }
    lock.replace_by(&next)?;
    Ok(Attempt::Landed(Done::default()))
}

/// The branch moved. If it moved to what we had just put into the work tree, someone committed it for us.
fn lost(scene: &Scene<'_>, staged: &Entries, committed: &Entries) -> Result<Attempt, StoreError> {
    let tip = entries::tip(&scene.git)?;
    let Some(commit) = tip.commit else { return Ok(Attempt::Lost) };
    let now = entries::of_tree(&scene.git, &commit, scene.files.iter().map(|it| scene.in_repository(it)))?;
    if now != *committed && now == *staged {
        return Ok(scene.files.first().map_or(Attempt::Lost, |it| Attempt::Taken(it.path.clone())));
    }
    Ok(Attempt::Lost)
}

/// A commit being made: hooks, tree, signature.
struct Making<'a> {
    scene: &'a Scene<'a>,
    tip: &'a Tip,
    index: &'a Path,
}

struct Made {
    commit: String,
    said: String,
}

impl Making<'_> {
    fn commit(&self) -> Result<Made, StoreError> {
        let git = &self.scene.git;
        let mut log = note::log_file(self.scene.place)?;
        self.hook(hooks::PRE_COMMIT, &[], &mut log)?;
        let tree = git.call(["write-tree"]).index(self.index).done()?.line();
        if let Some(parent) = &self.tip.commit {
            let old = git.call(["rev-parse", &format!("{parent}^{{tree}}")]).done()?.line();
            if old == tree {
                return Err(StoreError::HookEmptied { name: hooks::PRE_COMMIT });
            }
        }
        let message = self.scene.place.own.join("COMMIT_EDITMSG");
        write_message(&message, &self.scene.text)?;
        let path = message.to_string_lossy().into_owned();
        self.hook(hooks::PREPARE_COMMIT_MSG, &[&path, "message"], &mut log)?;
        self.hook(hooks::COMMIT_MSG, &[&path], &mut log)?;
        let text = file::read_own(&message).map_err(StoreError::io(Doing::Read, &message))?;
        let text = super::message::tidy(&String::from_utf8_lossy(&text), &self.scene.settings);
        if text.trim().is_empty() {
            return Err(StoreError::HookEmptied { name: hooks::COMMIT_MSG });
        }
        write_message(&message, &text)?;
        let commit = self.commit_tree(&tree, &message)?;
        Ok(Made { commit, said: hooks::heard(&mut log) })
    }

    fn hook(&self, name: &'static str, arguments: &[&str], log: &mut std::fs::File) -> Result<(), StoreError> {
        let author = self.scene.identities.variables();
        let author = author.get(..3).unwrap_or(&author);
        let around = Around { git: &self.scene.git, index: self.index, author };
        if self.scene.hooks.run(name, &around, arguments, log)? {
            testing::reached(&self.scene.git, name);
            return Ok(());
        }
        Err(StoreError::Hook { name, said: hooks::heard(log) })
    }

    fn commit_tree(&self, tree: &str, message: &Path) -> Result<String, StoreError> {
        let signed = self.scene.signs();
        // The message is UTF-8, whatever the repository says of others.
        let mut call = self.scene.git.call(["-c", "i18n.commitEncoding=UTF-8", "commit-tree"]);
        call = call.args(signed.then_some("-S")).arg(tree).arg("-F").arg(message);
        if let Some(parent) = &self.tip.commit {
            call = call.args(["-p", parent]);
        }
        // Somebody may be asked for a passphrase.
        let answer = call.envs(&self.scene.identities.variables()).stoppable().answer()?;
        match (answer.succeeded(), signed) {
            (true, _) => Ok(answer.line()),
            (false, true) => Err(StoreError::Signing { said: answer.said(), asked: self.scene.signing }),
            (false, false) => Err(answer.fault()),
        }
    }
}

fn write_message(path: &Path, text: &str) -> Result<(), StoreError> {
    file::overwrite(path, text.as_bytes()).map_err(StoreError::io(Doing::Write, path))
}

/// Writes the index as it will be: as it is, but for what the commit changed. False if someone else staged our files.
fn write_next_index(scene: &Scene<'_>, changed: &[Changed], next: &Path) -> Result<bool, StoreError> {
    let git = &scene.git;
    file::keep_if_there(&scene.place.index(), next).map_err(StoreError::io(Doing::Write, next))?;
    let now = entries::of_index(git, next, changed.iter().map(|it| it.path.clone()))?;
    let mut lines = Vec::new();
    for it in changed {
        if now.get(&it.path) == it.old.as_ref() {
            lines.extend(it.line());
        } else if scene.files.iter().any(|file| scene.in_repository(file) == it.path) {
            return Ok(false);
        }
    }
    git.call(["update-index", "-z", "--index-info"]).index(next).input(lines).done()?;
    // So that git need not look into the files to know they are clean. It does so anyway if this fails.
    let paths = changed.iter().map(|it| &it.path);
    git.call(["--literal-pathspecs", "add", "--refresh", "--"]).args(paths).index(next).answer()?;
    Ok(true)
}
