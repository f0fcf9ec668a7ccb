//! Texts of single parts: compared, moved to another column, and put together from what each side changed.

use serde_json::{Map, Value};

use super::decide::{Decision, Piece, Trio, Values, Why};
use crate::document::{self, Document, Edit, Inside, Order, Part, Parts, Path};

/// A version of the file, taken apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version<'a> {
    pub(super) parts: &'a Parts<'a>,
    pub(super) value: &'a Value,
}

/// The text of a part as it stands in another column.
pub(super) fn shifted(part: &Part<'_>, column: usize) -> String {
    shifted_text(part.text, part.column, column)
}

/// A text whose first line begins behind its indentation.
pub(super) fn shifted_text(text: &str, from: usize, to: usize) -> String {
    match text.split_once('\n') {
        Some((first, rest)) if from != to => format!("{first}\n{}", shifted_lines(rest, from, to)),
        Some(_) | None => text.to_owned(),
    }
}

/// Whole lines. A line that is less far in than it should move stays as far out as it can.
pub(super) fn shifted_lines(lines: &str, from: usize, to: usize) -> String {
    if from == to {
        return lines.to_owned();
    }
    let mut text = String::with_capacity(lines.len());
    for line in lines.split_inclusive('\n') {
        if line.trim().is_empty() {
            text.push_str(line);
        } else if to > from {
            text.push_str(&" ".repeat(to - from));
            text.push_str(line);
        } else {
            let own = line.len() - line.trim_start_matches(' ').len();
            text.push_str(line.get(own.min(from - to)..).unwrap_or_default());
        }
    }
    text
}

/// Whether two parts are written alike, wherever they stand.
pub(super) fn same(one: &Part<'_>, two: &Part<'_>) -> bool {
    one.text == two.text && one.column == two.column || one.column != two.column && one.text == shifted(two, one.column)
}

/// Whether two parts differ in no more than space: their words and comments are the same.
pub(super) fn same_words(one: &Part<'_>, two: &Part<'_>) -> bool {
    one.text.split_whitespace().eq(two.text.split_whitespace())
}

/// Of three versions the one that changed; where both changed, what `both` makes of them.
pub(super) fn three(texts: Trio<Option<&str>>, both: impl Fn(&str, &str) -> String) -> String {
    let (ours, theirs) = (texts.ours.unwrap_or_default(), texts.theirs.unwrap_or_default());
    match texts.base {
        _ if ours == theirs => ours.to_owned(),
        Some(base) if base == theirs => ours.to_owned(),
        Some(base) if base == ours => theirs.to_owned(),
        Some(_) | None => both(ours, theirs),
    }
}

/// The ends of two lines, each with a comment or none: ours, and behind it what theirs says besides.
pub(super) fn join_comments(ours: &str, theirs: &str) -> String {
    let (mine, rest) = ours.split_once('\n').map_or((ours, None), |(one, rest)| (one, Some(rest)));
    let (yours, others) = theirs.split_once('\n').map_or((theirs, ""), |it| it);
    let comment = yours.trim();
    let line = if comment.is_empty() || mine.contains(comment) {
        mine.to_owned()
    } else if mine.trim().is_empty() {
        yours.to_owned()
    } else {
        format!("{mine}  {comment}")
    };
    match rest {
        Some(rest) => format!("{line}\n{}", super::lines::both("", rest, others)),
        None => line,
    }
}

/// The text of a part that is not taken apart. `None` where it cannot be made of the two.
pub(super) fn whole(decision: &Decision, parts: Trio<Option<&Part<'_>>>, values: Values<'_>) -> Option<String> {
    let (ours, theirs) = (parts.ours?, parts.theirs?);
    if decision.has_conflict() {
        return None;
    }
    let (Some(mine), Some(yours)) = (Cut::of(ours), Cut::of(theirs)) else {
        return mixed(decision, parts, values);
    };
    let base = parts.base.and_then(Cut::of);
    let of = |cut: fn(&Cut<'_>) -> String| {
        let texts = Trio { base: base.as_ref().map(cut), ours: Some(cut(&mine)), theirs: Some(cut(&yours)) };
        Trio { base: texts.base, ours: texts.ours, theirs: texts.theirs }
    };
    let key = of(|it| it.key.to_owned());
    let key = three(key.as_deref(), |ours, _| ours.to_owned());
    let their_value = shifted_text(yours.value, theirs.column, ours.column);
    let value = match decision {
        Decision::Theirs => their_value.clone(),
        Decision::Ours if values.ours == values.theirs => {
            let base = parts.base.zip(base.as_ref()).map(|(part, it)| shifted_text(it.value, part.column, ours.column));
            three(Trio { base: base.as_deref(), ours: Some(mine.value), theirs: Some(&their_value) }, |ours, _| {
                ours.to_owned()
            })
        }
        Decision::Ours | Decision::Inside(_) | Decision::Conflict(_) => mine.value.to_owned(),
    };
    let ends = |it: &str| it.ends_with('\n');
    let tail =
        if ends(mine.value) == ends(yours.value) && base.as_ref().is_none_or(|it| ends(it.value) == ends(mine.value)) {
            let tail = of(|it| it.tail.to_owned());
            three(tail.as_deref(), join_comments)
        } else if value == their_value {
            yours.tail.to_owned()
        } else {
            mine.tail.to_owned()
        };
    let text = format!("{key}{value}{tail}");
    match decision {
        Decision::Inside(_) => edited(&text, ours, &decision.value(values)?),
        Decision::Ours | Decision::Theirs | Decision::Conflict(_) => Some(text),
    }
}

/// One side in block style and the other not: whole, with the changes of the other made in it.
fn mixed(decision: &Decision, parts: Trio<Option<&Part<'_>>>, values: Values<'_>) -> Option<String> {
    let (ours, theirs) = (parts.ours?, parts.theirs?);
    let value = decision.value(values)?;
    let is = |it: Option<&Value>| it == Some(&value);
    let count = |it: &Part<'_>| it.text.split_whitespace().filter(|it| it.starts_with('#')).count();
    let is_commented = |it: &Part<'_>| count(it) > parts.base.map_or(0, count);
    let fits = is(values.theirs) && !is(values.ours) || is_commented(theirs);
    let takes_theirs = fits && !is_commented(ours);
    let (kept, other) = if takes_theirs { (theirs, ours) } else { (ours, theirs) };
    // Comments of the other side that were not there before would be lost.
    if is_commented(other) {
        return None;
    }
    edited(&shifted(kept, ours.column), ours, &value)
}

/// A part, cut where its value begins and ends.
struct Cut<'a> {
    key: &'a str,
    /// With the space before it.
    value: &'a str,
    tail: &'a str,
}

impl<'a> Cut<'a> {
    fn of(part: &'a Part<'a>) -> Option<Self> {
        let Inside::Whole(value) = &part.inside else { return None };
        Some(Self {
            key: part.text.get(..part.anchor)?,
            value: part.text.get(part.anchor..value.end)?,
            tail: part.text.get(value.end..)?,
        })
    }
}

/// The text of a part that reads as `value`, by the editor that every command uses.
fn edited(text: &str, like: &Part<'_>, value: &Value) -> Option<String> {
    // Under a key of its own, the part is a document.
    let inner = format!("part:\n  {}", shifted_text(text, like.column, 2));
    let document = Document::strict(&inner).ok()?;
    let part = Path::root().key("part");
    let path = match document.at(&part)? {
        Value::Object(map) => part.key(map.keys().next()?),
        Value::Array(_) => part.index(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return None,
    };
    let done = document::apply(&document, &[Edit::Set { path, value: value.clone() }], Order::none()).ok()?;
    let text = done.text().strip_prefix("part:\n  ")?;
    Some(shifted_text(text, 2, like.column))
}

/// Why a part whose first entry stands beside its `-` cannot be taken apart: that entry is gone on one side and changed on the
/// other, and the `-` with it.
pub(super) fn first_is_gone(
    decision: &Decision,
    ours: Option<&Part<'_>>,
    theirs: Option<&Part<'_>>,
) -> Option<Vec<Why>> {
    let Decision::Inside(pieces) = decision else { return None };
    let beside = |it: Option<&Part<'_>>| {
        it.is_some_and(|it| matches!(&it.inside, Inside::Apart { head, .. } if !head.ends_with('\n')))
    };
    if !beside(ours) && !beside(theirs) {
        return None;
    }
    match pieces.first()? {
        Piece::One(child) if child.slot.ours.is_none() || child.slot.theirs.is_none() => match &child.decision {
            Decision::Conflict(why) => Some(why.clone()),
            Decision::Ours | Decision::Theirs | Decision::Inside(_) => None,
        },
        Piece::One(_) => None,
        Piece::Rivals { why, .. } => Some(why.clone()),
    }
}

pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(map) => Map::is_empty(map),
        Value::Array(items) => items.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

impl Trio<Option<String>> {
    fn as_deref(&self) -> Trio<Option<&str>> {
        Trio { base: self.base.as_deref(), ours: self.ours.as_deref(), theirs: self.theirs.as_deref() }
    }
}
