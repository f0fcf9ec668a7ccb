//! `onboard audit`: whether the history of the repository holds.

mod law;
mod read;
mod show;

use self::law::Laws;
use super::office::{self, Office};
use super::{Desk, failure};
use crate::audit::{Case, Commit, Law, Plan, Verdict, assemble};
use crate::cli::{AuditArgs, AuditFormat};
use crate::error::{Failure, Outcome};
use crate::model::Message;
use crate::render;
use crate::store::{RelPath, Trail};
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &AuditArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let trail = trail(&office, args)?;
    let commits: Vec<Commit> = trail.commits.iter().map(read::commit).collect();
    let laws = Laws::read(&office, &trail)?;
    let ruling = laws.of_commits();
    let verdict = verdict(&office, args, (&trail, &commits), (&laws, &ruling))?;
    let process = ruling.last().map_or_else(|| laws.embedded(), |it| it.process);
    let view = show::view(process, &verdict, &commits);
    let text = match args.format {
        AuditFormat::Table => render::table::audit(&view, failure::style(desk.ui)),
        AuditFormat::Json => render::json::audit(&view, desk.ui.lang),
    };
    Ui::out(&text).map_err(failure::output)?;
    Ok(if verdict.holds() { Outcome::Done } else { Outcome::Refused })
}

/// The commits that are audited, oldest first.
fn trail(office: &Office, args: &AuditArgs) -> Result<Trail, Failure> {
    let Some(tip) = office.ws.commit("HEAD")? else { return Ok(Trail::default()) };
    let base = base(office, args)?;
    let bases: Vec<&str> = base.iter().map(String::as_str).collect();
    let clients = RelPath::new("clients")?;
    let watched =
        [RelPath::new(office::SETTINGS)?, RelPath::new(office::OWN_PROCESS)?, RelPath::new(office::OWN_SCHEMA)?];
    Ok(office.ws.trail(&tip, &bases, &[&clients], &watched.each_ref())?)
}

/// The commit that is taken as it stands.
fn base(office: &Office, args: &AuditArgs) -> Result<Option<String>, Failure> {
    let Some(named) = &args.since else { return Ok(None) };
    let message = Message::new("audit.no-such-revision").with("revision", named.as_str());
    Ok(Some(office.ws.commit(named)?.ok_or_else(|| failure::usage(message))?))
}

fn verdict(
    office: &Office,
    args: &AuditArgs,
    (trail, commits): (&Trail, &[Commit]),
    (laws, ruling): (&Laws, &[Law<'_>]),
) -> Result<Verdict, Failure> {
    let mut plan = Plan::default();
    if let Some(base) = base(office, args)? {
        for path in office.ws.paths_at(&base, &RelPath::new("clients")?)? {
            plan.know(&path);
        }
    }
    for (number, (facts, commit)) in trail.commits.iter().zip(commits).enumerate() {
        let changes: Vec<_> = facts.changes.iter().map(read::change).collect();
        plan.add(number, commit, &changes);
    }
    let case =
        Case { commits, laws: ruling, outside: &trail.outside, now: office.today, is_whole: args.ids.is_empty() };
    let judged = read::judge(office, &case, plan.steps, &args.ids)?;
    let mut verdict = assemble(&case, judged);
    verdict.add(laws.faults());
    if !trail.cut.is_empty() {
        verdict.unknown.push(Message::new("audit.shallow").with("n", trail.cut.len()));
    }
    if let Some(since) = &args.since {
        verdict.unknown.push(Message::new("audit.since").with("revision", since.as_str()));
    }
    if !args.ids.is_empty() {
        verdict.only(&args.ids);
    }
    Ok(verdict)
}
