//! Findings for people: code, severity, place, the line itself with the spot underlined, what to do about it.

use std::collections::BTreeMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use super::excerpt::Excerpts;
use super::plain::plain;
use super::style::{Colour, Hue, Style};
use crate::model::{Finding, Message, Severity, Spot};

/// How many files were there, and how many of them could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) files: usize,
    pub(crate) read: usize,
}

/// The findings, sorted by place. `source` gives the text of a file, where it can be had.
pub(crate) fn findings(findings: &[Finding], source: &dyn Fn(&str) -> Option<String>, style: Style) -> String {
    let mut spots: BTreeMap<&str, Vec<&Spot>> = BTreeMap::new();
    for Finding { place, .. } in findings {
        spots.entry(&place.file).or_default().push(&place.spot);
    }
    let excerpts =
        spots.into_iter().filter_map(|(file, spots)| Some((file.to_owned(), Excerpts::of(&source(file)?, spots))));
    findings_beside(findings, &excerpts.collect(), style)
}

/// The same with what is shown of each file.
pub(crate) fn findings_beside(findings: &[Finding], excerpts: &BTreeMap<String, Excerpts>, style: Style) -> String {
    let all = sorted(findings).into_iter();
    all.map(|it| finding(it, excerpts.get(&it.place.file), style)).collect()
}

/// By file, line and column; at one place, errors first.
pub(crate) fn sorted(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by(|a, b| (&a.place, a.severity, &a.code).cmp(&(&b.place, b.severity, &b.code)));
    sorted
}

/// `412 of 412 files read, 2 errors, 1 warning`.
pub(crate) fn findings_summary(findings: &[Finding], reading: Reading, style: Style) -> String {
    let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let read = Message::new("label.files-read").with("n", reading.read).with("total", reading.files);
    let message = Message::new("label.findings-summary")
        .with("read", read)
        .with("errors", Message::new("label.n-errors").with("n", errors))
        .with("warnings", Message::new("label.n-warnings").with("n", warnings));
    let hue = match (errors, warnings) {
        (0, 0) if reading.read == reading.files => Hue::Good,
        (0, _) if reading.read == reading.files => Hue::Warn,
        (_, _) => Hue::Bad,
    };
    style.paint(hue, &style.say(&message))
}

/// One finding, with what is shown of its file.
pub(crate) fn finding(finding: &Finding, source: Option<&Excerpts>, style: Style) -> String {
    let place = &finding.place;
    let (level, name) = match finding.severity {
        Severity::Error => (Level::ERROR, style.word("label.error")),
        Severity::Warning => (Level::WARNING, style.word("label.warning")),
    };
    let message = plain(&style.say(&finding.message)).into_owned();
    let code = plain(&finding.code).into_owned();
    let file = plain(&place.file).into_owned();
    let title = level.with_name(name).primary_title(message).id(code);
    let excerpt = source
        .filter(|_| place.spot.line > 0)
        .and_then(|it| it.line(&place.spot))
        .map(|(line, spot)| excerpt(line, spot));
    let mut group = match excerpt {
        Some(excerpt) => {
            let annotation = AnnotationKind::Primary.span(excerpt.start..excerpt.end);
            let snippet = Snippet::source(excerpt.line).line_start(line(finding)).path(file).annotation(annotation);
            title.element(snippet)
        }
        None => {
            let mut origin = Origin::path(file);
            if place.spot.line > 0 {
                let column = usize::try_from(place.spot.column).unwrap_or(1);
                origin = origin.line(line(finding)).char_column(column);
            }
            title.element(origin)
        }
    };
    if let Some(help) = &finding.help {
        let help = plain(&style.say(help)).into_owned();
        group = group.element(Level::HELP.with_name(style.word("label.help")).message(help));
    }
    let renderer = match style.colour {
        Colour::On => Renderer::styled(),
        Colour::Off => Renderer::plain(),
    };
    let mut shown = renderer.term_width(style.width.max(NARROWEST)).render(&[group]);
    shown.push_str("\n\n");
    shown
}

/// Narrower than this the excerpt would show nothing.
const NARROWEST: usize = 40;

fn line(finding: &Finding) -> usize {
    usize::try_from(finding.place.spot.line).unwrap_or(1)
}

/// One line of a file and a span in it, made harmless.
struct Excerpt {
    line: String,
    start: usize,
    end: usize,
}

fn excerpt(line: &str, spot: Range<usize>) -> Excerpt {
    let part = |range: Range<usize>| plain(line.get(range).unwrap_or_default());
    let (head, said, tail) = (part(0..spot.start), part(spot.clone()), part(spot.end..line.len()));
    Excerpt { line: format!("{head}{said}{tail}"), start: head.len(), end: head.len() + said.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lang, Place, Spot};

    const FILE: &str = "schema: 1\nid: acme\n\tagreement: {signd_on: 2026-11-20}\nname: \u{1b}[31mred\u{202e}\n";

    fn at(code: &str, start: usize, end: usize, severity: Severity) -> Finding {
        let before = &FILE[..start];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|it| *it != '\n').count() + 1;
        let spot = Spot {
            line: u32::try_from(line).expect("small"),
            column: u32::try_from(column).expect("small"),
            start,
            end,
        };
        let place = Place { file: "clients/acme.yaml".to_owned(), spot, path: String::new() };
        let message = Message::verbatim("unknown key `signd_on`");
        let finding = match severity {
            Severity::Error => Finding::error(code, place, message),
            Severity::Warning => Finding::warning(code, place, message),
        };
        finding.help(Message::verbatim("did you mean `signed_on`?"))
    }

    fn shown(all: &[Finding], colour: Colour, lang: Lang) -> String {
        let source = |file: &str| (file == "clients/acme.yaml").then(|| FILE.to_owned());
        findings(all, &source, Style { width: 80, colour, lang })
    }

    #[test]
    fn a_finding_shows_its_line_with_the_spot_underlined() {
        let start = FILE.find("signd_on").expect("the key");
        let finding = at("schema/unknown-key", start, start + 8, Severity::Error);
        insta::assert_snapshot!(shown(std::slice::from_ref(&finding), Colour::Off, Lang::En), @r"
        error[schema/unknown-key]: unknown key `signd_on`
         --> clients/acme.yaml:3:14
          |
        3 |  agreement: {signd_on: 2026-11-20}
          |              ^^^^^^^^
          |
          = help: did you mean `signed_on`?
        ");
        insta::assert_snapshot!(shown(&[finding], Colour::Off, Lang::Fr), @r"
        erreur[schema/unknown-key]: unknown key `signd_on`
         --> clients/acme.yaml:3:14
          |
        3 |  agreement: {signd_on: 2026-11-20}
          |              ^^^^^^^^
          |
          = aide: did you mean `signed_on`?
        ");
    }

    #[test]
    fn findings_come_by_place_and_errors_first() {
        let all = [
            at("b/warning", 10, 12, Severity::Warning),
            at("a/later", 19, 20, Severity::Error),
            at("c/error", 10, 12, Severity::Error),
        ];
        let codes: Vec<_> = sorted(&all).iter().map(|it| it.code.as_str()).collect();
        assert_eq!(codes, ["c/error", "b/warning", "a/later"]);
    }

    #[test]
    fn a_finding_without_a_place_in_the_file_names_the_file() {
        let place = Place { file: "clients/gone.yaml".to_owned(), ..Place::default() };
        let finding = Finding::error("workspace/unreadable", place, Message::verbatim("cannot be read"));
        insta::assert_snapshot!(shown(&[finding], Colour::Off, Lang::En), @r"
        error[workspace/unreadable]: cannot be read
        --> clients/gone.yaml
        ");
    }

    #[test]
    fn the_line_of_a_hostile_file_is_harmless() {
        let start = FILE.find("name").expect("the key");
        let hostile = Finding {
            message: Message::verbatim("bad \u{1b}]0;title\u{7}"),
            ..at("x", start, FILE.len() - 1, Severity::Error)
        };
        let text = shown(&[hostile], Colour::Off, Lang::En);
        assert!(!text.contains(|it: char| (it.is_control() && it != '\n') || it == '\u{202e}'), "{text:?}");
    }

    #[test]
    fn no_spot_is_out_of_reach() {
        // Beyond the end, inside a character, backwards, at the very end: shown as far as it goes, never a panic.
        for (start, end) in [(9999, 10_000), (FILE.len(), FILE.len()), (12, 5), (FILE.len() - 2, FILE.len() + 9)] {
            let mut finding = at("x", 0, 1, Severity::Error);
            finding.place.spot.start = start;
            finding.place.spot.end = end;
            assert!(shown(&[finding], Colour::Off, Lang::En).contains("clients/acme.yaml"));
        }
    }

    #[test]
    fn colour_changes_no_word() {
        let finding = at("x", 10, 12, Severity::Warning);
        let painted = shown(std::slice::from_ref(&finding), Colour::On, Lang::En);
        assert_ne!(painted, shown(std::slice::from_ref(&finding), Colour::Off, Lang::En));
        let bare = anstream::adapter::strip_str(&painted).to_string();
        assert_eq!(bare, shown(&[finding], Colour::Off, Lang::En));
    }

    #[test]
    fn the_summary_counts_in_each_language() {
        let style = |lang| Style { width: 80, colour: Colour::Off, lang };
        let all = [at("x", 0, 1, Severity::Error), at("x", 0, 1, Severity::Error), at("x", 0, 1, Severity::Warning)];
        let said = |all: &[Finding], files, read, lang| {
            findings_summary(all, Reading { files, read }, style(lang)).replace('\u{a0}', "⍽")
        };
        assert_eq!(said(&all, 1412, 1412, Lang::En), "1,412 of 1,412 files read, 2 errors, 1 warning");
        assert_eq!(said(&all, 1412, 1412, Lang::Fr), "1⍽412⍽fichiers lus sur 1⍽412, 2⍽erreurs, 1⍽avertissement");
        assert_eq!(said(&[], 1, 1, Lang::En), "1 of 1 files read, 0 errors, 0 warnings");
        assert_eq!(said(&[], 2, 0, Lang::Fr), "0⍽fichier lu sur 2, 0⍽erreur, 0⍽avertissement");
    }
}
