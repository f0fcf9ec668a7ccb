//! Why a sync did not come to its end, in words, and the way out. Nothing of what is told here has changed anything, but that
//! what came from the remote may be here already.

use std::collections::BTreeSet;

use super::{Stretch, Sync, blend};
use crate::error::{Failure, FailureKind};
use crate::merge::Merged;
use crate::model::Message;
use crate::render;
use crate::report::audit::AuditFault;
use crate::store::{Stop, StopKind};

/// Why not.
pub(super) struct No {
    /// For programs.
    pub(super) reason: &'static str,
    /// None: the answer is no. Otherwise, why there is none.
    pub(super) kind: Option<FailureKind>,
    pub(super) message: Message,
    pub(super) details: Vec<Message>,
    pub(super) help: Vec<Message>,
    /// What does not hold in the commits.
    pub(super) faults: Vec<AuditFault>,
    /// The path that both sides changed, and the commit of this copy.
    pub(super) conflict: Option<(String, String)>,
    /// What stays here and is not there yet.
    pub(super) waiting: Option<Stretch>,
}

/// Which commits do not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Own,
    /// On top of those of the remote; as they were, they may have held.
    Replayed,
}

impl No {
    fn new(reason: &'static str, kind: Option<FailureKind>, message: Message) -> Self {
        Self {
            reason,
            kind,
            message,
            details: Vec::new(),
            help: Vec::new(),
            faults: Vec::new(),
            conflict: None,
            waiting: None,
        }
    }

    fn details(mut self, text: &str) -> Self {
        self.details.extend(
            text.lines().filter(|it| !it.trim().is_empty()).map(|it| Message::verbatim(render::plain(it).into_owned())),
        );
        self
    }

    fn help(mut self, help: Message) -> Self {
        self.help.push(help);
        self
    }
}

/// A sentence about the remote and its branch.
fn about(sync: &Sync<'_>, key: &'static str) -> Message {
    let upstream = sync.upstream;
    Message::new(key).with("remote", upstream.remote.as_str()).with("branch", upstream.branch.as_str())
}

pub(super) fn unreachable(sync: &Sync<'_>, said: &str) -> Result<No, Failure> {
    let ws = &sync.office.ws;
    let waiting = match ws.commit("HEAD")? {
        Some(here) => {
            let known = ws.last_known(sync.upstream)?;
            sync.stretch(&here, &known.iter().map(String::as_str).collect::<Vec<_>>())?
        }
        None => Stretch::default(),
    };
    let message = about(sync, "sync.unreachable");
    let no = No::new("unreachable", Some(FailureKind::TryAgain), message).details(said);
    Ok(No { waiting: Some(waiting), ..no }.help(Message::new("sync.unreachable-help")))
}

pub(super) fn lost(sync: &Sync<'_>, waiting: &Stretch) -> No {
    let no = No::new("lost", Some(FailureKind::TryAgain), about(sync, "sync.lost"));
    No { waiting: Some(waiting.clone()), ..no }.help(Message::new("sync.lost-help"))
}

/// Another program moved what was just looked at, each time.
pub(super) fn busy(sync: &Sync<'_>, said: &str) -> No {
    let no = No::new("busy", Some(FailureKind::TryAgain), about(sync, "sync.busy")).details(said);
    no.help(Message::new("sync.lost-help"))
}

pub(super) fn nothing_committed(sync: &Sync<'_>) -> No {
    No::new("nothing-committed", None, about(sync, "sync.nothing-committed"))
        .help(Message::new("sync.nothing-committed-help"))
}

/// `had` is the last commit that this copy has from the remote and that is gone there.
pub(super) fn rewritten(sync: &Sync<'_>, had: &str) -> Result<No, Failure> {
    if sync.office.ws.is_shallow()? {
        return Ok(shallow(sync));
    }
    let short = had.get(..10).unwrap_or(had).to_owned();
    Ok(No::new("rewritten", None, about(sync, "sync.rewritten"))
        .help(about(sync, "sync.rewritten-ask"))
        .help(about(sync, "sync.rewritten-help").with("known", short)))
}

pub(super) fn gone(sync: &Sync<'_>) -> No {
    No::new("gone", None, about(sync, "sync.gone"))
        .help(Message::new("sync.gone-switch"))
        .help(about(sync, "sync.gone-push"))
}

pub(super) fn refused(sync: &Sync<'_>, said: &str) -> No {
    No::new("refused", None, about(sync, "sync.refused")).details(said).help(about(sync, "sync.refused-help"))
}

pub(super) fn overlap(paths: &[String]) -> No {
    let message = Message::new("sync.overlap").with("n", paths.len());
    No::new("uncommitted", Some(FailureKind::TryAgain), message)
        .details(&paths.join("\n"))
        .help(Message::new("sync.overlap-commit"))
        .help(Message::new("sync.overlap-stash"))
}

pub(super) fn only_git(sync: &Sync<'_>, path: &str) -> No {
    let message = about(sync, "sync.only-git").with("path", render::plain(path).into_owned());
    No::new("only-git", None, message).help(about(sync, "sync.by-rebase"))
}

pub(super) fn merge(sync: &Sync<'_>, commit: &str) -> No {
    let short = commit.get(..10).unwrap_or(commit);
    No::new("merge", None, about(sync, "sync.merge").with("commit", short)).help(about(sync, "sync.by-merge"))
}

pub(super) fn unrelated(sync: &Sync<'_>) -> Result<No, Failure> {
    if sync.office.ws.is_shallow()? {
        return Ok(shallow(sync));
    }
    Ok(No::new("unrelated", None, about(sync, "sync.unrelated")).help(about(sync, "sync.unrelated-help")))
}

fn shallow(sync: &Sync<'_>) -> No {
    No::new("shallow", None, about(sync, "sync.shallow")).help(about(sync, "sync.shallow-help"))
}

/// A seal names commits by their ids; those that are put elsewhere get others.
pub(super) fn sealed(sync: &Sync<'_>, here: &str, there: &str) -> Result<Option<No>, Failure> {
    let ws = &sync.office.ws;
    for seal in ws.seals()? {
        if ws.commit(&seal.commit)?.is_some()
            && ws.is_ancestor(&seal.commit, here)?
            && !ws.is_ancestor(&seal.commit, there)?
        {
            let message = about(sync, "sync.sealed").with("tag", seal.name);
            return Ok(Some(No::new("sealed", None, message).help(about(sync, "sync.by-merge"))));
        }
    }
    Ok(None)
}

pub(super) fn does_not_hold(sync: &Sync<'_>, faults: Vec<AuditFault>, place: Where) -> No {
    let key = match place {
        Where::Own => "sync.does-not-hold",
        Where::Replayed => "sync.does-not-hold-there",
    };
    let no = No::new("does-not-hold", None, about(sync, key).with("n", faults.len()));
    let no = match place {
        Where::Own => no.help(Message::new("sync.does-not-hold-help")),
        Where::Replayed => no.help(about(sync, "sync.by-rebase-mend")),
    };
    No { faults, ..no }
}

/// `merged` says why the file of a client could not be merged.
pub(super) fn conflict(sync: &Sync<'_>, stop: &Stop, merged: Option<Merged>) -> No {
    let key = match &stop.kind {
        StopKind::Clash | StopKind::TextClash => "sync.conflict",
        StopKind::DeletedHere => "sync.conflict-deleted-here",
        StopKind::DeletedThere => "sync.conflict-deleted-there",
        StopKind::NotPlain => "sync.conflict-not-plain",
        StopKind::InTheWay => "sync.conflict-in-the-way",
        StopKind::TooLarge => "sync.conflict-too-large",
    };
    let short = stop.commit.get(..10).unwrap_or(&stop.commit);
    let with = |message: Message| {
        message
            .with("path", render::plain(&stop.path).into_owned())
            .with("commit", short)
            .with("subject", render::plain(&stop.subject).into_owned())
    };
    let mut no = No::new("conflict", None, with(about(sync, key)));
    let is_client = merged.is_some();
    if let Some(merged) = merged.filter(|_| matches!(stop.kind, StopKind::Clash)) {
        let mut shown = BTreeSet::new();
        for it in &merged.conflicts {
            no.details.push(it.message.clone());
            if shown.insert(it.place.spot.line) {
                let lines = blend::lines_of(&merged, it.place.spot.line);
                no = no.details(&lines.iter().flat_map(|it| ["  ", it, "\n"]).collect::<String>());
            }
        }
    }
    // Where git has been told already, it need not be told again.
    if is_client && sync.office.ws.setting("merge.onboard.driver").ok().flatten().is_none() {
        no = no.help(about(sync, "sync.conflict-driver"));
    }
    let no = no.help(with(about(sync, "sync.conflict-help")));
    No { conflict: Some((stop.path.clone(), stop.commit.clone())), ..no }
}
