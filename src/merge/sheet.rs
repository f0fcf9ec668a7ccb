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
}

impl<'m> Sheet<'m> {
    pub(super) fn new(marks: &'m Marks) -> Self {
        Self { marks, text: String::new(), ours: String::new(), pending: String::new() }
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
        let line = lines::count(self.text.as_bytes()) + 1;
        let side = |text: &str| if text.is_empty() { String::new() } else { format!("{waiting}{text}") };
        let [base, ours, theirs] = [base, ours, theirs].map(side);
        let mut text = std::mem::take(&mut self.text).into_bytes();
        mark(&mut text, self.marks, [base.as_bytes(), ours.as_bytes(), theirs.as_bytes()]);
        self.text = String::from_utf8_lossy(&text).into_owned();
        self.ours.push_str(&ours);
        line
    }
}

/// Writes three versions of whole lines between marks.
pub(super) fn mark(text: &mut Vec<u8>, marks: &Marks, [base, ours, theirs]: [&[u8]; 3]) {
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
}
