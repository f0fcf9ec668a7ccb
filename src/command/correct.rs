//! `onboard correct`: an entry of the history that was wrong is corrected by another entry; nothing is rewritten.

use super::change::{self, Act, Bench, Made};
use super::office::Office;
use super::refusal::No;
use super::wording::{self, Given};
use super::{Desk, failure};
use crate::cli::{CorrectArgs, Format};
use crate::error::{Failure, Outcome};
use crate::model::Message;
use crate::process::{self, Corrected, Correcting, NotCorrected, Subject};
use crate::render;
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &CorrectArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let reason = wording::optional_reason(desk, &args.reason)?;
    if args.date.is_none() && reason.is_none() {
        return Err(failure::usage(Message::new("correct.what")).help(Message::new("correct.what-help")));
    }
    let CorrectArgs { why, why_en, why_fr, .. } = args;
    let given = Given { name: "why", here: why.as_deref(), en: why_en.as_deref(), fr: why_fr.as_deref() };
    let why = wording::needed(desk, given)?;
    let at = Bench::with(&office, &args.id, &args.change, "correct")?;
    let open = &at.open;
    let ground = office.ground()?;
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let date = args.date.map(|it| it.0);
    let correcting = Correcting { entry: args.entry, date, reason: reason.as_ref(), why: &why };
    let corrected = match process::plan_correct(&subject, &correcting) {
        Ok(corrected) => corrected,
        Err(no) => return refusal(&no, args).said(desk, &args.id, "correct", args.change.format.format),
    };
    let act = Act {
        client: args.id.clone(),
        verb: "correct",
        summary: format!("correct entry {} of the history", args.entry),
        trailers: vec![("Onboard-Corrects".to_owned(), args.entry.to_string())],
    };
    let made = change::make(desk, &at, std::slice::from_ref(corrected.edit()), &act, &args.change)?;
    let Made::Written { done } = &made else { return change::said(desk, &act, &open.path, &made, &args.change) };
    if args.change.format.format == Format::Json {
        let json = render::json::Correction {
            client: &args.id,
            entry: args.entry,
            commit: done.commit.as_deref(),
            was: corrected.was(),
            now: corrected.now(),
        };
        Ui::out(&render::json::corrected(&json)).map_err(failure::output)?;
        return Ok(Outcome::Done);
    }
    let outcome = change::said(desk, &act, &open.path, &made, &args.change)?;
    desk.ui.note(&said(&corrected, args));
    Ok(outcome)
}

fn said(corrected: &Corrected, args: &CorrectArgs) -> Message {
    let message = match corrected.now() {
        Some(now) => Message::new("correct.day").with("was", corrected.was().to_string()).with("now", now.to_string()),
        None => Message::new("correct.words"),
    };
    message.with("entry", args.entry.to_string())
}

fn refusal(no: &NotCorrected, args: &CorrectArgs) -> No {
    let entry = args.entry.to_string();
    let message = |key| Message::new(key).with("entry", entry.as_str()).with("client", args.id.as_str());
    match no {
        NotCorrected::NoEntry { entries } => {
            No::because(message("correct.no-entry").with("n", *entries)).help(message("correct.entries-help"))
        }
        NotCorrected::IsCorrection { corrects } => {
            let corrects = corrects.map_or_else(|| "…".to_owned(), |it| it.to_string());
            No::because(message("correct.is-correction").with("corrects", corrects))
        }
        NotCorrected::Same => No::because(message("correct.same")),
        NotCorrected::Ahead { date } => No::because(message("correct.ahead").with("date", date.to_string())),
        NotCorrected::Order { date, after, before } => {
            let message = match (after, before) {
                (Some(after), Some(before)) => {
                    message("correct.between").with("after", after.to_string()).with("before", before.to_string())
                }
                (Some(after), None) => message("correct.not-before").with("after", after.to_string()),
                (None, before) => {
                    let before = before.map(|it| it.to_string()).unwrap_or_default();
                    message("correct.not-after").with("before", before)
                }
            };
            No::because(message.with("date", date.to_string()))
        }
    }
}
