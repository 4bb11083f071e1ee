//! Runs at the same moment, and runs that were killed.

use super::{command, files, generate, one_more_model, run};

fn migrations(sandbox: &crate::support_git::Sandbox) -> Vec<String> {
    files(sandbox).into_iter().filter(|file| file.starts_with("prisma/migrations/")).collect()
}

#[test]
fn two_runs_at_the_same_moment_write_once() {
    for _ in 0..8 {
        let sandbox = one_more_model();
        let start = |name: &str| command(&sandbox, "", &["generate", name, "--quiet"]).spawn().unwrap();
        let mut runs = [start("one"), start("two"), start("three")];
        for run in &mut runs {
            assert!(run.wait().unwrap().success());
        }
        assert_eq!(migrations(&sandbox).len(), 1, "{:?}", migrations(&sandbox));
    }
}

#[test]
fn what_a_killed_run_left_is_cleared_or_named() {
    let sandbox = one_more_model();
    sandbox.write("prisma/migrations/20260101000000_x/.migration.sql.4711.tmp", "half");
    sandbox.write("prisma/migrations/.20260101000000_x.sql.4711.tmp", "half");
    sandbox.write("prisma/migrations/20260101000000_mine/notes.tmp", "mine");
    let made = generate(&sandbox, &["b"]);
    assert_eq!(made.code, 0, "{made}");
    let left = migrations(&sandbox);
    assert!(left.iter().all(|file| !file.contains("4711")), "{left:?}");
    assert!(left.contains(&"prisma/migrations/20260101000000_mine/notes.tmp".to_owned()), "{left:?}");
    assert!(!sandbox.folder.join("prisma/migrations/20260101000000_x").exists());

    sandbox.write("prisma/migrations/20260101000000_y/migration.sql.replaced", "old");
    let named = generate(&sandbox, &["c"]);
    assert!(named.code == 1 && named.stderr.contains("migration.sql.replaced"), "{named}");
}

#[test]
fn no_program_of_the_repositorys_configuration_is_run() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = one_more_model();
    sandbox.write("monitor", "#!/bin/sh\ntouch was-run\n");
    std::fs::set_permissions(sandbox.folder.join("monitor"), std::fs::Permissions::from_mode(0o755)).unwrap();
    sandbox.git(&["add", "--all"]);
    sandbox.git(&["config", "core.fsmonitor", "./monitor"]);
    for arguments in [&["check"][..], &["check", "--staged"], &["generate", "x"], &["diff"]] {
        run(&sandbox, arguments);
        assert!(!sandbox.folder.join("was-run").exists(), "{arguments:?}");
    }
}
