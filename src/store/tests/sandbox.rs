//! A repository in a folder of its own, with an environment of its own: nobody's settings reach it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use tempfile::TempDir;

use crate::store::{Change, CommitMessage, Done, FileChange, RelPath, StoreError, Surroundings, Workspace, Writing};

pub(super) const ACME: &str = "clients/acme.yaml";
pub(super) const BEFORE: &str = "id: acme\nphase: engagement\n";
pub(super) const AFTER: &str = "id: acme\nphase: agreement\n";

pub(super) struct Desk {
    folder: TempDir,
    pub(super) top: PathBuf,
    /// The workspace: the top, or a folder in it.
    pub(super) root: PathBuf,
    pub(super) environment: BTreeMap<OsString, OsString>,
    pub(super) patience: Duration,
}

impl Desk {
    /// An empty folder, without a repository.
    pub(super) fn bare() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let top = folder.path().canonicalize().expect("its name").join("work");
        fs::create_dir_all(folder.path().join("home")).expect("a home");
        fs::create_dir_all(&top).expect("a folder");
        let mut desk =
            Self { folder, root: top.clone(), top, environment: BTreeMap::new(), patience: Duration::from_secs(60) };
        let home = desk.folder.path().join("home");
        desk.set("PATH", std::env::var_os("PATH").unwrap_or_default());
        desk.set("HOME", &home);
        desk.set("XDG_CONFIG_HOME", home.join(".config"));
        desk.set("GIT_CONFIG_NOSYSTEM", "1");
        desk.set("GIT_AUTHOR_NAME", "Ada Lovelace");
        desk.set("GIT_AUTHOR_EMAIL", "ada@example.ca");
        desk.set("GIT_COMMITTER_NAME", "Grace Hopper");
        desk.set("GIT_COMMITTER_EMAIL", "grace@example.ca");
        desk
    }

    /// A repository with one client in it, committed.
    pub(super) fn new() -> Self {
        Self::with(&[])
    }

    pub(super) fn with(init: &[&str]) -> Self {
        let desk = Self::bare();
        desk.git_all(&[&["init", "-q", "-b", "main"], init].concat());
        desk.fill();
        desk
    }

    pub(super) fn fill(&self) {
        self.write("onboard.yaml", "schema: 1\n");
        self.write(ACME, BEFORE);
        self.write("clients/other.yaml", "id: other\n");
        self.git("add -A");
        self.git("commit -q -m first");
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<OsString>) {
        self.environment.insert(name.into(), value.into());
    }

    pub(super) fn unset(&mut self, prefix: &str) {
        self.environment.retain(|it, _| !it.to_string_lossy().starts_with(prefix));
    }

    pub(super) fn command(&self, program: &str, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.environment).current_dir(folder);
        command
    }

    pub(super) fn git(&self, arguments: &str) -> String {
        self.git_all(&arguments.split_whitespace().collect::<Vec<_>>())
    }

    pub(super) fn git_all(&self, arguments: &[&str]) -> String {
        let output = self.command("git", &self.top).args(arguments).output().expect("git runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Whether git agrees.
    pub(super) fn git_agrees(&self, arguments: &str) -> bool {
        let arguments = arguments.split_whitespace();
        self.command("git", &self.top).args(arguments).output().expect("git runs").status.success()
    }

    pub(super) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    pub(super) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.root.join(path)).expect("a file")
    }

    /// Installs a hook: a shell script.
    pub(super) fn hook(&self, name: &str, script: &str) {
        let folder = self.git("rev-parse --path-format=absolute --git-path hooks");
        self.script(&Path::new(folder.trim()).join(name), script);
    }

    pub(super) fn script(&self, path: &Path, script: &str) {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, format!("#!/bin/sh\n{script}\n")).expect("written");
        self.command("chmod", &self.top).arg("+x").arg(path).status().expect("chmod runs");
    }

    pub(super) fn surroundings(&self) -> Surroundings {
        Surroundings { patience: self.patience, ..Surroundings::new(self.environment.clone()) }
    }

    pub(super) fn workspace(&self) -> Workspace {
        Workspace::find(&self.root, self.surroundings()).expect("a workspace")
    }

    /// The change that most tests make.
    pub(super) fn advance(&self) -> Result<Done, StoreError> {
        self.workspace().change(change(ACME, Some(BEFORE), Some(AFTER)))
    }

    /// After a change that succeeded: nothing left over, nothing in doubt.
    pub(super) fn assert_clean(&self) {
        assert_eq!(self.git("status --porcelain"), "");
        // Without a look at the files first: the index itself must be right.
        assert!(self.git_agrees("diff-files --quiet"), "the index does not know its files");
        self.assert_tidy();
    }

    /// Whatever happened: git is sound, and nothing of ours lies about.
    pub(super) fn assert_sound(&self) {
        let output =
            self.command("git", &self.top).args(["fsck", "--strict", "--no-dangling"]).output().expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let own = PathBuf::from(self.git("rev-parse --absolute-git-dir").trim());
        let common = PathBuf::from(self.git("rev-parse --path-format=absolute --git-common-dir").trim());
        let lock = fs::read_to_string(common.join("onboard.lock")).unwrap_or_default();
        assert!(lock.lines().nth(1).is_none_or(|it| it.starts_with('-')), "the note is still there: {lock}");
        assert!(!own.join("index.lock").exists(), "the lock of the index is still there");
        let left: Vec<_> =
            fs::read_dir(self.root.join("clients")).expect("clients").flatten().map(|it| it.file_name()).collect();
        assert!(!left.iter().any(|it| it.to_string_lossy().ends_with(".onboard")), "{left:?}");
    }

    /// And no rubbish of ours in the folder of git either; a killed change may leave some to the next.
    pub(super) fn assert_tidy(&self) {
        self.assert_sound();
        let own = PathBuf::from(self.git("rev-parse --absolute-git-dir").trim());
        let drawer = fs::read_dir(own.join("onboard-change"))
            .map(|it| it.flatten().map(|it| it.file_name()).collect::<Vec<_>>());
        assert!(drawer.as_ref().is_ok_and(Vec::is_empty) || drawer.is_err(), "{drawer:?}");
    }

    /// After a change that failed: as if it had never been tried.
    pub(super) fn assert_untouched(&self, as_before: &Picture) {
        assert_eq!(&self.picture(), as_before);
        self.assert_tidy();
    }

    /// Everything that a failed change must leave as it was.
    pub(super) fn picture(&self) -> Picture {
        Picture {
            head: self.git("log --format=%H --all"),
            status: self.git("status --porcelain=v2 --branch --untracked-files=all"),
            index: self.git("ls-files -s"),
            files: self
                .git_all(&["ls-files", "-z"])
                .split_terminator('\0')
                .map(|it| fs::read(self.top.join(it)).ok())
                .collect(),
        }
    }

    /// What the branch holds, read without `git`.
    pub(super) fn commits_untouched(&self) -> String {
        fs::read_to_string(self.top.join(".git/refs/heads/main")).expect("a branch")
    }

    pub(super) fn commits(&self) -> usize {
        self.git("rev-list --count HEAD").trim().parse().expect("a number")
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Picture {
    head: String,
    status: String,
    index: String,
    files: Vec<Option<Vec<u8>>>,
}

pub(super) fn change(path: &str, before: Option<&str>, after: Option<&str>) -> Change {
    let bytes = |it: Option<&str>| it.map(|it| it.as_bytes().to_vec());
    Change {
        files: vec![FileChange { path: rel(path), before: bytes(before), after: bytes(after) }],
        message: CommitMessage {
            subject: "acme: engagement -> agreement".to_owned(),
            body: "because it is time".to_owned(),
            trailers: vec![("Onboard-Client".to_owned(), "acme".to_owned())],
        },
        writing: Writing::Commit,
        when: None,
    }
}

pub(super) fn rel(path: &str) -> RelPath {
    RelPath::new(path).expect("a good path")
}
