//! How wide, in which language and with or without colour. Colours are the sixteen of the terminal, so that they follow
//! the person's own theme, and none of them says anything that the words do not say as well.

use anstyle::{AnsiColor, Style as Ansi};

use crate::model::{Lang, Message};
use crate::words;

/// Whether escape sequences are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    On,
    Off,
}

/// What every screen needs to know of the one who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Style {
    /// Columns of the terminal.
    pub(crate) width: usize,
    pub(crate) colour: Colour,
    pub(crate) lang: Lang,
}

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hue {
    Good,
    Bad,
    Warn,
    Quiet,
    Strong,
}

impl Style {
    pub(super) fn say(&self, message: &Message) -> String {
        words::say(message, self.lang)
    }

    /// A word of a catalog that has no gaps.
    pub(super) fn word(&self, key: &'static str) -> String {
        self.say(&Message::new(key))
    }

    pub(super) fn paint(&self, hue: Hue, text: &str) -> String {
        match self.colour {
            Colour::Off => text.to_owned(),
            Colour::On => {
                let ansi = hue.ansi();
                format!("{}{text}{}", ansi.render(), ansi.render_reset())
            }
        }
    }
}

impl Hue {
    fn ansi(self) -> Ansi {
        match self {
            Self::Good => AnsiColor::Green.on_default(),
            Self::Bad => AnsiColor::Red.on_default(),
            Self::Warn => AnsiColor::Yellow.on_default(),
            Self::Quiet => Ansi::new().dimmed(),
            Self::Strong => Ansi::new().bold(),
        }
    }
}
