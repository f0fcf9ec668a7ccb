//! Ids of other clients in a client file. Whether there is such a client, the workspace knows; here is where they stand.

use super::Process;
use super::definition::ReferenceRule;
use super::subject::Subject;
use crate::model::{Finding, Message, Place};

/// The id of another client.
#[derive(Debug, Clone)]
pub(crate) struct Reference<'p> {
    rule: &'p ReferenceRule,
    client: String,
    place: Place,
}

/// Every id of another client in a file.
pub(crate) fn references<'p>(process: &'p Process, subject: &Subject<'_>) -> Vec<Reference<'p>> {
    let mut all = Vec::new();
    for rule in process.references() {
        for (path, item) in rule.each.find(subject.client()) {
            let client = item.as_str().map(str::to_owned);
            all.extend(client.map(|client| Reference { rule, client, place: subject.place(&path) }));
        }
    }
    all
}

impl Reference<'_> {
    pub(crate) fn client(&self) -> &str {
        &self.client
    }

    /// The finding when there is no other client of this id.
    pub(crate) fn lost(&self) -> Finding {
        let message = Message::new("rename.no-client");
        let message = message.with("text", self.rule.text.clone()).with("client", self.client.as_str());
        let finding = Finding::error(format!("rule/{}", self.rule.id), self.place.clone(), message);
        Finding { severity: self.rule.severity, ..finding }
    }
}
