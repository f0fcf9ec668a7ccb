//! `onboard request export`: a configuration in a format that platforms read.

use super::super::office::{Office, Open};
use super::super::{Desk, check, failure, output};
use super::{Target, by_request, refuse, source};
use crate::cli::{ExchangeFormat, ExportArgs};
use crate::error::{Failure, Outcome};
use crate::exchange::{self, Format, Lack, Source};
use crate::model::{Finding, Message, Place};
use crate::schema;
use crate::ui::Ui;
use crate::words::say;

pub(crate) fn run(desk: &Desk, args: &ExportArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let open = office.client(&args.id)?;
    let target = by_request(&open, &args.target)?;
    let source = source(&office, &open, &target)?;
    let Some(format) = chosen(desk, args, &target, &source) else { return Ok(Outcome::Refused) };
    let mut wrong = errors(&office, &open, &target, format)?;
    let exported = if wrong.is_empty() { exchange::export(format, &source) } else { Err(Vec::new()) };
    match exported {
        Ok(exported) => {
            match &args.output {
                None => Ui::out(&exported.text).map_err(failure::output)?,
                Some(file) => {
                    output::write(desk, &office, file, &exported.text)?;
                    desk.ui.note(&Message::new("command.report-written").with("file", file.display().to_string()));
                }
            }
            for note in &exported.notes {
                desk.ui.warn(note);
            }
            Ok(Outcome::Done)
        }
        Err(lacks) => {
            wrong.extend(lacks.into_iter().map(|it| finding(&office, &open, it)).collect::<Result<Vec<_>, _>>()?);
            let message = Message::new("exchange.incomplete").with("environment", target.name.as_str());
            refuse(desk, &wrong, Some(open.document.text()), &message.with("n", wrong.len()), &[]);
            Ok(Outcome::Refused)
        }
    }
}

/// The format that was asked for, or the usual one; none, and a word about it, where it cannot hold the configuration.
fn chosen(desk: &Desk, args: &ExportArgs, target: &Target, source: &Source<'_>) -> Option<Format> {
    let possible = exchange::formats(source.environment);
    let asked = args.format.map(|it| match it {
        ExchangeFormat::Rfc7591 => Format::Rfc7591,
        ExchangeFormat::SamlMetadata => Format::SamlMetadata,
        ExchangeFormat::Keycloak => Format::Keycloak,
    });
    let chosen = asked.or(possible.first().copied()).filter(|it| possible.contains(it));
    if chosen.is_none() {
        let (key, help) = if possible.is_empty() {
            ("exchange.no-configuration", Vec::new())
        } else {
            let names: Vec<&str> = possible.iter().map(|it| it.name()).collect();
            (
                "exchange.other-protocol",
                vec![Message::new("exchange.other-protocol-help").with("formats", names.join(", "))],
            )
        };
        let message = Message::new(key).with("environment", target.name.as_str());
        desk.ui.fault(&say(&message, desk.ui.lang), &[], &help);
    }
    chosen
}

/// What the judge of the file has against the configuration itself.
fn errors(office: &Office, open: &Open, target: &Target, format: Format) -> Result<Vec<Finding>, Failure> {
    let shape = office.schema()?.shape();
    let sections = exchange::sections(format);
    let names: Vec<String> =
        sections.iter().map(|it| schema::name(shape, &open.document, &target.path.key(it))).collect();
    let inside = |path: &str| {
        names.iter().any(|it| {
            path.strip_prefix(it.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    };
    let mut found = check::errors(office, &office.ground()?, open)?;
    found.retain(|it| inside(&it.place.path));
    Ok(found)
}

fn finding(office: &Office, open: &Open, lack: Lack) -> Result<Finding, Failure> {
    let path = schema::name(office.schema()?.shape(), &open.document, &lack.path);
    let place = Place { file: open.path.as_str().to_owned(), spot: open.document.spot(&lack.path), path: path.clone() };
    let finding = Finding::error(lack.code, place, lack.message);
    let set = Message::new("exchange.missing-help").with("client", open.id.as_str()).with("path", path);
    Ok(finding.help(lack.help.unwrap_or(set)))
}
