//! The program: hands the command line over and returns the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    onboard::run(&std::env::args_os().collect::<Vec<_>>())
}
