//! SARIF 2.1.0 (OASIS): the rules with their words in both languages, and each finding with its region and a fingerprint
//! that survives other edits of the file.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{CodeWords, Item, Judgement};
use crate::model::{Lang, Severity};
use crate::render::json::pretty;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What a path may hold unencoded (RFC 3986).
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    language: &'static str,
    column_kind: &'static str,
    invocations: [Invocation; 1],
    results: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Words,
    help: Words,
    default_configuration: Configuration,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties<'a>>,
}

#[derive(Serialize)]
struct Properties<'a> {
    source: &'a str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Words,
    locations: [Location<'a>; 1],
    partial_fingerprints: BTreeMap<&'static str, &'a str>,
}

#[derive(Serialize)]
struct Words {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    uri_base_id: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    fully_qualified_name: &'a str,
    kind: &'static str,
}

/// One log with one run.
pub(crate) fn sarif(judgement: &Judgement) -> String {
    let items = judgement.items();
    let mut levels: BTreeMap<&str, Severity> = BTreeMap::new();
    for item in &items {
        let level = levels.entry(&item.finding.code).or_insert(item.finding.severity);
        *level = (*level).min(item.finding.severity);
    }
    let index: BTreeMap<&str, usize> = levels.keys().enumerate().map(|(index, code)| (*code, index)).collect();
    let rules = levels.iter().map(|(code, severity)| rule(code, *severity, judgement)).collect();
    let results = items.iter().map(|it| result(it, index.get(it.finding.code.as_str()).copied().unwrap_or_default()));
    let driver = Driver { name: env!("CARGO_PKG_NAME"), semantic_version: env!("CARGO_PKG_VERSION"), rules };
    let run = Run {
        tool: Tool { driver },
        language: match judgement.lang {
            Lang::En => "en-CA",
            Lang::Fr => "fr-CA",
        },
        column_kind: "unicodeCodePoints",
        invocations: [Invocation { execution_successful: judgement.reading.files == judgement.reading.read }],
        results: results.collect(),
    };
    pretty(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn rule<'a>(code: &'a str, severity: Severity, judgement: &'a Judgement) -> Rule<'a> {
    let words = judgement.words.get(code);
    let CodeWords { text, source } = words.cloned().unwrap_or_default();
    Rule {
        id: code,
        short_description: Words { text: text.get(judgement.lang).to_owned() },
        help: Words { text: format!("{}\n\n{}", text.en, text.fr) },
        default_configuration: Configuration { level: level(severity) },
        properties: source.and(words).and_then(|it| it.source.as_deref()).map(|source| Properties { source }),
    }
}

fn result<'a>(item: &'a Item, rule_index: usize) -> Finding<'a> {
    let place = &item.finding.place;
    let text = match &item.help {
        None => item.message.clone(),
        Some(help) => format!("{}\n{help}", item.message),
    };
    let region = Region {
        start_line: item.region.line,
        start_column: item.region.column,
        end_line: item.region.end_line,
        end_column: item.region.end_column,
    };
    let artifact = Artifact { uri: utf8_percent_encode(&item.file, PATH).to_string(), uri_base_id: "%SRCROOT%" };
    let logical = Logical { fully_qualified_name: &place.path, kind: "member" };
    Finding {
        rule_id: &item.finding.code,
        rule_index,
        level: level(item.finding.severity),
        message: Words { text },
        locations: [Location {
            physical_location: Physical { artifact_location: artifact, region },
            logical_locations: if place.path.is_empty() { Vec::new() } else { vec![logical] },
        }],
        partial_fingerprints: BTreeMap::from([("onboardFinding/v1", item.fingerprint.as_str())]),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
