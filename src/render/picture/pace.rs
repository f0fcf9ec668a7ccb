//! How long each phase takes: the spread of those that left it, and a dot for each client that is in it.

use super::canvas::{Anchor, Canvas, Picture};
use crate::model::{Lang, Message};
use crate::report::portfolio::{PhaseGroup, Portfolio};
use crate::words::{self, say};

const WIDTH: i64 = 960;
const LEFT: i64 = 250;
const RIGHT: i64 = 930;
const TOP: i64 = 28;
const ROW: i64 = 32;
const SIGNS: usize = 33;

/// Draws the phases of the portfolio.
pub(in crate::render) fn pace(report: &Portfolio, lang: Lang) -> Picture {
    let word = |key: &'static str| say(&Message::new(key), lang);
    let bottom = TOP + ROW * i64::try_from(report.phases.len().max(1)).unwrap_or(1);
    let longest = report.phases.iter().flat_map(|it| it.pace.current.iter().copied().chain(it.pace.longest)).max();
    let (most, step) = scale(longest.unwrap_or(0));
    let at = |days: i64| LEFT + days.clamp(0, most) * (RIGHT - LEFT) / most;
    let mut canvas = Canvas::new(&format!("pace-{}", lang.as_str()));
    let mut days = 0;
    while days <= most {
        canvas.line("grid", (at(days), TOP), (at(days), bottom));
        canvas.text("small", (at(days), TOP - 6), Anchor::Middle, &words::number(days, lang));
        days += step;
    }
    canvas.text("small", (LEFT - 14, TOP - 6), Anchor::End, &word("picture.days-axis"));
    canvas.line("axis", (LEFT, TOP), (LEFT, bottom));
    let mut middle = TOP + ROW / 2;
    for phase in &report.phases {
        row(&mut canvas, phase, middle, at, lang);
        middle += ROW;
    }
    let y = bottom + 24;
    canvas.rect("bar", (LEFT, y - 6), (26, 12));
    canvas.text("small", (LEFT + 32, y + 4), Anchor::Start, &word("picture.middle-half"));
    canvas.rect("bar", (LEFT + 170, y - 6), (26, 12));
    canvas.line("median", (LEFT + 183, y - 6), (LEFT + 183, y + 6));
    canvas.text("small", (LEFT + 202, y + 4), Anchor::Start, &word("picture.median"));
    canvas.dot("mark-open", (LEFT + 300, y), 5);
    canvas.text("small", (LEFT + 312, y + 4), Anchor::Start, &word("picture.in-it-now"));
    let said = (word("picture.pace-title"), word("picture.pace-desc"));
    canvas.finish(lang.as_str(), said, (WIDTH, bottom + 38))
}

fn row(canvas: &mut Canvas, phase: &PhaseGroup, middle: i64, at: impl Fn(i64) -> i64, lang: Lang) {
    let name = phase.name.get(lang);
    let name = phase.number.as_ref().map_or_else(|| name.to_owned(), |number| format!("{number} {name}"));
    canvas.label((4, middle), &name, SIGNS);
    let pace = &phase.pace;
    if let (Some(shortest), Some(longest)) = (pace.shortest, pace.longest) {
        canvas.line("whisker", (at(shortest), middle), (at(longest), middle));
        for end in [shortest, longest] {
            canvas.line("whisker", (at(end), middle - 5), (at(end), middle + 5));
        }
    }
    if let (Some(lower), Some(upper)) = (pace.lower, pace.upper) {
        canvas.rect("bar", (at(lower), middle - 8), ((at(upper) - at(lower)).max(3), 16));
    }
    if let Some(median) = pace.median.filter(|_| pace.finished > 1) {
        canvas.line("median", (at(median), middle - 8), (at(median), middle + 8));
    }
    for days in &pace.current {
        canvas.dot("mark-open", (at(*days), middle), 5);
    }
}

/// The end of the scale, and the step between its names.
fn scale(longest: i64) -> (i64, i64) {
    // 1, 2, 5, 10, 20, 50, …
    let mut steps = (0..16).flat_map(|power| [1, 2, 5].map(|it| it * 10_i64.pow(power)));
    let step = steps.find(|it| longest <= it * 8).unwrap_or(i64::MAX / 16);
    ((longest / step + 1) * step, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_has_round_steps_and_room_for_the_longest() {
        for (longest, expected) in
            [(0, (1, 1)), (8, (9, 1)), (9, (10, 2)), (30, (35, 5)), (41, (50, 10)), (500, (600, 100))]
        {
            assert_eq!(scale(longest), expected, "{longest}");
        }
    }
}
