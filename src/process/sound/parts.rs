//! Phases, gates and rules: their expressions, paths, sentences and commands.

use super::Check;
use crate::document::Path;
use crate::model::Message;
use crate::process::definition::{Gate, Phase, Rule};

impl Check<'_> {
    pub(super) fn phases(&mut self) {
        for (index, phase) in self.definition.phases.iter().enumerate() {
            let at = Path::root().key("phases").index(index);
            self.phase(&at, phase);
            for (index, gate) in phase.enter.iter().enumerate() {
                self.gate(&at.key("enter").index(index), gate);
            }
            for (index, gate) in phase.gates.iter().enumerate() {
                self.gate(&at.key("gates").index(index), gate);
            }
        }
    }

    fn phase(&mut self, at: &Path, phase: &Phase) {
        if let Some(applies) = &phase.applies {
            self.condition(&at.key("applies"), applies, None);
            if phase.id == self.definition.first {
                self.find(&at.key("applies"), "process/first-applies", Message::new("process.first-applies"), None);
            }
        }
        if let Some(because) = &phase.because {
            self.leads(&at.key("because"), because, self.shapes.client);
            if phase.applies.is_none() {
                self.find(&at.key("because"), "process/pointless", Message::new("process.because-alone"), None);
            }
        }
        for (index, approval) in phase.approves.iter().enumerate() {
            let item = at.key("approves").index(index);
            let section = if item.key("section").find(self.document.value()).is_some() {
                item.key("section")
            } else {
                item.clone()
            };
            self.named(&section, &approval.section, self.shapes.client.properties().map(|it| it.0));
            if let Some(amended) = &approval.amended {
                self.leads(&item.key("amended"), amended, self.shapes.client);
            }
        }
    }

    fn gate(&mut self, at: &Path, gate: &Gate) {
        let this = self.items(&at.key("each"), gate.each.as_ref());
        // Where `each` leads nowhere, what is said about `self` would only repeat it.
        let known = gate.each.is_none() || this.is_some();
        if let Some(when) = &gate.when {
            self.condition(&at.key("when"), when, None);
        }
        match &gate.rule {
            Some(_) if gate.criterion => {
                self.find(&at.key("criterion"), "process/pointless", Message::new("process.rule-and-criterion"), None);
            }
            Some(rule) if known => self.condition(&at.key("rule"), rule, this),
            None => {
                if let Some(each) = &gate.each {
                    self.each_of_criterion(&at.key("each"), each);
                }
            }
            Some(_) => {}
        }
        if let Some(place) = gate.at.as_ref().filter(|_| known) {
            self.leads(&at.key("at"), place, this.unwrap_or(self.shapes.client));
        }
        if let Some(reason) = &gate.at_least_one {
            self.sentence(&at.key("at_least_one"), reason, None);
            if gate.each.is_none() {
                let message = Message::new("process.at-least-one-alone");
                self.find(&at.key("at_least_one"), "process/pointless", message, None);
            }
        }
        if let Some(reason) = gate.reason.as_ref().filter(|_| known) {
            self.sentence(&at.key("reason"), reason, this);
        }
        if let Some(fix) = gate.fix.as_ref().filter(|_| known) {
            self.command(&at.key("fix"), fix, this);
        }
    }

    pub(super) fn rules(&mut self) {
        for (index, rule) in self.definition.rules.iter().enumerate() {
            self.rule(&Path::root().key("rules").index(index), rule);
        }
    }

    fn rule(&mut self, at: &Path, rule: &Rule) {
        let this = self.items(&at.key("each"), rule.each.as_ref());
        if rule.each.is_some() && this.is_none() {
            return;
        }
        self.condition(&at.key("rule"), &rule.condition, this);
        if let Some(except) = &rule.except {
            self.ways(&at.key("except"), except);
            if rule.each.is_none() {
                self.find(&at.key("except"), "process/pointless", Message::new("process.except-alone"), None);
            }
        }
        if let Some(place) = &rule.at {
            self.leads(&at.key("at"), place, this.unwrap_or(self.shapes.client));
        }
        if let Some(reason) = &rule.reason {
            self.sentence(&at.key("reason"), reason, this);
        }
        if let Some(fix) = &rule.fix {
            self.command(&at.key("fix"), fix, this);
        }
    }
}
