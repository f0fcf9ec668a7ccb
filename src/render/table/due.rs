//! What falls due, in rows: what is late first.

use crate::model::{ClientId, Deadline, Message, Timing};
use crate::report::due::{DueRow, DueView};

use super::grid::{Cell, Column, grid};
use super::list::lost;
use crate::render::style::{Hue, Style};

/// The rows, with a line for each file that cannot be read, and one that counts.
pub(crate) fn due(view: &DueView, unreadable: &[ClientId], style: Style) -> String {
    let mut parts: Vec<String> = unreadable.iter().map(|id| lost(id, style)).collect();
    if !view.rows.is_empty() {
        let rows: Vec<Vec<Cell>> = view.rows.iter().map(|it| row(it, style)).collect();
        parts.push(format!("{}\n", grid(&columns(style), &rows, style)));
    }
    parts.push(count(view, style));
    parts.join("\n")
}

/// Below 60 columns, the day makes room.
fn columns(style: Style) -> Vec<Column> {
    let mut columns =
        vec![Column::whole(style.word("label.client")), Column::text(style.word("due.what"), 10).gives_way()];
    if style.width >= 60 {
        columns.push(Column::whole(style.word("due.day")));
    }
    columns.push(Column::text(style.word("label.status"), 9));
    columns
}

fn row(it: &DueRow, style: Style) -> Vec<Cell> {
    let mut cells = vec![Cell::new(it.client.as_str()), Cell::new(what(&it.deadline, style))];
    if style.width >= 60 {
        cells.push(Cell::new(it.deadline.due.to_string()));
    }
    let said = style.say(&state(it));
    cells.push(match it.deadline.timing {
        Timing::Late => Cell::painted(said, Hue::Bad),
        Timing::Ahead => Cell::new(said),
        Timing::Paused => Cell::painted(said, Hue::Quiet),
    });
    cells
}

fn what(deadline: &Deadline, style: Style) -> String {
    let name = deadline.name.get(style.lang);
    match &deadline.title {
        Some(title) => style.say(&Message::new("label.pair").with("name", name).with("value", title.get(style.lang))),
        None => name.to_owned(),
    }
}

/// `Overdue (12 days)`, `Due in 3 days`, `Expires in 3 days`, `Expired (12 days)`.
fn state(it: &DueRow) -> Message {
    let deadline = &it.deadline;
    let days = |n: i64| Message::new("label.n-days").with("n", n);
    match (deadline.timing, deadline.days, &deadline.expired) {
        (Timing::Late | Timing::Paused, past, Some(word)) => {
            Message::new("due.ended").with("word", word.clone()).with("days", days(-past))
        }
        (Timing::Late, past, None) => Message::new("due.overdue").with("days", days(-past)),
        (Timing::Paused, past, None) => {
            Message::new("due.ended").with("word", it.status_name.clone()).with("days", days(-past))
        }
        (Timing::Ahead, 0, Some(_)) => Message::new("due.expires-today"),
        (Timing::Ahead, 0, None) => Message::new("due.due-today"),
        (Timing::Ahead, ahead, Some(_)) => Message::new("due.expires-in").with("days", days(ahead)),
        (Timing::Ahead, ahead, None) => Message::new("due.due-in").with("days", days(ahead)),
    }
}

fn count(view: &DueView, style: Style) -> String {
    let late = view.overdue();
    let rest = view.rows.len() - late;
    let until = view.until.to_string();
    let message = match (late, rest) {
        (0, 0) => Message::new("due.nothing"),
        (_, _) => Message::new("due.count")
            .with("overdue", Message::new("label.n-overdue").with("n", late))
            .with("rest", Message::new("due.more").with("n", rest)),
    };
    style.say(&message.with("date", until))
}
