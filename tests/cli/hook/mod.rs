//! `refract hook`: real commits and pushes, through real hooks.

mod commits;
mod install;
mod pushes;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::{Run, ran, run};
use crate::support_git::Sandbox;

const FIRST: &str = "prisma/migrations/20260128000000_create_b/migration.sql";
const PRE_COMMIT: &str = ".git/hooks/pre-commit";
const PRE_PUSH: &str = ".git/hooks/pre-push";

/// A repository with one commit, where git finds the program that is tested.
fn project() -> Sandbox {
    let mut sandbox = Sandbox::repository();
    let program = Path::new(env!("CARGO_BIN_EXE_refract")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = [program.to_path_buf()].into_iter().chain(std::env::split_paths(&path));
    sandbox.environment.push(("PATH".into(), std::env::join_paths(folders).unwrap()));
    sandbox.models(&["A"]).commit("one");
    sandbox
}

/// The same, with the hooks installed and a model that has no migration on disk.
fn hooked() -> Sandbox {
    let sandbox = project();
    assert_eq!(run(&sandbox, &["hook", "install"]).code, 0);
    sandbox.models(&["A", "B"]);
    sandbox
}

/// Git, which may fail.
fn git_in(sandbox: &Sandbox, folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder).env_clear().envs(sandbox.environment.iter().cloned());
    ran(command)
}

fn git(sandbox: &Sandbox, arguments: &[&str]) -> Run {
    git_in(sandbox, &sandbox.folder, arguments)
}

#[track_caller]
fn passes(sandbox: &Sandbox, arguments: &[&str]) {
    let run = git(sandbox, arguments);
    assert_eq!(run.code, 0, "git {arguments:?}: {run}");
}

/// Git is stopped by a check that found model B without its migration.
#[track_caller]
fn is_stopped(sandbox: &Sandbox, arguments: &[&str]) {
    let head = sandbox.git(&["rev-parse", "HEAD"]);
    let run = git(sandbox, arguments);
    assert!(run.code != 0 && run.stderr.contains("public.B (B) exists"), "git {arguments:?}: {run}");
    assert_eq!(sandbox.git(&["rev-parse", "HEAD"]), head);
}

fn executable(sandbox: &Sandbox, path: &str, content: &str) {
    sandbox.write(path, content);
    fs::set_permissions(sandbox.folder.join(path), Permissions::from_mode(0o755)).unwrap();
}

fn mode(sandbox: &Sandbox, path: &str) -> u32 {
    fs::metadata(sandbox.folder.join(path)).unwrap().permissions().mode() & 0o777
}

/// An empty repository to push to, as `origin`.
fn with_server(sandbox: &Sandbox) {
    let server = sandbox.folder.join(".git/server");
    sandbox.git(&["init", "--quiet", "--bare", "--initial-branch=main", server.to_str().unwrap()]);
    sandbox.git(&["remote", "add", "origin", server.to_str().unwrap()]);
    sandbox.git(&["push", "--quiet", "--no-verify", "--set-upstream", "origin", "main"]);
}
