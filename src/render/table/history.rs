//! The entries of a file's own history in rows, oldest first.

use crate::model::Message;
use crate::report::history::{Entries, EntryRow};

use super::grid::{Cell, Column, grid};
use crate::render::style::{Hue, Style};

/// The history by number. Below 80 columns the phases are left out.
pub(crate) fn history(entries: &Entries, style: Style) -> String {
    if entries.rows.is_empty() {
        return style.say(&Message::new("label.no-changes").with("client", entries.client.as_str()));
    }
    let phases = style.width >= 80;
    let mut columns = vec![
        Column::number(style.word("correct.number")),
        Column::whole(style.word("label.date")),
        Column::text(style.word("label.change"), 12),
    ];
    if phases {
        columns.push(Column::text(style.word("label.from-to"), 12).gives_way());
    }
    columns.push(Column::text(style.word("correct.notes"), 12));
    let rows: Vec<Vec<Cell>> = entries.rows.iter().map(|it| row(it, phases, style)).collect();
    grid(&columns, &rows, style)
}

fn row(it: &EntryRow, phases: bool, style: Style) -> Vec<Cell> {
    let date = it.date.to_string();
    let date = if it.written.is_some() { Cell::painted(date, Hue::Warn) } else { Cell::new(date) };
    let mut cells = vec![Cell::new(it.number.to_string()), date, Cell::new(it.change_name.get(style.lang))];
    if phases {
        let from = it.from.as_ref().map(|it| it.get(style.lang));
        let to = it.to.as_ref().map(|it| it.get(style.lang));
        cells.push(match (from, to) {
            (Some(from), Some(to)) => Cell::new(format!("{from} → {to}")),
            (None, Some(one)) => Cell::new(format!("→ {one}")),
            (Some(one), None) => Cell::new(format!("{one} →")),
            (None, None) => Cell::nothing(),
        });
    }
    cells.push(Cell::new(notes(it, style).join("; ")));
    cells
}

/// What it corrects, what it was written with, the names, the reason.
fn notes(it: &EntryRow, style: Style) -> Vec<String> {
    let mut notes = Vec::new();
    let corrects = it.corrects.map(|it| Message::new("correct.corrects").with("entry", it.to_string()));
    let written = it.written.map(|it| Message::new("correct.written").with("date", it.to_string()));
    let words = (it.corrected && it.written.is_none()).then(|| Message::new("correct.corrected"));
    let names = it.renamed.as_ref();
    let renamed =
        names.map(|(was, now)| Message::new("rename.became").with("was", was.clone()).with("now", now.clone()));
    for message in [corrects, written, words, renamed].into_iter().flatten() {
        notes.push(style.say(&message));
    }
    notes.extend(it.reason.as_ref().map(|it| it.get(style.lang).to_owned()));
    notes
}
