//! New names: the old one is kept among the former names, so that searches find it; ids stay.

use serde_json::{Map, Value, json};

use super::Process;
use super::subject::Subject;
use crate::document::{Edit, Path};
use crate::model::{Date, Text};

/// What gets a new name. A language that is left out keeps its name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Renaming<'a> {
    /// None: the organization itself.
    pub(crate) service: Option<&'a str>,
    pub(crate) name: (Option<&'a str>, Option<&'a str>),
    pub(crate) abbreviation: (Option<&'a str>, Option<&'a str>),
    pub(crate) reason: Option<&'a Text>,
}

/// An allowed new name. Only [`plan_rename`] makes one.
#[derive(Debug, Clone)]
pub(crate) struct Renamed {
    edits: Vec<Edit>,
    was: Text,
    now: Text,
    /// Where else the old name stands, as a person types it.
    elsewhere: Vec<String>,
}

/// Why it gets no new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotRenamed {
    /// The process does not say where names stand.
    NoNames,
    /// There is no such service.
    NoService { known: Vec<String> },
    /// It is called so already.
    Same,
    /// The old name went out of use before the name that it replaced did.
    Early { after: Date },
    /// There is no abbreviation yet, so both languages are needed.
    HalfAbbreviation,
}

/// Whether the organization or one of its services may be given this name; `until` is the last day of the old one.
pub(crate) fn plan_rename(
    process: &Process,
    subject: &Subject<'_>,
    renaming: &Renaming<'_>,
    until: Date,
) -> Result<Renamed, NotRenamed> {
    let names = process.names().ok_or(NotRenamed::NoNames)?;
    let at = match renaming.service {
        None => names.client.path(),
        Some(service) => {
            let all = names.service.find(subject.client());
            let id = |it: &Value| it.get("id").and_then(Value::as_str).map(str::to_owned);
            let found = all.iter().find(|(_, it)| id(it).as_deref() == Some(service));
            let known = || NotRenamed::NoService { known: all.iter().filter_map(|it| id(it.1)).collect() };
            found.ok_or_else(known)?.0.clone()
        }
    };
    let was = text(subject, &at.key("name")).unwrap_or_default();
    let now = changed(&was, renaming.name);
    let short = text(subject, &at.key("abbreviation"));
    let shortened = match (&short, renaming.abbreviation) {
        (_, (None, None)) => None,
        (None, (Some(en), Some(fr))) => Some(Text::new(en, fr)),
        (None, _) => return Err(NotRenamed::HalfAbbreviation),
        (Some(short), given) => Some(changed(short, given)).filter(|it| it != short),
    };
    if now == was && shortened.is_none() {
        return Err(NotRenamed::Same);
    }
    let formers = at.key("former_names");
    let last = formers.find(subject.client()).and_then(Value::as_array).into_iter().flatten();
    let last = last.filter_map(|it| it.get("until")?.as_str().and_then(super::cel::day_of)).max();
    if let Some(after) = last.filter(|it| until < *it) {
        return Err(NotRenamed::Early { after });
    }
    let mut former = Map::new();
    former.insert("en".to_owned(), json!(was.en));
    former.insert("fr".to_owned(), json!(was.fr));
    let old_short = short.as_ref().filter(|_| shortened.is_some());
    former.extend(old_short.map(|it| ("abbreviation".to_owned(), json!(it))));
    former.insert("until".to_owned(), json!(until.to_string()));
    let mut edits = set(&at.key("name"), &was, &now);
    if let Some(shortened) = &shortened {
        edits.extend(match &short {
            Some(short) => set(&at.key("abbreviation"), short, shortened),
            None => vec![Edit::Set { path: at.key("abbreviation"), value: json!(shortened) }],
        });
    }
    edits.push(Edit::Insert { list: formers, value: Value::Object(former) });
    edits.push(Edit::Insert { list: Path::root().key("history"), value: entry(subject, renaming, &was, &now) });
    let elsewhere = elsewhere(subject, &was, &now, &at);
    Ok(Renamed { edits, was, now, elsewhere })
}

fn changed(old: &Text, (en, fr): (Option<&str>, Option<&str>)) -> Text {
    Text::new(en.unwrap_or(&old.en), fr.unwrap_or(&old.fr))
}

fn text(subject: &Subject<'_>, path: &Path) -> Option<Text> {
    serde_json::from_value(path.find(subject.client())?.clone()).ok()
}

/// Only the language that changes is touched.
fn set(at: &Path, old: &Text, new: &Text) -> Vec<Edit> {
    let languages = [("en", &old.en, &new.en), ("fr", &old.fr, &new.fr)];
    let changed = languages.into_iter().filter(|(_, old, new)| old != new);
    changed.map(|(lang, _, new)| Edit::Set { path: at.key(lang), value: json!(new) }).collect()
}

fn entry(subject: &Subject<'_>, renaming: &Renaming<'_>, was: &Text, now: &Text) -> Value {
    let mut entry = Map::new();
    let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    put("date", json!(subject.today().to_string()));
    put("change", json!("rename"));
    if let Some(service) = renaming.service {
        put("service", json!(service));
    }
    if let Some(reason) = renaming.reason {
        put("reason", json!(reason));
    }
    put("was", json!({"name": was}));
    put("name", json!(now));
    Value::Object(entry)
}

/// Where else the old name is shown: it is changed there by whoever keeps it, not by this.
fn elsewhere(subject: &Subject<'_>, was: &Text, now: &Text, at: &Path) -> Vec<String> {
    let gone: Vec<&str> = [(&was.en, &now.en), (&was.fr, &now.fr)]
        .into_iter()
        .filter(|(old, new)| old != new)
        .map(|(old, _)| old.as_str())
        .collect();
    let mut found = Vec::new();
    walk(subject.document().value(), &Path::root(), &mut |path, text| {
        let own = path.steps().starts_with(at.key("name").steps())
            || path.steps().starts_with(at.key("former_names").steps());
        let record = path.steps().first() == Path::root().key("history").steps().first();
        if !own && !record && gone.iter().any(|it| text.contains(it)) {
            found.push(subject.name(path));
        }
    });
    found
}

fn walk(value: &Value, path: &Path, seen: &mut dyn FnMut(&Path, &str)) {
    match value {
        Value::String(text) => seen(path, text),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, it)| walk(it, &path.index(index), seen)),
        Value::Object(map) => map.iter().for_each(|(key, it)| walk(it, &path.key(key), seen)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Renamed {
    pub(crate) fn edits(&self) -> &[Edit] {
        &self.edits
    }

    pub(crate) fn was(&self) -> &Text {
        &self.was
    }

    pub(crate) fn now(&self) -> &Text {
        &self.now
    }

    /// Where else the old name stands.
    pub(crate) fn elsewhere(&self) -> &[String] {
        &self.elsewhere
    }
}
