//! `onboard list`: the portfolio. A file that cannot be read is a row of its own, never an absence.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::office::{self, Office};
use super::{Desk, failure, views};
use crate::cli::{Format, ListArgs, Sort};
use crate::client::Client;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{ClientId, Message};
use crate::render;
use crate::report::ProcessNames;
use crate::report::list::{self, ListRow};
use crate::store::{Inventory, RelPath};
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &ListArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let names = views::names(office.process()?);
    if let Some(unknown) = args.phase.iter().find(|it| names.phase(it.as_str()).is_none()) {
        let known: Vec<&str> = names.phases.iter().map(|it| it.id.as_str()).collect();
        return Err(failure::usage(Message::new("command.no-such-phase").with("phase", unknown.as_str()))
            .help(Message::new("command.phases").with("phases", known.join(", "))));
    }
    let Inventory { clients, faults } = office.ws.inventory()?;
    for fault in &faults {
        desk.ui.warn(&fault.message());
    }
    let read: Vec<Result<ListRow, ClientId>> =
        clients.par_iter().map(|(id, path)| row(&office, &names, id, path).ok_or_else(|| id.clone())).collect();
    let (mut rows, mut unreadable) = (Vec::new(), Vec::new());
    for it in read {
        match it {
            Ok(row) => rows.push(row),
            Err(id) => unreadable.push(id),
        }
    }
    rows.retain(|it| wanted(it, args));
    rows.sort_by(|left, right| order(&names, args.sort, left, right));
    if args.reverse {
        rows.reverse();
    }
    let text = match args.format.format {
        Format::Json => render::json::list(&rows, &unreadable),
        Format::Table => render::table::list(&rows, &unreadable, failure::style(desk.ui)),
    };
    Ui::out(&text).map_err(failure::output)?;
    if unreadable.is_empty() && faults.is_empty() {
        return Ok(Outcome::Done);
    }
    let message = Message::new("command.unread").with("n", unreadable.len() + faults.len());
    Err(Failure::new(FailureKind::Unreadable, message).help(Message::new("command.unread-help")))
}

/// The row of a client, or nothing when its file cannot be read as one.
fn row(office: &Office, names: &ProcessNames, id: &ClientId, path: &RelPath) -> Option<ListRow> {
    let bytes = office.ws.read(path).ok()?;
    let document = office::read(&bytes, path.as_str(), FailureKind::Unreadable).ok()?;
    let client = Client::from_value(document.value()).ok().filter(|it| it.id == *id)?;
    Some(list::row(&client, names, office.today))
}

fn wanted(row: &ListRow, args: &ListArgs) -> bool {
    (args.phase.is_empty() || args.phase.contains(&row.phase))
        && (args.status.is_empty() || args.status.contains(&row.status))
        && (!args.overdue || !row.overdue.is_empty())
}

fn order(names: &ProcessNames, sort: Sort, left: &ListRow, right: &ListRow) -> Ordering {
    let phase = |row: &ListRow| names.phases.iter().position(|it| it.id == row.phase);
    let by = match sort {
        Sort::Phase => (phase(left), left.status).cmp(&(phase(right), right.status)),
        Sort::Id => Ordering::Equal,
        Sort::Name => left.name.cmp(&right.name),
        Sort::Days => right.days.cmp(&left.days),
        Sort::Next => {
            // Those that have no next milestone come last.
            let day = |row: &ListRow| row.next.as_ref().and_then(|it| it.due.as_ref()).map(|it| it.last_day());
            match (day(left), day(right)) {
                (Some(left), Some(right)) => left.cmp(&right),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            }
        }
    };
    by.then_with(|| left.id.cmp(&right.id))
}
