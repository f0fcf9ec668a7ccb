//! Bringing a branch together with the one that others push to: talking to the remote (`talk`), putting the commits of this
//! copy on top of those of the remote (`replay`, `blend`), and going there with branch, index and work tree (`forward`).
//!
//! The network is asked while nobody is kept waiting. The rest is one turn: commits are made in memory first, as objects that
//! nothing refers to; the branch goes to them as in every change (`change`), so that a kill at any instant leaves all as it
//! was, or all done.

mod blend;
mod forward;
mod local;
mod replay;
mod talk;

use super::change::Turn;
use super::entries::{self, Tip};
use super::lock::Lock;
use super::place::GitPlace;
use super::program::Git;
use super::settings::Settings;
use super::workspace::Workspace;
use super::{RelPath, StoreError};

pub(crate) use forward::Forward;
pub(crate) use replay::{Replay, Replayed, Stop, StopKind};
pub(crate) use talk::{Asking, Chosen, Fetched, Pushed, Upstream};

/// What becomes of a file that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Blend {
    /// It is merged as a text.
    AsText,
    Into(Vec<u8>),
    /// The blender knows why.
    Clash,
}

/// A file that both sides changed: as both began with it, as the remote has it, and as the commit of this copy has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sides {
    pub(crate) path: RelPath,
    pub(crate) base: Option<Vec<u8>>,
    pub(crate) theirs: Vec<u8>,
    pub(crate) ours: Vec<u8>,
}

/// Merges a file of the workspace.
pub(crate) type Blender<'f> = &'f dyn Fn(&Sides) -> Blend;

/// A turn that takes the branch to other commits.
#[derive(Debug)]
#[must_use = "while it is held, nobody else writes"]
pub(crate) struct Moving<'a> {
    workspace: &'a Workspace,
    place: &'a GitPlace,
    git: Git<'a>,
    lock: Lock,
    settings: Settings,
    tip: Tip,
}

impl<'a> Turn<'a> {
    /// Refuses a detached HEAD, and while a job of git's waits for its end.
    pub(crate) fn moving(self) -> Result<Moving<'a>, StoreError> {
        let workspace = self.workspace();
        let (place, lock, settings) = self.in_repository()?;
        let git = workspace.git(place);
        let tip = entries::tip(&git)?;
        Ok(Moving { workspace, place, git, lock, settings, tip })
    }
}

impl Moving<'_> {
    /// The commit that the branch is at; none before the first one.
    pub(crate) fn tip(&self) -> Option<&str> {
        self.tip.commit.as_deref()
    }
}
