//! `onboard remove`: takes fields and items out.

use serde_json::Value;

use super::change::{self, Act, Bench};
use super::office::{Office, Open};
use super::paths;
use super::{Desk, failure};
use crate::cli::RemoveArgs;
use crate::document::{Edit, Path};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::Message;
use crate::schema;

pub(crate) fn run(desk: &Desk, args: &RemoveArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let at = Bench::with(&office, &args.id, &args.change, "remove")?;
    let open = &at.open;
    let mut found = Vec::new();
    for path in &args.paths {
        found.push(find(&office, open, path)?);
    }
    // From the back, so that the places of earlier items of a list still hold.
    found.sort();
    found.dedup();
    let edits: Vec<Edit> = found.into_iter().rev().map(|path| Edit::Remove { path }).collect();
    let act = Act {
        client: args.id.clone(),
        verb: "remove",
        summary: paths::summary("remove", &args.paths),
        trailers: Vec::new(),
    };
    let made = change::make(desk, &at, &edits, &act, &args.change)?;
    change::said(desk, &act, &open.path, &made, &args.change)
}

/// The path of what is to go: a field, an item, or `LIST=VALUE` for a plain value of a list.
fn find(office: &Office, open: &Open, text: &str) -> Result<Path, Failure> {
    let root = office.schema()?.shape();
    let (path, value) = match text.split_once('=') {
        Some((list, value)) => (list, Some(value)),
        None => (text, None),
    };
    let found = schema::resolve(root, &open.document, path).map_err(failure::typed)?;
    paths::refuse_managed(root, &open.document, &found, path)?;
    let missing = || {
        let message = Message::new("command.nothing-there").with("path", text).with("file", open.path.as_str());
        Failure::new(FailureKind::Missing, message)
    };
    match (open.document.at(&found), value) {
        (Some(_), None) => Ok(found),
        (Some(Value::Array(items)), Some(value)) => {
            items.iter().position(|it| it.as_str() == Some(value)).map(|index| found.index(index)).ok_or_else(missing)
        }
        (Some(_), Some(_)) | (None, _) => Err(missing()),
    }
}
