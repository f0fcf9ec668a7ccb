//! Where the client has been and for how long, read from its history. Time on hold is not time in a phase: it is kept
//! apart. Several stays in one phase add up.

use serde::{Deserialize, Serialize};

use super::{Client, HistoryEntry};
use crate::model::{Date, PhaseId, Status, Text};

/// The history as stretches of time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Timeline {
    /// In the order in which they happened.
    pub(crate) stays: Vec<Stay>,
    pub(crate) pauses: Vec<Pause>,
    pub(crate) skips: Vec<Skip>,
}

/// One stay in one phase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Stay {
    pub(crate) phase: PhaseId,
    pub(crate) entered: Date,
    /// None: the client is still there.
    pub(crate) left: Option<Date>,
    /// Days in the phase without those on hold.
    pub(crate) days: i64,
    pub(crate) days_on_hold: i64,
}

/// A time on hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pause {
    pub(crate) since: Date,
    /// None: still on hold.
    pub(crate) until: Option<Date>,
    pub(crate) reason: Option<Text>,
    pub(crate) days: i64,
}

/// A phase that was passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Skip {
    pub(crate) phase: PhaseId,
    pub(crate) on: Date,
    pub(crate) reason: Option<Text>,
}

impl Timeline {
    /// The stays in one phase, oldest first.
    pub(crate) fn in_phase<'a>(&'a self, phase: &'a PhaseId) -> impl Iterator<Item = &'a Stay> {
        self.stays.iter().filter(move |it| it.phase == *phase)
    }

    pub(crate) fn days_on_hold(&self) -> i64 {
        self.pauses.iter().map(|it| it.days).sum()
    }
}

impl Client {
    /// The history as stretches of time, those still open measured to `today`.
    pub(crate) fn timeline(&self, today: Date) -> Timeline {
        let mut walk = Walk::default();
        for (index, entry) in self.history.iter().enumerate() {
            if entry.corrects.is_none() {
                walk.take(entry, self.corrected(index, entry.date), self.reason(index, entry));
            }
        }
        walk.measured(today)
    }

    /// The day the current stay in the current phase began.
    pub(crate) fn since(&self, today: Date) -> Option<Date> {
        self.timeline(today).stays.last().filter(|it| it.phase == self.phase).map(|it| it.entered)
    }

    /// Days in the current phase, all stays together, without those on hold.
    pub(crate) fn days_in_phase(&self, today: Date) -> Option<i64> {
        let timeline = self.timeline(today);
        let mut stays = timeline.in_phase(&self.phase).peekable();
        stays.peek()?;
        Some(stays.map(|it| it.days).sum())
    }

    /// The hold that the client is on.
    pub(crate) fn pause(&self, today: Date) -> Option<Pause> {
        let is_held = self.status == Status::OnHold;
        self.timeline(today).pauses.into_iter().next_back().filter(|it| is_held && it.until.is_none())
    }

    /// The entry by which the client came back to the phase that it is in, where its last move was one back.
    pub(crate) fn came_back(&self) -> Option<&HistoryEntry> {
        let last = self.history.iter().rev().find(|it| it.from.is_some() && it.to.is_some())?;
        let left = matches!(self.status, Status::Withdrawn | Status::Closed);
        Some(last).filter(|it| it.change == "return" && !left)
    }

    /// How many gates must be confirmed again.
    pub(crate) fn to_confirm(&self) -> usize {
        self.criteria.values().filter(|it| it.confirm_again.is_some()).count()
    }

    /// The date of an entry, as the last correction of it says.
    pub(crate) fn corrected(&self, index: usize, date: Date) -> Date {
        self.corrections(index).find_map(|it| it.at).unwrap_or(date)
    }

    /// The reason that an entry gives, as the last correction of it says.
    pub(crate) fn reason<'a>(&'a self, index: usize, entry: &'a HistoryEntry) -> Option<&'a Text> {
        self.corrections(index).find_map(|it| it.says.as_ref()).or(entry.reason.as_ref())
    }

    /// Whether a later entry corrects this one.
    pub(crate) fn is_corrected(&self, index: usize) -> bool {
        self.corrections(index).next().is_some()
    }

    /// The corrections of an entry, the last first.
    fn corrections(&self, index: usize) -> impl Iterator<Item = &HistoryEntry> {
        self.history.iter().rev().filter(move |it| it.corrects == Some(index + 1))
    }

    /// The first day of the record.
    pub(crate) fn began(&self) -> Option<Date> {
        self.history.first().map(|it| self.corrected(0, it.date))
    }

    /// The day of the last closing.
    pub(crate) fn closing_day(&self) -> Option<Date> {
        let closing = self.history.iter().enumerate().rev().find(|(_, it)| it.to_status == Some(Status::Closed));
        closing.map(|(index, it)| self.corrected(index, it.date))
    }
}

#[derive(Default)]
struct Walk {
    timeline: Timeline,
}

impl Walk {
    fn take(&mut self, entry: &HistoryEntry, date: Date, reason: Option<&Text>) {
        let status = entry.to_status.or(entry.status);
        for phase in &entry.skipped {
            self.timeline.skips.push(Skip { phase: phase.clone(), on: date, reason: reason.cloned() });
        }
        if let Some(to) = &entry.to {
            self.enter(to, date);
        }
        match status {
            Some(Status::OnHold) => self.pause(date, reason),
            Some(Status::Closed | Status::Withdrawn) => {
                self.resume(date);
                self.leave(date);
            }
            Some(Status::Prospect | Status::Active) => {
                self.resume(date);
                self.come_back(date);
            }
            None => {}
        }
    }

    fn enter(&mut self, phase: &PhaseId, date: Date) {
        if self.timeline.stays.last().is_some_and(|it| it.left.is_none() && it.phase == *phase) {
            return;
        }
        self.leave(date);
        let stay = Stay { phase: phase.clone(), entered: date, left: None, days: 0, days_on_hold: 0 };
        self.timeline.stays.push(stay);
    }

    fn leave(&mut self, date: Date) {
        if let Some(open) = self.timeline.stays.last_mut().filter(|it| it.left.is_none()) {
            open.left = Some(date);
        }
    }

    /// Takes up again the phase that a closed or withdrawn client was in.
    fn come_back(&mut self, date: Date) {
        let last = self.timeline.stays.last().filter(|it| it.left.is_some()).map(|it| it.phase.clone());
        if let Some(phase) = last {
            self.enter(&phase, date);
        }
    }

    fn pause(&mut self, date: Date, reason: Option<&Text>) {
        self.resume(date);
        self.timeline.pauses.push(Pause { since: date, until: None, reason: reason.cloned(), days: 0 });
    }

    fn resume(&mut self, date: Date) {
        if let Some(open) = self.timeline.pauses.last_mut().filter(|it| it.until.is_none()) {
            open.until = Some(date);
        }
    }

    fn measured(self, today: Date) -> Timeline {
        let mut timeline = self.timeline;
        for pause in &mut timeline.pauses {
            pause.days = days(pause.since, pause.until.unwrap_or(today));
        }
        for stay in &mut timeline.stays {
            let end = stay.left.unwrap_or(today);
            let held = |it: &Pause| days(it.since.max(stay.entered), it.until.unwrap_or(today).min(end));
            stay.days_on_hold = timeline.pauses.iter().map(held).sum();
            stay.days = days(stay.entered, end) - stay.days_on_hold;
        }
        timeline
    }
}

/// Whole days from `start` to `end`; none when the end comes first.
pub(super) fn days(start: Date, end: Date) -> i64 {
    start.until(end).map_or(0, |it| i64::from(it.get_days().max(0)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::minimal;
    use super::*;

    /// Each stay as `phase entered..left days+days on hold`.
    fn check(history: &str, expected: &[&str]) {
        let timeline = minimal(&format!("history:\n{history}")).timeline(Date::constant(2026, 6, 30));
        let said: Vec<String> = timeline
            .stays
            .iter()
            .map(|it| {
                let left = it.left.map_or(String::new(), |it| it.to_string());
                format!("{} {}..{left} {}+{}", it.phase, it.entered, it.days, it.days_on_hold)
            })
            .collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn a_phase_lasts_from_entry_to_exit_and_the_last_to_today() {
        check(
            "  - {date: 2026-05-01, change: init, to: engagement, status: active}\n\
             \x20 - {date: 2026-05-31, change: advance, from: engagement, to: agreement}\n",
            &["engagement 2026-05-01..2026-05-31 30+0", "agreement 2026-05-31.. 30+0"],
        );
    }

    #[test]
    fn time_on_hold_is_kept_apart_even_over_two_phases() {
        check(
            "  - {date: 2026-05-01, change: init, to: engagement, status: active}\n\
             \x20 - {date: 2026-05-11, change: hold, from_status: active, to_status: on_hold}\n\
             \x20 - {date: 2026-05-21, change: resume, from_status: on_hold, to_status: active}\n\
             \x20 - {date: 2026-05-31, change: advance, from: engagement, to: agreement}\n\
             \x20 - {date: 2026-06-20, change: hold, from_status: active, to_status: on_hold}\n",
            &["engagement 2026-05-01..2026-05-31 20+10", "agreement 2026-05-31.. 20+10"],
        );
    }

    #[test]
    fn going_back_opens_another_stay_and_the_days_add_up() {
        let history = "  - {date: 2026-05-01, change: init, to: engagement, status: active}\n\
             \x20 - {date: 2026-05-11, change: advance, from: engagement, to: agreement}\n\
             \x20 - {date: 2026-05-21, change: return, from: agreement, to: engagement}\n";
        check(
            history,
            &[
                "engagement 2026-05-01..2026-05-11 10+0",
                "agreement 2026-05-11..2026-05-21 10+0",
                "engagement 2026-05-21.. 40+0",
            ],
        );
        let acme = minimal(&format!("history:\n{history}"));
        assert_eq!(acme.days_in_phase(Date::constant(2026, 6, 30)), Some(50));
        assert_eq!(acme.since(Date::constant(2026, 6, 30)), Some(Date::constant(2026, 5, 21)));
    }

    #[test]
    fn a_withdrawn_client_stands_still_until_it_is_reopened() {
        check(
            "  - {date: 2026-05-01, change: init, to: engagement, status: active}\n\
             \x20 - {date: 2026-05-11, change: withdraw, from_status: active, to_status: withdrawn}\n\
             \x20 - {date: 2026-06-20, change: reopen, from_status: withdrawn, to_status: active}\n",
            &["engagement 2026-05-01..2026-05-11 10+0", "engagement 2026-06-20.. 10+0"],
        );
    }

    #[test]
    fn a_correction_moves_the_date_it_corrects() {
        check(
            "  - {date: 2026-05-01, change: init, to: engagement, status: active}\n\
             \x20 - {date: 2026-05-31, change: advance, from: engagement, to: agreement}\n\
             \x20 - {date: 2026-06-02, change: correct, corrects: 2, at: 2026-05-21}\n",
            &["engagement 2026-05-01..2026-05-21 20+0", "agreement 2026-05-21.. 40+0"],
        );
    }

    #[test]
    fn a_file_without_history_has_no_times() {
        check("  []\n", &[]);
        assert_eq!(minimal("").since(Date::constant(2026, 6, 30)), None);
        assert_eq!(minimal("").days_in_phase(Date::constant(2026, 6, 30)), None);
    }
}
