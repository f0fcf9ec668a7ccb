//! Time from left to right: where a day lies, and the months that are named.

use super::canvas::{Anchor, Canvas};
use crate::model::{Date, Due};

/// A stretch of days on a stretch of the drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) left: i64,
    pub(super) right: i64,
}

/// As many names fit beside each other.
const NAMES: i64 = 11;

impl Axis {
    /// Where a day lies; one beyond the ends, at the end.
    pub(super) fn at(&self, day: Date) -> i64 {
        let days = |from: Date, to: Date| from.until(to).map_or(0, |it| i64::from(it.get_days()));
        let all = days(self.from, self.to).max(1);
        let here = days(self.from, day.clamp(self.from, self.to));
        self.left + here * (self.right - self.left) / all
    }

    /// Something known to the month lies in the middle of it.
    pub(super) fn at_due(&self, due: Due) -> i64 {
        match due {
            Due::Day(day) => self.at(day),
            Due::Month(first) => i64::midpoint(self.at(first), self.at(first.last_of_month())),
        }
    }

    /// Lines for months, quarters or years, as they fit, with their names.
    pub(super) fn draw(&self, canvas: &mut Canvas, (top, bottom): (i64, i64)) {
        let months =
            i64::from(self.to.year() - self.from.year()) * 12 + i64::from(self.to.month() - self.from.month()) + 1;
        let step = [1, 2, 3, 6, 12, 24, 60].into_iter().find(|it| months / it <= NAMES).unwrap_or(120);
        let mut first = self.from.first_of_month();
        while first <= self.to {
            let count = i64::from(first.year()) * 12 + i64::from(first.month()) - 1;
            if count % step == 0 {
                let x = self.at(first);
                canvas.line("grid", (x, top), (x, bottom));
                let name = if step < 12 { first.strftime("%Y-%m").to_string() } else { first.year().to_string() };
                if x < self.right - 30 {
                    canvas.text("small", (x + 3, top - 4), Anchor::Start, &name);
                }
            }
            let next = first.saturating_add(jiff::Span::new().months(1));
            if next == first {
                break;
            }
            first = next;
        }
        canvas.line("axis", (self.left, top), (self.right, top));
        canvas.line("axis", (self.left, bottom), (self.right, bottom));
    }

    /// The day of the report, as a line through everything.
    pub(super) fn today(&self, canvas: &mut Canvas, today: Date, (top, bottom): (i64, i64), word: &str) {
        let x = self.at(today);
        canvas.line("today", (x, top), (x, bottom));
        let anchor = if x > self.right - 60 { Anchor::End } else { Anchor::Middle };
        canvas.text("small", (x, bottom + 14), anchor, word);
    }
}
