//! What is wrong with the characters of a file, whatever they mean: encoding, size, control characters and the marks
//! that a merge leaves behind. One pass over the bytes.

use super::flaw::{Flaw, Flaws};
use crate::model::{Message, Spot};

/// The longest file that is read. A client file of ten years has about 100 KB.
pub(super) const MOST_BYTES: usize = 1_000_000;

/// Whether the parser has a chance with this text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Readable {
    Yes,
    No,
}

/// The bytes as text; `None` when they are too many or are not UTF-8.
pub(super) fn decode<'a>(bytes: &'a [u8], flaws: &mut Flaws) -> Option<&'a str> {
    if bytes.len() > MOST_BYTES {
        let message = Message::new("document.too-large").with("n", bytes.len()).with("most", MOST_BYTES);
        flaws.push(Flaw::new("too-large", Spot { line: 1, column: 1, start: 0, end: 0 }, message));
        return None;
    }
    let fault = match std::str::from_utf8(bytes) {
        Ok(text) => return Some(text),
        Err(fault) => fault,
    };
    let (good, _) = bytes.split_at(fault.valid_up_to());
    let start = good.len();
    let before = good.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let breaks = good.split(|byte| *byte == b'\n').count();
    let column = std::str::from_utf8(before).map_or(0, |it| it.chars().count()) + 1;
    let end = start + fault.error_len().unwrap_or(bytes.len() - start);
    let spot = Spot { line: small(breaks), column: small(column), start, end };
    flaws.push(Flaw::new("not-utf8", spot, Message::new("document.not-utf8")).help("document.not-utf8-help"));
    None
}

/// Looks at every character once.
pub(super) fn scan(text: &str, flaws: &mut Flaws) -> Readable {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    let mut readable = Readable::Yes;
    if marker(bytes).is_some() {
        readable = Readable::No;
    }
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' => {
                starts.push(small(at + 1));
                if marker(bytes.get(at + 1..).unwrap_or_default()).is_some() {
                    readable = Readable::No;
                }
            }
            b'\t' | 0x20..=0x7E => {}
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            0x80.. if !leads_to_trouble(*byte) => {}
            _ => character(text, at, &starts, flaws),
        }
    }
    if readable == Readable::No {
        conflicts(text, &starts, flaws);
    }
    readable
}

/// The first bytes of C1 controls, of U+2028 to U+202E and U+2066 to U+2069, and of U+FEFF; everything else above ASCII is
/// either harmless or the rest of a character.
fn leads_to_trouble(byte: u8) -> bool {
    matches!(byte, 0xC2 | 0xE2 | 0xEF)
}

fn character(text: &str, at: usize, starts: &[u32], flaws: &mut Flaws) {
    let Some(found) = text.get(at..).and_then(|rest| rest.chars().next()) else { return };
    if !is_control(found) && found != '\u{FEFF}' || flaws.full() {
        return;
    }
    let line_start = starts.last().map_or(0, |it| *it as usize);
    let column = text.get(line_start..at).map_or(0, |it| it.chars().count()) + 1;
    let spot = Spot { line: small(starts.len()), column: small(column), start: at, end: at + found.len_utf8() };
    let code_point = format!("U+{:04X}", u32::from(found));
    flaws.push(match found {
        '\u{FEFF}' => Flaw::new("byte-order-mark", spot, Message::new("document.byte-order-mark"))
            .help("document.byte-order-mark-help"),
        '\r' => Flaw::new("control-character", spot, Message::new("document.lone-carriage-return"))
            .help("document.lone-carriage-return-help"),
        '\u{85}' | '\u{2028}' | '\u{2029}' => {
            Flaw::new("line-break", spot, Message::new("document.line-break").with("character", code_point))
                .help("document.line-break-help")
        }
        _ => Flaw::new(
            "control-character",
            spot,
            Message::new("document.control-character").with("character", code_point),
        )
        .help("document.control-character-help"),
    });
}

/// A character that moves a terminal, hides text or turns it round, and has no place in a client file.
pub(super) fn is_control(it: char) -> bool {
    match it {
        '\t' | '\n' => false,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        _ => false,
    }
}

/// A piece of a file as it may stand in a message: one line, not long, and without characters that steer a terminal.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 60;
    let line = text.split('\n').next().unwrap_or_default();
    let whole = line.len() == text.len() && line.chars().nth(MOST).is_none();
    let piece = line.chars().take(MOST).map(|it| if is_control(it) { '\u{FFFD}' } else { it });
    piece.chain((!whole).then_some('…')).collect()
}

/// The mark of a merge conflict at the start of `line`, and its length: seven signs, or more where git is told so.
fn marker(line: &[u8]) -> Option<(&'static str, usize)> {
    let sign = line.first()?;
    let mark = match sign {
        b'<' => "<<<<<<<",
        b'|' => "|||||||",
        b'=' => "=======",
        b'>' => ">>>>>>>",
        _ => return None,
    };
    let length = line.iter().take_while(|it| *it == sign).count();
    let ends = matches!(line.get(length), None | Some(b' ' | b'\n' | b'\r'));
    (length >= mark.len() && ends).then_some((mark, length))
}

fn conflicts(text: &str, starts: &[u32], flaws: &mut Flaws) {
    for (index, start) in starts.iter().enumerate() {
        let start = *start as usize;
        let Some((mark, length)) = marker(text.as_bytes().get(start..).unwrap_or_default()) else { continue };
        let spot = Spot { line: small(index + 1), column: 1, start, end: start + length };
        let message = Message::new("document.conflict-marker").with("mark", mark);
        flaws.push(Flaw::new("conflict-marker", spot, message).help("document.conflict-marker-help"));
    }
}

/// Positions fit, since the size of a file is capped.
pub(super) fn small(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
