//! Random documents in as many styles as people write, and random values. The same seed gives the same text everywhere.

use serde_json::{Value, json};

/// A small generator: the same seed, the same document and edit, on every machine.
pub(crate) struct Dice(pub(super) u64);

/// A document in the style of somebody.
pub(crate) fn hand_written(seed: u64) -> String {
    Hand::document(seed)
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((it ^ (it >> 31)) % sides as u64).unwrap()
    }

    pub(crate) fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }
}

pub(super) const KEYS: &[&str] =
    &["a", "b", "id", "name", "due", "é", "日本", "x.y-z", "\"q r\"", "'s: t'", "long_key_name", "no", "k1", "k2"];
const PLAIN: &[&str] = &[
    "x",
    "some words",
    "2026-11-22",
    "12",
    "-3.5",
    "true",
    "null",
    "~",
    "https://x.example/a?b=c#d",
    "l’été",
    "it's",
    "a#b",
    "😀",
    "1_000",
    "a, b",
    "yes",
];
const QUOTED: &[&str] =
    &["\"x\"", "'y'", "\"a: b # c\"", "'it''s'", "\"\\n\\\"\\\\\"", "\"\"", "''", "\"[x, {y}]\"", "\"é\""];
const COMMENTS: &[&str] = &["# c", "# - x: y", "# \"quote", "#", "# été", "# a: b"];
const TEXTS: &[&str] = &[
    "x",
    "some words",
    "no",
    "12",
    "1.5",
    "2026-11-22",
    "",
    " lead",
    "trail ",
    "a: b",
    "a #b",
    ":x",
    "- x",
    "it's",
    "say \"hi\"",
    "back\\slash",
    "one\ntwo\n",
    "one\n\n  two",
    "one\n\n",
    "\n",
    "tab\there",
    "été",
    "😀",
    "a, b",
    "[x]",
    "{y}",
    "*a",
    "&b",
    "!c",
    "%d",
    "@e",
    "`f`",
    "null",
    "~",
    "0o7",
    "12:30:45",
    "=",
    "<<",
    "---",
    "x:",
    "?",
    "-",
    "# c",
    "a very long text that goes on and on until it is far beyond the hundredth column of its line and further",
];

/// How one document is written.
pub(super) struct Hand {
    dice: Dice,
    map: usize,
    list: usize,
    text: String,
}

impl Hand {
    pub(super) fn document(seed: u64) -> String {
        let mut dice = Dice(seed);
        let map = dice.pick(&[2, 2, 2, 3, 4]);
        let list = if dice.one_in(3) { 0 } else { map };
        let mut hand = Self { dice, map, list, text: String::new() };
        if hand.dice.one_in(4) {
            hand.text.push_str("# yaml-language-server: $schema=x\n");
        }
        if hand.dice.one_in(8) {
            hand.text.push_str("---\n");
        }
        let mut text = if hand.dice.one_in(20) {
            let flow = hand.flow(2, true);
            hand.text + &flow + "\n"
        } else {
            hand.map(0, 0, false);
            hand.text
        };
        let mut dice = Dice(seed ^ 1);
        if dice.one_in(5) {
            text.truncate(text.trim_end_matches('\n').len());
        } else if dice.one_in(10) {
            text.push_str("\n\n# end\n");
        }
        if dice.one_in(5) { text.replace('\n', "\r\n") } else { text }
    }

    fn indent(&mut self, column: usize) {
        self.text.push_str(&" ".repeat(column));
    }

    fn above(&mut self, column: usize) {
        if self.dice.one_in(8) {
            self.text.push('\n');
        }
        if self.dice.one_in(6) {
            let at = if self.dice.one_in(5) { column + 2 } else { column };
            self.indent(at);
            self.comment_line();
        }
    }

    fn comment_line(&mut self) {
        let comment = self.dice.pick(COMMENTS);
        self.text.push_str(comment);
        self.text.push('\n');
    }

    fn end_line(&mut self) {
        if self.dice.one_in(6) {
            let gap = self.dice.pick(&[" ", "   "]);
            self.text.push_str(gap);
            self.comment_line();
        } else {
            self.text.push('\n');
        }
    }

    fn map(&mut self, column: usize, depth: usize, mut inline: bool) {
        let count = 1 + self.dice.roll(if depth == 0 { 6 } else { 4 });
        let mut keys = KEYS.to_vec();
        for _ in 0..count {
            if !inline {
                self.above(column);
                self.indent(column);
            }
            inline = false;
            let at = self.dice.roll(keys.len());
            let key = keys.swap_remove(at);
            self.text.push_str(key);
            self.text.push(':');
            self.value(column, depth, self.map, self.list);
        }
    }

    fn list(&mut self, column: usize, depth: usize, mut inline: bool) {
        for _ in 0..=self.dice.roll(4) {
            if !inline {
                self.above(column);
                self.indent(column);
            }
            inline = false;
            self.text.push('-');
            let gap = self.dice.pick(&[1, 1, 1, 3]);
            match self.dice.roll(5) {
                0 if depth < 4 => {
                    self.indent(gap);
                    self.map(column + 1 + gap, depth + 1, true);
                }
                1 if depth < 4 => {
                    self.indent(gap);
                    self.list(column + 1 + gap, depth + 1, true);
                }
                _ => self.value(column, depth, self.map, self.map),
            }
        }
    }

    /// What follows a `:` or `-`, to the end of its last line.
    fn value(&mut self, column: usize, depth: usize, map: usize, list: usize) {
        match self.dice.roll(14) {
            0 => self.end_line(),
            1 | 2 if depth < 4 => {
                self.end_line();
                self.map(column + map, depth + 1, false);
            }
            3 | 4 if depth < 4 => {
                self.end_line();
                self.list(column + list, depth + 1, false);
            }
            5 => self.block_scalar(column + map),
            6 => {
                let lines = self.dice.pick(&["one\n{}two\n{}three", "\"one\n{}\n{}two\"", "'one\n{}two'"]);
                let lines = lines.replace("{}", &" ".repeat(column + 1 + map));
                self.text.push(' ');
                self.text.push_str(&lines);
                self.end_line();
            }
            7..=9 => {
                self.text.push(' ');
                let flow = self.flow(3, depth < 3 && column > 0);
                let flow = flow.replace('\n', &format!("\n{}", " ".repeat(column + 2)));
                self.text.push_str(&flow);
                self.end_line();
            }
            it => {
                let gap = self.dice.pick(&[" ", " ", " ", "  "]);
                self.text.push_str(gap);
                let scalar = if it < 12 { self.dice.pick(PLAIN) } else { self.dice.pick(QUOTED) };
                self.text.push_str(scalar);
                self.end_line();
            }
        }
    }

    fn block_scalar(&mut self, column: usize) {
        let header = self.dice.pick(&[" |", " >", " |-", " >-", " |+", " >+"]);
        self.text.push_str(header);
        self.end_line();
        for _ in 0..=self.dice.roll(3) {
            if self.dice.one_in(5) {
                self.text.push('\n');
            }
            self.indent(column);
            let line = self.dice.pick(&["some text", "- no item", "k: v", "# no comment", "x"]);
            self.text.push_str(line);
            self.text.push('\n');
        }
        if self.dice.one_in(4) {
            self.text.push('\n');
        }
    }

    fn flow(&mut self, depth: usize, broken: bool) -> String {
        let is_map = self.dice.one_in(2);
        let broken = broken && self.dice.one_in(4);
        let mut keys = KEYS.to_vec();
        let count = self.dice.roll(4);
        let mut parts = Vec::new();
        for _ in 0..count {
            let value = match self.dice.roll(6) {
                0 if depth > 0 => self.flow(depth - 1, broken),
                1 | 2 => self.dice.pick(QUOTED).to_owned(),
                3 if is_map => String::new(),
                _ => self.dice.pick(&["x", "some words", "12", "null", "2026-11-22", "é", "true"]).to_owned(),
            };
            let at = self.dice.roll(keys.len());
            parts.push(if is_map { format!("{}: {value}", keys.swap_remove(at)) } else { value });
        }
        let (open, close) = if is_map { ('{', '}') } else { ('[', ']') };
        let comma = if !parts.is_empty() && self.dice.one_in(6) { "," } else { "" };
        if broken && !parts.is_empty() {
            let comment = |dice: &mut Dice| if dice.one_in(3) { "  # c" } else { "" };
            let last = parts.len() - 1;
            let mut text = String::from(open);
            for (index, part) in parts.iter().enumerate() {
                let comma = if index < last { "," } else { comma };
                text = format!("{text}\n  {part}{comma}{}", comment(&mut self.dice));
            }
            return format!("{text}\n{close}");
        }
        let space = if self.dice.one_in(4) { " " } else { "" };
        format!("{open}{space}{}{comma}{space}{close}", parts.join(self.dice.pick(&[", ", ", ", ","])))
    }
}

pub(super) fn new_value(dice: &mut Dice, depth: usize) -> Value {
    match dice.roll(if depth == 0 { 6 } else { 10 }) {
        0 => json!(dice.roll(1000)),
        1 => [json!(null), json!(true), json!(-2.5), json!(1e300), json!([]), json!({})][dice.roll(6)].clone(),
        2 => json!({"en": dice.pick(TEXTS), "fr": dice.pick(TEXTS)}),
        6 | 7 => (0..=dice.roll(3)).map(|_| new_value(dice, depth - 1)).collect(),
        8 | 9 => {
            let entry = |dice: &mut Dice| (dice.pick(KEYS).replace(['"', '\''], ""), new_value(dice, depth - 1));
            Value::Object((0..=dice.roll(3)).map(|_| entry(dice)).collect())
        }
        _ => json!(dice.pick(TEXTS)),
    }
}
