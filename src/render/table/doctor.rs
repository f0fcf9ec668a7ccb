//! What `onboard doctor` found: one line for what is good, and the way out of what is not.

use crate::model::{Message, Severity};
use crate::render::plain::{pad, plain, width, wrap};
use crate::render::style::{Hue, Style};
use crate::report::doctor::Examined;

/// Every thing that was looked at, and how many need attention.
pub(crate) fn doctor(all: &[Examined], style: Style) -> String {
    let widest = all.iter().map(|it| width(it.name)).max().unwrap_or(0);
    let mut lines: Vec<String> = all.iter().flat_map(|it| one(it, widest, style)).collect();
    lines.push(String::new());
    lines.extend(wrap(&style.say(&summary(all)), style.width));
    lines.join("\n")
}

fn one(it: &Examined, widest: usize, style: Style) -> Vec<String> {
    let (mark, hue) = match it.severity {
        None => ("✓", Hue::Good),
        Some(Severity::Warning) => ("!", Hue::Warn),
        Some(Severity::Error) => ("✗", Hue::Bad),
    };
    let indent = widest + 6;
    let room = style.width.saturating_sub(indent).max(20);
    let below = |text: &str| -> Vec<String> {
        wrap(&plain(text), room).into_iter().map(|it| format!("{}{it}", " ".repeat(indent))).collect()
    };
    let mut said = wrap(&plain(&style.say(&it.message)), room).into_iter();
    let name = pad(it.name, widest);
    let mut lines = vec![format!("  {} {name}  {}", style.paint(hue, mark), said.next().unwrap_or_default())];
    lines.extend(said.map(|it| format!("{}{it}", " ".repeat(indent))));
    if !it.steps.is_empty() {
        let fix = Message::new("doctor.fix").with("name", it.name);
        lines.extend(below(&style.say(&fix)));
        lines.extend(it.steps.iter().map(|step| format!("{}  $ {}", " ".repeat(indent), plain(step))));
    }
    lines.extend(it.help.iter().flat_map(|it| below(&style.say(it))));
    lines
}

fn summary(all: &[Examined]) -> Message {
    let wrong = all.iter().filter(|it| it.severity.is_some()).count();
    let can = all.iter().filter(|it| !it.steps.is_empty()).count();
    match (wrong, can) {
        (0, _) => Message::new("doctor.all-good"),
        (wrong, 0) => Message::new("doctor.some-wrong").with("n", wrong),
        (wrong, _) => Message::new("doctor.some-can-be-mended").with("n", wrong),
    }
}
