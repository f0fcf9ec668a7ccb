//! Rules about several files: either an identifier or a sum, and names of their own.

use super::Check;
use crate::document::Path;
use crate::model::{Message, Severity};
use crate::process::cel::Purpose;
use crate::process::definition::AcrossRule;

impl Check<'_> {
    pub(super) fn across(&mut self) {
        for (index, rule) in self.definition.across.iter().enumerate() {
            let at = Path::root().key("across").index(index);
            self.across_rule(&at, rule);
            if self.definition.rules.iter().any(|it| it.id == rule.id) {
                let message = Message::new("process.duplicate-id").with("name", rule.id.as_str());
                self.find(&at.key("id"), "process/duplicate-id", message, None);
            }
        }
    }

    fn across_rule(&mut self, at: &Path, rule: &AcrossRule) {
        let this = self.items(&at.key("each"), rule.each.as_ref());
        if rule.each.is_some() && this.is_none() {
            return;
        }
        if let Some(when) = &rule.when {
            self.condition(&at.key("when"), when, this);
        }
        let written = [("key", &rule.key), ("within", &rule.within), ("amount", &rule.amount), ("most", &rule.most)];
        for (key, source) in written {
            if let Some(source) = source {
                self.expression((&at.key(key), 0), source, this, Purpose::Command);
            }
        }
        if let Some(place) = &rule.at {
            self.leads(&at.key("at"), place, this.unwrap_or(self.shapes.client));
        }
        let is_key = rule.key.is_some() && rule.amount.is_none() && rule.most.is_none();
        let is_sum = rule.key.is_none() && rule.within.is_none() && rule.amount.is_some() && rule.most.is_some();
        if !is_key && !is_sum {
            self.find(&at.key("id"), "process/across", Message::new("process.across-form"), None);
        }
        // A change does not read all files, so that it could not keep to a sum.
        if is_sum && rule.severity == Severity::Error {
            self.find(&at.key("severity"), "process/across", Message::new("process.across-severity"), None);
        }
    }
}
