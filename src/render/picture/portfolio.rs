//! The way of every client that is under way: one row each, the phases one after the other.

use super::axis::Axis;
use super::canvas::{Anchor, Canvas, Picture};
use super::client::flag;
use crate::model::{Date, Due, Lang, Message};
use crate::report::portfolio::{Lane, Portfolio};
use crate::report::timeline::GoLiveMark;
use crate::words::{self, say};

const WIDTH: i64 = 960;
const LEFT: i64 = 250;
const RIGHT: i64 = 944;
const TOP: i64 = 28;
const ROW: i64 = 30;
const SIGNS: usize = 33;
/// More rows than these no one reads; the rest is in the table.
const ROWS: usize = 60;

/// Draws the clients that are under way.
pub(in crate::render) fn portfolio(report: &Portfolio, lang: Lang) -> Picture {
    let word = |key: &'static str| say(&Message::new(key), lang);
    let today = report.produced.on;
    let shown = report.lanes.get(..ROWS.min(report.lanes.len())).unwrap_or_default();
    let bottom = TOP + ROW * i64::try_from(shown.len().max(1)).unwrap_or(1);
    let (from, to) = reach(shown, today);
    let axis = Axis { from, to, left: LEFT, right: RIGHT };
    let mut canvas = Canvas::new(&format!("clients-{}", lang.as_str()));
    axis.draw(&mut canvas, (TOP, bottom));
    let mut middle = TOP + ROW / 2;
    for lane in shown {
        row(&mut canvas, axis, lane, middle, lang);
        middle += ROW;
    }
    axis.today(&mut canvas, today, (TOP, bottom), &word("picture.today"));
    let y = bottom + 40;
    canvas.hatched((LEFT, y - 6), (20, 12));
    canvas.text("small", (LEFT + 26, y + 4), Anchor::Start, &word("picture.on-hold"));
    let step = GoLiveMark { service: None, date: Due::Day(today), percent: None, rolled_back: false, ahead: false };
    flag(&mut canvas, &step, (LEFT + 160, y));
    canvas.text("small", (LEFT + 172, y + 4), Anchor::Start, &word("picture.go-live"));
    flag(&mut canvas, &GoLiveMark { ahead: true, ..step }, (LEFT + 310, y));
    canvas.text("small", (LEFT + 322, y + 4), Anchor::Start, &word("picture.go-live-ahead"));
    let more = report.lanes.len() - shown.len();
    if more > 0 {
        let said = say(&Message::new("picture.more-clients").with("n", more), lang);
        canvas.text("small", (4, y + 4), Anchor::Start, &said);
    }
    let description = Message::new("picture.portfolio-desc")
        .with("from", words::date(from, lang))
        .with("to", words::date(to, lang))
        .with("shown", shown.len())
        .with("all", report.lanes.len());
    let said = (word("picture.portfolio-title"), say(&description, lang));
    canvas.finish(lang.as_str(), said, (WIDTH, bottom + 54))
}

fn row(canvas: &mut Canvas, axis: Axis, shown: &Lane, middle: i64, lang: Lang) {
    canvas.label((4, middle), shown.name.get(lang), SIGNS);
    for stay in &shown.stays {
        let (from, to) = (axis.at(stay.span.from), axis.at(stay.span.to));
        // Neighbours differ in tone, and every bar that has room says its number.
        let is_light = stay.place.is_some_and(|it| it % 2 == 0);
        canvas.rect(if is_light { "bar-light" } else { "bar" }, (from, middle - 9), ((to - from).max(2), 18));
        canvas.line("gap", (to, middle - 9), (to, middle + 9));
        if let Some(number) = stay.number.as_deref().filter(|it| to - from > 9 * i64::try_from(it.len()).unwrap_or(0)) {
            let class = if is_light { "inside dark" } else { "inside" };
            canvas.text(class, (i64::midpoint(from, to), middle + 4), Anchor::Middle, number);
        }
    }
    for hold in &shown.holds {
        let (from, to) = (axis.at(hold.from), axis.at(hold.to));
        if from < to {
            canvas.hatched((from, middle - 9), (to - from, 18));
        }
    }
    for step in &shown.go_lives {
        flag(canvas, step, (axis.at_due(step.date), middle));
    }
    if let Some(target) = shown.target.filter(|_| shown.go_lives.is_empty()) {
        canvas.triangle("mark-open", (axis.at_due(target), middle));
    }
}

/// From the first day to the last; not further than people plan.
fn reach(lanes: &[Lane], today: Date) -> (Date, Date) {
    let stays = lanes.iter().flat_map(|it| &it.stays).flat_map(|it| [it.span.from, it.span.to]);
    let steps = lanes.iter().flat_map(|it| it.go_lives.iter().map(|it| it.date).chain(it.target)).map(Due::last_day);
    let limit = jiff::Span::new().years(10);
    let (first, last) = (today.saturating_sub(limit), today.saturating_add(limit));
    let all = stays.chain(steps).map(|it| it.clamp(first, last));
    let (from, to) = all.fold((today, today), |(from, to), it| (from.min(it), to.max(it)));
    (from.first_of_month(), to.last_of_month())
}
