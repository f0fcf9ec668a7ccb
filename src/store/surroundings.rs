//! What the store needs to know of the world outside and may not look up itself.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::time::Duration;

/// The environment for the `git` program and its hooks, and how long to wait for others.
#[derive(Debug, Clone)]
pub(crate) struct Surroundings {
    /// Every variable of the environment (`std::env::vars_os().collect()`). The `git` program, hooks and signers get
    /// these and nothing else; `GIT_AUTHOR_*`, `GIT_COMMITTER_*`, `HOME` and the like are looked up here.
    pub(crate) environment: BTreeMap<OsString, OsString>,
    /// How long a change waits for another one to end.
    pub(crate) patience: Duration,
    pub(super) objects: Objects,
}

/// Where objects are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Objects {
    OfTheRepository,
    /// Where the environment says, for as long as a push waits for its verdict.
    InQuarantine,
}

impl Surroundings {
    /// The patience a person has.
    pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

    pub(crate) fn new(environment: BTreeMap<OsString, OsString>) -> Self {
        Self { environment, patience: Self::PATIENCE, objects: Objects::OfTheRepository }
    }

    /// The same in a hook of a push: what has come is looked for where git has put it for the time being.
    #[must_use]
    pub(super) fn in_quarantine(self) -> Self {
        Self { objects: Objects::InQuarantine, ..self }
    }

    /// The `git` program, looked up on the `PATH` once: the system starts a program that it need not look for by a quicker
    /// way, in a third of the time.
    pub(super) fn git(&self) -> PathBuf {
        let path = self.environment.get(OsStr::new("PATH"));
        let folders = path.filter(|_| cfg!(unix)).map(std::env::split_paths);
        let mut candidates = folders.into_iter().flatten().filter(|it| it.is_absolute()).map(|it| it.join("git"));
        candidates.find(|it| it.is_file()).unwrap_or_else(|| PathBuf::from("git"))
    }
}
