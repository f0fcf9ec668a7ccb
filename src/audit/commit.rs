//! What a commit says of itself: when, by whom, and what its trailers claim.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Signed, about};
use crate::model::{Date, Day, Finding, Message};

/// One commit of the history.
#[derive(Debug, Clone, Default)]
pub(crate) struct Commit {
    pub(crate) id: String,
    pub(crate) parents: Vec<String>,
    /// With the offsets of the writers: `2026-11-22T20:56:52-05:00`.
    pub(crate) authored: String,
    pub(crate) committed: String,
    pub(crate) author: String,
    pub(crate) email: String,
    pub(crate) committer_email: String,
    pub(crate) message: String,
    /// Whether its parents exist but are not in this copy.
    pub(crate) is_cut: bool,
    /// The files it changed that are no client's.
    pub(crate) files: Vec<String>,
    /// Its signature, where it was asked for.
    pub(crate) signed: Option<Signed>,
}

/// Clocks of different machines may differ by this much.
const SKEW: i64 = 24 * 60 * 60;

impl Commit {
    /// The day it was written: in the time zone of the workspace, or as the writer's own clock said.
    pub(crate) fn day(&self, zone: Option<&str>) -> Option<Date> {
        let zone = zone.and_then(|it| TimeZone::get(it).ok());
        match zone {
            Some(zone) => Some(self.authored.parse::<Timestamp>().ok()?.to_zoned(zone).date()),
            None => self.authored.get(..10)?.parse::<Day>().ok().map(|it| it.0),
        }
    }

    pub(crate) fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }

    /// What the lines of the message claim: `Onboard-Client` and the like, wherever they stand, for a squash puts the
    /// messages of several commits one after the other.
    pub(crate) fn claims(&self) -> Vec<(&str, &str)> {
        let lines = self.message.lines().filter_map(|it| it.strip_prefix("Onboard-")?.split_once(':'));
        lines.map(|(key, value)| (key.trim(), value.trim())).collect()
    }
}

/// Times that cannot be true; `parents` are those when its parents were made.
pub(crate) fn dates(commit: &Commit, parents: &[&str], now: Date, zone: Option<&str>) -> Vec<Finding> {
    let instant = |text: &str| text.parse::<Timestamp>().ok().map(Timestamp::as_second);
    let mut findings = Vec::new();
    let mut find = |code: &str, message: Message| findings.push(about(code, "", message));
    let (Some(authored), Some(committed), Some(day)) =
        (instant(&commit.authored), instant(&commit.committed), commit.day(zone))
    else {
        find("commit/no-date", Message::new("audit.no-date"));
        return findings;
    };
    if day > now {
        find("commit/future", Message::new("audit.future").with("date", day.to_string()));
    }
    if authored > committed + SKEW {
        let message = Message::new("audit.authored-late").with("authored", commit.authored.as_str());
        find("commit/authored-late", message.with("committed", commit.committed.as_str()));
    }
    let latest = parents.iter().filter_map(|it| Some((instant(it)?, *it))).max_by_key(|it| it.0);
    if let Some((_, parent)) = latest.filter(|(parent, _)| committed + SKEW < *parent) {
        let message = Message::new("audit.before-parent").with("committed", commit.committed.as_str());
        find("commit/before-parent", message.with("parent", parent));
    }
    findings
}
