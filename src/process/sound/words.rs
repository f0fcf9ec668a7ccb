//! Sentences and labels: in both languages, with the same gaps, for every value there is.

use serde_json::Value;

use super::Check;
use crate::document::Path;
use crate::model::Message;
use crate::process::cel::{Flaw, Purpose};
use crate::process::near;
use crate::process::source::{Part, Sentence, Template};
use crate::schema::Shape;

impl<'a> Check<'a> {
    /// A sentence with gaps.
    pub(super) fn sentence(&mut self, at: &Path, sentence: &Sentence, this: Option<Shape<'a>>) {
        self.gaps(&at.key("en"), &sentence.en, this, Purpose::Sentence);
        self.gaps(&at.key("fr"), &sentence.fr, this, Purpose::Sentence);
        // Each language may read its own side of a text.
        let names = |it: &'_ Template| -> Vec<String> {
            it.names().into_iter().filter(|it| !["en", "fr"].contains(it)).map(str::to_owned).collect()
        };
        let (en, fr) = (names(&sentence.en), names(&sentence.fr));
        if let Some(name) = en.iter().find(|it| !fr.contains(it)) {
            self.one_language(&at.key("fr"), name);
        }
        if let Some(name) = fr.iter().find(|it| !en.contains(it)) {
            self.one_language(&at.key("en"), name);
        }
    }

    fn one_language(&mut self, at: &Path, name: &str) {
        let message = Message::new("process.gap-in-one-language").with("name", name);
        self.find(at, "process/gaps-differ", message, None);
    }

    pub(super) fn gaps(&mut self, at: &Path, template: &Template, this: Option<Shape<'a>>, purpose: Purpose) {
        for part in template.parts() {
            match part {
                Part::Words(_) => {}
                Part::Gap { source, span } => self.expression((at, span.start), source, this, purpose),
                Part::Stray(span) => {
                    let flaw = Flaw::new("process/syntax", span.clone(), Message::new("process.stray-brace"));
                    self.find_in(at, 0, flaw.help(Some(Message::new("process.stray-brace-help"))));
                }
            }
        }
    }

    /// Words for enumerations and sections: of what the schema knows, and of all of it.
    pub(super) fn labels(&mut self) {
        let root = Path::root();
        for (field, labels) in self.definition.labels.iter() {
            let at = root.key("labels").key(field);
            let Some(shape) = self.field(&at, field) else { continue };
            // The keys of a section can have words too; not every one needs them.
            let keys: Vec<&str> = shape.properties().map(|it| it.0).collect();
            let options = shape.options();
            if options.is_empty() && keys.is_empty() {
                self.find(&at, "process/pointless", Message::new("process.no-options").with("name", field), None);
                continue;
            }
            for value in labels.keys() {
                self.named(&at.key(value).key("en"), value, options.iter().chain(&keys).copied());
            }
            for option in options.iter().filter(|it| labels.get(it).is_none()) {
                let message = Message::new("process.missing-label").with("value", *option);
                self.find(&at, "process/missing-label", message, None);
            }
        }
        for field in self.definition.sections.keys() {
            self.field(&root.key("sections").key(field), field);
        }
    }

    /// A field by its path, with the steps into lists and open maps left out: `criteria.state`.
    fn field(&mut self, at: &Path, path: &str) -> Option<Shape<'a>> {
        let mut shape = self.shapes.client;
        for name in path.split('.') {
            shape = shape.item().unwrap_or(shape);
            let inside = || shape.extra().and_then(|it| it.child(name));
            let Some(next) = shape.property(name).or_else(inside) else {
                let message = Message::new("process.unknown-path").with("name", name);
                self.find(at, "process/unknown-path", message, near::help(name, shape.properties().map(|it| it.0)));
                return None;
            };
            shape = next;
        }
        Some(shape.item().unwrap_or(shape))
    }

    /// Texts that are there and say nothing.
    pub(super) fn empty_texts(&mut self, at: &Path, value: &Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    let here = at.key(key);
                    let says_nothing = value.as_str().is_some_and(|it| it.trim().is_empty());
                    if says_nothing && (key == "en" || key == "fr") {
                        self.find(&here, "process/empty-text", Message::new("process.empty-text"), None);
                    }
                    self.empty_texts(&here, value);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.empty_texts(&at.index(index), item);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
