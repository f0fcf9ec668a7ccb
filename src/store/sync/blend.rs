//! One path of one commit, brought onto what the remote has there. Nothing is written but the contents that were merged.

use std::collections::BTreeMap;

use super::super::entries::{self, Changed};
use super::super::error::Doing;
use super::super::{file, note};
use super::{Blend, Blender, Moving, RelPath, Sides, StopKind, StoreError};

/// Mode and id, as git prints them.
type Entry = (String, String);

/// What git calls a tree.
const FOLDER: &str = "040000";
/// How the mode of a plain file begins.
const PLAIN: &str = "100";
/// So many paths are asked for at once: what fits into a command everywhere.
const AT_ONCE: usize = 256;

/// What lies at the paths that count, while one commit after the other is put on top.
#[derive(Debug)]
pub(super) struct Stand(BTreeMap<String, Entry>);

/// What becomes of a path.
#[derive(Debug)]
pub(super) enum Blended {
    /// The change is there already.
    Same,
    Becomes {
        entry: Option<Entry>,
        /// Both sides changed the content.
        is_merged: bool,
    },
    Stops(StopKind),
}

impl Stand {
    /// As the commit has them.
    pub(super) fn read(at: &Moving<'_>, commit: &str, changes: &[Vec<Changed>]) -> Result<Self, StoreError> {
        let mut wanted: Vec<String> = Vec::new();
        for change in changes.iter().flatten() {
            wanted.push(change.path.clone());
            // A file that comes needs folders where it goes.
            if change.old.is_none() {
                wanted.extend(
                    change.path.match_indices('/').filter_map(|(end, _)| change.path.get(..end)).map(str::to_owned),
                );
            }
        }
        wanted.sort();
        wanted.dedup();
        let mut found = BTreeMap::new();
        for some in wanted.chunks(AT_ONCE) {
            found.extend(entries::of_tree(&at.git, commit, some.iter().cloned())?);
        }
        Ok(Self(found))
    }

    pub(super) fn set(&mut self, path: &str, entry: Option<Entry>) {
        match entry {
            Some(entry) => self.0.insert(path.to_owned(), entry),
            None => self.0.remove(path),
        };
    }

    fn has_file_above(&self, path: &str) -> bool {
        let above = path.match_indices('/').filter_map(|(end, _)| self.0.get(path.get(..end)?));
        above.into_iter().any(|(mode, _)| mode != FOLDER)
    }
}

/// Brings one change of a commit of this copy together with what stands there.
pub(super) fn blend(
    at: &Moving<'_>,
    stand: &Stand,
    change: &Changed,
    blender: Blender<'_>,
) -> Result<Blended, StoreError> {
    let theirs = stand.0.get(&change.path);
    let (base, ours) = (change.old.as_ref(), change.new.as_ref());
    if theirs == ours {
        return Ok(Blended::Same);
    }
    let becomes = |entry: Option<Entry>| Ok(Blended::Becomes { entry, is_merged: false });
    if theirs == base {
        return if stand.has_file_above(&change.path) {
            Ok(Blended::Stops(StopKind::InTheWay))
        } else {
            becomes(ours.cloned())
        };
    }
    let (Some(theirs), Some(ours)) = (theirs, ours) else {
        return Ok(Blended::Stops(if ours.is_none() { StopKind::DeletedHere } else { StopKind::DeletedThere }));
    };
    if ![Some(theirs), Some(ours), base].into_iter().flatten().all(|(mode, _)| mode.starts_with(PLAIN)) {
        return Ok(Blended::Stops(StopKind::NotPlain));
    }
    // Only one bit of a mode counts: two sides that differ from the base are the same.
    let mode = if base.is_some_and(|(mode, _)| *mode == theirs.0) { &ours.0 } else { &theirs.0 };
    let entry = |id: &str| Some((mode.clone(), id.to_owned()));
    if theirs.1 == ours.1 || base.is_some_and(|(_, id)| *id == ours.1) {
        return if *mode == theirs.0 { Ok(Blended::Same) } else { becomes(entry(&theirs.1)) };
    }
    if base.is_some_and(|(_, id)| *id == theirs.1) {
        return becomes(entry(&ours.1));
    }
    let ids: Vec<&str> = base.map(|it| it.1.as_str()).into_iter().chain([theirs.1.as_str(), ours.1.as_str()]).collect();
    let mut contents = at.workspace.blobs(&ids)?;
    let (ours, theirs) = (contents.pop().flatten(), contents.pop().flatten());
    let old = contents.pop().flatten();
    let (Some(ours), Some(theirs), true) = (ours, theirs, old.is_some() == base.is_some()) else {
        return Ok(Blended::Stops(StopKind::TooLarge));
    };
    let merged = match sides(at, change, old.as_deref(), (&theirs, &ours)) {
        Some(sides) => match blender(&sides) {
            Blend::Into(bytes) => Some(bytes),
            Blend::Clash => return Ok(Blended::Stops(StopKind::Clash)),
            Blend::AsText => as_text(at, [old.as_deref().unwrap_or_default(), &theirs, &ours])?,
        },
        None => as_text(at, [old.as_deref().unwrap_or_default(), &theirs, &ours])?,
    };
    let Some(merged) = merged else { return Ok(Blended::Stops(StopKind::TextClash)) };
    let id = at.git.call(["hash-object", "-w", "--stdin"]).input(merged).done()?.line();
    if id == stand.0.get(&change.path).map(|it| it.1.as_str()).unwrap_or_default() && *mode == stand_mode(stand, change)
    {
        return Ok(Blended::Same);
    }
    Ok(Blended::Becomes { entry: entry(&id), is_merged: true })
}

fn stand_mode<'s>(stand: &'s Stand, change: &Changed) -> &'s str {
    stand.0.get(&change.path).map_or("", |it| it.0.as_str())
}

/// The sides of a file of the workspace; what lies elsewhere in the repository is a text like any other.
fn sides(at: &Moving<'_>, change: &Changed, base: Option<&[u8]>, (theirs, ours): (&[u8], &[u8])) -> Option<Sides> {
    let path = RelPath::new(change.path.strip_prefix(at.place.prefix())?).ok()?;
    Some(Sides { path, base: base.map(<[u8]>::to_vec), theirs: theirs.to_vec(), ours: ours.to_vec() })
}

/// As git merges any text; `None` where it finds a conflict.
fn as_text(at: &Moving<'_>, sides: [&[u8]; 3]) -> Result<Option<Vec<u8>>, StoreError> {
    let folder = note::folder(at.place);
    let [base, theirs, ours] = ["blend-base", "blend-theirs", "blend-ours"].map(|it| folder.join(it));
    for (path, bytes) in [&base, &theirs, &ours].into_iter().zip(sides) {
        file::overwrite(path, bytes).map_err(StoreError::io(Doing::Write, path))?;
    }
    let answer = at.git.call(["merge-file", "-p", "-q"]).args([&theirs, &base, &ours]).answer()?;
    match answer.code() {
        Some(0) => Ok(Some(answer.stdout)),
        // More than 127 conflicts are told as 127; a file that is no text, as 255.
        Some(1..=127 | 255) => Ok(None),
        _ => Err(answer.fault()),
    }
}
