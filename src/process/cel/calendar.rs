//! Days, months, working days and fiscal years of rules.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::{Span, Unit};
use serde_json::Value;

/// The days that are not worked besides weekends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Holidays(BTreeSet<Date>);

impl Holidays {
    /// From the settings: a list of dates, or of maps with a `date`. What is not a date is the settings' own finding.
    pub(crate) fn of(settings: &Value) -> Self {
        let listed = settings.get("holidays").and_then(Value::as_array);
        let date = |it: &Value| day_of(it.as_str().or_else(|| it.get("date").and_then(Value::as_str))?);
        Self(listed.into_iter().flatten().filter_map(date).collect())
    }

    fn are_worked(&self, date: Date) -> bool {
        !is_weekend(date) && !self.0.contains(&date)
    }

    /// Working days after `from` up to and including `to`; negative when `to` lies before.
    pub(super) fn working_days(&self, from: Date, to: Date) -> Option<i64> {
        if to < from {
            return self.working_days(to, from).map(|it| -it);
        }
        let days = i64::from(days_between(from, to)?);
        let (weeks, rest) = (days / 7, days % 7);
        let mut worked = weeks * 5;
        let mut day = to;
        for _ in 0..rest {
            worked += i64::from(!is_weekend(day));
            day = day.yesterday().ok()?;
        }
        let free = self.0.range(from..=to).filter(|it| **it != from && !is_weekend(**it)).count();
        Some(worked - i64::try_from(free).ok()?)
    }

    /// The `count`th working day after `from` (before it, when negative).
    pub(super) fn plus_working_days(&self, from: Date, count: i64) -> Option<Date> {
        let mut day = from;
        let mut left = count.unsigned_abs();
        while left > 0 {
            day = if count > 0 { day.tomorrow().ok()? } else { day.yesterday().ok()? };
            left -= u64::from(self.are_worked(day));
        }
        Some(day)
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

pub(crate) fn days_between(from: Date, to: Date) -> Option<i32> {
    Some(from.until((Unit::Day, to)).ok()?.get_days())
}

pub(super) fn plus_days(date: Date, count: i64) -> Option<Date> {
    date.checked_add(Span::new().try_days(count).ok()?).ok()
}

/// The day that a text names: `2026-11-23`, or `2026-11` for the last day of that month.
/// The form is checked first, because the library also reads `20261123` and times.
pub(crate) fn day_of(text: &str) -> Option<Date> {
    let digits = |it: &str| it.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year, month, day]
            if year.len() == 4 && month.len() == 2 && day.len() == 2 && parts.iter().all(|it| digits(it)) =>
        {
            Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
        }
        [year, month] if year.len() == 4 && month.len() == 2 && digits(year) && digits(month) => {
            Some(Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?.last_of_month())
        }
        _ => None,
    }
}

/// `2026-2027`: from 1 April to 31 March.
pub(super) fn fiscal_year(date: Date) -> String {
    let first = if date.month() >= 4 { date.year() } else { date.year() - 1 };
    format!("{first}-{}", first + 1)
}
