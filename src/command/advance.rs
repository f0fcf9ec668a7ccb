//! `onboard advance`: one phase on when every gate holds, otherwise the reasons.

use super::change::{self, Act, Bench, Made};
use super::office::Office;
use super::{Desk, acts, check, failure, views};
use crate::cli::{AdvanceArgs, Format};
use crate::error::{Failure, Outcome};
use crate::model::{Message, PhaseId};
use crate::process::{self, Move, NoAct, Process, Refusal, Subject};
use crate::render;
use crate::report::status::StatusView;
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &AdvanceArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let at = Bench::with(&office, &args.id, &args.change, "advance")?;
    let open = &at.open;
    let process = office.process()?;
    let ground = office.ground()?;
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    // A file that is wrong cannot be judged: its gates might hold for the wrong reason.
    let wrong = check::standing(&office, &ground, open)?;
    if !wrong.is_empty() {
        return Ok(check::unsound(desk, open, &wrong));
    }
    let step = match process::plan_advance(process, &subject) {
        Ok(step) => step,
        Err(refusal) => {
            let client = views::client(&office, open)?;
            let gates = match &refusal {
                Refusal::Gated { gates, .. } => gates.as_slice(),
                Refusal::Closed | Refusal::NotActive(_) | Refusal::UnknownPhase(_) | Refusal::UnknownStatus(_) => &[],
            };
            let view = views::status(process, &subject, &client, gates);
            let help = help(process, &refusal, args);
            return refused(desk, &view, (reason(&refusal, &view).as_ref(), &help), args.change.format.format);
        }
    };
    let act = act(args, &step);
    let made = change::make(desk, &at, &step.edits(), &act, &args.change)?;
    if let (Made::Written { done }, Format::Json) = (&made, args.change.format.format) {
        let json = render::json::Advance {
            client: &args.id,
            from: step.from(),
            to: step.to(),
            skipped: step.skipped(),
            commit: done.commit.as_deref(),
        };
        Ui::out(&render::json::advance(json)).map_err(failure::output)?;
        return Ok(Outcome::Done);
    }
    let outcome = change::said(desk, &act, &open.path, &made, &args.change)?;
    if let Made::Written { .. } = &made {
        next(desk, &office, &step, args)?;
    }
    Ok(outcome)
}

fn act(args: &AdvanceArgs, step: &Move) -> Act {
    let from = step.from().to_string();
    let (_, status) = step.status();
    let target = step.to().map_or_else(|| status.to_string(), ToString::to_string);
    let mut trailers = vec![("Onboard-From".to_owned(), from.clone()), ("Onboard-To".to_owned(), target.clone())];
    trailers.extend(step.met().iter().map(|gate| views::gate_trailer(gate, "met")));
    trailers.extend(step.waived().iter().map(|gate| views::gate_trailer(gate, "waived")));
    Act { client: args.id.clone(), verb: step.change(), summary: format!("{from} -> {target}"), trailers }
}

/// Why the client does not advance, where no gate is the reason.
fn reason(refusal: &Refusal, view: &StatusView) -> Option<Message> {
    let message = match refusal {
        Refusal::Gated { .. } => return None,
        Refusal::Closed => Message::new("command.is-closed"),
        Refusal::NotActive(_) => Message::new("command.is-not-active").with("status", view.status_name.clone()),
        Refusal::UnknownPhase(phase) => Message::new("command.unknown-phase").with("phase", phase.as_str()),
        Refusal::UnknownStatus(status) => Message::new("command.unknown-status").with("status", status.as_str()),
    };
    Some(message.with("client", view.client.as_str()))
}

/// The acts that lead to where the client can advance.
fn help(process: &Process, refusal: &Refusal, args: &AdvanceArgs) -> Vec<Message> {
    let Refusal::NotActive(status) = refusal else { return Vec::new() };
    match process::not_from(process, *status, "advance") {
        NoAct::NotFrom { first, .. } => acts::ways(&first, args.id.as_str()),
        NoAct::Already(_) | NoAct::BeforeHistory { .. } | NoAct::UnknownStatus(_) => Vec::new(),
    }
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
fn next(desk: &Desk, office: &Office, step: &Move, args: &AdvanceArgs) -> Result<(), Failure> {
    let process = office.process()?;
    let name = |id: &PhaseId| {
        process.phase(id).map(|it| it.short.clone().unwrap_or_else(|| it.name.clone())).unwrap_or_default()
    };
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
    desk.ui.note(&said.with("client", args.id.as_str()));
    Ok(())
}
