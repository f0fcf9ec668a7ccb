//! `waive`: a gate that does not hold may be passed, by a role, for a reason, until a day.

use super::confirm::unknown_gate;
use super::is_doubtful;
use super::refused::{No, answer};
use crate::cli::{Format, WaiveArgs};
use crate::command::change::{self, Act, Bench, Made, Manner};
use crate::command::office::Office;
use crate::command::{Desk, check, failure, views, wording};
use crate::error::{Failure, Outcome};
use crate::model::Message;
use crate::process::{self, NoWaiver, Permission, Subject};
use crate::render;
use crate::ui::Ui;

pub(in crate::command) fn waive(desk: &Desk, args: &WaiveArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let asked = Permission {
        gate: args.gate.clone(),
        on: wording::day(&office, &args.act.date)?,
        expires: args.expires.map(|it| it.0),
        reason: wording::reason(desk, &args.act.reason)?,
        role: wording::role(desk, &office, &args.act.role)?,
    };
    let at = Bench::with(&office, &args.id, &args.act.change, "waive")?;
    let open = &at.open;
    let ground = office.ground()?;
    let wrong = check::errors(&office, &ground, open)?;
    if wrong.iter().any(is_doubtful) {
        return Ok(check::unsound(desk, open, &wrong));
    }
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let waiver = match process::plan_waive(office.process()?, &subject, &asked) {
        Ok(waiver) => waiver,
        Err(no) => return refused(desk, args, &no),
    };
    let act = Act {
        client: args.id.clone(),
        verb: "waive",
        summary: format!("waive {} ({})", args.gate, waiver.id()),
        trailers: vec![views::gate_trailer(&args.gate, "waived")],
    };
    let manner = Manner { reason: Some(&asked.reason), ..Manner::default() };
    let made = change::make_as(desk, &at, waiver.edits(), (&act, manner), &args.act.change)?;
    if let (Made::Written { done }, Format::Json) = (&made, args.act.change.format.format) {
        let json = render::json::Waived {
            client: &args.id,
            gate: &args.gate,
            waiver: waiver.id(),
            expires_on: asked.expires,
            commit: done.commit.as_deref(),
            file: open.path.as_str(),
        };
        Ui::out(&render::json::waived(&json)).map_err(failure::output)?;
        return Ok(Outcome::Done);
    }
    change::said(desk, &act, &open.path, &made, &args.act.change)
}

fn refused(desk: &Desk, args: &WaiveArgs, no: &NoWaiver) -> Result<Outcome, Failure> {
    let gate = args.gate.as_str();
    let reason = match no {
        NoWaiver::Unknown { named, near } => return Err(unknown_gate(named, near.as_ref())),
        NoWaiver::Over { expires } => {
            return Err(failure::usage(Message::new("acts.waiver-over").with("expires", expires.to_string())));
        }
        NoWaiver::NotWaivable(text) => Message::new("acts.not-waivable").with("text", text.clone()),
        NoWaiver::Holds(text) => Message::new("acts.gate-holds").with("text", text.clone()),
        NoWaiver::NotApplicable(text) => Message::new("acts.gate-not-applicable").with("text", text.clone()),
        NoWaiver::Waived { waiver, text } => {
            Message::new("acts.waived-already").with("waiver", waiver.as_str()).with("text", text.clone())
        }
    };
    let no = No { client: &args.id, change: "waive", reasons: &[reason.with("gate", gate)], help: &[] };
    answer(desk, &no, args.act.change.format.format)
}
