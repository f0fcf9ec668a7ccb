//! Configurations in the formats that platforms and clients speak: a client value and an environment in, text out; text in,
//! edits out. Knows formats and their limits. No disk, no clock, no printing, and nothing dropped without a word.

mod certificate;
mod json;
mod keycloak;
mod merge;
mod registration;
mod saml;
mod section;
mod spot;
mod table;
#[cfg(test)]
mod tests;
mod xml;

use serde_json::Value;

use crate::document::{Edit, Path};
use crate::model::{Finding, Lang, Message, Place};
use crate::schema::Shape;

/// What is read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Dynamic client registration, RFC 7591 and `OpenID Connect`.
    Rfc7591,
    /// SAML 2.0 metadata of a service provider.
    SamlMetadata,
    /// The client representation of Keycloak.
    Keycloak,
}

/// The longest text that is read: as for client files.
const LONGEST: usize = 1_000_000;

/// A configuration in its client file.
#[derive(Debug, Clone)]
pub(crate) struct Source<'a> {
    /// The whole client.
    pub(crate) client: &'a Value,
    /// The environment that holds the configuration.
    pub(crate) environment: &'a Value,
    /// Where the environment lies.
    pub(crate) at: Path,
    /// What the schema says of an environment.
    pub(crate) shape: Shape<'a>,
}

/// A configuration in another format, and what that format has no place for.
#[derive(Debug)]
pub(crate) struct Exported {
    pub(crate) text: String,
    pub(crate) notes: Vec<Message>,
}

/// What a configuration lacks, and where.
#[derive(Debug)]
pub(crate) struct Lack {
    pub(crate) path: Path,
    pub(crate) code: &'static str,
    pub(crate) message: Message,
    pub(crate) help: Option<Message>,
}

/// A text of a client or a platform.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Foreign<'a> {
    /// The name of its file, for places.
    pub(crate) file: &'a str,
    pub(crate) bytes: &'a [u8],
    /// What it is said to be; otherwise its first character decides.
    pub(crate) format: Option<Format>,
}

/// What a text means for the client file.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) section: String,
    pub(crate) edits: Vec<Edit>,
    /// What was not taken over, and why.
    pub(crate) notes: Vec<Message>,
}

/// Why a text is not taken over.
#[derive(Debug)]
pub(crate) enum Refused {
    /// It is not what it should be.
    Unreadable(Vec<Finding>),
    /// It holds what no client file may: where, but never what.
    Secret(Vec<Finding>),
}

/// Where configurations, and what goes along with them, lie in a client file.
pub(crate) fn places() -> &'static table::Places {
    &table::table().places
}

/// The formats that can carry what an environment holds, the most usual one first.
pub(crate) fn formats(environment: &Value) -> Vec<Format> {
    let can = |format: &Format| {
        let sections = table::table().sections(*format);
        sections.iter().any(|name| section::of(environment, name).is_some())
    };
    [Format::Rfc7591, Format::SamlMetadata, Format::Keycloak].into_iter().filter(can).collect()
}

/// The sections of an environment that a format can carry.
pub(crate) fn sections(format: Format) -> Vec<&'static str> {
    table::table().sections(format)
}

/// Writes a configuration in a format, or says everything that is missing for it.
pub(crate) fn export(format: Format, source: &Source<'_>) -> Result<Exported, Vec<Lack>> {
    match format {
        Format::Rfc7591 => registration::export(source),
        Format::SamlMetadata => saml::export(source),
        Format::Keycloak => keycloak::export(source),
    }
}

/// Reads a configuration, and says what must change in the client file so that it holds it.
pub(crate) fn take(foreign: &Foreign<'_>, source: &Source<'_>) -> Result<Taken, Refused> {
    let text = decoded(foreign)?;
    let first = text.trim_start().chars().next();
    match (foreign.format, first) {
        (Some(Format::Rfc7591), _) | (None, Some('{')) => registration::take(foreign.file, text, source),
        (Some(Format::SamlMetadata), _) | (None, Some('<')) => saml::take(foreign.file, text, source),
        (Some(Format::Keycloak) | None, _) => Err(foreign.wrong("exchange/format", "exchange.unknown-format")),
    }
}

fn decoded<'a>(foreign: &Foreign<'a>) -> Result<&'a str, Refused> {
    if foreign.bytes.len() > LONGEST {
        return Err(foreign.wrong("exchange/too-large", "exchange.too-large"));
    }
    match std::str::from_utf8(foreign.bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(_) => Err(foreign.wrong("exchange/not-utf8", "exchange.not-utf8")),
    }
}

impl Format {
    /// As it is named on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Rfc7591 => "rfc7591",
            Self::SamlMetadata => "saml-metadata",
            Self::Keycloak => "keycloak",
        }
    }
}

impl Foreign<'_> {
    fn wrong(&self, code: &'static str, key: &'static str) -> Refused {
        let place = Place { file: self.file.to_owned(), ..Place::default() };
        Refused::Unreadable(vec![Finding::error(code, place, Message::new(key)).help(Message::new("exchange.formats"))])
    }
}

impl Source<'_> {
    /// The language that the client is written to in.
    fn language(&self) -> Lang {
        let written = section::at(self.client, &places().language).and_then(Value::as_str);
        written.and_then(|it| it.parse().ok()).unwrap_or(Lang::En)
    }
}

/// JSON for people, with a line break at its end.
fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
