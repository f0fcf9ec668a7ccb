//! What is written: the result with its conflicts between marks, and beside it the text as it is where ours is taken.

use super::lines;

/// How conflicts are marked.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    /// How often each sign of a mark is written.
    pub(crate) size: usize,
    /// What the sides are called.
    pub(crate) ours: String,
    pub(crate) theirs: String,
    /// What the text before both is called; `None`: it is not shown.
    pub(crate) base: Option<String>,
}

/// The two texts as they grow.
#[derive(Debug)]
pub(super) struct Sheet<'m> {
    marks: &'m Marks,
    text: String,
    ours: String,
    /// What stands in front of whatever comes next on its line: indentation, and a `-`.
    pending: String,
    /// How far the lines of the text were counted, and how many they are.
    counted: (usize, u32),
    /// Whether a blank line would become part of the text above.
    keeps: bool,
}

impl<'m> Sheet<'m> {
    pub(super) fn new(marks: &'m Marks) -> Self {
        Self { marks, text: String::new(), ours: String::new(), pending: String::new(), counted: (0, 0), keeps: false }
    }

    /// The marked text, and the text with ours.
    pub(super) fn done(mut self) -> (String, String) {
        self.put("");
        (self.text, self.ours)
    }

    pub(super) fn put(&mut self, text: &str) {
        for it in [&mut self.text, &mut self.ours] {
            it.push_str(&self.pending);
            it.push_str(text);
        }
        self.pending.clear();
        self.keeps = false;
    }

    /// Says of what was put last whether it keeps the blank lines below it.
    pub(super) fn keep(&mut self, keeps: bool) {
        self.keeps = keeps;
    }

    /// Puts in front of what comes next.
    pub(super) fn wait(&mut self, text: &str) {
        self.pending.push_str(text);
    }

    /// Whether a mark waits on the line that is to be written.
    pub(super) fn is_waiting(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Whole lines, above which nothing may wait.
    pub(super) fn lines(&mut self, lines: &str) {
        let mut lines = lines;
        while let Some((_, rest)) = lines.split_once('\n').filter(|it| self.keeps && it.0.trim().is_empty()) {
            lines = rest;
        }
        if lines.is_empty() {
            return;
        }
        if self.is_waiting() {
            let waiting = std::mem::take(&mut self.pending);
            self.put(waiting.trim_end());
            self.put("\n");
        }
        self.put(lines);
    }

    /// Three versions of whole lines. The number of the line where the mark stands.
    pub(super) fn clash(&mut self, base: &str, ours: &str, theirs: &str) -> u32 {
        let waiting = std::mem::take(&mut self.pending);
        let line = self.count() + 1;
        let side = |text: &str| if text.is_empty() { String::new() } else { format!("{waiting}{text}") };
        let [base, ours, theirs] = [base, ours, theirs].map(side);
        let region = between(self.marks, [base.as_bytes(), ours.as_bytes(), theirs.as_bytes()]);
        self.text.push_str(&String::from_utf8_lossy(&region));
        self.ours.push_str(&ours);
        line
    }

    /// The lines so far.
    fn count(&mut self) -> u32 {
        let (seen, lines) = self.counted;
        let new = self.text.as_bytes().get(seen..).unwrap_or_default();
        self.counted = (self.text.len(), lines.saturating_add(lines::count(new)));
        self.counted.1
    }
}

/// Three versions of whole lines between marks.
pub(super) fn between(marks: &Marks, [base, ours, theirs]: [&[u8]; 3]) -> Vec<u8> {
    let mut text = Vec::new();
    let mut mark = |sign: &str, label: &str, lines: &[u8]| {
        if text.last().is_some_and(|it| *it != b'\n') {
            text.push(b'\n');
        }
        text.extend(sign.repeat(marks.size).bytes());
        if !label.is_empty() {
            text.push(b' ');
            text.extend(label.bytes());
        }
        text.push(b'\n');
        text.extend(lines);
    };
    mark("<", &marks.ours, ours);
    if let Some(label) = &marks.base {
        mark("|", label, base);
    }
    mark("=", "", theirs);
    mark(">", &marks.theirs, &[]);
    text
}
