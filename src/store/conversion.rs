//! Whether git would store a file byte for byte: no line ending, keyword, encoding or filter to convert. Only "surely
//! yes" counts; for every "perhaps" the `git` program stores it.

use std::path::PathBuf;

use super::change::{FileChange, Scene};
use super::file;

pub(super) fn stores_as_it_is(scene: &Scene<'_>, change: &FileChange) -> bool {
    let bytes = change.after.as_deref().unwrap_or_default();
    // Without a carriage return there is no line ending to convert, and `$Id$` is the only keyword.
    if bytes.contains(&b'\r') || contains(bytes, b"$Id") {
        return false;
    }
    let drivers = scene.settings.any("filter", &["clean", "process"]);
    // An attribute file that cannot be read may say anything.
    attribute_files(scene, change).into_iter().all(|path| match file::read_small(&path) {
        Ok(text) => {
            let filtered = drivers && contains(&text, b"filter");
            let too_long_to_know = text.len() > 60 * 1024;
            !(filtered || too_long_to_know || contains(&text, b"working-tree-encoding"))
        }
        Err(error) => matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory),
    })
}

/// Every file that may give this path an attribute.
fn attribute_files(scene: &Scene<'_>, change: &FileChange) -> Vec<PathBuf> {
    let path = scene.in_repository(change);
    let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    let in_tree = [""].into_iter().chain(folders).map(|it| scene.place.top.join(it).join(".gitattributes"));
    let home = |below: &str| scene.git.variable("HOME").map(|it| PathBuf::from(it).join(below));
    let own = match scene.settings.text("core.attributesfile") {
        Some(path) => path.strip_prefix("~/").map_or_else(|| Some(scene.place.top.join(path)), home),
        None => match scene.git.variable("XDG_CONFIG_HOME").filter(|it| !it.is_empty()) {
            Some(folder) => Some(PathBuf::from(folder).join("git/attributes")),
            None => home(".config/git/attributes"),
        },
    };
    in_tree
        .chain([scene.place.common.join("info/attributes"), PathBuf::from("/etc/gitattributes")])
        .chain(own)
        .collect()
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|it| it == word)
}
