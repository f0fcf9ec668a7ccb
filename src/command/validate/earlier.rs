//! What a change does not bring: the errors that its file had before. They do not stand against the change, or a file with two
//! faults could not be mended one after the other; they are told as warnings.

use crate::command::check;
use crate::command::office::Office;
use crate::document::Document;
use crate::error::Failure;
use crate::model::{ClientId, Finding, Severity};
use crate::process::{self, Brought, Ground, Subject};

/// A file as it was before, judged as of today.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    errors: Vec<Finding>,
    brought: Vec<Brought>,
}

impl Earlier {
    pub(super) fn read(
        office: &Office,
        ground: &Ground,
        (id, file): (&ClientId, &str),
        bytes: &[u8],
    ) -> Result<Self, Failure> {
        let reading = Document::read(bytes);
        let Some(document) = reading.document.filter(|_| reading.flaws.is_empty()) else { return Ok(Self::default()) };
        let mut errors = check::findings(office, ground, id, &document, file)?;
        errors.retain(|it| it.severity == Severity::Error);
        let brought = process::brought(office.process()?, &Subject::new(ground, &document, file));
        Ok(Self { errors, brought })
    }

    /// One that was there before answers for one that is there now: a second of its kind is new.
    pub(super) fn forgive(&mut self, findings: &mut [Finding]) {
        for finding in findings.iter_mut().filter(|it| it.severity == Severity::Error) {
            let same = |old: &Finding| {
                old.code == finding.code && old.place.path == finding.place.path && old.message == finding.message
            };
            if let Some(at) = self.errors.iter().position(same) {
                self.errors.swap_remove(at);
                finding.severity = Severity::Warning;
            }
        }
    }

    /// What the file has in common with others now, and had not before.
    pub(super) fn introduced(&self, office: &Office, now: Vec<Brought>) -> Result<Vec<Brought>, Failure> {
        Ok(process::introduced(office.process()?, &self.brought, now))
    }
}
