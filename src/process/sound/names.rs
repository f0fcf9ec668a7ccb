//! Names: each is there once, and what is named exists.

use super::Check;
use crate::document::Path;
use crate::model::Message;
use crate::process::gate::PASSED_OVER;
use crate::process::service::ALONGSIDE;
use crate::process::{approval, near, signature};

impl Check<'_> {
    pub(super) fn names(&mut self) {
        let definition = self.definition;
        let root = Path::root();
        self.gate_ids();
        self.named(&root.key("first"), definition.first.as_str(), definition.phases.iter().map(|it| it.id.as_str()));
        if let Some(first) = definition.phases.iter().position(|it| it.id == definition.first) {
            for index in 0..first {
                let message = Message::new("process.unreachable-phase").with("first", definition.first.as_str());
                self.find(&root.key("phases").index(index).key("id"), "process/unreachable", message, None);
            }
        }
        for (index, phase) in definition.phases.iter().enumerate() {
            let at = root.key("phases").index(index);
            if let Some(heading) = &phase.heading {
                self.named(&at.key("heading"), heading, definition.headings.iter().map(|it| it.id.as_str()));
            }
            if let Some(lead) = &phase.lead {
                self.named(&at.key("lead"), lead, definition.parties.iter().map(|it| it.id.as_str()));
            }
            for (place, party) in phase.with.iter().enumerate() {
                self.named(&at.key("with").index(place), party, definition.parties.iter().map(|it| it.id.as_str()));
            }
        }
        for (index, rule) in definition.rules.iter().enumerate() {
            if let Some(from) = &rule.from {
                let at = root.key("rules").index(index).key("from");
                self.named(&at, from.as_str(), definition.phases.iter().map(|it| it.id.as_str()));
            }
        }
    }

    /// Gates are unique in the whole process, and carry the name of their phase.
    fn gate_ids(&mut self) {
        // Twins in one list are the schema's finding; here they count when they stand in different lists.
        let mut elsewhere: Vec<&str> = Vec::new();
        for (index, phase) in self.definition.phases.iter().enumerate() {
            let at = Path::root().key("phases").index(index);
            for (list, gates) in [("enter", &phase.enter), ("gates", &phase.gates)] {
                for (index, gate) in gates.iter().enumerate() {
                    let path = at.key(list).index(index).key("id");
                    let id = gate.id.as_str();
                    if elsewhere.contains(&id) {
                        let message = Message::new("process.duplicate-id").with("name", id);
                        self.find(&path, "process/duplicate-id", message, None);
                    }
                    self.gate_id(&path, id, phase.id.as_str());
                }
                elsewhere.extend(gates.iter().map(|it| it.id.as_str()));
            }
        }
    }

    fn gate_id(&mut self, path: &Path, id: &str, phase: &str) {
        let (prefix, what) = id.split_once('.').unwrap_or((id, ""));
        if prefix != phase {
            let message = Message::new("process.gate-prefix").with("gate", id).with("phase", phase);
            self.find(path, "process/gate-prefix", message, None);
        }
        if [PASSED_OVER.0, approval::STANDS.0, signature::STANDS.0, ALONGSIDE.0].contains(&what) {
            let message = Message::new("process.reserved-gate").with("gate", id);
            self.find(path, "process/reserved", message, None);
        }
    }

    /// What secrets look like is said in regular expressions that can be read.
    pub(super) fn secrets(&mut self) {
        for (index, kind) in self.definition.secrets.kinds.iter().enumerate() {
            let at = Path::root().key("secrets").key("kinds").index(index);
            for (name, pattern) in [("pattern", &kind.pattern), ("except", &kind.except)] {
                if let Some(pattern) = pattern.as_ref().filter(|it| it.read().is_none()) {
                    let message = Message::new("process.bad-pattern").with("pattern", pattern.text());
                    self.find(&at.key(name), "process/syntax", message, None);
                }
            }
            if kind.beside.is_some() && kind.keys.is_empty() {
                self.find(&at.key("beside"), "process/pointless", Message::new("process.beside-alone"), None);
            }
        }
    }

    pub(super) fn named<'n>(&mut self, at: &Path, name: &str, known: impl Iterator<Item = &'n str>) {
        let known: Vec<&str> = known.collect();
        if !known.contains(&name) {
            let message = Message::new("process.unknown-name").with("name", name);
            self.find(at, "process/unknown-name", message, near::help(name, known));
        }
    }
}
