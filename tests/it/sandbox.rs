//! A sealed desk: an empty environment, an own HOME, a fixed date and author, and a folder that goes away.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder to work in, with everything that a run depends on.
#[derive(Debug)]
pub(crate) struct Sandbox {
    home: TempDir,
    today: String,
    lang: &'static str,
    width: usize,
    extra: Vec<(String, String)>,
}

/// What a run printed and how it ended.
#[must_use]
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Sandbox {
    /// An empty folder on 2026-11-23, in English, 100 columns wide.
    pub(crate) fn new() -> Self {
        let home = TempDir::new().unwrap();
        std::fs::create_dir(home.path().join("desk")).unwrap();
        let config = "[user]\n\tname = Desk\n\temail = desk@platform.example\n[init]\n\tdefaultBranch = main\n";
        std::fs::write(home.path().join(".gitconfig"), config).unwrap();
        Self { home, today: "2026-11-23".to_owned(), lang: "en", width: 100, extra: Vec::new() }
    }

    /// A workspace with these client files, committed.
    pub(crate) fn with_clients(clients: &[(&str, &str)]) -> Self {
        Self::with_clients_on("2026-11-23", clients)
    }

    /// The same, on another day.
    pub(crate) fn with_clients_on(today: &str, clients: &[(&str, &str)]) -> Self {
        let desk = Self::new().on(today);
        desk.ok("init seed --name-en Seed --name-fr Semence --language en --hosts example");
        for (id, text) in clients {
            desk.write(&format!("clients/{id}.yaml"), text);
        }
        std::fs::remove_file(desk.path("clients/seed.yaml")).unwrap();
        desk.commit_all("clients");
        desk
    }

    /// Another desk, on which everything lies as on this one.
    pub(crate) fn copy(&self) -> Self {
        let home = TempDir::new().unwrap();
        let copied = Command::new("cp").arg("-a").arg(self.home.path().join(".")).arg(home.path()).output().unwrap();
        assert!(copied.status.success(), "{copied:?}");
        Self { home, today: self.today.clone(), extra: self.extra.clone(), ..*self }
    }

    pub(crate) fn on(mut self, today: &str) -> Self {
        self.set_today(today);
        self
    }

    pub(crate) fn set_today(&mut self, today: &str) {
        today.clone_into(&mut self.today);
    }

    pub(crate) fn in_french(mut self) -> Self {
        self.lang = "fr";
        self
    }

    pub(crate) fn wide(mut self, width: usize) -> Self {
        self.width = width;
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.extra.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join("desk").join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .current_dir(self.path(""))
            .env("HOME", self.home.path())
            .env("XDG_CONFIG_HOME", self.home.path().join(".config"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LANG", "C.UTF-8")
            .env("ONBOARD_TODAY", &self.today)
            .env("ONBOARD_LANG", self.lang)
            .env("COLUMNS", self.width.to_string())
            .env("NO_COLOR", "1")
            .env("GIT_AUTHOR_DATE", format!("{}T12:00:00-05:00", self.today))
            .env("GIT_COMMITTER_DATE", format!("{}T12:00:00-05:00", self.today));
        for (name, value) in &self.extra {
            command.env(name, value);
        }
        command
    }

    /// Runs `onboard` with these words; single quotes keep blanks together.
    pub(crate) fn run(&self, words: &str) -> Run {
        self.run_args(&split(words))
    }

    pub(crate) fn run_args(&self, args: &[String]) -> Run {
        self.finish(self.command(&program()).args(args).output().unwrap())
    }

    /// Runs `onboard`, which must succeed, and returns its standard output.
    #[track_caller]
    pub(crate) fn ok(&self, words: &str) -> String {
        let run = self.run(words);
        assert_eq!(run.code, 0, "onboard {words}\n{run}");
        run.stdout
    }

    /// The command is not carried out: this exit code, these words, and nothing written.
    #[track_caller]
    pub(crate) fn refuses(&self, words: &str, code: i32, said: &[&str]) {
        let before = (self.commits(), self.git("status --porcelain"));
        let run = self.run(words);
        assert_eq!(run.code, code, "{words}\n{run}");
        for it in said {
            assert!(run.to_string().contains(it), "`{it}` is not in\n{run}");
        }
        assert_eq!((self.commits(), self.git("status --porcelain")), before, "{words}: something was written");
    }

    /// Runs `onboard … --format json`, and reads the answer.
    #[track_caller]
    pub(crate) fn json(&self, words: &str) -> serde_json::Value {
        let run = self.run(&format!("{words} --format json"));
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("onboard {words}: {error}\n{run}"))
    }

    /// Runs `git` with these words, which must succeed, and returns its standard output.
    #[track_caller]
    pub(crate) fn git(&self, words: &str) -> String {
        let run = self.finish(self.command("git").args(split(words)).output().unwrap());
        assert_eq!(run.code, 0, "git {words}\n{run}");
        run.stdout
    }

    /// Runs a line of shell in the folder.
    pub(crate) fn shell(&self, script: &str) -> Run {
        self.finish(self.command("sh").args(["-c", script]).output().unwrap())
    }

    #[track_caller]
    pub(crate) fn commit_all(&self, message: &str) {
        self.git("add -A");
        self.git(&format!("commit -q -m '{message}'"));
    }

    /// The same; gives the new commit.
    #[track_caller]
    pub(crate) fn commit_all_and_head(&self, message: &str) -> String {
        self.commit_all(message);
        self.git("rev-parse HEAD").trim().to_owned()
    }

    /// How many commits the branch has.
    pub(crate) fn commits(&self) -> usize {
        self.git("rev-list --count HEAD").trim().parse().unwrap()
    }

    /// The lines that a command changes in a file: `-old` and `+new`.
    #[track_caller]
    pub(crate) fn diff(&self, name: &str, words: &str) -> String {
        let before = self.read(name);
        self.ok(words);
        let after = self.read(name);
        let diff = similar::TextDiff::from_lines(&before, &after);
        let mut lines = String::new();
        for change in diff.iter_all_changes() {
            match change.tag() {
                similar::ChangeTag::Delete => lines.push_str(&format!("-{change}")),
                similar::ChangeTag::Insert => lines.push_str(&format!("+{change}")),
                similar::ChangeTag::Equal => {}
            }
        }
        lines
    }

    /// Nothing is left over: a clean work tree, a sound repository, no lock, no temporary file.
    #[track_caller]
    pub(crate) fn assert_clean(&self) {
        self.assert_clean_but(&[]);
    }

    /// The same, but for these new files.
    #[track_caller]
    pub(crate) fn assert_clean_but(&self, files: &[&str]) {
        let new: String = files.iter().map(|it| format!("?? {it}\n")).collect();
        assert_eq!(self.git("status --porcelain"), new, "the work tree is not clean");
        self.git("fsck --strict");
        for left in ["index.lock", "HEAD.lock"] {
            assert!(!self.path(".git").join(left).exists(), "{left} is left over");
        }
    }

    pub(crate) fn finish(&self, output: Output) -> Run {
        let clean = |bytes: Vec<u8>| {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            text.replace(&self.home.path().display().to_string(), "$HOME")
        };
        Run { stdout: clean(output.stdout), stderr: clean(output.stderr), code: output.status.code().unwrap_or(-1) }
    }
}

/// The program under test: the one that was built with the tests, or the one that `ONBOARD_PROGRAM` names.
pub(crate) fn program() -> String {
    std::env::var("ONBOARD_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_onboard").to_owned())
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "--- stderr ---\n{}", self.stderr)?;
        }
        if self.code != 0 {
            writeln!(f, "[exit status: {}]", self.code)?;
        }
        Ok(())
    }
}

/// Splits words at blanks; single quotes keep what is between them together.
pub(crate) fn split(words: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    let (mut quoted, mut any) = (false, false);
    for it in words.chars() {
        match it {
            '\'' => {
                quoted = !quoted;
                any = true;
            }
            ' ' | '\n' if !quoted => {
                if any || !word.is_empty() {
                    out.push(std::mem::take(&mut word));
                }
                any = false;
            }
            _ => word.push(it),
        }
    }
    if any || !word.is_empty() {
        out.push(word);
    }
    out
}
