//! Commands that a process offers as a fix: `set`, `add` and `remove` name paths that exist and values that may stand
//! there; acts have a file of their own. Gaps stand for what is only known when a client is judged.

use super::Check;
use crate::document::Path;
use crate::model::Message;
use crate::process::cel::{Flaw, Purpose};
use crate::process::near;
use crate::process::source::{OPEN, Part, Template};
use crate::schema::{Kind, Shape, typed};

/// The life cycle whose verbs `onboard request` takes.
const REQUEST: &str = "request";

/// A word of a command: signs and gaps, with the byte of the template at which it begins.
#[derive(Debug, Default)]
pub(super) struct Word {
    pub(super) start: usize,
    pub(super) end: usize,
    signs: Vec<Sign>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Letter(char),
    Gap,
}

impl<'a> Check<'a> {
    pub(super) fn command(&mut self, at: &Path, fix: &Template, this: Option<Shape<'a>>) {
        self.gaps(at, fix, this, Purpose::Command);
        let words = words(fix);
        let client = self.shapes.client;
        let verb = words.get(1).map(Word::text);
        let (also, arguments) = set_too(words.get(3..).unwrap_or_default());
        for word in also {
            self.assignment(at, word, client);
        }
        match (verb.as_deref(), arguments.as_slice()) {
            (Some("set"), [_, ..]) => {
                for word in arguments {
                    self.assignment(at, word, client);
                }
            }
            (Some("add"), [list, fields @ ..]) => {
                let Some(shape) = self.typed_path(at, &list.signs, list.start, client) else { return };
                match shape.item() {
                    Some(item) => {
                        for word in fields {
                            self.assignment(at, word, item);
                        }
                    }
                    None => self.wrong(at, list, Message::new("process.add-to-no-list").with("name", list.text())),
                }
            }
            (Some("remove"), [path]) => {
                self.typed_path(at, &path.signs, path.start, client);
            }
            (Some("request"), [_, _, ..]) => self.request(at, &words, client),
            (Some("set" | "add" | "remove" | "request") | None, _) => {
                let flaw = Flaw::new("process/fix", 0..fix.text().len(), Message::new("process.fix-incomplete"));
                self.find_in(at, 0, flaw);
            }
            (Some(verb), _) => self.act(at, fix, verb, words.get(3..).unwrap_or_default()),
        }
    }

    /// `request VERB CLIENT REQUEST [--flag VALUE]… [KEY=VALUE]…`
    fn request(&mut self, at: &Path, words: &[Word], client: Shape<'a>) {
        let Some(cycle) = self.definition.lifecycles.get(REQUEST) else { return };
        if let Some(verb) = words.get(2).filter(|it| it.text() != "add" && cycle.verbs.get(&it.text()).is_none()) {
            let message = Message::new("process.fix-unknown-verb").with("verb", verb.text());
            let help = near::help(&verb.text(), cycle.verbs.keys());
            self.find_in(at, 0, Flaw::new("process/fix", verb.start..verb.end, message).help(help));
        }
        let Ok(item) = cycle.of.item_shape(client) else { return };
        let mut is_value = false;
        for word in words.iter().skip(5) {
            let is_flag = word.text().starts_with("--");
            if !is_flag && !is_value {
                self.assignment(at, word, item);
            }
            is_value = is_flag && !word.text().contains('=');
        }
    }

    /// `path=value`
    fn assignment(&mut self, at: &Path, word: &Word, from: Shape<'a>) {
        let Some(cut) = word.signs.iter().position(|it| *it == Sign::Letter('=')) else {
            self.wrong(at, word, Message::new("process.fix-no-value").with("word", word.text()));
            return;
        };
        let (path, value) = word.signs.split_at(cut);
        let Some(shape) = self.typed_path(at, path, word.start, from) else { return };
        if let Some(by) = shape.managed().map(|it| it.split(", ").next().unwrap_or(it)) {
            self.wrong(at, word, Message::new("process.fix-managed").with("word", text(path)).with("command", by));
            return;
        }
        let value = value.get(1..).unwrap_or_default();
        let written = text(value);
        if value.contains(&Sign::Gap) || is_prompt(&written) {
            return;
        }
        if let Err(fault) = typed(shape, &written) {
            let message = Message::new("process.fix-value").with("word", text(path)).with("fault", fault.message);
            self.find_in(at, 0, Flaw::new("process/fix", word.start..word.end, message).help(fault.help));
        }
    }

    /// The shape that a path as a person types it leads to.
    fn typed_path(&mut self, at: &Path, signs: &[Sign], start: usize, from: Shape<'a>) -> Option<Shape<'a>> {
        let mut shape = from;
        let mut rest = signs.split(|it| *it == Sign::Letter('.')).peekable();
        while let Some(piece) = rest.next() {
            if shape.kinds().is_empty() {
                return Some(shape);
            }
            let name = text(piece);
            let next = match shape.kind() {
                // Any name may be an item's; which ones there are is not known yet.
                Kind::List => shape.item(),
                Kind::Map if piece.contains(&Sign::Gap) => shape.extra(),
                Kind::Map => shape.property(&name).or_else(|| {
                    // The keys of criteria have a dot: they are two pieces.
                    let gate = rest.peek().map(|it| format!("{name}.{}", text(it)));
                    if gate.is_some_and(|it| self.gate_names().any(|id| id == it)) {
                        rest.next();
                    }
                    shape.extra()
                }),
                Kind::Text | Kind::Integer | Kind::Number | Kind::Boolean | Kind::Any => None,
            };
            let Some(next) = next else {
                let message = Message::new("process.unknown-path").with("name", name.as_str());
                let help = near::help(&name, shape.properties().map(|it| it.0));
                let flaw = Flaw::new("process/unknown-path", start..start + text(signs).len(), message);
                self.find_in(at, 0, flaw.help(help));
                return None;
            };
            shape = next;
        }
        Some(shape)
    }

    pub(super) fn gate_names(&self) -> impl Iterator<Item = &str> {
        self.definition.phases.iter().flat_map(|it| it.enter.iter().chain(&it.gates)).map(|it| it.id.as_str())
    }

    pub(super) fn wrong(&mut self, at: &Path, word: &Word, message: Message) {
        self.find_in(at, 0, Flaw::new("process/fix", word.start..word.end, message));
    }
}

impl Word {
    /// Whether it stands for what only a person, or the client judged, knows.
    pub(super) fn is_prompt(&self) -> bool {
        self.signs.contains(&Sign::Gap) || is_prompt(&self.text())
    }

    pub(super) fn text(&self) -> String {
        text(&self.signs)
    }
}

fn text(signs: &[Sign]) -> String {
    let sign = |it: &Sign| match it {
        Sign::Letter(letter) => *letter,
        Sign::Gap => '…',
    };
    signs.iter().map(sign).collect()
}

/// What a command changes besides (`--set PATH=VALUE`), and its arguments; other flags are left out.
fn set_too(words: &[Word]) -> (Vec<&Word>, Vec<&Word>) {
    let (mut also, mut arguments) = (Vec::new(), Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.text() {
            flag if flag == "--set" => also.extend(words.next()),
            flag if flag.starts_with('-') => {}
            _ => arguments.push(word),
        }
    }
    (also, arguments)
}

/// What a person replaces: `…` or a word in capitals.
pub(super) fn is_prompt(value: &str) -> bool {
    value.contains(OPEN) || (!value.is_empty() && value.chars().all(|it| it.is_ascii_uppercase() || it == '_'))
}

/// Splits a command as a shell would, but for gaps, which are never split.
fn words(command: &Template) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word: Option<Word> = None;
    let mut quote = None;
    for (at, length, sign) in signs(command) {
        match (sign, quote) {
            (Sign::Letter(letter), Some(open)) if letter == open => quote = None,
            (Sign::Letter(letter @ ('\'' | '"')), None) => {
                quote = Some(letter);
                word.get_or_insert(Word { start: at, ..Word::default() });
            }
            (Sign::Letter(letter), None) if letter.is_whitespace() => words.extend(word.take()),
            (sign, _) => word.get_or_insert(Word { start: at, ..Word::default() }).signs.push(sign),
        }
        if let Some(word) = &mut word {
            word.end = at + length;
        }
    }
    words.extend(word);
    words
}

/// The letters and gaps of a template, each with its place and its length there.
fn signs(command: &Template) -> Vec<(usize, usize, Sign)> {
    let mut signs = Vec::new();
    let mut at = 0;
    for part in command.parts() {
        match part {
            Part::Words(words) => {
                for letter in words.chars() {
                    signs.push((at, letter.len_utf8(), Sign::Letter(letter)));
                    at += letter.len_utf8();
                }
            }
            Part::Gap { span, .. } => {
                signs.push((at, span.len() + 2, Sign::Gap));
                at += span.len() + 2;
            }
            Part::Stray(span) => at += span.len(),
        }
    }
    signs
}
