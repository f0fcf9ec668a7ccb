//! The one judge of a client file, for every command: the shape, the rules of the process, and what its place says.

use serde::{Deserialize, Serialize};

use super::office::{Office, Open};
use super::{Desk, across, failure, recent, secrets};
use crate::document::{Document, Path};
use crate::error::{Failure, Outcome};
use crate::model::{ClientId, Finding, Message, Place, Severity};
use crate::process::{self, Ground, Process, Subject};
use crate::render;
use crate::schema::{self, Schema};
use crate::store::RelPath;
use crate::ui::Ui;

/// Everything that is wrong with a client file that could be read.
pub(crate) fn findings(
    office: &Office,
    ground: &Ground,
    id: &ClientId,
    document: &Document,
    file: &str,
) -> Result<Vec<Finding>, Failure> {
    of_subject(office, id, &Subject::new(ground, document, file), &mut Vec::new())
}

/// The same of a file that was made ready for rules already; and what it says of the workspace around it, with what was so.
pub(super) fn of_subject(
    office: &Office,
    id: &ClientId,
    subject: &Subject,
    seen: &mut Vec<(Around, bool)>,
) -> Result<Vec<Finding>, Failure> {
    let mut found = of_version((office.schema()?, office.process()?), id, subject);
    // What has the right shape may speak of other clients, and of files: those of the workspace as it is now.
    if !found.iter().any(|it| it.code.starts_with("schema/") || it.code == OTHER_NAME) {
        found.extend(lost(office, id, subject, seen)?);
    }
    found.extend(missing_files(office, subject.document(), subject.file(), seen)?);
    found.sort_by(|left, right| (&left.place, &left.code).cmp(&(&right.place, &right.code)));
    Ok(found)
}

/// The same, by the schema and the process that were in force for this version.
pub(crate) fn of_version((schema, process): (&Schema, &Process), id: &ClientId, subject: &Subject) -> Vec<Finding> {
    let (document, file) = (subject.document(), subject.file());
    let mut found = schema.check(document, file);
    found.extend(own_name(id, document, file));
    // Rules judge what has the right shape; a fault of shape would only be said twice.
    if found.is_empty() {
        found.extend(process::findings(process, subject));
    }
    let shape = schema.shape();
    found.extend(schema::certificate_findings(shape, document, file));
    let name = |path: &Path| schema::name(shape, document, path);
    found.extend(process.secrets().findings(document, file, name));
    found.sort_by(|left, right| (&left.place, &left.code).cmp(&(&right.place, &right.code)));
    found
}

/// Ids of other clients that no other client of the workspace has.
fn lost(
    office: &Office,
    id: &ClientId,
    subject: &Subject,
    seen: &mut Vec<(Around, bool)>,
) -> Result<Vec<Finding>, Failure> {
    let mut found = Vec::new();
    for reference in process::references(office.process()?, subject) {
        let other = reference.client().parse::<ClientId>().ok().filter(|it| it != id);
        let is_there = match other {
            Some(other) => Around::Client(other.as_str().to_owned()).seen(office, seen),
            None => false,
        };
        if !is_there {
            found.push(reference.lost());
        }
    }
    Ok(found)
}

/// What a file may say of the workspace around it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Around {
    /// That there is a client with this id.
    Client(String),
    /// That there is such a file.
    File(String),
}

impl Around {
    /// Whether it is so now.
    fn is_there(&self, office: &Office) -> bool {
        match self {
            // What cannot be looked at may be there.
            Self::Client(id) => id.parse().is_ok_and(|id| office.ws.has_client(&id).unwrap_or(true)),
            Self::File(path) => RelPath::new(path).is_ok_and(|it| office.ws.exists(&it).unwrap_or(false)),
        }
    }

    /// Whether all is as it was seen.
    pub(super) fn all_as_they_were(seen: &[(Self, bool)], office: &Office) -> bool {
        seen.iter().all(|(what, was)| what.is_there(office) == *was)
    }

    fn seen(self, office: &Office, seen: &mut Vec<(Self, bool)>) -> bool {
        let is_there = self.is_there(office);
        seen.push((self, is_there));
        is_there
    }
}

const OTHER_NAME: &str = "workspace/id-is-not-the-file-name";

/// The id in the file is the name of the file.
fn own_name(id: &ClientId, document: &Document, file: &str) -> Option<Finding> {
    let path = Path::root().key("id");
    let written = document.at(&path)?.as_str()?;
    if written == id.as_str() {
        return None;
    }
    let place = Place { file: file.to_owned(), spot: document.spot(&path), path: "id".to_owned() };
    let message = Message::new("command.id-not-file").with("id", written).with("file", id.as_str());
    Some(Finding::error(OTHER_NAME, place, message).help(Message::new("command.id-not-file-help")))
}

const NO_SUCH_FILE: &str = "workspace/no-such-file";

/// Files that the document names, such as a logo, and that are not in the workspace.
fn missing_files(
    office: &Office,
    document: &Document,
    file: &str,
    seen: &mut Vec<(Around, bool)>,
) -> Result<Vec<Finding>, Failure> {
    let shape = office.schema()?.shape();
    let mut found = Vec::new();
    for (path, named) in schema::files(shape, document.value()) {
        let is_there = Around::File(named.to_owned()).seen(office, seen);
        if !is_there {
            let name = schema::name(shape, document, &path);
            let place = Place { file: file.to_owned(), spot: document.spot(&path), path: name };
            let message = Message::new("command.no-such-file-named").with("name", named);
            let help = Message::new("command.no-such-file-named-help");
            found.push(Finding::error(NO_SUCH_FILE, place, message).help(help));
        }
    }
    Ok(found)
}

/// Compiles the schema and the patterns of the process, which is most of the work for one file: two threads share it.
pub(super) fn make_ready(office: &Office) -> Result<(), Failure> {
    let (schema, process) =
        rayon::join(|| office.schema().map(Schema::make_ready), || office.process().map(Process::make_ready));
    schema.and(process)
}

/// The errors of a file, by the judge of every command.
pub(crate) fn errors(office: &Office, ground: &Ground, open: &Open) -> Result<Vec<Finding>, Failure> {
    let mut found = recent::findings(office, ground, open)?;
    found.retain(|it| it.severity == Severity::Error);
    Ok(found)
}

/// The errors that stand against a move: those of the file, and those between it and the others.
pub(crate) fn standing(office: &Office, ground: &Ground, open: &Open) -> Result<Vec<Finding>, Failure> {
    let mut found = errors(office, ground, open)?;
    found.extend(across::errors(office, ground, open)?);
    Ok(found)
}

/// Says what is wrong with a file that cannot be judged, and answers no.
pub(crate) fn unsound(desk: &Desk, open: &Open, findings: &[Finding]) -> Outcome {
    let errors: Vec<Finding> = findings.iter().filter(|it| it.severity == Severity::Error).cloned().collect();
    let text = |_: &str| Some(secrets::covered(open.document.text(), &errors));
    Ui::err(render::findings(&errors, &text, failure::style(desk.ui)).trim_end());
    let message = Message::new("command.file-wrong").with("file", open.path.as_str());
    desk.ui.fault(&crate::words::say(&message, desk.ui.lang), &[], &[]);
    Outcome::Refused
}
