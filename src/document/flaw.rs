//! What is wrong with a text before anyone asks what it means.

use crate::model::{Message, Spot};

/// More flaws than a person will read. The cap also bounds the work that a hostile file can ask for.
const MOST: usize = 200;

/// One reason why a text is not a sound document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// Stable: `duplicate-key`, `syntax`, `anchor`, …
    pub(crate) code: &'static str,
    pub(crate) spot: Spot,
    pub(crate) message: Message,
    pub(crate) help: Option<Message>,
    /// Where the thing was met first, for a key that is there twice.
    pub(crate) also: Option<Spot>,
}

impl Flaw {
    pub(super) fn new(code: &'static str, spot: Spot, message: Message) -> Self {
        Self { code, spot, message, help: None, also: None }
    }

    pub(super) fn help(mut self, key: &'static str) -> Self {
        self.help = Some(Message::new(key));
        self
    }
}

/// The flaws of one text, in the order in which they are met.
#[derive(Debug, Default)]
pub(super) struct Flaws(Vec<Flaw>);

impl Flaws {
    pub(super) fn push(&mut self, flaw: Flaw) {
        if !self.full() {
            self.0.push(flaw);
        }
    }

    pub(super) fn full(&self) -> bool {
        self.0.len() >= MOST
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn on_line(&self, line: u32) -> bool {
        self.0.iter().any(|flaw| flaw.spot.line == line)
    }

    pub(super) fn sorted(mut self) -> Vec<Flaw> {
        self.0.sort_by(|a, b| a.spot.cmp(&b.spot).then_with(|| a.code.cmp(b.code)));
        self.0
    }
}
