//! The parts of a service provider that come several times: keys, addresses, lists of attributes.

use serde_json::{Map, Value, json};

use super::read::Reading;
use super::{METADATA, SIGNATURE, XML, name_format};
use crate::exchange::xml::Element;
use crate::exchange::{certificate, section};
use crate::model::{Message, Spot};

impl Reading<'_> {
    /// Each certificate of a key, once for each use; without a use it serves both.
    pub(super) fn key(&mut self, key: &Element, found: &mut Vec<Value>) -> Result<(), Spot> {
        let uses = match key.attribute("use") {
            Some(it) => vec![it],
            None => vec!["signing", "encryption"],
        };
        if key.all(METADATA, "EncryptionMethod").next().is_some() {
            self.unknown.insert("EncryptionMethod".to_owned());
        }
        let infos = key.all(SIGNATURE, "KeyInfo");
        let data = infos.flat_map(|it| it.all(SIGNATURE, "X509Data"));
        let certificates: Vec<&Element> = data.flat_map(|it| it.all(SIGNATURE, "X509Certificate")).collect();
        if certificates.is_empty() {
            self.unknown.insert("KeyDescriptor".to_owned());
        }
        for it in certificates {
            let der = certificate::of_base64(&it.text).ok_or_else(|| it.spot.clone())?;
            for usage in &uses {
                let item = json!({"use": usage, "sha256": certificate::sha256(&der), "pem": certificate::pem(&der)});
                if !found.contains(&item) {
                    found.push(item);
                }
            }
        }
        Ok(())
    }

    pub(super) fn endpoint(&mut self, element: &Element) -> Value {
        self.beyond(element, &["Binding", "Location", "ResponseLocation", "index", "isDefault"], &[]);
        let mut item = Map::new();
        let texts = [("Binding", "binding"), ("Location", "location"), ("ResponseLocation", "response_location")];
        for (name, field) in texts {
            if let Some(value) = element.attribute(name) {
                item.insert(field.to_owned(), value.into());
            }
        }
        if let Some(index) = element.attribute("index") {
            item.insert("index".to_owned(), number(index));
        }
        if let Some(it) = element.attribute("isDefault") {
            item.insert("is_default".to_owned(), boolean(it));
        }
        Value::Object(item)
    }

    pub(super) fn attributes(&mut self, element: &Element) -> Value {
        let children = ["ServiceName", "ServiceDescription", "RequestedAttribute"];
        self.beyond(element, &["index"], &children);
        let index = element.attribute("index").map_or(Value::Null, number);
        let mut item = Map::from_iter([("index".to_owned(), index.clone())]);
        let list = self.before.get("attribute_consuming_services").and_then(Value::as_array);
        let before = list.into_iter().flatten().find(|it| it.get("index") == Some(&index)).cloned();
        for (name, field) in [("ServiceName", "service_name"), ("ServiceDescription", "service_description")] {
            let written = before.as_ref().and_then(|it| section::of(it, field));
            if let Some(text) = self.in_both(element, name, written) {
                item.insert(field.to_owned(), text);
            }
        }
        let mut requested: Vec<Value> = Vec::new();
        for it in element.all(METADATA, "RequestedAttribute") {
            self.beyond(it, &["Name", "NameFormat"], &[]);
            let name = it.attribute("Name").unwrap_or_default();
            if it.attribute("NameFormat").is_some_and(|format| format != name_format(name)) {
                self.unknown.insert("RequestedAttribute/@NameFormat".to_owned());
            }
            if !requested.contains(&json!(name)) {
                requested.push(json!(name));
            }
        }
        if !requested.is_empty() {
            item.insert("requested_attributes".to_owned(), requested.into());
        }
        Value::Object(item)
    }

    /// A text in both languages, one of which may be written already.
    fn in_both(&mut self, element: &Element, name: &str, written: Option<&Value>) -> Option<Value> {
        let all: Vec<(&str, &str)> = element
            .all(METADATA, name)
            .map(|it| (it.attribute_in(XML, "lang").unwrap_or_default(), it.text.trim()))
            .collect();
        if all.iter().all(|it| it.1.is_empty()) {
            return None;
        }
        let of = |lang: &str| {
            let exact = all.iter().find(|it| it.0.eq_ignore_ascii_case(lang));
            let regional =
                || all.iter().find(|it| it.0.split('-').next().is_some_and(|it| it.eq_ignore_ascii_case(lang)));
            let given = exact.or_else(regional).map(|it| json!(it.1));
            given.or_else(|| written?.get(lang).cloned())
        };
        let given =
            |lang: &str| all.iter().any(|it| it.0.split('-').next().is_some_and(|it| it.eq_ignore_ascii_case(lang)));
        match (of("en"), of("fr")) {
            (Some(en), Some(fr)) => {
                if !(given("en") && given("fr")) {
                    self.notes.push(Message::new("exchange.other-kept").with("field", name));
                }
                Some(json!({"en": en, "fr": fr}))
            }
            (_, _) => {
                self.notes.push(Message::new("exchange.one-language").with("field", name));
                None
            }
        }
    }
}

/// `xs:boolean`; what is none stays as it is, and the judge of the file says so.
pub(super) fn boolean(text: &str) -> Value {
    match text {
        "true" | "1" => Value::Bool(true),
        "false" | "0" => Value::Bool(false),
        other => other.into(),
    }
}

fn number(text: &str) -> Value {
    text.parse::<u32>().map_or_else(|_| text.into(), Value::from)
}
