//! The quick way to a commit: libgit2, for a repository that asks nothing of the `git` program. Whenever there is a doubt,
//! the answer is `Unfit`, and the program decides.

use std::path::Path;
use std::time::Instant;

use git2::build::TreeUpdateBuilder;
use git2::{
    ErrorCode, FileMode, Index, IndexEntry, IndexTime, ObjectType, Odb, Oid, Repository, RepositoryOpenFlags,
    Signature, Time,
};

use super::change::{Attempt, Done, Scene, refuse_interrupted};
use super::error::Doing;
use super::index::{self, IndexLock, Stamp};
use super::tree::Way;
use super::work::Work;
use super::{StoreError, conversion, file, testing};

/// Settings that libgit2 does not follow, or follows otherwise.
const OTHERWISE: [&str; 9] = [
    "core.fsync",
    "core.fsyncmethod",
    "core.fsyncobjectfiles",
    "core.sharedrepository",
    "core.worktree",
    "core.splitindex",
    "index.sparse",
    "core.safecrlf",
    "extensions.refstorage",
];
/// Flags of an index entry that make git look away from the file: "assume unchanged", and "skip in the work tree".
const ASSUME_UNCHANGED: u16 = 0x8000;
const SKIP_WORKTREE: u16 = 1 << 14;

/// Whether nothing stands in the way, as far as can be told without opening the repository.
pub(super) fn fits(scene: &Scene<'_>) -> bool {
    !scene.hooks.any()
        && !scene.signs()
        && !OTHERWISE.iter().any(|it| scene.settings.text(it).is_some())
        && scene.git.variable("GIT_ATTR_SOURCE").is_none()
        && scene.files.iter().all(|it| it.after.is_some() && conversion::stores_as_it_is(scene, it))
}

/// The repository as one attempt finds it.
struct Found<'a> {
    repository: &'a Repository,
    odb: Odb<'a>,
    branch: String,
    parent: Option<Oid>,
    /// None before the first commit.
    tree: Option<Oid>,
    /// The way to each file, where HEAD has it.
    ways: Vec<Option<Way>>,
}

pub(super) fn attempt(scene: &Scene<'_>, work: &mut Work<'_>) -> Result<Attempt, StoreError> {
    let none: [&std::ffi::OsStr; 0] = [];
    // What libgit2 cannot open, git may; and if not, git says why.
    let Ok(repository) = Repository::open_ext(&scene.place.top, RepositoryOpenFlags::NO_SEARCH, none) else {
        return Ok(Attempt::Unfit);
    };
    // Git does not hash again what it reads either; `git fsck` does.
    git2::opts::strict_hash_verification(false);
    let Some(mut found) = find(&repository)? else { return Ok(Attempt::Unfit) };
    let next = scene.scratch(work, "index")?;
    let Some((mut index, mut stamp)) = open_index(scene, &next)? else { return Ok(Attempt::Unfit) };
    let ways = scene.files.iter().map(|it| found.way(&scene.in_repository(it)));
    found.ways = ways.collect::<Result<_, _>>().map_err(StoreError::library("tree"))?;
    if !is_clean(scene, &found, &index) {
        return Ok(Attempt::Unfit);
    }
    let Ok(signature) = signature_of(scene) else { return Ok(Attempt::Unfit) };
    work.promise(&found.branch, found.parent.map(|it| it.to_string()).as_deref())?;
    testing::reached(&scene.git, "note");
    work.prepare()?;
    let (commit, blobs) = write_objects(scene, &mut found).map_err(StoreError::library("commit"))?;
    testing::reached(&scene.git, "objects");
    work.promise_commit(&commit.to_string())?;
    testing::reached(&scene.git, "commit-noted");

    let lock = IndexLock::take(scene.place, work, scene.patience / 5)?;
    testing::reached(&scene.git, "index-lock");
    if index::stamp(scene.place) != stamp {
        let Some(again) = open_index(scene, &next)? else { return Ok(Attempt::Unfit) };
        (index, stamp) = again;
        if !is_clean(scene, &found, &index) {
            return Ok(Attempt::Lost);
        }
    }
    work.replace()?;
    testing::reached(&scene.git, "files");
    write_index(scene, &mut index, stamp, &blobs)?;
    testing::reached(&scene.git, "next-index");
    refuse_interrupted()?;
    let deadline = Instant::now() + scene.patience / 5;
    loop {
        match move_branch(scene, &found, commit, &signature).map_err(StoreError::library("branch"))? {
            Moved::Yes => break,
            Moved::ByOthers => return Ok(Attempt::Lost),
            Moved::Locked => scene.wait_for_branch(&found.branch, deadline)?,
        }
    }
    testing::reached(&scene.git, "branch");
    // From here on the change has happened. Should the index not follow, the note stays for the next command.
    if lock.replace_by(&next).is_err() {
        work.leave_note();
    }
    testing::reached(&scene.git, "index");
    Ok(Attempt::Landed(Done { commit: Some(commit.to_string()), ..Done::default() }))
}

/// HEAD's branch, what it holds, and the tree to start from. None where only git knows.
fn find(repository: &Repository) -> Result<Option<Found<'_>>, StoreError> {
    let fault = StoreError::library("head");
    let head = match repository.find_reference("HEAD") {
        Ok(head) => head,
        Err(error) => return Err(fault(error)),
    };
    if head.kind() == Some(git2::ReferenceType::Direct) {
        return Err(StoreError::Detached);
    }
    let Ok(Some(branch)) = head.symbolic_target() else { return Ok(None) };
    let parent = match repository.find_reference(branch) {
        Ok(it) => match it.target() {
            Some(id) => Some(id),
            // A branch that only points to another one.
            None => return Ok(None),
        },
        Err(error) if error.code() == ErrorCode::NotFound => None,
        Err(error) => return Err(fault(error)),
    };
    let tree = parent.map(|id| repository.find_commit(id).map(|it| it.tree_id())).transpose().map_err(fault)?;
    let odb = repository.odb().map_err(fault)?;
    Ok(Some(Found { repository, odb, branch: branch.to_owned(), parent, tree, ways: Vec::new() }))
}

impl Found<'_> {
    fn way(&self, path: &str) -> Result<Option<Way>, git2::Error> {
        self.tree.map_or(Ok(None), |it| Way::find(&self.odb, it, path))
    }
}

/// The index under a second name, where libgit2 will write the next one; and its stamp.
fn open_index(scene: &Scene<'_>, next: &Path) -> Result<Option<(Index, Option<Stamp>)>, StoreError> {
    let stamp = index::stamp(scene.place);
    file::keep_if_there(&scene.place.index(), next).map_err(StoreError::io(Doing::Write, next))?;
    // A sparse or a split index is not for libgit2.
    Ok(Index::open(next).ok().map(|it| (it, stamp)))
}

/// Whether work tree, index and HEAD have the same files; byte for byte, for nothing converts them.
fn is_clean(scene: &Scene<'_>, found: &Found<'_>, index: &Index) -> bool {
    scene.files.iter().zip(&found.ways).all(|(change, way)| {
        let path = scene.in_repository(change);
        let path = Path::new(&path);
        let committed = way.as_ref().and_then(Way::entry);
        match (&change.before, committed, index.get_path(path, 0)) {
            (None, None, None) => index.conflict_get(path).is_err(),
            (Some(bytes), Some(committed), Some(staged)) => {
                (committed.id, committed.mode) == (staged.id, staged.mode)
                    && Oid::hash_object(ObjectType::Blob, bytes).is_ok_and(|it| it == staged.id)
                    && staged.flags & ASSUME_UNCHANGED == 0
                    && staged.flags_extended & SKIP_WORKTREE == 0
            }
            (_, _, _) => false,
        }
    })
}

fn write_objects(scene: &Scene<'_>, found: &mut Found<'_>) -> Result<(Oid, Vec<(Oid, FileMode)>), git2::Error> {
    let mut blobs = Vec::with_capacity(scene.files.len());
    for (change, way) in scene.files.iter().zip(&found.ways) {
        let blob = found.odb.write(ObjectType::Blob, change.after.as_deref().unwrap_or_default())?;
        let executable = way.as_ref().and_then(Way::entry).is_some_and(|it| it.mode == 0o100_755);
        blobs.push((blob, if executable { FileMode::BlobExecutable } else { FileMode::Blob }));
    }
    let tree = write_trees(scene, found, &blobs)?;
    let parent = found.parent.map(|it| format!("parent {it}\n")).unwrap_or_default();
    let (author, committer) = (&scene.identities.author, &scene.identities.committer);
    let text = format!("tree {tree}\n{parent}author {author}\ncommitter {committer}\n\n{}", scene.text);
    Ok((found.odb.write(ObjectType::Commit, text.as_bytes())?, blobs))
}

fn write_trees(scene: &Scene<'_>, found: &mut Found<'_>, blobs: &[(Oid, FileMode)]) -> Result<Oid, git2::Error> {
    // The usual change is of one file that is there.
    if let ([Some(way)], [(blob, _)]) = (found.ways.as_mut_slice(), blobs) {
        return way.write_with(&found.odb, *blob);
    }
    let mut trees = TreeUpdateBuilder::new();
    for (change, (blob, mode)) in scene.files.iter().zip(blobs) {
        trees.upsert(scene.in_repository(change), *blob, *mode);
    }
    let old = match found.tree {
        Some(id) => id,
        None => found.repository.treebuilder(None)?.write()?,
    };
    trees.create_updated(found.repository, &found.repository.find_tree(old)?)
}

fn write_index(
    scene: &Scene<'_>,
    index: &mut Index,
    old: Option<Stamp>,
    blobs: &[(Oid, FileMode)],
) -> Result<(), StoreError> {
    let fault = |source| StoreError::Library { doing: "index", source };
    // Git compares an entry as young as its index with the file itself. Under a younger index it would not, so such
    // entries get the size that always makes it look.
    let racy: Vec<_> = index.iter().filter(|it| old.is_some_and(|old| is_as_young(it, old))).collect();
    for mut entry in racy {
        entry.file_size = 0;
        index.add(&entry).map_err(fault)?;
    }
    for (change, (blob, mode)) in scene.files.iter().zip(blobs) {
        let target = change.path.on_disk(&scene.place.root());
        let found = std::fs::symlink_metadata(&target).map_err(StoreError::io(Doing::Read, &target))?;
        index.add(&entry(scene.in_repository(change), &found, *blob, *mode)).map_err(fault)?;
    }
    index.write().map_err(fault)
}

fn is_as_young(entry: &IndexEntry, index: Stamp) -> bool {
    let seconds = i64::from(entry.mtime.seconds());
    (seconds, entry.mtime.nanoseconds()) >= (index.seconds, index.nanoseconds)
}

#[cfg(unix)]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the index keeps the low 32 bits, as git does"
)]
fn entry(path: String, found: &std::fs::Metadata, id: Oid, mode: FileMode) -> IndexEntry {
    use std::os::unix::fs::MetadataExt as _;
    IndexEntry {
        ctime: IndexTime::new(found.ctime() as i32, found.ctime_nsec() as u32),
        mtime: IndexTime::new(found.mtime() as i32, found.mtime_nsec() as u32),
        dev: found.dev() as u32,
        ino: found.ino() as u32,
        mode: u32::from(mode),
        uid: found.uid(),
        gid: found.gid(),
        file_size: found.size() as u32,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.into_bytes(),
    }
}

/// Without what only Unix knows of a file; git looks once, and fills it in.
#[cfg(not(unix))]
fn entry(path: String, _: &std::fs::Metadata, id: Oid, mode: FileMode) -> IndexEntry {
    let never = IndexTime::new(0, 0);
    let mode = u32::from(mode);
    IndexEntry {
        ctime: never,
        mtime: never,
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path: path.into_bytes(),
    }
}

/// For the log of the branch; an identity that libgit2 does not take is for git.
fn signature_of(scene: &Scene<'_>) -> Result<Signature<'static>, git2::Error> {
    let (name, address, when) = scene.identities.committer();
    Signature::new(&name, &address, &Time::new(when.seconds, when.offset_minutes))
}

/// What came of moving the branch.
enum Moved {
    Yes,
    /// It is no longer where it was found.
    ByOthers,
    /// Somebody holds its lock.
    Locked,
}

/// Moves the branch from where it was found, if it is still there.
fn move_branch(scene: &Scene<'_>, found: &Found<'_>, commit: Oid, who: &Signature<'_>) -> Result<Moved, git2::Error> {
    let mut transaction = found.repository.transaction()?;
    match transaction.lock_ref(&found.branch) {
        Err(error) if error.code() == ErrorCode::Locked => return Ok(Moved::Locked),
        other => other?,
    }
    testing::reached(&scene.git, "branch-lock");
    // Nobody else moves it now, and nobody has put HEAD on another branch.
    let now = match found.repository.find_reference(&found.branch) {
        Ok(it) => it.target(),
        Err(error) if error.code() == ErrorCode::NotFound => None,
        Err(error) => return Err(error),
    };
    let head = found.repository.find_reference("HEAD")?;
    if now != found.parent || head.symbolic_target()? != Some(found.branch.as_str()) {
        return Ok(Moved::ByOthers);
    }
    let first = if found.parent.is_none() { " (initial)" } else { "" };
    transaction.set_target(&found.branch, commit, Some(who), &format!("commit{first}: {}", scene.subject()))?;
    transaction.commit()?;
    Ok(Moved::Yes)
}
