//! What the longer functions do.

#![expect(clippy::wildcard_enum_match_arm, reason = "whatever other type a rule meets, the trouble is the same")]

use super::function::{Answer, Call};
use super::trouble::Wrong;
use super::value::Val;

pub(super) fn covers<'a>(call: &mut Call<'a, '_>) -> Answer<'a> {
    match call.argument(0) {
        Val::List(ids) if ids.len() == 0 => Ok(Val::Bool(true)),
        Val::List(ids) => {
            let id = call.argument(1);
            Ok(Val::Bool(ids.items().any(|it| it.same(id, call.budget))))
        }
        other => Err(Wrong::operation("covers", &[other])),
    }
}

pub(super) fn double<'a>(call: &mut Call<'a, '_>) -> Answer<'a> {
    match call.argument(0) {
        #[expect(clippy::cast_precision_loss, reason = "that is what the function is asked for")]
        Val::Int(it) => Ok(Val::Double(*it as f64)),
        Val::Double(it) => Ok(Val::Double(*it)),
        Val::Text(it) => {
            let parsed = it.as_str().parse::<f64>();
            parsed.map(Val::Double).map_err(|_| Wrong::NotANumber(it.as_str().to_owned()))
        }
        other => Err(Wrong::operation("double", &[other])),
    }
}

pub(super) fn int<'a>(call: &mut Call<'a, '_>) -> Answer<'a> {
    match call.argument(0) {
        Val::Int(it) => Ok(Val::Int(*it)),
        Val::Double(it) if it.abs() < 9_007_199_254_740_992.0 =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "the range was checked above")]
            Ok(Val::Int(it.trunc() as i64))
        }
        Val::Double(_) => Err(Wrong::Overflow),
        Val::Text(it) => {
            let parsed = it.as_str().parse::<i64>();
            parsed.map(Val::Int).map_err(|_| Wrong::NotANumber(it.as_str().to_owned()))
        }
        other => Err(Wrong::operation("int", &[other])),
    }
}

pub(super) fn join<'a>(call: &mut Call<'a, '_>) -> Answer<'a> {
    let Val::List(items) = call.argument(0) else { return Err(Wrong::operation("join", &[call.argument(0)])) };
    let separator = call.text(1)?;
    let mut joined = String::new();
    for (index, item) in items.items().enumerate() {
        let text = item.as_str().ok_or_else(|| Wrong::operation("join", &[&item]))?;
        call.budget.spend(1 + (text.len() + separator.len()) / 8);
        if call.budget.is_spent() {
            return Err(Wrong::TooExpensive);
        }
        if index > 0 {
            joined.push_str(separator);
        }
        joined.push_str(text);
    }
    Ok(Val::text(joined))
}

/// The words of the process for a value; the value itself, where a schema of one's own allows more than the process names.
pub(super) fn label<'a>(call: &mut Call<'a, '_>) -> Answer<'a> {
    let (field, value) = (call.text(0)?, call.text(1)?);
    let words = call.roots.labels.get(field).and_then(|it| it.get(value));
    Ok(Val::text(words.map_or(value, |it| it.get(call.roots.lang))))
}

/// Whether the digits of a text have the check digit of ISO/IEC 7812, as numbers of persons and cards do.
pub(super) fn luhn(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|it| it.to_digit(10)).collect();
    let weighed = digits.iter().rev().enumerate().map(|(place, digit)| match (place % 2, digit * 2) {
        (0, _) => *digit,
        (_, twice) if twice > 9 => twice - 9,
        (_, twice) => twice,
    });
    digits.len() > 1 && weighed.sum::<u32>() % 10 == 0
}

/// The most working days that are counted one by one: about 40 years.
const FARTHEST: i64 = 10_000;

pub(super) fn plus_working_days<'a>(call: &mut Call<'a, '_>) -> Answer<'a> {
    let (from, count) = (call.date(0)?, call.int(1)?);
    if !(-FARTHEST..=FARTHEST).contains(&count) {
        return Err(Wrong::TooFar);
    }
    call.budget.spend(usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX));
    let day = call.roots.holidays.plus_working_days(from, count);
    day.map(|it| Val::text(it.to_string())).ok_or(Wrong::TooFar)
}

pub(super) fn size<'a>(call: &mut Call<'a, '_>) -> Answer<'a> {
    let size = match call.argument(0) {
        Val::Text(text) => text.as_str().chars().count(),
        Val::List(list) => list.len(),
        Val::Map(map) => map.len(),
        other => return Err(Wrong::operation("size", &[other])),
    };
    i64::try_from(size).map(Val::Int).map_err(|_| Wrong::Overflow)
}

pub(super) fn split<'a>(call: &mut Call<'a, '_>) -> Answer<'a> {
    let (text, separator) = (call.text(0)?, call.text(1)?);
    let parts: Vec<Val<'a>> = text.split(separator).map(Val::text).collect();
    call.budget.spend(parts.len() + text.len() / 8);
    Ok(Val::list(parts))
}

pub(super) fn string<'a>(call: &mut Call<'a, '_>) -> Answer<'a> {
    let given = call.argument(0);
    given.written().map(Val::text).ok_or_else(|| Wrong::operation("string", &[given]))
}

pub(super) fn sum<'a>(call: &mut Call<'a, '_>) -> Answer<'a> {
    let Val::List(items) = call.argument(0) else { return Err(Wrong::operation("sum", &[call.argument(0)])) };
    call.budget.spend(items.len());
    let mut total = 0_i64;
    for item in items.items() {
        let Val::Int(it) = item else { return Err(Wrong::operation("sum", &[&item])) };
        total = total.checked_add(it).ok_or(Wrong::Overflow)?;
    }
    Ok(Val::Int(total))
}

/// The scheme of a URL in lower case, or nothing.
pub(super) fn scheme(url: &str) -> String {
    let Some((scheme, _)) = url.split_once(':') else { return String::new() };
    let first = scheme.starts_with(|it: char| it.is_ascii_alphabetic());
    let good = scheme.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.'));
    if first && good { scheme.to_ascii_lowercase() } else { String::new() }
}

/// The host of a URL in lower case, without user, port and brackets; or nothing.
pub(super) fn host(url: &str) -> String {
    let Some((_, rest)) = url.split_once("://").filter(|_| !scheme(url).is_empty()) else { return String::new() };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |it| it.1);
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    host.to_ascii_lowercase()
}
