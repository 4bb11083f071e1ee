//! How often git is started: where it is, starting it takes more time than all the rest.

use std::fs;

use super::{command, generate, ran, run, two_schemas, two_targets};
use crate::support_git::{Sandbox, schema};

/// What git was started for.
fn started(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let trace = sandbox.folder.join(".git/started");
    let mut command = command(sandbox, "", arguments);
    command.env("GIT_TRACE", &trace);
    let run = ran(command);
    assert_ne!(run.code, 1, "{run}");
    let text = fs::read_to_string(&trace).unwrap_or_default();
    let _ = fs::remove_file(&trace);
    text.lines().filter_map(|line| line.split_once("built-in: git ")).map(|(_, what)| what.to_owned()).collect()
}

#[test]
fn git_is_started_three_times_at_most() {
    let with_history = Sandbox::repository();
    with_history.models(&["A"]).write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    assert_eq!(generate(&with_history, &["a"]).code, 0);
    with_history.commit("one");
    with_history.models(&["A", "B"]);
    let configured = two_targets();
    configured.write("prisma/schema.prisma", two_schemas("  nickname String?", ""));
    for sandbox in [&with_history, &configured] {
        sandbox.git(&["add", "--all"]);
        for arguments in [&["generate", "--dry-run"][..], &["check"], &["check", "--staged"]] {
            let started = started(sandbox, arguments);
            assert!(started.len() <= 3, "{arguments:?}: {started:#?}");
        }
    }
    assert!(run(&with_history, &["check", "--staged"]).stdout.contains("public.B (B) exists"));
}

#[test]
fn files_are_compared_without_git() {
    let sandbox = Sandbox::repository();
    sandbox.write("a.prisma", schema(&["A"])).write("b.prisma", schema(&["B"])).commit("one");
    for from in ["a.prisma", "empty", "file:a.prisma"] {
        let started = started(&sandbox, &["diff", "--from", from, "--to", "b.prisma"]);
        assert!(started.is_empty(), "{from}: {started:#?}");
    }
}
