//! `onboard request import`: what a client or a platform gave, as a change of the client file.

use super::super::change::{self, Act, Bench};
use super::super::office::Office;
use super::super::{Desk, failure};
use super::{by_name, refuse, source};
use crate::cli::{ImportArgs, ImportFormat};
use crate::error::{Failure, FailureKind, Outcome};
use crate::exchange::{self, Foreign, Format, Refused};
use crate::model::Message;
use crate::store;
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &ImportArgs) -> Result<Outcome, Failure> {
    let name = args.file.display().to_string();
    let bytes =
        if name == "-" { Ui::input().map_err(failure::input)? } else { store::read_any(&desk.start.join(&args.file))? };
    let office = Office::open(desk)?;
    let at = Bench::with(&office, &args.id, &args.change, "request import")?;
    let target = by_name(&at.open, &args.environment)?;
    let format = args.read_as.map(|it| match it {
        ImportFormat::Rfc7591 => Format::Rfc7591,
        ImportFormat::SamlMetadata => Format::SamlMetadata,
    });
    let foreign = Foreign { file: &name, bytes: &bytes, format };
    let taken = match exchange::take(&foreign, &source(&office, &at.open, &target)?) {
        Ok(taken) => taken,
        Err(Refused::Secret(findings)) => {
            // Without the text: the line itself is what nobody may see.
            let message = Message::new("exchange.secret-refused").with("file", name.as_str());
            refuse(desk, &findings, None, &message, &[]);
            return Ok(Outcome::Refused);
        }
        Err(Refused::Unreadable(findings)) => {
            let message = Message::new("exchange.unreadable").with("file", name.as_str());
            let failure = Failure::new(FailureKind::Unreadable, message);
            return Err(Failure { findings, ..failure });
        }
    };
    let summary = format!("import {} of {}", taken.section, target.name);
    let act = Act { client: args.id.clone(), verb: "request import", summary, trailers: Vec::new() };
    let made = change::make(desk, &at, &taken.edits, &act, &args.change)?;
    for note in &taken.notes {
        desk.ui.warn(note);
    }
    change::said(desk, &act, &at.open.path, &made, &args.change)
}
