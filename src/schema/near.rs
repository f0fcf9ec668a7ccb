//! "Did you mean": the nearest of some names to what was typed.

/// The name that was most likely meant, if one is near enough.
pub(crate) fn near<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(typed, names).map(|(_, name)| name)
}

/// The same, with how far it is: 0 is the same name written another way.
pub(super) fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<(usize, &'a str)> {
    let plain = plain(typed);
    let mut best: Option<(usize, &str)> = None;
    for name in names {
        let other = self::plain(name);
        let distance = if plain == other { 0 } else { strsim::damerau_levenshtein(&plain, &other).max(1) };
        let part = plain.len() >= 4 && (other.starts_with(&plain) || other.ends_with(&plain));
        let distance = if part { distance.min(1) } else { distance };
        if distance <= allowed(&plain) && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best
}

/// How many letters may differ: one in a short name, a third of a long one.
fn allowed(typed: &str) -> usize {
    match typed.chars().count() {
        0 | 1 => 0,
        2..=4 => 1,
        length => (length / 3).min(4),
    }
}

/// A name as every way of writing it has it: `dueDate`, `due-date` and `Due Date` are `due_date`.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len() + 4);
    let mut before_was_lower = false;
    // Far longer names than any schema has are not worth the time to compare.
    for letter in name.chars().take(64) {
        if letter.is_uppercase() && before_was_lower {
            plain.push('_');
        }
        before_was_lower = letter.is_lowercase();
        match letter {
            '-' | ' ' | '.' => plain.push('_'),
            _ => plain.extend(letter.to_lowercase()),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_that_was_meant_is_found_and_a_far_one_is_not() {
        let names = ["due", "done_on", "signed_on", "name", "redirect_uris"];
        let check = |typed: &str, expected: Option<&str>| assert_eq!(near(typed, names), expected, "{typed}");
        check("deu", Some("due"));
        check("duee", Some("due"));
        check("doneOn", Some("done_on"));
        check("done-on", Some("done_on"));
        check("singed_on", Some("signed_on"));
        check("redirect_uri", Some("redirect_uris"));
        check("uris", Some("redirect_uris"));
        check("colour", None);
        check("x", None);
        check("", None);
    }
}
