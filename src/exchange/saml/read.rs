//! Metadata in: what a client file has a field for, and a word about the rest. Persons are not taken over.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::parts::boolean;
use super::{ALGORITHMS, METADATA, PROTOCOL, SIGNATURE, meant};
use crate::exchange::merge::{self, Here};
use crate::exchange::section::{self, quoted};
use crate::exchange::table::table;
use crate::exchange::xml::{self, Element};
use crate::exchange::{Refused, Source, Taken};
use crate::model::{Finding, Message, Place, Spot};
use crate::schema::Shape;

/// Reads metadata.
pub(in crate::exchange) fn take(file: &str, text: &str, source: &Source<'_>) -> Result<Taken, Refused> {
    let names = &table().metadata;
    let refused = |code: &str, key: &'static str, spot: Spot| {
        let place = Place { file: file.to_owned(), spot, path: String::new() };
        Refused::Unreadable(vec![Finding::error(code, place, Message::new(key))])
    };
    let root = xml::read(text).map_err(|it| refused(it.code, it.key, it.spot))?;
    let mut entities = Vec::new();
    service_providers(&root, &mut entities);
    let (entity, provider) = match entities.as_slice() {
        [only] => *only,
        [] => return Err(refused("exchange/no-service-provider", "exchange.no-service-provider", root.spot)),
        [_, (_, second), ..] => {
            return Err(refused("exchange/several", "exchange.several", second.spot.clone()));
        }
    };
    let Some(shape) = source.shape.property(&names.section) else {
        return Err(refused("exchange/no-service-provider", "exchange.no-service-provider", root.spot.clone()));
    };
    let written = section::of(source.environment, &names.section);
    let before = Value::Object(meant(shape, written.unwrap_or(&Value::Null)));
    let mut reading = Reading { before: &before, ..Reading::new() };
    reading.outside(&root, entity);
    reading.entity(entity);
    reading.provider(provider).map_err(|spot| refused("exchange/certificate", "exchange.not-a-certificate", spot))?;
    Ok(reading.against(source, shape, written))
}

/// The entities that are service providers of SAML 2.0.
fn service_providers<'a>(element: &'a Element, found: &mut Vec<(&'a Element, &'a Element)>) {
    if element.is(METADATA, "EntityDescriptor") {
        let speaks = |it: &&Element| {
            let protocols = it.attribute("protocolSupportEnumeration").unwrap_or_default();
            protocols.split_whitespace().any(|it| it == PROTOCOL)
        };
        found.extend(element.all(METADATA, "SPSSODescriptor").filter(speaks).map(|it| (element, it)));
    } else if element.is(METADATA, "EntitiesDescriptor") {
        for child in &element.children {
            service_providers(child, found);
        }
    }
}

/// What was read of a provider so far.
pub(super) struct Reading<'a> {
    section: Map<String, Value>,
    /// The section of the client file, as it is meant.
    pub(super) before: &'a Value,
    /// Elements and attributes that no field takes.
    pub(super) unknown: BTreeSet<String>,
    pub(super) notes: Vec<Message>,
}

impl Reading<'_> {
    fn new() -> Self {
        Self { section: Map::new(), before: &Value::Null, unknown: BTreeSet::new(), notes: Vec::new() }
    }

    fn set(&mut self, field: &str, value: impl Into<Value>) {
        self.section.insert(field.to_owned(), value.into());
    }

    /// Notes what an element has beyond what is read of it.
    pub(super) fn beyond(&mut self, element: &Element, attributes: &[&str], children: &[&str]) {
        for it in &element.attributes {
            if !(it.space.is_empty() && attributes.contains(&it.name.as_str())) {
                self.unknown.insert(format!("{}/@{}", element.name, it.name));
            }
        }
        let known = |it: &Element| it.space == METADATA && children.contains(&it.name.as_str());
        for it in element.children.iter().filter(|it| !known(it)) {
            match (it.space.as_str(), it.name.as_str()) {
                (SIGNATURE, "Signature") => self.signature(),
                (_, name) => {
                    self.unknown.insert(name.to_owned());
                }
            }
        }
    }

    fn signature(&mut self) {
        let message = Message::new("exchange.signature");
        if !self.notes.contains(&message) {
            self.notes.push(message);
        }
    }

    /// What stands around the one service provider in a larger file.
    fn outside(&mut self, root: &Element, entity: &Element) {
        if !std::ptr::eq(root, entity) {
            self.beyond(root, &["ID", "Name"], &["EntityDescriptor", "EntitiesDescriptor"]);
        }
    }

    fn entity(&mut self, entity: &Element) {
        self.beyond(entity, &["entityID", "ID"], &["SPSSODescriptor", "Extensions"]);
        if let Some(id) = entity.attribute("entityID") {
            self.set("entity_id", id);
        }
        for extensions in entity.all(METADATA, "Extensions") {
            self.algorithms(extensions);
        }
    }

    /// The signature algorithm, where exactly one is named.
    fn algorithms(&mut self, extensions: &Element) {
        let methods: Vec<&str> =
            extensions.all(ALGORITHMS, "SigningMethod").filter_map(|it| it.attribute("Algorithm")).collect();
        match methods.as_slice() {
            [] => {}
            [only] => self.set("signature_algorithm", *only),
            [_, ..] => self.notes.push(Message::new("exchange.many-algorithms").with("n", methods.len())),
        }
        for it in extensions.children.iter().filter(|it| !it.is(ALGORITHMS, "SigningMethod")) {
            self.unknown.insert(it.name.clone());
        }
    }

    fn provider(&mut self, provider: &Element) -> Result<(), Spot> {
        let flags =
            [("AuthnRequestsSigned", "authn_requests_signed"), ("WantAssertionsSigned", "want_assertions_signed")];
        self.beyond(
            provider,
            &["protocolSupportEnumeration", "AuthnRequestsSigned", "WantAssertionsSigned", "ID"],
            &[
                "KeyDescriptor",
                "SingleLogoutService",
                "NameIDFormat",
                "AssertionConsumerService",
                "AttributeConsumingService",
            ],
        );
        for (name, field) in flags {
            if let Some(value) = provider.attribute(name) {
                self.set(field, boolean(value));
            }
        }
        let services = |name| provider.all(METADATA, name);
        let mut certificates = Vec::new();
        for it in services("KeyDescriptor") {
            self.key(it, &mut certificates)?;
        }
        let logout: Vec<Value> = services("SingleLogoutService").map(|it| self.endpoint(it)).collect();
        let consumers: Vec<Value> = services("AssertionConsumerService").map(|it| self.endpoint(it)).collect();
        let attributes: Vec<Value> = services("AttributeConsumingService").map(|it| self.attributes(it)).collect();
        for (field, items) in [
            ("certificates", certificates),
            ("single_logout_services", logout),
            ("assertion_consumer_services", consumers),
            ("attribute_consuming_services", attributes),
        ] {
            if !items.is_empty() {
                self.set(field, items);
            }
        }
        let forms: Vec<&str> = services("NameIDFormat").map(|it| it.text.trim()).collect();
        self.name_id_format(&forms);
        Ok(())
    }

    /// A configuration names one form: the one it has, or the usual one, or the first.
    fn name_id_format(&mut self, formats: &[&str]) {
        let field = "name_id_format";
        let meant = self.before.get(field).and_then(Value::as_str);
        let chosen = formats.iter().find(|it| Some(**it) == meant).or(formats.first());
        if let Some(chosen) = chosen {
            let others: Vec<&str> = formats.iter().filter(|it| *it != chosen).copied().collect();
            if !others.is_empty() {
                self.notes.push(Message::new("exchange.other-forms").with("fields", quoted(&others)));
            }
            self.section.insert(field.to_owned(), json!(chosen));
        }
    }

    fn against(self, source: &Source<'_>, shape: Shape<'_>, written: Option<&Value>) -> Taken {
        let names = &table().metadata;
        let Self { mut section, before, unknown, mut notes } = self;
        let fields = shape.properties().filter_map(|(name, _)| Some((name.to_owned(), section.shift_remove(name)?)));
        let read: Map<String, Value> =
            fields.filter(|(name, value)| written.is_some() || before.get(name) != Some(value)).collect();
        let kept = merge::kept(written, &read, &names.left_out);
        let here = Here { path: source.at.key(&names.section), written, meant: Some(before), shape: Some(shape) };
        let edits = merge::edits(&here, &Value::Object(read));
        let unknown: Vec<String> = unknown.into_iter().collect();
        for (key, names) in [("exchange.unknown", &unknown), ("exchange.kept", &kept)] {
            if !names.is_empty() {
                notes.push(Message::new(key).with("fields", quoted(names)));
            }
        }
        Taken { section: names.section.clone(), edits, notes }
    }
}
