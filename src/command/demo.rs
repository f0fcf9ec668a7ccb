//! `onboard demo`: a workspace made by the real commands, each run as a person would run it.

mod script;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use self::script::{Expect, Line};
use super::{Desk, failure, office};
use crate::cli::DemoArgs;
use crate::env::{Colour, Env};
use crate::error::{Failure, FailureKind, Outcome};
use crate::model::{Lang, Message};
use crate::store::{self, Workspace};
use crate::ui::Ui;

const SCRIPT: &str = include_str!("files/demo.txt");

/// Who makes the commits, so that nobody has to be known to git.
const AUTHOR: &str = "Integration team";
const MAILBOX: &str = "onboarding@platform.example";

/// Client files that are taken over as they stand.
const FILES: &[&str] = &[
    include_str!("../../examples/clients/lighthouse-agency.yaml"),
    include_str!("../../examples/clients/northern-trails.yaml"),
    include_str!("../../examples/clients/salmon-council.yaml"),
    include_str!("../../examples/clients/tourbieres.yaml"),
    include_str!("../../examples/clients/tidal-board.yaml"),
    include_str!("../../examples/clients/seed-vault.yaml"),
    include_str!("../../examples/clients/amber-archives.yaml"),
];

pub(crate) fn run(desk: &Desk, args: &DemoArgs) -> Result<Outcome, Failure> {
    let folder = desk.start.join(&args.folder);
    store::new_folder(&folder)?;
    // A repository of its own, so that neither a workspace around it nor a passphrase gets in the way.
    Workspace::prepare_apart(&folder, &office::surroundings(desk))?;
    let stage = Stage { desk, folder: &folder, args };
    let mut date = "";
    let mut count = 0;
    for line in script::read(SCRIPT) {
        match line {
            Line::Date(it) => date = it,
            Line::Heading { en, fr } => stage.heading(date, en, fr)?,
            Line::Command { words, expect } => {
                stage.play(&words, date, expect)?;
                count += 1;
            }
            Line::Files => {
                for text in FILES {
                    stage.run(&["init", "--from", "-"].map(str::to_owned), date, Expect::Done, text)?;
                    count += 1;
                }
            }
        }
    }
    stage.curtain(count)
}

fn show(text: &str) -> Result<(), Failure> {
    Ui::out(text).map_err(failure::output)
}

struct Stage<'a> {
    desk: &'a Desk<'a>,
    folder: &'a Path,
    args: &'a DemoArgs,
}

impl Stage<'_> {
    fn heading(&self, date: &str, en: &str, fr: &str) -> Result<(), Failure> {
        let text = match self.desk.ui.lang {
            Lang::En => en,
            Lang::Fr => fr,
        };
        show(&format!("\n{date}  {text}"))
    }

    fn play(&self, words: &str, date: &str, expect: Expect) -> Result<(), Failure> {
        let args = script::words(words);
        if self.args.verbose || expect == Expect::Refused || expect == Expect::Shown {
            show(&format!("$ onboard {words}"))?;
        }
        self.run(&args, date, expect, "")
    }

    /// Runs one command of the program itself, and shows its answer where the script says so.
    fn run(&self, args: &[String], date: &str, expect: Expect, input: &str) -> Result<(), Failure> {
        let output = self
            .output(args, date, input)
            .map_err(|error| Failure::new(FailureKind::Io, Message::new("command.demo-cannot-run")).source(error))?;
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if !expect.is(output.status.code()) {
            let message = Message::new("command.demo-stopped").with("command", args.join(" "));
            return Err(Failure::new(FailureKind::Bug, message).source(anyhow::anyhow!("{out}{err}")));
        }
        match expect {
            Expect::Shown | Expect::Refused => show(out.trim_end()),
            Expect::Done if args.first().is_some_and(|it| it == "advance") => show(err.trim_end()),
            Expect::Done => Ok(()),
        }
    }

    fn output(&self, args: &[String], date: &str, input: &str) -> std::io::Result<Output> {
        let ui = self.desk.ui;
        let colour = if ui.colour == Colour::On { "always" } else { "never" };
        let mut child = Command::new(Env::program()?)
            .args(["--lang", ui.lang.as_str(), "--color", colour])
            .args(args)
            .current_dir(self.folder)
            .env("ONBOARD_TODAY", date)
            .env("COLUMNS", ui.width.to_string())
            .env("GIT_AUTHOR_NAME", AUTHOR)
            .env("GIT_AUTHOR_EMAIL", MAILBOX)
            .env("GIT_COMMITTER_NAME", AUTHOR)
            .env("GIT_COMMITTER_EMAIL", MAILBOX)
            .env("GIT_AUTHOR_DATE", format!("{date}T12:00:00-05:00"))
            .env("GIT_COMMITTER_DATE", format!("{date}T12:00:00-05:00"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes())?;
        }
        child.wait_with_output()
    }

    /// Says where it all lies, and what to try next.
    fn curtain(&self, count: usize) -> Result<Outcome, Failure> {
        let folder = self.args.folder.display().to_string();
        let said = Message::new("command.demo-done").with("n", count).with("folder", folder);
        show(&format!("\n{}", crate::words::say(&said, self.desk.ui.lang)))?;
        Ok(Outcome::Done)
    }
}
