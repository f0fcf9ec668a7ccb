//! A calendar (RFC 5545) that others subscribe to: one event of a whole day for everything that falls due. An event
//! keeps its id from run to run, and is marked as changed when its client file is, so that a calendar updates it.
//! No alarms: a subscribed calendar is not the place to wake people up, and most programs leave them out anyway.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::model::{Date, Lang, Message};
use crate::report::due::{DueRow, DueView};
use crate::words::say;

/// Lines are at most this long, in bytes, without their end.
const LONGEST: usize = 75;
/// Sequence numbers count the seconds from 2020 on, so that they fit into 31 bits until 2088.
const FIRST_SECOND: i64 = 1_577_836_800;

/// The calendar, with the second of the last change of each file.
pub(crate) fn calendar(view: &DueView, changed: &BTreeMap<String, i64>, lang: Lang) -> String {
    let mut out = Lines::default();
    let name = say(&Message::new("due.calendar").with("process", view.process_name.clone()), lang);
    out.line("BEGIN", "VCALENDAR");
    out.line("VERSION", "2.0");
    out.line("PRODID", &format!("-//onboard//due {}//{}", env!("CARGO_PKG_VERSION"), lang.as_str().to_uppercase()));
    out.line("CALSCALE", "GREGORIAN");
    out.line("NAME", &escaped(&name));
    out.line("X-WR-CALNAME", &escaped(&name));
    out.line("REFRESH-INTERVAL;VALUE=DURATION", "P1D");
    out.line("X-PUBLISHED-TTL", "P1D");
    let mut twins: BTreeMap<String, usize> = BTreeMap::new();
    for row in &view.rows {
        let id = format!("{}.{}", row.client, row.deadline.key);
        let nth = twins.entry(id.clone()).or_default();
        *nth += 1;
        let id = if *nth == 1 { id } else { format!("{id}.{nth}") };
        let second = changed.get(&row.deadline.place.file).copied().unwrap_or(FIRST_SECOND);
        event(&mut out, row, (&format!("{id}@{}", view.process), second), lang);
    }
    out.line("END", "VCALENDAR");
    out.text
}

fn event(out: &mut Lines, row: &DueRow, (uid, second): (&str, i64), lang: Lang) {
    let deadline = &row.deadline;
    let day = deadline.due.last_day();
    let stamp = stamp(second);
    out.line("BEGIN", "VEVENT");
    out.line("UID", &escaped(uid));
    out.line("DTSTAMP", &stamp);
    out.line("LAST-MODIFIED", &stamp);
    out.line("SEQUENCE", &(second - FIRST_SECOND).clamp(0, i64::from(i32::MAX)).to_string());
    out.line("DTSTART;VALUE=DATE", &basic(day));
    out.line("DTEND;VALUE=DATE", &basic(day.tomorrow().unwrap_or(day)));
    out.line(&text_of("SUMMARY", lang), &escaped(&summary(row, lang)));
    out.line(&text_of("DESCRIPTION", lang), &escaped(&description(row, lang)));
    out.line(&text_of("CATEGORIES", lang), &escaped(deadline.name.get(lang)));
    out.line("TRANSP", "TRANSPARENT");
    out.line("END", "VEVENT");
}

fn text_of(name: &str, lang: Lang) -> String {
    format!("{name};LANGUAGE={}-CA", lang.as_str())
}

/// `acme: milestone – Launch`, without anything that changes with the day it is made.
fn summary(row: &DueRow, lang: Lang) -> String {
    let what = Message::new("due.event").with("client", row.client.as_str()).with("what", row.deadline.name.clone());
    let what = say(&what, lang);
    match &row.deadline.title {
        Some(title) => format!("{what} – {}", title.get(lang)),
        None => what,
    }
}

fn description(row: &DueRow, lang: Lang) -> String {
    let deadline = &row.deadline;
    let kind = if deadline.expired.is_some() { "due.ends-on" } else { "due.due-on" };
    let place = Message::new("label.pair").with("name", deadline.place.file.as_str());
    let lines = [
        say(&Message::new(kind).with("name", row.name.clone()).with("date", deadline.due.to_string()), lang),
        say(&Message::new("due.status-is").with("status", row.status_name.clone()), lang),
        say(&place.with("value", deadline.place.path.as_str()), lang),
        format!("onboard show {}", row.client),
    ];
    lines.join("\n")
}

fn stamp(second: i64) -> String {
    Timestamp::from_second(second).unwrap_or_default().strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn basic(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// A text as a value: what would end it, or part it, is escaped; what no line may hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            _ if crate::model::is_hidden(sign) => {}
            _ => out.push(sign),
        }
    }
    out
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A line, folded where it is too long; never inside a character.
    fn line(&mut self, name: &str, value: &str) {
        let mut room = LONGEST;
        for sign in format!("{name}:{value}").chars() {
            if sign.len_utf8() > room {
                self.text.push_str("\r\n ");
                room = LONGEST - 1;
            }
            self.text.push(sign);
            room -= sign.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_characters_and_read_back_as_they_were() {
        let mut out = Lines::default();
        let value = "é".repeat(200);
        out.line("SUMMARY", &value);
        assert!(out.text.split("\r\n").all(|it| it.len() <= LONGEST), "{}", out.text);
        assert_eq!(out.text.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
    }

    #[test]
    fn texts_cannot_end_a_value_or_begin_another_property() {
        assert_eq!(escaped("a;b,c\\d\nEND:VEVENT\r\u{1b}"), "a\\;b\\,c\\\\d\\nEND:VEVENT");
    }
}
