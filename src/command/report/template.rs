//! The templates of a workspace: where they are, what is wrong with them, and those that it begins with.

use std::collections::BTreeMap;

use serde_json::json;

use super::make;
use crate::client::Client;
use crate::command::office::Office;
use crate::command::views;
use crate::error::{Failure, FailureKind};
use crate::model::{Finding, Lang, Message, Status};
use crate::render::{self, Languages, TEMPLATES, Template};
use crate::report::portfolio::{brief, portfolio};
use crate::report::{Input, Judged, Report, agreement, attestation, closure, progress};
use crate::store::RelPath;

/// A template that a workspace has for itself.
#[derive(Debug)]
pub(in crate::command) struct Own {
    file: String,
    text: String,
}

impl Own {
    pub(in crate::command) fn template(&self) -> Template<'_> {
        Template { file: &self.file, text: &self.text }
    }
}

/// The template of the workspace for this kind of report, where it has one.
pub(in crate::command) fn own(office: &Office, kind: &str) -> Result<Option<Own>, Failure> {
    let path = RelPath::new(&format!("process/templates/{kind}.md"))?;
    if !office.owns_process() || !office.ws.exists(&path)? {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&office.ws.read(&path)?).into_owned();
    Ok(Some(Own { file: path.as_str().to_owned(), text }))
}

/// The templates that a workspace takes over: the path and the text of each.
pub(in crate::command) fn fresh() -> impl Iterator<Item = (String, &'static str)> {
    TEMPLATES.iter().map(|it| (format!("process/templates/{}", it.file), it.text))
}

pub(in crate::command) fn failure(finding: Finding, own: Option<&Own>) -> Failure {
    let file = finding.place.file.clone();
    let text = own.map(|it| it.text.as_str()).unwrap_or_default();
    Failure::new(FailureKind::Config, Message::new("command.report-template").with("file", file))
        .findings(vec![finding], text)
}

/// What is wrong with a template of the workspace, found by writing the reports of a client that has just begun, in both
/// languages; with the text it is in.
pub(in crate::command) fn fault(office: &Office) -> Result<Option<(Finding, String)>, Failure> {
    for report in samples(office)? {
        let Some(own) = own(office, report.kind())? else { continue };
        if let Err(finding) = render::markdown(&report, Some(own.template()), Languages::Both) {
            return Ok(Some((*finding, own.text)));
        }
    }
    Ok(None)
}

/// One report of each kind, of a client that has just begun.
fn samples(office: &Office) -> Result<Vec<Report>, Failure> {
    let process = office.process()?;
    let sample = json!({
        "schema": 1, "id": "sample", "process": process.reference(), "language": Lang::En.as_str(),
        "organization": {"name": {"en": "Sample", "fr": "Exemple"}},
        "status": Status::Active.as_str(), "phase": process.first().as_str(),
    });
    let Ok(client) = Client::from_value(&sample) else { return Ok(Vec::new()) };
    let names = views::names(process);
    let judged = Judged { parties: make::parties(process), ..Judged::default() };
    let program = env!("CARGO_PKG_VERSION");
    let input = Input {
        client: &client,
        names: &names,
        commits: &[],
        made_by: &[],
        errors: 0,
        uncommitted: false,
        passed_over: &BTreeMap::new(),
        today: office.today,
        program,
        judged: &judged,
    };
    let briefs = [brief(&client, &[], &[], 0, (&names, office.today))];
    Ok(vec![
        Report::Closure(Box::new(closure::closure(input))),
        Report::Progress(Box::new(progress::progress(input, None))),
        Report::Agreement(Box::new(agreement::agreement(input))),
        Report::Attestation(Box::new(attestation::attestation(input))),
        Report::Portfolio(Box::new(portfolio(&briefs, &[], &names, office.today, program))),
    ])
}
