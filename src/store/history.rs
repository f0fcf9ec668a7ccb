//! The history of files, read with the `git` program: it knows commit-graphs and changed-path filters.

use super::program::{Call, Git};
use super::workspace::Workspace;
use super::{RelPath, StoreError};

/// One commit, as far as others need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CommitFacts {
    pub(crate) id: String,
    /// When it was written, with the offset of the writer: `2026-11-22T20:56:52-05:00`.
    pub(crate) time: String,
    pub(crate) author: String,
    pub(crate) email: String,
    pub(crate) subject: String,
    /// Without the trailers.
    pub(crate) body: String,
    pub(crate) trailers: Vec<(String, String)>,
}

/// Fields end with a NUL, which no commit can hold; so does the record itself (`-z`).
pub(super) const FORMAT: &str = "--format=%H%x00%aI%x00%an%x00%ae%x00%s%x00%b%x00%(trailers:only,unfold)%x00";
pub(super) const FIELDS: usize = 7;

impl Workspace {
    /// The commits that changed this path, newest first. It follows no renames: an id never changes.
    pub(crate) fn log(&self, path: &RelPath) -> Result<Vec<CommitFacts>, StoreError> {
        self.log_of(&[path])
    }

    /// The newest commit that changed this path.
    pub(crate) fn last_commit(&self, path: &RelPath) -> Result<Option<CommitFacts>, StoreError> {
        Ok(self.read_log(&[path], &["-1"])?.into_iter().next())
    }

    /// The commits that changed one of these files or folders, newest first.
    pub(crate) fn log_of(&self, paths: &[&RelPath]) -> Result<Vec<CommitFacts>, StoreError> {
        self.read_log(paths, &[])
    }

    fn read_log(&self, paths: &[&RelPath], limits: &[&str]) -> Result<Vec<CommitFacts>, StoreError> {
        let place = self.repository()?;
        let git = self.git(place);
        let call = log(&git)
            .args(["-z", FORMAT])
            .args(limits.iter().copied())
            .args(["HEAD", "--"])
            .args(paths.iter().map(|it| place.in_repository(it)));
        let answer = call.answer()?;
        if answer.succeeded() {
            return Ok(read(&answer.stdout));
        }
        let nothing_yet = !git.call(["rev-parse", "-q", "--verify", "HEAD"]).answer()?.found()?;
        if nothing_yet && git.call(["symbolic-ref", "-q", "HEAD"]).answer()?.found()? {
            Ok(Vec::new())
        } else {
            Err(answer.fault())
        }
    }
}

/// So many versions are asked for at once: few enough that the question fits into a pipe.
const AT_ONCE: usize = 256;

impl Workspace {
    /// The bytes of a path in each of these commits, in their order; `None` where a commit does not have it.
    pub(crate) fn versions(&self, path: &RelPath, commits: &[&str]) -> Result<Vec<Option<Vec<u8>>>, StoreError> {
        let place = self.repository()?;
        let file = place.in_repository(path);
        let mut found = Vec::with_capacity(commits.len());
        for some in commits.chunks(AT_ONCE) {
            let question: String = some.iter().flat_map(|id| [*id, ":", file.as_str(), "\n"]).collect();
            let answer = self.git(place).call(["cat-file", "--batch"]).input(question.into_bytes()).done()?;
            found.extend(batch(&answer.stdout, some.len()));
        }
        Ok(found)
    }
}

/// Takes apart what `git cat-file --batch` says: a line with the size and that many bytes, or a line that says no.
pub(super) fn batch(answer: &[u8], expected: usize) -> Vec<Option<Vec<u8>>> {
    let mut rest = answer;
    let mut found = Vec::with_capacity(expected);
    while found.len() < expected {
        let end = rest.iter().position(|it| *it == b'\n').unwrap_or(rest.len());
        let (line, after) = rest.split_at(end);
        let size = std::str::from_utf8(line).ok().and_then(|it| it.rsplit_once(" blob ")?.1.parse::<usize>().ok());
        let body = after.get(1..).unwrap_or_default();
        found.push(size.and_then(|size| body.get(..size)).map(<[u8]>::to_vec));
        rest = size.map_or(body, |size| body.get(size + 1..).unwrap_or_default());
    }
    found
}

/// `git log` as it is without anyone's settings.
fn log(git: &Git<'_>) -> Call {
    let call = git.call(["--literal-pathspecs", "-c", "log.follow=false", "log", "--no-show-signature", "--no-color"]);
    call.args(["--no-decorate", "--no-notes", "--no-patch", "--encoding=UTF-8"])
}

fn read(bytes: &[u8]) -> Vec<CommitFacts> {
    let text = String::from_utf8_lossy(bytes);
    let parts: Vec<_> = text.split('\0').collect();
    parts.chunks_exact(FIELDS + 1).filter_map(facts).collect()
}

pub(super) fn facts(parts: &[&str]) -> Option<CommitFacts> {
    let [id, time, author, email, subject, body, trailers, _] = parts else { return None };
    let trailers: Vec<_> = trailers
        .lines()
        .filter_map(|it| it.split_once(':'))
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .collect();
    let body =
        if trailers.is_empty() { body } else { body.trim_end().rsplit_once("\n\n").map_or("", |(above, _)| above) };
    Some(CommitFacts {
        id: (*id).to_owned(),
        time: (*time).to_owned(),
        author: (*author).to_owned(),
        email: (*email).to_owned(),
        subject: (*subject).to_owned(),
        body: body.trim().to_owned(),
        trailers,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trailers_are_told_from_the_reason() {
        let record = "id\0time\0Ada\0a@b\0subject\0why\n\nmore\n\nA: 1\nB: x: y\n\0A: 1\nB: x: y\n\0\0";
        let [facts] = read(record.as_bytes()).try_into().expect("one commit");
        assert_eq!(facts.body, "why\n\nmore");
        assert_eq!(facts.trailers, [("A".to_owned(), "1".to_owned()), ("B".to_owned(), "x: y".to_owned())]);
    }

    #[test]
    fn a_body_of_trailers_only_leaves_no_reason() {
        let [facts] = read(b"id\0time\0A\xff\0a@b\0subject\0A: 1\n\0A: 1\n\0\0").try_into().expect("one commit");
        assert_eq!(facts.body, "");
        assert_eq!(facts.author, "A\u{fffd}");
    }
}
