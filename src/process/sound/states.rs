//! Life cycles and statuses: every state can be reached, every move leads somewhere.

use super::Check;
use crate::document::Path;
use crate::model::Message;
use crate::process::lifecycle::Lifecycle;
use crate::schema::Shape;

impl Check<'_> {
    pub(super) fn lifecycles(&mut self) {
        for (name, lifecycle) in self.definition.lifecycles.iter() {
            let at = Path::root().key("lifecycles").key(name);
            if let Some(item) = self.items(&at.key("of"), Some(&lifecycle.of)) {
                self.lifecycle_fields(&at, lifecycle, item);
            }
            self.lifecycle_moves(&at, lifecycle);
            self.verbs(&at, lifecycle);
            self.steps(&at, lifecycle);
        }
    }

    fn lifecycle_fields(&mut self, at: &Path, lifecycle: &Lifecycle, item: Shape<'_>) {
        let fields: Vec<&str> = item.properties().map(|it| it.0).collect();
        self.named(&at.key("field"), &lifecycle.field, fields.iter().copied());
        let states = at.key("states");
        for (name, state) in lifecycle.states.iter() {
            for (list, named) in [("requires", &state.requires), ("clears", &state.clears)] {
                for (index, field) in named.iter().enumerate() {
                    self.named(&states.key(name).key(list).index(index), field, fields.iter().copied());
                }
            }
        }
        self.special_fields(at, lifecycle, item);
        let options = item.property(&lifecycle.field).map(Shape::options).unwrap_or_default();
        if options.is_empty() {
            return;
        }
        for name in lifecycle.states.keys() {
            self.named(&states.key(name).key("name"), name, options.iter().copied());
        }
        for option in options.iter().filter(|it| lifecycle.states.get(it).is_none()) {
            let message = Message::new("process.missing-state").with("state", *option);
            self.find(&states, "process/missing-state", message, None);
        }
    }

    fn lifecycle_moves(&mut self, at: &Path, lifecycle: &Lifecycle) {
        let all: Vec<&str> = lifecycle.states.keys().collect();
        self.named(&at.key("initial"), &lifecycle.initial, all.iter().copied());
        let mut reached: Vec<&str> = vec![&lifecycle.initial];
        let mut next = 0;
        while let Some(state) = reached.get(next).and_then(|it| lifecycle.states.get(it)) {
            for to in &state.moves {
                if !reached.contains(&to.as_str()) && all.contains(&to.as_str()) {
                    reached.push(to);
                }
            }
            next += 1;
        }
        let states = at.key("states");
        for (name, state) in lifecycle.states.iter() {
            for (index, to) in state.moves.iter().enumerate() {
                self.named(&states.key(name).key("moves").index(index), to, all.iter().copied());
            }
            if !reached.contains(&name) && all.contains(&lifecycle.initial.as_str()) {
                let message = Message::new("process.unreachable-state")
                    .with("state", name)
                    .with("initial", lifecycle.initial.as_str());
                self.find(&states.key(name).key("name"), "process/unreachable", message, None);
            }
        }
    }

    /// What is kept for a role exists.
    pub(super) fn authority(&mut self) {
        let sections: Vec<&str> = self.shapes.client.properties().map(|it| it.0).collect();
        let entry = self.shapes.client.property("history").and_then(Shape::item);
        let changes = entry.and_then(|it| it.property("change")).map(Shape::options).unwrap_or_default();
        for (number, authority) in self.definition.authority.iter().enumerate() {
            let at = Path::root().key("authority").index(number);
            for (index, it) in authority.sections.iter().enumerate() {
                self.named(&at.key("sections").index(index), it, sections.iter().copied());
            }
            for (index, it) in authority.changes.iter().enumerate() {
                self.named(&at.key("changes").index(index), it, changes.iter().copied());
            }
        }
    }

    pub(super) fn statuses(&mut self) {
        let known: Vec<&str> = self.definition.statuses.iter().map(|it| it.id.as_str()).collect();
        for (index, status) in self.definition.statuses.iter().enumerate() {
            let moves = Path::root().key("statuses").index(index).key("moves");
            for (change, to) in &status.moves {
                self.named(&moves.key(change), to.as_str(), known.iter().copied());
            }
            for (place, part) in status.open.iter().flatten().enumerate() {
                let at = Path::root().key("statuses").index(index).key("open").index(place);
                self.leads(&at, part, self.shapes.client);
            }
        }
    }
}
