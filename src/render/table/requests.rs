//! Configuration requests in rows.

use crate::model::{ClientId, Date, Message};
use crate::report::requests::RequestRow;

use super::grid::{Cell, Column, grid};
use super::list;
use crate::render::style::Style;

/// From this width on there is room for what was asked for and when.
const WIDE: usize = 90;

/// The requests, in the order given, with a line for each file that cannot be read, and one that counts.
pub(crate) fn requests(rows: &[RequestRow], unreadable: &[ClientId], style: Style) -> String {
    let mut parts: Vec<String> = unreadable.iter().map(|id| list::lost(id, style)).collect();
    parts.push(if rows.is_empty() { style.word("label.no-requests") } else { table(rows, style) });
    parts.join("\n")
}

fn table(rows: &[RequestRow], style: Style) -> String {
    let word = |key| style.word(key);
    let mut columns = vec![
        Column::whole(word("label.client")),
        Column::whole(word("label.environment")),
        Column::whole(word("label.request")),
    ];
    let wide = style.width >= WIDE;
    if wide {
        columns.push(Column::text(word("label.kind"), 12).gives_way());
    }
    columns.push(Column::text(word("label.status"), 8));
    columns.push(Column::whole(word("label.submitted")));
    if wide {
        columns.push(Column::whole(word("label.wanted-for")));
    }
    columns.push(Column::whole(word("label.done")));
    let row = |it: &RequestRow| {
        let day = |date: Option<Date>| Cell::new(date.map(|it| it.to_string()).unwrap_or_default());
        let mut cells = vec![Cell::new(it.client.as_str()), Cell::new(&it.environment), Cell::new(&it.id)];
        if wide {
            cells.push(Cell::new(it.kind_name.get(style.lang)));
        }
        cells.push(Cell::new(it.state_name.get(style.lang)));
        cells.push(day(it.submitted_on));
        if wide {
            cells.push(day(it.requested_for));
        }
        cells.push(day(it.done_on.or(it.decided_on)));
        cells
    };
    let table = grid(&columns, &rows.iter().map(row).collect::<Vec<_>>(), style);
    format!("{table}\n\n{}", style.say(&Message::new("label.n-requests").with("n", rows.len())))
}
