//! Finding the schema and the migrations where Prisma is told that they are.

use insta::assert_snapshot;
use refract::config::BaseKind;
use refract::project::{Project, SchemaPlace};

use crate::cli::{run, run_in};
use crate::support_git::{Sandbox, models_of, read, said, schema};

/// The schema, and the folder of the migrations.
#[track_caller]
fn places(project: &Project) -> (&str, &str) {
    let schema = project.schema().map_or_else(|failure| panic!("{}", said(&failure)), |(path, _)| path);
    (schema, &project.config.targets["default"].migrations)
}

#[test]
fn package_json_says_where_the_schema_is() {
    let sandbox = Sandbox::repository();
    sandbox
        .models(&["Other"])
        .write("db/main.prisma", schema(&["A"]))
        .write("package.json", "{\"name\": \"x\", \"prisma\": {\"schema\": \"./db/main.prisma\", \"seed\": \"x\"}}")
        .write("src/deep/x.ts", "");
    for folder in ["", "src/deep", "db"] {
        assert_eq!(places(&sandbox.project_in(folder)), ("db/main.prisma", "db/migrations"), "{folder}");
    }
    assert_eq!(places(&sandbox.project_in("prisma")).0, "db/main.prisma", "nothing is told below");
    for odd in [
        "not JSON",
        "[]",
        "{\"prisma\": 1}",
        "{\"prisma\": {\"schema\": [\"x\"]}}",
        "{\"prisma\": {\"schema\": \"/x\"}}",
    ] {
        sandbox.write("package.json", odd);
        assert_eq!(places(&sandbox.project()), ("prisma/schema.prisma", "prisma/migrations"), "{odd}");
    }
}

#[test]
fn prisma_config_goes_before_package_json() {
    let config = "import { defineConfig } from 'prisma/config'\n\
                  export default defineConfig({ schema: 'db/main.prisma', migrations: { path: 'db/sql' } })\n";
    for name in ["prisma.config.ts", "prisma.config.mjs", "prisma.config.cts"] {
        let sandbox = Sandbox::repository();
        sandbox.models(&["Other"]).write("db/main.prisma", schema(&["A"])).write(name, config).write("src/x", "");
        sandbox.write("package.json", "{\"prisma\": {\"schema\": \"prisma/schema.prisma\"}}");
        assert_eq!(places(&sandbox.project_in("src")), ("db/main.prisma", "db/sql"), "{name}");
        assert_eq!(sandbox.project().config.targets["default"].base, BaseKind::Git);
        sandbox.write("db/sql/migration_lock.toml", "provider = \"postgresql\"\n");
        assert_eq!(sandbox.project().config.targets["default"].base, BaseKind::History);
    }
    let sandbox = Sandbox::repository();
    sandbox.write("db/main.prisma", schema(&["A"])).models(&["Other"]);
    sandbox.write(".config/prisma.ts", "export default { schema: '../db/main.prisma' }\n");
    assert_eq!(places(&sandbox.project()).0, "db/main.prisma", "paths are relative to the file");
}

#[test]
fn a_folder_that_is_told_is_the_schema() {
    let sandbox = Sandbox::repository();
    sandbox
        .write("prisma/schema.prisma", schema(&["A"]))
        .write("prisma/models/b.prisma", "model B {\n  id Int @id\n}\nenum A { x }\n")
        .write("prisma.config.ts", "import path from 'node:path';\nexport default { schema: path.join('prisma') };\n");
    let project = sandbox.project();
    assert_eq!(places(&project), ("prisma", "prisma/migrations"));
    assert_eq!(models_of(&read(&project, "worktree").unwrap()), ["B", "A"]);
    sandbox.write("prisma.config.ts", "export default { schema: 'prisma/schema.prisma' };\n");
    let project = sandbox.project();
    assert_eq!(models_of(&read(&project, "worktree").unwrap()), ["A"], "one file is one file");
}

#[test]
fn the_nearest_folder_that_says_anything_counts() {
    let sandbox = Sandbox::repository();
    sandbox
        .write("packages/db/prisma.config.ts", "export default { migrations: { path: 'sql' } }\n")
        .write("packages/db/prisma/schema.prisma", schema(&["A"]))
        .write("packages/db/src/x", "")
        .write("package.json", "{\"prisma\": {\"schema\": \"packages/lite.prisma\"}}")
        .write("packages/lite.prisma", "datasource db {\n  provider = \"sqlite\"\n}\n");
    for folder in ["packages/db/src", "packages/db", "packages", ""] {
        let project = sandbox.project_in(folder);
        assert_eq!(places(&project), ("packages/db/prisma/schema.prisma", "packages/db/sql"), "{folder}");
    }
}

#[test]
fn what_is_not_written_out_is_passed_over_and_said() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).commit("one");
    sandbox.write(
        "prisma.config.ts",
        "export default defineConfig({ schema: process.env.SCHEMA, migrations: { path: `${x}` } })\n",
    );
    assert_snapshot!(run(&sandbox, &["targets"]), @r#"
    default: 1 table, migrations in prisma/migrations, base git
      A  public.A  the target takes everything
    --- stderr
    note[R3015]: `schema` in prisma.config.ts is not written out as a path in the project, and is ignored: no JavaScript is run
      help: write it as "a/b" or path.join("a", "b"), or say it with `schema` and `migrations` in refract.toml

    note[R3015]: `migrations.path` in prisma.config.ts is not written out as a path in the project, and is ignored: no JavaScript is run
      help: write it as "a/b" or path.join("a", "b"), or say it with `schema` and `migrations` in refract.toml


    Next: `schemas`, `models` and `exclude` in refract.toml decide this; `refract generate` writes what follows
    --- exit 0
    "#);
    sandbox.write("prisma.config.ts", "export default defineConfig(() => ({ schema: 'x' }))\n").remove("prisma");
    assert_snapshot!(run(&sandbox, &["targets"]), @r#"
    --- stderr
    error[R3001]: the schema prisma/schema.prisma is not there
      help: bring it back (git restore prisma/schema.prisma), or say where it is now with `--schema` or in refract.toml; to drop everything, keep its datasource and take out the models

    note[R3015]: what it exports in prisma.config.ts is not written out as a path in the project, and is ignored: no JavaScript is run
      help: write it as "a/b" or path.join("a", "b"), or say it with `schema` and `migrations` in refract.toml

    --- exit 1
    "#);
    sandbox
        .write("prisma.config.ts", "export default defineConfig({ datasource: { url: env('X') } })\n")
        .models(&["A"]);
    assert!(!run(&sandbox, &["targets"]).stderr.contains("R3015"));
}

#[test]
fn a_schema_that_is_told_and_gone_is_an_error() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).write("package.json", "{\"prisma\": {\"schema\": \"db/schema.prisma\"}}").commit("one");
    let SchemaPlace::At { path, named } = sandbox.project().schema else { panic!() };
    assert_eq!((path.as_str(), named), ("db/schema.prisma", true));
    assert_snapshot!(run(&sandbox, &["check"]), @"
    --- stderr
    error[R3001]: the schema db/schema.prisma is not there
      help: bring it back (git restore db/schema.prisma), or say where it is now with `--schema` or in refract.toml; to drop everything, keep its datasource and take out the models

    --- exit 1
    ");
}

#[test]
fn a_schema_that_was_moved_is_found_where_it_was() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]).write("package.json", "{}").commit("one");
    sandbox.git(&["mv", "prisma", "db"]);
    sandbox.write("package.json", "{\"prisma\": {\"schema\": \"db/schema.prisma\"}}");
    for spec in ["worktree", "HEAD"] {
        assert_eq!(models_of(&read(&sandbox.project(), spec).unwrap()), ["A"], "{spec}");
    }
    sandbox.git(&["add", "--all"]);
    assert_eq!(models_of(&read(&sandbox.project(), "staged").unwrap()), ["A"]);
}

#[test]
fn check_needs_no_configuration_anywhere_in_a_repository_of_prismas() {
    let sandbox = Sandbox::repository();
    sandbox
        .write("db/main.prisma", schema(&["A"]))
        .write("prisma.config.ts", "export default defineConfig({ schema: 'db/main.prisma', migrations: { path: 'db/sql' } })\n")
        .write("db/sql/migration_lock.toml", "provider = \"postgresql\"\n")
        .write("db/sql/20260101000000_a/migration.sql", "CREATE TABLE \"A\" (\n    \"id\" INTEGER NOT NULL,\n\n    CONSTRAINT \"A_pkey\" PRIMARY KEY (\"id\")\n);\n")
        .write("src/deep/x.ts", "")
        .commit("one");
    for folder in ["", "src/deep", "db", "db/sql"] {
        let run = run_in(&sandbox, folder, &["check"]);
        assert_eq!(run.to_string(), "default: in sync with its migration, 20260101000000_a\n--- exit 0", "{folder}");
        let staged = run_in(&sandbox, folder, &["check", "--staged"]);
        assert_eq!(staged.code, 0, "{folder}: {staged}");
    }
    sandbox.write("db/main.prisma", schema(&["A", "B"]));
    assert_eq!(run_in(&sandbox, "src/deep", &["check"]).code, 2);
    let generated = run_in(&sandbox, "src", &["generate", "--date", "2026-01-28"]);
    assert!(generated.stdout.contains("../db/sql/20260128000000_create_b/migration.sql"), "{generated}");
    assert!(generated.stdout.contains("npx prisma migrate deploy"), "{generated}");
    assert_eq!(run_in(&sandbox, "src/deep", &["check"]).code, 0);
}

#[test]
fn outside_git_the_project_is_where_prisma_is_told() {
    let sandbox = Sandbox::outside_git();
    sandbox
        .write("app/prisma.config.ts", "export default { schema: 'db/main.prisma' }\n")
        .write("app/db/main.prisma", schema(&["A"]))
        .write("app/src/x", "");
    let project = sandbox.project_in("app/src");
    assert_eq!(project.top(), sandbox.folder.join("app"));
    assert_eq!(places(&project), ("db/main.prisma", "db/migrations"));
}
