//! Pushes that the hook stops, and those that it lets through.

use std::fs;

use super::{FIRST, PRE_PUSH, executable, git, hooked, is_stopped, passes, project, with_server};
use crate::cli::{generate, read, run};

#[test]
fn a_push_is_of_a_commit_and_not_of_the_work_tree() {
    let sandbox = hooked();
    with_server(&sandbox);
    passes(&sandbox, &["push", "--quiet", "origin", "HEAD:refs/heads/same"]);
    sandbox.git(&["commit", "--quiet", "--no-verify", "--all", "--message", "two"]);
    assert_eq!(generate(&sandbox, &[]).code, 0);
    is_stopped(&sandbox, &["push", "--quiet"]);
    assert!(git(&sandbox, &["push", "--quiet"]).stderr.contains("git push --no-verify pushes without this check"));
    sandbox.git(&["add", "."]);
    is_stopped(&sandbox, &["push", "--quiet"]);
    assert_eq!(sandbox.git(&["status", "--porcelain"]), format!("A  {FIRST}"), "what is staged stays staged");
    sandbox.git(&["commit", "--quiet", "--no-verify", "--message", "its migration"]);
    sandbox.models(&["A", "B", "C"]).write("notes.txt", "");
    passes(&sandbox, &["push", "--quiet"]);
    sandbox.git(&["add", "notes.txt"]);
    sandbox.git(&["commit", "--quiet", "--message", "notes"]);
    passes(&sandbox, &["push", "--quiet"]);
    let left: Vec<_> = fs::read_dir(sandbox.folder.join(".git")).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("refract")), "{left:?}");
}

#[test]
fn what_a_rebase_slips_by_is_found_by_the_push() {
    let sandbox = hooked();
    with_server(&sandbox);
    sandbox.git(&["switch", "--quiet", "--create", "theirs"]);
    sandbox.git(&["commit", "--quiet", "--no-verify", "--all", "--message", "two"]);
    sandbox.git(&["switch", "--quiet", "main"]);
    sandbox.git(&["switch", "--quiet", "--create", "mine"]);
    sandbox.git(&["cherry-pick", "theirs"]);
    is_stopped(&sandbox, &["push", "--quiet", "origin", "mine"]);
    sandbox.git(&["switch", "--quiet", "main"]);
    let other = git(&sandbox, &["push", "--quiet", "origin", "mine"]);
    let said = "refract: refs/heads/mine is not checked, because it is not what is checked out";
    assert!(other.code == 0 && other.stderr.contains(said), "{other}");
    sandbox.git(&["tag", "v1", "mine~1"]);
    for arguments in [["push", "--quiet", "origin", "v1"], ["push", "--quiet", "origin", ":mine"]] {
        let run = git(&sandbox, &arguments);
        assert!(run.code == 0 && !run.stderr.contains("refract"), "{arguments:?}: {run}");
    }
}

#[test]
fn other_hooks_of_a_push_read_what_git_says() {
    let sandbox = project();
    executable(&sandbox, PRE_PUSH, "#!/bin/sh -eu\ncat > .git/pushed.txt\n");
    with_server(&sandbox);
    assert_eq!(run(&sandbox, &["hook", "install"]).code, 0);
    sandbox.write("notes.txt", "").commit("notes");
    passes(&sandbox, &["push", "--quiet", "origin", "main", "HEAD~1:refs/heads/old"]);
    let (head, before) = (sandbox.git(&["rev-parse", "HEAD"]), sandbox.git(&["rev-parse", "HEAD~1"]));
    let zeros = "0".repeat(40);
    assert_eq!(
        read(&sandbox, ".git/pushed.txt"),
        format!("refs/heads/main {head} refs/heads/main {before}\nHEAD~1 {before} refs/heads/old {zeros}\n")
    );
}
