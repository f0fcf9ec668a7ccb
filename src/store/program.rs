//! The `git` program: how it is called, and what it answered. It sees the environment it is given, less the variables
//! that would point it at another repository (as git itself does when it goes into a submodule).

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use super::StoreError;
use super::surroundings::{Objects, Surroundings};
use crate::interrupt::{self, Stoppable};

/// Set by git for its hooks and by people who keep their repository elsewhere: the repository of a workspace is the one
/// that the workspace lies in.
const ELSEWHERE: [&str; 13] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_DEFAULT_HASH",
    "GIT_DEFAULT_REF_FORMAT",
];

/// Those of them that lead to the objects of a push, while these are in quarantine.
const QUARANTINE: [&str; 2] = ["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"];

/// What fits into a pipe before anybody reads.
const FITS: usize = 16 * 1024;

/// The `git` program in one folder.
#[derive(Debug)]
pub(super) struct Git<'a> {
    environment: &'a BTreeMap<OsString, OsString>,
    program: PathBuf,
    folder: PathBuf,
    objects: Objects,
}

/// One call that is being prepared.
#[derive(Debug)]
pub(super) struct Call {
    command: Command,
    input: Vec<u8>,
    name: String,
    /// Whether it could take long, and is asked to stop when a signal comes.
    stoppable: bool,
}

/// What came back.
#[derive(Debug)]
pub(super) struct Answer {
    status: ExitStatus,
    pub(super) stdout: Vec<u8>,
    stderr: Vec<u8>,
    name: String,
}

impl<'a> Git<'a> {
    pub(super) fn new(surroundings: &'a Surroundings, folder: &Path) -> Self {
        let (program, objects) = (surroundings.git(), surroundings.objects);
        Self { environment: &surroundings.environment, program, folder: folder.to_owned(), objects }
    }

    pub(super) fn call<I>(&self, arguments: I) -> Call
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        let mut call = self.program(&self.program);
        call.command.args(arguments);
        call.name = name_of(&call.command);
        call
    }

    /// Any other program, in the same folder and with the same environment.
    pub(super) fn program(&self, program: impl AsRef<OsStr>) -> Call {
        let mut command = Command::new(program);
        command.env_clear().envs(self.environment.iter().filter(|(name, _)| self.passes(name)));
        command.current_dir(&self.folder).stdin(Stdio::null());
        let name = name_of(&command);
        Call { command, input: Vec::new(), name, stoppable: false }
    }

    fn passes(&self, name: &OsStr) -> bool {
        let leads_to_it = self.objects == Objects::InQuarantine && QUARANTINE.iter().any(|it| name == *it);
        leads_to_it || !ELSEWHERE.iter().any(|it| name == *it)
    }

    pub(super) fn variable(&self, name: &str) -> Option<&'a str> {
        self.environment.get(OsStr::new(name)).and_then(|it| it.to_str())
    }
}

/// `git update-index`: enough to know which step it was, without paths and ids.
fn name_of(command: &Command) -> String {
    let verb = command.get_args().filter_map(OsStr::to_str).find(|it| !it.starts_with('-') && !it.contains('='));
    let program = Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    verb.map_or(program.clone(), |verb| format!("{program} {verb}"))
}

impl Call {
    pub(super) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.command.arg(argument);
        self
    }

    pub(super) fn args<I>(mut self, arguments: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<OsStr>,
    {
        self.command.args(arguments);
        self
    }

    pub(super) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub(super) fn envs(mut self, pairs: &[(&'static str, String)]) -> Self {
        self.command.envs(pairs.iter().map(|(name, value)| (name, value)));
        self
    }

    /// Works on that index instead of the repository's own.
    pub(super) fn index(self, index: &Path) -> Self {
        self.env("GIT_INDEX_FILE", index)
    }

    pub(super) fn input(mut self, bytes: Vec<u8>) -> Self {
        self.input = bytes;
        self
    }

    /// It could take long: a signal to us stops it, too.
    pub(super) fn stoppable(mut self) -> Self {
        self.stoppable = true;
        self
    }

    /// Runs it to its end, whatever that is.
    pub(super) fn answer(self) -> Result<Answer, StoreError> {
        let running = self.start()?;
        running.answer()
    }

    /// Runs it, and goes on meanwhile.
    pub(super) fn start(mut self) -> Result<Running, StoreError> {
        if !self.input.is_empty() {
            self.command.stdin(Stdio::piped());
        }
        self.command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().map_err(|source| StoreError::NoGit { source })?;
        if let Some(mut pipe) = child.stdin.take() {
            // A program that ends without reading says so with its status.
            if self.input.len() <= FITS {
                pipe.write_all(&self.input).ok();
            } else {
                // It may answer before it has heard all: then neither of the two may wait for the other.
                let input = self.input;
                std::thread::spawn(move || pipe.write_all(&input).ok());
            }
        }
        let stoppable = self.stoppable.then(|| interrupt::stoppable(child.id()));
        Ok(Running { child, name: self.name, _stoppable: stoppable })
    }

    /// Runs it to its end; anything but success is a fault.
    pub(super) fn done(self) -> Result<Answer, StoreError> {
        let answer = self.answer()?;
        if answer.succeeded() { Ok(answer) } else { Err(answer.fault()) }
    }

    /// Runs it with everything it says going into `log`. Not through a pipe: what a hook leaves in the background would
    /// keep a pipe open.
    pub(super) fn into_file(mut self, log: &File) -> Result<bool, StoreError> {
        let no_git = |source| StoreError::NoGit { source };
        self.command.stdout(log.try_clone().map_err(no_git)?).stderr(log.try_clone().map_err(no_git)?);
        let mut child = self.command.spawn().map_err(no_git)?;
        let stoppable = self.stoppable.then(|| interrupt::stoppable(child.id()));
        let status = child.wait().map_err(no_git)?;
        drop(stoppable);
        Ok(status.success())
    }
}

/// A call under way.
#[derive(Debug)]
#[must_use = "wait for the answer"]
pub(super) struct Running {
    child: std::process::Child,
    name: String,
    _stoppable: Option<Stoppable>,
}

impl Running {
    pub(super) fn answer(self) -> Result<Answer, StoreError> {
        let output = self.child.wait_with_output().map_err(|source| StoreError::NoGit { source })?;
        Ok(Answer { status: output.status, stdout: output.stdout, stderr: output.stderr, name: self.name })
    }
}

impl Answer {
    pub(super) fn succeeded(&self) -> bool {
        self.status.success()
    }

    pub(super) fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// Whether there is what was asked for: git answers 1 where there is not. Anything else is no answer, and never "no": the
    /// repository may not be ours to read.
    pub(super) fn found(&self) -> Result<bool, StoreError> {
        match self.code() {
            Some(0) => Ok(true),
            Some(1) => Ok(false),
            _ => Err(self.fault()),
        }
    }

    /// The first line of what it printed.
    pub(super) fn line(&self) -> String {
        String::from_utf8_lossy(&self.stdout).lines().next().unwrap_or_default().trim_end().to_owned()
    }

    /// All that it printed, without its last line break.
    pub(super) fn text(&self) -> String {
        let text = String::from_utf8_lossy(&self.stdout).into_owned();
        text.strip_suffix('\n').map_or(text.clone(), str::to_owned)
    }

    /// What it said about its failure.
    pub(super) fn said(&self) -> String {
        String::from_utf8_lossy(&self.stderr).trim().to_owned()
    }

    /// Whether git was ended by the signal that ends this program: Ctrl-C at a terminal reaches both.
    pub(super) fn interrupted(&self) -> Option<StoreError> {
        let signal = interrupt::pending().filter(|_| self.code().is_none())?;
        Some(StoreError::Interrupted { signal })
    }

    pub(super) fn fault(&self) -> StoreError {
        if let Some(interrupted) = self.interrupted() {
            return interrupted;
        }
        let said = if self.said().is_empty() { self.status.to_string() } else { self.said() };
        StoreError::Git { command: self.name.clone(), said }
    }
}
