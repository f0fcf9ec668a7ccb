//! The corpus, and changes of it, as plain tests: no fuzzer is needed to know that what was found once stays mended.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::print_stdout,
    reason = "tests look at the disk and the clock themselves, and say what they were about when they fail"
)]

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::TARGETS;

/// More than any input may take, in a build without optimization on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut found: Vec<_> = entries.map(|it| it.expect("an entry").path()).collect();
    found.sort();
    assert!(found.len() > 2, "the corpus of {target} is no corpus");
    found.into_iter().map(|it| (it.display().to_string(), fs::read(&it).expect("a file"))).collect()
}

fn run(name: &str, target: fn(&[u8]), bytes: &[u8]) {
    let begun = Instant::now();
    target(bytes);
    assert!(begun.elapsed() < LONGEST, "{name} took {:?}", begun.elapsed());
}

#[test]
fn what_a_fuzzer_has_found_stays_mended() {
    for (target, function) in TARGETS {
        for (name, bytes) in corpus(target) {
            // Told when it panics.
            println!("{name}");
            run(&name, function, &bytes);
        }
    }
}

/// Changes of the corpus, drawn at random but the same in every run; `ONBOARD_FUZZ` says for how many seconds for each target.
#[test]
fn what_is_like_the_corpus_does_no_harm_either() {
    let seconds = std::env::var("ONBOARD_FUZZ").map_or(0, |it| it.parse().expect("a number of seconds"));
    for (target, function) in TARGETS {
        let corpus = corpus(target);
        let end = Instant::now() + Duration::from_secs(seconds);
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        let mut number = 0;
        while number < 30 || Instant::now() < end {
            let (name, bytes) = &corpus[dice.roll(corpus.len())];
            let (_, other) = &corpus[dice.roll(corpus.len())];
            let bytes = changed(&mut dice, bytes.clone(), other);
            // Told when it panics.
            println!("{name}, change {number}: {}", bytes.escape_ascii());
            run(name, function, &bytes);
            number += 1;
        }
    }
}

/// Pieces that readers of these formats take notice of.
const PIECES: [&str; 24] = [
    "\n",
    ": ",
    "- ",
    "# ",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a ",
    "!!str ",
    "|\n",
    "<<: ",
    "\u{feff}",
    "---\n",
    "\t",
    "null",
    "18446744073709551616",
    "<!DOCTYPE x>",
    "&#x0;",
    "\\u0000",
    ".all(x, ",
];

fn changed(dice: &mut Dice, mut bytes: Vec<u8>, other: &[u8]) -> Vec<u8> {
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(bytes.len() + 1);
        let end = (at + dice.roll(40)).min(bytes.len());
        match dice.roll(6) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = PIECES[dice.roll(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
            2 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            3 if !other.is_empty() => {
                let from = dice.roll(other.len());
                let to = (from + dice.roll(200)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            4 if at < bytes.len() => bytes[at] = u8::try_from(dice.roll(256)).expect("a byte"),
            5 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            _ => bytes.truncate(end.max(1)),
        }
    }
    bytes
}

/// The same numbers in every run (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or_default() % sides
    }
}
