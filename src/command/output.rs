//! Files that a person asks for by name: reports, never the files that a workspace is made of.

use std::path::Path;

use super::office::Office;
use super::{Desk, failure};
use crate::error::Failure;
use crate::model::Message;
use crate::store;

/// Writes what was made to the file that was named on the command line.
pub(super) fn write(desk: &Desk, office: &Office, file: &Path, content: impl AsRef<[u8]>) -> Result<(), Failure> {
    let path = desk.start.join(file);
    if !office.ws.allows_output(&path) {
        let message = Message::new("command.not-a-place").with("file", file.display().to_string());
        return Err(failure::usage(message).help(Message::new("command.not-a-place-help")));
    }
    store::write_any(&path, content.as_ref())?;
    Ok(())
}
