//! Talking to the remote: `git fetch` and `git push` do it, with the credentials, helpers and proxies of the person. What
//! they answer is told apart by the words of git itself, so they speak its own language here; those of the remote are
//! handed on.

use super::super::program::{Answer, Call, Git};
use super::super::workspace::Workspace;
use super::StoreError;

/// Where the branch is kept for all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Upstream {
    pub(crate) remote: String,
    /// Its name there.
    pub(crate) branch: String,
    /// Whether git knows of it already.
    is_set: bool,
}

/// Which one it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Chosen {
    This(Upstream),
    /// There are none; or it is not said which of these.
    NoRemote {
        known: Vec<String>,
    },
    /// There is none of that name.
    Unknown {
        known: Vec<String>,
    },
    /// No branch can be called so.
    BadBranch,
}

/// Whether git may ask for a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asking {
    Terminal,
    Nobody,
}

/// What the remote has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fetched {
    Tip(String),
    /// It has no such branch.
    Nothing,
    /// It no longer has commits that it had, up to this one.
    Rewritten {
        had: String,
    },
    /// Another program was fetching, or was killed while it did.
    Busy {
        said: String,
    },
    Unreachable {
        said: String,
    },
}

/// What the remote said to the new commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pushed {
    Taken,
    /// Others were quicker.
    Lost,
    Refused {
        said: String,
    },
    /// It may have them or not.
    Unreachable {
        said: String,
    },
}

impl Upstream {
    fn tracking(&self) -> String {
        format!("refs/remotes/{}/{}", self.remote, self.branch)
    }
}

impl Workspace {
    /// The remote and the branch there: as named, as git knows them, or `origin` and the branch of the same name.
    pub(crate) fn upstream(&self, remote: Option<&str>, branch: Option<&str>) -> Result<Chosen, StoreError> {
        let git = self.git(self.repository()?);
        let here = super::entries::tip(&git)?.branch;
        let here = here.strip_prefix("refs/heads/").unwrap_or(&here);
        let known: Vec<String> = text(&git.call(["remote"]).done()?).lines().map(str::to_owned).collect();
        let setting = |what: &str| {
            let answer = git.call(["config", "--get", &format!("branch.{here}.{what}")]).answer()?;
            Ok::<_, StoreError>(Some(answer.line()).filter(|it| answer.succeeded() && !it.is_empty()))
        };
        let configured = setting("remote")?.filter(|it| known.contains(it));
        let named = match remote {
            Some(named) if !known.iter().any(|it| it == named) => return Ok(Chosen::Unknown { known }),
            Some(named) => Some(named.to_owned()),
            None => configured.clone(),
        };
        let only = || match known.as_slice() {
            [one] => Some(one.clone()),
            all => all.iter().find(|it| *it == "origin").cloned(),
        };
        let Some(remote) = named.or_else(only) else { return Ok(Chosen::NoRemote { known }) };
        let there = setting("merge")?.filter(|_| configured.as_ref() == Some(&remote));
        let there = there.as_deref().and_then(|it| it.strip_prefix("refs/heads/")).map(str::to_owned);
        let is_set = configured.is_some();
        let branch = branch.map(str::to_owned).or(there).unwrap_or_else(|| here.to_owned());
        let format = git.call(["check-ref-format", &format!("refs/heads/{branch}")]).answer()?;
        if !format.succeeded() || branch.starts_with('-') {
            return Ok(Chosen::BadBranch);
        }
        Ok(Chosen::This(Upstream { remote, branch, is_set }))
    }

    /// Asks the remote for its commits. What this copy knows of it is never rewritten.
    pub(crate) fn fetch(&self, upstream: &Upstream, asking: Asking) -> Result<Fetched, StoreError> {
        let git = self.git(self.repository()?);
        let tracking = upstream.tracking();
        let call = talking(&git, asking).args(["fetch", "--no-progress", &upstream.remote]);
        let answer = call.arg(format!("refs/heads/{}:{tracking}", upstream.branch)).answer()?;
        let said = answer.said();
        if !answer.succeeded() {
            let has = |it: &str| said.to_ascii_lowercase().contains(it);
            return Ok(match () {
                () if has("couldn't find remote ref") => Fetched::Nothing,
                () if has("(non-fast-forward)") => Fetched::Rewritten { had: tracked(&git, &tracking)? },
                () if has("cannot lock ref") || has("unable to update local ref") => Fetched::Busy { said },
                () => Fetched::Unreachable { said },
            });
        }
        let tip = tracked(&git, &tracking)?;
        // Another program may have fetched what was rewritten. This branch began at a commit that the remote had once, as far
        // as git has kept a log of it.
        let began = git.call(["merge-base", "--fork-point", &tracking, "HEAD"]).answer()?;
        if began.succeeded() && !self.is_ancestor(&began.line(), &tip)? {
            return Ok(Fetched::Rewritten { had: began.line() });
        }
        Ok(Fetched::Tip(tip))
    }

    /// What this copy last knew of the remote, when it cannot be asked.
    pub(crate) fn last_known(&self, upstream: &Upstream) -> Result<Option<String>, StoreError> {
        self.commit(&upstream.tracking())
    }

    /// What the remote itself calls its main branch, as far as this copy knows.
    pub(crate) fn main_of(&self, upstream: &Upstream) -> Result<Option<String>, StoreError> {
        self.commit(&format!("refs/remotes/{}/HEAD", upstream.remote))
    }

    /// Gives the remote a commit. Never by force.
    pub(crate) fn push(&self, upstream: &Upstream, commit: &str, asking: Asking) -> Result<Pushed, StoreError> {
        let git = self.git(self.repository()?);
        let call = talking(&git, asking).args(["push", "--porcelain", "--no-progress", &upstream.remote]);
        let answer = call.arg(format!("{commit}:refs/heads/{}", upstream.branch)).answer()?;
        if answer.succeeded() {
            note_upstream(&git, upstream)?;
            return Ok(Pushed::Taken);
        }
        let told = text(&answer);
        let refusal = told.lines().find(|it| it.starts_with('!')).unwrap_or_default();
        Ok(if refusal.contains("[rejected]") || RACES.iter().any(|it| refusal.contains(it)) {
            Pushed::Lost
        } else if refusal.contains("[remote rejected]") {
            let of_remote = answer.said();
            let lines: Vec<&str> =
                of_remote.lines().filter_map(|it| it.strip_prefix("remote:")).map(str::trim).collect();
            let why = refusal.rsplit_once('(').and_then(|(_, it)| it.strip_suffix(')')).unwrap_or(refusal);
            let lines: Vec<&str> = lines.into_iter().filter(|it| !it.is_empty()).chain([why]).collect();
            Pushed::Refused { said: lines.join("\n") }
        } else {
            Pushed::Unreachable { said: answer.said() }
        })
    }
}

/// From now on git itself knows with what the branch is kept together.
fn note_upstream(git: &Git<'_>, upstream: &Upstream) -> Result<(), StoreError> {
    let here = super::entries::tip(git)?.branch;
    let Some(here) = here.strip_prefix("refs/heads/").filter(|_| !upstream.is_set) else { return Ok(()) };
    git.call(["config", &format!("branch.{here}.remote"), &upstream.remote]).done()?;
    git.call(["config", &format!("branch.{here}.merge"), &format!("refs/heads/{}", upstream.branch)]).done()?;
    Ok(())
}

/// How a remote tells that somebody else was pushing.
const RACES: [&str; 5] = [
    "(cannot lock ref",
    "(failed to update ref",
    "(failed to lock",
    "(incorrect old value provided",
    "(reference already exists",
];

/// Where nobody can answer and nobody looks on, nothing is asked, and a remote that says nothing for so long is given up.
const BATCH: &str = "core.sshCommand=ssh -o BatchMode=yes -o ConnectTimeout=60 -o ServerAliveInterval=30";
const SILENCE: [&str; 4] = ["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=180"];

/// A call of git that speaks to a remote: it asks at a terminal where there is one, and never waits for an answer that
/// nobody can give.
fn talking(git: &Git<'_>, asking: Asking) -> Call {
    let mut before: Vec<&str> = vec!["-c", "color.ui=false"];
    if asking == Asking::Nobody {
        // Whoever set something of their own has seen to it.
        let is_set = |setting: &str, variables: &[&str]| {
            variables.iter().any(|it| git.variable(it).is_some())
                || git.call(["config", "--get", setting]).answer().is_ok_and(|it| it.succeeded())
        };
        if !is_set("core.sshCommand", &["GIT_SSH_COMMAND", "GIT_SSH"]) {
            before.extend(["-c", BATCH]);
        }
        if !is_set("http.lowSpeedLimit", &["GIT_HTTP_LOW_SPEED_LIMIT"]) {
            before.extend(SILENCE);
        }
    }
    let call = git.call(before).env("LANGUAGE", "en");
    match asking {
        Asking::Terminal => call,
        Asking::Nobody => call.env("GIT_TERMINAL_PROMPT", "0"),
    }
}

fn tracked(git: &Git<'_>, tracking: &str) -> Result<String, StoreError> {
    Ok(git.call(["rev-parse", "-q", "--verify", &format!("{tracking}^{{commit}}")]).done()?.line())
}

fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.stdout).into_owned()
}
