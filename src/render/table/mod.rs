//! Tables and screens for a terminal. Each fits the width it is given: columns that matter less are left out, texts are
//! shortened, identifiers never are, since a person copies them.

mod audit;
mod doctor;
mod due;
mod grid;
mod history;
mod list;
mod log;
mod process;
mod requests;
mod services;
mod show;
mod status;

pub(crate) use audit::{audit, audit_faults};
pub(crate) use doctor::doctor;
pub(crate) use due::due;
pub(crate) use history::history;
pub(crate) use list::list;
pub(crate) use log::log;
pub(crate) use process::process;
pub(crate) use requests::requests;
pub(crate) use show::show;
pub(crate) use status::{gates, status};

#[cfg(test)]
pub(in crate::render) mod tests;
