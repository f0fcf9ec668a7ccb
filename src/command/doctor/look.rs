//! What disk and git tell by themselves.

use std::time::Duration;

use super::mend::Remedy;
use super::{Complaint, Limits};
use crate::command::office::Office;
use crate::env::Env;
use crate::error::Failure;
use crate::model::{Message, Severity};
use crate::store::CommitGraph;

pub(super) fn git(office: &Office, limits: &Limits) -> Result<Option<Complaint>, Failure> {
    let version = office.ws.git_version()?;
    if numbers(&version) >= numbers(&limits.git) {
        return Ok(None);
    }
    let message = Message::new("doctor.git-old").with("version", version).with("least", limits.git.as_str());
    Ok(Some(error(message, Remedy::Advice(Message::new("doctor.git-old-help")))))
}

/// Major and minor number.
fn numbers(version: &str) -> (u32, u32) {
    let mut parts = version.split('.').map(|it| it.parse().unwrap_or(0));
    (parts.next().unwrap_or(0), parts.next().unwrap_or(0))
}

pub(super) fn identity(office: &Office, _: &Limits) -> Result<Option<Complaint>, Failure> {
    if office.ws.has_identity()? {
        return Ok(None);
    }
    let advice = Remedy::Advice(Message::new("doctor.identity-help"));
    Ok(Some(error(Message::new("doctor.identity-missing"), advice)))
}

pub(super) fn signing(office: &Office, _: &Limits) -> Result<Option<Complaint>, Failure> {
    if !office.demands_signatures() || office.ws.setting("user.signingkey")?.is_some() {
        return Ok(None);
    }
    let advice = Remedy::Advice(Message::new("doctor.signing-help"));
    Ok(Some(error(Message::new("doctor.signing-missing"), advice)))
}

pub(super) fn commit_graph(office: &Office, limits: &Limits) -> Result<Option<Complaint>, Failure> {
    let key = match office.ws.commit_graph()? {
        CommitGraph::WithPaths => return Ok(None),
        CommitGraph::WithoutPaths => "doctor.commit-graph-without-paths",
        CommitGraph::Missing => "doctor.commit-graph-missing",
    };
    let commits = office.ws.count_commits()?;
    if commits < limits.commits {
        return Ok(None);
    }
    let write = vec!["commit-graph", "write", "--reachable", "--changed-paths"];
    let keep = vec!["config", "--local", "fetch.writeCommitGraph", "true"];
    Ok(Some(warning(Message::new(key).with("n", commits), Remedy::Git(vec![write, keep]))))
}

pub(super) fn history(office: &Office, _: &Limits) -> Result<Option<Complaint>, Failure> {
    if !office.ws.is_shallow()? {
        return Ok(None);
    }
    let fetch = Remedy::Git(vec![vec!["fetch", "--unshallow"]]);
    Ok(Some(warning(Message::new("doctor.history-shallow"), fetch)))
}

pub(super) fn leftovers(office: &Office, limits: &Limits) -> Result<Option<Complaint>, Failure> {
    let found = office.ws.leftovers(Duration::from_secs(60 * limits.leftover_minutes), Env::now())?;
    if found.is_empty() {
        return Ok(None);
    }
    let message = Message::new("doctor.leftovers-found").with("n", found.len());
    Ok(Some(warning(message, Remedy::Remove(found))))
}

pub(super) fn error(message: Message, remedy: Remedy) -> Complaint {
    Complaint { severity: Severity::Error, message, remedy }
}

pub(super) fn warning(message: Message, remedy: Remedy) -> Complaint {
    Complaint { severity: Severity::Warning, message, remedy }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(numbers("2.47.3") > numbers("2.28"));
        assert!(numbers("2.9.5") < numbers("2.28"));
        assert!(numbers("10.0.windows.1") > numbers("2.47.3"));
        assert_eq!(numbers(""), (0, 0));
    }
}
