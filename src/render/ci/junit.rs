//! `JUnit` XML, as most CI servers read it: one test case for each file, a failure where the file has errors, its warnings
//! as output.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{Item, Judgement};
use crate::model::Severity;

/// One suite. Files without findings pass.
pub(crate) fn junit(judgement: &Judgement) -> String {
    let items = judgement.items();
    let mut cases: BTreeMap<String, Vec<&Item>> =
        judgement.files.iter().map(|it| (judgement.path(it), Vec::new())).collect();
    for item in &items {
        cases.entry(item.file.clone()).or_default().push(item);
    }
    let failed = |it: &&Vec<&Item>| it.iter().any(|it| it.finding.severity == Severity::Error);
    let counts =
        format!("tests=\"{}\" failures=\"{}\" errors=\"0\"", cases.len(), cases.values().filter(failed).count());
    let suite: String = cases.iter().map(|(file, items)| case(file, items)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"onboard validate\" {counts}>\n  \
         <testsuite name=\"onboard validate\" {counts}>\n{suite}  </testsuite>\n</testsuites>\n"
    )
}

fn case(file: &str, items: &[&Item]) -> String {
    let of = |severity| items.iter().copied().filter(move |it| it.finding.severity == severity);
    let (errors, warnings): (Vec<_>, Vec<_>) = (of(Severity::Error).collect(), of(Severity::Warning).collect());
    let name = escaped(file);
    if items.is_empty() {
        return format!("    <testcase classname=\"onboard\" name=\"{name}\"/>\n");
    }
    let mut case = format!("    <testcase classname=\"onboard\" name=\"{name}\">\n");
    if let Some(first) = errors.first() {
        let message = escaped(&first.message);
        let (kind, all) = (escaped(&first.finding.code), escaped(&lines(&errors)));
        // Writing to a text cannot fail.
        let _ignored = writeln!(case, "      <failure message=\"{message}\" type=\"{kind}\">{all}</failure>");
    }
    if !warnings.is_empty() {
        let _ignored = writeln!(case, "      <system-out>{}</system-out>", escaped(&lines(&warnings)));
    }
    case.push_str("    </testcase>\n");
    case
}

fn lines(items: &[&Item]) -> String {
    let line = |it: &&Item| {
        let help = it.help.as_ref().map(|help| format!("\n  {help}")).unwrap_or_default();
        let region = it.region;
        format!("{}:{}:{}: {}: {}{help}\n", it.file, region.line, region.column, it.finding.code, it.message)
    };
    items.iter().map(line).collect()
}

/// For text and attributes. What XML 1.0 cannot hold was made visible before.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push('\n'),
            it if it.is_control() || matches!(it, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            it => out.push(it),
        }
    }
    out
}
