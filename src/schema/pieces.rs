//! Cuts a path as a person types it into pieces: `agreement.milestones.m3.due`, `redirect_uris[0]`, `custom['x.y']`,
//! `criteria."a.b".state`. Knows no schema.

use super::fault::PathError;
use crate::model::Message;

/// One piece of a typed path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Between dots: a key, the key of an item, or a position.
    Plain(String),
    /// In quotes: a key or the key of an item, whatever is in it.
    Quoted(String),
    /// `[3]`.
    Position(usize),
}

impl Piece {
    /// The text that names something, where the piece is not a position.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Plain(text) | Self::Quoted(text) => Some(text),
            Self::Position(_) => None,
        }
    }

    /// The position that the piece may stand for in a list.
    pub(super) fn position(&self) -> Option<usize> {
        match self {
            Self::Plain(text) => text.bytes().all(|it| it.is_ascii_digit()).then(|| text.parse().ok())?,
            Self::Quoted(_) => None,
            Self::Position(position) => Some(*position),
        }
    }
}

/// The pieces of a typed path. An empty text is the whole file.
pub(super) fn split(text: &str) -> Result<Vec<Piece>, PathError> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, after) = match rest.strip_prefix('[') {
            Some(inside) => bracket(inside),
            None => name(rest),
        }
        .ok_or_else(|| broken(text, text.len() - rest.len()))?;
        pieces.push(piece);
        rest = match after.strip_prefix('.') {
            // A dot at the very end leads nowhere.
            Some("") => return Err(broken(text, text.len())),
            Some(after) => after,
            None if after.is_empty() || after.starts_with('[') => after,
            None => return Err(broken(text, text.len() - after.len())),
        };
    }
    Ok(pieces)
}

fn bracket(inside: &str) -> Option<(Piece, &str)> {
    if inside.starts_with(['"', '\'']) {
        let (text, after) = quoted(inside)?;
        return Some((Piece::Quoted(text), after.strip_prefix(']')?));
    }
    let (inner, after) = inside.split_once(']')?;
    let piece = match inner.parse() {
        Ok(position) if inner.bytes().all(|it| it.is_ascii_digit()) => Piece::Position(position),
        _ if inner.is_empty() || inner.contains(['[', '=']) => return None,
        _ => Piece::Quoted(inner.to_owned()),
    };
    Some((piece, after))
}

fn name(rest: &str) -> Option<(Piece, &str)> {
    if rest.starts_with(['"', '\'']) {
        let (text, after) = quoted(rest)?;
        return Some((Piece::Quoted(text), after));
    }
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (text, after) = rest.split_at_checked(end)?;
    (!text.is_empty()).then(|| (Piece::Plain(text.to_owned()), after))
}

/// A text in quotes, in which a backslash takes away the meaning of what follows it.
fn quoted(rest: &str) -> Option<(String, &str)> {
    let mut letters = rest.char_indices();
    let (_, quote) = letters.next()?;
    let mut text = String::new();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => text.push(letters.next()?.1),
            _ if letter == quote => return Some((text, rest.get(at + letter.len_utf8()..)?)),
            _ => text.push(letter),
        }
    }
    None
}

/// A key as it must be typed: bare where it can be, else in quotes. `first`: nothing stands before it.
pub(super) fn write(path: &mut String, key: &str) {
    let bare =
        !key.is_empty() && !key.contains(['.', '[', ']', '"', '\'', '=', '\\']) && !key.contains(char::is_whitespace);
    if bare {
        write_bare(path, key);
        return;
    }
    path.push_str("['");
    for letter in key.chars() {
        if matches!(letter, '\'' | '\\') {
            path.push('\\');
        }
        path.push(letter);
    }
    path.push_str("']");
}

/// A key as it is, after a dot where something stands before it.
pub(super) fn write_bare(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

pub(super) fn write_position(path: &mut String, position: usize) {
    path.push('[');
    path.push_str(&position.to_string());
    path.push(']');
}

fn broken(text: &str, at: usize) -> PathError {
    let before = text.get(..at).unwrap_or(text);
    let message = Message::new("schema.path-broken").with("path", text).with("before", before);
    PathError::new("path/broken", message).help(Message::new("schema.path-broken-help"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Piece {
        Piece::Plain(text.to_owned())
    }

    fn quoted(text: &str) -> Piece {
        Piece::Quoted(text.to_owned())
    }

    #[test]
    fn a_typed_path_is_cut_at_dots_brackets_and_quotes() {
        let check = |text: &str, expected: &[Piece]| assert_eq!(split(text).expect(text), expected, "{text}");
        check("", &[]);
        check("phase", &[plain("phase")]);
        check("a.b.0", &[plain("a"), plain("b"), plain("0")]);
        check("a[0].b", &[plain("a"), Piece::Position(0), plain("b")]);
        check("a[0][1]", &[plain("a"), Piece::Position(0), Piece::Position(1)]);
        check("custom['x.y']", &[plain("custom"), quoted("x.y")]);
        check("criteria.\"a.b\".state", &[plain("criteria"), quoted("a.b"), plain("state")]);
        check("a['it\\'s'].b", &[plain("a"), quoted("it's"), plain("b")]);
        check("a[test].b", &[plain("a"), quoted("test"), plain("b")]);
        check("été.ça", &[plain("été"), plain("ça")]);
    }

    #[test]
    fn a_broken_path_is_refused_and_never_panics() {
        for text in [
            ".", "a.", ".a", "a..b", "a[", "a[]", "a[0", "a['x", "a['x'", "a[k=v]", "\"", "a['x']b", "a[0]b", "'é",
            "a['\\",
        ] {
            assert!(split(text).is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn a_written_key_is_read_back() {
        for key in ["a", "a.b", "", "it's", "x y", "a[0]", "\\", "é", "\"", "a=b", "0"] {
            let mut path = "m".to_owned();
            write(&mut path, key);
            let pieces = split(&path).expect(&path);
            assert_eq!(pieces.get(1).and_then(Piece::text), Some(key), "{path}");
        }
    }
}
