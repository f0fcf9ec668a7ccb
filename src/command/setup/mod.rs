//! `onboard setup`: what guards a workspace.

mod attributes;
mod ci;
mod hooks;
mod managers;
mod merge;
mod own;
mod scripts;
mod workflow;

use super::Desk;
use crate::cli::{SetupArgs, SetupCommand};
use crate::error::{Failure, Outcome};

pub(in crate::command) use attributes::add as add_attribute;
pub(in crate::command) use hooks::{Guard, guard, set_up as set_up_hooks};
pub(in crate::command) use merge::{DRIVER as MERGE_DRIVER, set_up as set_up_merge};

pub(crate) fn run(desk: &Desk, args: &SetupArgs) -> Result<Outcome, Failure> {
    match &args.command {
        SetupCommand::Ci(args) => ci::run(desk, args),
        SetupCommand::Hooks(args) => hooks::run(desk, args),
        SetupCommand::Merge(args) => merge::run(desk, args),
    }
}
