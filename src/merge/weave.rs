//! The text of the result: the bytes of ours, and of theirs where something was taken from there, each part with its comments.

use serde_json::Value;

use super::About;
use super::decide::{Child, Decision, Piece, Trio, Values, Why, at};
use super::lines;
use super::order::Slot;
use super::pieces::{self, Version};
use super::sheet::{Marks, Sheet};
use crate::document::{Inside, Part, Parts, Path};

/// A place where the sides could not be brought together.
#[derive(Debug)]
pub(super) struct Clash {
    /// In the file that has it: ours, or else theirs.
    pub(super) path: Trio<Option<Path>>,
    /// The line of the mark.
    pub(super) line: u32,
    pub(super) why: Vec<Why>,
    pub(super) about: About,
}

pub(super) struct Woven {
    pub(super) marked: String,
    /// The text with ours wherever it could not be told.
    pub(super) ours: String,
    pub(super) clashes: Vec<Clash>,
}

/// A map or a list of each version that has it.
#[derive(Debug, Clone)]
struct Level<'a> {
    parts: Trio<Option<&'a Parts<'a>>>,
    values: Values<'a>,
    paths: Trio<Option<Path>>,
}

/// An entry or item of each version that has it.
#[derive(Debug, Clone)]
struct Here<'a> {
    parts: Trio<Option<&'a Part<'a>>>,
    values: Values<'a>,
    paths: Trio<Option<Path>>,
}

/// Writes the result.
pub(super) fn weave(pieces: &[Piece], root: Trio<Option<Version<'_>>>, marks: &Marks) -> Woven {
    let level = Level {
        parts: Trio {
            base: root.base.map(|it| it.parts),
            ours: root.ours.map(|it| it.parts),
            theirs: root.theirs.map(|it| it.parts),
        },
        values: Trio {
            base: root.base.map(|it| it.value),
            ours: root.ours.map(|it| it.value),
            theirs: root.theirs.map(|it| it.value),
        },
        paths: Trio { base: root.base.map(|_| Path::root()), ours: Some(Path::root()), theirs: Some(Path::root()) },
    };
    let mut weaver = Weaver { sheet: Sheet::new(marks), clashes: Vec::new() };
    let top = Trio {
        base: level.parts.base.map(|it| it.top),
        ours: level.parts.ours.map(|it| it.top),
        theirs: level.parts.theirs.map(|it| it.top),
    };
    weaver.sheet.lines(&pieces::three(top, |ours, _| ours.to_owned()));
    weaver.level(pieces, &level, 0);
    let (marked, ours) = weaver.sheet.done();
    Woven { marked, ours, clashes: weaver.clashes }
}

struct Weaver<'m> {
    sheet: Sheet<'m>,
    clashes: Vec<Clash>,
}

impl Weaver<'_> {
    /// The parts of a map or list, and what stands below them.
    fn level(&mut self, pieces: &[Piece], level: &Level<'_>, column: usize) {
        for piece in pieces {
            match piece {
                Piece::One(child) => self.child(child, &level.child(child), column),
                Piece::Rivals { ours, theirs, why } => self.rivals(level, (ours, theirs), why, column),
            }
        }
        let foot = |it: Option<&Parts<'_>>| it.map_or("", |it| it.foot).to_owned();
        let feet = [foot(level.parts.base), foot(level.parts.ours), foot(level.parts.theirs)];
        self.sheet.lines(&lines::both(&feet[0], &feet[1], &feet[2]));
    }

    fn child(&mut self, child: &Child, here: &Here<'_>, column: usize) {
        match (here.parts.ours, here.parts.theirs) {
            (Some(ours), Some(_)) => self.both(&child.decision, here, ours, column),
            (Some(ours), None) => self.alone(&child.decision, here, ours, Side::Ours, column),
            (None, Some(theirs)) => self.alone(&child.decision, here, theirs, Side::Theirs, column),
            (None, None) => {}
        }
    }

    /// What only one side has: new there, or gone on the other.
    fn alone(&mut self, decision: &Decision, here: &Here<'_>, part: &Part<'_>, side: Side, column: usize) {
        let stays = match (decision, side) {
            (Decision::Ours, Side::Ours) | (Decision::Theirs, Side::Theirs) | (Decision::Inside(_), _) => true,
            (Decision::Ours, Side::Theirs) | (Decision::Theirs, Side::Ours) => false,
            (Decision::Conflict(why), _) => return self.clash(why, here, column),
        };
        if stays {
            self.sheet.lines(&pieces::shifted_lines(part.lead, part.column, column));
            return self.part(part, column);
        }
        let Some(was) = here.parts.base else { return };
        if !pieces::same_words(was, part) {
            let why = match side {
                Side::Ours => Why::TheirsRemoved,
                Side::Theirs => Why::OursRemoved,
            };
            return self.clash(&[why], here, column);
        }
        // What is gone goes with its comments, but for those that were written since.
        let new = part.lead.split_inclusive('\n').filter(|it| !it.trim().is_empty() && !was.lead.contains(it.trim()));
        self.sheet.lines(&pieces::shifted_lines(&new.collect::<String>(), part.column, column));
    }

    fn both(&mut self, decision: &Decision, here: &Here<'_>, ours: &Part<'_>, column: usize) {
        let Some(theirs) = here.parts.theirs else { return };
        if let Decision::Conflict(why) = decision {
            return self.clash(why, here, column);
        }
        if let Some(why) = pieces::first_is_gone(decision, here.parts.ours, here.parts.theirs) {
            return self.clash(&why, here, column);
        }
        self.lead(here, column);
        if !decision.has_conflict() {
            let base = here.parts.base;
            if pieces::same(ours, theirs) || base.is_some_and(|it| pieces::same(it, theirs)) {
                return self.part(ours, column);
            }
            if base.is_some_and(|it| pieces::same(it, ours)) {
                return self.part(theirs, column);
            }
        }
        if let (Decision::Inside(pieces), Some(level)) = (decision, here.inside())
            && decision.value(here.values).is_some_and(|it| !pieces::is_empty(&it))
        {
            self.start(column);
            let before = here.texts(|it| it.text.get(..it.anchor).unwrap_or_default());
            let head = here.texts(|it| match &it.inside {
                Inside::Apart { head, .. } => head,
                Inside::Whole(_) => "",
            });
            let head = pieces::three(head, pieces::join_comments);
            let before = pieces::three(before, |ours, _| ours.to_owned());
            if head.ends_with('\n') {
                self.sheet.put(&format!("{before}{head}"));
            } else {
                self.sheet.wait(&format!("{before}{head}"));
            }
            let first = level.parts.ours.and_then(|it| it.all.first()).map_or(ours.column, |it| it.column);
            return self.level(pieces, &level, column + first.saturating_sub(ours.column));
        }
        match pieces::whole(decision, here.parts, here.values) {
            Some(text) => {
                self.text(&pieces::shifted_text(&text, ours.column, column), column);
                self.sheet.keep(ours.keeps || theirs.keeps);
            }
            None => self.within(decision, here, column),
        }
    }

    /// The comments above.
    fn lead(&mut self, here: &Here<'_>, column: usize) {
        let lead = here.texts(|it| it.lead);
        let own = here.parts.ours.or(here.parts.theirs).map_or(column, |it| it.column);
        let text =
            lines::both(lead.base.unwrap_or_default(), lead.ours.unwrap_or_default(), lead.theirs.unwrap_or_default());
        self.sheet.lines(&pieces::shifted_lines(&text, own, column));
    }

    fn start(&mut self, column: usize) {
        if !self.sheet.is_waiting() {
            self.sheet.wait(&" ".repeat(column));
        }
    }

    /// A part as it is.
    fn part(&mut self, part: &Part<'_>, column: usize) {
        self.text(&pieces::shifted(part, column), column);
        self.sheet.keep(part.keeps);
    }

    fn text(&mut self, text: &str, column: usize) {
        self.start(column);
        self.sheet.put(text);
    }

    /// Both versions of something whole between marks, for what in it cannot be told.
    fn within(&mut self, decision: &Decision, here: &Here<'_>, column: usize) {
        let mut inner = Vec::new();
        inside(decision, &here.paths, &mut inner);
        if inner.is_empty() {
            inner.push((here.paths.clone(), vec![Why::BothChanged]));
        }
        let line = self.between(here, Leads::Said, column);
        self.clashes.extend(inner.into_iter().map(|(path, why)| Clash { path, line, why, about: About::Content }));
    }

    /// Both versions between marks; comments that both have stand above.
    fn clash(&mut self, why: &[Why], here: &Here<'_>, column: usize) {
        if here.parts.ours.is_some() && here.parts.theirs.is_some() {
            self.lead(here, column);
            return self.marked(why, here, Leads::Said, column);
        }
        self.marked(why, here, Leads::Own, column);
    }

    fn marked(&mut self, why: &[Why], here: &Here<'_>, leads: Leads, column: usize) {
        let line = self.between(here, leads, column);
        self.clashes.push(Clash { path: here.paths.clone(), line, why: why.to_vec(), about: About::Content });
    }

    fn between(&mut self, here: &Here<'_>, leads: Leads, column: usize) -> u32 {
        let is_waiting = self.sheet.is_waiting();
        let side = |it: Option<&Part<'_>>| {
            let Some(part) = it else { return String::new() };
            let lead = match leads {
                Leads::Own => pieces::shifted_lines(part.lead, part.column, column),
                Leads::Said => String::new(),
            };
            let indent = if is_waiting { 0 } else { column };
            format!("{lead}{}{}", " ".repeat(indent), pieces::shifted(part, column))
        };
        let line = self.sheet.clash(&side(here.parts.base), &side(here.parts.ours), &side(here.parts.theirs));
        self.sheet.keep([here.parts.ours, here.parts.theirs].into_iter().flatten().any(|it| it.keeps));
        line
    }

    /// What both added to a record, between marks.
    fn rivals(&mut self, level: &Level<'_>, (ours, theirs): (&[Slot], &[Slot]), why: &[Why], column: usize) {
        let side = |slots: &[Slot]| -> String {
            let parts = slots.iter().filter_map(|it| {
                let here = level.at(*it);
                here.parts.ours.or(here.parts.theirs)
            });
            let text = |part: &Part<'_>| {
                let lead = pieces::shifted_lines(part.lead, part.column, column);
                format!("{lead}{}{}", " ".repeat(column), pieces::shifted(part, column))
            };
            parts.map(text).collect()
        };
        let line = self.sheet.clash("", &side(ours), &side(theirs));
        self.clashes.push(Clash { path: level.paths.clone(), line, why: why.to_vec(), about: About::Record });
    }
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Ours,
    Theirs,
}

/// The conflicts in something that stands on its lines as a whole.
fn inside(decision: &Decision, paths: &Trio<Option<Path>>, found: &mut Vec<(Trio<Option<Path>>, Vec<Why>)>) {
    match decision {
        Decision::Ours | Decision::Theirs => {}
        Decision::Conflict(why) => found.push((paths.clone(), why.clone())),
        Decision::Inside(pieces) => {
            for piece in pieces {
                match piece {
                    Piece::One(child) => inside(&child.decision, &child.paths(paths), found),
                    Piece::Rivals { why, .. } => found.push((paths.clone(), why.clone())),
                }
            }
        }
    }
}

/// Where the comments above a part are.
#[derive(Debug, Clone, Copy)]
enum Leads {
    /// Written already.
    Said,
    /// With each version.
    Own,
}

impl Child {
    /// Where it stands in each version, below these paths.
    fn paths(&self, above: &Trio<Option<Path>>) -> Trio<Option<Path>> {
        let path = |above: &Option<Path>, at: Option<usize>| {
            let (above, at) = (above.as_ref()?, at?);
            Some(self.key.as_ref().map_or_else(|| above.index(at), |key| above.key(key)))
        };
        Trio {
            base: path(&above.base, self.slot.base),
            ours: path(&above.ours, self.slot.ours),
            theirs: path(&above.theirs, self.slot.theirs),
        }
    }
}

impl<'a> Level<'a> {
    fn child(&self, child: &Child) -> Here<'a> {
        let mut here = self.at(child.slot);
        if let Some(key) = &child.key {
            here.values = self.values.map(|it| it.get(key));
        }
        here.paths = child.paths(&self.paths);
        here
    }

    fn at(&self, slot: Slot) -> Here<'a> {
        let list = |it: Option<&'a Value>| it.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let lists =
            Trio { base: list(self.values.base), ours: list(self.values.ours), theirs: list(self.values.theirs) };
        Here { values: at(lists, slot), ..self.parts_at(slot) }
    }

    fn parts_at(&self, slot: Slot) -> Here<'a> {
        let part = |it: Option<&'a Parts<'a>>, at: Option<usize>| it?.all.get(at?);
        let parts = Trio {
            base: part(self.parts.base, slot.base),
            ours: part(self.parts.ours, slot.ours),
            theirs: part(self.parts.theirs, slot.theirs),
        };
        Here { parts, values: Values::default(), paths: Trio::default() }
    }
}

impl<'a> Here<'a> {
    fn texts(&self, of: impl Fn(&'a Part<'a>) -> &'a str) -> Trio<Option<&'a str>> {
        Trio { base: self.parts.base.map(&of), ours: self.parts.ours.map(&of), theirs: self.parts.theirs.map(&of) }
    }

    /// The parts within, where both sides have them in block style.
    fn inside(&self) -> Option<Level<'a>> {
        let parts = |it: Option<&'a Part<'a>>| match &it?.inside {
            Inside::Apart { parts, .. } => Some(parts),
            Inside::Whole(_) => None,
        };
        let (ours, theirs) = (parts(self.parts.ours)?, parts(self.parts.theirs)?);
        let base = parts(self.parts.base).filter(|it| it.is_list == ours.is_list);
        let is_one_kind = ours.is_list == theirs.is_list;
        is_one_kind.then(|| Level {
            parts: Trio { base, ours: Some(ours), theirs: Some(theirs) },
            values: self.values,
            paths: self.paths.clone(),
        })
    }
}
