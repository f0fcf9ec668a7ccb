//! The table of all clients: its rows on a page, and the same rows for the script that filters and sorts them.

use serde::Serialize;
use serde_json::{Value, json};

use crate::model::{Due, Lang, Message, Status};
use crate::render::plain;
use crate::report::ProcessNames;
use crate::report::dates::DateRow;
use crate::report::site::{SiteRow, has_left};
use crate::words::{self, say};

/// A row as the template shows it.
#[derive(Debug, Serialize)]
pub(super) struct Row<'a> {
    #[serde(flatten)]
    told: &'a SiteRow,
    /// As the process counts its phase.
    number: Option<&'a str>,
    /// Whether gates are asked of it.
    counts: bool,
    first_late: Option<&'a DateRow>,
    next: Option<&'a DateRow>,
}

pub(super) fn row<'a>(row: &'a SiteRow, names: &'a ProcessNames) -> Row<'a> {
    Row {
        told: row,
        number: names.phase(row.phase.as_str()).and_then(|it| it.number.as_deref()),
        counts: !has_left(row.status),
        first_late: row.late.first(),
        next: row.ahead.first(),
    }
}

/// The rows as a script that says them and does nothing else. Nothing in it can end a script or begin markup, wherever it is
/// put.
pub(super) fn script(rows: &[SiteRow], names: &ProcessNames, lang: Lang) -> String {
    let mut phases: Vec<(&str, String)> =
        names.phases.iter().map(|it| (it.id.as_str(), phase_name(names, it.id.as_str(), lang))).collect();
    for row in rows.iter().filter(|it| it.place.is_none()) {
        if phases.iter().all(|(id, _)| *id != row.phase.as_str()) {
            phases.push((row.phase.as_str(), phase_name(names, row.phase.as_str(), lang)));
        }
    }
    let statuses: serde_json::Map<String, Value> =
        Status::ALL.iter().map(|it| (it.as_str().to_owned(), clean(names.status(*it).get(lang)))).collect();
    let told: Vec<Value> = rows
        .iter()
        .map(|it| {
            let place = phases.iter().position(|(id, _)| *id == it.phase.as_str());
            told(it, place.unwrap_or_default(), lang)
        })
        .collect();
    let data = json!({
        "phases": phases,
        "statuses": statuses,
        "order": Status::ALL.map(Status::as_str),
        "rows": told,
    });
    format!("globalThis.onboardClients = {};\n", harmless(&data.to_string()))
}

fn phase_name(names: &ProcessNames, id: &str, lang: Lang) -> String {
    let name = names.phase_short(id).get(lang).to_owned();
    let number = names.phase(id).and_then(|it| it.number.clone());
    plain(&number.map_or_else(|| name.clone(), |it| format!("{it} {name}"))).into_owned()
}

/// In the order in which the script takes it apart.
fn told(row: &SiteRow, place: usize, lang: Lang) -> Value {
    let late = row.late.first().map(|it| json!([-it.days, clean(&what(it, lang)), row.late.len() - 1]));
    let next = row.ahead.first().map(|it| json!([it.last_day, due(it.due, lang), clean(&what(it, lang))]));
    let both = |it: &crate::model::Text| [clean(&it.en), clean(&it.fr)];
    let mut also: Vec<Value> = both(&row.name).into_iter().chain(row.also.iter().flat_map(both)).collect();
    also.dedup();
    let mut formerly: Vec<Value> = row.formerly.iter().flat_map(both).collect();
    formerly.dedup();
    let unmet = (!has_left(row.status)).then_some(row.unmet);
    json!([row.id, clean(row.name.get(lang)), place, row.status, row.days, unmet, late, next, also, formerly])
}

fn what(it: &DateRow, lang: Lang) -> String {
    let said = match &it.title {
        Some(title) => {
            say(&Message::new("report.colon").with("name", it.name.clone()).with("text", title.clone()), lang)
        }
        None => it.name.get(lang).to_owned(),
    };
    let mut signs = said.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

fn due(it: Due, lang: Lang) -> String {
    match it {
        Due::Day(day) => words::date(day, lang),
        Due::Month(first) => words::month(first, lang),
    }
}

fn clean(text: &str) -> Value {
    Value::String(plain(text).into_owned())
}

/// JSON in which no sign means anything to HTML or ends a line of a script.
fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 64);
    for sign in json.chars() {
        match sign {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_of_data_cannot_be_left() {
        let text = harmless(&json!({"name": "</script><script>alert(1)</script> & \u{2028} \" \\"}).to_string());
        assert!(!text.contains(['<', '>', '&', '\u{2028}']), "{text}");
        let back: Value = serde_json::from_str(&text).expect("still JSON");
        assert_eq!(back["name"], "</script><script>alert(1)</script> & \u{2028} \" \\");
    }
}
