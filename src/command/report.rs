//! `onboard report`: what goes to people outside the team.

use std::collections::BTreeMap;

use serde_json::json;

use super::office::Office;
use super::{Desk, check, failure, output, views};
use crate::cli::{LangChoice, ReportArgs, ReportFormat, ReportKind};
use crate::client::Client;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{Finding, Lang, Message, Status};
use crate::render;
use crate::report::closure::{self, Closure};
use crate::store::RelPath;
use crate::ui::Ui;

/// Where a workspace keeps a closure template of its own.
const OWN_TEMPLATE: &str = "process/templates/closure.md";

pub(crate) fn run(desk: &Desk, args: &ReportArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let open = office.client(&args.id)?;
    let client = views::client(&office, &open)?;
    let commits = views::commits(&office, &open)?;
    let names = views::names(office.process()?);
    let text = match args.kind {
        ReportKind::Closure => {
            let input = closure::Input {
                client: &client,
                names: &names,
                commits: &commits,
                made_by: &views::made_by(&office, &open, &commits)?,
                errors: check::errors(&office, &office.ground()?, &open)?.len(),
                uncommitted: !commits.is_empty() && office.ws.dirty(&open.path)?,
                passed_over: &views::passed_over(office.process()?, &open),
                today: office.today,
                program: env!("CARGO_PKG_VERSION"),
            };
            let langs = desk.langs.unwrap_or(LangChoice::One(client.language));
            closure_text(&office, args, langs, &closure::closure(input))?
        }
    };
    match &args.output {
        None => Ui::out(&text).map_err(failure::output)?,
        Some(file) => {
            output::write(desk, &office, file, &text)?;
            desk.ui.note(&Message::new("command.report-written").with("file", file.display().to_string()));
        }
    }
    Ok(Outcome::Done)
}

fn closure_text(office: &Office, args: &ReportArgs, langs: LangChoice, closure: &Closure) -> Result<String, Failure> {
    if args.format == ReportFormat::Json {
        return Ok(render::json::closure(closure));
    }
    let own_text = own_template(office)?;
    let template = own_text.as_deref().map(|text| render::Template { file: OWN_TEMPLATE, text });
    let languages = match langs {
        LangChoice::One(lang) => render::Languages::One(lang),
        LangChoice::Both => render::Languages::Both,
    };
    render::closure(closure, template, languages).map_err(|finding| {
        let file = finding.place.file.clone();
        Failure::new(FailureKind::Config, Message::new("command.report-template").with("file", file))
            .findings(vec![*finding], own_text.as_deref().unwrap_or_default())
    })
}

/// The template of the workspace, where it has one.
fn own_template(office: &Office) -> Result<Option<String>, Failure> {
    let own = RelPath::new(OWN_TEMPLATE)?;
    if !office.owns_process() || !office.ws.exists(&own)? {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&office.ws.read(&own)?).into_owned()))
}

/// What is wrong with the template of the workspace, found by writing the report of a client that has just begun, in both
/// languages; with the text it is in.
pub(super) fn template_fault(office: &Office) -> Result<Option<(Finding, String)>, Failure> {
    let Some(text) = own_template(office)? else { return Ok(None) };
    let process = office.process()?;
    let sample = json!({
        "schema": 1, "id": "sample", "process": process.reference(), "language": Lang::En.as_str(),
        "organization": {"name": {"en": "Sample", "fr": "Exemple"}},
        "status": Status::Active.as_str(), "phase": process.first().as_str(),
    });
    let Ok(client) = Client::from_value(&sample) else { return Ok(None) };
    let names = views::names(process);
    let model = closure::closure(closure::Input {
        client: &client,
        names: &names,
        commits: &[],
        made_by: &[],
        errors: 0,
        uncommitted: false,
        passed_over: &BTreeMap::new(),
        today: office.today,
        program: env!("CARGO_PKG_VERSION"),
    });
    let template = render::Template { file: OWN_TEMPLATE, text: &text };
    let fault = render::closure(&model, Some(template), render::Languages::Both).err();
    Ok(fault.map(|it| (*it, text.clone())))
}
