//! The arguments of a command are made when that command is typed: those of all the others are most of what the command line
//! costs. The help and what is said of a fault need them all.

use std::cell::Cell;

use clap::{ArgMatches, Args, Command, CommandFactory as _, FromArgMatches};

use super::Cli;

/// The arguments of one command.
#[derive(Debug)]
pub(crate) struct Later<T>(pub(crate) T);

thread_local! {
    static IS_WHOLE: Cell<bool> = const { Cell::new(false) };
}

/// The whole command line, with the arguments of every command.
pub(super) fn whole() -> Command {
    IS_WHOLE.set(true);
    let command = Cli::command();
    IS_WHOLE.set(false);
    command
}

impl<T: Args> Args for Later<T> {
    fn augment_args(command: Command) -> Command {
        if IS_WHOLE.get() { T::augment_args(command) } else { command.defer(T::augment_args) }
    }

    fn augment_args_for_update(command: Command) -> Command {
        T::augment_args_for_update(command)
    }
}

impl<T: Args> FromArgMatches for Later<T> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        T::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}
