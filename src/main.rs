//! The command line of refract.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A run makes a hundred thousand small values and ends: the C library's own allocator takes a fifth of its time, and musl's more.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    refract::cli::run(std::env::args_os())
}
