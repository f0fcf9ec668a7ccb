//! Lines and columns of a text that is no YAML.

use crate::model::Spot;

/// The place of `length` bytes from `start` on.
pub(super) fn of(text: &str, start: usize, length: usize) -> Spot {
    let start = boundary(text, start);
    let end = boundary(text, start + length);
    let before = text.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let small = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    Spot { line: small(line), column: small(column), start, end }
}

/// The nearest place at or before `at` where a character begins.
fn boundary(text: &str, at: usize) -> usize {
    let end = at.min(text.len());
    (0..=end).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0)
}
