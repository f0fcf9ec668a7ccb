//! `confirm`: a person's word on gates that no rule can settle, and on what held before a return.

use super::is_doubtful;
use super::refused::{No, answer};
use crate::cli::{ConfirmArgs, Format};
use crate::command::change::{self, Act, Bench, Made, Manner};
use crate::command::office::Office;
use crate::command::{Desk, check, failure, paths, views, wording};
use crate::error::{Failure, Outcome};
use crate::model::{GateId, Message};
use crate::process::{self, Confirmed, Decided, NoWord, Subject, Word};
use crate::render;
use crate::ui::Ui;

pub(in crate::command) fn confirm(desk: &Desk, args: &ConfirmArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let word = word(desk, &office, args)?;
    let at = Bench::with(&office, &args.id, &args.change, "confirm")?;
    let open = &at.open;
    let ground = office.ground()?;
    let wrong = check::errors(&office, &ground, open)?;
    if wrong.iter().any(is_doubtful) {
        return Ok(check::unsound(desk, open, &wrong));
    }
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let process = office.process()?;
    let mut gates = args.gates.clone();
    if args.again {
        let waiting = process::to_confirm(process, &subject);
        gates.extend(waiting.into_iter().filter(|it| !args.gates.contains(it)));
    }
    if gates.is_empty() {
        desk.ui.note(&Message::new("acts.nothing-to-confirm").with("client", args.id.as_str()));
    }
    let confirmed = match process::plan_confirm(process, &subject, &gates, &word) {
        Ok(confirmed) => confirmed,
        Err(all) => return refused(desk, args, &all),
    };
    let act = act(args, &confirmed, word.state);
    let manner = Manner { reason: word.reason.as_ref(), ..Manner::default() };
    let made = change::make_as(desk, &at, confirmed.edits(), (&act, manner), &args.change)?;
    if let (Made::Written { done }, Format::Json) = (&made, args.change.format.format) {
        let json = render::json::Confirmed {
            client: &args.id,
            gates: confirmed.gates(),
            state: word.state.as_str(),
            commit: done.commit.as_deref(),
            file: open.path.as_str(),
        };
        Ui::out(&render::json::confirmed(&json)).map_err(failure::output)?;
        return Ok(Outcome::Done);
    }
    change::said(desk, &act, &open.path, &made, &args.change)
}

/// What the flags say about the gates.
fn word(desk: &Desk, office: &Office, args: &ConfirmArgs) -> Result<Word, Failure> {
    let state = match (args.not_met, args.not_applicable) {
        (true, _) => Decided::NotMet,
        (false, true) => Decided::NotApplicable,
        (false, false) => Decided::Met,
    };
    let reason = match state {
        Decided::NotMet | Decided::NotApplicable => Some(wording::reason(desk, &args.reason)?),
        Decided::Met => match wording::optional_reason(desk, &args.reason)? {
            None => None,
            Some(_) => return Err(failure::usage(Message::new("acts.reason-of-met"))),
        },
    };
    for (flag, text) in [("--evidence", &args.evidence), ("--note", &args.note)] {
        let Some(text) = text else { continue };
        paths::refuse_placeholder(office.process()?, flag, text)?;
        if text.trim().is_empty() {
            return Err(failure::usage(Message::new("wording.blank").with("flag", flag)));
        }
    }
    let on = wording::day(office, &args.date)?;
    Ok(Word {
        service: args.service.clone(),
        on,
        state,
        evidence: args.evidence.clone(),
        note: args.note.clone(),
        reason,
    })
}

fn act(args: &ConfirmArgs, confirmed: &Confirmed, state: Decided) -> Act {
    let of = args.service.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    let named: Vec<String> = confirmed.gates().iter().map(|it| format!("{it}{of}")).collect();
    let verb = match state {
        Decided::Met => "confirm",
        Decided::NotMet => "confirm not met",
        Decided::NotApplicable => "confirm not applicable",
    };
    let trailers = confirmed.gates().iter().map(|it| views::gate_trailer(it, state.as_str())).collect();
    Act { client: args.id.clone(), verb: "confirm", summary: paths::summary(verb, &named), trailers }
}

/// Every gate that cannot be confirmed, with the reason; one that does not exist is a fault of the command line.
fn refused(desk: &Desk, args: &ConfirmArgs, all: &[NoWord]) -> Result<Outcome, Failure> {
    if let Some(NoWord::Unknown { named, near }) = all.iter().find(|it| matches!(it, NoWord::Unknown { .. })) {
        return Err(unknown_gate(named, near.as_ref()));
    }
    for no in all {
        if let NoWord::UnknownService { near: Some(near), .. } = no {
            return Err(failure::usage(why(no)).help(near.clone()));
        }
    }
    let wrong = |it: &&NoWord| {
        matches!(it, NoWord::BeforeReturn { .. } | NoWord::NotPerService(_) | NoWord::UnknownService { .. })
    };
    if let Some(no) = all.iter().find(wrong) {
        return Err(failure::usage(why(no)));
    }
    let (mut reasons, mut help) = (Vec::new(), Vec::new());
    for no in all {
        reasons.push(why(no));
        let (NoWord::SettledByRule { unmet, .. } | NoWord::DoesNotHold { unmet, .. }) = no else { continue };
        let fixes = unmet.iter().filter_map(|it| it.fix.as_ref());
        help.extend(fixes.map(|it| Message::new("process.run").with("command", it.as_str())));
    }
    let no = No { client: &args.id, change: "confirm", reasons: &reasons, help: &help };
    answer(desk, &no, args.change.format.format)
}

/// A gate that the process does not have.
pub(super) fn unknown_gate(named: &str, near: Option<&Message>) -> Failure {
    let failure = failure::usage(Message::new("process.unknown-gate").with("gate", named));
    match near {
        Some(near) => failure.help(near.clone()),
        None => failure.help(Message::new("acts.see-gates")),
    }
}

fn why(no: &NoWord) -> Message {
    let with = |key, gate: &GateId| Message::new(key).with("gate", gate.as_str());
    let first = |unmet: &[process::Unmet]| unmet.first().map(|it| it.reason.clone());
    match no {
        NoWord::Unknown { named, .. } => Message::new("process.unknown-gate").with("gate", named.as_str()),
        NoWord::SettledByRule { gate, unmet } => match first(unmet) {
            Some(reason) => with("acts.rule-open", gate).with("reason", reason),
            None => with("acts.rule-holds", gate),
        },
        NoWord::DoesNotHold { gate, unmet } => match first(unmet) {
            Some(reason) => with("acts.does-not-hold", gate).with("reason", reason),
            None => with("acts.rule-holds", gate),
        },
        NoWord::NotPerService(gate) => with("service.not-per-service", gate),
        NoWord::UnknownService { named, .. } => Message::new("service.unknown").with("service", named.as_str()),
        NoWord::RuleApplies(gate) => with("acts.rule-applies", gate),
        NoWord::BeforeReturn { gate, on, since } => {
            with("acts.before-return", gate).with("since", since.as_str()).with("date", on.to_string())
        }
    }
}
