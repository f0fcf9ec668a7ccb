//! The secrets of a process as its file has them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use crate::model::Text;
use crate::process::screen::Screen;

/// What is a secret, and what to do about one.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Secrets {
    /// Said with every finding.
    pub(crate) advice: Option<Text>,
    #[serde(default)]
    pub(crate) kinds: Vec<Kind>,
    /// What all kinds look like.
    #[serde(skip)]
    screen: OnceLock<Option<Screen>>,
    /// The keys of all kinds, plain and in order, each with the positions of its kinds.
    #[serde(skip)]
    by_key: OnceLock<BTreeMap<String, Vec<usize>>>,
}

impl Secrets {
    /// Whether the text may show a secret of any kind by its look. Most show none, and one pass tells.
    pub(super) fn may_show(&self, text: &str) -> bool {
        self.screen().is_none_or(|it| it.may_match(text))
    }

    /// Compiles what the first look would.
    pub(crate) fn make_ready(&self) {
        self.screen();
    }

    fn screen(&self) -> Option<&Screen> {
        let patterns = || self.kinds.iter().filter_map(|it| it.pattern.as_ref()).map(|it| with_ascii_edges(&it.text));
        let make = || Screen::of(patterns().collect::<Vec<_>>().iter().map(String::as_str));
        self.screen.get_or_init(make).as_ref()
    }

    /// The kinds that name this key, in their order.
    pub(super) fn of_key(&self, key: &str) -> impl Iterator<Item = &Kind> {
        let by_key = self.by_key.get_or_init(|| {
            let mut by_key = BTreeMap::<String, Vec<usize>>::new();
            for (at, kind) in self.kinds.iter().enumerate() {
                for key in &kind.keys {
                    by_key.entry(plain(key).into_owned()).or_default().push(at);
                }
            }
            by_key
        });
        let found = by_key.get(plain(key).as_ref()).into_iter().flatten();
        found.filter_map(|at| self.kinds.get(*at))
    }
}

/// One kind of secret: what it looks like, or the keys that hold it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Kind {
    pub(crate) id: String,
    /// What it is, as in “this looks like …”.
    pub(crate) name: Text,
    /// What it looks like. A group named `secret` is the secret itself; the whole match otherwise.
    pub(crate) pattern: Option<Pattern>,
    /// What matches this is none after all: placeholders, plain words.
    pub(crate) except: Option<Pattern>,
    /// The keys whose values are secrets, however they look. Hyphens, underscores and capitals make no difference.
    #[serde(default)]
    pub(crate) keys: Vec<String>,
    /// The keys count only in a map that has this key too.
    pub(crate) beside: Option<String>,
}

impl Kind {
    /// The secrets of this kind in a text.
    pub(super) fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let Some(pattern) = self.pattern.as_ref().and_then(Pattern::read) else { return Vec::new() };
        let span = |it: regex::Captures<'_>| it.name("secret").or_else(|| it.get(0)).map(|it| it.range());
        let spans = pattern.captures_iter(text).filter_map(span);
        spans.filter(|it| text.get(it.clone()).is_some_and(|it| self.is_real(it))).collect()
    }

    fn is_real(&self, secret: &str) -> bool {
        !self.except.as_ref().and_then(Pattern::read).is_some_and(|it| it.is_match(secret))
    }
}

/// Whether a key that holds secrets holds one with this value: only what is plainly a stand-in is none.
pub(super) fn holds_any(value: &str) -> bool {
    let value = value.trim();
    let stands_in = value.is_empty() || value.starts_with(['{', '<', '…']) || value.chars().all(|it| it == '*');
    !stands_in
}

/// A key as every way of writing it has it.
fn plain(key: &str) -> Cow<'_, str> {
    if key.bytes().all(|it| it.is_ascii_lowercase()) {
        return Cow::Borrowed(key);
    }
    key.chars().filter(|it| !matches!(it, '-' | '_')).map(|it| it.to_ascii_lowercase()).collect()
}

/// A regular expression, read when it is first used: most runs need none.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Pattern {
    text: String,
    read: OnceLock<Option<Regex>>,
}

impl From<String> for Pattern {
    fn from(text: String) -> Self {
        Self { text, read: OnceLock::new() }
    }
}

impl Pattern {
    /// None for what is no regular expression; a process that has one is not sound.
    pub(crate) fn read(&self) -> Option<&Regex> {
        let read = || RegexBuilder::new(&with_ascii_edges(&self.text)).size_limit(LARGEST).build().ok();
        self.read.get_or_init(read).as_ref()
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// The same pattern with the edges of words as ASCII knows them: the Unicode ones make the whole search many times slower
/// in every text that has accents.
fn with_ascii_edges(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 32);
    let mut chars = pattern.chars();
    while let Some(it) = chars.next() {
        match (it, if it == '\\' { chars.next() } else { None }) {
            ('\\', Some('b')) => out.push_str(r"(?-u:\b)"),
            (it, next) => {
                out.push(it);
                out.extend(next);
            }
        }
    }
    out
}

/// More than any pattern needs once it is read.
const LARGEST: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_edges_of_words_are_those_of_ascii() {
        assert_eq!(with_ascii_edges(r"\bkey\s\\b\."), r"(?-u:\b)key\s\\b\.");
        let pattern = Pattern::from(r"\bmot\b".to_owned());
        assert!(pattern.read().is_some_and(|it| it.is_match("déjà mot été") && !it.is_match("motif")));
    }
}
