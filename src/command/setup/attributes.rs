//! Lines of `.gitattributes` that this program puts there, and knows again.

use crate::command::office::Office;
use crate::command::{Desk, change};
use crate::error::Failure;
use crate::model::Message;
use crate::store::{Change, CommitMessage, FileChange, RelPath, Writing};
use crate::words::say;

const FILE: &str = ".gitattributes";
/// Which files are merged by this program.
pub(super) const MERGE: &str = "clients/**/*.yaml merge=onboard";

/// The attributes of the files of the workspace, as they are.
pub(super) fn read(office: &Office) -> Result<FileChange, Failure> {
    let path = RelPath::new(FILE)?;
    let before = if office.ws.exists(&path)? { Some(office.ws.read(&path)?) } else { None };
    Ok(FileChange { path, before, after: None })
}

/// Adds a line, in a commit.
pub(in crate::command) fn add(desk: &Desk, office: &Office, line: &str) -> Result<(), Failure> {
    let file = read(office)?;
    let note = say(&Message::new("setup.attribute-note"), desk.ui.lang);
    let Some(after) = with(file.before.as_deref().unwrap_or_default(), line, &note) else { return Ok(()) };
    let message = CommitMessage {
        subject: "workspace: one kind of line ending".to_owned(),
        body: String::new(),
        trailers: vec![("Onboard-Change".to_owned(), "doctor".to_owned())],
    };
    let files = vec![FileChange { after: Some(after), ..file }];
    let done = office.ws.change(Change { files, message, writing: Writing::Commit, when: None })?;
    change::tell_hooks(desk, &done);
    Ok(())
}

/// The file with a line at its end, under a note; `None` where it has the line.
pub(super) fn with(text: &[u8], line: &str, note: &str) -> Option<Vec<u8>> {
    if has(text, line) {
        return None;
    }
    let eol = if text.windows(2).any(|it| it == b"\r\n") { "\r\n" } else { "\n" };
    let mut after = text.to_vec();
    if !after.is_empty() && !after.ends_with(b"\n") {
        after.extend(eol.bytes());
    }
    after.extend(format!("# {note}{eol}{line}{eol}").bytes());
    Some(after)
}

/// The file without the line, and without the note above it; `None` where it has no such line.
pub(super) fn without(text: &[u8], line: &str) -> Option<Vec<u8>> {
    if !has(text, line) {
        return None;
    }
    let mut lines: Vec<&[u8]> = Vec::new();
    for it in text.split_inclusive(|it| *it == b'\n') {
        if !is(it, line) {
            lines.push(it);
        } else if lines.last().is_some_and(|it| it.starts_with(b"# onboard")) {
            lines.pop();
        }
    }
    Some(lines.concat())
}

fn has(text: &[u8], line: &str) -> bool {
    text.split(|it| *it == b'\n').any(|it| is(it, line))
}

fn is(found: &[u8], line: &str) -> bool {
    found.trim_ascii() == line.as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_and_goes_and_leaves_the_rest() {
        for text in ["", "*.png binary\n", "*.png binary", "* text=auto\r\n"] {
            let there = with(text.as_bytes(), MERGE, "onboard: by meaning").unwrap();
            assert!(has(&there, MERGE) && with(&there, MERGE, "").is_none(), "{text:?}");
            let gone = without(&there, MERGE).unwrap();
            assert_eq!(String::from_utf8(gone).unwrap().trim_end(), text.trim_end());
        }
        assert!(without(b"*.png binary\n", MERGE).is_none());
    }
}
