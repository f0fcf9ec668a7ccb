//! Three-way merge of client files by meaning: what became of each value is decided on the values, then the text is put
//! together from the bytes of both sides. What is well-formed and yet not allowed is for a judge to say, whom the caller
//! brings. Knows no disk, no git and no process.

mod decide;
mod force;
mod form;
mod lines;
mod order;
mod pieces;
mod sheet;
#[cfg(test)]
mod tests;
mod weave;

use crate::document::{self, Document, Edit, Order, Path};
use crate::model::{Finding, Message, Place, Spot};
use crate::schema::{self, Shape};

use decide::{Decision, Trio, Values, Why, decide};
use form::Form;
use lines::{Lines, Stretch};
use pieces::Version;
pub(crate) use sheet::Marks;
use weave::{Clash, Woven};

/// What is wrong with a result that was not wrong on either side: ours, theirs, and the two together.
pub(crate) type Judge<'j> = dyn Fn(&Document, &Document, &Document) -> Vec<Finding> + 'j;

/// What the files are, and how the result is written.
#[derive(Clone, Copy)]
pub(crate) struct Rules<'r> {
    pub(crate) shape: Shape<'r>,
    pub(crate) marks: &'r Marks,
    /// `None`: where there is nobody to ask.
    pub(crate) judge: Option<&'r Judge<'r>>,
}

/// The result.
#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) text: Vec<u8>,
    /// In the order of the text. Empty: the sides were brought together.
    pub(crate) conflicts: Vec<MergeConflict>,
    pub(crate) manner: Manner,
}

/// Why the sides could not be brought together at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MergeConflict {
    /// In the result; the caller knows the file. Without a line where no mark stands in the text.
    pub(crate) place: Place,
    pub(crate) message: Message,
    pub(crate) about: About,
}

/// What a conflict is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Content,
    /// What both sides added to a record, and what cannot both have happened: no merge may leave one of them out.
    Record,
}

/// How it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// By what the files mean.
    Meaning,
    /// Line by line, because this version cannot be read.
    Lines(Unread),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    Base,
    Ours,
    Theirs,
    /// All can be read, but the text that was put together says something else than it should.
    Result,
}

/// Brings two versions together that began as `base`, or each on its own.
pub(crate) fn merge(base: Option<&[u8]>, ours: &[u8], theirs: &[u8], rules: &Rules<'_>) -> Merged {
    let taken = |text: &[u8]| Merged { text: text.to_owned(), conflicts: Vec::new(), manner: Manner::Meaning };
    if ours == theirs || base == Some(theirs) {
        return taken(ours);
    }
    if base == Some(ours) {
        return taken(theirs);
    }
    by_meaning(base, ours, theirs, rules).unwrap_or_else(|unread| by_lines(base, ours, theirs, rules.marks, unread))
}

fn by_meaning(base: Option<&[u8]>, ours: &[u8], theirs: &[u8], rules: &Rules<'_>) -> Result<Merged, Unread> {
    let form = Form::joined(base, ours, theirs);
    let read = |bytes: &[u8], unread| Document::strict(&form.plain(bytes).ok_or(unread)?).map_err(|_| unread);
    let work = Work {
        base: base.map(|it| read(&form::settled(it), Unread::Base)).transpose()?,
        ours: read(ours, Unread::Ours)?,
        theirs: read(theirs, Unread::Theirs)?,
        rules,
    };
    let values = work.values();
    let mut decision = decide(values, Some(rules.shape));
    let woven = work.woven(&decision)?;
    let merged = Document::strict(&woven.ours);
    let is_as_decided = || merged.as_ref().is_ok_and(|it| Some(it.value()) == decision.value(values).as_ref());
    // A conflict may take in more than the value that it is about.
    if woven.clashes.is_empty() && !is_as_decided() {
        return Err(Unread::Result);
    }
    let (mut found, mut apart) = (Vec::new(), Vec::new());
    if let (Ok(merged), Some(judge)) = (&merged, rules.judge) {
        found = judge(&work.ours, &work.theirs, merged);
        apart = force::force(&mut decision, values, rules.shape, merged, &found);
    }
    let woven = if found.is_empty() && woven.clashes.is_empty() { woven } else { work.woven(&decision)? };
    let mut conflicts: Vec<MergeConflict> = woven.clashes.iter().flat_map(|it| work.conflicts(it)).collect();
    conflicts.append(&mut apart);
    Ok(Merged { text: form.dressed(&woven.marked), conflicts, manner: Manner::Meaning })
}

/// The documents of one merge.
struct Work<'w> {
    base: Option<Document>,
    ours: Document,
    theirs: Document,
    rules: &'w Rules<'w>,
}

impl Work<'_> {
    fn values(&self) -> Values<'_> {
        let base = self.base.as_ref().map(Document::value);
        Trio { base, ours: Some(self.ours.value()), theirs: Some(self.theirs.value()) }
    }

    fn woven(&self, decision: &Decision) -> Result<Woven, Unread> {
        let (Decision::Inside(all), Some(ours), Some(theirs)) = (decision, self.ours.parts(), self.theirs.parts())
        else {
            return self.edited(decision);
        };
        // Where nothing is left, there are no lines either.
        if !decision.has_conflict() && decision.value(self.values()).is_none_or(|it| pieces::is_empty(&it)) {
            return self.edited(decision);
        }
        let base = self.base.as_ref().and_then(|it| Some((it.parts()?, it.value())));
        let version = |parts, value| Some(Version { parts, value });
        let root = Trio {
            base: base.as_ref().and_then(|(parts, value)| version(parts, *value)),
            ours: version(&ours, self.ours.value()),
            theirs: version(&theirs, self.theirs.value()),
        };
        Ok(weave::weave(all, root, self.rules.marks))
    }

    /// Files all in braces have no lines to put together.
    fn edited(&self, decision: &Decision) -> Result<Woven, Unread> {
        let value = decision.value(self.values()).filter(|_| !decision.has_conflict()).ok_or(Unread::Result)?;
        let edit = Edit::Set { path: Path::root(), value };
        let edited = document::apply(&self.ours, &[edit], Order::none()).map_err(|_| Unread::Result)?;
        let text = edited.text().to_owned();
        Ok(Woven { marked: text.clone(), ours: text, clashes: Vec::new() })
    }

    fn conflicts(&self, clash: &Clash) -> Vec<MergeConflict> {
        let name = |document: &Document, path: &Option<Path>| {
            path.as_ref().map(|it| schema::name(self.rules.shape, document, it))
        };
        let path = name(&self.ours, &clash.path.ours).or_else(|| name(&self.theirs, &clash.path.theirs));
        let path = path.unwrap_or_default();
        let spot = Spot { line: clash.line, column: 1, ..Spot::default() };
        let place = Place { file: String::new(), spot, path: path.clone() };
        let about = clash.about;
        let say = |why: &Why| MergeConflict { place: place.clone(), message: self.message(why, &path), about };
        clash.why.iter().map(say).collect()
    }

    fn message(&self, why: &Why, path: &str) -> Message {
        let marks = self.rules.marks;
        let with = |key| {
            Message::new(key).with("path", path).with("ours", marks.ours.as_str()).with("theirs", marks.theirs.as_str())
        };
        match why {
            Why::BothChanged => with("merging.both-changed"),
            Why::OursRemoved => with("merging.ours-removed"),
            Why::TheirsRemoved => with("merging.theirs-removed"),
            Why::TwoOrders => with("merging.two-orders"),
            Why::Numbers => with("merging.numbers"),
            Why::GoesWith(record) => with("merging.goes-with").with("record", record.as_str()),
            Why::Judged(message) => with("merging.judged").with("why", message.clone()),
        }
    }
}

/// What a tool that knows lines alone would make of it.
fn by_lines(base: Option<&[u8]>, ours: &[u8], theirs: &[u8], marks: &Marks, unread: Unread) -> Merged {
    let lines = Lines::of_bytes(base.unwrap_or_default(), ours, theirs);
    let mut text = Vec::new();
    let mut conflicts = Vec::new();
    let mut line = 1;
    for stretch in lines.stretches() {
        let new = match stretch {
            Stretch::Clean(lines) => lines.concat(),
            Stretch::Clash { base, ours, theirs } => {
                let spot = Spot { line, column: 1, ..Spot::default() };
                let place = Place { file: String::new(), spot, path: String::new() };
                let message = Message::new("merging.lines-differ");
                conflicts.push(MergeConflict { place, message, about: About::Content });
                sheet::between(marks, [&base.concat(), &ours.concat(), &theirs.concat()])
            }
        };
        line += lines::count(&new);
        text.extend(new);
    }
    Merged { text, conflicts, manner: Manner::Lines(unread) }
}
