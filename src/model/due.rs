//! A date that may be known only to the month, as client files allow for what lies ahead.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Date;

/// When something is due: a day, or some time in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    Day(Date),
    /// The first day of the month meant.
    Month(Date),
}

impl Due {
    /// The last day on which it is still in time; a month is used to its end.
    pub(crate) fn last_day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Month(first) => first.last_of_month(),
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let full = match text.len() {
            7 => format!("{text}-01"),
            10 => text.to_owned(),
            _ => return None,
        };
        let date: Date = full.parse().ok()?;
        Some(if text.len() == 7 { Self::Month(date) } else { Self::Day(date) })
    }
}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // A day before the month that ends on it: the more exact comes first.
        let exactness = |it: &Self| matches!(it, Self::Month(_));
        (self.last_day(), exactness(self)).cmp(&(other.last_day(), exactness(other)))
    }
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(first) => write!(f, "{:04}-{:02}", first.year(), first.month()),
        }
    }
}

impl<'de> Deserialize<'de> for Due {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("`{text}` is not a date or a month")))
    }
}

impl Serialize for Due {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_lasts_to_its_last_day_and_comes_after_that_day() {
        let month = Due::parse("2027-02").expect("a month");
        assert_eq!(month.last_day(), Date::constant(2027, 2, 28));
        assert_eq!(month.to_string(), "2027-02");
        assert!(Due::parse("2027-02-28").expect("a day") < month);
        assert!(Due::parse("2027-03-01").expect("a day") > month);
    }

    #[test]
    fn only_days_and_months_are_taken() {
        for bad in ["2027", "2027-13", "2027-02-30", "20270203", "Feb 2027"] {
            assert_eq!(Due::parse(bad), None, "{bad}");
        }
    }
}
