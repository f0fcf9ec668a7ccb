//! `onboard sign`: a party signs a section as it stands, or an amendment of it is signed.

use super::change::{self, Act, Bench, Made};
use super::office::Office;
use super::refusal::No;
use super::wording::{self, Given};
use super::{Desk, check, failure, recent, views};
use crate::cli::{Format, SignArgs};
use crate::error::{Failure, Outcome};
use crate::model::{Date, Finding, Message, Severity, Text};
use crate::process::{self, Amending, NotSigned, Process, Sealed, Signature, Signing, Subject};
use crate::render;
use crate::schema::near;
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &SignArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let on = wording::day(&office, &args.date)?;
    let at = Bench::with(&office, &args.id, &args.change, "sign")?;
    let open = &at.open;
    let (process, ground) = (office.process()?, office.ground()?);
    let subject = Subject::new(&ground, &open.document, open.path.as_str());
    let signature = what(process, &subject, args)?;
    let name = process.sections().get(&signature.section).cloned();
    let name = name.unwrap_or_else(|| Text::new(&*signature.section, &*signature.section));
    // What is wrong inside the section would be signed with it.
    let mut wrong = recent::findings(&office, &ground, open)?;
    wrong.retain(|it| bars(signature, it));
    if !wrong.is_empty() {
        return Ok(check::unsound(desk, open, &wrong));
    }
    let (planned, party) = match args.amendment {
        Some(number) => (amend(desk, process, &subject, signature, (number, on), args)?, None),
        None => {
            let party = party(signature, args)?;
            let role = wording::optional_role(desk, &office, &args.role)?;
            let signing = Signing { party, role: role.as_ref(), on };
            let planned = match process::plan_sign(process, &subject, signature, &signing) {
                Err(NotSigned::NoRole) => {
                    let role = wording::role(desk, &office, &args.role)?;
                    let signing = Signing { role: Some(&role), ..signing };
                    process::plan_sign(process, &subject, signature, &signing)
                }
                planned => planned,
            };
            (planned, Some(party))
        }
    };
    let sealed = match planned {
        Ok(sealed) => sealed,
        Err(no) => return refusal(&no, signature, &name, args).said(desk, &args.id, "sign", args.change.format.format),
    };
    let act = act(args, signature, party, &sealed);
    let made = change::make(desk, &at, sealed.edits(), &act, &args.change)?;
    match &made {
        Made::Written { done } => {
            if args.change.format.format == Format::Json {
                let commit = done.commit.as_deref();
                let json =
                    render::json::Signed { client: &args.id, what: &signature.id, party, on, commit, sealed: &sealed };
                Ui::out(&render::json::signed(&json)).map_err(failure::output)?;
                return Ok(Outcome::Done);
            }
            let outcome = change::said(desk, &act, &open.path, &made, &args.change)?;
            desk.ui.note(&next(&sealed, &name, args));
            Ok(outcome)
        }
        Made::Shown | Made::Refused | Made::Nothing => change::said(desk, &act, &open.path, &made, &args.change),
    }
}

/// What is signed: the one that is named, or the one that the current phase asks for.
fn what<'p>(process: &'p Process, subject: &Subject<'_>, args: &SignArgs) -> Result<&'p Signature, Failure> {
    let all = process.signatures();
    let known =
        || Message::new("sign.known").with("names", all.iter().map(|it| it.id.as_str()).collect::<Vec<_>>().join(", "));
    let Some(named) = &args.what else {
        let phase = subject.document().value().get("phase").and_then(|it| it.as_str()).unwrap_or_default();
        let here = |it: &&Signature| it.gate.as_str().split_once('.').is_some_and(|(of, _)| of == phase);
        let mut asked = all.iter().filter(here);
        return match (asked.next(), asked.next()) {
            (Some(one), None) => Ok(one),
            _ => Err(failure::usage(Message::new("sign.what")).help(known())),
        };
    };
    all.iter().find(|it| it.id == *named).ok_or_else(|| {
        let failure = failure::usage(Message::new("sign.unknown").with("name", named.as_str()));
        match near(named, all.iter().map(|it| it.id.as_str())) {
            Some(near) => failure.help(Message::new("process.did-you-mean").with("name", near)),
            None => failure.help(known()),
        }
    })
}

/// Errors that lie in the section and are not about its signatures.
fn bars(signature: &Signature, finding: &Finding) -> bool {
    finding.severity == Severity::Error
        && !finding.code.starts_with("signature/")
        && finding.code != "history/approved-changed"
        && process::is_about(signature, &finding.place.path)
}

/// The party that signs; where only one does, it need not be named.
fn party<'a>(signature: &'a Signature, args: &'a SignArgs) -> Result<&'a str, Failure> {
    match (&args.party, signature.parties.as_slice()) {
        (Some(party), _) => Ok(party),
        (None, [one]) => Ok(one),
        (None, all) => {
            let parties = Message::new("sign.parties").with("parties", all.join(", "));
            Err(failure::usage(Message::new("sign.which-party")).help(parties))
        }
    }
}

fn amend(
    desk: &Desk,
    process: &Process,
    subject: &Subject<'_>,
    signature: &Signature,
    (number, on): (u64, Date),
    args: &SignArgs,
) -> Result<Result<Sealed, NotSigned>, Failure> {
    let SignArgs { summary, summary_en, summary_fr, .. } = args;
    let given =
        Given { name: "summary", here: summary.as_deref(), en: summary_en.as_deref(), fr: summary_fr.as_deref() };
    let summary = wording::optional(desk, given)?;
    let reference = args.reference.as_deref();
    let amending = Amending { number, summary: summary.as_ref(), reference, on };
    Ok(match process::plan_amend(process, subject, signature, &amending) {
        Err(NotSigned::NoSummary) => {
            let summary = wording::needed(desk, given)?;
            process::plan_amend(process, subject, signature, &Amending { summary: Some(&summary), ..amending })
        }
        planned => planned,
    })
}

fn act(args: &SignArgs, signature: &Signature, party: Option<&str>, sealed: &Sealed) -> Act {
    let what = signature.id.as_str();
    let (summary, trailer) = match party {
        Some(party) => (format!("sign {what} ({party})"), format!("{what} {} {party}", sealed.name())),
        None => (format!("sign {what}, amendment {}", sealed.name()), format!("{what} amendment {}", sealed.name())),
    };
    let trailers = vec![("Onboard-Signature".to_owned(), trailer)];
    Act { client: args.id.clone(), verb: "sign", summary, trailers }
}

/// Who has still to sign, or that all have.
fn next(sealed: &Sealed, name: &Text, args: &SignArgs) -> Message {
    let message = match (sealed.missing(), sealed.signed_on()) {
        _ if sealed.completes() => Message::new("sign.sealed").with("name", sealed.path()),
        (Some(missing), _) => Message::new("sign.still").with("parties", missing.clone()),
        (None, Some(day)) if args.amendment.is_none() => Message::new("sign.complete").with("date", day.to_string()),
        (None, _) => Message::new("sign.amended").with("number", sealed.name()),
    };
    message.with("what", name.clone()).with("n", sealed.covered())
}

fn refusal(no: &NotSigned, signature: &Signature, name: &Text, args: &SignArgs) -> No {
    let id = args.id.as_str();
    let amend = |next: &u64| {
        Message::new("process.run").with(
            "command",
            format!("onboard sign {id} {} --amendment {next} --summary-en '…' --summary-fr '…'", signature.id),
        )
    };
    let message = |key| Message::new(key).with("what", name.clone());
    match no {
        NotSigned::NotReady(gates) => {
            let unmet = gates.iter().filter(|it| !it.verdict.passes());
            let gates: Vec<_> = unmet.map(views::gate).collect();
            No { gates, ..No::because(message("sign.not-ready").with("client", id)) }
        }
        NotSigned::NotAParty { party, parties } => {
            No::because(message("sign.not-a-party").with("party", party.clone()))
                .help(Message::new("sign.parties").with("parties", parties.clone()))
        }
        NotSigned::Already { party, name, date } => No::because(
            message("sign.already")
                .with("party", party.clone())
                .with("name", name.as_str())
                .with("date", date.to_string()),
        ),
        NotSigned::AmendInstead { date, next } => {
            No::because(message("sign.amend-instead").with("date", date.to_string())).help(amend(next))
        }
        NotSigned::ChangedSince { party, date, changes } => {
            let reason = message("sign.changed-since").with("party", party.clone()).with("date", date.to_string());
            let details = changes.iter().map(|(message, place)| {
                let place = format!("{}:{}:{}", place.file, place.spot.line, place.spot.column);
                Message::new("sign.change-at").with("place", place).with("change", message.clone())
            });
            No { details: details.collect(), ..No::because(reason) }.help(Message::new("sign.sign-again"))
        }
        NotSigned::NoAmendments => No::because(message("sign.no-amendments")),
        NotSigned::Unsigned { missing } => No::because(message("sign.not-signed-yet").with("parties", missing.clone())),
        NotSigned::Taken { number, date, next } => {
            let date = date.map(|it| it.to_string()).unwrap_or_default();
            No::because(message("sign.taken").with("number", number.to_string()).with("date", date))
                .help(Message::new("sign.next-number").with("next", next.to_string()))
        }
        NotSigned::Behind { next } => {
            No::because(message("sign.behind")).help(Message::new("sign.next-number").with("next", next.to_string()))
        }
        NotSigned::OtherDraft { number } => {
            let sign = format!("onboard sign {id} {} --amendment {number}", signature.id);
            No::because(message("sign.other-draft").with("number", number.to_string()))
                .help(Message::new("process.run").with("command", sign))
        }
        NotSigned::Early { date, after } => {
            No::because(message("sign.early").with("date", date.to_string()).with("after", after.to_string()))
        }
        // The command asks for these before it comes to this.
        NotSigned::NoSummary => No::because(Message::new("wording.missing").with("flag", "--summary")),
        NotSigned::NoRole => No::because(Message::new("wording.missing").with("flag", "--role")),
    }
}
