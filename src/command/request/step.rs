//! `onboard request MOVE`: one request on in its life cycle, with the dates and the reason that belong to the move.

use serde_json::Value;

use super::super::change::{self, Act, Bench, Made, Manner};
use super::super::office::{Office, Open};
use super::super::{Desk, failure, secrets, wording};
use super::cycle;
use super::place::{self, Found, Said, Target};
use crate::cli::{Format, MoveArgs};
use crate::document::Edit;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{ClientId, Message, Text};
use crate::process::Subject;
use crate::process::lifecycle::{self, Lifecycle, Misstep, Transition, Wish};
use crate::render;
use crate::schema;
use crate::store::Done;
use crate::ui::Ui;

/// Words of the command line that are no verbs of a process.
const OTHERS: [&str; 4] = ["add", "list", "export", "import"];

/// Which move of which request is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) verb: &'a str,
    pub(super) id: &'a ClientId,
    pub(super) request: &'a str,
    pub(super) args: &'a MoveArgs,
}

pub(super) fn run(desk: &Desk, ask: &Ask) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    secrets::refuse_typed(&office)?;
    let cycle = cycle(&office)?;
    if cycle.led_by(ask.verb).is_none() {
        return Err(unknown_verb(cycle, ask.verb));
    }
    let reason = why(desk, &office, cycle, ask)?;
    let at = Bench::with(&office, ask.id, &ask.args.change, "request")?;
    let (target, planned) = decide(&office, &at.open, cycle, ask, reason.as_ref())?;
    let step = match planned {
        Ok(step) => step,
        Err(misstep) => return refused(desk, cycle, ask, &target, &misstep),
    };
    let edits = edits(&at, &target, &step)?;
    let act = act(ask, &target, &step);
    let manner = Manner { reason: reason.as_ref(), ..Manner::default() };
    let made = change::make_as(desk, &at, &edits, (&act, manner), &ask.args.change)?;
    let outcome = match (&made, ask.args.change.format.format) {
        (Made::Written { done }, Format::Json) => {
            told(desk, &at, (ask.request, &target.home, ask.verb), Some(&step), done)?
        }
        _ => change::said(desk, &act, &at.open.path, &made, &ask.args.change)?,
    };
    if let Made::Written { .. } = made {
        next(desk, cycle, (ask.id, ask.request, &target.home), step.to());
    }
    Ok(outcome)
}

/// The request and its move, or why it may not be made.
type Decided = (Target, Result<Transition, Misstep>);

fn decide(
    office: &Office,
    open: &Open,
    cycle: &Lifecycle,
    ask: &Ask,
    reason: Option<&Text>,
) -> Result<Decided, Failure> {
    let on = wording::day(office, &ask.args.date)?;
    let said = Said { id: ask.request, home: ask.args.to.as_deref(), fields: &ask.args.fields };
    let target = place::target(office, open, cycle, said)?;
    let ground = office.ground()?;
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let step = lifecycle::plan(cycle, &subject, &target.item, Wish { verb: ask.verb, on, reason });
    let step = step.map(|it| it.keeping(&target.by_hand));
    Ok((target, step))
}

/// The reason: asked for before anybody else has to wait, and only where the move could be made with one.
fn why(desk: &Desk, office: &Office, cycle: &Lifecycle, ask: &Ask) -> Result<Option<Text>, Failure> {
    let given = wording::optional_reason(desk, &ask.args.reason)?;
    if given.is_some() {
        let by_hand = place::names(cycle, &ask.args.fields)?;
        return match cycle.reason.as_ref().filter(|it| by_hand.contains(it)) {
            Some(path) => Err(failure::usage(Message::new("command.given-twice").with("path", path.as_str()))),
            None => Ok(given),
        };
    }
    let peek = office.client(ask.id)?;
    match decide(office, &peek, cycle, ask, None)?.1 {
        Err(Misstep::NoReason) => wording::reason(desk, &ask.args.reason).map(Some),
        Ok(_) | Err(_) => Ok(None),
    }
}

fn edits(at: &Bench, target: &Target, step: &Transition) -> Result<Vec<Edit>, Failure> {
    match &target.found {
        Found::There(by_hand) => Ok(by_hand.iter().cloned().chain(step.edits(&target.item.path)).collect()),
        Found::New { list } => {
            let Value::Object(mut fields) = target.item.value.clone() else {
                return Err(Failure::new(FailureKind::Bug, Message::new("request.no-map")));
            };
            step.made(&mut fields);
            let new = place::written(at, list, fields)?;
            Ok(std::iter::once(new).chain(step.making_way()).collect())
        }
    }
}

fn act(ask: &Ask, target: &Target, step: &Transition) -> Act {
    let id = ask.request;
    let (from, to) = (step.from(), step.to());
    let (summary, trailer) = match target.found {
        Found::There(_) => (format!("request {id}: {from} -> {to}"), format!("{id} {from} -> {to}")),
        Found::New { .. } => (format!("request {id} ({}): new -> {to}", target.home), format!("{id} {to}")),
    };
    let mut trailers = vec![("Onboard-Request".to_owned(), trailer)];
    let replaced = step.replaced().map(|it| format!("{} {} -> {}", it.id, it.from, it.to));
    trailers.extend(replaced.map(|it| ("Onboard-Request".to_owned(), it)));
    Act { client: ask.id.clone(), verb: "request", summary, trailers }
}

/// Says in JSON what was written.
pub(super) fn told(
    desk: &Desk,
    at: &Bench,
    (request, home, verb): (&str, &str, &str),
    step: Option<&Transition>,
    done: &Done,
) -> Result<Outcome, Failure> {
    let replaced = step.and_then(Transition::replaced);
    let json = render::json::moved(&render::json::Moved {
        client: &at.open.id,
        request,
        environment: home,
        verb,
        from: step.map(Transition::from),
        to: step.map(Transition::to),
        replaced: replaced.map(|it| (it.id.as_str(), it.from.as_str(), it.to.as_str())),
        commit: done.commit.as_deref(),
        file: at.open.path.as_str(),
    });
    Ui::out(&json).map_err(failure::output)?;
    if done.commit.is_none() {
        desk.ui.note(&Message::new("command.left").with("file", at.open.path.as_str()));
    }
    Ok(Outcome::Done)
}

/// Says where the request may go from here; after an end that asks for another try, how that is made.
pub(super) fn next(desk: &Desk, cycle: &Lifecycle, (client, request, home): (&ClientId, &str, &str), state: &str) {
    let verbs = cycle.verbs_from(state);
    let message = match (verbs.is_empty(), &cycle.replaces) {
        (false, _) => Message::new("request.next").with("verbs", verbs.join(", ")),
        (true, Some(replaces)) => Message::new("request.again").with("replaces", replaces.as_str()).with("home", home),
        (true, None) => return,
    };
    desk.ui.note(&message.with("client", client.as_str()).with("request", request));
}

fn refused(desk: &Desk, cycle: &Lifecycle, ask: &Ask, target: &Target, misstep: &Misstep) -> Result<Outcome, Failure> {
    let item = &target.item;
    let name = |state: &str| match cycle.states.get(state) {
        Some(it) => it.name.clone(),
        None => Text::new(state, state),
    };
    let (to, _) = cycle.led_by(ask.verb).ok_or_else(|| unknown_verb(cycle, ask.verb))?;
    let allowed: &[String] = match misstep {
        Misstep::NotFromHere { allowed } => allowed,
        Misstep::UnknownVerb
        | Misstep::UnknownState
        | Misstep::Already
        | Misstep::NoReason
        | Misstep::NeedlessReason => &[],
    };
    let said = |key: &'static str| Message::new(key).with("request", item.id.as_str()).with("state", name(&item.state));
    let message = match misstep {
        Misstep::UnknownVerb => return Err(unknown_verb(cycle, ask.verb)),
        Misstep::NoReason => return wording::reason(desk, &ask.args.reason).map(|_| Outcome::Refused),
        Misstep::NeedlessReason => {
            return Err(failure::usage(said("request.needless-reason").with("state", name(to)))
                .help(Message::new("request.needless-reason-help")));
        }
        Misstep::UnknownState => said("request.unknown-state"),
        Misstep::Already => said("request.already"),
        Misstep::NotFromHere { .. } => said("request.not-from-here").with("to", name(to)),
    };
    let again = || {
        let replaces = cycle.replaces.as_deref().unwrap_or_default();
        let message = Message::new("request.again").with("client", ask.id.as_str()).with("request", item.id.as_str());
        message.with("replaces", replaces).with("home", target.home.as_str())
    };
    let help = match misstep {
        Misstep::NotFromHere { allowed } if allowed.is_empty() => Some(again()).filter(|_| cycle.replaces.is_some()),
        Misstep::NotFromHere { allowed } => Some(Message::new("request.allowed").with("verbs", allowed.join(", "))),
        Misstep::UnknownVerb
        | Misstep::UnknownState
        | Misstep::Already
        | Misstep::NoReason
        | Misstep::NeedlessReason => None,
    };
    if ask.args.change.format.format == Format::Json {
        let json = render::json::NotMoved {
            client: ask.id,
            request: &item.id,
            environment: &target.home,
            verb: ask.verb,
            state: &item.state,
            allowed,
            reason: &message,
        };
        Ui::out(&render::json::not_moved(&json, desk.ui.lang)).map_err(failure::output)?;
    } else {
        let help: Vec<Message> = help.into_iter().collect();
        desk.ui.fault(&crate::words::say(&message, desk.ui.lang), &[], &help);
    }
    Ok(Outcome::Refused)
}

fn unknown_verb(cycle: &Lifecycle, verb: &str) -> Failure {
    let known: Vec<&str> = cycle.verbs.keys().chain(OTHERS).collect();
    let failure = failure::usage(Message::new("request.unknown-verb").with("verb", verb));
    let failure = match schema::near(verb, known.iter().copied()) {
        Some(near) => failure.help(Message::new("cli.did-you-mean").with("name", near)),
        None => failure,
    };
    let verbs: Vec<&str> = cycle.verbs.keys().collect();
    failure.help(Message::new("request.verbs").with("verbs", verbs.join(", ")))
}
