//! `onboard schema`: prints a JSON Schema.

use super::office::Office;
use super::{Desk, failure};
use crate::cli::{SchemaArgs, SchemaKind};
use crate::error::{Failure, Outcome};
use crate::schema::{FileKind, Schema};
use crate::store::{RelPath, StoreError, Workspace};
use crate::ui::Ui;

pub(crate) fn run(desk: &Desk, args: &SchemaArgs) -> Result<Outcome, Failure> {
    let text = match args.kind {
        SchemaKind::Client => client(desk)?,
        SchemaKind::Process => Schema::text(FileKind::Process).to_owned(),
        SchemaKind::Settings => Schema::text(FileKind::Settings).to_owned(),
    };
    Ui::out(&text).map_err(failure::output)?;
    Ok(Outcome::Done)
}

/// The schema that client files are judged by: a workspace's own, where it has one.
fn client(desk: &Desk) -> Result<String, Failure> {
    let embedded = || Schema::text(FileKind::Client).to_owned();
    let ws = match Workspace::find(&desk.start, super::office::surroundings(desk)) {
        Ok(ws) => ws,
        Err(StoreError::NoWorkspace { .. }) => return Ok(embedded()),
        Err(error) => return Err(error.into()),
    };
    let office = Office::at(desk, ws)?;
    let own = RelPath::new(super::office::OWN_SCHEMA)?;
    if office.owns_process() && office.ws.exists(&own)? {
        return Ok(String::from_utf8_lossy(&office.ws.read(&own)?).into_owned());
    }
    Ok(embedded())
}
