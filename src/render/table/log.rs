//! The history of a client in rows, newest first.

use crate::model::Message;
use crate::report::log::{Log, LogRow};

use super::grid::{Cell, Column, grid};
use crate::render::style::{Hue, Style};

/// The log of a client. Below 100 columns the author is left out, below 80 the phases, below 60 the commit.
pub(crate) fn log(log: &Log, style: Style) -> String {
    if log.rows.is_empty() {
        return style.say(&Message::new("label.no-changes").with("client", log.client.as_str()));
    }
    let shown = Shown { author: style.width >= 100, phases: style.width >= 80, commit: style.width >= 60 };
    let rows: Vec<Vec<Cell>> = log.rows.iter().map(|it| row(it, shown, style)).collect();
    grid(&columns(shown, style), &rows, style)
}

#[derive(Debug, Clone, Copy)]
struct Shown {
    author: bool,
    phases: bool,
    commit: bool,
}

fn columns(shown: Shown, style: Style) -> Vec<Column> {
    let mut columns = vec![Column::whole(style.word("label.date")), Column::whole(style.word("label.change"))];
    if shown.phases {
        columns.push(Column::text(style.word("label.from-to"), 12));
    }
    if shown.author {
        columns.push(Column::text(style.word("label.author"), 8));
    }
    if shown.commit {
        columns.push(Column::whole(style.word("label.commit")));
    }
    columns.push(Column::text(style.word("label.summary"), 12));
    columns
}

fn row(it: &LogRow, shown: Shown, style: Style) -> Vec<Cell> {
    let mut cells = vec![Cell::new(it.commit.day()), Cell::new(it.commit.change.as_deref().unwrap_or("–"))];
    if shown.phases {
        let from = it.from.as_ref().map(|it| it.get(style.lang));
        let to = it.to.as_ref().map(|it| it.get(style.lang));
        cells.push(match (from, to) {
            (Some(from), Some(to)) => Cell::new(format!("{from} → {to}")),
            (None, Some(one)) => Cell::new(format!("→ {one}")),
            (Some(one), None) => Cell::new(format!("{one} →")),
            (None, None) => Cell::nothing(),
        });
    }
    if shown.author {
        cells.push(Cell::new(&it.commit.author));
    }
    if shown.commit {
        cells.push(Cell::painted(it.commit.short(), Hue::Quiet));
    }
    cells.push(Cell::new(&it.commit.summary));
    cells
}
