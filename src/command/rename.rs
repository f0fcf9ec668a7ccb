//! `onboard rename`: the organization or one of its services gets a new name; the old one is kept and found.

use super::change::{self, Act, Bench, Made};
use super::office::Office;
use super::refusal::No;
use super::{Desk, failure, wording};
use crate::cli::{DateArg, Format, RenameArgs};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::Message;
use crate::process::{self, NotRenamed, Renamed, Renaming, Subject};
use crate::render;
use crate::schema::near;
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &RenameArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let until = wording::day(&office, &DateArg { date: args.until })?;
    given(args)?;
    let reason = wording::optional_reason(desk, &args.reason)?;
    let at = Bench::with(&office, &args.id, &args.change, "rename")?;
    let open = &at.open;
    let (process, ground) = (office.process()?, office.ground()?);
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let text = |it: &'_ Option<String>| it.as_deref().map(str::trim).map(str::to_owned);
    let (en, fr) = (text(&args.name_en), text(&args.name_fr));
    let (short_en, short_fr) = (text(&args.abbreviation_en), text(&args.abbreviation_fr));
    let renaming = Renaming {
        service: args.service.as_deref(),
        name: (en.as_deref(), fr.as_deref()),
        abbreviation: (short_en.as_deref(), short_fr.as_deref()),
        reason: reason.as_ref(),
    };
    let renamed = match process::plan_rename(process, &subject, &renaming, until) {
        Ok(renamed) => renamed,
        Err(NotRenamed::NoService { known }) => return Err(no_service(args, &known)),
        Err(NotRenamed::HalfAbbreviation) => {
            return Err(failure::usage(Message::new("rename.half-abbreviation")));
        }
        Err(no) => return refusal(&no, args).said(desk, &args.id, "rename", args.change.format.format),
    };
    let act = act(args);
    let made = change::make(desk, &at, renamed.edits(), &act, &args.change)?;
    let Made::Written { done } = &made else { return change::said(desk, &act, &open.path, &made, &args.change) };
    if args.change.format.format == Format::Json {
        let json = render::json::Rename {
            client: &args.id,
            service: args.service.as_deref(),
            commit: done.commit.as_deref(),
            renamed: &renamed,
        };
        Ui::out(&render::json::renamed(&json)).map_err(failure::output)?;
        return Ok(Outcome::Done);
    }
    let outcome = change::said(desk, &act, &open.path, &made, &args.change)?;
    told(desk, &renamed);
    Ok(outcome)
}

/// At least one name is new, and none is blank.
fn given(args: &RenameArgs) -> Result<(), Failure> {
    let all = [
        ("--name-en", &args.name_en),
        ("--name-fr", &args.name_fr),
        ("--abbreviation-en", &args.abbreviation_en),
        ("--abbreviation-fr", &args.abbreviation_fr),
    ];
    if let Some((flag, _)) = all.iter().find(|(_, it)| it.as_deref().is_some_and(|it| it.trim().is_empty())) {
        return Err(failure::usage(Message::new("wording.blank").with("flag", *flag)));
    }
    if all.iter().all(|(_, it)| it.is_none()) {
        return Err(failure::usage(Message::new("rename.no-name")).help(Message::new("rename.no-name-help")));
    }
    if args.service.is_some() && (args.abbreviation_en.is_some() || args.abbreviation_fr.is_some()) {
        return Err(failure::usage(Message::new("rename.service-abbreviation")));
    }
    Ok(())
}

fn act(args: &RenameArgs) -> Act {
    let what = args.service.as_deref().map_or_else(|| "rename".to_owned(), |it| format!("rename service {it}"));
    let trailers = args.service.iter().map(|it| ("Onboard-Service".to_owned(), it.clone())).collect();
    Act { client: args.id.clone(), verb: "rename", summary: what, trailers }
}

fn told(desk: &Desk, renamed: &Renamed) {
    let message = Message::new("rename.done").with("was", renamed.was().clone()).with("now", renamed.now().clone());
    desk.ui.note(&message);
    if !renamed.elsewhere().is_empty() {
        desk.ui.note(&Message::new("rename.elsewhere").with("paths", renamed.elsewhere().join(", ")));
    }
}

fn no_service(args: &RenameArgs, known: &[String]) -> Failure {
    let service = args.service.as_deref().unwrap_or_default();
    let message = Message::new("rename.no-service").with("service", service).with("client", args.id.as_str());
    let failure = Failure::new(FailureKind::Missing, message);
    match near(service, known.iter().map(String::as_str)) {
        Some(near) => failure.help(Message::new("process.did-you-mean").with("name", near)),
        None if known.is_empty() => failure,
        None => failure.help(Message::new("rename.services").with("services", known.join(", "))),
    }
}

fn refusal(no: &NotRenamed, args: &RenameArgs) -> No {
    match no {
        NotRenamed::Early { after } => {
            let until = args.until.map(|it| it.0.to_string()).unwrap_or_default();
            No::because(Message::new("rename.early").with("until", until).with("after", after.to_string()))
        }
        NotRenamed::NoNames => No::because(Message::new("rename.no-names")),
        NotRenamed::Same | NotRenamed::NoService { .. } | NotRenamed::HalfAbbreviation => {
            No::because(Message::new("rename.same").with("client", args.id.as_str()))
        }
    }
}
