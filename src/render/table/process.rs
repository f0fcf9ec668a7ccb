//! The phases of a process with their gates.

use crate::model::Message;
use crate::render::plain::{plain, wrap};
use crate::render::style::{Hue, Style};
use crate::report::process::{GateText, PhaseView, ProcessView};

/// The process, a block for each phase.
pub(crate) fn process(view: &ProcessView, style: Style) -> String {
    let title = format!("{} ({})", plain(view.name.get(style.lang)), plain(&view.reference));
    let mut blocks = vec![style.paint(Hue::Strong, &title)];
    if let Some(about) = &view.about {
        blocks.push(wrap(&plain(about.get(style.lang)), style.width.max(20)).join("\n"));
    }
    blocks.extend(view.phases.iter().map(|it| phase(it, style)));
    blocks.join("\n\n")
}

fn phase(phase: &PhaseView, style: Style) -> String {
    let number = phase.number.as_deref().unwrap_or_default();
    let name = plain(phase.name.get(style.lang)).into_owned();
    let title = style.paint(Hue::Strong, format!("{number} {name}").trim());
    let mut lines = vec![format!("{title}  {}", style.paint(Hue::Quiet, &phase.id))];
    if let Some(lead) = &phase.lead {
        lines.push(format!("  {}", style.say(&Message::new("label.led-by").with("party", lead.clone()))));
    }
    if let Some(about) = &phase.about {
        lines.extend(indented("  ", &plain(about.get(style.lang)), style));
    }
    if phase.optional {
        lines.push(format!("  {}", style.word("label.if-required")));
    }
    lines.extend(phase.gates.iter().flat_map(|it| gate(it, style)));
    lines.join("\n")
}

fn gate(gate: &GateText, style: Style) -> Vec<String> {
    let mut text = plain(gate.text.get(style.lang)).into_owned();
    if gate.waivable {
        text = format!("{text} ({})", style.word("label.waivable"));
    }
    let id = match &gate.source {
        Some(source) => format!("{} ({})", gate.id, plain(source)),
        None => gate.id.clone(),
    };
    let first = format!("  · {}", style.paint(Hue::Quiet, &id));
    std::iter::once(first).chain(indented("      ", &text, style)).collect()
}

fn indented(indent: &str, text: &str, style: Style) -> Vec<String> {
    let lines = wrap(text, style.width.saturating_sub(indent.len()).max(20));
    lines.into_iter().map(|it| format!("{indent}{it}")).collect()
}
