//! The acts that lead off the straight road, as commands: read, plan, change, and say what it came to.

mod back;
mod confirm;
mod refused;
mod standing;
mod waive;

use super::change::{self, Act, Bench, Judged, Made, Manner};
use super::office::{Office, Open};
use super::{Desk, check, failure, wording};
use crate::cli::{ActArgs, ChangeArgs, Format};
use crate::error::{Failure, Outcome};
use crate::model::{ClientId, Finding, Message, Severity, Text};
use crate::process::{NoAct, Planned, Process, Said, Subject};
use crate::render;
use crate::ui::Ui;

pub(super) use back::back;
pub(super) use confirm::confirm;
pub(crate) use refused::ways;
pub(super) use standing::{hold, reopen, resume, withdraw};
pub(super) use waive::waive;

/// One act that a person asks for.
struct Asked<'a> {
    client: &'a ClientId,
    verb: &'static str,
    said: Said,
    judged: Judged,
    change: &'a ChangeArgs,
}

/// Whether an act must say why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Needed,
    Optional,
}

/// What the flags of an act say.
fn said(desk: &Desk, office: &Office, args: &ActArgs, why: Why) -> Result<Said, Failure> {
    let on = wording::day(office, &args.date)?;
    let reason = match why {
        Why::Needed => Some(wording::reason(desk, &args.reason)?),
        Why::Optional => wording::optional_reason(desk, &args.reason)?,
    };
    let by_role = wording::optional_role(desk, office, &args.role)?;
    Ok(Said { on, reason, by_role, requested_by: None, review_on: None })
}

/// Plans an act on the client as it stands, and makes the change.
fn perform(
    desk: &Desk,
    office: &Office,
    asked: &Asked,
    plan: impl Fn(&Process, &Subject<'_>, &Said) -> Result<Planned, NoAct>,
    next: impl FnOnce(&Planned, &Open) -> Message,
) -> Result<Outcome, Failure> {
    let at = Bench::with(office, asked.client, asked.change, asked.verb)?;
    let open = &at.open;
    let ground = office.ground()?;
    let wrong = check::errors(office, &ground, open)?;
    if wrong.iter().any(is_doubtful) {
        return Ok(check::unsound(desk, open, &wrong));
    }
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let planned = match plan(office.process()?, &subject, &asked.said) {
        Ok(planned) => planned,
        Err(no) => return refused::say(desk, office, asked, &no),
    };
    let act = act(asked, &planned);
    let manner = Manner { reason: asked.said.reason.as_ref(), judged: asked.judged };
    let made = change::make_as(desk, &at, planned.edits(), (&act, manner), asked.change)?;
    let outcome = tell(desk, (&at, &act), &planned, &made, asked.change)?;
    if let Made::Written { .. } = &made {
        desk.ui.note(&next(&planned, open));
        uncovered(desk, office, asked.client)?;
    }
    Ok(outcome)
}

/// Whether a finding leaves it doubtful who the client is or where it stands: then no act starts from there.
fn is_doubtful(finding: &Finding) -> bool {
    let doubtful = ["history/contradicts-phase", "history/contradicts-status", "history/unknown-phase"];
    let families = ["schema/", "workspace/", "client/"];
    doubtful.contains(&finding.code.as_str()) || families.iter().any(|it| finding.code.starts_with(it))
}

/// `hold active -> on_hold`, `return testing -> agreement`.
fn act(asked: &Asked, planned: &Planned) -> Act {
    let (before, after) = planned.status();
    let (from, to) = match planned.phases() {
        Some((from, to)) => (from.to_string(), to.to_string()),
        None => (before.to_string(), after.to_string()),
    };
    let mut trailers = vec![("Onboard-From".to_owned(), from.clone()), ("Onboard-To".to_owned(), to.clone())];
    trailers.extend(planned.to_confirm().iter().map(|it| super::views::gate_trailer(it, "to confirm")));
    let verb = planned.change();
    Act { client: asked.client.clone(), verb, summary: format!("{verb} {from} -> {to}"), trailers }
}

fn tell(
    desk: &Desk,
    (at, act): (&Bench, &Act),
    planned: &Planned,
    made: &Made,
    args: &ChangeArgs,
) -> Result<Outcome, Failure> {
    let Made::Written { done } = made else { return change::said(desk, act, &at.open.path, made, args) };
    if args.format.format == Format::Table {
        return change::said(desk, act, &at.open.path, made, args);
    }
    let json = render::json::Acted {
        client: &act.client,
        change: planned.change(),
        status: planned.status(),
        phases: planned.phases(),
        to_confirm: planned.to_confirm(),
        commit: done.commit.as_deref(),
        file: at.open.path.as_str(),
    };
    Ui::out(&render::json::acted(&json)).map_err(failure::output)?;
    Ok(Outcome::Done)
}

/// Where a client stands decides which rules are asked: what broke meanwhile is said.
fn uncovered(desk: &Desk, office: &Office, id: &ClientId) -> Result<(), Failure> {
    let open = office.client(id)?;
    let errors = check::errors(office, &office.ground()?, &open)?;
    let errors = errors.iter().filter(|it| it.severity == Severity::Error).count();
    if errors > 0 {
        let file = open.path.as_str();
        desk.ui.warn(&Message::new("acts.uncovered").with("n", errors).with("file", file));
    }
    Ok(())
}

/// The words of a status.
fn status_name(process: &Process, status: crate::model::Status) -> Text {
    process.status(status).map_or_else(|| Text::new(status.as_str(), status.as_str()), |it| it.name.clone())
}
