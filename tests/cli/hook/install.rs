//! Where hooks are installed, and what becomes of those that were there.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use insta::assert_snapshot;

use super::{PRE_COMMIT, PRE_PUSH, executable, is_stopped, mode, passes, project};
use crate::cli::{generate, read, run, run_in};
use crate::support_git::Sandbox;

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
    assert!(include_str!("../../../README.md").contains(&lines));
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
