//! `onboard receive`: the question of the hook `pre-receive` of a bare repository. What is pushed is judged while it still lies in
//! the quarantine of git; what does not hold never gets in. Nothing is written.

use std::collections::BTreeSet;

use super::office::Office;
use super::{Desk, audit, failure, validate};
use crate::env::Env;
use crate::error::{Failure, Outcome};
use crate::model::{Lang, Message, Severity};
use crate::render;
use crate::report::audit::AuditFault;
use crate::store::{Push, Receiver, Stand};
use crate::ui::Ui;
use crate::words::say;

/// Seals of the audit: they are neither moved nor deleted.
const SEALS: &str = "refs/tags/onboard-audit/";
/// So many findings are said for each reference: the first ones are those to begin with.
const SAID: usize = 20;

pub(crate) fn run(desk: &Desk) -> Result<Outcome, Failure> {
    let ui = Ui { lang: wanted_lang().unwrap_or(desk.ui.lang), ..desk.ui.clone() };
    let desk = &Desk { ui: &ui, start: desk.start.clone(), ..*desk };
    let Some(receiver) = Receiver::open(&desk.start, Env::variables())? else {
        let path = desk.start.display().to_string();
        return Err(failure::usage(Message::new("setup.not-bare").with("path", path)));
    };
    let input = Ui::input().map_err(failure::input)?;
    let protected = receiver.protected()?;
    let mut outcome = Outcome::Done;
    for push in Push::read(&String::from_utf8_lossy(&input)) {
        let case = Case { desk, receiver: &receiver, protected: &protected, push: &push };
        if let Some(why) = case.refusal()? {
            desk.ui.fault(&say(&why.with("ref", push.name.as_str()), desk.ui.lang), &[], &[]);
            outcome = Outcome::Refused;
        }
    }
    Ok(outcome)
}

/// The language that the person at the other end asks for: `git push -o lang=fr`.
fn wanted_lang() -> Option<Lang> {
    let count: usize = Env::variable("GIT_PUSH_OPTION_COUNT")?.parse().ok()?;
    let mut options = (0..count.min(64)).filter_map(|it| Env::variable(&format!("GIT_PUSH_OPTION_{it}")));
    options.find_map(|it| it.strip_prefix("lang=")?.parse().ok())
}

/// One reference of a push.
struct Case<'a> {
    desk: &'a Desk<'a>,
    receiver: &'a Receiver,
    protected: &'a [String],
    push: &'a Push,
}

impl Case<'_> {
    /// Why this may not be; `None` where it may.
    fn refusal(&self) -> Result<Option<Message>, Failure> {
        let Self { receiver, push, .. } = self;
        let is_seal = push.name.starts_with(SEALS);
        if is_seal && push.old.is_some() {
            return Ok(Some(Message::new("setup.receive-seal")));
        }
        let is_protected = self.protected.contains(&push.name);
        let old = match &push.old {
            Some(id) => receiver.commit(id)?,
            None => None,
        };
        let before = match &old {
            Some(old) => receiver.workspace_in(old)?,
            None => None,
        };
        let new = match &push.new {
            Some(id) => receiver.commit(id)?,
            None if is_protected && before.is_some() => return Ok(Some(Message::new("setup.receive-deleted"))),
            None => return Ok(None),
        };
        // A tag of something else than a commit.
        let Some(new) = new else { return Ok(None) };
        let after = receiver.workspace_in(&new)?;
        if is_protected
            && before.is_some()
            && let Some(old) = &old
        {
            if before != after {
                return Ok(Some(Message::new("setup.receive-no-workspace")));
            }
            if !receiver.is_ancestor(old, &new)? {
                return Ok(Some(Message::new("setup.receive-rewritten")));
            }
        }
        let Some(prefix) = after else { return Ok(None) };
        // The old tip first: it is what the files are compared with.
        let mut known = Vec::from_iter(old);
        for name in self.protected {
            known.extend(receiver.commit(name)?);
        }
        let mut bases = Vec::new();
        for commit in known {
            // What stood without a workspace was let in unseen.
            if !bases.contains(&commit) && receiver.workspace_in(&commit)?.as_ref() == Some(&prefix) {
                bases.push(commit);
            }
        }
        self.judge(&new, &prefix, &bases)
    }

    /// Judges every commit that none of `bases` has.
    fn judge(&self, new: &str, prefix: &str, bases: &[String]) -> Result<Option<Message>, Failure> {
        let Stand { workspace, folder } = self.receiver.stand(new, prefix)?;
        let office = Office::at(self.desk, workspace)?;
        let bases: Vec<&str> = bases.iter().map(String::as_str).collect();
        let range = audit::Range::read(&office, new, &bases)?;
        let verdict = range.judge(&office, &[])?;
        let mut faults = range.view(&verdict).faults;
        let changed: BTreeSet<&str> =
            range.trail.commits.iter().flat_map(|it| &it.changes).map(|it| it.path.as_str()).collect();
        let between = validate::conflicts(&office, &changed, bases.first().copied())?;
        faults.extend(between.into_iter().map(|finding| AuditFault { commit: None, client: None, finding }));
        faults.retain(|it| it.finding.severity == Severity::Error);
        drop(folder);
        if faults.is_empty() {
            return Ok(None);
        }
        let errors = faults.len();
        faults.truncate(SAID);
        let text = render::table::audit_faults(&faults, failure::style(self.desk.ui));
        Ui::out(&format!("{text}\n\n")).map_err(failure::output)?;
        if errors > SAID {
            self.desk.ui.note(&Message::new("setup.receive-more").with("n", errors - SAID));
        }
        Ok(Some(Message::new("setup.receive-does-not-hold").with("n", errors)))
    }
}
