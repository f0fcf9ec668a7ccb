//! What the reader refuses as it goes, though the parser takes it: what client files do without, and what two programs read
//! in two ways.

use granit_parser::Span as Source;

use super::flaw::Flaw;
use super::read::{Frame, Inside, Key, Reader, from_source};
use super::scalar::Plain;
use super::text::{is_control, shown};
use super::tree::{Span, Style};
use crate::model::{Message, Spot};

impl Reader<'_, '_> {
    pub(super) fn refuse(&mut self, code: &'static str, message: &'static str, help: &'static str, source: &Source) {
        let name = self.text.get(from_source(source).start()..from_source(source).end()).unwrap_or_default();
        let message = Message::new(message).with("name", shown(name));
        self.flaws.push(Flaw::new(code, from_source(source).spot(), message).help(help));
    }

    pub(super) fn check(&mut self, text: &str, plain: &Plain, style: Style, span: Span) {
        match plain {
            Plain::Ambiguous => {
                let message = Message::new("document.ambiguous-number").with("text", shown(text));
                self.flaws
                    .push(Flaw::new("ambiguous-number", span.spot(), message).help("document.ambiguous-number-help"));
            }
            Plain::OutOfRange => {
                let message = Message::new("document.number-range").with("text", shown(text));
                self.flaws.push(Flaw::new("number-range", span.spot(), message).help("document.number-range-help"));
            }
            Plain::Text | Plain::Null | Plain::Bool(_) | Plain::Number(_) => {}
        }
        if style == Style::Double {
            self.check_escapes(text, span);
        }
        self.check_start(text, style, span);
    }

    /// `:x` and `?x` between brackets are text to one reader, and a key or an error to another.
    fn check_start(&mut self, text: &str, style: Style, span: Span) {
        if style == Style::Plain && text.starts_with([':', '?']) && self.in_flow() {
            let message = Message::new("document.ambiguous-text").with("text", shown(text));
            self.flaws.push(Flaw::new("ambiguous-text", span.spot(), message).help("document.quote-help"));
        }
    }

    /// An escape can hide what the text of the file may not show.
    fn check_escapes(&mut self, text: &str, span: Span) {
        if let Some(found) = text.chars().find(|it| is_control(*it)) {
            let code_point = format!("U+{:04X}", u32::from(found));
            let message = Message::new("document.control-escape").with("character", code_point);
            self.flaws
                .push(Flaw::new("control-character", span.spot(), message).help("document.control-character-help"));
        }
    }

    pub(super) fn key(&mut self, text: &str, span: Span, style: Style, plain: &Plain) {
        let mut keep = true;
        let lines = self.text.get(span.start()..span.end()).is_some_and(|it| it.contains('\n'));
        if !self.in_flow() && self.text.as_bytes().get(span.start().wrapping_sub(1)) == Some(&b'\t') {
            let before = Spot { column: span.column - 1, start: span.start() - 1, end: span.start(), ..span.spot() };
            self.flaws.push(Flaw::new("tab", before, Message::new("document.tab")).help("document.tab-help"));
        }
        self.check_start(text, style, span);
        if self.is_explicit(span) {
            self.flaws.push(Flaw::new("explicit-key", span.spot(), Message::new("document.explicit-key")));
        }
        match (plain, style, text) {
            (Plain::Text, Style::Plain, "<<") => {
                keep = false;
                let message = Message::new("document.merge-key");
                self.flaws.push(Flaw::new("merge-key", span.spot(), message).help("document.merge-key-help"));
            }
            (Plain::Text, Style::Double, _) if !lines => self.check_escapes(text, span),
            (Plain::Text, Style::Plain | Style::Single, _) if !lines => {}
            (_, Style::Empty, _) => {
                let flaw = Flaw::new("non-text-key", span.spot(), Message::new("document.no-key"));
                self.flaws.push(flaw.help("document.non-text-key-help"));
            }
            _ => self.non_text_key(span, text),
        }
        keep &= self.is_new(text, span);
        let Some(Frame { inside: Inside::Map { key, .. }, .. }) = self.stack.last_mut() else { return };
        *key = Some(Key { text: text.to_owned(), span, colon: span.end, keep });
    }

    pub(super) fn non_text_key(&mut self, span: Span, text: &str) {
        let message = Message::new("document.non-text-key").with("key", shown(text));
        self.flaws.push(Flaw::new("non-text-key", span.spot(), message).help("document.non-text-key-help"));
    }

    fn is_explicit(&self, span: Span) -> bool {
        let before = self.text.get(..span.start()).unwrap_or_default().trim_end_matches([' ', '\t']);
        before.ends_with('?')
    }

    /// Whether the key is there for the first time; complains otherwise.
    fn is_new(&mut self, text: &str, span: Span) -> bool {
        let Some(Frame { inside: Inside::Map { entries, values, .. }, .. }) = self.stack.last() else { return true };
        if !values.contains_key(text) {
            return true;
        }
        if !self.flaws.full() {
            let before = entries.iter().find(|it| &*it.key == text).map(|it| it.span.spot());
            let message = Message::new("document.duplicate-key").with("key", shown(text));
            let line = before.as_ref().map_or(0, |it| it.line) as usize;
            let mut flaw = Flaw::new("duplicate-key", span.spot(), message);
            flaw.help = Some(Message::new("document.duplicate-key-help").with("line", line));
            flaw.also = before;
            self.flaws.push(flaw);
        }
        false
    }

    /// `{en: Hello, world, fr: …}`: a comma in text that is not quoted makes a key of what follows.
    pub(super) fn without_value(&mut self, span: Span) {
        let key = self.text.get(span.start()..span.end()).unwrap_or_default();
        let message = Message::new("document.key-without-value").with("key", shown(key));
        let flaw = Flaw::new("key-without-value", span.spot(), message).help("document.key-without-value-help");
        self.flaws.push(flaw);
    }
}
