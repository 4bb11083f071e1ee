//! The recipes for CI: the script of the GitHub action, in clones as the services make them.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Run, ran};
use crate::support_git::{Sandbox, schema};

/// The last script in action.yml, as the runner starts it.
fn action(sandbox: &Sandbox, folder: &Path, inputs: [(&str, &str); 3]) -> Run {
    let text = include_str!("../../action.yml");
    let script: String = text
        .rsplit_once("run: |\n")
        .map(|(_, script)| script.lines().map(|line| line.trim_start().to_owned() + "\n").collect())
        .unwrap_or_default();
    let installed = sandbox.folder.join("runner/refract/bin");
    if !installed.exists() {
        std::fs::create_dir_all(&installed).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_refract"), installed.join("refract")).unwrap();
    }
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", &script]).current_dir(folder);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command.envs(sandbox.environment.iter().cloned()).env("RUNNER_TEMP", sandbox.folder.join("runner")).envs(inputs);
    ran(command)
}

const NO_INPUTS: [(&str, &str); 3] = [("TARGETS", ""), ("BASE", ""), ("ARGS", "")];

/// A server with a trunk, and a branch that adds model B without a migration.
fn server() -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.write("notes.txt", "").commit("notes");
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.models(&["A", "B"]).commit("two");
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.write("notes.txt", "more").commit("meanwhile");
    sandbox.git(&["switch", "--quiet", "--detach"]);
    sandbox.git(&["merge", "--quiet", "--message", "merge", "side"]);
    sandbox.git(&["update-ref", "refs/pull/1/merge", "HEAD"]);
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox
}

/// A clone as a service makes it: fetched piece by piece, at no branch.
fn clone(sandbox: &Sandbox, fetched: &[&str], at: &str) -> PathBuf {
    let folder = sandbox.folder.join("clone");
    std::fs::create_dir_all(&folder).unwrap();
    let origin = format!("file://{}", sandbox.folder.join(".git").display());
    sandbox.git_in(&folder, &["init", "--quiet", "--initial-branch=master"]);
    sandbox.git_in(&folder, &["remote", "add", "origin", &origin]);
    sandbox.git_in(&folder, &[&["fetch", "--quiet", "--no-tags", "origin"], fetched].concat());
    sandbox.git_in(&folder, &["checkout", "--quiet", "--force", "--detach", at]);
    folder
}

const ALL: [&str; 2] = ["+refs/heads/*:refs/remotes/origin/*", "+refs/pull/1/merge:refs/remotes/pull/1/merge"];

#[test]
fn a_pull_request_is_checked_against_its_trunk() {
    let sandbox = server();
    let folder = clone(&sandbox, &ALL, "refs/remotes/pull/1/merge");
    let run = action(&sandbox, &folder, NO_INPUTS);
    let start = "::error title=refract R7001,file=prisma/schema.prisma,line=10,col=7::default: public.B (B) \
                 exists in the schema but not in the migrations%0ATo fix it: refract generate";
    assert!(run.code == 2 && run.stdout.starts_with(start), "{run}");
    let below = action(&sandbox, &folder.join("prisma"), NO_INPUTS);
    assert!(below.code == 2 && below.stdout.starts_with(start), "{below}");
}

#[test]
fn a_clone_without_history_says_what_it_lacks() {
    let sandbox = server();
    let fetched = ["--depth=1", "+refs/pull/1/merge:refs/remotes/pull/1/merge"];
    let folder = clone(&sandbox, &fetched, "refs/remotes/pull/1/merge");
    let run = action(&sandbox, &folder, NO_INPUTS);
    assert!(run.code == 1 && run.stderr.contains("git fetch --unshallow origin"), "{run}");
}

#[test]
fn the_inputs_of_the_action_are_words_and_no_script() {
    let sandbox = server();
    let config = "[targets.main]\nschemas = [\"public\"]\nmigrations = \"m\"\n[targets.other]\nschemas = [\"x\"]\n";
    sandbox.write("refract.toml", config).write("prisma/schema.prisma", schema(&["A", "B"]));
    let said = |inputs: [(&str, &str); 3]| {
        let run = action(&sandbox, &sandbox.folder, inputs);
        (run.code, run.stdout.matches("::error").count(), run.stdout.contains("other: in sync"))
    };
    assert_eq!(said([("TARGETS", "main, other"), ("BASE", "HEAD"), ("ARGS", "")]), (2, 1, true));
    assert_eq!(said([("TARGETS", "\nother\n"), ("BASE", "HEAD"), ("ARGS", " --strict\n")]), (0, 0, true));
    assert_eq!(said([("TARGETS", "main"), ("BASE", "worktree"), ("ARGS", "--strict -q")]), (0, 0, false));
    let run =
        action(&sandbox, &sandbox.folder, [("TARGETS", "$(touch x) *"), ("BASE", "`touch x`"), ("ARGS", "--sql;")]);
    assert!(run.code == 1 && !sandbox.folder.join("x").exists(), "{run}");
}
