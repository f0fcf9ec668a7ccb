//! What is wrong with a value or a path that a person typed, before it has a place in a file.

use crate::model::Message;

/// One thing wrong, with what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Stable, as in findings: `schema/enum`.
    pub(crate) code: &'static str,
    pub(crate) message: Message,
    pub(crate) help: Option<Message>,
}

/// A path that leads nowhere.
pub(crate) type PathError = Fault;

/// A text that is not a value of the schema's type.
pub(crate) type TypeError = Fault;

impl Fault {
    pub(super) fn new(code: &'static str, message: Message) -> Self {
        Self { code, message, help: None }
    }

    pub(super) fn help(mut self, help: impl Into<Option<Message>>) -> Self {
        self.help = help.into();
        self
    }

    /// Takes the help over where there is any.
    pub(super) fn help_instead(mut self, help: Option<Message>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Calls the value by the path that the person typed.
    pub(crate) fn of_field(mut self, name: &str) -> Self {
        let names_it = matches!(&self.message, Message::Key { args, .. } if args.contains_key("field"));
        if !names_it {
            return self.about(name);
        }
        self.message = self.message.with("field", format!("`{name}`"));
        self
    }

    /// Says which of several texts is meant.
    pub(super) fn about(mut self, name: &str) -> Self {
        self.message = Message::new("schema.about").with("field", name).with("fault", self.message);
        self
    }
}
