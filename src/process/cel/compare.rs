//! Checks comparisons: of values that can be the same, of texts that the schema allows, in an order that means something.

use super::Flaw;
use super::calendar::day_of;
use super::check::Check;
use super::tree::{Kind, Node};
use super::types::{Family, Type};
use crate::model::Message;
use crate::process::near;
use crate::schema::Kind as ShapeKind;

impl<'s, 'n> Check<'s, 'n> {
    pub(super) fn comparison(&mut self, node: &Node, one: &Type<'s>, two: &Type<'s>) {
        let (one, two) = (one.family(), two.family());
        if one == Family::Null || two == Family::Null {
            self.flaw("process/type", node, Message::new("process.compared-with-null"));
        } else if !one.meets(two) {
            let message = Message::new("process.compared").with("one", one.name()).with("two", two.name());
            self.flaw("process/type", node, message);
        }
    }

    /// Texts are ordered letter by letter: right for whole dates, wrong for amounts and for months.
    pub(super) fn ordered(&mut self, left: &'n Node, one: &Type<'s>, right: &'n Node, two: &Type<'s>) {
        for (node, found) in [(left, one), (right, two)] {
            if let Type::Shaped(shape) = found
                && shape.kind() == ShapeKind::Text
                && shape.format() != Some("date")
            {
                self.flaw("process/type", node, Message::new("process.ordered-text"));
            }
            if matches!(found.family(), Family::List | Family::Map | Family::Null) {
                let message = Message::new("process.no-order").with("found", found.family().name());
                self.flaw("process/type", node, message);
            }
        }
    }

    pub(super) fn membership(&mut self, node: &Node, left: &'n Node, one: &Type<'s>, right: &'n Node, two: &Type<'s>) {
        match two.family() {
            Family::List => {
                let item = two.item();
                self.comparison(node, one, &item);
                self.value_of(left, &item);
                if let Kind::List(items) = &right.kind {
                    for item in items {
                        self.value_of(item, one);
                    }
                }
            }
            Family::Any | Family::Map => {}
            family @ (Family::Null | Family::Bool | Family::Number | Family::Text) => {
                let message = Message::new("process.not-a-list").with("found", family.name());
                self.flaw("process/type", right, message);
            }
        }
    }

    /// A text written out must be one that the other side can be.
    pub(super) fn value_of(&mut self, literal: &Node, other: &Type<'s>) {
        let Kind::Text(text) = &literal.kind else { return };
        let options = other.options();
        if !options.is_empty() && !options.contains(&text.as_str()) {
            let message = Message::new("process.unknown-value").with("value", text.as_str());
            let all = options.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ");
            let help = near::help(text, options).or_else(|| Some(Message::new("process.one-of").with("values", all)));
            self.flaws.push(Flaw::new("process/unknown-value", literal.span.clone(), message).help(help));
        }
        if let Type::Shaped(shape) = other
            && shape.format() == Some("date")
            && day_of(text).is_none_or(|it| it.to_string() != *text)
        {
            let message = Message::new("process.not-a-date").with("text", text.as_str());
            self.flaw("process/unknown-value", literal, message);
        }
    }
}
