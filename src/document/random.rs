//! Random documents in random styles, random edits, and what must hold of every one of them: the data is that of the same
//! edit made on the value, bytes that the edit does not concern stay, and refusals are rare.

use serde_json::{Map, Value, json};

use super::edit::second_reading;
use super::hand::{Dice, Hand, new_value};
use super::page::Page;
use super::tree::{Kind, Layout, Node, Style};
use super::{Document, Edit, EditError, Order, Path, Step, apply, apply_value};

fn all_paths(value: &Value, here: &Path, into: &mut Vec<Path>) {
    into.push(here.clone());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| all_paths(value, &here.key(key), into)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, value)| all_paths(value, &here.index(at), into)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

pub(crate) fn random_edit(dice: &mut Dice, value: &Value) -> Option<Edit> {
    let mut paths = Vec::new();
    all_paths(value, &Path::root(), &mut paths);
    let path = paths[dice.roll(paths.len())].clone();
    let found = path.find(value)?;
    let new = new_value(dice, 2);
    let is_root = path.steps().is_empty();
    Some(match (dice.roll(5), found) {
        (0, _) if !is_root => Edit::Remove { path },
        (1, Value::Array(_)) => Edit::Insert { list: path, value: new },
        (1 | 2, Value::Object(_) | Value::Null) if !found.is_null() || !is_root => {
            let mut path = path.key(dice.pick(&["new", "n.o", "yes", "n e w", "new: x", "été"]));
            if dice.one_in(4) {
                path = path.key("deeper");
            }
            if dice.one_in(6) { Edit::Insert { list: path, value: new } } else { Edit::Set { path, value: new } }
        }
        (3, Value::Object(map)) if !map.is_empty() => {
            let mut map: Map<String, Value> = map.clone();
            let key = map.keys().nth(dice.roll(map.len())).cloned()?;
            if map.len() > 1 && dice.one_in(2) {
                map.shift_remove(&key);
            } else {
                map.insert(key, new);
            }
            map.insert("added".into(), json!(1));
            Edit::Set { path, value: Value::Object(map) }
        }
        (3, Value::Array(items)) if !items.is_empty() => {
            let mut items = items.clone();
            let at = dice.roll(items.len());
            match dice.roll(3) {
                0 => items.insert(at, new),
                1 => items[at] = new,
                _ => {
                    items.remove(at);
                }
            }
            Edit::Set { path, value: Value::Array(items) }
        }
        _ if is_root => return None,
        _ => Edit::Set { path, value: new },
    })
}

/// The nearest node at or above the path that an edit names, and how many steps of the path it lies above.
fn nearest(document: &Document, path: &Path) -> (Path, usize) {
    let mut here = path.clone();
    let mut above = 0;
    while here.find(document.value()).is_none() {
        here = here.parent().unwrap();
        above += 1;
    }
    (here, above)
}

fn is_subsequence<T: PartialEq>(small: impl IntoIterator<Item = T>, large: impl IntoIterator<Item = T>) -> bool {
    let mut large = large.into_iter();
    small.into_iter().all(|it| large.any(|other| other == it))
}

/// What is wrong with the way the text was changed, if anything is.
fn complaint(before: &Document, edit: &Edit, after: &Document) -> Option<&'static str> {
    let (old, new) = (before.text(), after.text());
    if old.contains("\r\n") && new.matches('\n').count() != new.matches("\r\n").count() {
        return Some("a line break without carriage return");
    }
    if old.ends_with('\n') && !new.ends_with('\n') {
        return Some("the last line break is lost");
    }
    if before.value() == after.value() {
        return (old != new).then_some("nothing to do, and yet the text changed");
    }
    let page = Page::new(before, "\n");
    let path = match edit {
        Edit::Set { path, .. } | Edit::Insert { list: path, .. } | Edit::Remove { path } => path,
    };
    let (near, above) = nearest(before, path);
    let found = page.find(&near)?;
    let is_empty = |node: &Node| match &node.kind {
        Kind::Map(_, entries) => entries.all().is_empty(),
        Kind::List(_, items) => items.is_empty(),
        Kind::Scalar(_) => true,
    };
    let span = found.node.span;
    match (edit, &found.node.kind) {
        // Into a map or list with something in it: nothing of the old text goes.
        (Edit::Insert { .. } | Edit::Set { .. }, Kind::Map(layout, _) | Kind::List(layout, _))
            if !is_empty(found.node) && (above > 0 || matches!(edit, Edit::Insert { .. })) =>
        {
            if !is_subsequence(old.bytes(), new.bytes()) {
                return Some("something is lost beside what was put in");
            }
            let head = old.bytes().zip(new.bytes()).take_while(|(old, new)| old == new).count();
            let tail = old.bytes().rev().zip(new.bytes().rev()).take_while(|(old, new)| old == new).count();
            (*layout == Layout::Block && head + tail < old.len()).then_some("more than one place is changed")
        }
        // One scalar for another on its line: everything else is the same to the byte.
        (Edit::Set { value, .. }, Kind::Scalar(Style::Plain | Style::Single | Style::Double))
            if above == 0
                && !value.is_array()
                && !value.is_object()
                && !value.as_str().is_some_and(|it| it.contains('\n')) =>
        {
            let same = new.starts_with(&old[..span.start()]) && new.ends_with(&old[span.end()..]);
            (!same).then_some("something beside the scalar is changed")
        }
        (Edit::Remove { .. }, _) if page.find(&path.parent()?).is_some_and(|it| !only_one(it.node)) => {
            (!is_subsequence(new.bytes(), old.bytes())).then_some("a removal writes something")
        }
        _ => None,
    }
    .or_else(|| lost_line(before, &page, &near, new))
}

fn only_one(node: &Node) -> bool {
    match &node.kind {
        Kind::Map(_, entries) => entries.all().len() == 1,
        Kind::List(_, items) => items.len() == 1,
        Kind::Scalar(_) => true,
    }
}

/// Lines outside the edited node, its comments and the line of its holder are all still there, in order.
fn lost_line(before: &Document, page: &Page<'_>, near: &Path, new: &str) -> Option<&'static str> {
    let old = before.text();
    let found = page.find(near)?;
    let column = page.column(found.start());
    let own = page.with_comments_above(page.line_start(found.start()), column);
    let mut from = page.blank_above(own).unwrap_or(own);
    let mut to = page.end_of(found.node, found.anchor(), column);
    while page.is_blank(to) {
        to = page.next_line(to);
    }
    if !page.starts_line(found.start()) {
        // What comes next moves up behind the `-`.
        to = page.next_line(to);
    }
    if let Some(holder) = near.parent().and_then(|it| page.find(&it)) {
        // The holder's line loses what was in it; in braces the neighbours lose a comma.
        if only_one(holder.node)
            || holder.around == Layout::Flow
            || matches!(holder.node.kind, Kind::Map(Layout::Flow, _) | Kind::List(Layout::Flow, _))
        {
            from = from.min(page.line_start(holder.start()));
            to = to.max(page.next_line(page.last_line(holder.node, holder.anchor())));
        }
    }
    let outside = old[..from].lines().chain(old[to..].lines());
    (!is_subsequence(outside, new.lines())).then_some("a line outside the edit is lost")
}

#[derive(Debug, Default)]
struct Tally {
    unreadable: usize,
    right: usize,
    meaningless: usize,
    refused: Vec<String>,
    wrong: Vec<String>,
}

fn try_seeds(seeds: std::ops::Range<u64>, edits: u64) -> Tally {
    let mut tally = Tally::default();
    for seed in seeds {
        let text = Hand::document(seed.wrapping_mul(0x5851_F42D_4C95_7F2D));
        let mut document = match Document::strict(&text) {
            Ok(document) if second_reading(&text).as_ref() == Some(document.value()) => document,
            _ => {
                tally.unreadable += 1;
                continue;
            }
        };
        for turn in 0..edits {
            let mut dice = Dice(seed * 1_000 + turn);
            let Some(edit) = random_edit(&mut dice, document.value()) else { continue };
            let show = |what: &str, after: &str| {
                format!("seed {seed}: {what}: {edit:?}\n{}\n--->\n{after}\n", document.text())
            };
            match apply(&document, std::slice::from_ref(&edit), Order::none()) {
                Ok(after)
                    if Some(after.value())
                        != apply_value(document.value(), std::slice::from_ref(&edit)).ok().as_ref() =>
                {
                    tally.wrong.push(show("wrong data", after.text()));
                }
                Ok(after) => match complaint(&document, &edit, &after) {
                    Some(complaint) => tally.wrong.push(show(complaint, after.text())),
                    None => {
                        tally.right += 1;
                        document = after;
                    }
                },
                Err(EditError::Unsafe { flaws }) => tally.refused.push(show(&format!("refused {flaws:?}"), "")),
                Err(_) => tally.meaningless += 1,
            }
        }
    }
    tally
}

#[test]
fn random_edits_are_right_and_touch_nothing_else() {
    let tally = try_seeds(0..400, 6);
    let tried = tally.right + tally.refused.len() + tally.wrong.len();
    let (right, refused, wrong) = (tally.right, tally.refused.len(), tally.wrong.len());
    let sum = format!(
        "{tried} edits: {right} right, {refused} refused, {wrong} wrong; {} not edits, {} texts skipped",
        tally.meaningless, tally.unreadable
    );
    assert!(tally.wrong.is_empty(), "{sum}\n{}", tally.wrong.iter().take(3).cloned().collect::<String>());
    assert!(refused * 100 < tried, "{sum}\n{}", tally.refused.iter().take(3).cloned().collect::<String>());
    assert!(right > 1_500, "{sum}");
}

#[test]
fn a_random_value_written_as_a_new_file_reads_back() {
    for seed in 0..3_000 {
        let mut dice = Dice(seed);
        let value =
            json!({"a": new_value(&mut dice, 4), "b": {"c": new_value(&mut dice, 3)}, "d": [new_value(&mut dice, 3)]});
        let text = super::write_new(&value);
        let document = Document::strict(&text).unwrap_or_else(|flaws| panic!("{text}\n{flaws:?}"));
        assert_eq!(document.value(), &value, "{text}");
        assert_eq!(second_reading(&text).as_ref(), Some(&value), "{text}");
    }
}

/// Where a document is read, the path to a node leads to the node.
#[test]
fn every_path_of_a_random_document_has_its_place() {
    for seed in 0..300 {
        let text = Hand::document(seed);
        let Ok(document) = Document::strict(&text) else { continue };
        let mut paths = Vec::new();
        all_paths(document.value(), &Path::root(), &mut paths);
        for path in paths.iter().filter(|it| !it.steps().is_empty()) {
            let spot = document.key_spot(path);
            let here = &text[spot.bytes()];
            if let Some(Step::Key(key)) = path.last() {
                assert_eq!(here.trim_matches(['"', '\'']), key, "{text}");
            }
            assert_eq!(text[..spot.start].matches('\n').count() + 1, spot.line as usize);
            assert_eq!(&Path::from_pointer(&path.pointer(), document.value()), path);
        }
    }
}
/// A text that both readers take must mean the same to both, however odd it is.
#[test]
fn no_text_is_read_in_two_ways() {
    const BITS: &[&str] = &[
        "", "", " ", "\n", "\t", "-", ":", "?", ",", "#", "'", "\"", "{", "}", "[", "]", "|", ">", "a", "0", ": ",
        "- ", "\n ", " #",
    ];
    let mut both = 0;
    for seed in 0..2_000_u64 {
        let mut dice = Dice(seed);
        let mut text = Hand::document(seed.wrapping_mul(0x5851_F42D_4C95_7F2D));
        for _ in 0..=dice.roll(3) {
            let chars: Vec<char> = text.chars().collect();
            let at = dice.roll(chars.len() + 1);
            let end = (at + dice.roll(3)).min(chars.len());
            text =
                [&*chars[..at].iter().collect::<String>(), dice.pick(BITS), &chars[end..].iter().collect::<String>()]
                    .concat();
        }
        if let (Ok(ours), Some(theirs)) = (Document::strict(&text), second_reading(&text)) {
            assert_eq!(ours.value(), &theirs, "{text}");
            both += 1;
        }
    }
    assert!(both > 400, "{both}");
}
