//! `onboard sync`: this copy and the remote are brought together: fetch, put one's own commits on top of those of others, judge
//! every one of them as CI would, push; and again, when others were quicker.

mod blend;
mod judge;
mod no;
mod round;
mod tell;

use std::collections::BTreeSet;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::Duration;

use self::no::No;
use self::round::Round;
use super::office::Office;
use super::{Desk, failure};
use crate::cli::SyncArgs;
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::Message;
use crate::store::{Asking, Chosen, Fetched, RelPath, Upstream};

/// How often it is tried, in all, while others are quicker.
const ATTEMPTS: u32 = 8;

/// So often the remote must say that it has no such branch, before it is believed that somebody took it away.
const CERTAIN: u32 = 3;
/// The pause before the second attempt; before each later one it is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What happened, over all attempts.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) received: Stretch,
    pub(super) sent: Stretch,
    /// The files that both sides had changed.
    pub(super) merged: BTreeSet<String>,
    /// The commits whose change the remote had already.
    pub(super) dropped: Vec<String>,
    /// Where the branch is now, here and there.
    pub(super) tip: Option<String>,
    pub(super) attempts: u32,
}

/// Commits, and the clients whose files they touch.
#[derive(Debug, Default, Clone)]
pub(super) struct Stretch {
    pub(super) commits: usize,
    pub(super) clients: BTreeSet<String>,
}

/// What a sync works with.
pub(super) struct Sync<'a> {
    pub(super) desk: &'a Desk<'a>,
    pub(super) office: &'a Office,
    pub(super) upstream: &'a Upstream,
    pub(super) asking: Asking,
    pub(super) dry_run: bool,
}

pub(crate) fn run(desk: &Desk, args: &SyncArgs) -> Result<Outcome, Failure> {
    let office = Office::open(desk)?;
    let upstream = chosen(&office, args)?;
    let asking = if desk.env.can_ask { Asking::Terminal } else { Asking::Nobody };
    let sync = Sync { desk, office: &office, upstream: &upstream, asking, dry_run: args.dry_run };
    let mut story = Story::default();
    match sync.attempts(&mut story)? {
        None => tell::done(&sync, &story, args),
        Some(no) => tell::refused(&sync, &story, &no, args),
    }
}

fn chosen(office: &Office, args: &SyncArgs) -> Result<Upstream, Failure> {
    let list = |known: &[String]| known.join(", ");
    match office.ws.upstream(args.remote.as_deref(), args.branch.as_deref())? {
        Chosen::This(upstream) => Ok(upstream),
        Chosen::NoRemote { known } if known.is_empty() => {
            let failure = Failure::new(FailureKind::Config, Message::new("sync.no-remote"));
            Err(failure.help(Message::new("sync.no-remote-help")))
        }
        Chosen::NoRemote { known } => {
            let message = Message::new("sync.which-remote").with("remotes", list(&known));
            Err(failure::usage(message).help(Message::new("sync.which-remote-help")))
        }
        Chosen::Unknown { known } => {
            let named = args.remote.as_deref().unwrap_or_default();
            let failure = failure::usage(Message::new("sync.unknown-remote").with("remote", named));
            Err(if known.is_empty() {
                failure.help(Message::new("sync.no-remote-help"))
            } else {
                failure.help(Message::new("sync.known-remotes").with("remotes", list(&known)))
            })
        }
        Chosen::BadBranch => {
            let named = args.branch.as_deref().unwrap_or_default();
            Err(failure::usage(Message::new("sync.bad-branch").with("branch", named)))
        }
    }
}

impl Sync<'_> {
    /// Tries until both have the same, or something says no.
    fn attempts(&self, story: &mut Story) -> Result<Option<No>, Failure> {
        let mut last = None;
        let mut empty = 0;
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                std::thread::sleep(pause(attempt));
            }
            story.attempts = attempt + 1;
            let waiting =
                self.desk.ui.waiting(&Message::new("sync.asking").with("remote", self.upstream.remote.as_str()));
            let fetched = self.office.ws.fetch(self.upstream, self.asking)?;
            drop(waiting);
            let there = match fetched {
                Fetched::Tip(tip) => Some(tip),
                Fetched::Nothing => match self.office.ws.last_known(self.upstream)? {
                    // Whoever took it away had a reason; it does not come back by itself. A connection that was cut at once looks
                    // the same, so it is asked again.
                    Some(_) => {
                        empty += 1;
                        last = Some(no::gone(self));
                        if empty == CERTAIN {
                            break;
                        }
                        continue;
                    }
                    None => None,
                },
                Fetched::Rewritten { had } => return Ok(Some(no::rewritten(self, &had)?)),
                Fetched::Busy { said } => {
                    last = Some(no::busy(self, &said));
                    continue;
                }
                Fetched::Unreachable { said } => {
                    last = Some(no::unreachable(self, &said)?);
                    // Where the first word is not answered, no later one will be; and nobody is asked for a password twice.
                    if attempt == 0 {
                        break;
                    }
                    continue;
                }
            };
            match self.round(there.as_deref(), story)? {
                Round::Settled => return Ok(None),
                Round::Again(no) => last = Some(no),
                Round::Ended(no) => return Ok(Some(no)),
            }
        }
        Ok(last)
    }

    /// The commits that `tip` has and none of `bases` has.
    fn stretch(&self, tip: &str, bases: &[&str]) -> Result<Stretch, Failure> {
        let trail = self.office.ws.trail(tip, bases, &[&RelPath::new("clients")?], &[])?;
        let paths = trail.commits.iter().flat_map(|it| &it.changes).map(|it| it.path.as_str());
        Ok(Stretch { commits: trail.commits.len(), clients: paths.filter_map(client_of).map(str::to_owned).collect() })
    }
}

/// The client whose file this is.
pub(super) fn client_of(path: &str) -> Option<&str> {
    path.strip_prefix("clients/")?.rsplit('/').next()?.strip_suffix(".yaml")
}

/// Grows with every attempt, and is another for everybody, so that those who met once do not meet again.
fn pause(attempt: u32) -> Duration {
    let longest = FIRST_PAUSE.saturating_mul(1 << (attempt - 1).min(16)).min(LONGEST_PAUSE);
    let share = RandomState::new().build_hasher().finish() % 512;
    longest / 2 + longest * u32::try_from(share).unwrap_or_default() / 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_bound_and_differ() {
        for attempt in 1..ATTEMPTS {
            let longest = FIRST_PAUSE.saturating_mul(1 << (attempt - 1)).min(LONGEST_PAUSE);
            let all: BTreeSet<Duration> = (0..50).map(|_| pause(attempt)).collect();
            assert!(all.iter().all(|it| *it >= longest / 2 && *it <= longest), "{all:?}");
            assert!(all.len() > 20, "{all:?}");
        }
        assert!(pause(30) <= LONGEST_PAUSE);
    }
}
