//! Checks a call of `label`: it stands in a sentence, names a field that has words, and there are words for every value
//! that may come.

use super::check::{Check, Purpose};
use super::tree::{Kind, Node};
use super::types::Type;
use crate::model::Message;
use crate::process::near;

impl<'n> Check<'_, 'n> {
    pub(super) fn label(&mut self, node: &'n Node, arguments: &'n [Node]) {
        let [field, value] = arguments else { return };
        if self.purpose != Purpose::Sentence {
            self.flaw("process/label", node, Message::new("process.label-in-sentences"));
        }
        let Kind::Text(name) = &field.kind else {
            self.flaw("process/label", field, Message::new("process.label-is-written-out"));
            return;
        };
        let Some(words) = self.scope.labels.get(name) else {
            let message = Message::new("process.no-labels").with("name", name.as_str());
            let help = near::help(name, self.scope.labels.keys());
            self.flaws.push(super::Flaw::new("process/label", field.span.clone(), message).help(help));
            return;
        };
        let possible = match (&value.kind, self.infer_quietly(value)) {
            (Kind::Text(it), _) => vec![it.as_str()],
            (_, found) => found.options(),
        };
        if let Some(unnamed) = possible.into_iter().find(|it| words.get(it).is_none()) {
            let message = Message::new("process.missing-label").with("value", unnamed);
            let help = near::help(unnamed, words.keys());
            self.flaws.push(super::Flaw::new("process/label", value.span.clone(), message).help(help));
        }
    }

    /// The type of a node whose flaws are found elsewhere.
    fn infer_quietly(&mut self, node: &'n Node) -> Type<'_> {
        let found = self.flaws.len();
        let inferred = self.infer(node);
        self.flaws.truncate(found);
        inferred
    }
}
