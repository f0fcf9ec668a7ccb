//! The only room that reads the clock, the environment variables and the working directory.
#![expect(clippy::disallowed_methods, reason = "this is the one place that may look outside")]

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::str::FromStr as _;
use std::time::SystemTime;

use jiff::Zoned;
use jiff::tz::TimeZone;

use crate::model::{Date, Day, Lang};

/// What the program learns from outside before it starts.
#[derive(Debug, Clone)]
pub(crate) struct Env {
    /// `ONBOARD_TODAY`, as it was written.
    today: Option<String>,
    lang: Lang,
    /// The value of `ONBOARD_LANG` when it is neither `en` nor `fr`.
    pub(crate) odd_lang: Option<String>,
    columns: Option<usize>,
    pub(crate) colour: Colour,
    /// Whether a person can be asked: standard input and standard error are both a terminal.
    pub(crate) can_ask: bool,
}

/// Whether the outside wants colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Colour {
    On,
    Off,
}

/// Without a terminal, tables are this wide.
const WIDTH: usize = 120;

impl Env {
    pub(crate) fn read() -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|it| !it.is_empty());
        let asked = variable("ONBOARD_LANG");
        let known = asked.as_deref().and_then(|it| Lang::from_str(it).ok());
        let locale = variable("LC_ALL").or_else(|| variable("LC_MESSAGES")).or_else(|| variable("LANG"));
        let from_locale = || match locale.as_deref() {
            Some(name) if name.starts_with("fr") => Lang::Fr,
            Some(_) | None => Lang::En,
        };
        let plain = variable("NO_COLOR").is_some() || variable("TERM").as_deref() == Some("dumb");
        let forced = variable("CLICOLOR_FORCE").is_some_and(|it| it != "0");
        Self {
            today: variable("ONBOARD_TODAY"),
            lang: known.unwrap_or_else(from_locale),
            odd_lang: asked.filter(|_| known.is_none()),
            columns: variable("COLUMNS").and_then(|it| it.parse().ok()),
            colour: if (std::io::stdout().is_terminal() || forced) && !plain { Colour::On } else { Colour::Off },
            can_ask: std::io::stdin().is_terminal() && std::io::stderr().is_terminal(),
        }
    }

    /// The language the outside asks for: `ONBOARD_LANG`, then the locale, then English.
    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// The date: `ONBOARD_TODAY`, or the clock's day in `zone` (an IANA name).
    pub(crate) fn today(&self, zone: Option<&str>) -> Result<Date, BadToday> {
        match &self.today {
            Some(text) => text.parse::<Day>().map(|it| it.0).map_err(|_| BadToday(text.clone())),
            None => {
                let zone = zone.and_then(|name| TimeZone::get(name).ok()).unwrap_or_else(TimeZone::system);
                Ok(Zoned::now().with_time_zone(zone).date())
            }
        }
    }

    /// How wide a table may be: `COLUMNS`, then the terminal, then 120.
    pub(crate) fn width(&self) -> usize {
        self.columns.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))).unwrap_or(WIDTH)
    }

    /// Every variable, for the programs that are called: git, its hooks and its signers.
    pub(crate) fn variables() -> BTreeMap<OsString, OsString> {
        std::env::vars_os().collect()
    }

    /// A variable, where it says something.
    pub(crate) fn variable(name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|it| !it.trim().is_empty())
    }

    /// This moment, by the clock of the machine: to tell whether a file was written just now.
    pub(crate) fn now() -> SystemTime {
        SystemTime::now()
    }

    /// The working directory.
    pub(crate) fn here() -> std::io::Result<PathBuf> {
        std::env::current_dir()
    }

    /// The program itself, to run its own commands.
    pub(crate) fn program() -> std::io::Result<PathBuf> {
        std::env::current_exe()
    }
}

/// `ONBOARD_TODAY` is not a date.
#[derive(Debug, Clone)]
pub(crate) struct BadToday(pub(crate) String);
