//! Where in which file.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A stretch of a text: line and column as a person counts (from 1, columns in characters), and the bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Spot {
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Spot {
    pub(crate) fn bytes(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A spot in a file of the workspace, with the path of the node it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(from = "WirePlace", into = "WirePlace")]
pub(crate) struct Place {
    /// Relative to the workspace, with `/`.
    pub(crate) file: String,
    pub(crate) spot: Spot,
    /// As a person would type it in `onboard set`: `agreement.milestones.m3.due`. Empty for the whole file.
    pub(crate) path: String,
}

/// A place as it is kept, without names: there are many of them. File, line, column, first and last byte, path.
#[derive(Serialize, Deserialize)]
struct WirePlace(String, u32, u32, usize, usize, String);

impl From<Place> for WirePlace {
    fn from(Place { file, spot: Spot { line, column, start, end }, path }: Place) -> Self {
        Self(file, line, column, start, end, path)
    }
}

impl From<WirePlace> for Place {
    fn from(WirePlace(file, line, column, start, end, path): WirePlace) -> Self {
        Self { file, spot: Spot { line, column, start, end }, path }
    }
}
