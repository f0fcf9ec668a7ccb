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
mod wording;

#[cfg(test)]
pub(crate) use check::of_version;
use std::ffi::OsString;

use std::path::PathBuf;

use crate::cli::{Cli, Command, LangChoice};
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
        Command::Init(args) => init::run(&desk, args),
        Command::Show(args) => show::run(&desk, &args),
        Command::Status(args) => status::run(&desk, &args),
        Command::List(args) => list::run(&desk, &args),
        Command::Due(args) => due::run(&desk, &args),
        Command::Set(args) => set::run(&desk, &args),
        Command::Edit(args) => edit::run(&desk, &args),
        Command::Add(args) => add::run(&desk, &args),
        Command::Remove(args) => remove::run(&desk, &args),
        Command::Advance(args) => advance::run(&desk, &args),
        Command::Close(args) => advance::close(&desk, &args),
        Command::Waive(args) => acts::waive(&desk, &args),
        Command::Confirm(args) => acts::confirm(&desk, &args),
        Command::Return(args) => acts::back(&desk, &args),
        Command::Hold(args) => acts::hold(&desk, &args),
        Command::Resume(args) => acts::resume(&desk, &args),
        Command::Withdraw(args) => acts::withdraw(&desk, &args),
        Command::Reopen(args) => acts::reopen(&desk, &args),
        Command::Sign(args) => sign::run(&desk, &args),
        Command::Request(args) => request::run(&desk, &args),
        Command::Renew(args) => renew::run(&desk, &args),
        Command::Correct(args) => correct::run(&desk, &args),
        Command::Rename(args) => rename::run(&desk, &args),
        Command::Validate(args) => validate::run(&desk, &args),
        Command::Audit(args) => audit::run(&desk, &args),
        Command::Sync(args) => sync::run(&desk, &args),
        Command::Report(args) => report::run(&desk, &args),
        Command::Dashboard(args) => dashboard::run(&desk, &args),
        Command::Log(args) => log::run(&desk, &args),
        Command::Process(args) => process::run(&desk, args.command),
        Command::Schema(args) => schema::run(&desk, &args),
        Command::Setup(args) => setup::run(&desk, &args),
        Command::Receive(_) => receive::run(&desk),
        Command::MergeDriver(args) => merge::driver(&desk, &args),
        Command::Doctor(args) => doctor::run(&desk, &args),
        Command::Demo(args) => demo::run(&desk, &args),
    }
}
