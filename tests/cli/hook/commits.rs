//! Commits that the hook stops, and those that it lets through.

use std::fs;

use insta::assert_snapshot;

use super::{FIRST, PRE_COMMIT, git, git_in, hooked, is_stopped, passes, project, with_server};
use crate::cli::{files, generate, run, run_in};
use crate::support_git::schema;

#[test]
fn a_change_is_committed_with_its_migration() {
    let sandbox = hooked();
    let commit = ["commit", "--quiet", "--message", "two"];
    sandbox.git(&["add", "prisma/schema.prisma"]);
    is_stopped(&sandbox, &commit);
    let stopped = git(&sandbox, &commit);
    assert!(stopped.stderr.contains("git commit --no-verify commits without this check"), "{stopped}");
    assert_eq!(generate(&sandbox, &[]).code, 0);
    let stopped = git(&sandbox, &commit);
    assert!(stopped.code != 0 && stopped.stderr.contains(&format!("To fix it: git add {FIRST}")), "{stopped}");
    sandbox.git(&["add", "prisma"]);
    passes(&sandbox, &commit);
}

#[test]
fn only_what_is_committed_counts() {
    let sandbox = hooked();
    sandbox.write("notes.txt", "").git(&["add", "notes.txt"]);
    passes(&sandbox, &["commit", "--quiet", "--message", "the schema is edited, and not staged"]);
    sandbox.write("notes.txt", "more");
    is_stopped(&sandbox, &["commit", "--quiet", "--all", "--message", "all"]);
    is_stopped(&sandbox, &["commit", "--quiet", "--message", "one file", "prisma/schema.prisma"]);
    passes(&sandbox, &["commit", "--quiet", "--message", "another file", "notes.txt"]);
    sandbox.git(&["add", "prisma/schema.prisma"]);
    sandbox.models(&["A"]);
    is_stopped(&sandbox, &["commit", "--quiet", "--message", "staged, and taken back on disk"]);
    let below = git_in(&sandbox, &sandbox.folder.join("prisma"), &["commit", "--quiet", "--message", "from below"]);
    assert!(below.code != 0 && below.stderr.contains("public.B (B) exists"), "{below}");
    sandbox.models(&["A", "B"]);
    assert_eq!(generate(&sandbox, &[]).code, 0);
    sandbox.git(&["add", "."]);
    sandbox.models(&["A", "B", "C"]);
    passes(&sandbox, &["commit", "--quiet", "--message", "one more model on disk"]);
}

#[test]
fn a_mistake_that_is_there_stops_only_who_touches_it() {
    let sandbox = hooked();
    sandbox.git(&["switch", "--quiet", "--create", "side"]);
    sandbox.git(&["commit", "--quiet", "--no-verify", "--all", "--message", "no migration"]);
    sandbox.write("notes.txt", "").git(&["add", "."]);
    passes(&sandbox, &["commit", "--quiet", "--message", "notes"]);
    sandbox.write("prisma/schema.prisma", schema(&["A", "B"]) + "// a comment\n").git(&["add", "."]);
    is_stopped(&sandbox, &["commit", "--quiet", "--message", "touched"]);
}

#[test]
fn a_migration_that_is_deleted_is_missed() {
    let sandbox = project();
    sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    assert_eq!(generate(&sandbox, &[]).code, 0);
    sandbox.commit("all");
    assert_eq!(run(&sandbox, &["hook", "install"]).code, 0);
    let migrations: Vec<String> = files(&sandbox).into_iter().filter(|file| file.ends_with("migration.sql")).collect();
    sandbox.git(&["rm", "--quiet", &migrations[0]]);
    let stopped = git(&sandbox, &["commit", "--quiet", "--message", "gone"]);
    assert!(stopped.code != 0 && stopped.stderr.contains("public.A (A) exists"), "{stopped}");
}

#[test]
fn it_works_in_a_linked_work_tree() {
    let sandbox = project();
    sandbox.git(&["worktree", "add", "--quiet", "-b", "side", "other tree"]);
    let installed = run_in(&sandbox, "other tree/prisma", &["hook", "install"]);
    assert!(installed.code == 0 && sandbox.folder.join(PRE_COMMIT).is_file(), "{installed}");
    let tree = sandbox.folder.join("other tree");
    sandbox.write("other tree/prisma/schema.prisma", schema(&["A", "B"]));
    let stopped = git_in(&sandbox, &tree, &["commit", "--quiet", "--all", "--message", "two"]);
    assert!(stopped.code != 0 && stopped.stderr.contains("public.B (B) exists"), "{stopped}");
    assert_eq!(run_in(&sandbox, "other tree", &["generate", "--date", "2026-01-28"]).code, 0);
    sandbox.git_in(&tree, &["add", "."]);
    let committed = git_in(&sandbox, &tree, &["commit", "--quiet", "--message", "two"]);
    assert_eq!(committed.code, 0, "{committed}");
    with_server(&sandbox);
    sandbox.git_in(&tree, &["rm", "-r", "--quiet", "prisma/migrations"]);
    sandbox.git_in(&tree, &["commit", "--quiet", "--no-verify", "--message", "three"]);
    let pushed = git_in(&sandbox, &tree, &["push", "--quiet", "origin", "side"]);
    assert!(pushed.code != 0 && pushed.stderr.contains("public.B (B) exists"), "{pushed}");
    sandbox.git_in(&tree, &["revert", "--no-edit", "HEAD"]);
    assert_eq!(git_in(&sandbox, &tree, &["push", "--quiet", "origin", "side"]).code, 0);
    assert_eq!(run_in(&sandbox, "other tree", &["hook", "uninstall"]).code, 0);
    assert!(!sandbox.folder.join(PRE_COMMIT).exists());
}

#[test]
fn without_refract_only_a_change_of_the_schema_is_stopped() {
    let mut sandbox = hooked();
    with_server(&sandbox);
    let path = std::env::var_os("PATH").unwrap();
    for program in ["git", "cat", "rm"] {
        let found = std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file());
        fs::create_dir_all(sandbox.folder.join(".git/bin")).unwrap();
        std::os::unix::fs::symlink(found.unwrap(), sandbox.folder.join(".git/bin").join(program)).unwrap();
    }
    let bare = sandbox.folder.join(".git/bin").into_os_string();
    sandbox.environment.retain(|(name, _)| name != "PATH");
    sandbox.environment.extend([("PATH".into(), bare), ("CARGO_HOME".into(), "/nowhere".into())]);
    sandbox.write("notes.txt", "").git(&["add", "notes.txt"]);
    passes(&sandbox, &["commit", "--quiet", "--message", "notes"]);
    passes(&sandbox, &["push", "--quiet"]);
    assert_snapshot!(git(&sandbox, &["commit", "--all", "--message", "two"]), @"
    --- stderr
    refract: this commit touches a schema or migrations, and refract is not there to check them
      install it:             cargo install --locked --path <a clone of refract>
      commit without a check: git commit --no-verify
    --- exit 1
    ");
    passes(&sandbox, &["commit", "--quiet", "--no-verify", "--all", "--message", "two"]);
    let pushed = git(&sandbox, &["push", "--quiet"]);
    assert!(pushed.code != 0 && pushed.stderr.contains("push without a check: git push --no-verify"), "{pushed}");
}

#[test]
fn the_check_gets_the_options_of_the_install() {
    let sandbox = project();
    let config = "schema = \"db.prisma\"\n[targets.main]\nbase = \"git\"\nmigrations = \"out\"\n";
    sandbox.write("it's here/$x.toml", config).write("it's here/db.prisma", schema(&["A"])).commit("another");
    assert_eq!(run_in(&sandbox, "it's here", &["hook", "install", "--config", "$x.toml", "--target", "no"]).code, 1);
    assert_eq!(run_in(&sandbox, "it's here", &["hook", "install", "--config", "$x.toml", "--target", "main"]).code, 0);
    sandbox.write("it's here/db.prisma", schema(&["A", "B"])).git(&["add", "."]);
    is_stopped(&sandbox, &["commit", "--quiet", "--message", "two"]);
    sandbox.git(&["reset", "--quiet", "--hard"]);
    sandbox.models(&["A", "B"]).git(&["add", "."]);
    passes(&sandbox, &["commit", "--quiet", "--message", "not that schema"]);
    sandbox.write("it's here/$x.toml", "nonsense").git(&["add", "."]);
    assert_ne!(git(&sandbox, &["commit", "--quiet", "--message", "that file"]).code, 0);
}
