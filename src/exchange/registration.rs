//! Dynamic client registration: RFC 7591, and the specifications of `OpenID Connect` that build on it.

mod read;

use serde_json::{Map, Value};

use super::table::{Registration, table};
use super::{Exported, Lack, Source, section};
use crate::model::{Lang, Message, Text};

pub(super) use read::take;

/// The registration request of a configuration.
pub(super) fn export(source: &Source<'_>) -> Result<Exported, Vec<Lack>> {
    let names = &table().rfc7591;
    let lacks = section::lacks(source, &names.section, &names.required, &names.keys);
    let (Some(recorded), Some(shape)) =
        (section::of(source.environment, &names.section), source.shape.property(&names.section))
    else {
        return Err(lacks);
    };
    if !lacks.is_empty() {
        return Err(lacks);
    }
    let meant = section::meant(shape, recorded);
    let mut request = Map::new();
    for (name, value) in &meant {
        if names.left_out.contains(name) {
            continue;
        }
        let bilingual = shape.property(name).filter(|it| it.is_bilingual()).and_then(|_| section::text(value));
        match (bilingual, value) {
            (Some(text), _) => tagged(&mut request, name, &text, source.language()),
            (None, Value::Array(words)) if names.words.contains(name) => {
                let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
                request.insert(name.clone(), Value::String(words.join(" ")));
            }
            (None, value) => {
                request.insert(name.clone(), value.clone());
            }
        }
    }
    if !request.contains_key(&names.contacts.field) {
        let mailboxes = role_mailboxes(source.client, names);
        if !mailboxes.is_empty() {
            request.insert(names.contacts.field.clone(), mailboxes.into());
        }
    }
    let left: Vec<&String> = names.left_out.iter().filter(|name| section::of(recorded, name).is_some()).collect();
    let notes = (!left.is_empty()).then(|| Message::new("exchange.per-request").with("fields", section::quoted(&left)));
    Ok(Exported { text: super::pretty(&Value::Object(request)), notes: notes.into_iter().collect() })
}

/// The text in the language of the client, and then in each language with its tag (RFC 7591, section 2.2).
fn tagged(request: &mut Map<String, Value>, name: &str, text: &Text, language: Lang) {
    request.insert(name.to_owned(), text.get(language).into());
    for lang in [Lang::En, Lang::Fr] {
        request.insert(format!("{name}#{}", lang.as_str()), text.get(lang).into());
    }
}

/// The mailboxes of the client's roles, each once.
pub(super) fn role_mailboxes(client: &Value, names: &Registration) -> Vec<String> {
    let contacts = section::at(client, &table().places.contacts).and_then(Value::as_array);
    let own = |it: &&Value| {
        names.contacts.of.iter().all(|(key, value)| it.get(key).and_then(Value::as_str) == Some(value.as_str()))
    };
    let mut mailboxes: Vec<String> = Vec::new();
    for contact in contacts.into_iter().flatten().filter(own) {
        if let Some(mailbox) = section::of(contact, "mailbox").and_then(Value::as_str)
            && !mailboxes.iter().any(|it| it == mailbox)
        {
            mailboxes.push(mailbox.to_owned());
        }
    }
    mailboxes
}
