//! Whether anything has changed that a view of the whole workspace is made from: sizes and times, no contents.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::workspace::{SETTINGS, Workspace};

/// The folders and files that a view is made from, beside the history.
const WATCHED: [&str; 3] = [SETTINGS, "clients", "process"];

/// What of git says that a commit was made, or another one was taken up.
const REFS: [&str; 3] = ["HEAD", "logs/HEAD", "packed-refs"];

/// Deeper folders than anyone makes.
const DEEPEST: usize = 16;

/// The state of everything that is watched. Two that are the same mean that nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pulse([u8; 32]);

impl Workspace {
    /// How the workspace looks from outside, now. What vanishes while we look is passed over: the next look tells.
    pub(crate) fn pulse(&self) -> Pulse {
        let mut sum = Sha256::new();
        for name in WATCHED {
            feel(&mut sum, &self.root().join(name), 0);
        }
        if let Some(place) = self.place() {
            for name in REFS {
                feel(&mut sum, &place.own.join(name), 0);
            }
        }
        Pulse(sum.finalize().into())
    }
}

fn feel(sum: &mut Sha256, path: &Path, depth: usize) {
    let Ok(found) = fs::symlink_metadata(path) else { return };
    sum.update(path.as_os_str().as_encoded_bytes());
    sum.update([0]);
    if !found.is_dir() {
        let since = found.modified().ok().and_then(|it| it.duration_since(SystemTime::UNIX_EPOCH).ok());
        sum.update(since.map_or(0, |it| it.as_nanos()).to_le_bytes());
        sum.update(found.len().to_le_bytes());
        return;
    }
    let Ok(entries) = fs::read_dir(path) else { return };
    let mut inside: Vec<_> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    inside.sort();
    for it in inside.iter().filter(|_| depth < DEEPEST) {
        feel(sum, it, depth + 1);
    }
}
