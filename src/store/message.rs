//! The message of a commit: subject, reason, trailers.

use crate::model::is_hidden;

use super::settings::Settings;

/// What a commit says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CommitMessage {
    /// One line: `acme: agreement -> technical`.
    pub(crate) subject: String,
    /// The reason, in paragraphs; may be empty.
    pub(crate) body: String,
    /// `Onboard-Client: acme` and the like, in this order.
    pub(crate) trailers: Vec<(String, String)>,
}

impl CommitMessage {
    /// As git would store it. Control characters are replaced: a commit message is shown on terminals.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("{}\n\n{}\n\n", one_line(&self.subject), harmless(&self.body));
        for (key, value) in &self.trailers {
            text.extend([one_line(key).as_str(), ": ", one_line(value).as_str(), "\n"]);
        }
        clean(&text)
    }
}

fn one_line(text: &str) -> String {
    harmless(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn harmless(text: &str) -> String {
    let line_breaks = text.replace("\r\n", "\n").replace('\r', "\n");
    line_breaks.chars().map(|it| if is_hidden(it) { '\u{fffd}' } else { it }).collect()
}

/// What git calls `whitespace`: no white space at the end of lines, no empty lines at both ends or twice running.
fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut empty_before = false;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            empty_before = !cleaned.is_empty();
            continue;
        }
        if std::mem::take(&mut empty_before) {
            cleaned.push('\n');
        }
        cleaned.push_str(line);
        cleaned.push('\n');
    }
    cleaned
}

/// What `git commit -F` makes of a text, as `commit.cleanup` asks.
pub(super) fn tidy(text: &str, settings: &Settings) -> String {
    let mark = settings.text("core.commentstring").or_else(|| settings.text("core.commentchar"));
    match settings.text("commit.cleanup") {
        Some("verbatim") => text.to_owned(),
        Some("strip") => clean(&without_comments(text, mark.filter(|it| *it != "auto").unwrap_or("#"))),
        Some(_) | None => clean(text),
    }
}

/// Without the lines that `commit.cleanup = strip` takes for comments.
fn without_comments(text: &str, mark: &str) -> String {
    text.lines().filter(|it| !it.starts_with(mark)).flat_map(|it| [it, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(subject: &str, body: &str, trailers: &[(&str, &str)], expected: &str) {
        let trailers = trailers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        assert_eq!(CommitMessage { subject: subject.to_owned(), body: body.to_owned(), trailers }.text(), expected);
    }

    #[test]
    fn subject_reason_and_trailers_are_paragraphs() {
        check("acme: a -> b", "", &[], "acme: a -> b\n");
        check("acme: a -> b", "", &[("Onboard-Client", "acme")], "acme: a -> b\n\nOnboard-Client: acme\n");
        check("acme: a", "why\n\n\nmore  ", &[("A", "1"), ("B", "2")], "acme: a\n\nwhy\n\nmore\n\nA: 1\nB: 2\n");
    }

    #[test]
    fn a_value_cannot_make_a_trailer_or_move_the_cursor() {
        check("a\nb", "", &[("A", "1\nOnboard-Gate: x")], "a b\n\nA: 1 Onboard-Gate: x\n");
        check("a", "\u{1b}[2J\rb", &[], "a\n\n\u{fffd}[2J\nb\n");
    }
}
