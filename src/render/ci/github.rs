//! Workflow commands of GitHub Actions: one annotation for each finding, at its line and column.

use super::{Item, Judgement};
use crate::model::Severity;

/// One line for each finding.
pub(crate) fn github(judgement: &Judgement) -> String {
    judgement.items().iter().map(annotation).collect()
}

fn annotation(item: &Item) -> String {
    let command = match item.finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let region = item.region;
    let text = match &item.help {
        None => item.message.clone(),
        Some(help) => format!("{}\n{help}", item.message),
    };
    // Columns are only understood where a finding begins and ends on one line.
    let columns = if region.line == region.end_line && region.column < region.end_column {
        format!(",col={},endColumn={}", region.column, region.end_column)
    } else {
        String::new()
    };
    format!(
        "::{command} file={},line={},endLine={}{columns},title={}::{}\n",
        property(&item.file),
        region.line,
        region.end_line,
        property(&item.finding.code),
        data(&text),
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
