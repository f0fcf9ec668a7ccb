//! A bare repository that is being pushed to, seen from its hook `pre-receive`: what has come lies in a quarantine that only
//! this run of git sees, and is thrown away when the hook says no.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::error::Doing;
use super::program::{Call, Git};
use super::workspace::{SETTINGS, Workspace};
use super::{Blob, RelPath, StoreError, Surroundings, file};

/// How git names a commit that is not there.
const NOTHING: &str = "0000000000000000000000000000000000000000";

/// How the mode of a plain file begins, that is no link and no other repository.
const PLAIN: &str = "100";

/// A reference that a push wants to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Push {
    /// `refs/heads/main`.
    pub(crate) name: String,
    /// None: it is not there yet.
    pub(crate) old: Option<String>,
    /// None: it goes.
    pub(crate) new: Option<String>,
}

impl Push {
    /// What git tells the hook, a line for each reference.
    pub(crate) fn read(input: &str) -> Vec<Self> {
        let id = |it: &str| (!it.starts_with(NOTHING)).then(|| it.to_owned());
        let push = |line: &str| {
            let mut words = line.splitn(3, ' ');
            let (old, new, name) = (words.next()?, words.next()?, words.next()?);
            Some(Self { name: name.to_owned(), old: id(old), new: id(new) })
        };
        input.lines().filter_map(push).collect()
    }
}

/// The repository that takes the push, or not.
#[derive(Debug)]
pub(crate) struct Receiver {
    folder: PathBuf,
    surroundings: Surroundings,
}

impl Receiver {
    /// The repository in this folder; `None` where there is no bare one.
    pub(crate) fn open(folder: &Path, environment: BTreeMap<OsString, OsString>) -> Result<Option<Self>, StoreError> {
        let quarantine =
            [OsStr::new("GIT_QUARANTINE_PATH"), OsStr::new("GIT_OBJECT_DIRECTORY")].map(|it| environment.get(it));
        let is_quarantined = matches!(quarantine, [Some(one), Some(other)] if one == other);
        let surroundings = Surroundings::new(environment);
        let surroundings = if is_quarantined { surroundings.in_quarantine() } else { surroundings };
        let receiver = Self { folder: folder.to_owned(), surroundings };
        let is_bare = receiver.call("rev-parse").args(["--is-bare-repository"]).answer()?.line() == "true";
        Ok(is_bare.then_some(receiver))
    }

    fn call(&self, verb: &str) -> Call {
        Git::new(&self.surroundings, &self.folder).call(["--no-replace-objects", verb])
    }

    /// The branches that may not be rewritten: the one that the repository names as its own, and those of `onboard.protected`.
    pub(crate) fn protected(&self) -> Result<Vec<String>, StoreError> {
        let head = self.call("symbolic-ref").args(["-q", "HEAD"]).answer()?;
        let listed = self.call("config").args(["--get-all", "onboard.protected"]).answer()?;
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let full = |it: &str| if it.starts_with("refs/") { it.to_owned() } else { format!("refs/heads/{it}") };
        let mut all: Vec<String> = listed.lines().map(str::trim).filter(|it| !it.is_empty()).map(full).collect();
        all.extend(head.succeeded().then(|| head.line()));
        Ok(all)
    }

    /// The commit that a name or an id leads to; `None` for anything else.
    pub(crate) fn commit(&self, named: &str) -> Result<Option<String>, StoreError> {
        let call = self.call("rev-parse").args(["-q", "--verify", "--end-of-options"]);
        let answer = call.arg(format!("{named}^{{commit}}")).answer()?;
        Ok(answer.succeeded().then(|| answer.line()))
    }

    pub(crate) fn is_ancestor(&self, one: &str, other: &str) -> Result<bool, StoreError> {
        let answer = self.call("merge-base").args(["--is-ancestor", one, other]).answer()?;
        match answer.code() {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            _ => Err(answer.fault()),
        }
    }

    /// Where the workspace lies in a commit: empty at the top, a folder with a slash at its end below; the outermost one.
    pub(crate) fn workspace_in(&self, commit: &str) -> Result<Option<String>, StoreError> {
        let answer = self.call("ls-tree").args(["-r", "-z", "--full-tree", commit]).done()?;
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        let files = text.split('\0').filter(|it| it.starts_with(PLAIN)).filter_map(|it| Some(it.split_once('\t')?.1));
        let places = files.filter_map(|it| it.strip_suffix(SETTINGS));
        let places = places.filter(|it| it.is_empty() || it.ends_with('/'));
        Ok(places.min_by_key(|it| (it.matches('/').count(), (*it).to_owned())).map(str::to_owned))
    }

    /// The workspace of a commit in a folder of its own, for as long as it is looked at.
    pub(crate) fn stand(&self, commit: &str, prefix: &str) -> Result<Stand, StoreError> {
        let fault = |source| StoreError::Io { doing: Doing::Write, path: self.folder.clone(), source };
        let folder = tempfile::Builder::new().prefix("onboard-receive-").tempdir_in(&self.folder).map_err(fault)?;
        self.stand_in(folder, commit, prefix)
    }

    fn stand_in(&self, folder: TempDir, commit: &str, prefix: &str) -> Result<Stand, StoreError> {
        let fault = |source| StoreError::Io { doing: Doing::Write, path: self.folder.clone(), source };
        let top = folder.path();
        // As git itself makes the folder of a linked work tree: HEAD of its own, all else of the repository.
        let git = top.join(".git");
        let common = self.folder.canonicalize().map_err(fault)?;
        file::make_folders(&git).map_err(fault)?;
        file::overwrite(&git.join("HEAD"), format!("{commit}\n").as_bytes()).map_err(fault)?;
        file::overwrite(&git.join("commondir"), format!("{}\n", common.display()).as_bytes()).map_err(fault)?;
        let root = top.join(prefix);
        file::make_folders(&root).map_err(fault)?;
        let files = self.files(commit, prefix)?;
        // Enough of a workspace to be found; then it reads its own files.
        file::overwrite(&root.join(SETTINGS), b"").map_err(fault)?;
        let workspace = Workspace::find(&root, self.surroundings.clone())?;
        let ids: Vec<&str> = files.iter().map(|it| it.1.id.as_str()).collect();
        for ((path, _), bytes) in files.iter().zip(workspace.blobs(&ids)?) {
            // What is far too large is the finding of the audit.
            let Some(bytes) = bytes else { continue };
            let target = path.on_disk(&root);
            target.parent().map_or(Ok(()), file::make_folders).map_err(fault)?;
            file::overwrite(&target, &bytes).map_err(fault)?;
        }
        Ok(Stand { workspace, folder })
    }

    /// The files that a workspace is made of; no links.
    fn files(&self, commit: &str, prefix: &str) -> Result<Vec<(RelPath, Blob)>, StoreError> {
        let call = self.call("ls-tree").args(["-r", "-z", "--full-tree", commit, "--"]);
        let call = call.args([SETTINGS, "clients", "process"].map(|it| format!("{prefix}{it}")));
        let answer = call.done()?;
        let text = String::from_utf8_lossy(&answer.stdout).into_owned();
        let file = |line: &str| {
            let (facts, path) = line.split_once('\t')?;
            let [mode, "blob", id] = *facts.split(' ').collect::<Vec<_>>().as_slice() else { return None };
            let path = RelPath::new(path.strip_prefix(prefix)?).ok()?;
            mode.starts_with(PLAIN).then(|| (path, Blob { id: id.to_owned(), is_plain: true }))
        };
        Ok(text.split('\0').filter_map(file).collect())
    }
}

impl Workspace {
    /// This workspace as a commit has it, in a folder of its own.
    pub(crate) fn as_of(&self, commit: &str) -> Result<Stand, StoreError> {
        let place = self.repository()?;
        let receiver = Receiver { folder: place.common.clone(), surroundings: self.surroundings().clone() };
        let folder = tempfile::Builder::new().prefix("onboard-sync-").tempdir();
        let folder = folder.map_err(StoreError::io(Doing::Write, &place.common))?;
        receiver.stand_in(folder, commit, place.prefix())
    }
}

/// A workspace as a commit has it. The folder goes with it.
#[derive(Debug)]
pub(crate) struct Stand {
    pub(crate) workspace: Workspace,
    pub(crate) folder: TempDir,
}
