//! Findings as comments in a draft, above the lines they are about, and out again. What the person typed is the same
//! bytes before and after.

use crate::model::{Finding, Lang, Message, Severity};
use crate::render::plain;
use crate::words::say;

/// How every line of ours begins.
const MARK: &str = "# onboard: ";

/// A draft with the findings in it, and the lines that are ours, without their indents.
pub(super) fn put_in(text: &[u8], findings: &[Finding], lang: Lang) -> (Vec<u8>, Vec<String>) {
    let lines: Vec<&[u8]> = text.split_inclusive(|it| *it == b'\n').collect();
    let theirs: Vec<&[u8]> = lines.iter().map(|it| it.trim_ascii()).collect();
    let mut out = Vec::with_capacity(text.len() + 160 * findings.len());
    let mut notes = Vec::new();
    let last = lines.len().max(1);
    for (index, line) in lines.iter().enumerate() {
        let here = findings.iter().filter(|it| (it.place.spot.line as usize).clamp(1, last) == index + 1);
        for note in here.flat_map(|it| lines_of(it, lang)) {
            // A line of the person that says the same is not ours to take out again.
            if theirs.contains(&note.as_bytes()) || (notes.contains(&note) && line_is_there(&out, &note)) {
                continue;
            }
            out.extend(indent(line));
            out.extend(note.as_bytes());
            out.extend(if line.ends_with(b"\r\n") { "\r\n".as_bytes() } else { b"\n" });
            notes.push(note);
        }
        out.extend(*line);
    }
    notes.dedup();
    (out, notes)
}

/// The same draft without our lines, however they were moved or set in since.
pub(super) fn take_out(text: &[u8], notes: &[String]) -> Vec<u8> {
    let ours = |line: &&[u8]| notes.iter().any(|it| it.as_bytes() == line.trim_ascii());
    text.split_inclusive(|it| *it == b'\n').filter(|it| !ours(it)).flatten().copied().collect()
}

/// Whether the last line written is this one: the same thing need not be said twice in a row.
fn line_is_there(out: &[u8], note: &str) -> bool {
    out.trim_ascii_end().ends_with(note.as_bytes())
}

fn indent(line: &[u8]) -> impl Iterator<Item = u8> {
    line.iter().copied().take_while(|it| *it == b' ')
}

/// The finding and its way out, a line each.
fn lines_of(finding: &Finding, lang: Lang) -> Vec<String> {
    let label = match finding.severity {
        Severity::Error => "label.error",
        Severity::Warning => "label.warning",
    };
    let mut lines = vec![line(label, &say(&finding.message, lang), lang)];
    lines.extend(finding.help.as_ref().map(|it| line("label.help", &say(it, lang), lang)));
    lines
}

fn line(label: &'static str, text: &str, lang: Lang) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = Message::new("label.pair").with("name", say(&Message::new(label), lang)).with("value", flat);
    plain(&format!("{MARK}{}", say(&said, lang))).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Place, Spot};

    fn finding(line: u32, text: &str) -> Finding {
        let place =
            Place { file: String::new(), spot: Spot { line, column: 1, start: 0, end: 0 }, path: String::new() };
        Finding::error("x/y", place, Message::verbatim(text))
    }

    #[track_caller]
    fn check(text: &str, findings: &[(u32, &str)], expected: &str) {
        let findings: Vec<Finding> = findings.iter().map(|(line, text)| finding(*line, text)).collect();
        let (out, notes) = put_in(text.as_bytes(), &findings, Lang::En);
        assert_eq!(String::from_utf8_lossy(&out), expected);
        assert_eq!(take_out(&out, &notes), text.as_bytes(), "what was put in goes out again");
    }

    #[test]
    fn a_finding_stands_above_its_line_and_is_set_in_like_it() {
        check("a: 1\nb:\n  c: 2\n", &[(3, "no")], "a: 1\nb:\n  # onboard: error: no\n  c: 2\n");
        check("a: 1\r\nb: 2\r\n", &[(2, "no")], "a: 1\r\n# onboard: error: no\r\nb: 2\r\n");
        check("a: 1", &[(1, "no")], "# onboard: error: no\na: 1");
        check("a: 1\n", &[(9, "far below")], "# onboard: error: far below\na: 1\n");
        check("a: 1\n", &[(1, "two\nlines")], "# onboard: error: two lines\na: 1\n");
        check("", &[(1, "nothing there")], "");
    }

    #[test]
    fn a_line_that_the_person_wrote_is_never_taken_out() {
        check("# onboard: error: no\na: 1\n", &[(2, "no")], "# onboard: error: no\na: 1\n");
        check("# onboard: see the wiki\na: 1\n", &[(2, "no")], "# onboard: see the wiki\n# onboard: error: no\na: 1\n");
    }

    #[test]
    fn a_note_that_was_moved_or_copied_goes_out_wherever_it_is() {
        let (_, notes) = put_in(b"a: 1\n", &[finding(1, "no")], Lang::En);
        let moved = b"a: 1\n      # onboard: error: no  \nb: 2\n# onboard: error: no\n";
        assert_eq!(take_out(moved, &notes), b"a: 1\nb: 2\n");
    }

    #[test]
    fn the_bytes_of_the_person_are_kept_even_where_they_are_no_text() {
        let text = b"a: \xff\xfe\n\tb: \x00\n";
        let (out, notes) = put_in(text, &[finding(1, "no"), finding(2, "neither")], Lang::Fr);
        assert_eq!(take_out(&out, &notes), text);
    }
}
