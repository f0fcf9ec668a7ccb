//! One file per verb: read, decide, edit, write, show. The only room that holds two others at once.

pub(crate) mod failure;

mod across;
mod acts;
mod add;
mod advance;
mod ask;
mod audit;
mod certificates;
mod change;
mod check;
mod correct;
mod dashboard;
mod demo;
mod doctor;
mod due;
mod edit;
mod exchange;
mod find;
mod init;
mod list;
mod log;
mod memory;
mod merge;
mod office;
mod output;
mod paths;
mod portfolio;
mod process;
mod receive;
mod recent;
mod refusal;
mod remove;
mod rename;
mod renew;
mod report;
mod request;
mod schema;
mod secrets;
mod services;
mod set;
mod setup;
mod show;
mod sign;
mod status;
mod sync;
mod validate;
mod views;
mod wire;
mod wording;

#[cfg(test)]
pub(crate) use check::of_version;
use std::ffi::OsString;

use std::path::PathBuf;

use crate::cli::{Cli, Command, LangChoice, Later};
use crate::env::Env;
use crate::error::{Failure, Outcome};
use crate::ui::Ui;

pub(crate) use secrets::cover as cover_secrets;

/// What every command works with: the outside, the terminal, and where it was started.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    pub(crate) env: &'a Env,
    pub(crate) ui: &'a Ui,
    /// The folder the command works from, absolute.
    pub(crate) start: PathBuf,
    /// The command line, as it was typed.
    pub(crate) typed: &'a [OsString],
    /// The languages that were asked for, for a report: it is otherwise written in the language of the client.
    pub(crate) langs: Option<LangChoice>,
}

/// Runs a command.
pub(crate) fn run(cli: Cli, typed: &[OsString], env: &Env, ui: &Ui) -> Result<Outcome, Failure> {
    let here = Env::here().map_err(failure::here)?;
    let start = cli.global.directory.map_or_else(|| here.clone(), |it| here.join(it));
    let desk = Desk { env, ui, start, typed, langs: cli.global.lang };
    match cli.command {
        Command::Init(Later(args)) => init::run(&desk, args),
        Command::Show(Later(args)) => show::run(&desk, &args),
        Command::Status(Later(args)) => status::run(&desk, &args),
        Command::List(Later(args)) => list::run(&desk, &args),
        Command::Due(Later(args)) => due::run(&desk, &args),
        Command::Set(Later(args)) => set::run(&desk, &args),
        Command::Edit(Later(args)) => edit::run(&desk, &args),
        Command::Add(Later(args)) => add::run(&desk, &args),
        Command::Remove(Later(args)) => remove::run(&desk, &args),
        Command::Advance(Later(args)) => advance::run(&desk, &args),
        Command::Close(Later(args)) => advance::close(&desk, &args),
        Command::Waive(Later(args)) => acts::waive(&desk, &args),
        Command::Confirm(Later(args)) => acts::confirm(&desk, &args),
        Command::Return(Later(args)) => acts::back(&desk, &args),
        Command::Hold(Later(args)) => acts::hold(&desk, &args),
        Command::Resume(Later(args)) => acts::resume(&desk, &args),
        Command::Withdraw(Later(args)) => acts::withdraw(&desk, &args),
        Command::Reopen(Later(args)) => acts::reopen(&desk, &args),
        Command::Sign(Later(args)) => sign::run(&desk, &args),
        Command::Request(Later(args)) => request::run(&desk, &args),
        Command::Renew(Later(args)) => renew::run(&desk, &args),
        Command::Correct(Later(args)) => correct::run(&desk, &args),
        Command::Rename(Later(args)) => rename::run(&desk, &args),
        Command::Validate(Later(args)) => validate::run(&desk, &args),
        Command::Audit(Later(args)) => audit::run(&desk, &args),
        Command::Sync(Later(args)) => sync::run(&desk, &args),
        Command::Report(Later(args)) => report::run(&desk, &args),
        Command::Dashboard(Later(args)) => dashboard::run(&desk, &args),
        Command::Log(Later(args)) => log::run(&desk, &args),
        Command::Process(Later(args)) => process::run(&desk, args.command),
        Command::Schema(Later(args)) => schema::run(&desk, &args),
        Command::Setup(Later(args)) => setup::run(&desk, &args),
        Command::Receive(_) => receive::run(&desk),
        Command::MergeDriver(Later(args)) => merge::driver(&desk, &args),
        Command::Doctor(Later(args)) => doctor::run(&desk, &args),
        Command::Demo(Later(args)) => demo::run(&desk, &args),
    }
}
