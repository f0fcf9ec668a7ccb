//! `onboard setup hooks`: hooks of git that judge a commit before it is made, and on a server a push before it is taken. A hook
//! that was there goes on running; one that another program keeps is never touched.

use std::path::Path;

use super::managers::{self, Knows, Manager};
use super::own::{self, Owner};
use super::scripts::{Hook, within};
use crate::cli::SetupHooksArgs;
use crate::command::office::{self, Office};
use crate::command::{Desk, failure};
use crate::env::Env;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::Message;
use crate::store::{HookFolder, HookKeeper};
use crate::ui::Ui;

const OF_A_COPY: [Hook; 2] = [Hook::PreCommit, Hook::CommitMsg];

pub(super) fn run(desk: &Desk, args: &SetupHooksArgs) -> Result<Outcome, Failure> {
    if let Some(server) = &args.server {
        return of_server(desk, args, &desk.start.join(server));
    }
    let office = Office::open(desk)?;
    let (folder, prefix) = (office.ws.hook_folder()?, office.ws.prefix());
    if args.uninstall {
        return uninstall(desk, args, &folder, &OF_A_COPY);
    }
    if let Some(manager) = managers::find(&office.ws.top()?, &folder, &prefix)? {
        return told(desk, &manager);
    }
    let stands = stands(&folder, &OF_A_COPY)?;
    let in_commits = folder.keeper() == HookKeeper::WorkTree;
    if in_commits && stands.iter().any(|it| it.1 == Stand::Theirs) {
        // Everybody has them: whoever looks after them adds a line.
        return told(desk, &managers::by_hand(&folder, &format!("onboard{} validate --staged", within(&prefix))));
    }
    let outcome = install(desk, args, &folder, &prefix, stands)?;
    if in_commits && !args.dry_run {
        desk.ui.note(&Message::new("setup.hooks-commit-them").with("folder", folder.path().display().to_string()));
    }
    Ok(outcome)
}

fn of_server(desk: &Desk, args: &SetupHooksArgs, server: &Path) -> Result<Outcome, Failure> {
    let Some(folder) = HookFolder::of_bare(server, &office::surroundings(desk))? else {
        let message = Message::new("setup.not-bare").with("path", server.display().to_string());
        return Err(failure::usage(message).help(Message::new("setup.not-bare-help")));
    };
    let hooks = [Hook::PreReceive];
    if args.uninstall {
        return uninstall(desk, args, &folder, &hooks);
    }
    let outcome = install(desk, args, &folder, "", stands(&folder, &hooks)?)?;
    desk.ui.note(&Message::new("setup.server-next"));
    Ok(outcome)
}

/// What is in the place of a hook.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stand {
    Nothing,
    /// Put there by this program; the text of it.
    Ours(Vec<u8>),
    Theirs,
}

/// What is there now; refused where somebody changed a hook of ours, for it cannot be told what is whose.
fn stands(folder: &HookFolder, hooks: &[Hook]) -> Result<Vec<(Hook, Stand)>, Failure> {
    let mut found = Vec::new();
    for hook in hooks {
        let stand = match folder.read(hook.name())? {
            None => Stand::Nothing,
            Some(bytes) if own::owner(&bytes) == Owner::Ours => Stand::Ours(bytes),
            Some(bytes) if own::was_ours(&bytes) => {
                let file = folder.at(hook.name()).display().to_string();
                let failure = Failure::new(FailureKind::Exists, Message::new("setup.hook-changed").with("file", file));
                return Err(failure.help(Message::new("setup.hook-changed-help")));
            }
            Some(_) => Stand::Theirs,
        };
        found.push((*hook, stand));
    }
    Ok(found)
}

fn install(
    desk: &Desk,
    args: &SetupHooksArgs,
    folder: &HookFolder,
    prefix: &str,
    stands: Vec<(Hook, Stand)>,
) -> Result<Outcome, Failure> {
    let program = Env::program().map_err(failure::here)?.display().to_string();
    let mut written = Vec::new();
    for (hook, stand) in stands {
        let text = hook.script(&program, prefix, desk.ui.lang);
        let file = folder.at(hook.name()).display().to_string();
        if stand == Stand::Ours(text.clone().into_bytes()) {
            continue;
        }
        if args.dry_run {
            Ui::out(&format!("{file}\n\n{text}\n")).map_err(failure::output)?;
        } else {
            put(folder, hook, &text, &stand)?;
        }
        if stand == Stand::Theirs {
            desk.ui.note(&Message::new("setup.hook-chained").with("hook", hook.name()));
        }
        written.push(file);
    }
    if written.is_empty() {
        desk.ui.note(&Message::new("setup.hooks-same").with("folder", folder.path().display().to_string()));
    } else if args.dry_run {
        desk.ui.note(&Message::new("command.dry-run"));
    } else {
        Ui::out(&written.join("\n")).map_err(failure::output)?;
    }
    Ok(Outcome::Done)
}

/// Puts a hook in its place; one that is there goes aside, and is called first.
fn put(folder: &HookFolder, hook: Hook, text: &str, stand: &Stand) -> Result<(), Failure> {
    if *stand == Stand::Theirs && !folder.set_aside(hook.name())? {
        let file = format!("{}.before-onboard", folder.at(hook.name()).display());
        let failure = Failure::new(FailureKind::Exists, Message::new("setup.hook-aside-taken").with("file", file));
        return Err(failure.help(Message::new("setup.hook-aside-help")));
    }
    Ok(folder.put(hook.name(), text)?)
}

/// How far the hooks of this copy guard it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::command) enum Guard {
    InPlace,
    Missing,
    /// Another program keeps the hooks in this file, or somebody does so by hand, and ours is not among them.
    KeptElsewhere(String),
}

pub(in crate::command) fn guard(office: &Office) -> Result<Guard, Failure> {
    let (folder, prefix) = (office.ws.hook_folder()?, office.ws.prefix());
    if let Some(manager) = managers::find(&office.ws.top()?, &folder, &prefix)? {
        let knows = manager.knows == Knows::Yes;
        return Ok(if knows { Guard::InPlace } else { Guard::KeptElsewhere(manager.file) });
    }
    // One of ours that somebody changed is his, and guards as he will have it.
    let Ok(stands) = stands(&folder, &OF_A_COPY) else { return Ok(Guard::InPlace) };
    if stands.iter().all(|it| matches!(it.1, Stand::Ours(_))) {
        return Ok(Guard::InPlace);
    }
    let is_theirs = folder.keeper() == HookKeeper::WorkTree && stands.iter().any(|it| it.1 == Stand::Theirs);
    Ok(if is_theirs { Guard::KeptElsewhere(folder.path().display().to_string()) } else { Guard::Missing })
}

/// Puts the hooks in place without a word, for a command that says itself what it does.
pub(in crate::command) fn set_up(desk: &Desk, office: &Office) -> Result<(), Failure> {
    let (folder, prefix) = (office.ws.hook_folder()?, office.ws.prefix());
    let program = Env::program().map_err(failure::here)?.display().to_string();
    for (hook, stand) in stands(&folder, &OF_A_COPY)? {
        put(&folder, hook, &hook.script(&program, &prefix, desk.ui.lang), &stand)?;
    }
    Ok(())
}

fn uninstall(desk: &Desk, args: &SetupHooksArgs, folder: &HookFolder, hooks: &[Hook]) -> Result<Outcome, Failure> {
    let ours: Vec<Hook> =
        stands(folder, hooks)?.into_iter().filter(|it| matches!(it.1, Stand::Ours(_))).map(|it| it.0).collect();
    if ours.is_empty() {
        desk.ui.note(&Message::new("setup.hooks-none").with("folder", folder.path().display().to_string()));
        return Ok(Outcome::Done);
    }
    for hook in &ours {
        if !args.dry_run && folder.take_away(hook.name())? {
            desk.ui.note(&Message::new("setup.hook-back").with("hook", hook.name()));
        }
    }
    let files: Vec<String> = ours.iter().map(|it| folder.at(it.name()).display().to_string()).collect();
    Ui::out(&files.join("\n")).map_err(failure::output)?;
    desk.ui.note(&Message::new(if args.dry_run { "command.dry-run" } else { "setup.hooks-gone" }));
    Ok(Outcome::Done)
}

/// The hooks are in other hands: what these need to be told, where they have not been yet.
fn told(desk: &Desk, manager: &Manager) -> Result<Outcome, Failure> {
    let keeper = |message: Message| match manager.name {
        Some(name) => message.with("name", name).with("file", manager.file.as_str()),
        None => message.with("file", manager.file.as_str()),
    };
    if manager.knows == Knows::Yes {
        desk.ui.note(&keeper(Message::new("setup.hooks-known")));
        return Ok(Outcome::Done);
    }
    Ui::out(&manager.lines).map_err(failure::output)?;
    let key = if manager.name.is_some() { "setup.hooks-kept" } else { "setup.hooks-by-hand" };
    let failure = Failure::new(FailureKind::Exists, keeper(Message::new(key)));
    Err(failure.help(Message::new("setup.hooks-kept-help")))
}
