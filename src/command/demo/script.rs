//! The script of the demonstration: dates, headings in both languages, and commands as a person types them.

/// A line of the script.
pub(super) enum Line<'a> {
    Date(&'a str),
    Heading {
        en: &'a str,
        fr: &'a str,
    },
    Command {
        words: String,
        expect: Expect,
    },
    /// The client files that come along.
    Files,
}

/// How a command must end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
    Done,
    /// Done, and its answer is shown.
    Shown,
    /// The answer is no, and it is shown.
    Refused,
}

impl Expect {
    pub(super) fn is(self, code: Option<i32>) -> bool {
        match self {
            Self::Done | Self::Shown => code == Some(0),
            Self::Refused => code == Some(1),
        }
    }
}

/// Reads a script. A line that begins with blanks goes on with the line above.
pub(super) fn read(text: &str) -> Vec<Line<'_>> {
    let mut lines: Vec<Line> = Vec::new();
    for line in text.lines() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if let (true, Some(Line::Command { words, .. })) = (line.starts_with(' '), lines.last_mut()) {
            words.push(' ');
            words.push_str(line.trim());
            continue;
        }
        lines.push(one(line));
    }
    lines
}

fn one(line: &str) -> Line<'_> {
    if let Some(date) = line.strip_prefix("@ ") {
        return Line::Date(date);
    }
    if let Some((en, fr)) = line.strip_prefix("= ").and_then(|it| it.split_once(" | ")) {
        return Line::Heading { en, fr };
    }
    if line == "FILES" {
        return Line::Files;
    }
    let (words, expect) = match (line.strip_prefix("? "), line.strip_prefix("> ")) {
        (Some(words), _) => (words, Expect::Refused),
        (None, Some(words)) => (words, Expect::Shown),
        (None, None) => (line, Expect::Done),
    };
    Line::Command { words: words.to_owned(), expect }
}

/// Splits a command into its words as a shell would: single quotes keep blanks together.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quoted = false;
    for it in text.chars() {
        match it {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            _ => word.push(it),
        }
    }
    words.push(word);
    words.retain(|it| !it.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_may_go_on_over_several_lines() {
        let lines = read("# a remark\n@ 2026-01-02\n= One | Un\nset acme a=1\n    b='2 3'\n? advance acme\n");
        assert_eq!(lines.len(), 4);
        let Line::Command { words: text, expect } = &lines[2] else { panic!("not a command") };
        assert_eq!(words(text), ["set", "acme", "a=1", "b=2 3"]);
        assert_eq!(*expect, Expect::Done);
    }
}
