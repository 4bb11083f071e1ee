//! How git is started: quiet, in plain English, never asking, never locking.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

/// Where git runs, and what its environment has besides our own.
#[derive(Clone, Debug, Default)]
pub struct Git {
    /// The folder that git stands in; the one our own process stands in, so that the relative paths that
    /// git hands to its hooks in the environment stay right.
    pub folder: PathBuf,
    /// Environment variables on top of ours.
    pub environment: Vec<(OsString, OsString)>,
}

impl Git {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            // a program that the repository's configuration names is not run
            .args(["--no-pager", "-c", "core.quotepath=off", "-c", "core.fsmonitor=false"])
            .args(arguments)
            .current_dir(&self.folder)
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env_remove("GIT_LITERAL_PATHSPECS")
            .env_remove("GIT_GLOB_PATHSPECS")
            .env_remove("GIT_NOGLOB_PATHSPECS")
            .env_remove("GIT_ICASE_PATHSPECS")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Starts git and does not wait for it.
    pub(super) fn start(&self, arguments: &[&str]) -> std::io::Result<Child> {
        self.command(arguments).spawn()
    }

    /// Starts git with a pipe to talk to it.
    pub(super) fn start_talking(&self, arguments: &[&str]) -> std::io::Result<Child> {
        self.command(arguments).stdin(Stdio::piped()).spawn()
    }

    /// Runs git to its end.
    pub(super) fn run(&self, arguments: &[&str]) -> std::io::Result<Output> {
        self.command(arguments).output()
    }
}

/// What git said went wrong, in one line.
pub(super) fn complaint(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let fatal = lines.iter().find_map(|line| line.strip_prefix("fatal: ").or_else(|| line.strip_prefix("error: ")));
    fatal.or(lines.first().copied()).unwrap_or("no reason given").to_owned()
}
