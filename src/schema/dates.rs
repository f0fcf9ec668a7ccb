//! What is wrong with a date, and what it was probably meant to be.

use crate::model::{Arg, Date, Message};

/// Says what is wrong with a text that should be a date. None when nothing is.
pub(super) fn wrong(text: &str, shown: impl Into<Arg>) -> Option<(Message, Option<Message>)> {
    let shown = shown.into();
    let Some((year, month, day)) = parts(text) else {
        let help = meant(text).map(|it| Message::new("schema.did-you-mean").with("near", it));
        return Some((Message::new("schema.date-form").with("value", shown), help));
    };
    let problem = if !(1..=12).contains(&month) {
        Message::new("schema.date-month").with("month", month.to_string())
    } else if let Some(last) = last_day(year, month).filter(|last| !(1..=*last).contains(&day)) {
        let named = Message::new("schema.date-day").with("n", i64::from(last));
        named.with("month", format!("{year:04}-{month:02}")).with("day", day.to_string())
    } else if year < 1 {
        Message::new("schema.date-form")
    } else {
        return None;
    };
    Some((problem.with("value", shown), None))
}

/// The three numbers of a text of the exact form `YYYY-MM-DD`.
fn parts(text: &str) -> Option<(i16, i8, i8)> {
    let bytes = text.as_bytes();
    let dashes = bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    let digits = bytes.iter().enumerate().all(|(at, it)| at == 4 || at == 7 || it.is_ascii_digit());
    if bytes.len() != 10 || !dashes || !digits {
        return None;
    }
    Some((text.get(..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?, text.get(8..)?.parse().ok()?))
}

fn last_day(year: i16, month: i8) -> Option<i8> {
    Date::new(year, month, 1).ok().map(Date::days_in_month)
}

/// A date that starts with its year, however it is written: `2026-7-1`, `2026/07/01`, `20260701`. Where the day or the
/// month comes first nobody can know which is which.
fn meant(text: &str) -> Option<String> {
    let mut numbers: Vec<&str> = text.trim().split(['-', '/', '.', ' ', '_']).filter(|it| !it.is_empty()).collect();
    if let [whole] = numbers[..]
        && whole.len() == 8
        && whole.is_ascii()
    {
        numbers = vec![whole.get(..4)?, whole.get(4..6)?, whole.get(6..)?];
    }
    let [year, month, day] = numbers[..] else { return None };
    if year.len() != 4 {
        return None;
    }
    // A time after the day is not part of a date.
    let day = day.split(['T', 't']).next()?;
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    Some(date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lang;
    use crate::words::say;

    fn check(text: &str, expected: &str) {
        let said = wrong(text, text).map_or_else(String::new, |(message, help)| {
            let help = help.map_or_else(String::new, |it| format!(" ({})", say(&it, Lang::En)));
            format!("{}{help}", say(&message, Lang::En))
        });
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn a_wrong_date_is_told_what_is_wrong_with_it() {
        check("2026-12-31", "");
        check("2024-02-29", "");
        check("2026-13-01", "`2026-13-01` is not a date: there is no month 13");
        check("2026-00-01", "`2026-00-01` is not a date: there is no month 0");
        check("2026-02-29", "`2026-02-29` is not a date: 2026-02 has 28 days");
        check("2026-04-31", "`2026-04-31` is not a date: 2026-04 has 30 days");
        check(
            "2026-7-1",
            "`2026-7-1` is not a date: write it as year, month and day, like `2026-12-31` (did you mean `2026-07-01`?)",
        );
        check(
            "20260701",
            "`20260701` is not a date: write it as year, month and day, like `2026-12-31` (did you mean `2026-07-01`?)",
        );
        check(
            "2026/07/01",
            "`2026/07/01` is not a date: write it as year, month and day, like `2026-12-31` (did you mean `2026-07-01`?)",
        );
        check("01/07/2026", "`01/07/2026` is not a date: write it as year, month and day, like `2026-12-31`");
        check("soon", "`soon` is not a date: write it as year, month and day, like `2026-12-31`");
        check("2026-é-0", "`2026-é-0` is not a date: write it as year, month and day, like `2026-12-31`");
    }
}
