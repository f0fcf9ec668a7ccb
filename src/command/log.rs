//! `onboard log`: the history of a client in words, newest first.

use super::office::Office;
use super::{Desk, failure, views};
use crate::cli::{Format, LogArgs};
use crate::error::{Failure, Outcome};
use crate::ui::Ui;
use crate::{render, report};

pub(crate) fn run(desk: &Desk, args: &LogArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    if args.history {
        let open = office.client(&args.id)?;
        let entries = report::history::entries(&views::client(&office, &open)?, &views::names(office.process()?));
        let text = match args.format.format {
            Format::Json => render::json::history(&entries),
            Format::Table => render::table::history(&entries, failure::style(desk.ui)),
        };
        Ui::out(&text).map_err(failure::output)?;
        return Ok(Outcome::Done);
    }
    // The history is git's: it is told even of a file that cannot be read just now.
    let path = office.ws.client_path(&args.id)?;
    let commits = office.ws.log(&path)?.into_iter().map(views::commit).collect();
    let log = report::log::log(args.id.clone(), commits, &views::names(office.process()?));
    let text = match args.format.format {
        Format::Json => render::json::log(&log),
        Format::Table => render::table::log(&log, failure::style(desk.ui)),
    };
    Ui::out(&text).map_err(failure::output)?;
    Ok(Outcome::Done)
}
