//! The words of the program as types: ids, languages, bilingual text, places and findings.
//! Knows no other room; reads no disk, no clock and no terminal.

mod day;
mod deadline;
mod due;
mod finding;
mod hidden;
mod id;
mod lang;
mod message;
mod place;

pub(crate) use day::Day;
pub(crate) use deadline::{Deadline, Timing};
pub(crate) use due::Due;
pub(crate) use finding::{Finding, Severity};
pub(crate) use hidden::is_hidden;
pub(crate) use id::{ClientId, GateId, IdError, PhaseId, Status};
pub(crate) use jiff::civil::Date;
pub(crate) use lang::{Lang, Text};
pub(crate) use message::{Arg, Message};
pub(crate) use place::{Place, Spot};
