//! What tells this copy of a repository from every other one: a file in the folder of git that was made here. Whatever
//! is remembered is bound to it, so that what came along with a copied folder is not believed.

use std::fs;

use tempfile::NamedTempFile;

use super::memory::FOLDER;
use super::workspace::Workspace;

const NAME: &str = "anchor";

impl Workspace {
    /// The mark of this copy; it is made where there is none. Nothing where that is not possible, and where the disk keeps no
    /// time that nobody can set.
    pub(crate) fn anchor(&self) -> Option<String> {
        let path = self.place()?.own.join(FOLDER).join(NAME);
        if fs::symlink_metadata(&path).is_err() {
            let folder = path.parent()?;
            if !folder.is_dir() && fs::create_dir(folder).is_err() && !folder.is_dir() {
                return None;
            }
            // Of two that make it at once, the first one stays.
            let _is_mine = NamedTempFile::new_in(folder).ok()?.persist_noclobber(&path).is_ok();
        }
        mark(&fs::symlink_metadata(&path).ok().filter(fs::Metadata::is_file)?)
    }
}

#[cfg(unix)]
fn mark(found: &fs::Metadata) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;

    // Another name for it may stand elsewhere.
    let is_here_alone = found.nlink() == 1;
    is_here_alone.then(|| format!("{}.{}.{}.{}", found.dev(), found.ino(), found.ctime(), found.ctime_nsec()))
}

#[cfg(not(unix))]
fn mark(_found: &fs::Metadata) -> Option<String> {
    None
}
