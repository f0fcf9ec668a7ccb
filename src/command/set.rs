//! `onboard set`: typed changes by path, checked together, in one commit.

use super::change::{self, Act, Bench};
use super::office::Office;
use super::paths;
use super::{Desk, certificates, failure};
use crate::cli::SetArgs;
use crate::document::{Document, Edit};
use crate::error::{Failure, Outcome};
use crate::model::Message;
use crate::schema::{self, Fault};

pub(crate) fn run(desk: &Desk, args: &SetArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let at = Bench::with(&office, &args.id, &args.change, "set")?;
    let open = &at.open;
    let Fields { edits, paths } = fields(&office, &open.document, &args.fields)?;
    let act =
        Act { client: args.id.clone(), verb: "set", summary: paths::summary("set", &paths), trailers: Vec::new() };
    let made = change::make(desk, &at, &edits, &act, &args.change)?;
    change::said(desk, &act, &open.path, &made, &args.change)
}

/// What is to be set: the edits, and the paths they were typed as.
pub(super) struct Fields {
    pub(super) edits: Vec<Edit>,
    pub(super) paths: Vec<String>,
}

/// Reads every `PATH=VALUE`. All that is wrong with the values is said at once.
pub(super) fn fields(office: &Office, document: &Document, fields: &[String]) -> Result<Fields, Failure> {
    let mut read = Fields { edits: Vec::new(), paths: Vec::new() };
    let mut faults = Vec::new();
    for field in fields {
        let (path, value) = pair(field)?;
        match edit(office, document, path, value)? {
            Ok(edit) => read.edits.extend(edit),
            Err(fault) => faults.push(fault),
        }
        if read.paths.iter().any(|it| it == path) {
            return Err(failure::usage(Message::new("command.given-twice").with("path", path)));
        }
        read.paths.push(path.to_owned());
    }
    if faults.is_empty() { Ok(read) } else { Err(failure::values(faults)) }
}

/// Splits `PATH=VALUE`.
pub(crate) fn pair(field: &str) -> Result<(&str, &str), Failure> {
    field.split_once('=').ok_or_else(|| {
        failure::usage(Message::new("command.not-a-pair").with("field", field))
            .help(Message::new("command.not-a-pair-help").with("field", field))
    })
}

/// The edit that gives a field its value, or what is wrong with the value; an empty value clears the field, and clearing
/// nothing is no edit.
pub(super) fn edit(
    office: &Office,
    document: &Document,
    path: &str,
    value: &str,
) -> Result<Result<Option<Edit>, Fault>, Failure> {
    let root = office.schema()?.shape();
    let found = schema::resolve(root, document, path).map_err(failure::typed)?;
    paths::refuse_managed(root, document, &found, path)?;
    paths::refuse_placeholder(office.process()?, path, value)?;
    if value.is_empty() {
        return Ok(Ok(document.at(&found).is_some().then_some(Edit::Remove { path: found })));
    }
    let shape = schema::shape_at(root, document, &found)
        .ok_or_else(|| failure::usage(Message::new("command.no-such-path").with("path", path)))?;
    let value = certificates::given(office, shape, value)?;
    Ok(match schema::typed(shape, &value) {
        Ok(value) => Ok(Some(Edit::Set { path: found, value })),
        Err(fault) => Err(fault.of_field(path)),
    })
}
