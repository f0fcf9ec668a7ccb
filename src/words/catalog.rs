//! Finds a sentence and fills its gaps.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::format;
use crate::model::{Arg, Lang, Message};

/// A sentence, or its forms by plural category (`one`, `other`), chosen by the gap `n`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Sentence {
    Plain(String),
    Forms(BTreeMap<String, String>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    en: Sentence,
    fr: Sentence,
}

type Catalog = BTreeMap<String, Pair>;

struct Source {
    name: &'static str,
    text: &'static str,
    read: OnceLock<Catalog>,
}

macro_rules! catalogs {
    ($($name:literal),* $(,)?) => {
        static CATALOGS: [Source; [$($name),*].len()] = [$(Source {
            name: $name,
            text: include_str!(concat!(env!("OUT_DIR"), "/words/", $name, ".json")),
            read: OnceLock::new(),
        }),*];
    };
}

catalogs!(
    "acts",
    "audit",
    "certificate",
    "cli",
    "code",
    "command",
    "correct",
    "dashboard",
    "doctor",
    "document",
    "due",
    "edit",
    "error",
    "exchange",
    "label",
    "merging",
    "picture",
    "print",
    "process",
    "rename",
    "report",
    "request",
    "schema",
    "service",
    "setup",
    "sheet",
    "sign",
    "site",
    "step",
    "store",
    "sync",
    "wording",
);

fn find(key: &str) -> Option<&'static Pair> {
    let (catalog, name) = key.split_once('.')?;
    let source = CATALOGS.iter().find(|it| it.name == catalog)?;
    // A catalog that cannot be read has no sentences; a test reads them all.
    source.read.get_or_init(|| serde_json::from_str(source.text).unwrap_or_default()).get(name)
}

/// Says a message in a language. A key without a sentence is said as the key itself; a test finds those.
pub(crate) fn say(message: &Message, lang: Lang) -> String {
    match message {
        Message::Text(text) => text.get(lang).to_owned(),
        Message::Key { key, args } => match find(key) {
            None => (*key).to_owned(),
            Some(pair) => fill(form(pair, args, lang), args, lang),
        },
    }
}

/// Says why a sentence asked for by a template cannot be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unsaid {
    #[error("no sentence `{0}`")]
    NoSentence(String),
    #[error("the sentence `{key}` needs `{gap}`")]
    NoArgument { key: String, gap: String },
}

/// Says the sentence of a key that only a template knows. Unlike [`say`], a missing sentence or argument is an error:
/// a report is not sent out with a hole in it.
pub(crate) fn sentence(key: &str, args: &BTreeMap<&str, Arg>, lang: Lang) -> Result<String, Unsaid> {
    let pair = find(key).ok_or_else(|| Unsaid::NoSentence(key.to_owned()))?;
    let sentence = form(pair, args, lang);
    match gaps(sentence).find(|it| !args.contains_key(it)) {
        Some(gap) => Err(Unsaid::NoArgument { key: key.to_owned(), gap: gap.to_owned() }),
        None => Ok(fill(sentence, args, lang)),
    }
}

/// The names of the gaps of a sentence.
fn gaps(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split('{').skip(1).filter_map(|it| it.split_once('}').map(|(name, _)| name))
}

fn form<'a>(pair: &'a Pair, args: &BTreeMap<&str, Arg>, lang: Lang) -> &'a str {
    let sentence = match lang {
        Lang::En => &pair.en,
        Lang::Fr => &pair.fr,
    };
    match sentence {
        Sentence::Plain(text) => text,
        Sentence::Forms(forms) => {
            let category = match args.get("n") {
                Some(Arg::Number(number)) => format::plural(*number, lang),
                _ => "other",
            };
            forms.get(category).or_else(|| forms.get("other")).map_or("", String::as_str)
        }
    }
}

fn fill(sentence: &str, args: &BTreeMap<&str, Arg>, lang: Lang) -> String {
    let mut said = String::with_capacity(sentence.len() + 16);
    let mut rest = sentence;
    while let Some(open) = rest.find('{') {
        let (before, gap) = rest.split_at(open);
        said.push_str(before);
        let Some(close) = gap.find('}') else {
            rest = gap;
            break;
        };
        let name = &gap[1..close];
        match args.get(name) {
            Some(Arg::Plain(text)) => said.push_str(text),
            Some(Arg::Number(number)) => said.push_str(&format::number(*number, lang)),
            Some(Arg::Text(text)) => said.push_str(text.get(lang)),
            Some(Arg::Message(message)) => said.push_str(&say(message, lang)),
            None => said.push_str(&gap[..=close]),
        }
        rest = &gap[close + 1..];
    }
    said.push_str(rest);
    said
}
