//! The way of one client: a row for each phase, then its milestones and go-live steps, over time.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Picture};
use crate::model::{Lang, Message, Text};
use crate::report::timeline::{GoLiveMark, Mark, PhaseLane, Picture as Way};
use crate::words::{self, say};

const WIDTH: i64 = 960;
/// Where time begins; names stand before it.
const LEFT: i64 = 250;
const RIGHT: i64 = 944;
const TOP: i64 = 28;
const ROW: i64 = 34;
/// As many signs fit before the rows.
const SIGNS: usize = 33;

/// Draws the way of the client of this name.
pub(in crate::render) fn client(way: &Way, name: &Text, lang: Lang) -> Picture {
    let word = |key: &'static str| say(&Message::new(key), lang);
    let rows = way.phases.len() + way.milestones.len() + way.go_lives.len();
    let bottom = TOP + ROW * i64::try_from(rows.max(1)).unwrap_or(1);
    let axis = Axis { from: way.from, to: way.to, left: LEFT, right: RIGHT };
    let mut canvas = Canvas::new(&format!("way-{}", lang.as_str()));
    axis.draw(&mut canvas, (TOP, bottom));
    let mut middle = TOP + ROW / 2;
    for lane in &way.phases {
        phase(&mut canvas, axis, lane, middle, lang);
        middle += ROW;
    }
    for hold in &way.holds {
        let (from, to) = (axis.at(hold.from), axis.at(hold.to));
        for (index, lane) in way.phases.iter().enumerate() {
            let row = TOP + ROW * i64::try_from(index).unwrap_or(0) + ROW / 2;
            for stay in &lane.stays {
                let (start, end) = (from.max(axis.at(stay.from)), to.min(axis.at(stay.to)));
                if start < end {
                    canvas.hatched((start, row - 9), (end - start, 18));
                }
            }
        }
    }
    for mark in &way.milestones {
        milestone(&mut canvas, axis, mark, middle, lang);
        middle += ROW;
    }
    for step in &way.go_lives {
        go_live(&mut canvas, axis, step, middle, lang);
        middle += ROW;
    }
    axis.today(&mut canvas, way.today, (TOP, bottom), &word("picture.today"));
    legend(&mut canvas, way, bottom + 40, lang);
    let entered = way.phases.iter().filter(|it| !it.stays.is_empty()).count();
    let description = Message::new("picture.client-desc")
        .with("from", words::date(way.from, lang))
        .with("to", words::date(way.to, lang))
        .with("phases", entered)
        .with("holds", way.holds.len())
        .with("milestones", way.milestones.len())
        .with("done", way.milestones.iter().filter(|it| it.actual.is_some()).count())
        .with("steps", way.go_lives.len());
    let title = Message::new("picture.client-title").with("name", name.clone());
    canvas.finish(lang.as_str(), (say(&title, lang), say(&description, lang)), (WIDTH, bottom + 54))
}

fn phase(canvas: &mut Canvas, axis: Axis, shown: &PhaseLane, middle: i64, lang: Lang) {
    let name = shown.name.get(lang);
    let name = shown.number.as_ref().map_or_else(|| name.to_owned(), |number| format!("{number} {name}"));
    canvas.label((4, middle), &name, SIGNS);
    for stay in &shown.stays {
        let (from, to) = (axis.at(stay.from), axis.at(stay.to));
        let class = if stay.open { "bar-light" } else { "bar" };
        canvas.rect(class, (from, middle - 9), ((to - from).max(3), 18));
    }
}

fn milestone(canvas: &mut Canvas, axis: Axis, mark: &Mark, middle: i64, lang: Lang) {
    canvas.label((4, middle), mark.name.get(lang), SIGNS);
    let planned = mark.planned.map(|it| axis.at_due(it));
    let actual = mark.actual.map(|it| axis.at(it));
    if let (Some(planned), Some(actual)) = (planned, actual) {
        canvas.line("tie", (planned, middle), (actual, middle));
    }
    if let Some(x) = planned {
        canvas.diamond("mark-open", (x, middle));
    }
    if let Some(x) = actual {
        canvas.diamond("mark", (x, middle));
    }
}

fn go_live(canvas: &mut Canvas, axis: Axis, step: &GoLiveMark, middle: i64, lang: Lang) {
    let word = say(&Message::new("picture.go-live"), lang);
    let name = step.service.as_ref().map_or(word, |it| it.get(lang).to_owned());
    let share = step.percent.as_deref().and_then(|it| it.parse().ok()).map(|it| words::percent(it, lang));
    let label = share.map_or_else(|| name.clone(), |share| format!("{name}, {share}"));
    canvas.label((4, middle), &label, SIGNS);
    flag(canvas, step, (axis.at_due(step.date), middle));
}

/// The mark of a go-live: solid when it was taken, open when it is to come, crossed out when it was rolled back.
pub(super) fn flag(canvas: &mut Canvas, step: &GoLiveMark, (x, y): (i64, i64)) {
    let class = if step.ahead || step.rolled_back { "mark-open" } else { "mark" };
    canvas.triangle(class, (x, y));
    if step.rolled_back {
        canvas.line("tie", (x - 8, y - 8), (x + 8, y + 8));
    }
}

/// Whether a step is of a kind.
type Fits = fn(&GoLiveMark) -> bool;

/// What the shapes mean; only those that are there.
fn legend(canvas: &mut Canvas, way: &Way, y: i64, lang: Lang) {
    let word = |key: &'static str| say(&Message::new(key), lang);
    let stays = || way.phases.iter().flat_map(|it| &it.stays);
    let mut x = LEFT;
    let mut say_next = |canvas: &mut Canvas, text: &str| {
        canvas.text("small", (x + 26, y + 4), Anchor::Start, text);
        let here = x;
        x += 44 + i64::try_from(text.chars().count()).unwrap_or(0) * 7;
        here
    };
    if stays().any(|it| !it.open) {
        let x = say_next(canvas, &word("picture.in-phase"));
        canvas.rect("bar", (x, y - 6), (20, 12));
    }
    if stays().any(|it| it.open) {
        let x = say_next(canvas, &word("picture.still-in-phase"));
        canvas.rect("bar-light", (x, y - 6), (20, 12));
    }
    if !way.holds.is_empty() {
        let x = say_next(canvas, &word("picture.on-hold"));
        canvas.hatched((x, y - 6), (20, 12));
    }
    if way.milestones.iter().any(|it| it.planned.is_some()) {
        let x = say_next(canvas, &word("picture.planned"));
        canvas.diamond("mark-open", (x + 10, y));
    }
    if way.milestones.iter().any(|it| it.actual.is_some()) {
        let x = say_next(canvas, &word("picture.done"));
        canvas.diamond("mark", (x + 10, y));
    }
    let steps: [(&'static str, Fits); 3] = [
        ("picture.go-live", |it| !it.ahead && !it.rolled_back),
        ("picture.go-live-ahead", |it| it.ahead && !it.rolled_back),
        ("picture.rolled-back", |it| it.rolled_back),
    ];
    for (key, fits) in steps {
        if let Some(step) = way.go_lives.iter().find(|it| fits(it)) {
            let x = say_next(canvas, &word(key));
            flag(canvas, step, (x + 10, y));
        }
    }
}
