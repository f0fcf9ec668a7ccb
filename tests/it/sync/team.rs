//! Several copies of one repository, each with somebody of its own, and what they share: a bare repository.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::sandbox::{Run, split};

pub(super) const ACME: &str = "clients/acme.yaml";

/// A folder with a hub and the copies of it, under an environment of its own.
pub(super) struct Team {
    home: TempDir,
}

/// One copy, and who works in it.
#[derive(Clone)]
pub(super) struct Seat {
    home: PathBuf,
    pub(super) name: String,
    pub(super) lang: &'static str,
}

impl Team {
    /// A hub with two clients in it, put there by `ada`.
    pub(super) fn new() -> (Self, Seat) {
        let team = Self { home: TempDir::new().unwrap() };
        let config = "[user]\n\tname = Team\n\temail = team@platform.example\n[init]\n\tdefaultBranch = main\n\
                      [gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n";
        std::fs::write(team.home.path().join(".gitconfig"), config).unwrap();
        let ada = team.seat("ada");
        std::fs::create_dir(ada.path("")).unwrap();
        ada.git("init -q --bare ../hub.git");
        ada.ok("init acme --name-en Acme --name-fr Acmé --language en --hosts example");
        ada.ok("init beta --name-en Beta --name-fr Bêta --language en");
        ada.git("remote add origin ../hub.git");
        ada.ok("sync");
        (team, ada)
    }

    pub(super) fn home(&self) -> &Path {
        self.home.path()
    }

    pub(super) fn seat(&self, name: &str) -> Seat {
        Seat { home: self.home.path().to_owned(), name: name.to_owned(), lang: "en" }
    }

    /// A new copy.
    pub(super) fn clone(&self, name: &str) -> Seat {
        self.clone_from("hub.git", name)
    }

    pub(super) fn clone_from(&self, address: &str, name: &str) -> Seat {
        let seat = self.seat(name);
        let output =
            seat.command("git").current_dir(self.home()).args(["clone", "-q", address, name]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        seat
    }

    /// What the hub has.
    pub(super) fn hub(&self) -> String {
        self.seat("hub.git").git("rev-parse main").trim().to_owned()
    }

    /// A hook of the hub.
    pub(super) fn hook(&self, name: &str, script: &str) {
        let path = self.home().join("hub.git/hooks").join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        let done = Command::new("chmod").arg("+x").arg(&path).status().unwrap();
        assert!(done.success());
    }
}

impl Seat {
    pub(super) fn in_french(mut self) -> Self {
        self.lang = "fr";
        self
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.home.join(&self.name).join(name)
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{}/{name}: {error}", self.name))
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .current_dir(self.path(""))
            .env("HOME", &self.home)
            .env("XDG_CONFIG_HOME", self.home.join(".config"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("LANG", "C.UTF-8")
            .env("ONBOARD_TODAY", "2026-11-23")
            .env("ONBOARD_LANG", self.lang)
            .env("COLUMNS", "100")
            .env("NO_COLOR", "1")
            .env("GIT_AUTHOR_NAME", &self.name)
            .env("GIT_AUTHOR_DATE", "2026-11-23T12:00:00-05:00")
            .env("GIT_COMMITTER_DATE", "2026-11-23T12:00:00-05:00");
        command
    }

    pub(super) fn onboard(&self) -> Command {
        self.command(env!("CARGO_BIN_EXE_onboard"))
    }

    fn finish(&self, command: &mut Command) -> Run {
        let output = command.output().unwrap();
        let clean = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).replace(&self.home.display().to_string(), "$HOME");
        Run { stdout: clean(output.stdout), stderr: clean(output.stderr), code: output.status.code().unwrap_or(-1) }
    }

    pub(super) fn run(&self, words: &str) -> Run {
        self.finish(self.onboard().args(split(words)))
    }

    /// What it says.
    #[track_caller]
    pub(super) fn ok(&self, words: &str) -> String {
        let run = self.run(words);
        assert_eq!(run.code, 0, "{}: onboard {words}\n{run}", self.name);
        run.to_string()
    }

    /// The answer of a sync for programs, however it ended.
    #[track_caller]
    pub(super) fn json(&self, words: &str) -> (serde_json::Value, i32) {
        let run = self.run(&format!("{words} --format json"));
        let value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{run}"));
        (value, run.code)
    }

    /// It ends with this code and says this; this copy is as it was, to the byte, and so is the hub.
    #[track_caller]
    pub(super) fn refuses(&self, words: &str, code: i32, said: &[&str]) -> String {
        let picture = || {
            let status = self.git("status --porcelain --ignored");
            let files = self.git("ls-files -s") + &self.git("for-each-ref refs/heads");
            let hub = self.finish(self.command("git").args(["-C", "../hub.git", "for-each-ref"])).stdout;
            (status, files, hub, self.read(ACME))
        };
        let before = picture();
        let run = self.run(words);
        assert_eq!(run.code, code, "{}: onboard {words}\n{run}", self.name);
        for it in said {
            assert!(run.to_string().contains(it), "`{it}` is not in\n{run}");
        }
        assert_eq!(picture(), before, "{}: something was written\n{run}", self.name);
        run.to_string()
    }

    #[track_caller]
    pub(super) fn git(&self, words: &str) -> String {
        let run = self.finish(self.command("git").args(split(words)));
        assert_eq!(run.code, 0, "{}: git {words}\n{run}", self.name);
        run.stdout
    }

    pub(super) fn shell(&self, script: &str) -> Run {
        self.finish(self.command("sh").args(["-c", script]))
    }

    #[track_caller]
    pub(super) fn commit_all(&self, message: &str) {
        self.git("add -A");
        self.git(&format!("commit -q -m '{message}'"));
    }

    pub(super) fn head(&self) -> String {
        self.git("rev-parse HEAD").trim().to_owned()
    }

    /// Nothing is left over, and what the branch has is what lies there.
    #[track_caller]
    pub(super) fn assert_clean(&self) {
        assert_eq!(self.git("status --porcelain --ignored"), "", "{}: the work tree is not clean", self.name);
        self.git("fsck --strict --no-dangling");
        let left = self.shell(
            "find . -name '*.lock' -not -name onboard.lock -o -name '.*.onboard'; ls .git/onboard-change 2>/dev/null || true",
        );
        assert_eq!(left.to_string(), "", "{}: something is left over", self.name);
        let audit = self.run("audit");
        assert_eq!(audit.code, 0, "{}: the history does not hold\n{audit}", self.name);
    }
}
