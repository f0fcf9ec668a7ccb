//! What the store needs to know of the world outside and may not look up itself.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The environment for the `git` program and its hooks, and how long to wait for others.
#[derive(Debug, Clone)]
pub(crate) struct Surroundings {
    /// Every variable of the environment (`std::env::vars_os().collect()`). The `git` program, hooks and signers get
    /// these and nothing else; `GIT_AUTHOR_*`, `GIT_COMMITTER_*`, `HOME` and the like are looked up here.
    pub(crate) environment: BTreeMap<OsString, OsString>,
    /// How long a change waits for a program that does not know us: for git.
    pub(crate) patience: Duration,
    /// Told when a change has to wait for others.
    pub(super) waiting: Waiting,
    pub(super) objects: Objects,
}

/// What is to be done when a change has to wait: `onboard` says so on a terminal.
#[derive(Clone, Default)]
pub(crate) struct Waiting(Option<Arc<Tell>>);

type Tell = dyn Fn(&str) + Send + Sync;

impl Waiting {
    pub(crate) fn with(tell: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(tell)))
    }

    /// `holder` is who it waits for: a process, and what it does.
    pub(super) fn tell(&self, holder: &str) {
        if let Some(tell) = &self.0 {
            tell(holder);
        }
    }
}

impl fmt::Debug for Waiting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Waiting(told)" } else { "Waiting(silent)" })
    }
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
        let waiting = Waiting::default();
        Self { environment, patience: Self::PATIENCE, waiting, objects: Objects::OfTheRepository }
    }

    /// The same; whoever has to wait is told of.
    #[must_use]
    pub(crate) fn telling(self, waiting: Waiting) -> Self {
        Self { waiting, ..self }
    }

    /// How long a change waits for another one that does not get on: a hook may be at work, or a person asked for a
    /// passphrase. One minute.
    pub(super) fn patience_with_one(&self) -> Duration {
        self.patience * 6
    }

    /// How long a change waits in a queue that gets on. Ten minutes.
    pub(super) fn patience_with_all(&self) -> Duration {
        self.patience * 60
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
