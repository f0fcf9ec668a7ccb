//! The commits of every client file at once: one call of `git` for all of them, where one for each would take minutes.

use std::collections::BTreeMap;

use super::history::{CommitFacts, FIELDS, FORMAT, facts};
use super::path::CLIENTS;
use super::workspace::Workspace;
use super::{RelPath, StoreError};

impl Workspace {
    /// For each client file the commits that changed it, newest first. None for a copy without its repository, and before
    /// the first commit.
    pub(crate) fn logs(&self) -> Result<BTreeMap<RelPath, Vec<CommitFacts>>, StoreError> {
        let Some(place) = self.place() else { return Ok(BTreeMap::new()) };
        let git = self.git(place);
        if !git.call(["rev-parse", "-q", "--verify", "HEAD"]).answer()?.found()? {
            return Ok(BTreeMap::new());
        }
        let call = git.call(["--literal-pathspecs", "-c", "log.follow=false", "-c", "log.showRoot=true", "log"]);
        let call = call.args(["--no-show-signature", "--no-color", "--no-decorate", "--no-notes", "--encoding=UTF-8"]);
        let call = call.args(["-z", "--raw", "--no-abbrev", "--no-renames", "--no-diff-merges", FORMAT, "HEAD", "--"]);
        let answer = call.arg(place.in_repository(&RelPath::new(CLIENTS)?)).done()?;
        Ok(read(&answer.stdout, place.prefix()))
    }
}

fn read(bytes: &[u8], prefix: &str) -> BTreeMap<RelPath, Vec<CommitFacts>> {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\0').peekable();
    let mut logs: BTreeMap<RelPath, Vec<CommitFacts>> = BTreeMap::new();
    loop {
        // The fields of a commit, and the end of its record.
        let fields: Vec<&str> = parts.by_ref().take(FIELDS + 1).collect();
        let Some(commit) = facts(&fields) else { return logs };
        while parts.next_if(|it| it.trim_start_matches('\n').starts_with(':')).is_some() {
            let path = parts.next().and_then(|it| it.strip_prefix(prefix)).and_then(|it| RelPath::new(it).ok());
            if let Some(path) = path {
                logs.entry(path).or_default().push(commit.clone());
            }
        }
    }
}
