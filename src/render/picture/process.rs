//! A process from top to bottom: each phase with who leads it, and what must hold before the next.

use super::canvas::{Anchor, Canvas, Picture, wrap};
use crate::model::{Lang, Message};
use crate::render::diagram::{end, title};
use crate::report::process::{PhaseView, ProcessView};
use crate::words::say;

const WIDTH: i64 = 860;
const LEFT: i64 = 20;
const HEAD: i64 = 34;
const LINE: i64 = 18;
const GAP: i64 = 30;
/// As many signs fit on a line.
const SIGNS: usize = 108;

/// Draws the process.
pub(in crate::render) fn process(process: &ProcessView, lang: Lang) -> Picture {
    let mut canvas = Canvas::new(&format!("process-{}", lang.as_str()));
    let mut top = 16;
    for phase in &process.phases {
        top = draw(&mut canvas, phase, top, lang);
        arrow(&mut canvas, top);
        top += GAP;
    }
    canvas.rect("box", (WIDTH / 2 - 90, top), (180, HEAD));
    canvas.text("strong", (WIDTH / 2, top + 22), Anchor::Middle, &end(lang));
    let gates: usize = process.phases.iter().map(|it| it.gates.len()).sum();
    let description = Message::new("picture.process-desc").with("phases", process.phases.len()).with("gates", gates);
    let said = (process.name.get(lang).to_owned(), say(&description, lang));
    canvas.finish(lang.as_str(), said, (WIDTH, top + HEAD + 16))
}

/// Draws a phase, and says where it ends.
fn draw(canvas: &mut Canvas, phase: &PhaseView, top: i64, lang: Lang) -> i64 {
    let gates: Vec<Vec<String>> = phase.gates.iter().map(|it| wrap(it.text.get(lang), SIGNS)).collect();
    let lines = i64::try_from(gates.iter().map(Vec::len).sum::<usize>()).unwrap_or(0);
    let height = HEAD + if lines == 0 { 0 } else { lines * LINE + 12 };
    canvas.rect("box", (LEFT, top), (WIDTH - 2 * LEFT, height));
    canvas.rect("box-soft", (LEFT + 1, top + 1), (WIDTH - 2 * LEFT - 2, HEAD - 2));
    canvas.text("strong", (LEFT + 12, top + 22), Anchor::Start, &title(phase, lang));
    if let Some(lead) = &phase.lead {
        canvas.text("small", (WIDTH - LEFT - 12, top + 22), Anchor::End, lead.get(lang));
    }
    let mut line = top + HEAD + 16;
    for gate in gates {
        canvas.diamond("mark-open", (LEFT + 18, line - 4));
        for text in gate {
            canvas.text("", (LEFT + 34, line), Anchor::Start, &text);
            line += LINE;
        }
    }
    top + height
}

fn arrow(canvas: &mut Canvas, top: i64) {
    let middle = WIDTH / 2;
    canvas.line("arrow", (middle, top), (middle, top + GAP - 7));
    canvas.shape("arrow-head", &[(middle - 5, top + GAP - 8), (middle + 5, top + GAP - 8), (middle, top + GAP)]);
}
