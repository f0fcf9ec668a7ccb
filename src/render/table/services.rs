//! The services of a client in rows: the phase that each is as far as, and what stands in its way.

use crate::model::Message;
use crate::report::{ServiceReach, ServiceRow};

use super::grid::{Cell, Column, grid};
use crate::render::style::{Hue, Style};

/// From this width on, services are shown with their names; below, their ids say who they are.
const ROOM_FOR_NAMES: usize = 110;
/// Below this width there is room for who and where.
const LITTLE_ROOM: usize = 70;

/// The table of services; nothing for a client with a single one, which stands where its client does.
pub(super) fn services(rows: &[ServiceRow], style: Style) -> Option<String> {
    if rows.len() < 2 {
        return None;
    }
    let mut columns = vec![Column::whole(style.word("service.heading-service"))];
    if style.width >= ROOM_FOR_NAMES {
        columns.push(Column::text(style.word("service.heading-name"), 12).gives_way());
    }
    if style.width >= LITTLE_ROOM {
        columns.push(Column::text(style.word("service.heading-state"), 8));
    }
    columns.push(Column::text(style.word("service.heading-reach"), 6).gives_way());
    // Names of gates are copied, and so never shortened.
    let last = if style.width < LITTLE_ROOM { "service.heading-open" } else { "service.heading-in-the-way" };
    columns.push(Column::whole(style.word(last)));
    let rows: Vec<Vec<Cell>> = rows.iter().map(|it| row(it, style)).collect();
    Some(grid(&columns, &rows, style))
}

fn row(it: &ServiceRow, style: Style) -> Vec<Cell> {
    let mut cells = vec![Cell::new(&it.id)];
    if style.width >= ROOM_FOR_NAMES {
        cells.push(Cell::new(it.name.get(style.lang)));
    }
    if style.width >= LITTLE_ROOM {
        cells.push(it.state_name.as_ref().map_or_else(Cell::nothing, |state| Cell::new(state.get(style.lang))));
    }
    match &it.at {
        Some(at) => cells.extend([reach(at, style), in_the_way(at, style)]),
        None => cells.extend([Cell::nothing(), Cell::painted(style.word("service.counts-no-more"), Hue::Quiet)]),
    }
    cells
}

fn reach(at: &ServiceReach, style: Style) -> Cell {
    let name = at.phase_name.get(style.lang);
    let phase = at.phase_number.as_ref().map_or_else(|| name.to_owned(), |number| format!("{number} {name}"));
    if at.behind { Cell::painted(phase, Hue::Bad) } else { Cell::new(phase) }
}

/// The first gate, and how many more there are; only how many where there is little room.
fn in_the_way(at: &ServiceReach, style: Style) -> Cell {
    let Some(first) = at.unmet.first() else {
        return Cell::painted(style.word("service.nothing-in-the-way"), Hue::Good);
    };
    let text = match at.unmet.len() {
        all if style.width < LITTLE_ROOM => style.say(&Message::new("service.n-gates").with("n", all)),
        1 => first.to_string(),
        all => style.say(&Message::new("service.gates-and-more").with("gate", first.as_str()).with("n", all - 1)),
    };
    Cell::painted(text, if at.behind { Hue::Bad } else { Hue::Warn })
}
