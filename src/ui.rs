//! The only terminal: standard output carries what was asked, standard error the rest.

mod progress;

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::sync::RwLock;

use crate::env::Colour;
use crate::model::{Lang, Message, is_hidden};
use crate::words::say;

pub(crate) use progress::Interrupted;

/// How much is said beside what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noise {
    Normal,
    Quiet,
}

/// Where the program speaks, in which language, how wide and in which colours.
#[derive(Debug, Clone)]
pub(crate) struct Ui {
    pub(crate) lang: Lang,
    pub(crate) width: usize,
    pub(crate) colour: Colour,
    pub(crate) noise: Noise,
}

/// Covers what must not be shown in a text, each sign in its place.
type Cover = Box<dyn Fn(&str) -> String + Send + Sync>;

/// There is one terminal, and what may not appear on it may not appear there from anywhere.
static COVERS: RwLock<Vec<Cover>> = RwLock::new(Vec::new());

impl Ui {
    /// From now on, whatever is shown is covered by this, too.
    pub(crate) fn cover_with(cover: impl Fn(&str) -> String + Send + Sync + 'static) {
        if let Ok(mut covers) = COVERS.write() {
            covers.push(Box::new(cover));
        }
    }

    /// A text as it may be shown.
    pub(crate) fn covered(text: &str) -> String {
        let Ok(covers) = COVERS.read() else { return String::new() };
        let all = |text: &str| covers.iter().fold(text.to_owned(), |text, cover| cover(&text));
        if !text.starts_with('{') {
            return all(text);
        }
        // The lines of JSON are covered one by one: nothing between two texts is part of a secret.
        text.split_inclusive('\n').map(all).collect()
    }

    /// Writes what was asked for.
    pub(crate) fn out(text: &str) -> std::io::Result<()> {
        Self::own_words(&Self::covered(text))
    }

    /// Writes the program's own words, which hold nothing from outside. A reader that went away (`| head`) is no fault.
    pub(crate) fn own_words(text: &str) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        let written = out
            .write_all(text.as_bytes())
            .and_then(|()| if text.ends_with('\n') || text.is_empty() { Ok(()) } else { out.write_all(b"\n") })
            .and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            it => it,
        }
    }

    /// Whether what is asked for goes to a screen.
    pub(crate) fn is_terminal() -> bool {
        std::io::stdout().is_terminal()
    }

    /// Whether a person at a screen sees what is said beside it, and wants to.
    pub(crate) fn is_watched(&self) -> bool {
        self.noise == Noise::Normal && std::io::stderr().is_terminal()
    }

    /// Writes a file that was asked for as it is.
    pub(crate) fn out_bytes(bytes: &[u8]) -> std::io::Result<()> {
        let mut out = std::io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            it => it,
        }
    }

    /// Everything that comes on standard input.
    pub(crate) fn input() -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Says what happened, or what comes next; `--quiet` silences it.
    pub(crate) fn note(&self, message: &Message) {
        if self.noise == Noise::Normal {
            Self::err(&harmless(&say(message, self.lang)));
        }
    }

    /// Says what `--quiet` does not silence.
    pub(crate) fn warn(&self, message: &Message) {
        let label = say(&Message::new("error.warning"), self.lang);
        Self::err(&format!("{} {}", self.paint(&label, "33;1"), harmless(&say(message, self.lang))));
    }

    /// Says why the program could not answer, and the way out.
    pub(crate) fn fault(&self, message: &str, details: &[String], help: &[Message]) {
        let label = say(&Message::new("error.error"), self.lang);
        Self::err(&format!("{} {}", self.paint(&label, "31;1"), harmless(message)));
        for detail in details {
            Self::err(&format!("  {detail}"));
        }
        let label = say(&Message::new("error.help"), self.lang);
        for it in help {
            Self::err(&format!("{} {}", self.paint(&label, "36;1"), harmless(&say(it, self.lang))));
        }
    }

    /// Writes a line on standard error. When even that fails there is nobody left to tell.
    pub(crate) fn err(text: &str) {
        let mut err = std::io::stderr().lock();
        drop(writeln!(err, "{}", Self::covered(text)));
    }

    fn paint(&self, text: &str, code: &str) -> String {
        match self.colour {
            Colour::On => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Colour::Off => text.to_owned(),
        }
    }
}

/// Text from outside may be anything: what could take over a terminal, or turn the direction of the writing, is shown as
/// its code.
fn harmless(text: &str) -> String {
    text.chars().map(|it| if is_hidden(it) { it.escape_default().to_string() } else { it.to_string() }).collect()
}
