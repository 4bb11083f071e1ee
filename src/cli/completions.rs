//! `refract completions SHELL`.

use super::{Outcome, args};

pub(super) fn run(shell: clap_complete::Shell) -> Outcome {
    Outcome::document(args::completions(shell))
        .and_next("write this to where your shell looks for completions, and start a new shell")
}
