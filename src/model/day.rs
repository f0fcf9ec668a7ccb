//! A day as people write it, in one form only.

use std::str::FromStr;

use super::{Date, IdError};

/// A day written `YYYY-MM-DD` and in no other way (jiff also reads `20260203`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day(pub(crate) Date);

impl FromStr for Day {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let digits = |it: &[u8]| it.iter().all(u8::is_ascii_digit);
        let formed = match text.as_bytes() {
            [y @ .., b'-', m1, m2, b'-', d1, d2] => y.len() == 4 && digits(y) && digits(&[*m1, *m2, *d1, *d2]),
            _ => false,
        };
        let date = formed.then(|| text.parse().ok()).flatten();
        date.map(Self).ok_or(IdError::NotADay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_one_form() {
        assert_eq!("2026-11-23".parse(), Ok(Day(Date::constant(2026, 11, 23))));
        for bad in
            ["20261123", "2026-11", "2026-02-30", "2026-11-23T00:00", "+002026-11-23", "26-11-23", "", "2026-1-2"]
        {
            assert_eq!(bad.parse::<Day>(), Err(IdError::NotADay), "{bad}");
        }
    }
}
