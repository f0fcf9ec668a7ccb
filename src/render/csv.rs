//! Comma-separated values (RFC 4180), for spreadsheets: raw values, lines that end as the standard says, and no text that
//! a spreadsheet would run as a formula.

use std::borrow::Cow;

use super::json::state;
use crate::model::{Lang, is_hidden};
use crate::report::due::DueView;
use crate::report::portfolio::Portfolio;

/// One value of a line.
enum Field<'a> {
    /// Of a person: it may begin with anything.
    Text(&'a str),
    /// Ours: a number, a date, a word of the format.
    Raw(String),
}

/// What falls due, a line each. The names of the columns are the same in both languages, the texts are in one.
pub(crate) fn due(view: &DueView, lang: Lang) -> String {
    let mut out = String::new();
    line(&mut out, HEADINGS.iter().map(|it| Field::Raw((*it).to_owned())));
    for it in &view.rows {
        let deadline = &it.deadline;
        let fields = [
            Field::Raw(it.client.to_string()),
            Field::Text(it.name.get(lang)),
            Field::Raw(it.status.to_string()),
            Field::Raw(deadline.kind.clone()),
            Field::Text(deadline.name.get(lang)),
            Field::Text(deadline.title.as_ref().map_or("", |it| it.get(lang))),
            Field::Raw(deadline.due.to_string()),
            Field::Raw(deadline.due.last_day().to_string()),
            Field::Raw(deadline.days.to_string()),
            Field::Raw(state(deadline.timing).to_owned()),
            Field::Raw(deadline.expired.is_some().to_string()),
            Field::Text(&deadline.place.file),
            Field::Raw(deadline.place.spot.line.to_string()),
            Field::Text(&deadline.place.path),
        ];
        line(&mut out, fields.into_iter());
    }
    out
}

const HEADINGS: [&str; 14] = [
    "client",
    "client_name",
    "status",
    "what",
    "what_name",
    "title",
    "due",
    "last_day",
    "days",
    "state",
    "expires",
    "file",
    "line",
    "path",
];

/// All clients, a line each. Texts of the clients are in both languages, everything else is raw.
pub(crate) fn portfolio(report: &Portfolio) -> String {
    let mut out = String::new();
    line(&mut out, CLIENT_HEADINGS.iter().map(|it| Field::Raw((*it).to_owned())));
    for it in &report.clients {
        let held = report.on_hold.iter().find(|held| held.id == it.id).and_then(|it| it.reason.as_ref());
        let next = it.next.as_ref();
        let fields = [
            Field::Raw(it.id.to_string()),
            Field::Text(&it.name.en),
            Field::Text(&it.name.fr),
            Field::Raw(it.status.to_string()),
            Field::Raw(it.phase.to_string()),
            raw(it.since),
            raw(it.days),
            raw(it.median),
            Field::Raw(it.days_on_hold.to_string()),
            Field::Raw(it.unmet.to_string()),
            Field::Raw(it.overdue.to_string()),
            raw(next.map(|it| it.due)),
            raw(next.map(|it| &it.kind)),
            raw(it.target_go_live),
            Field::Raw(format!("{:.2}", it.cost_cad)),
            raw(None::<&str>),
            Field::Text(held.map_or("", |it| &it.en)),
            Field::Text(held.map_or("", |it| &it.fr)),
        ];
        line(&mut out, fields.into_iter());
    }
    for it in &report.left {
        let fields = [
            Field::Raw(it.id.to_string()),
            Field::Text(&it.name.en),
            Field::Text(&it.name.fr),
            Field::Raw(it.status.to_string()),
            Field::Raw(it.phase.to_string()),
            raw(None::<&str>),
            raw(None::<&str>),
            raw(None::<&str>),
            raw(None::<&str>),
            raw(None::<&str>),
            raw(None::<&str>),
            raw(None::<&str>),
            raw(None::<&str>),
            raw(None::<&str>),
            Field::Raw(format!("{:.2}", it.cost_cad)),
            raw(it.left_on),
            Field::Text(it.reason.as_ref().map_or("", |it| &it.en)),
            Field::Text(it.reason.as_ref().map_or("", |it| &it.fr)),
        ];
        line(&mut out, fields.into_iter());
    }
    out
}

/// What is not known is empty.
fn raw<'a>(value: Option<impl ToString>) -> Field<'a> {
    Field::Raw(value.map_or_else(String::new, |it| it.to_string()))
}

const CLIENT_HEADINGS: [&str; 18] = [
    "client",
    "name_en",
    "name_fr",
    "status",
    "phase",
    "since",
    "days",
    "median_days",
    "days_on_hold",
    "criteria_to_meet",
    "overdue",
    "next_due",
    "next_what",
    "target_go_live",
    "cost_cad",
    "left_on",
    "reason_en",
    "reason_fr",
];

fn line<'a>(out: &mut String, fields: impl Iterator<Item = Field<'a>>) {
    for (index, field) in fields.enumerate() {
        if index > 0 {
            out.push(',');
        }
        let text = match &field {
            Field::Text(text) => harmless(text),
            Field::Raw(text) => Cow::Borrowed(text.as_str()),
        };
        if text.contains(['"', ',', '\r', '\n']) || text.starts_with(' ') || text.ends_with(' ') {
            out.extend(["\"", &text.replace('"', "\"\""), "\""]);
        } else {
            out.push_str(&text);
        }
    }
    out.push_str("\r\n");
}

/// A text that a spreadsheet would take for a formula is given an apostrophe, which makes it a text. What steers a terminal,
/// or hides, is left out.
fn harmless(text: &str) -> Cow<'_, str> {
    let hides = |it: char| is_hidden(it) && it != '\r';
    if text.contains(hides) {
        let shown: String = text.chars().filter(|it| !hides(*it)).collect();
        return Cow::Owned(harmless(&shown).into_owned());
    }
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        line(&mut out, [Field::Text(text), Field::Raw("-3".to_owned())].into_iter());
        assert_eq!(out, format!("{expected},-3\r\n"), "{text:?}");
    }

    #[test]
    fn texts_are_quoted_where_they_must_be_and_are_never_formulas() {
        check("plain", "plain");
        check("a,b", "\"a,b\"");
        check("say \"it\"", "\"say \"\"it\"\"\"");
        check("two\nlines", "\"two\nlines\"");
        check(" edge ", "\" edge \"");
        for start in ["=", "+", "-", "@", "\t"] {
            check(&format!("{start}1+1"), &format!("'{start}1+1"));
        }
        check("\rx", "\"'\rx\"");
        check("\u{200b}=1\u{1b}[2J", "'=1[2J");
        check("=HYPERLINK(\"http://x.example\",\"y\")", "\"'=HYPERLINK(\"\"http://x.example\"\",\"\"y\"\")\"");
    }
}
