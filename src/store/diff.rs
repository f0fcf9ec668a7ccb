//! A change as a patch, for `--dry-run`.

use similar::TextDiff;

use super::RelPath;

/// A unified diff as git would print it. None is: not there.
pub(crate) fn diff(path: &RelPath, before: Option<&[u8]>, after: Option<&[u8]>) -> String {
    let text = |it: Option<&[u8]>| String::from_utf8_lossy(it.unwrap_or_default()).into_owned();
    let (old, new) = (text(before), text(after));
    let name = |side: &str, it: Option<&[u8]>| it.map_or_else(|| "/dev/null".to_owned(), |_| format!("{side}/{path}"));
    let diff = TextDiff::from_lines(&old, &new);
    diff.unified_diff().context_radius(3).header(&name("a", before), &name("b", after)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: Option<&str>, after: Option<&str>, expected: &str) {
        let path = RelPath::new("clients/acme.yaml").expect("a good path");
        assert_eq!(diff(&path, before.map(str::as_bytes), after.map(str::as_bytes)), expected);
    }

    #[test]
    fn a_change_shows_three_lines_around_it() {
        let before = "a\nb\nc\nd\ne\nf\n";
        let after = "a\nb\nc\nd\nE\nf\n";
        check(
            Some(before),
            Some(after),
            "--- a/clients/acme.yaml\n+++ b/clients/acme.yaml\n@@ -2,5 +2,5 @@\n b\n c\n d\n-e\n+E\n f\n",
        );
    }

    #[test]
    fn a_new_file_comes_from_nowhere_and_equal_ones_have_no_diff() {
        check(None, Some("a\n"), "--- /dev/null\n+++ b/clients/acme.yaml\n@@ -0,0 +1 @@\n+a\n");
        check(Some("a\n"), Some("a\n"), "");
    }
}
