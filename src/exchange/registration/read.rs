//! A registration request, or what a platform answered to one, as edits of a client file.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::role_mailboxes;
use crate::document::Edit;
use crate::exchange::json::{self, Member};
use crate::exchange::merge::{self, Here};
use crate::exchange::places;
use crate::exchange::section::{self, quoted};
use crate::exchange::table::{Registration, table};
use crate::exchange::{Refused, Source, Taken};
use crate::model::{Finding, Message, Place, Spot};
use crate::schema::{Kind, Shape};

/// What was read, still to be compared with the client file.
#[derive(Debug, Default)]
struct Read {
    section: Map<String, Value>,
    /// Texts by field and language; without a language under the empty one.
    texts: BTreeMap<String, BTreeMap<String, Value>>,
    issued: BTreeMap<String, Value>,
    answered: Vec<String>,
    unknown: Vec<String>,
    notes: Vec<Message>,
}

/// Reads a registration.
pub(in crate::exchange) fn take(file: &str, text: &str, source: &Source<'_>) -> Result<Taken, Refused> {
    let names = &table().rfc7591;
    let finding = |code: &str, spot: Spot, message: Message| {
        Finding::error(code, Place { file: file.to_owned(), spot, path: String::new() }, message)
    };
    let unreadable = |spot| {
        let finding = finding("exchange/json", spot, Message::new("exchange.not-json"));
        Refused::Unreadable(vec![finding.help(Message::new("exchange.not-json-help"))])
    };
    let members = json::read(text).map_err(unreadable)?;
    let secrets = secrets(&members, names);
    if !secrets.is_empty() {
        let secret = |(name, spot): (String, Spot)| {
            finding("exchange/secret", spot, Message::new("exchange.secret").with("field", quoted(&[name])))
                .help(Message::new("exchange.secret-help"))
        };
        return Err(Refused::Secret(secrets.into_iter().map(secret).collect()));
    }
    let Some(shape) = source.shape.property(&names.section) else { return Err(unreadable(Spot::default())) };
    let written = section::of(source.environment, &names.section);
    let mut read = Read::default();
    for member in members {
        read.member(member, shape, names);
    }
    if read.section.is_empty() && read.texts.is_empty() {
        let nothing = finding("exchange/nothing", Spot::default(), Message::new("exchange.nothing"));
        return Err(Refused::Unreadable(vec![nothing.help(Message::new("exchange.formats"))]));
    }
    read.choose_languages(written);
    read.leave_strange_mailboxes(source.client, written, names);
    Ok(read.against(source, shape, written, names))
}

/// What must never be in a client file: the names, and where they stand.
fn secrets(members: &[Member], names: &Registration) -> Vec<(String, Spot)> {
    let bare = |member: &&Member| names.secrets.contains(&member.name) && !member.value.is_null();
    let mut found: Vec<(String, Spot)> =
        members.iter().filter(bare).map(|it| (it.name.clone(), it.spot.clone())).collect();
    for member in members.iter().filter(|it| it.name == names.private_key.field) {
        let keys = member.value.get("keys").and_then(Value::as_array).into_iter().flatten();
        let private = |key: &&Value| names.private_key.members.iter().any(|it| key.get(it).is_some());
        if let Some(name) = keys
            .clone()
            .find(private)
            .and_then(|key| names.private_key.members.iter().find(|it| key.get(it.as_str()).is_some()))
        {
            found.push((format!("{}.keys.{name}", member.name), member.spot.clone()));
        }
    }
    found
}

impl Read {
    fn member(&mut self, member: Member, shape: Shape<'_>, names: &Registration) {
        let Member { name, value, .. } = member;
        if section::empty(&value) {
            return;
        }
        if let Some(field) = names.issued.get(&name) {
            self.issued.insert(field.clone(), value);
            return;
        }
        if names.answered.contains(&name) {
            self.answered.push(name);
            return;
        }
        let (field, tag) = name.split_once('#').unwrap_or((&name, ""));
        match shape.property(field) {
            Some(it) if it.is_bilingual() => {
                self.texts.entry(field.to_owned()).or_default().insert(tag.to_ascii_lowercase(), value);
            }
            Some(it) if tag.is_empty() => {
                let value = match (&value, it.kind()) {
                    (Value::String(words), Kind::List) => words.split_whitespace().collect(),
                    (_, _) => value,
                };
                self.section.insert(name, value);
            }
            Some(_) | None => self.unknown.push(name),
        }
    }

    /// Makes one text of those that were given, with the help of the one that is written.
    fn choose_languages(&mut self, written: Option<&Value>) {
        for (field, given) in std::mem::take(&mut self.texts) {
            let before = written.and_then(|it| section::of(it, &field)).and_then(section::text);
            // `fr` before `fr-CA`, and `fr-CA` before nothing.
            let of = |lang: &str| {
                let regional = || given.iter().find(|(tag, _)| tag.split('-').next() == Some(lang)).map(|it| it.1);
                given.get(lang).or_else(regional)
            };
            let untagged = given.get("");
            let (en, fr) = match (of("en"), of("fr"), untagged) {
                (None, Some(fr), Some(text)) => (Some(text), Some(fr)),
                (Some(en), None, Some(text)) if text != en => (Some(en), Some(text)),
                (en, fr, _) => (en, fr),
            };
            let old = |text: Option<&String>| text.map(|it| json!(it));
            let both = [
                (en.cloned().or_else(|| old(before.as_ref().map(|it| &it.en)))),
                (fr.cloned().or_else(|| old(before.as_ref().map(|it| &it.fr)))),
            ];
            match both {
                _ if en.is_none() && fr.is_none() => {
                    let same = before.as_ref().is_some_and(|it| {
                        untagged.and_then(Value::as_str).is_some_and(|text| text == it.en || text == it.fr)
                    });
                    if same {
                        self.section.insert(field.clone(), json!(before));
                    } else {
                        self.notes.push(Message::new("exchange.no-language").with("field", field));
                    }
                }
                [Some(new_en), Some(new_fr)] => {
                    if en.is_none() || fr.is_none() {
                        self.notes.push(Message::new("exchange.other-kept").with("field", field.as_str()));
                    }
                    self.section.insert(field, json!({"en": new_en, "fr": new_fr}));
                }
                [_, _] => self.notes.push(Message::new("exchange.one-language").with("field", field)),
            }
        }
    }

    /// Takes only mailboxes that the client file knows as those of roles: others may be a person's.
    fn leave_strange_mailboxes(&mut self, client: &Value, written: Option<&Value>, names: &Registration) {
        let field = &names.contacts.field;
        let Some(Value::Array(given)) = self.section.get_mut(field) else { return };
        let own = written.and_then(|it| section::of(it, field)).and_then(Value::as_array);
        let contacts = section::at(client, &places().contacts).and_then(Value::as_array);
        let roles = contacts.into_iter().flatten().filter_map(|it| it.get("mailbox"));
        let known: Vec<&Value> = roles.chain(own.into_iter().flatten()).collect();
        let before = given.len();
        given.retain(|it| known.contains(&it));
        let strange = before - given.len();
        if strange > 0 {
            self.notes
                .push(Message::new("exchange.strange-mailboxes").with("n", strange).with("field", field.as_str()));
            if given.is_empty() {
                self.section.shift_remove(field);
            }
        }
    }

    fn against(self, source: &Source<'_>, shape: Shape<'_>, written: Option<&Value>, names: &Registration) -> Taken {
        let Self { section, issued, answered, unknown, mut notes, .. } = self;
        let mut meant = section::meant(shape, written.unwrap_or(&Value::Null));
        let mailboxes = role_mailboxes(source.client, names);
        if !meant.contains_key(&names.contacts.field) && !mailboxes.is_empty() {
            meant.insert(names.contacts.field.clone(), mailboxes.into());
        }
        let section = in_order(shape, section, &meant, written);
        let here = Here {
            path: source.at.key(&names.section),
            written,
            meant: Some(&Value::Object(meant)),
            shape: Some(shape),
        };
        let mut edits: Vec<Edit> = Vec::new();
        for (field, value) in &issued {
            if source.environment.get(field) != Some(value) {
                edits.push(Edit::Set { path: source.at.key(field), value: value.clone() });
            }
        }
        let kept = merge::kept(written, &section, &names.left_out);
        edits.extend(merge::edits(&here, &Value::Object(section)));
        for (key, names) in [("exchange.unknown", &unknown), ("exchange.answered", &answered), ("exchange.kept", &kept)]
        {
            if !names.is_empty() {
                notes.push(Message::new(key).with("fields", quoted(names)));
            }
        }
        Taken { section: names.section.clone(), edits, notes }
    }
}

/// The fields in the order of the schema; in a section that is to be new, without what is meant anyway.
fn in_order(
    shape: Shape<'_>,
    mut read: Map<String, Value>,
    meant: &Map<String, Value>,
    written: Option<&Value>,
) -> Map<String, Value> {
    let fields = shape.properties().filter_map(|(name, _)| Some((name.to_owned(), read.shift_remove(name)?)));
    fields.filter(|(name, value)| written.is_some() || meant.get(name) != Some(value)).collect()
}
