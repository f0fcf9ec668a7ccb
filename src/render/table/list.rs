//! The portfolio in rows.

use crate::model::{ClientId, Deadline, Message, Status};
use crate::report::list::ListRow;
use crate::report::service::Progress;

use super::grid::{Cell, Column, grid};
use crate::render::style::{Hue, Style};

/// The portfolio, in the order given, with a line for each file that cannot be read, and one that counts.
pub(crate) fn list(rows: &[ListRow], unreadable: &[ClientId], style: Style) -> String {
    let lines: Vec<String> = unreadable.iter().map(|id| lost(id, style)).collect();
    match (rows.is_empty(), lines.is_empty()) {
        (_, true) => table(rows, style),
        (true, false) => lines.join("\n"),
        (false, false) => format!("{}\n{}", lines.join("\n"), table(rows, style)),
    }
}

/// A file that is there and cannot be read must not vanish from the list.
pub(super) fn lost(id: &ClientId, style: Style) -> String {
    let said = style.say(&Message::new("label.cannot-be-read").with("client", id.as_str()));
    style.paint(Hue::Bad, &format!("✗ {said}"))
}

fn table(rows: &[ListRow], style: Style) -> String {
    if rows.is_empty() {
        return style.word("label.no-clients");
    }
    let room = Room::of(style.width);
    let names = Names::of(room, rows);
    let cells: Vec<Vec<Cell>> = rows.iter().map(|it| row(it, room, names, style)).collect();
    let table = grid(&columns(room, names, style), &cells, style);
    let late = rows.iter().filter(|it| !it.overdue.is_empty()).count();
    let clients = Message::new("label.n-clients").with("n", rows.len());
    let count = match late {
        0 => style.say(&clients),
        _ => style.say(&Message::new("label.clients-overdue").with("clients", clients).with("n", late)),
    };
    format!("{table}\n\n{count}")
}

/// How much there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Room {
    /// Below 60 columns: who and where.
    Little,
    /// Below 80: and how long, and whether something is late.
    Some,
    /// Below 120: and what comes next.
    Enough,
    /// Below 150: and how far it has come.
    Plenty,
    /// And the name.
    All,
}

impl Room {
    fn of(width: usize) -> Self {
        match width {
            0..60 => Self::Little,
            60..80 => Self::Some,
            80..120 => Self::Enough,
            120..150 => Self::Plenty,
            _ => Self::All,
        }
    }
}

/// Whether the names of clients stand beside their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    Shown,
    Left,
}

impl Names {
    /// A client that was found by a former name says so wherever there is some room.
    fn of(room: Room, rows: &[ListRow]) -> Self {
        let is_told = room >= Room::Enough && rows.iter().any(|it| it.formerly.is_some());
        if room >= Room::All || is_told { Self::Shown } else { Self::Left }
    }
}

fn columns(room: Room, names: Names, style: Style) -> Vec<Column> {
    let mut columns = vec![Column::whole(style.word("label.client"))];
    if names == Names::Shown {
        columns.push(Column::text(style.word("label.name"), 12).gives_way());
    }
    columns.push(Column::text(style.word("label.phase"), 8));
    if room >= Room::Some {
        columns.push(Column::text(style.word("label.status"), 6));
        columns.push(Column::number(style.word("label.days")));
    }
    if room >= Room::Plenty {
        columns.push(Column::whole(style.word("service.progress")));
    }
    if room >= Room::Enough {
        columns.push(Column::text(style.word("label.next-milestone"), 10));
    }
    columns.push(Column::text(style.word("label.attention"), 12));
    columns
}

fn row(it: &ListRow, room: Room, names: Names, style: Style) -> Vec<Cell> {
    let phase = match &it.phase_number {
        Some(number) => format!("{number} {}", it.phase_name.get(style.lang)),
        None => it.phase_name.get(style.lang).to_owned(),
    };
    let mut cells = vec![Cell::new(it.id.as_str())];
    if names == Names::Shown {
        cells.push(Cell::new(name(it, style)));
    }
    cells.push(Cell::new(phase));
    if room >= Room::Some {
        let days = it.days.map_or_else(String::new, |it| crate::words::number(it, style.lang));
        cells.push(Cell::painted(it.status_name.get(style.lang), status_hue(it.status)));
        cells.push(Cell::new(days));
    }
    if room >= Room::Plenty {
        cells.push(it.progress.map_or_else(Cell::nothing, |progress| Cell::new(bar(progress, it.status))));
    }
    if room >= Room::Enough {
        let next = it.next.as_ref().map(|it| (it.due.map_or_else(String::new, |it| it.to_string()), &it.name));
        cells.push(next.map_or_else(Cell::nothing, |(due, name)| Cell::new(format!("{due} {}", name.get(style.lang)))));
    }
    cells.push(attention(it, room, style));
    cells
}

/// The longest bar of phases; beyond it the numbers alone say how far a client has come.
const LONGEST: usize = 16;

/// `✓✓✓●······ 4/10`: the phases behind, the one it is in, those ahead.
fn bar(progress: Progress, status: Status) -> String {
    let Progress { at, of } = progress;
    let numbers = format!("{at}/{of}");
    if of > LONGEST {
        return numbers;
    }
    let behind = if status == Status::Closed { at } else { at.saturating_sub(1) };
    let here = at - behind;
    let ahead = of.saturating_sub(at);
    format!("{}{}{} {numbers}", "✓".repeat(behind), "●".repeat(here), "·".repeat(ahead))
}

/// The name, and the former one by which the client was found.
fn name(it: &ListRow, style: Style) -> String {
    let name = it.name.get(style.lang);
    match &it.formerly {
        Some(former) => style.say(&Message::new("rename.formerly").with("name", name).with("former", former.clone())),
        None => name.to_owned(),
    }
}

/// The longest overdue thing and how many more there are; a client that is not at work says so instead.
fn attention(it: &ListRow, room: Room, style: Style) -> Cell {
    let Some(longest) = it.overdue.first() else {
        return match (room, it.status) {
            (Room::Some | Room::Enough | Room::Plenty | Room::All, Status::OnHold) => held(it, style),
            (_, Status::Prospect | Status::Active) | (Room::Some | Room::Enough | Room::Plenty | Room::All, _) => {
                Cell::nothing()
            }
            (Room::Little, status) => Cell::painted(it.status_name.get(style.lang), status_hue(status)),
        };
    };
    let text = match room {
        Room::Little | Room::Some => style.say(&Message::new("label.n-overdue").with("n", it.overdue.len())),
        Room::Enough | Room::Plenty | Room::All => {
            let more = it.overdue.len() - 1;
            let more = if more == 0 { String::new() } else { format!(" +{more}") };
            format!("{}{more}", style.say(&overdue(longest)))
        }
    };
    Cell::painted(text, Hue::Bad)
}

/// How long the hold has lasted.
fn held(it: &ListRow, style: Style) -> Cell {
    let Some(pause) = &it.pause else { return Cell::nothing() };
    let days = Message::new("label.n-days").with("n", pause.days);
    Cell::painted(style.say(&Message::new("label.held-for").with("days", days)), Hue::Warn)
}

/// `12 days, milestone`.
pub(super) fn overdue(deadline: &Deadline) -> Message {
    Message::new("label.overdue-by")
        .with("what", deadline.name.clone())
        .with("days", Message::new("label.n-days").with("n", -deadline.days))
}

pub(super) fn status_hue(status: Status) -> Hue {
    match status {
        Status::Active => Hue::Good,
        Status::OnHold => Hue::Warn,
        Status::Prospect | Status::Withdrawn | Status::Closed => Hue::Quiet,
    }
}
