//! Characters that nobody sees and that do something: the one list of them.

/// Whether a character moves a terminal, turns the direction of the writing, or hides. Line feeds and tabs are white
/// space; joiners are not in it, for scripts and emoji need them.
pub(crate) fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        // Marks, embeddings, overrides and isolates of direction.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // What has no width and joins nothing; line breaks that only some programs see.
        | '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}' => true,
        it => it.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_turns_or_hides_is_hidden_and_what_is_read_is_not() {
        for bad in ['\u{1b}', '\r', '\0', '\u{9b}', '\u{202e}', '\u{2066}', '\u{200b}', '\u{feff}', '\u{2028}'] {
            assert!(is_hidden(bad), "{bad:?}");
        }
        for good in ['a', 'é', ' ', '\u{a0}', '\n', '\t', '→', '🍁', '\u{200d}'] {
            assert!(!is_hidden(good), "{good:?}");
        }
    }
}
