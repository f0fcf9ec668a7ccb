//! What `git log --raw -z` and `git diff-tree --stdin -z` say, taken apart.

use super::{Blob, PathChange, TrailCommit};

/// Fields end with a NUL, which no commit can hold.
pub(super) const FORMAT: &str = "--format=%H%x00%P%x00%aI%x00%cI%x00%an%x00%ae%x00%ce%x00%B%x00";
const FIELDS: usize = 8;

/// A line of a raw difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawChange {
    pub(super) path: String,
    pub(super) before: Option<Blob>,
    pub(super) after: Option<Blob>,
}

/// Every commit with what it changed from its one parent; merges with nothing yet.
pub(super) fn commits(bytes: &[u8], prefix: &str) -> Vec<TrailCommit> {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\0').peekable();
    let mut commits = Vec::new();
    loop {
        let fields: Vec<&str> = parts.by_ref().take(FIELDS).collect();
        let [id, parents, authored, committed, author, email, committer_email, message] = *fields.as_slice() else {
            return commits;
        };
        // The end of the record.
        parts.next();
        let parents: Vec<String> = parents.split_whitespace().map(str::to_owned).collect();
        let changes = changes(&mut parts, prefix)
            .into_iter()
            .map(|it| PathChange { path: it.path, before: vec![it.before], after: it.after })
            .collect();
        commits.push(TrailCommit {
            id: id.to_owned(),
            parents,
            authored: authored.to_owned(),
            committed: committed.to_owned(),
            author: author.to_owned(),
            email: email.to_owned(),
            committer_email: committer_email.to_owned(),
            message: message.to_owned(),
            changes,
            ground: 0,
            ground_before: 0,
            is_cut: false,
        });
    }
}

/// For each question its answer, in their order.
pub(super) fn comparisons(bytes: &[u8], prefix: &str) -> Vec<Vec<RawChange>> {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\0').peekable();
    let mut all = Vec::new();
    while let Some(id) = parts.next() {
        if !id.is_empty() {
            all.push(changes(&mut parts, prefix));
        }
    }
    all
}

/// The changes of one comparison that names no commit.
pub(super) fn changes_of(bytes: &[u8], prefix: &str) -> Vec<RawChange> {
    let text = String::from_utf8_lossy(bytes);
    changes(&mut text.split('\0').peekable(), prefix)
}

fn changes<'t>(parts: &mut std::iter::Peekable<impl Iterator<Item = &'t str>>, prefix: &str) -> Vec<RawChange> {
    let mut found = Vec::new();
    while let Some(line) = parts.next_if(|it| it.trim_start_matches('\n').starts_with(':')) {
        let Some(path) = parts.next() else { break };
        let words: Vec<&str> = line.trim_start_matches('\n').trim_start_matches(':').split(' ').collect();
        let (Some(path), [mode_before, mode_after, before, after, _]) = (path.strip_prefix(prefix), words.as_slice())
        else {
            continue;
        };
        found.push(RawChange {
            path: path.to_owned(),
            before: blob(mode_before, before),
            after: blob(mode_after, after),
        });
    }
    found
}

fn blob(mode: &str, id: &str) -> Option<Blob> {
    let is_there = mode.bytes().any(|it| it != b'0');
    is_there.then(|| Blob { id: id.to_owned(), is_plain: mode.starts_with("100") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_with_and_without_changes_are_told_apart() {
        let text = "a1\0\0May\0June\0Ada\0a@b\0c@d\0one\n\nX: 1\n\0\0\n:000000 100644 00 77 A\0w/clients/a.yaml\0\
                    :000000 120000 00 78 A\0w/clients/b.yaml\0\
                    b2\0a1 c3\0May\0June\0Ada\0a@b\0c@d\0two\0\0";
        let [one, two] = commits(text.as_bytes(), "w/").try_into().expect("two commits");
        assert!(one.parents.is_empty());
        assert_eq!(one.message, "one\n\nX: 1\n");
        let paths: Vec<_> = one.changes.iter().map(|it| (it.path.as_str(), it.before.clone())).collect();
        assert_eq!(paths, [("clients/a.yaml", vec![None]), ("clients/b.yaml", vec![None])]);
        assert_eq!(one.changes[0].after, Some(Blob { id: "77".to_owned(), is_plain: true }));
        assert_eq!(one.changes[1].after, Some(Blob { id: "78".to_owned(), is_plain: false }));
        assert_eq!(two.parents, ["a1", "c3"]);
        assert_eq!(two.changes, []);
    }

    #[test]
    fn each_comparison_has_its_own_answer_even_if_it_is_nothing() {
        let text = "m1\0:100644 000000 77 00 D\0clients/a.yaml\0m1\0m2\0";
        let [one, two, three] = comparisons(text.as_bytes(), "").try_into().expect("three answers");
        assert_eq!(one[0].after, None);
        assert_eq!((two, three), (vec![], vec![]));
    }
}
