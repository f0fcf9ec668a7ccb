//! A sentence not yet said: the key of a catalog and what fills its gaps. Rooms return messages; only `words` knows
//! the sentences, so that each exists once, in both languages.

use std::collections::BTreeMap;

use super::Text;

/// A sentence for a person, still without a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Message {
    /// A sentence of a catalog: `<catalog>.<name>`, with what fills its gaps.
    Key { key: &'static str, args: BTreeMap<&'static str, Arg> },
    /// A sentence that comes with its languages, as those of a process do.
    Text(Text),
}

/// What fills a gap of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Arg {
    /// Written as it is: names, paths, code.
    Plain(String),
    /// Written in each language's own way; the gap `n` also chooses singular or plural.
    Number(i64),
    /// A text that exists in both languages.
    Text(Text),
    /// Another sentence.
    Message(Box<Message>),
}

impl Message {
    pub(crate) fn new(key: &'static str) -> Self {
        Self::Key { key, args: BTreeMap::new() }
    }

    /// Fills the gap `name`. Has no effect on a text that comes with its languages.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        if let Self::Key { args, .. } = &mut self {
            args.insert(name, value.into());
        }
        self
    }

    /// Whether it is this sentence of a catalog.
    pub(crate) fn is(&self, name: &str) -> bool {
        matches!(self, Self::Key { key, .. } if *key == name)
    }

    /// The same words in both languages, for what has no translation (a message of git, a name).
    pub(crate) fn verbatim(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::Text(Text { en: text.clone(), fr: text })
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Message> for Arg {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}
