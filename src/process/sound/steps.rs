//! What moves of a life cycle bring along: verbs, dates, reasons, the twin of a step that may fail, and what is replaced.

use super::Check;
use crate::document::Path;
use crate::model::Message;
use crate::process::lifecycle::{Lifecycle, State};
use crate::process::near;
use crate::schema::{Kind, Shape};

/// Words of the command line that stand where a verb would.
const TAKEN: [&str; 4] = ["add", "list", "export", "import"];

impl Check<'_> {
    /// Fields with a part of their own: the reason, what is replaced, dates.
    pub(super) fn special_fields(&mut self, at: &Path, lifecycle: &Lifecycle, item: Shape<'_>) {
        if let Some(field) = &lifecycle.reason {
            self.field_that(&at.key("reason"), field, item, (Shape::is_bilingual, "process.not-bilingual"));
        }
        if let Some(field) = &lifecycle.replaces {
            self.field_that(&at.key("replaces"), field, item, (|it| it.kind() == Kind::Text, "process.not-a-name"));
        }
        for (name, state) in lifecycle.states.iter() {
            let sets = at.key("states").key(name).key("sets");
            for field in state.sets.keys() {
                self.field_that(&sets.key(field), field, item, (|it| it.format() == Some("date"), "process.not-a-day"));
            }
        }
    }

    fn field_that<'s>(
        &mut self,
        at: &Path,
        field: &str,
        item: Shape<'s>,
        (fits, otherwise): (fn(Shape<'s>) -> bool, &'static str),
    ) {
        match item.property(field) {
            Some(shape) if fits(shape) => {}
            Some(_) => self.find(at, "process/type", Message::new(otherwise).with("name", field), None),
            None => self.named(at, field, item.properties().map(|it| it.0)),
        }
    }

    pub(super) fn verbs(&mut self, at: &Path, lifecycle: &Lifecycle) {
        for (verb, state) in lifecycle.verbs.iter() {
            let at = at.key("verbs").key(verb);
            self.named(&at, state, lifecycle.states.keys());
            if TAKEN.contains(&verb) {
                self.find(&at, "process/reserved", Message::new("process.reserved-verb").with("verb", verb), None);
            }
        }
    }

    pub(super) fn steps(&mut self, at: &Path, lifecycle: &Lifecycle) {
        for (name, state) in lifecycle.states.iter() {
            let at = at.key("states").key(name);
            self.twin(&at, lifecycle, name, state);
            for (index, field) in state.clears.iter().enumerate().filter(|(_, it)| state.requires.contains(it)) {
                let message = Message::new("process.clears-what-it-requires").with("name", field.as_str());
                self.find(&at.key("clears").index(index), "process/pointless", message, None);
            }
            if let Some(to) = &state.replaced {
                self.named(&at.key("replaced"), to, lifecycle.states.keys());
                if lifecycle.replaces.is_none() {
                    let message = Message::new("process.replaced-alone");
                    self.find(&at.key("replaced"), "process/pointless", message, None);
                }
            }
            if state.frozen && !state.moves.is_empty() {
                self.find(&at.key("frozen"), "process/pointless", Message::new("process.frozen-moves"), None);
            }
        }
    }

    /// A machine's step may fail: where it may be made, its twin may be, and the twin asks why.
    fn twin(&mut self, at: &Path, lifecycle: &Lifecycle, name: &str, state: &State) {
        let wrong = |it: &'static str| Message::new(it).with("state", name);
        let Some(twin) = &state.failed else {
            if state.machine {
                self.find(&at.key("machine"), "process/failed-twin", wrong("process.no-twin"), None);
            }
            return;
        };
        let at = at.key("failed");
        if !state.machine {
            self.find(&at, "process/pointless", wrong("process.twin-of-no-machine"), None);
        }
        let Some(failed) = lifecycle.states.get(twin) else {
            let message = Message::new("process.unknown-name").with("name", twin.as_str());
            self.find(&at, "process/unknown-name", message, near::help(twin, lifecycle.states.keys()));
            return;
        };
        if !lifecycle.asks_why(failed) {
            let message = wrong("process.twin-without-reason").with("twin", twin.as_str());
            self.find(&at, "process/failed-twin", message, None);
        }
        // From the twin itself the step is tried again; when that fails, it is where it was.
        let leads = |it: &State, to: &str| it.moves.iter().any(|it| it == to);
        let stuck = lifecycle.states.iter().find(|(from, it)| from != twin && leads(it, name) && !leads(it, twin));
        if let Some((from, _)) = stuck {
            let message = wrong("process.twin-out-of-reach").with("twin", twin.as_str()).with("from", from);
            self.find(&at, "process/failed-twin", message, None);
        }
    }
}
