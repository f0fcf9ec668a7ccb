//! One pattern in the place of many: where it finds nothing, none of them would. It is looser than they are (the edges of
//! words and lines are left out), and it searches many texts as one, in one pass. It tells where a match ends and not where it
//! begins, so that a third of what a `Regex` compiles is enough; its states are made when they are first met.

use std::fmt;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

use regex_automata::Input;
use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::look::LookMatcher;
use regex_automata::util::pool::Pool;
use regex_syntax::hir::{
    Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Look, Repetition,
};

/// What may hold a match of one of many patterns.
#[derive(Clone)]
pub(super) struct Screen {
    states: Arc<DFA>,
    /// The states that each thread has met.
    met: Arc<Pool<Cache, Make>>,
}

type Make = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

impl fmt::Debug for Screen {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Screen").finish_non_exhaustive()
    }
}

/// Stands between texts that are searched as one, and is in none of them.
pub(super) const BETWEEN: char = '\0';

/// The memory that the pattern may need: it is many in one.
const LARGEST: usize = 1 << 24;

impl Screen {
    /// None where it cannot be made: then each pattern must be asked.
    pub(super) fn of<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Option<Self> {
        let loose: Option<Vec<Hir>> =
            patterns.into_iter().map(|it| regex_syntax::parse(it).ok().map(|it| loosened(&it))).collect();
        let mut lines = LookMatcher::new();
        lines.set_line_terminator(0);
        let config = thompson::Config::new()
            .which_captures(WhichCaptures::None)
            .nfa_size_limit(Some(LARGEST))
            .look_matcher(lines);
        let nfa = thompson::Compiler::new().configure(config).build_from_hir(&Hir::alternation(loose?)).ok()?;
        let config = DFA::config().cache_capacity(LARGEST).skip_cache_capacity_check(true);
        let states = Arc::new(DFA::builder().configure(config).build_from_nfa(nfa).ok()?);
        let own = Arc::clone(&states);
        let make: Make = Box::new(move || own.create_cache());
        Some(Self { states, met: Arc::new(Pool::new(make)) })
    }

    /// Where the first match ends, at or behind a place; the place itself where that cannot be told.
    fn end_of_match(&self, text: &str, from: usize) -> Option<usize> {
        let input = Input::new(text).range(from..).earliest(true);
        let found = self.states.try_search_fwd(&mut self.met.get(), &input);
        found.map_or(Some(from), |it| it.map(|it| it.offset()))
    }

    /// Whether one of the patterns may match in this text. When not, none does.
    pub(super) fn may_match(&self, text: &str) -> bool {
        self.end_of_match(text, 0).is_some() || text.contains(BETWEEN)
    }

    /// Which of the texts of `joined` may hold a match: their positions, in order. Each begins at its start, and nothing but
    /// [`BETWEEN`] stands between two.
    pub(super) fn hits(&self, joined: &str, starts: &[usize]) -> Vec<usize> {
        let mut hits = Vec::new();
        let mut from = 0;
        // No match reaches into the next text.
        while let Some(end) = self.end_of_match(joined, from) {
            let hit = starts.partition_point(|it| *it <= end).saturating_sub(1);
            hits.push(hit);
            match starts.get(hit + 1) {
                Some(next) => from = *next,
                None => break,
            }
        }
        hits
    }
}

/// A pattern that matches wherever this one does, in a text by itself or between two others.
fn loosened(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Empty | HirKind::Literal(_) => hir.clone(),
        HirKind::Class(class) => Hir::class(within(class)),
        HirKind::Look(Look::Start) => Hir::look(Look::StartLF),
        HirKind::Look(Look::End) => Hir::look(Look::EndLF),
        HirKind::Look(_) => Hir::empty(),
        HirKind::Repetition(it) => Hir::repetition(Repetition { sub: Box::new(loosened(&it.sub)), ..it.clone() }),
        HirKind::Capture(it) => loosened(&it.sub),
        HirKind::Concat(all) => Hir::concat(all.iter().map(loosened).collect()),
        HirKind::Alternation(all) => Hir::alternation(all.iter().map(loosened).collect()),
    }
}

/// The signs of a class that a text may have.
fn within(class: &Class) -> Class {
    match class {
        Class::Unicode(class) => {
            let mut class = class.clone();
            class.difference(&ClassUnicode::new([ClassUnicodeRange::new(BETWEEN, BETWEEN)]));
            Class::Unicode(class)
        }
        Class::Bytes(class) => {
            let mut class = class.clone();
            class.difference(&ClassBytes::new([ClassBytesRange::new(0, 0)]));
            Class::Bytes(class)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    const PATTERNS: [&str; 9] = [
        r"(?i)\bqqq+\b|^[.…\s]+$",
        r"^\s*$",
        r"(?m)^d: [a-z]{4,}$",
        r"(?-u:\b)key\b",
        r"\Ba\B",
        r"[^\]]é[^\]]*\]",
        r"(?:^|[^0-9])[0-9]{3} [0-9]{3}(?:$|[^0-9])",
        r"a(?s:.*)z",
        "(?R)(?m)^b$",
    ];
    const PIECES: [&str; 16] =
        ["", " ", "\n", "\r\n", "qqq", "QQQ", "key", "d: abcd", "b", "é]", "[", "123 456", "a", "z", "…", "été"];

    /// All texts of two or three pieces, many at a time: whatever a pattern finds in one, the screen does not pass over.
    #[test]
    fn nothing_that_a_pattern_finds_is_passed_over() {
        let patterns: Vec<Regex> = PATTERNS.iter().map(|it| Regex::new(it).expect("a pattern")).collect();
        let screen = Screen::of(PATTERNS).expect("a screen");
        let mut texts = Vec::new();
        for one in PIECES {
            for two in PIECES {
                texts.extend(PIECES.iter().map(|three| format!("{one}{two}{three}")));
            }
        }
        let mut spared = 0;
        for texts in texts.chunks(7) {
            let starts: Vec<usize> =
                texts.iter().scan(0, |at, it| Some(std::mem::replace(at, *at + it.len() + 1))).collect();
            let joined = texts.join("\0");
            let hits = screen.hits(&joined, &starts);
            for (at, text) in texts.iter().enumerate() {
                let found = patterns.iter().any(|it| it.is_match(text));
                assert!(!found || hits.contains(&at), "{text:?} in {joined:?}");
                assert!(!found || screen.may_match(text), "{text:?}");
                spared += usize::from(!hits.contains(&at));
            }
        }
        assert!(spared > 100, "the screen lets nothing through");
    }

    #[test]
    fn a_text_with_the_sign_between_texts_is_never_passed_over() {
        let screen = Screen::of(["a.b"]).expect("a screen");
        assert!(screen.may_match("a\0b"));
        assert!(!screen.may_match("ab"));
        assert_eq!(screen.hits("a\0b\0a-b\0", &[0, 2, 4, 8]), [2]);
    }

    #[test]
    fn what_is_no_pattern_makes_no_screen() {
        assert!(Screen::of(["(", "a"]).is_none());
        assert!(!Screen::of([]).expect("a screen").may_match("anything"));
    }
}
