//! The pattern of an expression: its faults are found when the process is read, and it is compiled when a text is first held
//! against it. Most runs need few of the patterns of a process, and compiling them all would be most of what they do.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};
use regex_syntax::utf8::Utf8Sequences;

/// The memory that a pattern may need when compiled, in bytes.
const LARGEST: usize = 1 << 19;
/// More than one byte of a sign, or one step of anything else, ever takes of it.
const PER_STEP: usize = 1 << 6;

#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// None for what is no pattern, or one that needs too much memory.
    pub(super) fn new(text: &str) -> Option<Self> {
        let pattern = Self { text: text.to_owned(), compiled: OnceLock::new() };
        let steps = steps(&regex_syntax::parse(text).ok()?);
        // Only one that is surely small enough can wait.
        let is_small = steps.is_some_and(|it| it < LARGEST / PER_STEP);
        (is_small || pattern.compiled().is_some()).then_some(pattern)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn compiled(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| RegexBuilder::new(&self.text).size_limit(LARGEST).build().ok()).as_ref()
    }
}

/// So many steps at the most; none for more than can be counted.
fn steps(hir: &Hir) -> Option<usize> {
    let all = |them: &[Hir]| them.iter().try_fold(1_usize, |sum, it| sum.checked_add(steps(it)?));
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(1),
        HirKind::Literal(it) => Some(it.0.len()),
        HirKind::Class(Class::Bytes(it)) => Some(it.ranges().len()),
        HirKind::Class(Class::Unicode(it)) => it.ranges().iter().try_fold(0_usize, |sum, it| {
            Utf8Sequences::new(it.start(), it.end()).try_fold(sum, |sum, bytes| sum.checked_add(bytes.len()))
        }),
        HirKind::Capture(it) => steps(&it.sub)?.checked_add(2),
        HirKind::Concat(them) | HirKind::Alternation(them) => all(them),
        HirKind::Repetition(it) => {
            let times = it.max.unwrap_or(it.min).max(it.min).checked_add(1)?;
            steps(&it.sub)?.checked_add(1)?.checked_mul(usize::try_from(times).ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is believed to be small is; what is none is told at once.
    #[test]
    fn a_pattern_that_can_wait_compiles_when_it_is_needed() {
        let mut waited = 0;
        for text in [
            "",
            "a",
            "^[a-z]{3}-[0-9]+$",
            "(?i)\\bto be (determined|confirmed)\\b",
            "\\p{L}+",
            "\\w{2}",
            "(é|ü|[à-ÿ]){4}",
            "[^\\s]*",
            ".{0,30}",
            "((a{9}){9}){9}",
            "\\p{Greek}{60}",
        ] {
            let pattern = Pattern::new(text).expect("a pattern");
            waited += usize::from(pattern.compiled.get().is_none());
            assert!(pattern.compiled().is_some(), "{text}");
            assert_eq!(pattern.as_str(), text);
        }
        assert!(waited >= 6, "only {waited} wait");
        for text in ["(", "a{2,1}", "((a{99}){99}){99}", "\\p{L}{900}", "(?<n>a)(?<n>b)", "\\p{Nothing}"] {
            assert!(Pattern::new(text).is_none(), "{text}");
        }
    }

    /// Of many patterns put together at random, none that waits fails later.
    #[test]
    fn the_measure_of_a_pattern_is_never_too_small() {
        let pieces = ["é", "\\d", "\\w", "\\p{Lu}", "[a-zà-ÿ]", ".", "(b|cc)", "\\b"];
        let times = ["", "*", "{2,7}", "{40}"];
        let (mut waited, mut all) = (0, 0);
        for one in pieces {
            for two in pieces {
                for inner in times {
                    for outer in times {
                        let text = format!("(?:{one}{inner}{two}){outer}");
                        let Some(pattern) = Pattern::new(&text) else { continue };
                        all += 1;
                        waited += usize::from(pattern.compiled.get().is_none());
                        assert!(pattern.compiled().is_some(), "{text}");
                    }
                }
            }
        }
        assert!(all > 700 && waited > all / 4, "{waited} of {all} wait");
    }
}
