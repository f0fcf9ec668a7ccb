//! The whole program, run as a person runs it: the real binary, a real git repository, a sealed environment.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::format_push_string,
    clippy::format_collect,
    clippy::wildcard_enum_match_arm,
    clippy::disallowed_macros,
    reason = "tests may fail loudly and look at the disk"
)]

mod sandbox;

mod acts;
mod acts_back;
mod acts_close;
mod acts_howto;
mod audit;
mod certificates;
mod ci;
mod dashboard;
mod dashboard_again;
mod docs;
mod doctor;
mod due;
mod edit;
mod edits;
mod exchange;
mod git;
mod hooks;
mod hostile;
mod hostile_repository;
mod howto;
mod howto_guards;
mod howto_requests;
mod howto_sync;
mod init;
mod memory;
mod merge;
mod moves;
mod recent;
mod records;
mod report;
mod report_files;
mod request;
mod rules;
mod scenario;
mod secrets;
mod services;
mod setup_ci;
mod sign;
mod signing;
mod survive;
mod sync;
mod terminal;
mod tidy;
mod workspace;

/// Says clearly that a test did not run, and why. Where nothing may be skipped, that is a failure.
#[track_caller]
fn skip(why: &str) {
    assert!(std::env::var("ONBOARD_TESTS").as_deref() != Ok("all"), "may not be skipped here: {why}");
    eprintln!("SKIPPED: {why}");
}
