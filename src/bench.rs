//! What benchmarks reach of the program: its parts, each on one client file, under the embedded process. Not for programs that use
//! this library, and not built without the feature `bench`.

use std::path::Path;

use rayon::prelude::*;
use serde_json::Value;

use crate::document::{self, Document, Edit, Order, Path as At};
use crate::model::{ClientId, Date};
use crate::process::{Ground, Process, Shapes, Subject};
use crate::schema::{FileKind, Schema};

/// The day of every judgement.
const DAY: Date = Date::constant(2026, 11, 26);

/// What files are judged by, made ready once.
#[derive(Debug)]
pub struct Bench {
    process: &'static Process,
    settings: Value,
}

/// A file that was read.
#[derive(Debug)]
pub struct File {
    id: ClientId,
    document: Document,
}

impl Bench {
    /// The embedded process; none when it cannot be read.
    pub fn new() -> Option<Self> {
        Some(Self { process: Process::embedded().ok()?, settings: Value::Object(serde_json::Map::new()) })
    }

    /// Reads a client file: values and the place of each.
    pub fn read(&self, bytes: &[u8]) -> Option<File> {
        let document = Document::read(bytes).document?;
        let id = document.value().get("id")?.as_str()?.parse().ok()?;
        Some(File { id, document })
    }

    /// How much is wrong with the shape of a file.
    pub fn shape(&self, file: &File) -> usize {
        Schema::embedded(FileKind::Client).check(&file.document, file.id.as_str()).len()
    }

    /// How much is wrong with a file by the rules of the process.
    pub fn rules(&self, file: &File) -> usize {
        let shapes = Shapes {
            client: Schema::embedded(FileKind::Client).shape(),
            settings: Schema::embedded(FileKind::Settings).shape(),
        };
        let ground = Ground::new(shapes, &self.settings, DAY);
        crate::process::findings(self.process, &Subject::new(&ground, &file.document, file.id.as_str())).len()
    }

    /// Sets a key of a file, and reads the result by both readers as every edit does. Whether that was possible.
    pub fn edit(&self, file: &File, key: &str, value: &str) -> bool {
        let edit = Edit::Set { path: At::root().key(key), value: Value::String(value.to_owned()) };
        document::apply(&file.document, &[edit], Order::none()).is_ok()
    }
}

/// Reads and parses every YAML file of a folder, on all processors, and nothing else: how many, and how many bytes.
pub fn bare(folder: &Path) -> (usize, usize) {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it == "yaml") {
                files.push(path);
            }
        }
    }
    let sizes = files.par_iter().map(|path| {
        #[expect(clippy::disallowed_methods, reason = "the bare price of reading")]
        let bytes = std::fs::read(path).unwrap_or_default();
        usize::from(Document::read(&bytes).document.is_some()) * bytes.len()
    });
    let sizes: Vec<usize> = sizes.collect();
    (sizes.len(), sizes.iter().sum())
}
