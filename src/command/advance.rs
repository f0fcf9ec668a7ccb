//! `onboard advance`: one phase on when every gate holds, otherwise the reasons; and `onboard close`, the last step.

use super::change::{self, Act, Bench, Made};
use super::office::Office;
use super::{Desk, acts, check, failure, views};
use crate::cli::{AdvanceArgs, ChangeArgs, CloseArgs, Format};
use crate::error::{Failure, Outcome};
use crate::model::{ClientId, Message, PhaseId, Text};
use crate::process::{self, Move, Process, Refusal, Subject};
use crate::render;
use crate::report::status::StatusView;
use crate::ui::Ui;

/// Which step is asked for.
struct Asked<'a> {
    id: &'a ClientId,
    verb: &'static str,
    change: &'a ChangeArgs,
}

pub(crate) fn run(desk: &Desk, args: &AdvanceArgs) -> Result<Outcome, Failure> {
    step(desk, &Asked { id: &args.id, verb: "advance", change: &args.change }, process::plan_advance)
}

/// `onboard close`: the same from the last phase, and from no other.
pub(crate) fn close(desk: &Desk, args: &CloseArgs) -> Result<Outcome, Failure> {
    step(desk, &Asked { id: &args.id, verb: "close", change: &args.change }, process::plan_close)
}

fn step(
    desk: &Desk,
    asked: &Asked,
    plan: fn(&Process, &Subject<'_>) -> Result<Move, Refusal>,
) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let at = Bench::with(&office, asked.id, asked.change, asked.verb)?;
    let open = &at.open;
    let process = office.process()?;
    let ground = office.ground()?;
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    // A file that is wrong cannot be judged: its gates might hold for the wrong reason.
    let wrong = check::standing(&office, &ground, open)?;
    if !wrong.is_empty() {
        return Ok(check::unsound(desk, open, &wrong));
    }
    let step = match plan(process, &subject) {
        Ok(step) => step,
        Err(refusal) => {
            let client = views::client(&office, open)?;
            let gates = match &refusal {
                Refusal::Gated { gates, .. } => gates.as_slice(),
                Refusal::Closed
                | Refusal::NotActive(_)
                | Refusal::Ahead { .. }
                | Refusal::UnknownPhase(_)
                | Refusal::UnknownStatus(_) => &[],
            };
            let view = views::status(process, &subject, &client, gates);
            let help = help(process, &refusal, asked);
            let reason = reason(process, &refusal, &view);
            return refused(desk, &view, (reason.as_ref(), &help), asked.change.format.format);
        }
    };
    let act = act(asked, &step);
    let made = change::make(desk, &at, &step.edits(), &act, asked.change)?;
    if let (Made::Written { done }, Format::Json) = (&made, asked.change.format.format) {
        let json = render::json::Advance {
            client: asked.id,
            from: step.from(),
            to: step.to(),
            skipped: step.skipped(),
            commit: done.commit.as_deref(),
        };
        Ui::out(&render::json::advance(json)).map_err(failure::output)?;
        return Ok(Outcome::Done);
    }
    let outcome = change::said(desk, &act, &open.path, &made, asked.change)?;
    if let Made::Written { .. } = &made {
        next(desk, &office, &step, asked)?;
    }
    Ok(outcome)
}

fn act(asked: &Asked, step: &Move) -> Act {
    let from = step.from().to_string();
    let (_, status) = step.status();
    let target = step.to().map_or_else(|| status.to_string(), ToString::to_string);
    let mut trailers = vec![("Onboard-From".to_owned(), from.clone()), ("Onboard-To".to_owned(), target.clone())];
    trailers.extend(step.met().iter().map(|gate| views::gate_trailer(gate, "met")));
    trailers.extend(step.waived().iter().map(|gate| views::gate_trailer(gate, "waived")));
    Act { client: asked.id.clone(), verb: step.change(), summary: format!("{from} -> {target}"), trailers }
}

/// Why the client does not advance, where no gate is the reason.
fn reason(process: &Process, refusal: &Refusal, view: &StatusView) -> Option<Message> {
    let message = match refusal {
        Refusal::Gated { .. } => return None,
        Refusal::Closed => Message::new("command.is-closed"),
        Refusal::NotActive(_) => Message::new("command.is-not-active").with("status", view.status_name.clone()),
        Refusal::Ahead { phase, next } => {
            let message = Message::new("acts.not-last").with("phase", phase_name(process, phase));
            message.with("next", phase_name(process, next))
        }
        Refusal::UnknownPhase(phase) => Message::new("command.unknown-phase").with("phase", phase.as_str()),
        Refusal::UnknownStatus(status) => Message::new("command.unknown-status").with("status", status.as_str()),
    };
    Some(message.with("client", view.client.as_str()))
}

/// The acts that lead to where the client can take this step.
fn help(process: &Process, refusal: &Refusal, asked: &Asked) -> Vec<Message> {
    let first = match refusal {
        Refusal::NotActive(status) => process::first(process, *status, asked.verb),
        Refusal::Ahead { .. } => vec!["advance".to_owned()],
        Refusal::Gated { .. } | Refusal::Closed | Refusal::UnknownPhase(_) | Refusal::UnknownStatus(_) => Vec::new(),
    };
    acts::ways(&first, asked.id.as_str())
}

fn phase_name(process: &Process, id: &PhaseId) -> Text {
    let name = |it: &process::Phase| it.short.clone().unwrap_or_else(|| it.name.clone());
    process.phase(id).map(name).unwrap_or_default()
}

fn refused(
    desk: &Desk,
    view: &StatusView,
    (reason, help): (Option<&Message>, &[Message]),
    format: Format,
) -> Result<Outcome, Failure> {
    let text = match (format, reason) {
        (Format::Json, reason) => render::json::refused(render::json::Refused { view, reason, help }, desk.ui.lang),
        (Format::Table, None) => render::table::status(view, failure::style(desk.ui)),
        (Format::Table, Some(reason)) => crate::words::say(reason, desk.ui.lang),
    };
    Ui::out(&text).map_err(failure::output)?;
    if format == Format::Table {
        for it in help {
            desk.ui.note(it);
        }
    }
    Ok(Outcome::Refused)
}

/// Says what the new phase asks for.
fn next(desk: &Desk, office: &Office, step: &Move, asked: &Asked) -> Result<(), Failure> {
    let process = office.process()?;
    let name = |id: &PhaseId| phase_name(process, id);
    for phase in step.skipped() {
        desk.ui.note(&Message::new("command.skipped").with("phase", name(phase)));
    }
    let said = match step.to() {
        None => Message::new("command.closed-next"),
        Some(to) => {
            let open = step.next().iter().filter(|it| !it.verdict.passes()).count();
            Message::new("command.now-in").with("phase", name(to)).with("n", open)
        }
    };
    desk.ui.note(&said.with("client", asked.id.as_str()));
    Ok(())
}
