//! `onboard due`: what is late, and what falls due, as a table, for programs, for spreadsheets, or as a calendar.

use std::collections::{BTreeMap, BTreeSet};

use super::office::{OWN_PROCESS, Office, SETTINGS};
use super::{Desk, failure, portfolio, views};
use crate::cli::{DueArgs, DueFormat};
use crate::error::{Failure, Outcome};
use crate::render;
use crate::report::due::{self, DueView};
use crate::store::RelPath;
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &DueArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let names = views::names(office.process()?);
    let until = args.within.end(office.today);
    let mut found = portfolio::read(desk, &office, &args.ids, |it| due::rows(&it.client, it.due, &names, until))?;
    let rows = std::mem::take(&mut found.read).into_iter().flatten().collect();
    let view = due::view(rows, &names, office.today, until);
    let text = match args.format {
        DueFormat::Table => render::table::due(&view, &found.unreadable, failure::style(desk.ui)),
        DueFormat::Json => render::json::due(&view, &found.unreadable),
        DueFormat::Csv => render::csv(&view, desk.ui.lang),
        DueFormat::Ics => render::calendar(&view, &changed(&office, &view)?, desk.ui.lang),
    };
    Ui::out(&text).map_err(failure::output)?;
    let late = args.fail_overdue && view.overdue() > 0;
    found.ends(if late { Outcome::Refused } else { Outcome::Done })
}

/// When the files of these rows were last changed. What settings and process say is part of every event.
fn changed(office: &Office, view: &DueView) -> Result<BTreeMap<String, i64>, Failure> {
    let files: Result<BTreeSet<RelPath>, _> =
        view.rows.iter().map(|it| RelPath::new(&it.deadline.place.file)).collect();
    let common = [RelPath::new(SETTINGS)?, RelPath::new(OWN_PROCESS)?];
    let changed = office.ws.changed_at(&files?, &common)?;
    Ok(changed.into_iter().map(|(path, second)| (path.as_str().to_owned(), second)).collect())
}
