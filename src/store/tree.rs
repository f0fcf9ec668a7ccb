//! Trees of git as bytes. A flat folder of 10,000 clients is a tree of 400 KB: to change one entry, its twenty bytes are
//! replaced, and nothing is parsed, sorted and put together again.

use git2::{ObjectType, Odb, Oid};

const ID: usize = 20;

/// One entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) mode: u32,
    pub(super) id: Oid,
    /// Where the id stands in the tree.
    at: usize,
}

/// The trees on the way to a file, from the top, and its entry in the last one.
#[derive(Debug)]
pub(super) struct Way {
    trees: Vec<(Vec<u8>, Entry)>,
}

impl Way {
    /// None when the tree does not hold the path.
    pub(super) fn find(odb: &Odb<'_>, top: Oid, path: &str) -> Result<Option<Self>, git2::Error> {
        let mut trees = Vec::new();
        let mut tree = top;
        for name in path.split('/') {
            let object = odb.read(tree)?;
            if object.kind() != ObjectType::Tree {
                return Ok(None);
            }
            let Some(entry) = find(object.data(), name.as_bytes()) else { return Ok(None) };
            trees.push((object.data().to_vec(), entry));
            tree = entry.id;
        }
        Ok(Some(Self { trees }))
    }

    pub(super) fn entry(&self) -> Option<Entry> {
        self.trees.last().map(|(_, entry)| *entry)
    }

    /// Writes the trees anew with another id at the end of the way. Gives the new top.
    pub(super) fn write_with(&mut self, odb: &Odb<'_>, id: Oid) -> Result<Oid, git2::Error> {
        self.trees.iter_mut().rev().try_fold(id, |id, (tree, entry)| {
            if let Some(place) = tree.get_mut(entry.at..entry.at + ID) {
                place.copy_from_slice(id.as_bytes());
            }
            odb.write(ObjectType::Tree, tree)
        })
    }
}

/// An entry is its mode in octal, a space, the name, a NUL, and the id.
fn find(tree: &[u8], wanted: &[u8]) -> Option<Entry> {
    let mut at = 0;
    loop {
        let rest = tree.get(at..)?;
        let space = rest.iter().position(|it| *it == b' ')?;
        let end = space + 1 + rest.get(space + 1..)?.iter().position(|it| *it == 0)?;
        let id = rest.get(end + 1..end + 1 + ID)?;
        if rest.get(space + 1..end)? == wanted {
            let mode = u32::from_str_radix(std::str::from_utf8(rest.get(..space)?).ok()?, 8).ok()?;
            return Some(Entry { mode, id: Oid::from_bytes(id).ok()?, at: at + end + 1 });
        }
        at += end + 1 + ID;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_found_by_its_whole_name_and_half_a_tree_ends_the_search() {
        let id = [7; ID];
        let tree = [&b"40000 a\0"[..], &id, b"100644 a.yaml\0", &id, b"100755 b\0", &id].concat();
        let found = |name: &str| find(&tree, name.as_bytes()).map(|it| (it.mode, it.at));
        assert_eq!(found("a"), Some((0o40000, 8)));
        assert_eq!(found("a.yaml"), Some((0o100_644, 42)));
        assert_eq!(found("b"), Some((0o100_755, 71)));
        assert_eq!(found("a.yam"), None);
        for end in 0..tree.len() {
            find(&tree[..end], b"c");
        }
    }
}
