//! The order in which keys or items of both sides stand in the result.

use std::collections::{BTreeMap, BTreeSet};

/// Where something stands in each version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Slot {
    pub(super) base: Option<usize>,
    pub(super) ours: Option<usize>,
    pub(super) theirs: Option<usize>,
}

/// The names in each version; in each, every name stands once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names<'n> {
    pub(super) base: &'n [String],
    pub(super) ours: &'n [String],
    pub(super) theirs: &'n [String],
}

/// What both sides added between two names that both have.
#[derive(Debug, Default)]
pub(super) struct Gap {
    pub(super) ours: Vec<Slot>,
    pub(super) theirs: Vec<Slot>,
}

impl Names<'_> {
    /// Every name that a side has. Whoever changed the order is followed; `None` where both did, each in another way.
    /// What a side has alone stands behind what it stands behind there; of both sides, ours first.
    pub(super) fn joined(self) -> Option<Vec<Slot>> {
        let (ours, theirs) = (common(self.ours, self.theirs), common(self.theirs, self.ours));
        if ours == theirs {
            return Some(self.woven(Lead::Ours));
        }
        let known: BTreeSet<&str> = self.base.iter().map(String::as_str).collect();
        let old = |list: &[&str]| list.iter().filter(|it| known.contains(**it)).map(|it| (*it).to_owned()).collect();
        let (ours, theirs): (Vec<String>, Vec<String>) = (old(&ours), old(&theirs));
        let kept: BTreeSet<&str> = ours.iter().map(String::as_str).collect();
        let base: Vec<&String> = self.base.iter().filter(|it| kept.contains(it.as_str())).collect();
        if theirs.iter().eq(base.iter().copied()) || ours == theirs {
            return Some(self.woven(Lead::Ours));
        }
        ours.iter().eq(base).then(|| self.woven(Lead::Theirs))
    }

    /// Every name, in our order where both sides have another one.
    pub(super) fn joined_as_ours(self) -> Vec<Slot> {
        self.joined().unwrap_or_else(|| self.woven(Lead::Ours))
    }

    /// The names that both sides have, and what each has before the first, between them, and behind the last. `None` where they have them in different order.
    pub(super) fn gaps(self) -> Option<(Vec<Slot>, Vec<Gap>)> {
        if common(self.ours, self.theirs) != common(self.theirs, self.ours) {
            return None;
        }
        let places = self.places();
        let slot = |name: &String| places.get(name.as_str()).copied().unwrap_or_default();
        let (mut common, mut gaps, mut gap) = (Vec::new(), Vec::new(), Gap::default());
        let mut theirs = self.theirs.iter().map(slot).peekable();
        for ours in self.ours.iter().map(slot) {
            if ours.theirs.is_none() {
                gap.ours.push(ours);
                continue;
            }
            while let Some(alone) = theirs.next_if(|it| it.ours.is_none()) {
                gap.theirs.push(alone);
            }
            theirs.next();
            common.push(ours);
            gaps.push(std::mem::take(&mut gap));
        }
        gap.theirs.extend(theirs);
        gaps.push(gap);
        Some((common, gaps))
    }

    fn places(&self) -> BTreeMap<&str, Slot> {
        let mut places: BTreeMap<&str, Slot> = BTreeMap::new();
        for (at, name) in self.base.iter().enumerate() {
            places.entry(name).or_default().base = Some(at);
        }
        for (at, name) in self.ours.iter().enumerate() {
            places.entry(name).or_default().ours = Some(at);
        }
        for (at, name) in self.theirs.iter().enumerate() {
            places.entry(name).or_default().theirs = Some(at);
        }
        places
    }

    /// All names: those of one side in its order, and between them those that only the other one has.
    fn woven(self, lead: Lead) -> Vec<Slot> {
        let places = self.places();
        let (first, second) = match lead {
            Lead::Ours => (self.ours, self.theirs),
            Lead::Theirs => (self.theirs, self.ours),
        };
        let slot = |name: &String| places.get(name.as_str()).copied().unwrap_or_default();
        let is_guest = |it: &Slot| it.ours.is_none() || it.theirs.is_none();
        let mut guests: BTreeMap<Option<&str>, Vec<Slot>> = BTreeMap::new();
        let mut behind = None;
        for name in second {
            let slot = slot(name);
            if is_guest(&slot) {
                guests.entry(behind).or_default().push(slot);
            } else {
                behind = Some(name.as_str());
            }
        }
        let mut all = Vec::new();
        let mut waiting = guests.remove(&None).unwrap_or_default();
        for name in first {
            let slot = slot(name);
            let alone = is_guest(&slot);
            if !alone || lead == Lead::Theirs {
                all.append(&mut waiting);
            }
            all.push(slot);
            if !alone {
                waiting = guests.remove(&Some(name.as_str())).unwrap_or_default();
            }
        }
        all.append(&mut waiting);
        all
    }
}

/// The names of a list that another one has, too.
fn common<'a>(list: &'a [String], other: &[String]) -> Vec<&'a str> {
    let known: BTreeSet<&str> = other.iter().map(String::as_str).collect();
    list.iter().map(String::as_str).filter(|it| known.contains(it)).collect()
}

/// Whose order is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    Ours,
    Theirs,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, ours: &str, theirs: &str, expected: &str) {
        let list = |it: &str| it.chars().map(String::from).collect::<Vec<_>>();
        let (base, ours, theirs) = (list(base), list(ours), list(theirs));
        let names = Names { base: &base, ours: &ours, theirs: &theirs };
        let name = |it: Slot| it.ours.map_or_else(|| theirs[it.theirs.unwrap()].clone(), |at| ours[at].clone());
        let joined = names.joined().map(|it| it.into_iter().map(name).collect::<String>());
        assert_eq!(joined.as_deref().unwrap_or("none"), expected);
    }

    #[test]
    fn additions_of_both_stand_where_they_stood_ours_first() {
        check("12", "123", "124", "1234");
        check("12", "912", "812", "9812");
        check("12", "132", "142", "1342");
        check("", "ab", "ac", "abc");
        check("123", "1239", "183", "12839");
    }

    #[test]
    fn who_changed_the_order_is_followed() {
        check("123", "123", "321", "321");
        check("123", "321", "123", "321");
        check("123", "321", "321", "321");
        check("123", "1293", "3129", "3129");
        check("123", "12934", "321", "34291");
        check("123", "312", "231", "none");
    }

    #[test]
    fn gaps_lie_between_what_both_have() {
        let list = |it: &str| it.chars().map(String::from).collect::<Vec<_>>();
        let (base, ours, theirs) = (list("ab"), list("axby"), list("abz"));
        let (common, gaps) = Names { base: &base, ours: &ours, theirs: &theirs }.gaps().unwrap();
        assert_eq!(common.len(), 2);
        assert_eq!(
            gaps.iter().map(|it| (it.ours.len(), it.theirs.len())).collect::<Vec<_>>(),
            [(0, 0), (1, 0), (1, 1)]
        );
    }
}
