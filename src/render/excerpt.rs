//! What of a text is shown with its findings: the lines that they begin in, each once. A large file with one fault is not held
//! in memory for it, and a wide portfolio is not either.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::Spot;

/// The lines of a text in which spots begin, and how far those spots reach that are longer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Excerpts {
    /// By the byte that they begin at, without what ends them.
    lines: BTreeMap<usize, String>,
    /// Spots of several lines, by their first byte and then by their last.
    long: BTreeMap<usize, BTreeMap<usize, Extent>>,
}

/// How far a spot reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Extent {
    /// How many lines end in it.
    pub(crate) lines: usize,
    /// How many characters it has on its last line.
    pub(crate) last: usize,
}

impl Excerpts {
    pub(crate) fn of<'s>(text: &str, spots: impl IntoIterator<Item = &'s Spot>) -> Self {
        let mut excerpts = Self::default();
        for spot in spots {
            excerpts.add(text, spot);
        }
        excerpts
    }

    /// Adds what a spot needs; nothing for one that is not in the text.
    fn add(&mut self, text: &str, spot: &Spot) {
        let (Some(before), Some(behind)) = (text.get(..spot.start), text.get(spot.start..)) else { return };
        let begin = before.rfind('\n').map_or(0, |it| it + 1);
        let end = behind.find('\n').map_or(text.len(), |it| spot.start + it);
        if begin < text.len() || spot.start == 0 {
            let line = text.get(begin..end).unwrap_or_default();
            self.lines.entry(begin).or_insert_with(|| line.trim_end_matches('\r').to_owned());
        }
        if let Some((head, last)) = text.get(spot.bytes()).and_then(|it| it.rsplit_once('\n')) {
            let extent = Extent { lines: head.matches('\n').count() + 1, last: last.chars().count() };
            self.long.entry(spot.start).or_default().insert(spot.end, extent);
        }
    }

    /// The line that a spot begins in, and what of it is the spot: of a spot of several lines, what is on the first.
    pub(crate) fn line(&self, spot: &Spot) -> Option<(&str, Range<usize>)> {
        let (begin, line) = self.lines.range(..=spot.start).next_back()?;
        let start = spot.start - begin;
        line.get(start..)?;
        let end = spot.end.saturating_sub(*begin).clamp(start, line.len());
        Some((line, start..end))
    }

    pub(crate) fn extent(&self, spot: &Spot) -> Extent {
        self.long_at(spot).unwrap_or_else(|| {
            let said = self.line(spot).and_then(|(line, range)| line.get(range));
            Extent { lines: 0, last: said.map_or(0, |it| it.chars().count()) }
        })
    }

    fn long_at(&self, spot: &Spot) -> Option<Extent> {
        self.long.get(&spot.start)?.get(&spot.end).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(start: usize, end: usize) -> Spot {
        Spot { line: 1, column: 1, start, end }
    }

    #[test]
    fn of_a_text_the_lines_stay_that_spots_begin_in() {
        let text = "one: é\r\ntwo: [\n  a\n]\nthree: 3\n";
        let two = text.find("two").expect("it is there");
        let spots = [spot(5, 7), spot(0, 3), spot(two, text.find("]\n").expect("it is there") + 1)];
        let excerpts = Excerpts::of(text, &spots);
        assert_eq!(excerpts.line(&spots[0]), Some(("one: é", 5..7)));
        assert_eq!(excerpts.line(&spots[1]), Some(("one: é", 0..3)));
        assert_eq!(excerpts.line(&spots[2]), Some(("two: [", 0..6)));
        assert_eq!(excerpts.lines.len(), 2);
        assert_eq!(excerpts.extent(&spots[0]), Extent { lines: 0, last: 1 });
        assert_eq!(excerpts.extent(&spots[2]), Extent { lines: 2, last: 1 });
        // What no line was kept for is not there.
        assert_eq!(excerpts.line(&spot(text.find("three").expect("it is there"), text.len())), None);
    }

    #[test]
    fn no_spot_is_out_of_reach() {
        let text = "a\né: 1\n";
        for it in [spot(99, 100), spot(text.len(), text.len()), spot(3, 3), spot(5, 2), spot(4, 99), spot(0, 99)] {
            let excerpts = Excerpts::of(text, [&it]);
            let line = excerpts.line(&it);
            assert!(line.as_ref().is_none_or(|(line, range)| line.get(range.clone()).is_some()), "{it:?}: {line:?}");
            assert!(excerpts.extent(&it).lines < 3, "{it:?}");
        }
        assert_eq!(Excerpts::of("", [&spot(0, 0)]).line(&spot(0, 0)), Some(("", 0..0)));
    }

    #[test]
    fn they_come_back_as_they_were() {
        let excerpts = Excerpts::of("a: [\n1]\nb: 2\n", &[spot(0, 7), spot(8, 9)]);
        let text = serde_json::to_string(&excerpts).expect("it is written");
        assert_eq!(serde_json::from_str::<Excerpts>(&text).expect("it is read"), excerpts);
    }
}
