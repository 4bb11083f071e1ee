//! What `check` could not look at is said, and never taken for "nothing to say".

use super::{TWO_TARGETS, command, generate, ran, read, run, two_schemas};
use crate::support_git::{DATASOURCE, Sandbox, schema};

/// A project of Prisma's with one migration, all of it committed.
fn with_history() -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    let made = generate(&sandbox, &["a"]);
    assert_eq!(made.code, 0, "{made}");
    sandbox.commit("one");
    sandbox
}

#[test]
fn git_that_does_not_work_is_said() {
    let in_sync = run(&with_history(), &["check"]);
    assert!(in_sync.code == 0 && !in_sync.to_string().contains("R3016"), "{in_sync}");
    let no_git = with_history();
    let broken_head = with_history();
    broken_head.write(".git/HEAD", "nonsense\n");
    let missing = with_history();
    missing.write(".git/refs/heads/main", "1234567890123456789012345678901234567890\n");
    let garbage = with_history();
    garbage.write(".git/refs/heads/main", "nonsense\n");
    let of_another = with_history();
    let nothing = ("NOTHING", "");
    for (sandbox, (name, value)) in [
        (&no_git, ("PATH", "/nowhere")),
        (&of_another, ("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")),
        (&broken_head, nothing),
        (&missing, nothing),
        (&garbage, nothing),
    ] {
        let run = |arguments: &[&str]| {
            let mut command = command(sandbox, "", arguments);
            command.env(name, value);
            ran(command)
        };
        for format in ["text", "json", "github", "sarif"] {
            let said = run(&["check", "--format", format]);
            assert!(said.code == 0 && said.stdout.contains("R3016"), "{format}: {said}");
            assert!(said.stdout.contains("was not looked at"), "{said}");
            let strict = run(&["check", "--strict", "--format", format]);
            assert!(strict.code == 2 && strict.stdout.contains("R3016"), "{format}: {strict}");
        }
        // a base in git needs it
        std::fs::remove_file(sandbox.folder.join("prisma/migrations/migration_lock.toml")).unwrap();
        let refused = run(&["check"]);
        assert!(refused.code == 1 && refused.stderr.contains("R3009"), "{refused}");
    }
    // where there is no repository, there is nothing to say
    let outside = with_history();
    std::fs::remove_dir_all(outside.folder.join(".git")).unwrap();
    let run = run(&outside, &["check", "--strict"]);
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn what_a_sparse_checkout_leaves_out_is_not_deleted() {
    let sandbox = with_history();
    sandbox.models(&["A", "B"]);
    assert_eq!(run(&sandbox, &["generate", "b", "--date", "2026-02-01"]).code, 0);
    sandbox.commit("two");
    sandbox.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/prisma/migrations/20260128*"]);
    for arguments in [&["check"][..], &["generate"]] {
        let run = run(&sandbox, arguments);
        assert_eq!(run.code, 1, "{run}");
        assert!(
            run.stderr.contains("R3017") && run.stderr.contains("git sparse-checkout add prisma/migrations"),
            "{run}"
        );
    }
    sandbox.git(&["sparse-checkout", "disable"]);
    let run = run(&sandbox, &["check"]);
    assert_eq!(run.code, 0, "{run}");
}

#[test]
fn what_is_staged_is_looked_at_by_the_configuration_that_is_staged() {
    let sandbox = Sandbox::repository();
    sandbox.write("refract.toml", TWO_TARGETS).write("prisma/schema.prisma", two_schemas("", ""));
    sandbox.commit("one");
    sandbox.write("prisma/schema.prisma", two_schemas("  nickname String?", ""));
    sandbox.git(&["add", "--all"]);
    std::fs::remove_file(sandbox.folder.join("refract.toml")).unwrap();
    let staged = run(&sandbox, &["check", "--staged"]);
    assert!(staged.code == 2 && staged.stdout.contains(" in the schema but not in the migrations"), "{staged}");
    assert!(staged.stdout.contains("pgvector: "), "{staged}");
}

#[test]
fn a_migration_that_is_not_utf8_is_said() {
    let sandbox = with_history();
    sandbox.models(&["A", "B"]);
    let text = "CREATE TABLE \"B\" (id INTEGER NOT NULL, CONSTRAINT \"B_pkey\" PRIMARY KEY (id));\n";
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for content in [utf16.clone(), utf16[2..].to_vec()] {
        sandbox.write("prisma/migrations/20260301000000_b/migration.sql", "");
        std::fs::write(sandbox.folder.join("prisma/migrations/20260301000000_b/migration.sql"), content).unwrap();
        let run = run(&sandbox, &["check"]);
        assert!(run.code == 1 && run.stderr.contains("R3004") && run.stderr.contains("20260301000000_b"), "{run}");
    }
}

#[test]
fn one_line_of_configuration_changes_one_thing() {
    let sandbox = with_history();
    sandbox.models(&["A", "B"]);
    let without = run(&sandbox, &["check"]);
    assert_eq!(without.code, 2, "{without}");
    for line in ["[json]\nindex = \"btree\"\n", "[safety]\nonline = \"off\"\n", "trunk = \"main\"\n", ""] {
        sandbox.write("refract.toml", line);
        let with = run(&sandbox, &["check"]);
        assert_eq!(with.to_string(), without.to_string(), "{line}");
    }
    let made = run(&sandbox, &["generate", "b", "--date", "2026-02-01"]);
    assert!(made.stdout.contains("prisma/migrations/20260201000000_b/migration.sql"), "{made}");
    // columns and indexes are as without a file, too
    let json = format!("{DATASOURCE}\nmodel A {{\n  id Int @id\n  data Json\n  @@index([data])\n}}\n");
    sandbox.write("prisma/schema.prisma", json);
    sandbox.write("refract.toml", "trunk = \"main\"\n");
    let with = run(&sandbox, &["diff", "--format", "sql"]);
    std::fs::remove_file(sandbox.folder.join("refract.toml")).unwrap();
    assert_eq!(with.stdout, run(&sandbox, &["diff", "--format", "sql"]).stdout);
}

const B: &str = "CREATE TABLE \"B\" (id INTEGER NOT NULL, CONSTRAINT \"B_pkey\" PRIMARY KEY (id));\n";

#[test]
fn migrations_elsewhere_are_found_by_their_names() {
    let sandbox = Sandbox::repository();
    let start = |sandbox: &Sandbox| {
        sandbox.write("packages/database/schema.prisma", schema(&["A"]));
        sandbox.write("packages/other/prisma/schema.prisma", schema(&["X"]).replace("postgresql", "mysql"));
        sandbox.write("packages/other/prisma/migrations/20260101000000_x/migration.sql", "SELECT 1;\n");
        sandbox.write("packages/database/migration/20260101000000_a/migration.sql", B.replace("\"B", "\"A"));
    };
    start(&sandbox);
    sandbox.write("packages/database/migration/migration_lock.toml", "provider = \"postgresql\"\n");
    sandbox.commit("one");
    let in_sync = run(&sandbox, &["check"]);
    assert!(in_sync.code == 0 && in_sync.stdout.contains("20260101000000_a"), "{in_sync}");
    sandbox.write("packages/database/schema.prisma", schema(&["A", "B"]));
    let made = generate(&sandbox, &["b"]);
    assert!(made.stdout.contains("packages/database/migration/2026"), "{made}");
    assert_eq!(run(&sandbox, &["check"]).code, 0);

    let several = Sandbox::repository();
    start(&several);
    several.write("packages/database/old/20250101000000_a/migration.sql", "SELECT 1;\n").commit("one");
    let said = run(&several, &["check"]);
    assert!(
        said.stderr.contains("R3018") && said.stderr.contains("--migrations packages/database/migration"),
        "{said}"
    );

    let none = Sandbox::repository();
    none.write("packages/database/schema.prisma", schema(&["A"]));
    none.write("packages/other/prisma/schema.prisma", schema(&["X"]).replace("postgresql", "mysql"));
    none.write("packages/other/prisma/migrations/20260101000000_x/migration.sql", "SELECT 1;\n").commit("one");
    let said = run(&none, &["check"]);
    assert!(
        said.stderr.contains("R3018") && said.stderr.contains("--migrations packages/other/prisma/migrations"),
        "{said}"
    );
}

#[test]
fn a_shallow_clone_is_said_and_fails_where_it_is_strict() {
    let server = with_history();
    server.write("prisma/notes", "x").commit("two");
    let clone = Sandbox::outside_git();
    clone.git(&["clone", "--quiet", "--depth=1", &format!("file://{}", server.folder.display()), "."]);
    let said = run(&clone, &["check"]);
    assert!(said.code == 0 && said.stdout.contains("R3012") && said.stdout.contains("was not looked at"), "{said}");
    let strict = run(&clone, &["check", "--strict"]);
    assert!(strict.code == 2 && strict.stdout.contains("R3012"), "{strict}");
}

#[test]
fn odd_migrations_are_named() {
    let sandbox = with_history();
    sandbox.write("prisma/migrations/20260201000000_b/migration.sql", "SELECT 1;\n");
    sandbox.write("prisma/migrations/20260201000000_B/migration.sql", "SELECT 1;\n");
    sandbox.write("prisma/migrations/20260202000000_c/README.md", "");
    sandbox.write("prisma/migrations/20260203000000_d/migration.sql", "SELECT 1;\n");
    sandbox.write("prisma/migrations/20260203000000_d.sql", "SELECT 1;\n");
    std::os::unix::fs::symlink("20260203000000_d", sandbox.folder.join("prisma/migrations/20260204000000_e")).unwrap();
    let words = ["differ only in case", "has no migration.sql", "two migrations of one name", "is a symbolic link"];
    sandbox.git(&["add", "--all"]);
    for arguments in [&["check"][..], &["check", "--staged"]] {
        let warned = run(&sandbox, arguments);
        assert_eq!(warned.code, 0, "{warned}");
        for words in words {
            assert!(warned.stdout.contains("R5009") && warned.stdout.contains(words), "{words}: {warned}");
        }
        assert_eq!(run(&sandbox, &[arguments, &["--strict"]].concat()).code, 2);
    }
}

#[test]
fn an_order_that_depends_on_the_version_of_prisma_is_an_error() {
    let sandbox = with_history();
    sandbox.models(&["A", "B"]);
    // bytes: 300_x, 30_x; localeCompare: 30_x, 300_x
    sandbox.write("prisma/migrations/300_x/migration.sql", "CREATE TABLE \"B\" (id INTEGER NOT NULL);\n");
    let key = "ALTER TABLE \"B\" ADD CONSTRAINT \"B_pkey\" PRIMARY KEY (id);\n";
    sandbox.write("prisma/migrations/30_x/migration.sql", key);
    let run_differs = run(&sandbox, &["check"]);
    assert_eq!(run_differs.code, 2, "{run_differs}");
    assert!(run_differs.stdout.contains("R7008") && run_differs.stdout.contains("30_x before 300_x"), "{run_differs}");
    sandbox.write("prisma/migrations/300_x/migration.sql", B);
    sandbox.write("prisma/migrations/30_x/migration.sql", "SELECT 1;\n");
    let run_same = run(&sandbox, &["check"]);
    assert!(run_same.code == 0 && !run_same.to_string().contains("R7008"), "{run_same}");
    // the same catalog, and other rows
    sandbox.write("prisma/migrations/2_x/migration.sql", B);
    sandbox.write("prisma/migrations/300_x/migration.sql", "UPDATE \"B\" SET id = id + 1;\n");
    sandbox.write("prisma/migrations/30_x/migration.sql", "UPDATE \"B\" SET id = id * 2;\n");
    for path in [None, Some("/nowhere")] {
        let mut check = command(&sandbox, "", &["check"]);
        check.envs(path.map(|path| ("PATH", path)));
        let differs = ran(check);
        assert!(differs.code == 2 && differs.stdout.contains("R7008"), "{path:?}: {differs}");
    }
}

#[test]
fn two_files_are_compared_without_any_project() {
    let sandbox = Sandbox::repository();
    sandbox.write("a/refract.toml", "[targets.a]\n").write("b/refract.toml", "[targets.b]\n");
    sandbox.write("one.prisma", schema(&["A"])).write("broken/x.prisma", "model {{{\n").commit("one");
    // nobody else's file is opened, and git is not started
    let run = |arguments: &[&str]| {
        let mut command = command(&sandbox, "", arguments);
        command.env("PATH", "/nowhere");
        ran(command)
    };
    for from in ["empty", "file:one.prisma", "one.prisma"] {
        let compared = run(&["diff", "--from", from, "--to", "one.prisma"]);
        assert_eq!(compared.code, 0, "{compared}");
        assert_eq!(compared.stdout.contains("public.A"), from == "empty", "{compared}");
    }
    assert!(read(&sandbox, "one.prisma").contains("model A"));
}
