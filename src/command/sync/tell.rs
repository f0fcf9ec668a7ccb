//! Says how a sync ended.

use super::no::No;
use super::{Story, Stretch, Sync};
use crate::cli::{Format, SyncArgs};
use crate::command::failure;
use crate::error::{Failure, Outcome};
use crate::model::Message;
use crate::render;
use crate::render::json::{SyncRefusal, SyncStretch, Synced};
use crate::ui::Ui;
use crate::words::say;

pub(super) fn done(sync: &Sync<'_>, story: &Story, args: &SyncArgs) -> Result<Outcome, Failure> {
    let ui = sync.desk.ui;
    let nothing = story.received.commits == 0 && story.sent.commits == 0;
    if nothing && story.dropped.is_empty() {
        ui.note(&about(sync, "sync.same"));
    }
    said(sync, story);
    if args.dry_run {
        ui.note(&Message::new("sync.dry-run"));
    }
    json(sync, story, None, args)?;
    Ok(Outcome::Done)
}

/// What came, what went, and what became of it.
fn said(sync: &Sync<'_>, story: &Story) {
    let ui = sync.desk.ui;
    let keys = if sync.dry_run { ["sync.would-receive", "sync.would-send"] } else { ["sync.received", "sync.sent"] };
    for (key, stretch) in keys.into_iter().zip([&story.received, &story.sent]) {
        if stretch.commits > 0 {
            ui.note(&about(sync, key).with("n", stretch.commits).with("clients", clients(stretch)));
        }
    }
    if !story.merged.is_empty() {
        let files = story.merged.iter().map(|it| render::plain(it).into_owned()).collect::<Vec<_>>().join(", ");
        ui.note(&Message::new("sync.merged").with("files", files));
    }
    if !story.dropped.is_empty() {
        ui.note(&about(sync, "sync.dropped").with("n", story.dropped.len()));
    }
}

/// So many clients are named; of more, the number is told.
const NAMED: usize = 10;

/// ` (acme, tidal-charts)`, or nothing where no client is touched.
fn clients(stretch: &Stretch) -> Message {
    let all = &stretch.clients;
    if all.is_empty() {
        return Message::verbatim(String::new());
    }
    let named = all.iter().take(NAMED).map(|it| render::plain(it).into_owned()).collect::<Vec<_>>().join(", ");
    let key = if all.len() > NAMED { "sync.clients-more" } else { "sync.clients" };
    Message::new(key).with("clients", named).with("n", all.len().saturating_sub(NAMED))
}

pub(super) fn refused(sync: &Sync<'_>, story: &Story, no: &No, args: &SyncArgs) -> Result<Outcome, Failure> {
    let ui = sync.desk.ui;
    if story.received.commits > 0 && !sync.dry_run {
        ui.note(
            &about(sync, "sync.received").with("n", story.received.commits).with("clients", clients(&story.received)),
        );
    }
    if !no.faults.is_empty() {
        Ui::err(&format!("{}\n", render::table::audit_faults(&no.faults, failure::style(ui))));
    }
    let mut details: Vec<String> = no.details.iter().map(|it| render::plain(&say(it, ui.lang)).into_owned()).collect();
    if let Some(waiting) = &no.waiting {
        let key = if waiting.commits == 0 { "sync.nothing-waits" } else { "sync.waiting" };
        let message = about(sync, key).with("n", waiting.commits).with("clients", clients(waiting));
        details.push(say(&message, ui.lang));
    }
    json(sync, story, Some(no), args)?;
    match no.kind {
        Some(kind) => {
            let mut failure = Failure::new(kind, no.message.clone());
            failure.details = details.into_iter().map(Message::verbatim).collect();
            failure.help.clone_from(&no.help);
            Err(failure)
        }
        None => {
            ui.fault(&say(&no.message, ui.lang), &details, &no.help);
            Ok(Outcome::Refused)
        }
    }
}

fn about(sync: &Sync<'_>, key: &'static str) -> Message {
    let upstream = sync.upstream;
    Message::new(key).with("remote", upstream.remote.as_str()).with("branch", upstream.branch.as_str())
}

fn json(sync: &Sync<'_>, story: &Story, no: Option<&No>, args: &SyncArgs) -> Result<(), Failure> {
    if args.format.format != Format::Json {
        return Ok(());
    }
    let stretch = |it: &Stretch| SyncStretch { commits: it.commits, clients: it.clients.iter().cloned().collect() };
    let lang = sync.desk.ui.lang;
    let json = Synced {
        remote: &sync.upstream.remote,
        branch: &sync.upstream.branch,
        dry_run: sync.dry_run,
        commit: story.tip.as_deref(),
        received: stretch(&story.received),
        sent: stretch(&story.sent),
        merged: story.merged.iter().map(String::as_str).collect(),
        dropped: story.dropped.iter().map(String::as_str).collect(),
        attempts: story.attempts,
        refusal: no.map(|no| SyncRefusal {
            reason: no.reason,
            message: say(&no.message, lang),
            details: no.details.iter().map(|it| say(it, lang)).collect(),
            help: no.help.iter().map(|it| say(it, lang)).collect(),
            waiting: no.waiting.as_ref().map(stretch),
            findings: render::json::faults(&no.faults, lang),
            file: no.conflict.as_ref().map(|it| it.0.as_str()),
            commit: no.conflict.as_ref().map(|it| it.1.as_str()),
        }),
    };
    Ui::out(&render::json::synced(&json)).map_err(failure::output)
}
