//! The fingerprints of one file. Approvals, signatures and gates ask for the same ones again and again.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::document::Path;

/// What was asked for so far. A fingerprint depends on the file and its schema alone: not on the day, nor on the process.
#[derive(Debug, Default)]
pub(super) struct Prints {
    sections: RefCell<BTreeMap<String, String>>,
    parts: RefCell<BTreeMap<Path, Option<String>>>,
}

impl Prints {
    /// The fingerprint of a whole section.
    pub(super) fn of_section(&self, section: &str, make: impl FnOnce() -> String) -> String {
        let mut known = self.sections.borrow_mut();
        known.entry(section.to_owned()).or_insert_with(make).clone()
    }

    /// The fingerprint of a part of one; none when it says nothing.
    pub(super) fn of_part(&self, path: &Path, make: impl FnOnce() -> Option<String>) -> Option<String> {
        let mut known = self.parts.borrow_mut();
        known.entry(path.clone()).or_insert_with(make).clone()
    }
}
