//! A rule as it stands in the process file, and a sentence or command with gaps. Both are read when they are first used:
//! one command needs a handful of the rules of a process.

use std::ops::Range;
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer};

use super::cel::{self, Budget, Expression, Flaw, Roots, Trouble};
use crate::model::{Lang, Message, Text};

/// The text of an expression.
#[derive(Debug, Default)]
pub(crate) struct Source {
    text: String,
    read: OnceLock<Result<Expression, Vec<Flaw>>>,
}

impl Source {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), read: OnceLock::new() }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn expression(&self) -> Result<&Expression, &[Flaw]> {
        self.read.get_or_init(|| Expression::read(&self.text)).as_ref().map_err(Vec::as_slice)
    }

    /// The value as a person would write it; `None` for a list or a map.
    pub(crate) fn written(&self, roots: &Roots<'_>, budget: &mut Budget) -> Result<Option<String>, Failure> {
        let expression = self.expression().map_err(Failure::unread)?;
        let value = expression.value(roots, budget).map_err(|trouble| self.failed(trouble))?;
        Ok(value.written())
    }

    /// Whether the rule holds; why that cannot be told, otherwise.
    pub(crate) fn holds(&self, roots: &Roots<'_>, budget: &mut Budget) -> Result<bool, Failure> {
        let expression = self.expression().map_err(Failure::unread)?;
        expression.holds(roots, budget).map_err(|trouble| self.failed(trouble))
    }

    fn failed(&self, trouble: Trouble) -> Failure {
        let before = self.text.get(..trouble.span.start).unwrap_or_default();
        Failure::Trouble { column: before.chars().count() + 1, trouble }
    }
}

/// Why it cannot be told whether a rule holds.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// It is no rule.
    Unread(Message),
    Trouble {
        trouble: Trouble,
        column: usize,
    },
}

impl Failure {
    fn unread(flaws: &[Flaw]) -> Self {
        Self::Unread(flaws.first().map_or_else(|| Message::new("process.unfinished"), |it| it.message.clone()))
    }

    /// The path of what the rule reads and the file does not have, as the rule names it.
    pub(crate) fn missing(&self) -> Option<&str> {
        match self {
            Self::Unread(_) => None,
            Self::Trouble { trouble, .. } => trouble.missing(),
        }
    }

    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Unread(message) => Message::new("process.rule-failed").with("trouble", message.clone()),
            Self::Trouble { trouble, column } => {
                let message = Message::new("process.rule-failed-at").with("trouble", trouble.message());
                message.with("column", column.to_string())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Source {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}

/// A text with gaps: `{client.id}` holds an expression, `{{` is a brace.
#[derive(Debug, Default)]
pub(crate) struct Template {
    text: String,
    parts: OnceLock<Vec<Part>>,
}

/// A stretch of a template.
#[derive(Debug)]
pub(crate) enum Part {
    Words(String),
    /// The expression, and the bytes of the template that it stands in, without the braces.
    Gap {
        source: Source,
        span: Range<usize>,
    },
    /// A brace that opens and does not close, or closes what is not open.
    Stray(Range<usize>),
}

/// What is written where a gap has no value: the person fills it in.
pub(crate) const OPEN: &str = "…";

impl Template {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), parts: OnceLock::new() }
    }

    pub(crate) fn parts(&self) -> &[Part] {
        self.parts.get_or_init(|| split(&self.text))
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The names that the gaps read, sorted: two languages of one sentence read the same.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.parts().iter().filter_map(Part::gap).flat_map(cel::names).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The text with its gaps filled.
    pub(crate) fn filled(&self, roots: &Roots<'_>, budget: &mut Budget) -> String {
        self.fill(roots, budget, |it| it)
    }

    /// The text as a command, which people copy: a value from the file that a shell would not take as it is stays out.
    pub(crate) fn command(&self, roots: &Roots<'_>, budget: &mut Budget) -> String {
        let plain = |it: char| it.is_alphanumeric() || "-_./:@+,=%".contains(it);
        self.fill(roots, budget, |it| if it.chars().all(plain) { it } else { OPEN.to_owned() })
    }

    fn fill(&self, roots: &Roots<'_>, budget: &mut Budget, safe: impl Fn(String) -> String) -> String {
        let mut filled = String::with_capacity(self.text.len() + 16);
        for part in self.parts() {
            match part {
                Part::Words(words) => filled.push_str(words),
                Part::Stray(span) => filled.push_str(self.text.get(span.clone()).unwrap_or_default()),
                Part::Gap { source, .. } => {
                    let value = source.expression().ok().and_then(|it| it.value(roots, budget).ok());
                    let written = value.and_then(|it| it.written()).map(&safe);
                    filled.push_str(written.as_deref().unwrap_or(OPEN));
                }
            }
        }
        filled
    }
}

impl Part {
    fn gap(&self) -> Option<&str> {
        match self {
            Self::Gap { source, .. } => Some(source.text()),
            Self::Words(_) | Self::Stray(_) => None,
        }
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::new)
    }
}

/// A sentence with gaps, in both languages.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sentence {
    pub(crate) en: Template,
    pub(crate) fr: Template,
}

impl Sentence {
    pub(crate) fn filled(&self, roots: &Roots<'_>, budget: &mut Budget) -> Message {
        let (en, fr) = (roots.said_in(Lang::En), roots.said_in(Lang::Fr));
        Message::Text(Text::new(self.en.filled(&en, budget), self.fr.filled(&fr, budget)))
    }
}

fn split(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|it| !it.is_empty()) {
        if rest.starts_with("{{") || rest.starts_with("}}") {
            words.push_str(&rest[..1]);
            at += 2;
        } else if rest.starts_with('{') {
            if !words.is_empty() {
                parts.push(Part::Words(std::mem::take(&mut words)));
            }
            let Some(length) = gap_length(rest) else {
                parts.push(Part::Stray(at..text.len()));
                return parts;
            };
            let span = at + 1..at + length - 1;
            parts.push(Part::Gap { source: Source::new(text.get(span.clone()).unwrap_or_default()), span });
            at += length;
        } else if rest.starts_with('}') {
            parts.push(Part::Words(std::mem::take(&mut words)));
            parts.push(Part::Stray(at..at + 1));
            at += 1;
        } else {
            let Some(next) = rest.chars().next() else { break };
            words.push(next);
            at += next.len_utf8();
        }
    }
    if !words.is_empty() {
        parts.push(Part::Words(words));
    }
    parts
}

/// The bytes of a gap with its braces. Braces inside it, as of a map, and those in its texts do not end it.
fn gap_length(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    for (at, sign) in text.char_indices() {
        match (quote, sign) {
            (Some(open), _) if sign == open => quote = None,
            (None, '\'' | '"') => quote = Some(sign),
            (None, '{') => depth += 1,
            (None, '}') => depth = depth.checked_sub(1)?,
            (Some(_) | None, _) => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let template = Template::new(text);
        let seen: Vec<String> = template
            .parts()
            .iter()
            .map(|it| match it {
                Part::Words(words) => words.clone(),
                Part::Gap { source, span } => format!("<{}@{}>", source.text(), span.start),
                Part::Stray(span) => format!("!{}..{}", span.start, span.end),
            })
            .collect();
        assert_eq!(seen.join("|"), expected, "{text}");
    }

    #[test]
    fn gaps_hold_expressions_with_braces_of_their_own() {
        check("set {client.id} a={today}", "set |<client.id@5>| a=|<today@19>");
        check("{{'a': 1}}", "{'a': 1}");
        check("x {{'a': 1}['a']}", "x {'a': 1|!10..11|['a']|!16..17");
        check("x { {'a': '}'}['a'] }", "x |< {'a': '}'}['a'] @3>");
        check("é {self.id}", "é |<self.id@4>");
        check("a {b", "a |!2..4");
        check("a } b", "a |!2..3| b");
        check("plain", "plain");
    }
}
