//! What is signed, renamed and referred to: the sections, lists and days exist, the parties are those of the list, and the gate is one of the process.

use super::Check;
use crate::document::Path;
use crate::model::Message;
use crate::process::definition::Signature;
use crate::process::select::Selector;
use crate::schema::Shape;

impl Check<'_> {
    pub(super) fn signatures(&mut self) {
        for (index, rule) in self.definition.references.iter().enumerate() {
            let at = Path::root().key("references").index(index);
            self.items(&at.key("each"), Some(&rule.each));
            let rules = self.definition.rules.iter().map(|it| &it.id);
            if rules.chain(self.definition.across.iter().map(|it| &it.id)).any(|it| *it == rule.id) {
                let message = Message::new("process.duplicate-id").with("name", rule.id.as_str());
                self.find(&at.key("id"), "process/duplicate-id", message, None);
            }
        }
        if let Some(names) = &self.definition.names {
            let at = Path::root().key("names");
            self.fields(&at.key("client"), Some(&names.client), &["name", "abbreviation", "former_names"]);
            self.fields(&at.key("service"), Some(&names.service), &["id", "name", "former_names"]);
        }
        for (index, signature) in self.definition.signatures.iter().enumerate() {
            self.signature(&Path::root().key("signatures").index(index), signature);
        }
    }

    fn signature(&mut self, at: &Path, signature: &Signature) {
        let client = self.shapes.client;
        self.named(&at.key("section"), &signature.section, client.properties().map(|it| it.0));
        let gates = self.definition.phases.iter().flat_map(|it| &it.gates).map(|it| it.id.as_str());
        self.named(&at.key("gate"), signature.gate.as_str(), gates);
        self.leads(&at.key("signed_on"), &signature.signed_on, client);
        if let Some(role) = &signature.signed_by {
            self.leads(&at.key("signed_by"), role, client);
        }
        self.fields(&at.key("list"), Some(&signature.list), &["id", "party", "role", "date", "covers"]);
        self.fields(&at.key("amended"), signature.amended.as_ref(), &["number", "summary", "signed_on", "covers"]);
        if let Some(renewed) = &signature.renewed {
            let at = at.key("renewed");
            self.leads(&at.key("until"), &renewed.until, client);
            let fields = ["fiscal_year", "reference", "signed_on", "starts_on", "ends_on"];
            self.fields(&at.key("list"), Some(&renewed.list), &fields);
        }
        let party = signature.list.item_shape(client).ok().and_then(|it| it.property("party"));
        let options = party.map(Shape::options).unwrap_or_default();
        for (index, party) in signature.parties.iter().enumerate() {
            self.named(&at.key("parties").index(index), party, options.iter().copied());
        }
    }

    /// A list of the client file whose items have these fields.
    fn fields(&mut self, at: &Path, list: Option<&Selector>, fields: &[&str]) {
        let Some(list) = list else { return };
        self.leads(at, list, self.shapes.client);
        let Ok(item) = list.item_shape(self.shapes.client) else { return };
        for field in fields {
            self.named(at, field, item.properties().map(|it| it.0));
        }
    }
}
