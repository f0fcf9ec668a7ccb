//! A table with a heading, no vertical lines and one line for each row, as wide as the terminal at most.

use comfy_table::{CellAlignment, LineStyle, Row, Table, TableStyle};

use crate::render::plain::{fit, plain, width};
use crate::render::style::{Colour, Hue, Style};

/// A column: its heading, on which side it stands, how narrow it may become.
#[derive(Debug, Clone)]
pub(super) struct Column {
    heading: String,
    align: CellAlignment,
    /// None: never shortened.
    least: Option<usize>,
    /// Shortened before the others.
    first: bool,
}

impl Column {
    /// For identifiers, dates and words that are read as a whole.
    pub(super) fn whole(heading: String) -> Self {
        Self { heading, align: CellAlignment::Left, least: None, first: false }
    }

    pub(super) fn number(heading: String) -> Self {
        Self { heading, align: CellAlignment::Right, least: None, first: false }
    }

    /// For text that may be shortened to `least` columns.
    pub(super) fn text(heading: String, least: usize) -> Self {
        Self { heading, align: CellAlignment::Left, least: Some(least), first: false }
    }

    /// The column is shortened before any other.
    pub(super) fn gives_way(self) -> Self {
        Self { first: true, ..self }
    }
}

/// What stands in a row under a column.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    text: String,
    hue: Option<Hue>,
}

impl Cell {
    pub(super) fn new(text: impl AsRef<str>) -> Self {
        Self { text: plain(text.as_ref()).into_owned(), hue: None }
    }

    pub(super) fn painted(text: impl AsRef<str>, hue: Hue) -> Self {
        Self { hue: Some(hue), ..Self::new(text) }
    }

    pub(super) fn nothing() -> Self {
        Self::new("")
    }
}

/// Between two columns.
const GAP: usize = 2;

pub(super) fn grid(columns: &[Column], rows: &[Vec<Cell>], style: Style) -> String {
    let widths = widths(columns, rows, style.width);
    let line = LineStyle::none().fill('─');
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(line));
    table.set_header(Row::from(fitted(columns.iter().map(|it| (it.heading.as_str(), Some(Hue::Strong))), &widths)));
    for row in rows {
        table.add_row(Row::from(fitted(row.iter().map(|it| (it.text.as_str(), it.hue)), &widths)));
    }
    let last = columns.len().saturating_sub(1);
    for (index, column) in columns.iter().enumerate() {
        if let Some(out) = table.column_mut(index) {
            out.set_padding((0, if index == last { 0 } else { u16::try_from(GAP).unwrap_or(2) }));
            out.set_cell_alignment(column.align);
        }
    }
    let lines: Vec<String> = table.lines().map(|it| colour(it.trim_end(), style)).collect();
    lines.join("\n")
}

fn fitted<'a>(texts: impl Iterator<Item = (&'a str, Option<Hue>)>, widths: &[usize]) -> Vec<String> {
    texts.zip(widths).map(|((text, hue), columns)| mark(&fit(text, *columns), hue)).collect()
}

/// The width of each column: as wide as its widest text, then the widest of those that may be shortened give way.
fn widths(columns: &[Column], rows: &[Vec<Cell>], limit: usize) -> Vec<usize> {
    let natural = |index: usize, column: &Column| {
        let cells = rows.iter().filter_map(|it| it.get(index)).map(|it| width(&it.text));
        cells.max().unwrap_or(0).max(width(&column.heading))
    };
    let mut widths: Vec<usize> = columns.iter().enumerate().map(|(index, it)| natural(index, it)).collect();
    let gaps = GAP * columns.len().saturating_sub(1);
    let mut excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(limit);
    while excess > 0 {
        let slack = |it: &(usize, &mut usize)| {
            let least = columns.get(it.0).and_then(|it| it.least);
            least.map_or(0, |least| it.1.saturating_sub(least))
        };
        let candidates = widths.iter_mut().enumerate();
        let first = |index: usize| columns.get(index).is_some_and(|it| it.first);
        match candidates.filter(|it| slack(it) > 0).max_by_key(|it| (first(it.0), *it.1)) {
            Some((_, widest)) => *widest -= 1,
            None => break,
        }
        excess -= 1;
    }
    widths
}

// The table measures text without knowing escape sequences. Colours go through it as tag characters, which have no
// width and which `plain` has taken out of everything else.
const END: char = '\u{e007f}';

const MARKS: [(char, Hue); 5] = [
    ('\u{e0041}', Hue::Good),
    ('\u{e0042}', Hue::Bad),
    ('\u{e0043}', Hue::Warn),
    ('\u{e0044}', Hue::Quiet),
    ('\u{e0045}', Hue::Strong),
];

fn mark(text: &str, hue: Option<Hue>) -> String {
    match MARKS.iter().find(|(_, it)| Some(*it) == hue) {
        Some((mark, _)) if !text.is_empty() => format!("{mark}{text}{END}"),
        Some(_) | None => text.to_owned(),
    }
}

fn colour(line: &str, style: Style) -> String {
    match style.colour {
        Colour::Off => line.chars().filter(|it| *it != END && !MARKS.iter().any(|(mark, _)| mark == it)).collect(),
        Colour::On => {
            let mut out = String::with_capacity(line.len() + 16);
            let mut rest = line;
            while let Some((at, hue)) = next_mark(rest) {
                let (before, after) = rest.split_at(at);
                out.push_str(before);
                let text = after.get(END.len_utf8()..).unwrap_or_default();
                let (painted, tail) = text.split_once(END).unwrap_or((text, ""));
                out.push_str(&style.paint(hue, painted));
                rest = tail;
            }
            out.push_str(rest);
            out
        }
    }
}

fn next_mark(text: &str) -> Option<(usize, Hue)> {
    text.char_indices().find_map(|(at, it)| Some((at, MARKS.iter().find(|(mark, _)| *mark == it)?.1)))
}
