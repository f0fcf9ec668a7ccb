//! What guards a workspace in this copy: the merge driver, the hooks, one kind of line ending.

use super::look::{error, warning};
use super::mend::Remedy;
use super::{Complaint, Limits};
use crate::command::office::Office;
use crate::command::setup::{self, Guard};
use crate::error::Failure;
use crate::model::Message;
use crate::store::RelPath;

/// Any file of a client: attributes are asked for by name, it need not be there.
const CLIENT: &str = "clients/client.yaml";

pub(super) fn merge(office: &Office, _: &Limits) -> Result<Option<Complaint>, Failure> {
    let is_named = office.ws.attribute("merge", &RelPath::new(CLIENT)?)?.as_deref() == Some("onboard");
    let is_known = office.ws.setting(setup::MERGE_DRIVER)?.is_some();
    let key = match (is_named, is_known) {
        (true, true) => return Ok(None),
        (true, false) => "doctor.merge-unknown",
        (false, _) => "doctor.merge-missing",
    };
    Ok(Some(error(Message::new(key), Remedy::SetupMerge)))
}

pub(super) fn hooks(office: &Office, _: &Limits) -> Result<Option<Complaint>, Failure> {
    Ok(match setup::guard(office)? {
        Guard::InPlace => None,
        Guard::Missing => Some(error(Message::new("doctor.hooks-missing"), Remedy::SetupHooks)),
        Guard::KeptElsewhere(file) => {
            let advice = Remedy::Advice(Message::new("doctor.hooks-kept-help"));
            Some(error(Message::new("doctor.hooks-kept").with("file", file), advice))
        }
    })
}

pub(super) fn line_endings(office: &Office, _: &Limits) -> Result<Option<Complaint>, Failure> {
    let path = RelPath::new(CLIENT)?;
    let is_settled =
        office.ws.attribute("eol", &path)?.is_some() || office.ws.attribute("text", &path)?.as_deref() == Some("unset");
    if is_settled {
        return Ok(None);
    }
    let converts = office.ws.setting("core.autocrlf")?.is_some_and(|it| it != "false");
    let remedy = Remedy::Attribute("*.yaml text eol=lf");
    Ok(Some(if converts {
        error(Message::new("doctor.line-endings-converted"), remedy)
    } else {
        warning(Message::new("doctor.line-endings-open"), remedy)
    }))
}
