//! Certificates that are given as PEM, in a file or on the command line: what they say of themselves is written beside them.

use std::borrow::Cow;

use serde_json::Value;

use super::office::Office;
use super::{failure, secrets};
use crate::certificate::{self, Fault};
use crate::document::{Document, Edit, Path};
use crate::error::Failure;
use crate::model::Message;
use crate::schema::{self, Certified, Shape};
use crate::store;

/// The fact that stands for the certificate itself.
const PEM: &str = "pem";

/// The value of a field; for a certificate, `@FILE` stands for what is in the file.
pub(super) fn given<'v>(office: &Office, shape: Shape<'_>, value: &'v str) -> Result<Cow<'v, str>, Failure> {
    let Some(file) = value.strip_prefix('@').filter(|_| shape.certificate() == Some(PEM)) else {
        return Ok(Cow::Borrowed(value));
    };
    let bytes = store::read_any(&office.start.join(file))?;
    let read = std::str::from_utf8(&bytes).map_err(|_| Fault::NoPem).and_then(certificate::alone);
    read.map(Cow::Owned).map_err(|fault| {
        let message = Message::new("certificate.file").with("file", file).with("fault", fault.message());
        let failure = failure::usage(message);
        if fault == Fault::PrivateKey { secrets::advised(office, failure) } else { failure }
    })
}

/// `KEY=VALUE` texts of an item, with what stands in files.
pub(super) fn given_fields(office: &Office, item: Shape<'_>, fields: &[String]) -> Result<Vec<String>, Failure> {
    let field = |field: &String| {
        let Some((key, value)) = field.split_once('=') else { return Ok(field.clone()) };
        let Some(shape) = item.property(key) else { return Ok(field.clone()) };
        Ok(format!("{key}={}", given(office, shape, value)?))
    };
    fields.iter().map(field).collect()
}

/// The fields that new certificates bring along: all that they say of themselves and that nobody has said otherwise.
pub(super) fn brought(
    office: &Office,
    before: &Document,
    edits: &[Edit],
    after: &Document,
) -> Result<Vec<Edit>, Failure> {
    let shape = office.schema()?.shape();
    let is_new = |it: &Certified| {
        let at = it.path.key(&it.pem);
        before.at(&at) != after.at(&at)
    };
    let mut brought = Vec::new();
    for it in schema::certificates(shape, after.value()).into_iter().filter(is_new) {
        let Ok(facts) = &it.facts else { continue };
        let was_there = before.at(&it.path).is_some_and(|old| !old.is_null());
        for (name, value) in facts {
            let path = it.path.key(name);
            let said = if was_there { is_set(edits, &path) } else { after.at(&path).is_some_and(|it| !it.is_null()) };
            if !said && after.at(&path) != Some(value) {
                brought.push(Edit::Set { path, value: value.clone() });
            }
        }
    }
    Ok(brought)
}

fn is_set(edits: &[Edit], at: &Path) -> bool {
    edits.iter().any(|it| match it {
        Edit::Set { path, value } => path == at && *value != Value::Null,
        Edit::Insert { .. } | Edit::Remove { .. } => false,
    })
}
