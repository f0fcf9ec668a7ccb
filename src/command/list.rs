//! `onboard list`: the portfolio. A file that cannot be read is a row of its own, never an absence.

use std::cmp::Ordering;

use super::office::Office;
use super::{Desk, failure, portfolio, views};
use crate::cli::{Format, ListArgs, Sort};
use crate::client::Match;
use crate::error::{Failure, Outcome};
use crate::model::Message;
use crate::render;
use crate::report::ProcessNames;
use crate::report::list::{self, ListRow};
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &ListArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let names = views::names(office.process()?);
    if let Some(unknown) = args.phase.iter().find(|it| names.phase(it.as_str()).is_none()) {
        let known: Vec<&str> = names.phases.iter().map(|it| it.id.as_str()).collect();
        return Err(failure::usage(Message::new("command.no-such-phase").with("phase", unknown.as_str()))
            .help(Message::new("command.phases").with("phases", known.join(", "))));
    }
    let today = office.today;
    let mut found = portfolio::remembered(desk, &office, "list", |it, _| ListRow {
        progress: list::progress(&it.client, &names, &it.inapplicable),
        ..list::row(&it.client, &it.due, &names, today)
    })?;
    let rows = &mut found.read;
    if let Some(words) = &args.name {
        rows.retain_mut(|it| called(it, words));
    }
    rows.retain(|it| wanted(it, args));
    rows.sort_by(|left, right| order(&names, args.sort, left, right));
    if args.reverse {
        rows.reverse();
    }
    let text = match args.format.format {
        Format::Json => render::json::list(rows, &found.unreadable),
        Format::Table => render::table::list(rows, &found.unreadable, failure::style(desk.ui)),
    };
    Ui::out(&text).map_err(failure::output)?;
    found.ends(Outcome::Done)
}

/// Whether a name holds the words; a former one is shown with the row.
fn called(row: &mut ListRow, words: &str) -> bool {
    match row.called.find(words) {
        None => false,
        Some(Match::Now) => true,
        Some(Match::Before(former)) => {
            row.formerly = Some(former);
            true
        }
    }
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
