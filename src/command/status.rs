//! `onboard status`: every gate to the next phase, met or not, where, and the fix.

use super::office::Office;
use super::{Desk, acts, check, failure, views};
use crate::cli::{Format, StatusArgs};
use crate::error::{Failure, Outcome};
use crate::model::{Finding, Status};
use crate::process::{self, Subject};
use crate::render;
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &StatusArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let open = office.client(&args.id)?;
    let process = office.process()?;
    let ground = office.ground()?;
    let errors = check::standing(&office, &ground, &open)?;
    // Where the record contradicts itself, its gates might hold for the wrong reason.
    if errors.iter().any(is_about_the_record) {
        return Ok(check::unsound(desk, &open, &errors));
    }
    let client = views::client(&office, &open)?;
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let view = match &args.service {
        Some(service) => views::status_of_service(process, &subject, &client, service)?,
        None => views::status(process, &subject, &client, &process::gates(process, &subject, &client.phase)),
    };
    let text = match args.format.format {
        Format::Json => render::json::status(&view, desk.ui.lang),
        Format::Table => render::table::status(&view, failure::style(desk.ui)),
    };
    Ui::out(&text).map_err(failure::output)?;
    if let (Format::Table, Status::OnHold | Status::Withdrawn) = (args.format.format, client.status) {
        for way in acts::ways(&process::first(process, client.status, "advance"), args.id.as_str()) {
            desk.ui.note(&way);
        }
    }
    if errors.is_empty() {
        return Ok(Outcome::Done);
    }
    Ok(check::unsound(desk, &open, &errors))
}

/// Whether a finding makes it doubtful who the client is or where it stands; broken rules do not.
fn is_about_the_record(finding: &Finding) -> bool {
    ["schema/", "workspace/", "client/", "history/"].iter().any(|it| finding.code.starts_with(it))
}
