//! `onboard show`: one client on one screen.

use super::office::Office;
use super::{Desk, check, failure, find, services, views};
use crate::cli::{Format, ShowArgs};
use crate::error::{Failure, Outcome};
use crate::process::{self, Subject};
use crate::ui::Ui;
use crate::{render, report};

pub(crate) fn run(desk: &Desk, args: &ShowArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let open = office.client(&find::client(desk, &office, &args.id)?)?;
    let client = views::client(&office, &open)?;
    let last = views::last_commit(&office, &open)?;
    let process = office.process()?;
    let names = views::names(process);
    let ground = office.ground()?;
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let view =
        report::show::view(&client, &process::due(process, &subject), &names, office.today, open.path.as_str(), last)
            .judged(services::rows(process, &subject, &client, &names), &process::inapplicable(process, &subject));
    let text = match args.format.format {
        Format::Json => render::json::show(&view),
        Format::Table => render::table::show(&view, failure::style(desk.ui)),
    };
    Ui::out(&text).map_err(failure::output)?;
    let errors = check::errors(&office, &ground, &open)?;
    if errors.is_empty() { Ok(Outcome::Done) } else { Ok(check::unsound(desk, &open, &errors)) }
}
