//! `refract hook`: real commits and pushes, through real hooks.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;

use super::{Run, files, generate, ran, read, run, run_in};
use crate::support_git::{Sandbox, schema};

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
    command.args(arguments).current_dir(folder).envs(sandbox.environment.iter().cloned());
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
    assert!(run.code != 0 && run.stderr.contains("create public.B (B)"), "git {arguments:?}: {run}");
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

#[test]
fn it_comes_and_goes() {
    let sandbox = project();
    assert_snapshot!(run(&sandbox, &["hook", "install"]), @"
    .git/hooks/pre-commit: written; checks what is staged, when a commit touches a schema or migrations
    .git/hooks/pre-push: written; checks the commit that is pushed, when new commits touch a schema or migrations
    --- stderr

    Next: commit as usual; `git commit --no-verify` goes round the hook, `refract hook uninstall` takes it out
    --- exit 0
    ");
    assert_eq!((mode(&sandbox, PRE_COMMIT) & 0o700, mode(&sandbox, PRE_PUSH) & 0o700), (0o700, 0o700));
    assert!(read(&sandbox, PRE_COMMIT).starts_with("#!/bin/sh\n"));
    let before = (read(&sandbox, PRE_COMMIT), read(&sandbox, PRE_PUSH));
    assert_snapshot!(run_in(&sandbox, "prisma", &["hook", "install"]), @"
    ../.git/hooks/pre-commit: nothing to do, the hook is installed
    ../.git/hooks/pre-push: nothing to do, the hook is installed
    --- exit 0
    ");
    assert_eq!((read(&sandbox, PRE_COMMIT), read(&sandbox, PRE_PUSH)), before);
    assert_snapshot!(run_in(&sandbox, "prisma", &["hook", "install", "--target", "default", "pre-push"]), @"
    ../.git/hooks/pre-push: refract's block brought up to date
    --- stderr

    Next: commit as usual; `git commit --no-verify` goes round the hook, `refract hook uninstall` takes it out
    --- exit 0
    ");
    assert!(read(&sandbox, PRE_PUSH).contains("refract check --staged --target default >&2 &&"));
    assert_snapshot!(run(&sandbox, &["hook", "uninstall"]), @"
    .git/hooks/pre-commit: removed
    .git/hooks/pre-push: removed
    --- exit 0
    ");
    assert!(!sandbox.folder.join(PRE_COMMIT).exists() && !sandbox.folder.join(PRE_PUSH).exists());
    assert_snapshot!(run(&sandbox, &["hook", "uninstall"]), @"
    nothing to do, no hook of refract is installed
    --- exit 0
    ");
    assert_eq!(run(&sandbox, &["hook", "install", "pre-push"]).code, 0);
    assert!(!sandbox.folder.join(PRE_COMMIT).exists() && sandbox.folder.join(PRE_PUSH).exists());
    assert_eq!(sandbox.git(&["status", "--porcelain"]), "");
}

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
    assert!(stopped.code != 0 && stopped.stderr.contains(&format!("To mend it: git add {FIRST}")), "{stopped}");
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
    assert!(below.code != 0 && below.stderr.contains("create public.B (B)"), "{below}");
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
    assert!(stopped.code != 0 && stopped.stderr.contains("create public.A (A)"), "{stopped}");
}

#[test]
fn a_hook_that_was_there_is_kept() {
    let sandbox = project();
    let mine = "#!/usr/bin/env bash\nset -eu\necho mine >> ran.txt\nexec true";
    executable(&sandbox, PRE_COMMIT, mine);
    fs::set_permissions(sandbox.folder.join(PRE_COMMIT), Permissions::from_mode(0o750)).unwrap();
    assert_snapshot!(run(&sandbox, &["hook", "install", "pre-commit"]), @"
    .git/hooks/pre-commit: refract's block added to what is there; checks what is staged, when a commit touches a schema or migrations
    --- stderr

    Next: commit as usual; `git commit --no-verify` goes round the hook, `refract hook uninstall` takes it out
    --- exit 0
    ");
    sandbox.models(&["A", "B"]).git(&["add", "prisma"]);
    is_stopped(&sandbox, &["commit", "--quiet", "--message", "two"]);
    assert!(!sandbox.folder.join("ran.txt").exists());
    assert_eq!(generate(&sandbox, &[]).code, 0);
    sandbox.git(&["add", "prisma"]);
    passes(&sandbox, &["commit", "--quiet", "--message", "two"]);
    assert_eq!(read(&sandbox, "ran.txt"), "mine\n");
    assert_snapshot!(run(&sandbox, &["hook", "uninstall"]), @"
    .git/hooks/pre-commit: refract's block taken out
    --- exit 0
    ");
    assert_eq!((read(&sandbox, PRE_COMMIT).as_str(), mode(&sandbox, PRE_COMMIT)), (mine, 0o750));
}

#[test]
fn a_hook_may_be_a_link() {
    let sandbox = project();
    executable(&sandbox, "scripts/hook", "#!/bin/sh\n");
    std::os::unix::fs::symlink("../../scripts/hook", sandbox.folder.join(PRE_COMMIT)).unwrap();
    assert_eq!(run(&sandbox, &["hook", "install"]).code, 0);
    assert!(read(&sandbox, "scripts/hook").contains("refract check --staged"));
    assert!(sandbox.folder.join(PRE_COMMIT).is_symlink());
    assert_eq!(run(&sandbox, &["hook", "uninstall"]).code, 0);
    assert_eq!(read(&sandbox, "scripts/hook"), "#!/bin/sh\n");
    assert!(sandbox.folder.join(PRE_COMMIT).is_symlink());
    sandbox.remove("scripts/hook");
    assert_eq!(run(&sandbox, &["hook", "install"]).code, 1, "a link that leads nowhere is somebody's");
    assert!(!sandbox.folder.join(PRE_PUSH).exists());
}

#[test]
fn what_cannot_be_added_to_is_left_alone() {
    let sandbox = project();
    executable(&sandbox, PRE_PUSH, "#!/usr/bin/env python3\nprint()\n");
    assert_snapshot!(run(&sandbox, &["hook", "install"]), @"
    --- stderr
    error[R8002]: .git/hooks/pre-push is no shell script but for python3, so nothing was added to it
      help: let it run `refract check` and fail when that does; the other hook: refract hook install pre-commit

    --- exit 1
    ");
    assert!(!sandbox.folder.join(PRE_COMMIT).exists(), "all or nothing");
    assert_eq!(run(&sandbox, &["hook", "install", "pre-commit"]).code, 0);
    sandbox.write(PRE_COMMIT, read(&sandbox, PRE_COMMIT).replace("# <<< refract <<<\n", ""));
    assert_snapshot!(run(&sandbox, &["hook", "uninstall"]), @"
    --- stderr
    error[R8003]: the lines that mark refract's block in .git/hooks/pre-commit were changed, so it was left alone
      help: remove the block by hand, from `# >>> refract >>>` to `# <<< refract <<<`, and run this again

    --- exit 1
    ");
    sandbox.remove(PRE_COMMIT).write(PRE_COMMIT, "#!/bin/sh\nexit 1\n");
    assert_snapshot!(run(&sandbox, &["hook", "install", "pre-commit"]), @"
    --- stderr
    error[R8002]: .git/hooks/pre-commit is not executable, so git does not run it
      help: chmod +x .git/hooks/pre-commit if it is to run, else remove it; then run this again

    --- exit 1
    ");
    assert_eq!(read(&sandbox, PRE_COMMIT), "#!/bin/sh\nexit 1\n");
    let outside = Sandbox::outside_git();
    for command in ["install", "uninstall"] {
        let run = run(&outside, &["hook", command]);
        let help = "help: go to the repository whose commits are to be checked";
        assert!(run.code == 1 && run.stderr.contains("in no git repository") && run.stderr.contains(help), "{run}");
    }
}

#[test]
fn a_folder_of_hooks_is_found() {
    let sandbox = project();
    sandbox.git(&["config", "core.hooksPath", "my hooks"]);
    let installed = run_in(&sandbox, "prisma", &["hook", "install"]);
    assert!(installed.code == 0 && installed.stdout.contains("../my hooks/pre-commit: written"), "{installed}");
    sandbox.models(&["A", "B"]).git(&["add", "prisma"]);
    is_stopped(&sandbox, &["commit", "--quiet", "--message", "two"]);
    sandbox.git(&["config", "--unset", "core.hooksPath"]);
    assert_eq!(run(&sandbox, &["hook", "install"]).code, 0);
    sandbox.git(&["config", "core.hooksPath", "my hooks"]);
    assert_eq!(run(&sandbox, &["hook", "uninstall"]).stdout.lines().count(), 4, "those of before are found too");
}

#[test]
fn hooks_of_all_repositories_are_left_alone() {
    let mut sandbox = project();
    sandbox.write("home/config", "[core]\n\thooksPath = /everywhere\n");
    sandbox.environment.retain(|(name, _)| name != "GIT_CONFIG_GLOBAL");
    sandbox.environment.push(("GIT_CONFIG_GLOBAL".into(), sandbox.folder.join("home/config").into()));
    assert_snapshot!(run(&sandbox, &["hook", "install"]), @"
    --- stderr
    error[R8001]: core.hooksPath makes git run the hooks in /everywhere in all repositories
      help: add `refract check --staged` to the pre-commit there, or give this repository hooks of its own: git config core.hooksPath .githooks; if that folder is meant: git config core.hooksPath /everywhere

    --- exit 1
    ");
    assert_eq!(run(&sandbox, &["hook", "uninstall"]).code, 0);
}

#[test]
fn husky_keeps_its_own_folder() {
    let sandbox = project();
    sandbox.write(".husky/pre-commit", "npm test");
    assert_snapshot!(run(&sandbox, &["hook", "install"]), @"
    .husky/pre-commit: refract's block added to what is there; checks what is staged, when a commit touches a schema or migrations
    .husky/pre-push: written; checks the commit that is pushed, when new commits touch a schema or migrations
    --- stderr

    Next: npx husky; no hook runs before husky is set up in this clone
    --- exit 0
    ");
    sandbox.remove(".husky").write(".husky/pre-commit", "echo mine > ran.txt\n");
    // what `husky` itself does in a clone
    sandbox.git(&["config", "core.hooksPath", ".husky/_"]);
    executable(&sandbox, ".husky/_/pre-commit", "#!/usr/bin/env sh\nexec sh -e .husky/pre-commit \"$@\"\n");
    sandbox.write(".husky/_/.gitignore", "*");
    assert_snapshot!(run(&sandbox, &["hook", "install"]), @"
    .husky/pre-commit: refract's block added to what is there; checks what is staged, when a commit touches a schema or migrations
    .husky/pre-push: written; checks the commit that is pushed, when new commits touch a schema or migrations
    --- stderr

    Next: commit as usual; `git commit --no-verify` goes round the hook, `refract hook uninstall` takes it out
    --- exit 0
    ");
    sandbox.models(&["A", "B"]).git(&["add", "prisma"]);
    is_stopped(&sandbox, &["commit", "--quiet", "--message", "two"]);
    assert_eq!(generate(&sandbox, &[]).code, 0);
    sandbox.git(&["add", "prisma"]);
    passes(&sandbox, &["commit", "--quiet", "--message", "two"]);
    assert_eq!(read(&sandbox, "ran.txt"), "mine\n");
    assert_eq!(run(&sandbox, &["hook", "uninstall"]).code, 0);
    assert_eq!(read(&sandbox, ".husky/pre-commit"), "echo mine > ran.txt\n");
    assert!(!sandbox.folder.join(".husky/pre-push").exists());
}

#[test]
fn other_tools_get_lines_for_their_file() {
    let sandbox = project();
    sandbox.write("lefthook.yml", "# refract check\n");
    assert_snapshot!(run(&sandbox, &["hook", "install"]), @"
    pre-commit:
      commands:
        refract:
          run: refract check --staged
    pre-push:
      commands:
        refract:
          run: refract check
    --- stderr
    error[R8001]: lefthook.yml says which hooks run here, so none was written
      help: add the lines below to it, and run: lefthook install

    --- exit 1
    ");
    let lines = run(&sandbox, &["hook", "install"]).stdout;
    assert!(include_str!("../../README.md").contains(&lines));
    sandbox.write("lefthook.yml", lines);
    assert_snapshot!(run(&sandbox, &["hook", "install"]), @"
    lefthook.yml: nothing to do, it runs refract check
    --- exit 0
    ");
    sandbox.remove("lefthook.yml").write(".pre-commit-config.yaml", "repos: []\n");
    assert_snapshot!(run_in(&sandbox, "prisma", &["hook", "install", "--schema", "schema.prisma"]), @"
    repos:
      - repo: local
        hooks:
          - id: refract-pre-commit
            name: refract check
            entry: refract check --staged --schema prisma/schema.prisma
            language: system
            stages: [pre-commit]
            always_run: true
            pass_filenames: false
          - id: refract-pre-push
            name: refract check
            entry: refract check --schema prisma/schema.prisma
            language: system
            stages: [pre-push]
            always_run: true
            pass_filenames: false
    --- stderr
    error[R8001]: ../.pre-commit-config.yaml says which hooks run here, so none was written
      help: add the lines below to it, and run: pre-commit install --hook-type pre-commit --hook-type pre-push

    --- exit 1
    ");
    assert!(!sandbox.folder.join(PRE_COMMIT).exists());
    sandbox.write(".pre-commit-config.yaml", "      - id: refract-check\n");
    assert_snapshot!(run(&sandbox, &["hook", "uninstall"]), @"
    .pre-commit-config.yaml: runs refract check; take that out by hand
    --- exit 0
    ");
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
    assert!(stopped.code != 0 && stopped.stderr.contains("create public.B (B)"), "{stopped}");
    assert_eq!(run_in(&sandbox, "other tree", &["generate", "--date", "2026-01-28"]).code, 0);
    sandbox.git_in(&tree, &["add", "."]);
    let committed = git_in(&sandbox, &tree, &["commit", "--quiet", "--message", "two"]);
    assert_eq!(committed.code, 0, "{committed}");
    with_server(&sandbox);
    sandbox.git_in(&tree, &["rm", "-r", "--quiet", "prisma/migrations"]);
    sandbox.git_in(&tree, &["commit", "--quiet", "--no-verify", "--message", "three"]);
    let pushed = git_in(&sandbox, &tree, &["push", "--quiet", "origin", "side"]);
    assert!(pushed.code != 0 && pushed.stderr.contains("create public.B (B)"), "{pushed}");
    sandbox.git_in(&tree, &["revert", "--no-edit", "HEAD"]);
    assert_eq!(git_in(&sandbox, &tree, &["push", "--quiet", "origin", "side"]).code, 0);
    assert_eq!(run_in(&sandbox, "other tree", &["hook", "uninstall"]).code, 0);
    assert!(!sandbox.folder.join(PRE_COMMIT).exists());
}

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
