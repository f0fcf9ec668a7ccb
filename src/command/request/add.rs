//! `onboard request add`: a new request, in the state in which its life cycle begins.

use serde_json::Value;

use super::super::Desk;
use super::super::change::{self, Act, Bench, Made};
use super::super::office::Office;
use super::place::{self, Found, Said, Target};
use super::{cycle, step};
use crate::cli::{AddRequestArgs, Format};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::Message;

pub(super) fn run(desk: &Desk, args: &AddRequestArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let cycle = cycle(&office)?;
    let at = Bench::with(&office, &args.id, &args.change, "request")?;
    let said = Said { id: &args.request, home: Some(&args.to), fields: &args.fields };
    let target = place::target(&office, &at.open, cycle, said)?;
    let Target { item, home, found: Found::New { list }, .. } = target else {
        let message = Message::new("request.exists").with("request", args.request.as_str());
        let help = Message::new("request.exists-help").with("client", args.id.as_str());
        return Err(Failure::new(FailureKind::Exists, message).help(help.with("request", args.request.as_str())));
    };
    let Value::Object(fields) = item.value else {
        return Err(Failure::new(FailureKind::Bug, Message::new("request.no-map")));
    };
    let edits = [place::written(&at, &list, fields)?];
    let act = Act {
        client: args.id.clone(),
        verb: "request",
        summary: format!("request {} ({home}): new", args.request),
        trailers: vec![("Onboard-Request".to_owned(), format!("{} {}", args.request, item.state))],
    };
    let made = change::make(desk, &at, &edits, &act, &args.change)?;
    let outcome = match (&made, args.change.format.format) {
        (Made::Written { done }, Format::Json) => step::told(desk, &at, (&args.request, &home, "add"), None, done)?,
        _ => change::said(desk, &act, &at.open.path, &made, &args.change)?,
    };
    if let Made::Written { .. } = made {
        step::next(desk, cycle, (&args.id, &args.request, &home), &item.state);
    }
    Ok(outcome)
}
