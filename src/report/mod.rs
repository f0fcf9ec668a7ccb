//! Report models: what a report or a table says, before it has a language or a form. Pure: a client, the words of the
//! process, the commits of its file and a date in; a model out. No disk, no clock, no sentences.

pub(crate) mod audit;
pub(crate) mod closure;
pub(crate) mod due;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod log;
mod names;
pub(crate) mod process;
pub(crate) mod requests;
pub(crate) mod service;
pub(crate) mod show;
pub(crate) mod status;

pub(crate) use log::Commit;
#[cfg(test)]
pub(crate) use names::tests::names as names_for_tests;
pub(crate) use names::{PhaseName, ProcessNames};
pub(crate) use service::{Progress, ServiceReach, ServiceRow};
