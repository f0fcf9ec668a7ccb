//! Templates, strict: a name that does not exist, a value without words or a sentence with a hole is an error with its
//! place, never an empty spot in a report. Everything that is printed is escaped, unless a filter of ours made it.

mod filters;

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};
use serde::Serialize;

use crate::model::{Finding, Lang, Message, Place, Spot};
use crate::report::ProcessNames;

/// The reports of this program, by kind; a workspace can bring its own.
pub(crate) const TEMPLATES: [Template<'static>; 5] = [
    Template { file: "closure.md", text: include_str!("templates/closure.md") },
    Template { file: "progress.md", text: include_str!("templates/progress.md") },
    Template { file: "agreement.md", text: include_str!("templates/agreement.md") },
    Template { file: "attestation.md", text: include_str!("templates/attestation.md") },
    Template { file: "portfolio.md", text: include_str!("templates/portfolio.md") },
];

/// What templates share; every one can import it.
const PARTS: Template<'static> = Template { file: "parts.md", text: include_str!("templates/parts.md") };

/// A template and where it was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Template<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

/// What a rendering is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Markdown that people read.
    Markdown,
    /// Markdown with marks for what only a page can show, to be made a page of.
    Page,
    /// The pages of a site.
    Html,
}

/// Whom a rendering speaks to, and what it may show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) names: &'a ProcessNames,
    pub(super) lang: Lang,
    pub(super) form: Form,
    /// The pictures that the report has.
    pub(super) pictures: &'a [&'static str],
}

/// What one rendering may cost; the longest real report takes a hundredth of it.
const FUEL: u64 = 20_000_000;

/// A template in one language that has been read, to be rendered as often as there is data.
#[derive(Debug)]
pub(super) struct Ready<'t> {
    template: Template<'t>,
    environment: Environment<'t>,
}

impl<'t> Ready<'t> {
    pub(super) fn new(template: Template<'t>, setting: Setting<'_>) -> Result<Self, Box<Finding>> {
        let fault = |error: minijinja::Error| Box::new(finding(template, &error));
        let mut environment = environment(setting);
        environment.set_debug(true);
        environment.set_fuel(Some(FUEL));
        environment.add_template(PARTS.file, PARTS.text).map_err(fault)?;
        environment.add_template(template.file, template.text).map_err(fault)?;
        Ok(Self { template, environment })
    }

    /// A fault of the template is a finding at its line and column.
    pub(super) fn render(&self, data: &impl Serialize) -> Result<String, Box<Finding>> {
        let fault = |error: minijinja::Error| Box::new(finding(self.template, &error));
        let compiled = self.environment.get_template(self.template.file).map_err(fault)?;
        let text = compiled.render(minijinja::value::Serde(data)).map_err(fault)?;
        Ok(tidy(&text))
    }
}

/// Where templates are at home: strict, everything escaped, with the filters and functions of ours.
pub(super) fn environment<'e>(setting: Setting<'_>) -> Environment<'e> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("ours".into()));
    if let Ok(syntax) =
        SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()
    {
        environment.set_syntax(syntax);
    }
    filters::add(&mut environment, setting);
    environment
}

/// At most one blank line in a row, one line break at the end: templates need not count their lines.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && blank) {
            out.push_str(line);
            out.push('\n');
        }
        blank = line.is_empty();
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

pub(super) fn finding(template: Template<'_>, error: &minijinja::Error) -> Finding {
    // Inside a call of `t` the cause is ours and says more.
    let detail = error.detail().map_or_else(|| error.kind().to_string(), ToOwned::to_owned);
    let (code, key) = fault(error.kind());
    let place = Place { file: template.file.to_owned(), spot: spot(template.text, error), path: String::new() };
    Finding::error(code, place, Message::new(key).with("detail", detail))
}

/// The code of a kind of fault and its sentence. The engine's kinds may grow: the rest are faults of a value.
fn fault(kind: ErrorKind) -> (&'static str, &'static str) {
    let unknown = [
        ErrorKind::UnknownFilter,
        ErrorKind::UnknownFunction,
        ErrorKind::UnknownTest,
        ErrorKind::UnknownMethod,
        ErrorKind::UnknownBlock,
    ];
    if kind == ErrorKind::UndefinedError {
        ("template/undefined", "report.template-undefined")
    } else if [ErrorKind::SyntaxError, ErrorKind::BadEscape].contains(&kind) {
        ("template/syntax", "report.template-syntax")
    } else if unknown.contains(&kind) {
        ("template/unknown", "report.template-unknown")
    } else if kind == ErrorKind::OutOfFuel {
        ("template/too-long", "report.template-too-long")
    } else {
        ("template/value", "report.template-value")
    }
}

fn spot(text: &str, error: &minijinja::Error) -> Spot {
    let whole_line = || {
        let line = error.line().unwrap_or(1).saturating_sub(1);
        let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
        let length = text.get(start..).and_then(|it| it.lines().next()).map_or(0, str::len);
        start..start + length
    };
    let range = error.range().unwrap_or_else(whole_line);
    let before = text.get(..range.start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    Spot {
        line: count(before.matches('\n').count() + 1),
        column: count(before.get(line_start..).unwrap_or_default().chars().count() + 1),
        start: range.start,
        end: range.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::names_for_tests;
    use crate::words;

    fn said(text: &str, data: &serde_json::Value, lang: Lang) -> String {
        let names = names_for_tests();
        let setting = Setting { names: &names, lang, form: Form::Markdown, pictures: &["timeline"] };
        let template = Template { file: "process/templates/x.md", text };
        match Ready::new(template, setting).and_then(|it| it.render(data)) {
            Ok(text) => text.trim_end().replace('\u{a0}', "⍽"),
            Err(finding) => format!(
                "{}:{}:{}: {}: {}",
                finding.place.file,
                finding.place.spot.line,
                finding.place.spot.column,
                finding.code,
                words::say(&finding.message, lang)
            ),
        }
    }

    fn check(text: &str, english: &str, french: &str) {
        let data = serde_json::json!({
            "day": "2026-08-01", "month": "2026-08", "amount": "1234.5", "none": null, "yes": true, "count": 43200,
            "text": {"en": "one | *two*", "fr": "un | *deux*"}, "list": [{"en": "a", "fr": "à"}, {"en": "b", "fr": "b"}],
            "state": "live", "long": "first\n\n# second", "share": "97.4", "phase": "testing",
        });
        assert_eq!(said(text, &data, Lang::En), english);
        assert_eq!(said(text, &data, Lang::Fr), french);
    }

    #[test]
    fn each_language_has_its_own_forms() {
        check("{{ day | date }}", "August 1, 2026", "1er août 2026");
        check("{{ month | date }}", "August 2026", "août 2026");
        check("{{ amount | money }}", "$1,234.50", "1⍽234,50⍽$");
        check("{{ share | percent }}", "97.4%", "97,4⍽%");
        check("{{ count }}", "43,200", "43⍽200");
        check("{{ yes }}", "yes", "oui");
        check("{{ 0 | days }}, {{ 1 | days }}, {{ 2 | days }}", "0 days, 1 day, 2 days", "0⍽jour, 1⍽jour, 2⍽jours");
        check("{{ list | joined }}", "a and b", "à et b");
        check("{{ state | label('services.state') }}", "Live", "En service");
        check("{{ phase | phase }}", "Testing / Demonstration", "Mise à l’essai et démonstration");
        check("{{ '>= 95 %' | measure }}", "≥⍽95%", "≥⍽95⍽%");
        check("{{ '97.4 %' | measure }}", "97.4%", "97,4⍽%");
        check("{{ day | measure }}", "August 1, 2026", "1er août 2026");
        check("{{ '2 of 3 *teams*' | measure }}", "2 of 3 \\*teams\\*", "2 of 3 \\*teams\\*");
    }

    #[test]
    fn what_is_not_there_is_said() {
        check("{{ none }}", "—", "—");
        check("{{ none | date | said }}", "*not recorded*", "*non consigné*");
        check("{{ day | date | said }}", "August 1, 2026", "1er août 2026");
    }

    #[test]
    fn what_a_file_says_is_never_markup() {
        check("{{ text }}", "one \\| \\*two\\*", "un \\| \\*deux\\*");
        check("{{ long | block }}", "first\n\n\\# second", "first\n\n\\# second");
        check("{% set x = text %}{{ [x] | joined }}", "one \\| \\*two\\*", "un \\| \\*deux\\*");
    }

    #[test]
    fn an_undefined_name_is_an_error_at_its_place() {
        let expect = |lang: &str| lang.to_owned();
        check(
            "line\n{{ nope }}",
            &expect("process/templates/x.md:2:4: template/undefined: the template uses a name that does not exist"),
            &expect("process/templates/x.md:2:4: template/undefined: le gabarit emploie un nom qui n’existe pas"),
        );
    }
}
