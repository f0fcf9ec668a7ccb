//! Metadata out: valid against the schema of OASIS, names in both languages.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use serde_json::{Map, Value};

use super::{ALGORITHMS, METADATA, PROTOCOL, SIGNATURE, meant, name_format};
use crate::document::Path;
use crate::exchange::table::{Keys, Metadata, table};
use crate::exchange::{Exported, Lack, Source, certificate, places, section};
use crate::model::{Lang, Message, Text};

/// The metadata of a configuration.
pub(in crate::exchange) fn export(source: &Source<'_>) -> Result<Exported, Vec<Lack>> {
    let names = &table().metadata;
    let mut lacks = section::lacks(source, &names.section, &names.required, &Keys::default());
    let (Some(recorded), Some(shape)) =
        (section::of(source.environment, &names.section), source.shape.property(&names.section))
    else {
        return Err(lacks);
    };
    let section = Value::Object(meant(shape, recorded));
    lacks.extend(unfinished(&source.at.key(&names.section), &section));
    if !lacks.is_empty() {
        return Err(lacks);
    }
    let mut out = Out(Writer::new_with_indent(Vec::new(), b' ', 2));
    // Writing to memory does not fail.
    let written = out.document(source, &section, names).map(|()| out.0.into_inner());
    let text = written.ok().and_then(|it| String::from_utf8(it).ok()).unwrap_or_default();
    Ok(Exported { text: format!("{text}\n"), notes: notes(source, recorded, names) })
}

/// What metadata must have of items that are there.
fn unfinished(at: &Path, section: &Value) -> Vec<Lack> {
    let mut lacks = Vec::new();
    for (index, it) in list(section, "certificates").enumerate() {
        let here = at.key("certificates").index(index);
        match text(it, "pem").map(certificate::of_pem) {
            Some(Some(_)) => {}
            Some(None) => lacks.push(Lack {
                path: here.key("pem"),
                code: "exchange/certificate",
                message: Message::new("exchange.not-a-certificate"),
                help: None,
            }),
            None => lacks.push(section::missing(&here, "pem")),
        }
    }
    let signs = section.get("authn_requests_signed") == Some(&Value::Bool(true));
    if signs && !list(section, "certificates").any(|it| text(it, "use") == Some("signing")) {
        lacks.push(section::missing(at, "certificates"));
    }
    for (index, it) in list(section, "attribute_consuming_services").enumerate() {
        let here = at.key("attribute_consuming_services").index(index);
        let needed = ["service_name", "requested_attributes"];
        let absent = needed.into_iter().filter(|name| section::of(it, name).is_none());
        lacks.extend(absent.map(|name| section::missing(&here, name)));
    }
    lacks
}

fn notes(source: &Source<'_>, recorded: &Value, names: &Metadata) -> Vec<Message> {
    let left: Vec<&String> = names.left_out.iter().filter(|name| section::of(recorded, name).is_some()).collect();
    let left = (!left.is_empty()).then(|| Message::new("exchange.left-out").with("fields", section::quoted(&left)));
    let no_home = section::text_at(source.client, &places().home).is_none();
    let home = no_home.then(|| Message::new("exchange.no-home").with("field", places().home.as_str()));
    left.into_iter().chain(home).collect()
}

fn list<'a>(map: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    section::of(map, name).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(map: &'a Value, name: &str) -> Option<&'a str> {
    section::of(map, name).and_then(Value::as_str)
}

struct Out(Writer<Vec<u8>>);

type Written = std::io::Result<()>;

impl Out {
    fn document(&mut self, source: &Source<'_>, section: &Value, names: &Metadata) -> Written {
        self.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let algorithm = text(section, "signature_algorithm");
        let mut root = vec![("xmlns:md", METADATA), ("xmlns:ds", SIGNATURE)];
        if algorithm.is_some() {
            root.push(("xmlns:alg", ALGORITHMS));
        }
        root.extend(text(section, "entity_id").map(|it| ("entityID", it)));
        self.open("md:EntityDescriptor", &root)?;
        if let Some(algorithm) = algorithm {
            self.open("md:Extensions", &[])?;
            self.empty("alg:SigningMethod", &[("Algorithm", algorithm)])?;
            self.close("md:Extensions")?;
        }
        self.service_provider(section)?;
        self.organization(source)?;
        self.contacts(source, names)?;
        self.close("md:EntityDescriptor")
    }

    fn service_provider(&mut self, section: &Value) -> Written {
        let flag = |field: &str, name| Some((name, section.get(field)?.as_bool()?.to_string()));
        let flags = [
            flag("authn_requests_signed", "AuthnRequestsSigned"),
            flag("want_assertions_signed", "WantAssertionsSigned"),
        ];
        let mut attributes: Vec<(&str, &str)> =
            flags.iter().flatten().map(|(name, value)| (*name, value.as_str())).collect();
        attributes.push(("protocolSupportEnumeration", PROTOCOL));
        self.open("md:SPSSODescriptor", &attributes)?;
        for it in list(section, "certificates") {
            self.key(it)?;
        }
        for it in list(section, "single_logout_services") {
            let fields = [("Binding", "binding"), ("Location", "location"), ("ResponseLocation", "response_location")];
            let attributes: Vec<_> =
                fields.iter().filter_map(|(name, field)| Some((*name, text(it, field)?))).collect();
            self.empty("md:SingleLogoutService", &attributes)?;
        }
        if let Some(format) = text(section, "name_id_format") {
            self.leaf("md:NameIDFormat", &[], format)?;
        }
        for it in list(section, "assertion_consumer_services") {
            self.assertion_consumer(it)?;
        }
        for it in list(section, "attribute_consuming_services") {
            self.attribute_consumer(it)?;
        }
        self.close("md:SPSSODescriptor")
    }

    fn key(&mut self, item: &Value) -> Written {
        let uses: Vec<_> = text(item, "use").map(|it| ("use", it)).into_iter().collect();
        let der = text(item, "pem").and_then(certificate::of_pem).unwrap_or_default();
        self.open("md:KeyDescriptor", &uses)?;
        self.open("ds:KeyInfo", &[])?;
        self.open("ds:X509Data", &[])?;
        self.leaf("ds:X509Certificate", &[], &certificate::lines(&der))?;
        for name in ["ds:X509Data", "ds:KeyInfo", "md:KeyDescriptor"] {
            self.close(name)?;
        }
        Ok(())
    }

    fn assertion_consumer(&mut self, item: &Value) -> Written {
        let fields =
            [("Binding", "binding"), ("Location", "location"), ("index", "index"), ("isDefault", "is_default")];
        let value = |field: &str| match item.get(field)? {
            Value::String(text) => Some(text.clone()),
            Value::Bool(_) | Value::Number(_) => item.get(field).map(Value::to_string),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
        };
        let values: Vec<(&str, String)> = fields.iter().filter_map(|(name, it)| Some((*name, value(it)?))).collect();
        let attributes: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.empty("md:AssertionConsumerService", &attributes)
    }

    fn attribute_consumer(&mut self, item: &Value) -> Written {
        let index = item.get("index").map(Value::to_string).unwrap_or_default();
        self.open("md:AttributeConsumingService", &[("index", &index)])?;
        for (field, name) in [("service_name", "md:ServiceName"), ("service_description", "md:ServiceDescription")] {
            if let Some(text) = section::text_at(item, field) {
                self.both(name, &text)?;
            }
        }
        for name in list(item, "requested_attributes").filter_map(Value::as_str) {
            self.empty("md:RequestedAttribute", &[("Name", name), ("NameFormat", name_format(name))])?;
        }
        self.close("md:AttributeConsumingService")
    }

    /// Metadata wants names and an address together, or nothing.
    fn organization(&mut self, source: &Source<'_>) -> Written {
        let name = section::text_at(source.client, &places().organization);
        let (Some(name), Some(home)) = (name, section::text_at(source.client, &places().home)) else { return Ok(()) };
        self.open("md:Organization", &[])?;
        self.both("md:OrganizationName", &name)?;
        self.both("md:OrganizationDisplayName", &name)?;
        self.both("md:OrganizationURL", &home)?;
        self.close("md:Organization")
    }

    /// Roles and their shared mailboxes, never a name.
    fn contacts(&mut self, source: &Source<'_>, names: &Metadata) -> Written {
        let none = Map::new();
        let contacts = section::at(source.client, &places().contacts).and_then(Value::as_array);
        let own = |it: &&Value| {
            let of = &table().rfc7591.contacts.of;
            of.iter().all(|(key, value)| it.get(key).and_then(Value::as_str) == Some(value.as_str()))
        };
        for it in contacts.into_iter().flatten().filter(own) {
            let contact = it.as_object().unwrap_or(&none);
            let kind = contact.get("role").and_then(Value::as_str).and_then(|role| names.contacts.get(role));
            let (Some(kind), Some(mailbox)) = (kind, text(it, "mailbox")) else { continue };
            self.open("md:ContactPerson", &[("contactType", kind)])?;
            if let Some(name) = section::text_at(source.client, &places().organization) {
                self.leaf("md:Company", &[], name.get(source.language()))?;
            }
            self.leaf("md:EmailAddress", &[], &format!("mailto:{mailbox}"))?;
            if let Some(phone) = text(it, "phone") {
                self.leaf("md:TelephoneNumber", &[], phone)?;
            }
            self.close("md:ContactPerson")?;
        }
        Ok(())
    }

    /// The same element in each language.
    fn both(&mut self, name: &str, text: &Text) -> Written {
        for lang in [Lang::En, Lang::Fr] {
            self.leaf(name, &[("xml:lang", lang.as_str())], text.get(lang))?;
        }
        Ok(())
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> Written {
        self.0.write_event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())))
    }

    fn close(&mut self, name: &str) -> Written {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> Written {
        self.0.write_event(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())))
    }

    fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Written {
        self.open(name, attributes)?;
        self.0.write_event(Event::Text(BytesText::new(text)))?;
        self.close(name)
    }
}
