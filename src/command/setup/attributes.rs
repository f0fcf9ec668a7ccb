//! Lines of `.gitattributes` that this program puts there, and knows again.

pub(crate) const FILE: &str = ".gitattributes";
/// Which files are merged by this program.
pub(crate) const MERGE: &str = "clients/**/*.yaml merge=onboard";

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

pub(crate) fn has(text: &[u8], line: &str) -> bool {
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
