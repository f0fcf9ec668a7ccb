//! A sound history of several clients, and the tools to tamper with a copy of it: every commit can be made anew.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::sandbox::{Run, Sandbox};

/// A copy of the sound history: the demonstration (one client from its first meeting to its closing, by commands; seven
/// more from files) and `acme`, which was brought into its second phase by the commands that `status` names.
pub(crate) fn sound() -> Sandbox {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let desk = Sandbox::new();
        desk.ok("demo made");
        let moved = desk.shell("mv made/* made/.[a-z]* . && rmdir made");
        assert_eq!(moved.code, 0, "{moved}");
        desk.ok("init acme --name-en Acme --name-fr Acmé --language en");
        follow_fixes(&desk, "acme");
        desk.ok("advance acme");
        desk.ok("set acme schedule.target_go_live=2027-06");
        desk.git("gc -q");
        let kept = TempDir::new().unwrap();
        copy(&desk.path(""), kept.path());
        kept
    });
    let desk = Sandbox::new();
    copy(made.path(), &desk.path(""));
    desk
}

fn copy(from: &Path, to: &Path) {
    let done = std::process::Command::new("cp").arg("-r").arg(from.join(".")).arg(to).status().unwrap();
    assert!(done.success());
}

/// Runs the fix of each gate that does not hold, until all do.
pub(crate) fn follow_fixes(desk: &Sandbox, client: &str) {
    for _ in 0..40 {
        let json = desk.json(&format!("status {client}"));
        let gates = json["gates"].as_array().unwrap();
        let Some(gate) = gates.iter().find(|it| it["met"] == false && it["waived"] == false) else { return };
        let fix = gate["fix"].as_str().unwrap();
        let fill = [
            ("MAILBOX", "desk@acme.example"),
            ("SERVICE", "permits"),
            ("…", "Permits"),
            ("credential=LEVEL", "credential=2"),
            ("CATEGORY", "protected_b"),
            ("LEVEL", "medium"),
        ];
        let fix = fill.iter().fold(fix.to_owned(), |fix, (open, value)| fix.replace(open, value));
        desk.ok(fix.strip_prefix("onboard ").unwrap());
    }
    panic!("{client} does not get on");
}

/// What an audit found, with its exit code.
pub(crate) fn audit(desk: &Sandbox) -> (Value, i32) {
    audited(desk, "audit")
}

pub(crate) fn audited(desk: &Sandbox, words: &str) -> (Value, i32) {
    let run: Run = desk.run(&format!("{words} --format json"));
    let json = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{run}"));
    (json, run.code)
}

pub(crate) fn errors(json: &Value) -> Vec<(String, String)> {
    let findings = json["findings"].as_array().unwrap();
    let errors = findings.iter().filter(|it| it["severity"] == "error");
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    errors.map(|it| (text(&it["code"]), text(&it["commit"]))).collect()
}

/// The commit with this subject.
#[track_caller]
pub(crate) fn commit_of(desk: &Sandbox, subject: &str) -> String {
    let all = desk.git("log '--format=%H %s'");
    let found = all.lines().find_map(|it| it.split_once(' ').filter(|it| it.1 == subject));
    found.unwrap_or_else(|| panic!("no commit `{subject}` in\n{all}")).0.to_owned()
}

pub(crate) fn head(desk: &Sandbox) -> String {
    desk.git("rev-parse HEAD").trim().to_owned()
}

/// A commit that is being made anew.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) tree: String,
    pub(crate) parents: Vec<String>,
    pub(crate) message: String,
    pub(crate) author_date: String,
    pub(crate) committer_date: String,
    pub(crate) email: String,
}

impl Draft {
    pub(crate) fn of(desk: &Sandbox, commit: &str) -> Self {
        let one = |format: &str| desk.git(&format!("log -1 --format={format} {commit}")).trim_end().to_owned();
        Self {
            tree: one("%T"),
            parents: one("%P").split_whitespace().map(str::to_owned).collect(),
            message: one("%B"),
            author_date: one("%aI"),
            committer_date: one("%cI"),
            email: one("%ae"),
        }
    }

    /// A file in it.
    pub(crate) fn file(&self, desk: &Sandbox, path: &str) -> String {
        desk.git(&format!("cat-file blob {}:{path}", self.tree))
    }

    /// Puts a text at a path.
    pub(crate) fn put(&mut self, desk: &Sandbox, path: &str, text: &str) {
        desk.write("../staged", text);
        let script = format!(
            "set -e; export GIT_INDEX_FILE=.git/anew; git read-tree {}; \
             blob=$(git hash-object -w ../staged); \
             git update-index --add --cacheinfo 100644,$blob,{path}; git write-tree; rm .git/anew",
            self.tree
        );
        self.tree = said(&desk.shell(&script));
    }

    /// Changes a text of a file, which must be there.
    pub(crate) fn edit(&mut self, desk: &Sandbox, path: &str, from: &str, to: &str) {
        let text = self.file(desk, path);
        assert!(text.contains(from), "`{from}` is not in\n{text}");
        self.put(desk, path, &text.replacen(from, to, 1));
    }

    pub(crate) fn make(&self, desk: &Sandbox) -> String {
        desk.write("../message", &self.message);
        let parents: String = self.parents.iter().map(|it| format!(" -p {it}")).collect();
        let script = format!(
            "GIT_AUTHOR_NAME=Desk GIT_AUTHOR_EMAIL={} GIT_AUTHOR_DATE={} GIT_COMMITTER_DATE={} git commit-tree {}{parents} -F ../message",
            self.email, self.author_date, self.committer_date, self.tree
        );
        said(&desk.shell(&script))
    }
}

/// Runs a line of shell, which must succeed.
#[track_caller]
pub(crate) fn sh(desk: &Sandbox, script: &str) {
    let run = desk.shell(script);
    assert_eq!(run.code, 0, "{script}\n{run}");
}

fn said(run: &Run) -> String {
    assert_eq!(run.code, 0, "{run}");
    run.stdout.trim().to_owned()
}

/// Makes the commits from `first` on anew, each changed by `change` (its number from 0), and moves the branch. Gives the
/// new ids, oldest first; a change that returns false leaves the commit out.
pub(crate) fn rewrite(
    desk: &Sandbox,
    first: &str,
    mut change: impl FnMut(&Sandbox, usize, &mut Draft) -> bool,
) -> Vec<String> {
    let is_root = desk.git(&format!("log -1 --format=%P {first}")).trim().is_empty();
    let range = if is_root { "HEAD".to_owned() } else { format!("{first}^..HEAD") };
    let all = desk.git(&format!("rev-list --reverse --topo-order {range}"));
    let mut made: Vec<String> = Vec::new();
    for (number, commit) in all.split_whitespace().enumerate() {
        let mut draft = Draft::of(desk, commit);
        if let Some(last) = made.last() {
            draft.parents = vec![last.clone()];
        }
        if change(desk, number, &mut draft) {
            made.push(draft.make(desk));
        }
    }
    desk.git(&format!("reset -q --hard {}", made.last().unwrap()));
    made
}
