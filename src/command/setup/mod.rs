//! `onboard setup`: what guards a workspace.

mod ci;
mod own;
mod workflow;

use super::Desk;
use crate::cli::{SetupArgs, SetupCommand};
use crate::error::{Failure, Outcome};

pub(crate) fn run(desk: &Desk, args: &SetupArgs) -> Result<Outcome, Failure> {
    match &args.command {
        SetupCommand::Ci(args) => ci::run(desk, args),
    }
}
