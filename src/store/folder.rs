//! A folder of files that the program makes and keeps up to date, such as a site. A list in the folder says which files are
//! ours: only those are replaced or taken away, and what a person put there stays.
#![expect(clippy::disallowed_methods, reason = "files that can be made again need no lock and no flush to the disk")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::error::Doing;
use super::memory::{Moment, Stamp};
use super::{RelPath, StoreError, file};

/// The list of our files.
const LIST: &str = ".onboard-files";
/// What the list begins with: it makes a folder ours.
const HEAD: &str = "# Made by `onboard dashboard`. Only the files listed here are replaced or removed by it.\n";

/// A folder that is ours, or is going to be.
#[derive(Debug)]
pub(crate) struct OutputFolder {
    root: PathBuf,
    /// The files that were made before.
    ours: BTreeSet<RelPath>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    New,
    Changed,
    /// It was the same already, and was not touched.
    Same,
}

impl OutputFolder {
    /// A folder that is not there yet, is empty, or was made by us.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        file::make_folders(path).map_err(StoreError::io(Doing::Write, path))?;
        let root = super::place::resolved(path)?;
        let list = RelPath::new(LIST)?;
        if file::look(&root, &list)?.is_some() {
            let bytes = fs::read(list.on_disk(&root)).map_err(StoreError::io(Doing::Read, &root))?;
            let text = String::from_utf8_lossy(&bytes);
            let ours = text.strip_prefix(HEAD).ok_or_else(|| StoreError::NotOurs { path: path.to_owned() })?;
            let ours = ours.lines().filter_map(|it| RelPath::new(it).ok()).collect();
            return Ok(Self { root, ours });
        }
        // A list that was never finished is all that a run leaves that is killed before it made anything.
        let unfinished = file::unfinished(&list.on_disk(&root));
        for entry in fs::read_dir(&root).map_err(StoreError::io(Doing::List, &root))? {
            if !entry.is_ok_and(|it| it.path() == unfinished) {
                return Err(StoreError::NotOurs { path: path.to_owned() });
            }
        }
        Ok(Self { root, ours: BTreeSet::new() })
    }

    /// Says in the list which files are going to be made, before the first of them is: whatever happens then, they are
    /// known as ours. Refused when one of them is there and is not.
    pub(crate) fn announce(&mut self, files: &BTreeSet<RelPath>) -> Result<(), StoreError> {
        for path in files.difference(&self.ours) {
            if path.on_disk(&self.root).symlink_metadata().is_ok() {
                return Err(StoreError::InTheWay { path: path.on_disk(&self.root) });
            }
        }
        let all: BTreeSet<RelPath> = self.ours.union(files).cloned().collect();
        if all != self.ours || self.ours.is_empty() {
            self.note(&all)?;
            self.ours = all;
        }
        Ok(())
    }

    /// Makes a file say this. One that says it already is not touched.
    pub(crate) fn write(&self, path: &RelPath, bytes: &[u8]) -> Result<Written, StoreError> {
        let found = file::look(&self.root, path)?;
        let place = path.on_disk(&self.root);
        let same_size = |it: &fs::Metadata| it.len() == bytes.len() as u64;
        if found.as_ref().is_some_and(same_size) && fs::read(&place).is_ok_and(|it| it == bytes) {
            return Ok(Written::Same);
        }
        replace(&place, bytes).map_err(StoreError::io(Doing::Write, place))?;
        Ok(if found.is_some() { Written::Changed } else { Written::New })
    }

    /// Takes away what was made before and is not wanted any more; gives how many files that were.
    pub(crate) fn keep_only(&mut self, files: &BTreeSet<RelPath>) -> Result<usize, StoreError> {
        let left_over: Vec<RelPath> = self.ours.difference(files).cloned().collect();
        let mut removed = 0;
        for path in &left_over {
            // A link, or a folder, in the place of our file is somebody else's.
            if let Ok(Some(_)) = file::look(&self.root, path) {
                let place = path.on_disk(&self.root);
                file::remove(&place).map_err(StoreError::io(Doing::Write, place))?;
                removed += 1;
            }
            self.remove_empty_folders(path);
        }
        if !left_over.is_empty() {
            self.note(files)?;
            self.ours.clone_from(files);
        }
        Ok(removed)
    }

    /// The bytes of one of our files; nothing for any other.
    pub(crate) fn read(&self, path: &RelPath) -> Option<Vec<u8>> {
        if !self.ours.contains(path) || !matches!(file::look(&self.root, path), Ok(Some(_))) {
            return None;
        }
        fs::read(path.on_disk(&self.root)).ok()
    }

    /// The stamp of one of our files at this moment; none for one that is not there, and where [`super::Workspace::stamp`] has
    /// none either.
    pub(crate) fn stamp(&self, path: &RelPath, moment: &Moment) -> Option<Stamp> {
        moment.stamp(&self.root, path).filter(|_| self.ours.contains(path))
    }

    /// The folders that a file was in go with it, when nothing else is in them.
    fn remove_empty_folders(&self, path: &RelPath) {
        let steps: Vec<&str> = path.steps().collect();
        for step in steps.iter().rev().skip(1) {
            let folder = step.split('/').fold(self.root.clone(), |at, it| at.join(it));
            // One that holds something stays, and so do those above it.
            if fs::remove_dir(folder).is_err() {
                return;
            }
        }
    }

    fn note(&self, files: &BTreeSet<RelPath>) -> Result<(), StoreError> {
        let lines: String = files.iter().flat_map(|it| [it.as_str(), "\n"]).collect();
        let list = RelPath::new(LIST)?.on_disk(&self.root);
        replace(&list, format!("{HEAD}{lines}").as_bytes()).map_err(StoreError::io(Doing::Write, list))
    }
}

/// Whoever looks sees the old file or the new one.
fn replace(place: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = file::unfinished(place);
    let written = match fs::write(&unfinished, bytes) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            file::make_folders(place.parent().unwrap_or(place)).and_then(|()| fs::write(&unfinished, bytes))
        }
        written => written,
    };
    let replaced = written.and_then(|()| fs::rename(&unfinished, place));
    if replaced.is_err() {
        // Half a file helps nobody, least of all on a full disk.
        file::remove(&unfinished).ok();
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[&str]) -> BTreeSet<RelPath> {
        names.iter().map(|it| RelPath::new(it).expect("a path")).collect()
    }

    fn make(at: &Path, names: &[&str]) -> Result<usize, StoreError> {
        let mut folder = OutputFolder::open(at)?;
        let files = paths(names);
        folder.announce(&files)?;
        for path in &files {
            folder.write(path, path.as_str().as_bytes())?;
        }
        folder.keep_only(&files)
    }

    fn all(at: &Path) -> Vec<String> {
        let mut found = Vec::new();
        let mut open = vec![at.to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    found.push(path.strip_prefix(at).expect("inside").display().to_string());
                }
            }
        }
        found.sort();
        found
    }

    #[test]
    fn what_is_ours_is_kept_up_to_date_and_what_is_not_stays() {
        let desk = tempfile::tempdir().expect("a folder");
        let site = desk.path().join("site");
        make(&site, &["index.html", "en/a.html", "en/old/b.html"]).expect("made");
        fs::write(site.join("CNAME"), "a person's").expect("written");
        assert_eq!(make(&site, &["index.html", "en/a.html"]).expect("made"), 1);
        assert_eq!(all(&site), [LIST, "CNAME", "en/a.html", "index.html"]);
        assert!(!site.join("en/old").exists(), "an empty folder goes with its last file");
    }

    #[test]
    fn a_file_that_says_the_same_is_not_touched() {
        let desk = tempfile::tempdir().expect("a folder");
        let mut folder = OutputFolder::open(desk.path()).expect("an empty folder");
        let path = RelPath::new("a/b.html").expect("a path");
        folder.announce(&BTreeSet::from([path.clone()])).expect("announced");
        assert_eq!(folder.write(&path, b"one").expect("written"), Written::New);
        assert_eq!(folder.write(&path, b"one").expect("written"), Written::Same);
        assert_eq!(folder.write(&path, b"two").expect("written"), Written::Changed);
        assert_eq!(folder.read(&path).as_deref(), Some(&b"two"[..]));
    }

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let desk = tempfile::tempdir().expect("a folder");
        fs::write(desk.path().join("thesis.odt"), "mine").expect("written");
        assert!(matches!(OutputFolder::open(desk.path()), Err(StoreError::NotOurs { .. })));
        let other = desk.path().join("other");
        fs::create_dir(&other).expect("made");
        fs::write(other.join(LIST), "index.html\n").expect("written");
        assert!(matches!(OutputFolder::open(&other), Err(StoreError::NotOurs { .. })), "a list that is not ours");
    }

    #[test]
    fn a_file_in_the_way_is_not_replaced() {
        let desk = tempfile::tempdir().expect("a folder");
        make(desk.path(), &["index.html"]).expect("made");
        fs::create_dir(desk.path().join("en")).expect("made");
        fs::write(desk.path().join("en/a.html"), "a person's").expect("written");
        assert!(matches!(make(desk.path(), &["index.html", "en/a.html"]), Err(StoreError::InTheWay { .. })));
        assert_eq!(fs::read_to_string(desk.path().join("en/a.html")).expect("there"), "a person's");
    }

    #[test]
    fn what_a_killed_run_leaves_is_known_to_the_next_one() {
        let desk = tempfile::tempdir().expect("a folder");
        let list = file::unfinished(&desk.path().join(LIST));
        fs::write(&list, HEAD).expect("written");
        make(desk.path(), &["index.html"]).expect("made");
        assert_eq!(all(desk.path()), [LIST, "index.html"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_neither_followed_nor_taken_away() {
        let desk = tempfile::tempdir().expect("a folder");
        let site = desk.path().join("site");
        make(&site, &["index.html", "en/a.html"]).expect("made");
        let target = desk.path().join("target");
        fs::write(&target, "a person's").expect("written");
        fs::remove_file(site.join("index.html")).expect("removed");
        std::os::unix::fs::symlink(&target, site.join("index.html")).expect("linked");
        assert!(matches!(make(&site, &["index.html"]), Err(StoreError::Symlink { .. })));
        make(&site, &[]).expect("made");
        assert_eq!(fs::read_to_string(&target).expect("there"), "a person's");
        assert!(site.join("index.html").symlink_metadata().is_ok());
    }
}
