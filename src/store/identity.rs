//! Who writes a commit, and when, as git would say. The plain cases (a name and an address in the environment or in the
//! configuration) are read here; whatever is less than plain is asked of `git var`, which also judges it.

use super::StoreError;
use super::program::Git;
use super::settings::Settings;

/// An author and a committer, each as git writes it in a commit: `Name <address> seconds offset`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identities {
    pub(super) author: String,
    pub(super) committer: String,
}

/// The time of a commit, where neither git's environment nor its clock shall decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CommitTime {
    /// Since 1970-01-01T00:00:00Z.
    pub(crate) seconds: i64,
    /// East of Greenwich.
    pub(crate) offset_minutes: i32,
}

impl CommitTime {
    fn as_git_writes_it(self) -> String {
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.unsigned_abs();
        format!("{} {sign}{:02}{:02}", self.seconds, minutes / 60, minutes % 60)
    }
}

#[derive(Clone, Copy)]
enum Role {
    Author,
    Committer,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Committer => "committer",
        }
    }

    fn variables(self) -> [&'static str; 3] {
        match self {
            Self::Author => ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE"],
            Self::Committer => ["GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE"],
        }
    }
}

impl Identities {
    /// `when` counts only where the environment sets no date; without both it is now.
    pub(super) fn find(git: &Git<'_>, settings: &Settings, when: Option<CommitTime>) -> Result<Self, StoreError> {
        Ok(Self {
            author: of(Role::Author, git, settings, when)?,
            committer: of(Role::Committer, git, settings, when)?,
        })
    }

    /// For `git commit-tree` and for hooks, which see these as `git commit` would show them.
    pub(super) fn variables(&self) -> Vec<(&'static str, String)> {
        let both = [(Role::Author, &self.author), (Role::Committer, &self.committer)];
        both.into_iter().flat_map(|(role, it)| role.variables().into_iter().zip(parts(it))).collect()
    }

    /// Name, address and time of the committer, for the log of the branch.
    pub(super) fn committer(&self) -> (String, String, CommitTime) {
        let [name, address, date] = parts(&self.committer);
        let mut numbers = date.trim_start_matches('@').split(' ');
        let seconds = numbers.next().and_then(|it| it.parse().ok()).unwrap_or_default();
        let offset: i32 = numbers.next().and_then(|it| it.parse().ok()).unwrap_or_default();
        (name, address, CommitTime { seconds, offset_minutes: offset / 100 * 60 + offset % 100 })
    }
}

fn parts(identity: &str) -> [String; 3] {
    let (name, rest) = identity.split_once(" <").unwrap_or((identity, ""));
    let (address, date) = rest.split_once("> ").unwrap_or((rest, ""));
    [name.to_owned(), address.to_owned(), format!("@{date}")]
}

fn of(role: Role, git: &Git<'_>, settings: &Settings, when: Option<CommitTime>) -> Result<String, StoreError> {
    plain(role, git, settings, when).map_or_else(|| ask(role, git, when), Ok)
}

/// The identity, if nothing about it needs git's judgement.
fn plain(role: Role, git: &Git<'_>, settings: &Settings, when: Option<CommitTime>) -> Option<String> {
    let [name, address, date] = role.variables();
    let setting = |what: &str| {
        settings.text(&format!("{}.{what}", role.name())).or_else(|| settings.text(&format!("user.{what}")))
    };
    let name = git.variable(name).or_else(|| setting("name")).filter(|it| needs_no_trimming(it))?;
    let address = git.variable(address).or_else(|| setting("email")).filter(|it| needs_no_trimming(it))?;
    let date = match (git.variable(date), when) {
        (Some(text), _) => plain_date(text)?.to_owned(),
        (None, Some(when)) => when.as_git_writes_it(),
        (None, None) => now()?.as_git_writes_it(),
    };
    Some(format!("{name} <{address}> {date}"))
}

/// Git cuts "crud" off both ends and drops `<`, `>` and line breaks.
fn needs_no_trimming(text: &str) -> bool {
    let firm = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == ')');
    firm(text.chars().next())
        && firm(text.chars().next_back())
        && !text.chars().any(|it| it.is_control() || matches!(it, '<' | '>'))
}

/// The one form of a date that means the same to every version of git: `@seconds +hhmm`.
fn plain_date(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('@')?;
    let (seconds, offset) = rest.split_once(' ')?;
    let digits = offset.strip_prefix(['+', '-'])?;
    let all_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    (all_digits(seconds) && seconds.len() <= 11 && digits.len() == 4 && all_digits(digits)).then_some(rest)
}

/// Now and here, as libgit2 takes it from the system.
fn now() -> Option<CommitTime> {
    let when = git2::Signature::now("now", "now").ok()?.when();
    Some(CommitTime { seconds: when.seconds(), offset_minutes: when.offset_minutes() })
}

fn ask(role: Role, git: &Git<'_>, when: Option<CommitTime>) -> Result<String, StoreError> {
    let [_, _, date] = role.variables();
    let mut call = git.call(["var", &format!("GIT_{}_IDENT", role.name().to_uppercase())]);
    if let (None, Some(when)) = (git.variable(date), when) {
        call = call.env(date, format!("@{}", when.as_git_writes_it()));
    }
    let answer = call.answer()?;
    if answer.succeeded() { Ok(answer.line()) } else { Err(StoreError::NoIdentity { said: answer.said() }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_as_git_writes_it() {
        let check = |seconds, offset_minutes, expected: &str| {
            assert_eq!(CommitTime { seconds, offset_minutes }.as_git_writes_it(), expected);
        };
        check(1_795_405_454, 0, "1795405454 +0000");
        check(1_795_405_454, -210, "1795405454 -0330");
        check(0, 345, "0 +0545");
    }

    #[test]
    fn only_the_plainest_date_is_read_without_git() {
        for good in ["@1795405454 +0000", "@0 -0330"] {
            assert!(plain_date(good).is_some(), "{good:?} was refused");
        }
        for other in ["1795405454 +0000", "@1 0000", "@ +0000", "yesterday", "2026-11-22", "@1 +00:00", "@-1 +0000"] {
            assert!(plain_date(other).is_none(), "{other:?} was taken");
        }
    }

    #[test]
    fn a_name_that_git_would_trim_is_left_to_git() {
        for good in ["Ada Lovelace", "ada@example.org", "José", "A (B)"] {
            assert!(needs_no_trimming(good), "{good:?} was left to git");
        }
        for other in ["", " Ada", "Ada.", "A<b", "A\nB", "\"Ada\""] {
            assert!(!needs_no_trimming(other), "{other:?} was taken");
        }
    }
}
