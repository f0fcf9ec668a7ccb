//! The store against real repositories, read back with the `git` program.
#![expect(clippy::disallowed_methods, reason = "tests look at the disk themselves")]

mod commits;
mod crowd;
mod failures;
mod forms;
mod interrupted;
mod kills;
mod reading;
mod sandbox;
mod views;
