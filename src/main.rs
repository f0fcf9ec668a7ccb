//! The program: hands the command line over and returns the exit code.

use std::process::ExitCode;

/// Trees of small values are made and dropped all the time: this allocator takes a quarter off that work.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    onboard::run(&std::env::args_os().collect::<Vec<_>>())
}
