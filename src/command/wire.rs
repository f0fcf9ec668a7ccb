//! Findings as they are kept: everything that they say, and nothing that needs the program to be the same, but the keys
//! of its sentences.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{PoisonError, RwLock};

use serde::{Deserialize, Serialize};

use crate::model::{Arg, Finding, Message, Place, Severity, Text};

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct WireFinding {
    code: String,
    severity: Severity,
    place: Place,
    message: WireMessage,
    help: Option<WireMessage>,
}

#[derive(Debug, Serialize, Deserialize)]
enum WireMessage {
    Key(String, BTreeMap<String, WireArg>),
    Text(Text),
}

#[derive(Debug, Serialize, Deserialize)]
enum WireArg {
    Plain(String),
    Number(i64),
    Text(Text),
    Message(Box<WireMessage>),
}

impl From<&Finding> for WireFinding {
    fn from(it: &Finding) -> Self {
        let Finding { code, severity, place, message, help } = it;
        Self {
            code: code.clone(),
            severity: *severity,
            place: place.clone(),
            message: message.into(),
            help: help.as_ref().map(WireMessage::from),
        }
    }
}

impl From<WireFinding> for Finding {
    fn from(it: WireFinding) -> Self {
        let WireFinding { code, severity, place, message, help } = it;
        Self { code, severity, place, message: message.into(), help: help.map(Message::from) }
    }
}

impl From<&Message> for WireMessage {
    fn from(it: &Message) -> Self {
        match it {
            Message::Text(text) => Self::Text(text.clone()),
            Message::Key { key, args } => {
                let args = args.iter().map(|(gap, arg)| ((*gap).to_owned(), arg.into()));
                Self::Key((*key).to_owned(), args.collect())
            }
        }
    }
}

impl From<WireMessage> for Message {
    fn from(it: WireMessage) -> Self {
        match it {
            WireMessage::Text(text) => Self::Text(text),
            WireMessage::Key(key, args) => {
                let args = args.into_iter().map(|(gap, arg)| (lasting(&gap), arg.into()));
                Self::Key { key: lasting(&key), args: args.collect() }
            }
        }
    }
}

impl From<&Arg> for WireArg {
    fn from(it: &Arg) -> Self {
        match it {
            Arg::Plain(text) => Self::Plain(text.clone()),
            Arg::Number(number) => Self::Number(*number),
            Arg::Text(text) => Self::Text(text.clone()),
            Arg::Message(message) => Self::Message(Box::new(message.as_ref().into())),
        }
    }
}

impl From<WireArg> for Arg {
    fn from(it: WireArg) -> Self {
        match it {
            WireArg::Plain(text) => Self::Plain(text),
            WireArg::Number(number) => Self::Number(number),
            WireArg::Text(text) => Self::Text(text),
            WireArg::Message(message) => Self::Message(Box::new((*message).into())),
        }
    }
}

/// The name of a sentence or of a gap, which lasts as long as the program. There are some hundred, each once.
fn lasting(name: &str) -> &'static str {
    static NAMES: RwLock<BTreeSet<&'static str>> = RwLock::new(BTreeSet::new());
    let known = NAMES.read().unwrap_or_else(PoisonError::into_inner).get(name).copied();
    known.unwrap_or_else(|| {
        let mut names = NAMES.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = names.get(name) {
            return known;
        }
        let name: &'static str = Box::leak(name.to_owned().into_boxed_str());
        names.insert(name);
        name
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Spot;

    #[test]
    fn a_finding_comes_back_as_it_was() {
        let inner = Message::new("process.recorded-as").with("path", "a.b").with("value", Text::new("yes", "oui"));
        let message = Message::new("process.gate-failed").with("reason", inner).with("n", 12_usize);
        let spot = Spot { line: 3, column: 7, start: 40, end: 52 };
        let place = Place { file: "clients/acme.yaml".to_owned(), spot, path: "a.b".to_owned() };
        let help = Message::verbatim("write « é »\n");
        for finding in [
            Finding::error("rule/one", place.clone(), message.clone()).help(help),
            Finding::warning("rule/two", place, Message::Text(Text::new("a", "b"))),
        ] {
            let text = serde_json::to_string(&WireFinding::from(&finding)).expect("it is written");
            let read: WireFinding = serde_json::from_str(&text).expect("it is read");
            assert_eq!(Finding::from(read), finding);
        }
    }
}
