//! `onboard renew`: what was signed stays in force for another fiscal year.

use super::change::{self, Act, Bench, Made};
use super::office::Office;
use super::refusal::No;
use super::{Desk, failure, wording};
use crate::cli::{Format, RenewArgs};
use crate::error::{Failure, Outcome};
use crate::model::{Message, Text};
use crate::process::{self, FiscalYear, NotRenewed, Process, Renewing, Signature, Subject};
use crate::render;
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &RenewArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let on = wording::day(&office, &args.date)?;
    let year = FiscalYear::read(&args.fiscal_year).ok_or_else(|| {
        failure::usage(Message::new("sign.not-a-fiscal-year").with("value", args.fiscal_year.as_str()))
            .help(Message::new("sign.fiscal-year-help"))
    })?;
    if args.reference.trim().is_empty() {
        return Err(failure::usage(Message::new("wording.blank").with("flag", "--reference")));
    }
    let at = Bench::with(&office, &args.id, &args.change, "renew")?;
    let open = &at.open;
    let (process, ground) = (office.process()?, office.ground()?);
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let signature = what(process)?;
    let name = process.sections().get(&signature.section).cloned();
    let name = name.unwrap_or_else(|| Text::new(&*signature.section, &*signature.section));
    let renewing = Renewing { year: &year, reference: args.reference.trim(), ends: args.ends.map(|it| it.0), on };
    let renewal = match process::plan_renew(process, &subject, signature, &renewing) {
        Ok(renewal) => renewal,
        Err(no) => return refusal(&no, &name, args).said(desk, &args.id, "renew", args.change.format.format),
    };
    let act = Act {
        client: args.id.clone(),
        verb: "renew",
        summary: format!("renew {} for {}", signature.id, args.fiscal_year),
        trailers: vec![("Onboard-Renewal".to_owned(), format!("{} {}", signature.id, args.fiscal_year))],
    };
    let made = change::make(desk, &at, std::slice::from_ref(renewal.edit()), &act, &args.change)?;
    let Made::Written { done } = &made else { return change::said(desk, &act, &open.path, &made, &args.change) };
    if args.change.format.format == Format::Json {
        let json = render::json::Renewed {
            client: &args.id,
            what: &signature.id,
            fiscal_year: &args.fiscal_year,
            reference: args.reference.trim(),
            commit: done.commit.as_deref(),
            renewal: &renewal,
        };
        Ui::out(&render::json::renewed(&json)).map_err(failure::output)?;
        return Ok(Outcome::Done);
    }
    let outcome = change::said(desk, &act, &open.path, &made, &args.change)?;
    let note = Message::new("sign.renewed").with("what", name);
    let note = note.with("from", renewal.starts_on().to_string()).with("to", renewal.ends_on().to_string());
    desk.ui.note(&note);
    Ok(outcome)
}

/// What may be renewed in this process.
fn what(process: &Process) -> Result<&Signature, Failure> {
    let renewed = process.signatures().iter().find(|it| it.is_renewed());
    renewed.ok_or_else(|| failure::usage(Message::new("sign.nothing-renewed")))
}

fn refusal(no: &NotRenewed, name: &Text, args: &RenewArgs) -> No {
    let message = |key| Message::new(key).with("what", name.clone());
    match no {
        NotRenewed::NeverEnds => No::because(message("sign.never-ends")),
        NotRenewed::Unsigned { missing } => {
            No::because(message("sign.not-renewed-unsigned").with("parties", missing.clone()))
        }
        NotRenewed::Taken { reference } => No::because(
            message("sign.renewed-already")
                .with("year", args.fiscal_year.as_str())
                .with("reference", reference.as_str()),
        ),
        NotRenewed::InForce { until } => No::because(message("sign.in-force").with("until", until.to_string())),
        NotRenewed::Outside { first, last } => No::because(
            message("sign.outside")
                .with("year", args.fiscal_year.as_str())
                .with("first", first.to_string())
                .with("last", last.to_string()),
        ),
        NotRenewed::Early { after } => {
            let date = args.date.date.map(|it| it.0.to_string()).unwrap_or_default();
            No::because(message("sign.early").with("date", date).with("after", after.to_string()))
        }
    }
}
