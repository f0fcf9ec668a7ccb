//! `return`: back to an earlier phase.

use super::{Asked, Why, perform, said};
use crate::cli::ReturnArgs;
use crate::command::Desk;
use crate::command::change::Judged;
use crate::command::office::Office;
use crate::error::{Failure, Outcome};
use crate::model::Message;
use crate::process::{Process, Said, Subject, plan_return};

pub(in crate::command) fn back(desk: &Desk, args: &ReturnArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let said = said(desk, &office, &args.act, Why::Needed)?;
    let asked = Asked { client: &args.id, verb: "return", said, judged: Judged::AsRecord, change: &args.act.change };
    let plan = |process: &Process, subject: &Subject<'_>, said: &Said| plan_return(process, subject, said, &args.to);
    perform(desk, &office, &asked, plan, |planned, _| {
        let message = Message::new("acts.returned").with("client", args.id.as_str());
        message.with("n", planned.to_confirm().len())
    })
}
