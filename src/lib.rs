//! `onboard`: onboarding as code. One git-tracked file per client, a declared process, gates with places, and a history
//! that can be proved.

mod audit;
#[cfg(feature = "bench")]
pub mod bench;
mod certificate;
mod cli;
mod client;
mod command;
mod document;
mod env;
mod error;
mod exchange;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
mod interrupt;
mod merge;
mod model;
mod process;
mod render;
mod report;
mod schema;
mod serve;
mod store;
mod ui;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use cli::{Cli, CliFault, ColorChoice, LangChoice};
use env::{Colour, Env};
use error::{Failure, FailureKind, Outcome};
use model::Message;
use ui::{Noise, Ui};
use words::say;

/// Runs one command line, and says by the exit code how it ended: 0 done, 1 the answer is no, 2 usage, 65 a client file
/// is not readable, 66 nothing there, 70 our bug, 73 it exists already, 74 disk or git, 75 try again, 78 settings or
/// process are wrong.
pub fn run(args: &[OsString]) -> ExitCode {
    command::cover_secrets();
    let env = Env::read();
    let lang = cli::wanted_lang(args).unwrap_or_else(|| env.lang());
    let ui = Ui { lang, width: env.width(), colour: env.colour, noise: Noise::Normal };
    let cli = match cli::read(args, lang) {
        Ok(cli) => cli,
        Err(CliFault::Shown(text)) => return code(&shown(&text)),
        Err(CliFault::Bare(text)) => {
            Ui::err(text.trim_end());
            return ExitCode::from(FailureKind::Usage.exit_code());
        }
        Err(CliFault::Wrong { message, help }) => {
            ui.fault(&say(&message, lang), &[], &help);
            return ExitCode::from(FailureKind::Usage.exit_code());
        }
    };
    let ui = dressed(&ui, &cli);
    if let Some(value) = &env.odd_lang {
        ui.warn(&Message::new("error.odd-lang").with("value", value.escape_debug().to_string()));
    }
    match command::run(cli, args, &env, &ui) {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(failure) => {
            command::failure::tell(&ui, &failure);
            ExitCode::from(failure.kind.exit_code())
        }
    }
}

/// Help and version: no process is needed to say them.
fn shown(text: &str) -> Result<Outcome, Failure> {
    Ui::own_words(text).map(|()| Outcome::Done).map_err(command::failure::output)
}

fn code(result: &Result<Outcome, Failure>) -> ExitCode {
    match result {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(failure) => ExitCode::from(failure.kind.exit_code()),
    }
}

fn dressed(ui: &Ui, cli: &Cli) -> Ui {
    let colour = match cli.global.color {
        ColorChoice::Auto => ui.colour,
        ColorChoice::Always => Colour::On,
        ColorChoice::Never => Colour::Off,
    };
    let lang = match cli.global.lang {
        Some(LangChoice::One(lang)) => lang,
        Some(LangChoice::Both) | None => ui.lang,
    };
    let noise = if cli.global.quiet { Noise::Quiet } else { Noise::Normal };
    Ui { lang, colour, noise, ..ui.clone() }
}
