//! Disk and git: bytes and paths, not YAML. The only room that opens files, and the only one that knows git. It looks up
//! nothing in the environment and prints nothing; what it needs comes with `Surroundings`, what it has to say goes back
//! as `StoreError` and `Done`. How a change is made, and survives a kill at any instant: `change`.

mod anchor;
mod branch;
mod change;
mod clients;
mod condition;
mod configuration;
mod conversion;
mod diff;
mod draft;
mod entries;
mod error;
mod file;
mod folder;
mod history;
mod hook_files;
mod hooked;
mod hooks;
mod identity;
mod index;
mod lock;
mod logs;
mod memory;
mod message;
mod note;
mod path;
mod place;
mod program;
mod program_way;
mod pulse;
mod quick_way;
mod receive;
mod recovery;
mod say;
mod scratch;
mod settings;
mod signing;
mod stamp;
mod surroundings;
mod sync;
mod testing;
mod trail;
mod tree;
mod work;
mod workspace;

#[cfg(test)]
mod tests;

pub(crate) use change::{Change, Done, FileChange, Turn, Writing};
pub(crate) use clients::Inventory;
pub(crate) use condition::{CommitGraph, remove_leftover};
pub(crate) use diff::diff;
pub(crate) use draft::{Draft, Kept};
pub(crate) use error::{StoreError, StoreKind};
pub(crate) use file::{new_folder, read_any, write_any};
pub(crate) use folder::{OutputFolder, Written};
pub(crate) use history::CommitFacts;
pub(crate) use hook_files::{HookFolder, HookKeeper};
#[cfg(test)]
pub(crate) use identity::CommitTime;
pub(crate) use memory::Moment;
pub(crate) use message::CommitMessage;
pub(crate) use path::RelPath;
pub(crate) use receive::{Push, Receiver, Stand};
pub(crate) use scratch::Scratch;
pub(crate) use signing::CommitSigning;
pub(crate) use surroundings::{Surroundings, Waiting};
pub(crate) use sync::{
    Asking, Blend, Chosen, Fetched, Forward, Moving, Pushed, Replay, Replayed, Sides, Stop, StopKind, Upstream,
};
pub(crate) use trail::{Blob, Keys, Onto, PathChange, SealTag, Signature, Trail, TrailCommit};
#[cfg(test)]
pub(crate) use workspace::Head;
pub(crate) use workspace::{SETTINGS, Workspace};
