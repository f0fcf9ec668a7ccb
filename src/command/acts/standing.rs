//! `hold`, `resume`, `withdraw`, `reopen`: where a client stands as a whole.

use super::{Asked, Why, perform, said};
use crate::cli::{HoldArgs, ReopenArgs, ResumeArgs, WithdrawArgs};
use crate::command::change::Judged;
use crate::command::office::Office;
use crate::command::{Desk, failure};
use crate::error::{Failure, Outcome};
use crate::model::{Date, Message};
use crate::process::{plan_hold, plan_reopen, plan_resume, plan_withdraw};
use crate::schema;
use crate::words;

pub(in crate::command) fn hold(desk: &Desk, args: &HoldArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let mut said = said(desk, &office, &args.act, Why::Needed)?;
    said.requested_by = party(&office, "hold", args.requested_by.as_deref())?;
    said.review_on = args.review_on.map(|it| it.0);
    if let Some(review) = said.review_on.filter(|it| *it < said.on) {
        let message = Message::new("acts.review-too-early").with("review", review.to_string());
        return Err(failure::usage(message.with("since", said.on.to_string())));
    }
    let review = said.review_on;
    let asked = asked(&args.id, "hold", said, &args.act.change);
    perform(desk, &office, &asked, plan_hold, |_, _| held(desk, args, review))
}

pub(in crate::command) fn resume(desk: &Desk, args: &ResumeArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let said = said(desk, &office, &args.act, Why::Optional)?;
    let asked = asked(&args.id, "resume", said, &args.act.change);
    let next = || Message::new("acts.resumed").with("client", args.id.as_str());
    perform(desk, &office, &asked, plan_resume, |_, _| next())
}

pub(in crate::command) fn withdraw(desk: &Desk, args: &WithdrawArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let mut said = said(desk, &office, &args.act, Why::Needed)?;
    said.requested_by = party(&office, "withdrawn", args.requested_by.as_deref())?;
    let asked = asked(&args.id, "withdraw", said, &args.act.change);
    perform(desk, &office, &asked, plan_withdraw, |_, open| {
        Message::new("acts.withdrawn").with("client", args.id.as_str()).with("file", open.path.as_str())
    })
}

pub(in crate::command) fn reopen(desk: &Desk, args: &ReopenArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let said = said(desk, &office, &args.act, Why::Needed)?;
    let asked = asked(&args.id, "reopen", said, &args.act.change);
    let next = || Message::new("acts.reopened").with("client", args.id.as_str());
    perform(desk, &office, &asked, plan_reopen, |_, _| next())
}

fn asked<'a>(
    client: &'a crate::model::ClientId,
    verb: &'static str,
    said: crate::process::Said,
    change: &'a crate::cli::ChangeArgs,
) -> Asked<'a> {
    Asked { client, verb, said, judged: Judged::AsRecord, change }
}

/// The party that asked for it, among those that the schema knows.
fn party(office: &Office, section: &str, given: Option<&str>) -> Result<Option<String>, Failure> {
    let Some(given) = given else { return Ok(None) };
    let section = office.schema()?.shape().property(section);
    if let Some(shape) = section.and_then(|it| it.property("requested_by")) {
        schema::typed(shape, given).map_err(|it| failure::typed(it.of_field("--requested-by")))?;
    }
    Ok(Some(given.to_owned()))
}

fn held(desk: &Desk, args: &HoldArgs, review: Option<Date>) -> Message {
    let message = match review {
        Some(day) => Message::new("acts.held-until").with("date", words::date(day, desk.ui.lang)),
        None => Message::new("acts.held"),
    };
    message.with("client", args.id.as_str())
}
