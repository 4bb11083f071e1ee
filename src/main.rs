//! The command line of refract.

use std::process::ExitCode;

fn main() -> ExitCode {
    refract::cli::run(std::env::args_os())
}
