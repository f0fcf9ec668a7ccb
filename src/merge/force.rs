//! What the judge found, brought to the smallest place where the two sides differ: there it becomes a conflict.

use serde_json::Value;

use super::decide::{Child, Decision, Piece, Trio, Values, Why, at, rivals};
use super::{About, MergeConflict};
use crate::document::{Document, Step};
use crate::model::Finding;
use crate::schema::Shape;

/// Makes conflicts of findings. Those for which there is no place are given back.
pub(super) fn force(
    decision: &mut Decision,
    values: Values<'_>,
    shape: Shape<'_>,
    merged: &Document,
    findings: &[Finding],
) -> Vec<MergeConflict> {
    let is_open = decision.has_conflict();
    let mut apart = Vec::new();
    for finding in findings {
        let path = merged.path_at(finding.place.spot.start);
        let why = Why::Judged(finding.message.clone());
        let task = Task { why: &why, is_open };
        match task.down(decision, values, Some(shape), path.steps()) {
            Found::Done => {}
            // While a conflict is open, only what both sides put together counts: the rest may be of our choosing.
            Found::Nowhere if is_open => {}
            Found::Nowhere => {
                if !task.anywhere(decision, values) {
                    let (place, message) = (finding.place.clone(), finding.message.clone());
                    apart.push(MergeConflict { place, message, about: About::Content });
                }
            }
        }
    }
    follow(decision, values, shape);
    apart
}

/// What commands keep together with a record goes with it: whoever keeps one side of both has a file that is of one piece.
fn follow(decision: &mut Decision, values: Values<'_>, shape: Shape<'_>) {
    let Decision::Inside(pieces) = decision else { return };
    let is_apart = |child: &Child| match &child.decision {
        Decision::Inside(pieces) => pieces.iter().any(|it| matches!(it, Piece::Rivals { .. })),
        Decision::Ours | Decision::Theirs | Decision::Conflict(_) => false,
    };
    let mut records = pieces.iter().filter_map(|it| match it {
        Piece::One(child) if is_apart(child) => child.key.clone(),
        Piece::One(_) | Piece::Rivals { .. } => None,
    });
    let Some(record) = records.next() else { return };
    for piece in pieces {
        let Piece::One(child) = piece else { continue };
        let shape = child.key.as_ref().and_then(|key| shape.child(key));
        let is_kept = shape.is_some_and(|it| it.record().is_none() && (it.managed().is_some() || it.presence()));
        let sides = child_values(child, values);
        if is_kept && sides.ours != sides.theirs && !matches!(child.decision, Decision::Conflict(_)) {
            child.decision = Decision::Conflict(vec![Why::GoesWith(record.clone())]);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Done,
    Nowhere,
}

struct Task<'t> {
    why: &'t Why,
    is_open: bool,
}

impl Task<'_> {
    /// Follows the path as long as the sides differ.
    fn down(&self, decision: &mut Decision, values: Values<'_>, shape: Option<Shape<'_>>, steps: &[Step]) -> Found {
        let (Decision::Inside(pieces), Some((step, rest))) = (decision, steps.split_first()) else {
            return Found::Nowhere;
        };
        let Some(child) = child_at(pieces, step, values) else { return Found::Nowhere };
        let inner = child_values(child, values);
        if inner.ours == inner.theirs {
            return Found::Nowhere;
        }
        let shape = match step {
            Step::Key(key) => shape.and_then(|it| it.child(key)),
            Step::Index(_) => shape.and_then(Shape::item),
        };
        if shape.and_then(Shape::record).is_some() && self.record(child, inner) == Found::Done {
            return Found::Done;
        }
        if self.down(&mut child.decision, inner, shape, rest) == Found::Done {
            return Found::Done;
        }
        self.mark(child)
    }

    /// Of a record, what both added at one place.
    fn record(&self, child: &mut Child, values: Values<'_>) -> Found {
        let list = |it: Option<&'_ Value>| it.and_then(Value::as_array).cloned().unwrap_or_default();
        let (base, ours, theirs) = (list(values.base), list(values.ours), list(values.theirs));
        if let Decision::Inside(pieces) = &mut child.decision {
            for piece in pieces.iter_mut() {
                if let Piece::Rivals { why, .. } = piece {
                    add(why, self.why);
                    return Found::Done;
                }
            }
        }
        match rivals(Trio { base: &base, ours: &ours, theirs: &theirs }, self.why) {
            Some(decision) => {
                child.decision = decision;
                Found::Done
            }
            None => Found::Nowhere,
        }
    }

    fn mark(&self, child: &mut Child) -> Found {
        match &mut child.decision {
            // Where it cannot be told, what the judge says of one of the two is nothing new.
            Decision::Conflict(_) if self.is_open => {}
            Decision::Conflict(why) => add(why, self.why),
            Decision::Ours | Decision::Theirs if self.is_open => return Found::Nowhere,
            Decision::Ours | Decision::Theirs | Decision::Inside(_) => {
                child.decision = Decision::Conflict(vec![self.why.clone()]);
            }
        }
        Found::Done
    }

    /// Where the finding has no place of its own: the first part of the file that both changed, or else one did.
    fn anywhere(&self, decision: &mut Decision, values: Values<'_>) -> bool {
        let Decision::Inside(pieces) = decision else { return false };
        let by = |is: fn(Values<'_>) -> bool| {
            pieces.iter().position(|it| match it {
                Piece::One(child) => is(child_values(child, values)),
                Piece::Rivals { .. } => false,
            })
        };
        let both = by(|it| it.ours != it.theirs && it.ours != it.base && it.theirs != it.base);
        let found = both.or_else(|| by(|it| it.ours != it.theirs));
        match found.and_then(|at| pieces.get_mut(at)) {
            Some(Piece::One(child)) => self.mark(child) == Found::Done,
            Some(Piece::Rivals { .. }) | None => false,
        }
    }
}

fn add(all: &mut Vec<Why>, why: &Why) {
    if !all.contains(why) {
        all.push(why.clone());
    }
}

fn child_values<'v>(child: &Child, values: Values<'v>) -> Values<'v> {
    match &child.key {
        Some(key) => values.map(|it| it.get(key)),
        None => {
            let list = |it: Option<&'v Value>| it.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            at(Trio { base: list(values.base), ours: list(values.ours), theirs: list(values.theirs) }, child.slot)
        }
    }
}

/// What stands at a step of the result.
fn child_at<'p>(pieces: &'p mut [Piece], step: &Step, values: Values<'_>) -> Option<&'p mut Child> {
    let mut count = 0;
    let mut is_it = |piece: &Piece| match (piece, step) {
        (Piece::One(child), Step::Key(key)) => child.key.as_ref() == Some(key),
        (Piece::One(child), Step::Index(index)) => {
            let is_there = child.decision.value(child_values(child, values)).is_some();
            count += usize::from(is_there);
            is_there && count == index + 1
        }
        (Piece::Rivals { ours, .. }, Step::Index(_)) => {
            count += ours.len();
            false
        }
        (Piece::Rivals { .. }, Step::Key(_)) => false,
    };
    let found = pieces.iter().position(&mut is_it)?;
    match pieces.get_mut(found)? {
        Piece::One(child) => Some(child),
        Piece::Rivals { .. } => None,
    }
}
