//! Files that this program writes into a repository, and knows again: one of the first two lines has the fingerprint of all
//! others, so that one that nobody changed may be brought up to date, and any other is its owner's.

use sha2::{Digest as _, Sha256};

/// How that line begins.
const MARK: &str = "# onboard setup ";
/// A script begins with the program that reads it.
const SHEBANG: &str = "#!";

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// Written by this program, and as it was written.
    Ours,
    /// Of a person, or changed by one.
    Theirs,
}

/// The text with that line at its head. `what` is the rest of the command that wrote it.
pub(super) fn marked(what: &str, text: &str) -> String {
    let mark = format!("{MARK}{what}: {}\n", fingerprint(text));
    match text.split_inclusive('\n').next().filter(|it| it.starts_with(SHEBANG)) {
        Some(first) => format!("{first}{mark}{}", text.strip_prefix(first).unwrap_or_default()),
        None => mark + text,
    }
}

pub(super) fn owner(file: &[u8]) -> Owner {
    let known = |text: String| {
        let mark = mark_of(&text)?;
        let (_, named) = mark.trim_end().rsplit_once(": ")?;
        let rest = text.replacen(mark, "", 1);
        (named == fingerprint(&rest)).then_some(Owner::Ours)
    };
    text_of(file).and_then(known).unwrap_or(Owner::Theirs)
}

/// Whether this program wrote it, whatever became of it since.
pub(super) fn was_ours(file: &[u8]) -> bool {
    text_of(file).is_some_and(|it| mark_of(&it).is_some())
}

/// A copy may have other line endings.
fn text_of(file: &[u8]) -> Option<String> {
    Some(std::str::from_utf8(file).ok()?.replace("\r\n", "\n"))
}

fn mark_of(text: &str) -> Option<&str> {
    text.split_inclusive('\n').take(2).find(|it| it.starts_with(MARK))
}

fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::from("sha256 "), |all, it| all + &format!("{it:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Owner) {
        assert_eq!(owner(text.as_bytes()), expected, "{text}");
    }

    #[test]
    fn a_file_is_ours_until_somebody_changes_it() {
        let text = marked("ci github", "on:\n  push:\n");
        check(&text, Owner::Ours);
        check(&text.replace('\n', "\r\n"), Owner::Ours);
        check(&text.replace("push", "pull_request"), Owner::Theirs);
        check(&format!("{text}\n"), Owner::Theirs);
        assert!(was_ours(format!("{text}\n").as_bytes()));
        check("on:\n  push:\n", Owner::Theirs);
        check("", Owner::Theirs);
        assert_eq!(owner(b"\xff\xfe"), Owner::Theirs);
        assert!(!was_ours(b"on:\n") && !was_ours(b"\xff\xfe"));
    }

    #[test]
    fn a_script_keeps_its_first_line() {
        let text = marked("hooks", "#!/bin/sh\nexit 0\n");
        assert!(text.starts_with("#!/bin/sh\n# onboard setup hooks: sha256 "), "{text}");
        check(&text, Owner::Ours);
        check(&text.replace("exit 0", "exit 1"), Owner::Theirs);
        check(&text.replace("#!/bin/sh", "#!/bin/bash"), Owner::Theirs);
    }
}
