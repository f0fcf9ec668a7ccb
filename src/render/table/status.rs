//! What stands in the way of the next phase: what is not met first, each with its place, its reason and its fix.

use crate::model::{Message, Place, Status};
use crate::report::status::{GateStanding, GateView, StatusView, Unmet};

use super::services::services;
use crate::render::plain::{pad, plain, width, wrap};
use crate::render::style::{Hue, Style};

/// Some gates, one below the other.
pub(crate) fn gates(gates: &[GateView], style: Style) -> String {
    let widest = gates.iter().map(|it| width(it.id.as_str())).max().unwrap_or(0);
    gates.iter().map(|it| gate(it, widest, style)).collect::<Vec<_>>().join("\n\n")
}

/// The gates of a client.
pub(crate) fn status(view: &StatusView, style: Style) -> String {
    let mut blocks = vec![title(view, style)];
    if view.service.is_none() {
        blocks.extend(services(&view.services, style));
    }
    let widest = view.gates.iter().map(|it| width(it.id.as_str())).max().unwrap_or(0);
    let (unmet, rest): (Vec<_>, Vec<_>) =
        view.gates.iter().partition(|it| matches!(it.standing, GateStanding::Unmet(_)));
    blocks.extend(unmet.iter().map(|it| gate(it, widest, style)));
    if !rest.is_empty() {
        blocks.push(rest.iter().map(|it| gate(it, widest, style)).collect::<Vec<_>>().join("\n"));
    }
    let moves = matches!(view.status, Status::Prospect | Status::Active);
    if unmet.is_empty() && moves && view.service.is_none() {
        blocks.push(next(view, style));
    }
    blocks.join("\n\n")
}

fn title(view: &StatusView, style: Style) -> String {
    let unmet = view.unmet().count();
    if matches!(view.status, Status::Closed | Status::OnHold | Status::Withdrawn) {
        let message = Message::new("label.does-not-move").with("client", view.client.as_str());
        let message = message.with("status", view.status_name.clone()).with("phase", view.phase_name.clone());
        return style.paint(Hue::Strong, &plain(&style.say(&message)));
    }
    let message = match (unmet, view.gates.len()) {
        (0, 0) => Message::new("label.may-leave-freely"),
        (0, all) => Message::new("label.may-leave").with("n", all),
        (unmet, all) => Message::new("label.may-not-leave").with("n", unmet).with("total", all),
    };
    let message = message.with("client", who(view)).with("phase", view.phase_name.clone());
    let said = style.say(&message);
    wrap(&plain(&said), style.width).iter().map(|it| style.paint(Hue::Strong, it)).collect::<Vec<_>>().join("\n")
}

/// The client, or the service of it that the gates are asked of.
fn who(view: &StatusView) -> Message {
    match &view.service {
        None => Message::verbatim(view.client.to_string()),
        Some(service) => {
            let message = Message::new("service.of-client").with("client", view.client.as_str());
            message.with("service", service.as_str())
        }
    }
}

fn next(view: &StatusView, style: Style) -> String {
    let message = match &view.next {
        Some(next) => Message::new("label.next-phase").with("phase", next.name.clone()),
        None => Message::new("label.next-closing"),
    };
    format!("{}\n  onboard advance {}", style.say(&message), view.client)
}

fn gate(gate: &GateView, widest: usize, style: Style) -> String {
    let (mark, hue, remark) = match &gate.standing {
        GateStanding::Met => ("✓", Hue::Good, None),
        GateStanding::NotApplicable => ("–", Hue::Quiet, Some(Message::new("label.not-applicable"))),
        GateStanding::Waived { waiver } => {
            ("~", Hue::Warn, Some(Message::new("label.waived").with("waiver", waiver.as_str())))
        }
        GateStanding::Unmet(_) => ("✗", Hue::Bad, gate.waivable.then(|| Message::new("label.waivable"))),
    };
    let text = plain(gate.text.get(style.lang)).into_owned();
    let text = match remark {
        Some(remark) => format!("{text} ({})", style.say(&remark)),
        None => text,
    };
    let mut lines = headline(&style.paint(hue, mark), gate.id.as_str(), widest, &text, style);
    if let GateStanding::Unmet(all) = &gate.standing {
        lines.extend(all.iter().flat_map(|it| unmet(it, style)));
    }
    lines.join("\n")
}

const INDENT: usize = 6;

/// Mark, id and text on one line where they fit; else the text below.
fn headline(mark: &str, id: &str, widest: usize, text: &str, style: Style) -> Vec<String> {
    let column = 4 + widest + 3;
    if column + LEAST_TEXT <= style.width {
        let lines = wrap(text, style.width - column);
        let first = format!("  {mark} {}   {}", pad(id, widest), lines.first().map_or("", String::as_str));
        let rest = lines.iter().skip(1).map(|it| format!("{}{it}", " ".repeat(column)));
        std::iter::once(first.trim_end().to_owned()).chain(rest).collect()
    } else {
        let below = indented(text, style.width);
        std::iter::once(format!("  {mark} {id}")).chain(below).collect()
    }
}

/// Beside the ids there must be room for this much text.
const LEAST_TEXT: usize = 24;

fn unmet(unmet: &Unmet, style: Style) -> Vec<String> {
    let reason = plain(&style.say(&unmet.reason)).into_owned();
    let place = place(&unmet.place);
    let mut lines = Vec::new();
    if INDENT + width(&place) + 3 + width(&reason) <= style.width {
        lines.push(format!("{}{}   {reason}", " ".repeat(INDENT), style.paint(Hue::Quiet, &place)));
    } else {
        lines.push(format!("{}{}", " ".repeat(INDENT), style.paint(Hue::Quiet, &place)));
        lines.extend(indented(&reason, style.width));
    }
    if let Some(fix) = &unmet.fix {
        // Never broken: it is there to be copied.
        lines.push(format!("{}{} {}", " ".repeat(INDENT), style.word("label.fix"), plain(fix)));
    }
    lines
}

fn place(place: &Place) -> String {
    match place.spot.line {
        0 => plain(&place.file).into_owned(),
        line => format!("{}:{line}:{}", plain(&place.file), place.spot.column),
    }
}

fn indented(text: &str, columns: usize) -> Vec<String> {
    let lines = wrap(text, columns.saturating_sub(INDENT).max(1));
    lines.iter().map(|it| format!("{}{it}", " ".repeat(INDENT))).collect()
}
