//! The arguments of `onboard due`.

use std::str::FromStr;

use clap::{Args, ValueEnum};
use jiff::Span;

use crate::model::{ClientId, Date, IdError};

/// Show what falls due: milestones, agreements, authorities, certificates, holds, waivers, requests
///
/// What is overdue comes first, then what falls due within the time asked for. A calendar made of it can be subscribed to:
/// its events keep their ids.
///
/// Example: onboard due --within 12w --format ics > due.ics
#[derive(Debug, Args)]
pub(crate) struct DueArgs {
    /// Only these clients; all when none is named
    #[arg(value_name = "CLIENT")]
    pub(crate) ids: Vec<ClientId>,
    /// How far to look ahead: a number of days (90d), weeks (12w) or months (3m)
    #[arg(long, value_name = "TIME", default_value = "90d")]
    pub(crate) within: Window,
    /// How the answer is written: a table for people, JSON, a calendar (iCalendar), or CSV for spreadsheets
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(crate) format: DueFormat,
    /// End with exit code 1 when something is overdue, for a job that runs by itself
    #[arg(long)]
    pub(crate) fail_overdue: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DueFormat {
    Table,
    Json,
    Ics,
    Csv,
}

/// A stretch of time from today on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window(Span);

impl Window {
    /// Its last day.
    pub(crate) fn end(self, today: Date) -> Date {
        today.saturating_add(self.0)
    }
}

impl FromStr for Window {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let unit = text.chars().last().ok_or(IdError::NotAWindow)?;
        let count = text.strip_suffix(unit).filter(|it| (1..=4).contains(&it.len())).ok_or(IdError::NotAWindow)?;
        // `parse` alone would take a sign.
        let count = Some(count).filter(|it| it.bytes().all(|it| it.is_ascii_digit()));
        let count: i64 = count.and_then(|it| it.parse().ok()).ok_or(IdError::NotAWindow)?;
        let span = match unit {
            'd' => Span::new().try_days(count),
            'w' => Span::new().try_weeks(count),
            'm' => Span::new().try_months(count),
            _ => return Err(IdError::NotAWindow),
        };
        span.map(Self).map_err(|_| IdError::NotAWindow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let end = text.parse::<Window>().map(|it| it.end(Date::constant(2026, 11, 30)).to_string());
        assert_eq!(end.as_deref().unwrap_or("-"), expected, "{text}");
    }

    #[test]
    fn days_weeks_and_months_are_taken_and_nothing_else() {
        check("0d", "2026-11-30");
        check("90d", "2027-02-28");
        check("12w", "2027-02-22");
        check("3m", "2027-02-28");
        check("9999m", "2860-02-29");
        for bad in ["", "d", "90", "-1d", "+1d", "1.5w", "90 d", "90D", "99999d", "1y", "1d2", "é"] {
            check(bad, "-");
        }
    }
}
