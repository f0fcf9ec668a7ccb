//! Services: the list of them, the fields that the process names, and the lists that belong to them.

use super::Check;
use crate::document::Path;
use crate::model::Message;
use crate::process::near;
use crate::process::select::Selector;
use crate::schema::{Kind, Shape};

impl<'a> Check<'a> {
    pub(super) fn services(&mut self) {
        let Some(services) = &self.definition.services else { return };
        let at = Path::root().key("services");
        if let Some(item) = self.list(&at.key("of"), &services.of) {
            let fields: Vec<&str> = item.properties().map(|it| it.0).collect();
            self.named(&at.key("state"), &services.state, fields.iter().copied());
            if let Some(since) = &services.since {
                self.named(&at.key("since"), since, fields.iter().copied());
            }
            let states = item.property(&services.state).map(Shape::options).unwrap_or_default();
            for (index, out) in services.out.iter().enumerate().filter(|_| !states.is_empty()) {
                self.named(&at.key("out").index(index), out, states.iter().copied());
            }
        }
        for (list, field) in services.lists.iter() {
            let path = at.key("lists").key(list);
            if let Some(item) = self.list(&path, &Selector::new(list)) {
                self.named(&path, field, item.properties().map(|it| it.0));
            }
        }
    }

    /// The items of a list that is reached through sections alone.
    fn list(&mut self, at: &Path, selector: &Selector) -> Option<Shape<'a>> {
        let steps = selector.path();
        let mut shape = self.shapes.client;
        for step in steps.steps() {
            let crate::document::Step::Key(key) = step else { return None };
            let Some(next) = shape.property(key) else {
                let message = Message::new("process.unknown-path").with("name", key.as_str());
                let help = near::help(key, shape.properties().map(|it| it.0));
                self.find(at, "process/unknown-path", message, help);
                return None;
            };
            shape = next;
        }
        if shape.kind() != Kind::List || selector.has_filter() {
            self.find(at, "process/unknown-path", Message::new("process.not-a-plain-list"), None);
            return None;
        }
        shape.item()
    }

    /// A gate that a person settles is asked of each service, and of nothing else.
    pub(super) fn each_of_criterion(&mut self, at: &Path, each: &Selector) {
        if self.definition.services.as_ref().is_some_and(|it| it.of == *each) {
            return;
        }
        self.find(at, "process/pointless", Message::new("process.each-alone"), None);
    }
}
