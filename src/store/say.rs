//! Which sentence of the catalog tells of which fault, and what to do about it.

use std::path::Path;

use super::StoreError;
use super::error::{Doing, Operation};
use super::signing::CommitSigning;
use crate::model::{Message, is_hidden};

impl StoreError {
    /// What is wrong, and where.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::NoWorkspace { start } => Message::new("store.no-workspace").with("path", shown(start)),
            Self::NoClient { id, .. } => Message::new("store.no-client").with("id", id.as_str()),
            Self::Duplicate { id, first, second } => {
                let message = Message::new("store.duplicate").with("id", id.as_str());
                message.with("first", first.as_str()).with("second", second.as_str())
            }
            Self::NotAnId { path, source } => {
                Message::new("store.not-an-id").with("path", path.as_str()).with("why", source.message())
            }
            Self::Ending { path } => Message::new("store.ending").with("path", path.as_str()),
            Self::BadPath { path } => Message::new("store.bad-path").with("path", harmless(path)),
            Self::Symlink { path } => Message::new("store.symlink").with("path", path.as_str()),
            Self::NotAFile { path } => Message::new("store.not-a-file").with("path", path.as_str()),
            Self::TooLarge { path, limit } => {
                let kilobytes = i64::try_from(limit / 1024).unwrap_or(i64::MAX);
                Message::new("store.too-large").with("path", path.as_str()).with("limit", kilobytes)
            }
            Self::NoFile { path } => Message::new("store.no-file").with("path", path.as_str()),
            Self::Exists { path } => Message::new("store.exists").with("path", path.as_str()),
            Self::NotEmpty { path } => Message::new("store.not-empty").with("path", shown(path)),
            Self::NotOurs { path } => Message::new("store.not-ours").with("path", shown(path)),
            Self::InTheWay { path } => Message::new("store.in-the-way").with("path", shown(path)),
            Self::Changed { path } => Message::new("store.changed").with("path", path.as_str()),
            Self::Dirty { path } => Message::new("store.dirty").with("path", path.as_str()),
            Self::Overtaken { path } => Message::new("store.overtaken").with("path", path.as_str()),
            Self::Busy => Message::new("store.busy"),
            Self::Io { doing, path, source } => {
                Message::new(doing_key(*doing)).with("path", shown(path)).with("why", source.to_string())
            }
            Self::NoRepository { root } => Message::new("store.no-repository").with("path", shown(root)),
            Self::Detached => Message::new("store.detached"),
            Self::InProgress { operation } => Message::new(operation_key(*operation)),
            Self::NoIdentity { said } => {
                // The last line is the reason; above it git gives advice of its own, which is not for our case.
                Message::new("store.no-identity").with("said", on_new_line(said.lines().last().unwrap_or_default()))
            }
            Self::Locked { path, holder } => {
                Message::new("store.locked").with("path", shown(path)).with("holder", harmless(holder))
            }
            Self::GitLocked { path } => Message::new("store.git-locked").with("path", shown(path)),
            Self::Interrupted { .. } => Message::new("store.interrupted"),
            Self::Hook { name, said } => Message::new("store.hook").with("name", *name).with("said", on_new_line(said)),
            Self::HookEmptied { name } => Message::new("store.hook-emptied").with("name", *name),
            Self::Signing { said, .. } => Message::new("store.signing").with("said", on_new_line(said)),
            Self::Git { command, said } => {
                Message::new("store.git").with("command", command.as_str()).with("said", on_new_line(said))
            }
            Self::NoGit { source } => Message::new("store.no-git").with("why", source.to_string()),
            Self::Library { doing, source } => {
                Message::new("store.library").with("doing", *doing).with("why", harmless(source.message()))
            }
            Self::NotRestored { path, first, source } => {
                let message = Message::new("store.not-restored").with("path", path.as_str());
                message.with("first", first.message()).with("why", source.to_string())
            }
        }
    }

    /// What to do about it.
    pub(crate) fn help(&self) -> Vec<Message> {
        match self {
            Self::NoWorkspace { .. } => vec![Message::new("store.no-workspace.help")],
            Self::NotEmpty { .. } => vec![Message::new("store.not-empty.help")],
            Self::NotOurs { .. } => vec![Message::new("store.not-ours.help")],
            Self::InTheWay { .. } => vec![Message::new("store.in-the-way.help")],
            Self::NoClient { near, .. } => {
                let near = near.iter().map(|it| Message::new("store.near").with("id", it.as_str()));
                near.chain([Message::new("store.no-client.help")]).collect()
            }
            Self::Duplicate { .. } => vec![Message::new("store.duplicate.help")],
            Self::NotAnId { .. } | Self::Ending { .. } => vec![Message::new("store.rename.help")],
            Self::Symlink { .. } => vec![Message::new("store.symlink.help")],
            Self::Exists { .. } => vec![Message::new("store.exists.help")],
            Self::Changed { .. } | Self::Overtaken { .. } | Self::Busy => vec![Message::new("store.again.help")],
            Self::Dirty { path } => {
                let path = path.as_str();
                vec![
                    Message::new("store.dirty.commit").with("path", path),
                    Message::new("store.dirty.undo").with("path", path),
                ]
            }
            Self::NoRepository { .. } => vec![Message::new("store.no-repository.help")],
            Self::Detached => vec![Message::new("store.detached.help")],
            Self::InProgress { operation } => {
                vec![Message::new("store.in-progress.help").with("command", command(*operation))]
            }
            Self::NoIdentity { .. } => {
                vec![Message::new("store.no-identity.name"), Message::new("store.no-identity.email")]
            }
            Self::Locked { .. } => vec![Message::new("store.locked.help")],
            Self::GitLocked { path } => vec![Message::new("store.git-locked.help").with("path", shown(path))],
            Self::Hook { .. } | Self::HookEmptied { .. } => vec![Message::new("store.hook.help")],
            Self::Signing { asked: CommitSigning::Always, .. } => {
                vec![Message::new("store.signing-always.help"), Message::new("store.signing-key.help")]
            }
            Self::Signing { asked: CommitSigning::Inherit | CommitSigning::Never, .. } => {
                vec![Message::new("store.signing.help")]
            }
            Self::NoGit { .. } => vec![Message::new("store.no-git.help")],
            Self::NotRestored { .. } => vec![Message::new("store.not-restored.help")],
            Self::BadPath { .. }
            | Self::NotAFile { .. }
            | Self::TooLarge { .. }
            | Self::NoFile { .. }
            | Self::Io { .. }
            | Self::Interrupted { .. }
            | Self::Git { .. }
            | Self::Library { .. } => Vec::new(),
        }
    }
}

fn doing_key(doing: Doing) -> &'static str {
    match doing {
        Doing::Read => "store.io-read",
        Doing::Write => "store.io-write",
        Doing::List => "store.io-list",
        Doing::Lock => "store.io-lock",
    }
}

fn operation_key(operation: Operation) -> &'static str {
    match operation {
        Operation::Merge => "store.in-merge",
        Operation::Rebase => "store.in-rebase",
        Operation::CherryPick => "store.in-cherry-pick",
        Operation::Revert => "store.in-revert",
        Operation::Bisect => "store.in-bisect",
    }
}

fn command(operation: Operation) -> &'static str {
    match operation {
        Operation::Merge => "git merge --abort",
        Operation::Rebase => "git rebase --abort",
        Operation::CherryPick => "git cherry-pick --abort",
        Operation::Revert => "git revert --abort",
        Operation::Bisect => "git bisect reset",
    }
}

fn shown(path: &Path) -> String {
    harmless(&path.to_string_lossy())
}

/// What another program said, below our own sentence.
fn on_new_line(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!("\n{}", harmless(said)) }
}

/// What comes from outside must not move the cursor.
fn harmless(text: &str) -> String {
    text.chars().map(|it| if is_hidden(it) { '\u{fffd}' } else { it }).collect()
}
