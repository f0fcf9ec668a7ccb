//! Lines of three versions, brought together: for comments, of which both sides' are kept, and for files that cannot be read.

use std::hash::Hash;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A stretch of the result.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stretch<'t, T: ?Sized> {
    Clean(&'t [&'t T]),
    /// Both sides changed it, each in another way.
    Clash {
        base: &'t [&'t T],
        ours: &'t [&'t T],
        theirs: &'t [&'t T],
    },
}

/// The lines of each version, with their breaks.
#[derive(Debug, Clone)]
pub(super) struct Lines<'t, T: ?Sized> {
    base: Vec<&'t T>,
    ours: Vec<&'t T>,
    theirs: Vec<&'t T>,
}

impl<'t> Lines<'t, str> {
    pub(super) fn of(base: &'t str, ours: &'t str, theirs: &'t str) -> Self {
        let lines = |it: &'t str| it.split_inclusive('\n').collect();
        Self { base: lines(base), ours: lines(ours), theirs: lines(theirs) }
    }
}

impl<'t> Lines<'t, [u8]> {
    pub(super) fn of_bytes(base: &'t [u8], ours: &'t [u8], theirs: &'t [u8]) -> Self {
        let lines = |it: &'t [u8]| it.split_inclusive(|byte| *byte == b'\n').collect();
        Self { base: lines(base), ours: lines(ours), theirs: lines(theirs) }
    }
}

impl<T: ?Sized + Eq + Ord + Hash> Lines<'_, T> {
    pub(super) fn stretches(&self) -> Vec<Stretch<'_, T>> {
        let [to_ours, to_theirs] = [&self.ours, &self.theirs].map(|it| kept(&self.base, it));
        let both = |at: usize| Some((to_ours.get(at).copied()??, to_theirs.get(at).copied()??));
        let mut stretches = Vec::new();
        let (mut base, mut ours, mut theirs) = (0, 0, 0);
        loop {
            let next = (base..self.base.len()).find(|at| both(*at).is_some());
            let (at, end) = match next {
                Some(at) => (at, both(at).unwrap_or((self.ours.len(), self.theirs.len()))),
                None => (self.base.len(), (self.ours.len(), self.theirs.len())),
            };
            let changed = [
                self.base.get(base..at).unwrap_or_default(),
                self.ours.get(ours..end.0).unwrap_or_default(),
                self.theirs.get(theirs..end.1).unwrap_or_default(),
            ];
            stretches.extend(stretch(changed));
            let Some(at) = next else { return stretches };
            stretches.push(Stretch::Clean(self.base.get(at..=at).unwrap_or_default()));
            (base, ours, theirs) = (at + 1, end.0 + 1, end.1 + 1);
        }
    }
}

fn stretch<'t, T: ?Sized + Eq>([base, ours, theirs]: [&'t [&'t T]; 3]) -> Option<Stretch<'t, T>> {
    if ours.is_empty() && theirs.is_empty() {
        return None;
    }
    Some(if ours == theirs || theirs == base {
        Stretch::Clean(ours)
    } else if ours == base {
        Stretch::Clean(theirs)
    } else {
        Stretch::Clash { base, ours, theirs }
    })
}

/// For each old line the new one that it is.
fn kept<T: ?Sized + Eq + Ord + Hash>(old: &[&T], new: &[&T]) -> Vec<Option<usize>> {
    let mut kept = vec![None; old.len()];
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            for (place, at) in kept.iter_mut().skip(old_index).take(len).zip(new_index..) {
                *place = Some(at);
            }
        }
    }
    kept
}

/// How many lines end in a text.
pub(super) fn count(text: &[u8]) -> u32 {
    u32::try_from(text.split(|it| *it == b'\n').count() - 1).unwrap_or(u32::MAX)
}

/// Comments and blank lines of both sides. Where both changed the same lines, ours stand first, and theirs that ours do not
/// have below.
pub(super) fn both(base: &str, ours: &str, theirs: &str) -> String {
    if theirs == base || ours == theirs {
        return ours.to_owned();
    }
    if ours == base {
        return theirs.to_owned();
    }
    let lines = Lines::of(base, ours, theirs);
    let mut text = String::new();
    for stretch in lines.stretches() {
        match stretch {
            Stretch::Clean(lines) => text.extend(lines.iter().copied()),
            Stretch::Clash { ours, theirs, .. } => {
                text.extend(ours.iter().copied());
                let new = theirs.iter().filter(|it| !it.trim().is_empty() && !ours.contains(it));
                text.extend(new.copied());
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_both_sides_are_kept_once() {
        assert_eq!(both("# a\n", "# a\n# b\n", "# c\n# a\n"), "# c\n# a\n# b\n");
        assert_eq!(both("", "# a\n", "# a\n"), "# a\n");
        assert_eq!(both("# old\n", "# mine\n", "# yours\n"), "# mine\n# yours\n");
        assert_eq!(both("", "\n# a\n", "\n# b\n# a\n"), "\n# a\n# b\n");
        assert_eq!(both("# a\n# b\n", "# a\n", "# b\n"), "# a\n# b\n");
    }

    #[test]
    fn lines_that_one_side_changed_are_taken() {
        let lines = Lines::of("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n");
        let clean: Vec<&str> = lines
            .stretches()
            .iter()
            .flat_map(|it| match it {
                Stretch::Clean(lines) => lines.to_vec(),
                Stretch::Clash { .. } => panic!("{it:?}"),
            })
            .collect();
        assert_eq!(clean.concat(), "A\nb\nC\n");
    }
}
