//! Files that this program writes into a repository, and knows again: the first line has the fingerprint of the rest, so that
//! one that nobody changed may be brought up to date, and any other is its owner's.

use sha2::{Digest as _, Sha256};

/// How the first line begins.
const MARK: &str = "# onboard setup ";

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// Written by this program, and as it was written.
    Ours,
    /// Of a person, or changed by one.
    Theirs,
}

/// The text with its first line. `what` is the rest of the command that wrote it.
pub(super) fn marked(what: &str, text: &str) -> String {
    format!("{MARK}{what}: {}\n{text}", fingerprint(text))
}

pub(super) fn owner(file: &[u8]) -> Owner {
    let known = || {
        // A copy may have other line endings.
        let text = std::str::from_utf8(file).ok()?.replace("\r\n", "\n");
        let (first, rest) = text.split_once('\n')?;
        let (_, named) = first.strip_prefix(MARK)?.rsplit_once(": ")?;
        (named == fingerprint(rest)).then_some(Owner::Ours)
    };
    known().unwrap_or(Owner::Theirs)
}

fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::from("sha256 "), |all, it| all + &format!("{it:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_ours_until_somebody_changes_it() {
        let text = marked("ci github", "on:\n  push:\n");
        let check = |text: &str, expected| assert_eq!(owner(text.as_bytes()), expected, "{text}");
        check(&text, Owner::Ours);
        check(&text.replace('\n', "\r\n"), Owner::Ours);
        check(&text.replace("push", "pull_request"), Owner::Theirs);
        check(&format!("{text}\n"), Owner::Theirs);
        check("on:\n  push:\n", Owner::Theirs);
        check("", Owner::Theirs);
        assert_eq!(owner(b"\xff\xfe"), Owner::Theirs);
    }
}
