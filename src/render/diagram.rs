//! A process as a diagram: for Mermaid, which GitHub and GitLab draw, for Graphviz, and as a picture.

use super::picture;
use super::plain::plain;
use crate::model::{Lang, Message};
use crate::report::process::{PhaseView, ProcessView};
use crate::words::say;

/// The phases as a Mermaid flow chart; what must hold stands on the way from one to the next.
pub(crate) fn mermaid(process: &ProcessView, lang: Lang) -> String {
    let quoted = |text: &str| {
        let text = plain(text).replace('&', "#amp;").replace('"', "#quot;").replace('<', "#lt;").replace('>', "#gt;");
        text.replace('`', "'")
    };
    let mut out = "flowchart TD\n".to_owned();
    for phase in &process.phases {
        let shape = if phase.optional { ("([\"", "\"])") } else { ("[\"", "\"]") };
        out.extend([format!("  {}{}{}{}\n", phase.id, shape.0, quoted(&title(phase, lang)), shape.1)]);
    }
    out.extend([format!("  closed(({}))\n", quoted(&end(lang)))]);
    for (phase, next) in steps(process) {
        let gates: Vec<String> = phase.gates.iter().map(|it| quoted(it.text.get(lang))).collect();
        let said = if gates.is_empty() { String::new() } else { format!("|\"{}\"|", gates.join("<br/>")) };
        out.extend([format!("  {} -->{said} {next}\n", phase.id)]);
    }
    out
}

/// The same for Graphviz.
pub(crate) fn dot(process: &ProcessView, lang: Lang) -> String {
    let quoted = |text: &str| plain(text).replace('\\', "\\\\").replace('"', "\\\"");
    let mut out = format!(
        "digraph process {{\n  label=\"{}\";\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  \
         edge [fontname=\"sans-serif\", fontsize=10];\n",
        quoted(process.name.get(lang))
    );
    for phase in &process.phases {
        let style = if phase.optional { ", style=\"rounded,dashed\"" } else { "" };
        out.extend([format!("  \"{}\" [label=\"{}\"{style}];\n", phase.id, quoted(&title(phase, lang)))]);
    }
    out.extend([format!("  \"closed\" [label=\"{}\", shape=doublecircle];\n", quoted(&end(lang)))]);
    for (phase, next) in steps(process) {
        // Lines of a label, each set to the left.
        let gates =
            phase.gates.iter().map(|it| format!("{}\\l", quoted(it.text.get(lang)))).collect::<Vec<_>>().concat();
        out.extend([format!("  \"{}\" -> \"{next}\" [label=\"{gates}\"];\n", phase.id)]);
    }
    out.push_str("}\n");
    out
}

/// The same as a picture that stands alone.
pub(crate) fn svg(process: &ProcessView, lang: Lang) -> String {
    picture::process(process, lang).alone()
}

/// The number and the name of a phase, and whether it always applies.
pub(super) fn title(phase: &PhaseView, lang: Lang) -> String {
    let name = phase.name.get(lang);
    let numbered = phase.number.as_ref().map_or_else(|| name.to_owned(), |number| format!("{number} {name}"));
    if phase.optional {
        let word = say(&Message::new("picture.if-required"), lang);
        format!("{numbered} ({word})")
    } else {
        numbered
    }
}

/// What comes after the last phase.
pub(super) fn end(lang: Lang) -> String {
    say(&Message::new("picture.closed"), lang)
}

/// Each phase, and the id of what comes after it.
fn steps(process: &ProcessView) -> impl Iterator<Item = (&PhaseView, &str)> {
    let next = process.phases.iter().skip(1).map(|it| it.id.as_str()).chain(["closed"]);
    process.phases.iter().zip(next)
}
