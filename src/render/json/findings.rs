//! `validate` for other programs.

use serde::Serialize;

use super::{VERSION, pretty};
use crate::model::{ClientId, Finding, Lang, Severity};
use crate::render::Reading;
use crate::words;

#[derive(Serialize)]
struct FindingV1<'a> {
    code: &'a str,
    severity: &'static str,
    file: &'a str,
    line: u32,
    column: u32,
    path: &'a str,
    message: String,
    help: Option<String>,
}

/// All findings, sorted by place.
pub(crate) fn validate(findings: &[Finding], reading: Reading, lang: Lang) -> String {
    #[derive(Serialize)]
    struct ValidateV1<'a> {
        version: u8,
        /// Files there were; `read` of them could be read.
        files: usize,
        read: usize,
        errors: usize,
        warnings: usize,
        findings: Vec<FindingV1<'a>>,
    }
    let count = |severity| findings.iter().filter(|it| it.severity == severity).count();
    pretty(&ValidateV1 {
        version: VERSION,
        files: reading.files,
        read: reading.read,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        findings: crate::render::findings::sorted(findings).into_iter().map(|it| finding(it, lang)).collect(),
    })
}

/// A draft that may not be committed, and why.
pub(crate) fn edit_refused(client: &ClientId, draft: &str, findings: &[Finding], lang: Lang) -> String {
    #[derive(Serialize)]
    struct RefusedV1<'a> {
        version: u8,
        client: &'a str,
        change: &'static str,
        refused: bool,
        /// Where what was typed is kept.
        draft: &'a str,
        findings: Vec<FindingV1<'a>>,
    }
    let found = crate::render::findings::sorted(findings).into_iter().map(|it| finding(it, lang)).collect();
    pretty(&RefusedV1 {
        version: VERSION,
        client: client.as_str(),
        change: "edit",
        refused: true,
        draft,
        findings: found,
    })
}

fn finding(finding: &Finding, lang: Lang) -> FindingV1<'_> {
    FindingV1 {
        code: &finding.code,
        severity: finding.severity.as_str(),
        file: &finding.place.file,
        line: finding.place.spot.line,
        column: finding.place.spot.column,
        path: &finding.place.path,
        message: words::say(&finding.message, lang),
        help: finding.help.as_ref().map(|it| words::say(it, lang)),
    }
}
