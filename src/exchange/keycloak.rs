//! The client representation of Keycloak, by the table of names.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::table::{Field, Items, Representation, table};
use super::{Exported, Format, Lack, Source, certificate, places, section};
use crate::document::Path;
use crate::model::{Lang, Message};

/// Members under this are attributes, which are all texts.
const ATTRIBUTE: &str = "attributes/";

/// The representation of a configuration.
pub(super) fn export(source: &Source<'_>) -> Result<Exported, Vec<Lack>> {
    let sections = table().sections(Format::Keycloak);
    let name = sections.iter().find(|name| section::of(source.environment, name).is_some()).or(sections.first());
    let found = name.and_then(|name| Some((*name, table().keycloak(name)?, source.shape.property(name)?)));
    let Some((name, (representation, join), shape)) = found else { return Err(Vec::new()) };
    let mut lacks = section::lacks(source, name, &representation.required, &representation.keys);
    let Some(recorded) = section::of(source.environment, name) else { return Err(lacks) };
    let meant = Value::Object(section::meant(shape, recorded));
    let mut making =
        Making { join, meant: &meant, lang: source.language(), out: Map::new(), left: Vec::new(), lacks: Vec::new() };
    for (member, value) in &representation.constant {
        making.put(member, value);
    }
    making.client_id(source, representation);
    for (field, _) in shape.properties() {
        if let (Some(rule), Some(value)) = (representation.fields.get(field), section::of(&meant, field)) {
            making.field(&source.at.key(name).key(field), rule, value);
        }
    }
    lacks.append(&mut making.lacks);
    if !lacks.is_empty() {
        return Err(lacks);
    }
    let recorded_field = |it: &&String| section::of(recorded, it).is_some();
    let mut left: Vec<String> = representation.left_out.iter().filter(recorded_field).cloned().collect();
    left.append(&mut making.left);
    let out = Value::Object(making.out);
    let unnamed = representation.client_id.as_ref().is_some_and(|it| out.get(it).is_none());
    let notes = [
        (!left.is_empty()).then(|| Message::new("exchange.left-out").with("fields", section::quoted(&left))),
        unnamed.then(|| Message::new("exchange.no-client-id").with("field", places().client_id.as_str())),
    ];
    Ok(Exported { text: super::pretty(&out), notes: notes.into_iter().flatten().collect() })
}

struct Making<'a> {
    join: &'a str,
    meant: &'a Value,
    lang: Lang,
    out: Map<String, Value>,
    /// What the representation has no place for.
    left: Vec<String>,
    lacks: Vec<Lack>,
}

impl Making<'_> {
    /// The identifier that the platform issued, where there is one; otherwise Keycloak makes one.
    fn client_id(&mut self, source: &Source<'_>, representation: &Representation) {
        let issued = section::of(source.environment, &places().client_id);
        if let (Some(member), Some(value)) = (&representation.client_id, issued) {
            self.put(member, value);
        }
    }

    fn field(&mut self, at: &Path, rule: &Field, value: &Value) {
        if let Some(member) = &rule.to {
            let value = self.in_one_language(at, value);
            self.put(member, &value);
        }
        if let Some(member) = &rule.present {
            self.put(member, &Value::Bool(true));
        }
        if let Some(values) = &rule.values {
            self.values(at, values, value);
        }
        for (value_of_list, member) in rule.flags.iter().flatten() {
            let is_in = value.as_array().is_some_and(|it| it.iter().any(|it| it == value_of_list.as_str()));
            if is_in || !self.has(member) {
                self.put(member, &Value::Bool(is_in));
            }
        }
        if let Some(items) = &rule.items {
            self.items(at, items, value);
        }
    }

    /// Keycloak has one text where a client file has two.
    fn in_one_language(&mut self, at: &Path, value: &Value) -> Value {
        let Some(text) = section::text(value) else { return value.clone() };
        let other = match self.lang {
            Lang::En => Lang::Fr,
            Lang::Fr => Lang::En,
        };
        if text.en != text.fr {
            self.left.push(format!("{}.{}", last(at), other.as_str()));
        }
        text.get(self.lang).into()
    }

    fn values(&mut self, at: &Path, values: &BTreeMap<String, Map<String, Value>>, value: &Value) {
        match value.as_str().and_then(|it| values.get(it)) {
            Some(members) => {
                for (member, value) in members {
                    if let Some(value) = self.filled(value) {
                        self.put(member, &value);
                    }
                }
            }
            None => self.lacks.push(Lack {
                path: at.clone(),
                code: "exchange/no-counterpart",
                message: Message::new("exchange.no-counterpart")
                    .with("value", value.as_str().unwrap_or_default())
                    .with("field", last(at)),
                help: Some(Message::new("exchange.no-counterpart-help")),
            }),
        }
    }

    /// A value in which `{field}` stands for another field. Nothing where that is not recorded.
    fn filled(&self, value: &Value) -> Option<Value> {
        match value {
            Value::String(text) => match text.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
                Some(field) => section::of(self.meant, field).cloned(),
                None => Some(value.clone()),
            },
            Value::Array(items) => Some(items.iter().filter_map(|it| self.filled(it)).collect()),
            Value::Object(map) => {
                let filled = map.iter().filter_map(|(name, it)| Some((name.clone(), self.filled(it)?)));
                Some(Value::Object(filled.collect()))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Some(value.clone()),
        }
    }

    fn items(&mut self, at: &Path, rule: &Items, value: &Value) {
        let items: Vec<&Value> = value.as_array().into_iter().flatten().collect();
        let taken = |item: &Value| {
            let text = section::of(item, &rule.take)?.as_str()?;
            if rule.bare { certificate::of_pem(text).map(|it| certificate::base64(&it)) } else { Some(text.to_owned()) }
        };
        for (index, item) in items.iter().enumerate().filter(|(_, it)| taken(it).is_none()) {
            let unreadable = section::of(item, &rule.take).is_some();
            let mut lack = section::missing(&at.index(index), &rule.take);
            if unreadable {
                lack.code = "exchange/certificate";
                lack.message = Message::new("exchange.not-a-certificate");
            }
            self.lacks.push(lack);
        }
        if let Some(member) = &rule.all {
            let all: Vec<Value> = items.iter().filter_map(|it| Some(taken(it)?.into())).collect();
            self.put(member, &Value::Array(all));
        }
        let kind = |item: &Value| section::of(item, &rule.by).and_then(Value::as_str).map(str::to_owned);
        for (value, member) in &rule.to {
            let candidates = items.iter().filter(|it| kind(it).as_deref() == Some(value));
            // Of several that say the same, the first.
            let chosen = candidates.rev().max_by_key(|it| weight(it.get(&rule.prefer)));
            if let Some(text) = chosen.and_then(|it| taken(it)) {
                self.put(member, &text.into());
                if let Some(member) = rule.present.get(value) {
                    self.put(member, &Value::Bool(true));
                }
            }
        }
        let places = items.iter().filter_map(|it| kind(it)).filter(|it| rule.to.contains_key(it));
        let mut distinct: Vec<String> = places.collect();
        distinct.sort();
        distinct.dedup();
        if distinct.len() < items.len() && rule.all.is_none() {
            self.left.push(format!("{} ({})", last(at), items.len() - distinct.len()));
        }
    }

    fn has(&self, member: &str) -> bool {
        match member.strip_prefix(ATTRIBUTE) {
            Some(name) => self.out.get("attributes").is_some_and(|it| it.get(name).is_some()),
            None => self.out.contains_key(member),
        }
    }

    fn put(&mut self, member: &str, value: &Value) {
        match member.strip_prefix(ATTRIBUTE) {
            None => {
                self.out.insert(member.to_owned(), value.clone());
            }
            Some(name) => {
                let text = self.plain(value);
                let attributes = self.out.entry("attributes").or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(map) = attributes {
                    map.insert(name.to_owned(), text.into());
                }
            }
        }
    }

    /// The text of an attribute.
    fn plain(&self, value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Array(items) => items.iter().map(|it| self.plain(it)).collect::<Vec<_>>().join(self.join),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
        }
    }
}

/// What makes one item better than another: a day that is later, a mark that is set.
fn weight(value: Option<&Value>) -> String {
    match value {
        Some(Value::Bool(true)) => "1".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(_) | None => String::new(),
    }
}

fn last(at: &Path) -> String {
    match at.last() {
        Some(crate::document::Step::Key(key)) => key.clone(),
        Some(crate::document::Step::Index(index)) => index.to_string(),
        None => String::new(),
    }
}
