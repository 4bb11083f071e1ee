//! What anybody may send in a pull request, and a CI job reads.

use std::os::unix::fs::symlink;

use super::{Run, command, files, generate, one_more_model, ran, read, run};
use crate::support::postgres::Server;
use crate::support_git::{DATASOURCE, Sandbox, schema};

/// A repository whose folder has a neighbour that is not its own.
fn with_neighbour() -> (Sandbox, tempfile::TempDir) {
    let sandbox = Sandbox::repository();
    let neighbour = tempfile::tempdir().unwrap();
    std::fs::write(neighbour.path().join("secret.prisma"), "SECRET geheim\n").unwrap();
    std::fs::write(neighbour.path().join("migration.sql"), "SECRET geheim;\n").unwrap();
    (sandbox, neighbour)
}

#[track_caller]
fn refused_without_secret(run: &Run) {
    assert_eq!(run.code, 1, "{run}");
    assert!(run.stderr.contains("leads out of the repository"), "{run}");
    assert!(!run.to_string().contains("geheim"), "{run}");
}

#[test]
fn no_link_leads_out_of_the_repository() {
    let (sandbox, neighbour) = with_neighbour();
    let secret = neighbour.path().join("secret.prisma");
    std::fs::create_dir(sandbox.folder.join("prisma")).unwrap();
    symlink(&secret, sandbox.folder.join("prisma/schema.prisma")).unwrap();
    symlink(neighbour.path(), sandbox.folder.join("elsewhere")).unwrap();
    sandbox.write("other.prisma", schema(&["A"]));
    sandbox.commit("one");
    for command in [
        &["check"][..],
        &["generate"],
        &["targets"],
        &["repair"],
        &["check", "--schema", "prisma/schema.prisma"],
        &["check", "--schema", "prisma"],
        &["check", "--schema", "elsewhere/secret.prisma"],
        &["check", "--schema", "other.prisma", "--base", "prisma/schema.prisma"],
        &["diff", "--from", "elsewhere/secret.prisma", "--to", "other.prisma"],
        &["diff", "--from", "elsewhere/migration.sql", "--to", "other.prisma"],
        &["check", "--config", "elsewhere/secret.prisma"],
    ] {
        refused_without_secret(&run(&sandbox, command));
    }
    let staged = run(&sandbox, &["check", "--staged"]);
    assert!(!staged.to_string().contains("geheim"), "{staged}");
}

#[test]
fn a_link_in_a_folder_of_schemas_or_migrations_leads_nowhere_else() {
    let (sandbox, neighbour) = with_neighbour();
    sandbox.write("prisma/schema/a.prisma", schema(&["A"])).commit("one");
    symlink(neighbour.path().join("secret.prisma"), sandbox.folder.join("prisma/schema/b.prisma")).unwrap();
    refused_without_secret(&run(&sandbox, &["check"]));

    let (sandbox, neighbour) = with_neighbour();
    sandbox.models(&["A"]).commit("one");
    sandbox.models(&["A", "B"]).write("prisma/migrations/20260101000000_a/x", "");
    symlink(
        neighbour.path().join("migration.sql"),
        sandbox.folder.join("prisma/migrations/20260101000000_a/migration.sql"),
    )
    .unwrap();
    refused_without_secret(&run(&sandbox, &["check"]));
    refused_without_secret(&generate(&sandbox, &["b"]));

    // what Prisma passes over is no migration
    let (sandbox, neighbour) = with_neighbour();
    sandbox.models(&["A"]).commit("one");
    sandbox.models(&["A", "B"]).write("prisma/migrations/x", "");
    sandbox.write(
        "held/migration.sql",
        "CREATE TABLE \"B\" (id INTEGER NOT NULL, CONSTRAINT \"B_pkey\" PRIMARY KEY (id));\n",
    );
    symlink("../../held", sandbox.folder.join("prisma/migrations/20260101000000_b")).unwrap();
    symlink(neighbour.path(), sandbox.folder.join("prisma/migrations/20260101000000_c")).unwrap();
    let run = run(&sandbox, &["check"]);
    assert_eq!(run.code, 2, "{run}");
    assert!(!run.to_string().contains("geheim"), "{run}");
}

#[test]
fn nothing_is_written_through_a_link() {
    let (sandbox, neighbour) = with_neighbour();
    sandbox.models(&["A"]).commit("one");
    sandbox.models(&["A", "B"]);
    symlink(neighbour.path(), sandbox.folder.join("prisma/migrations")).unwrap();
    refused_without_secret(&generate(&sandbox, &["b"]));
    refused_without_secret(&run(&sandbox, &["baseline", "--date", "2026-01-28"]));
    assert_eq!(std::fs::read_dir(neighbour.path()).unwrap().count(), 2);

    // a folder of git's own is no place for migrations, by a link or by its name
    let sandbox = one_more_model();
    symlink("../.git/hooks", sandbox.folder.join("prisma/migrations")).unwrap();
    let run_by_link = generate(&sandbox, &["b"]);
    assert_eq!(run_by_link.code, 1, "{run_by_link}");
    let sandbox = one_more_model();
    sandbox.write("refract.toml", "[targets.main]\nmigrations = \".git/hooks\"\n");
    let run = generate(&sandbox, &["b"]);
    assert!(run.code == 1 && run.stderr.contains("R1006"), "{run}");
}

#[test]
fn links_inside_the_repository_are_followed() {
    let sandbox = Sandbox::repository();
    sandbox.write("shared/real.prisma", schema(&["A"])).write("shared/migrations/.keep", "");
    std::fs::create_dir(sandbox.folder.join("prisma")).unwrap();
    symlink("../shared/real.prisma", sandbox.folder.join("prisma/schema.prisma")).unwrap();
    symlink("../shared/migrations", sandbox.folder.join("prisma/migrations")).unwrap();
    sandbox.commit("one");
    sandbox.write("shared/real.prisma", schema(&["A", "B"]));
    let made = generate(&sandbox, &["b"]);
    assert_eq!(made.code, 0, "{made}");
    assert_eq!(files(&sandbox).iter().filter(|file| file.starts_with("shared/migrations/2026")).count(), 1);
    let run = run(&sandbox, &["check"]);
    assert_eq!(run.code, 0, "{run}");
}

/// No line that a runner would take for a command, but for those that `--format github` is made of.
#[track_caller]
fn commands_nobody(run: &Run) {
    for line in run.to_string().lines() {
        let line = line.trim_start();
        let is_own = ["::error title=refract", "::warning title=refract", "::notice title=refract"];
        assert!(!line.starts_with("::") || is_own.iter().any(|own| line.starts_with(own)), "{line:?}\n{run}");
        assert!(!line.contains("##[") && !line.contains("##vso["), "{line:?}\n{run}");
        assert!(!line.contains(|c: char| c.is_control() && c != '\t'), "{line:?}\n{run}");
    }
}

#[test]
fn no_name_commands_a_terminal_or_a_runner() {
    let sandbox = Sandbox::repository();
    let name = "e\\n::stop-commands::x\\u001b[31m\\u009b2J##[group]";
    let model = |field: &str| {
        format!(
            "{DATASOURCE}\nmodel A {{\n  id Int @id\n  s String @default(\"a\\n::error::b##[c]\")\n  d String \
             @default(dbgenerated(\"'x\\n::error::y'\\n  ::text\"))\n{field}\n  @@map(\"{name}\")\n}}\n\n\
             enum E {{\n  X @map(\"v\\n::warning::w\")\n  @@map(\"f\\n::error::y\")\n}}\n"
        )
    };
    sandbox.write("prisma/schema.prisma", model(""));
    sandbox.commit("one");
    sandbox.write("prisma/schema.prisma", model("  e E[] @map(\"g\\n::add-mask::z\\u001b[2J\")\n  n String"));
    sandbox.write("prisma/migrations/20270101000000_a\n::error::p\u{1b}[31m/migration.sql", "SELECT 1;\n");
    for arguments in [
        &["targets"][..],
        &["targets", "--format", "json"],
        &["diff", "--from", "empty"],
        &["diff", "--from", "empty", "--format", "json"],
        &["check"],
        &["check", "--color", "never", "--base", "empty"],
        &["check", "--format", "github"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["generate"],
        &["diff", "--from", "empty", "--format", "sql"],
        &["diff", "--from", "empty", "--format", "ddl"],
        &["diff", "--format", "ddl"],
        &["repair"],
        &["check", "--sql", "--base", "empty"],
        &["generate", "x", "--dry-run", "--base", "empty"],
        &["generate", "--allow-destructive", "--quiet", "--migrations", "x\n::error::y"],
        &["baseline", "--date", "2026-01-28"],
        &["restamp"],
        &["init"],
    ] {
        commands_nobody(&run(&sandbox, arguments));
    }
    let sandbox = Sandbox::repository();
    sandbox.write("prisma/schema/a.prisma", schema(&["A"]));
    sandbox.write("prisma/schema/b\n::add-mask::x.prisma", "model \u{1b}[31mB { ##[error] \u{9b}\n\u{202e}");
    for arguments in [&["check"][..], &["check", "--format", "github"], &["targets"], &["check", "--format", "sarif"]] {
        commands_nobody(&run(&sandbox, arguments));
    }
}

/// What is written with escapes says the same to PostgreSQL, and to refract.
#[test]
fn names_that_command_are_names_in_the_database() {
    let sandbox = Sandbox::repository();
    let name = "e\n::stop-commands::x##[a]\\";
    let written = name.replace('\\', "\\\\").replace('\n', "\\n");
    let model = format!(
        "{DATASOURCE}\nmodel A {{\n  id Int @id @map(\"{written}\")\n  s String @unique @default(\"{written}\")\n  \
         e E[] @map(\"g\\n::x::\")\n  @@map(\"{written}\")\n}}\n\nenum E {{\n  X @map(\"{written}\")\n  @@map(\"f\\n::y::\")\n}}\n"
    );
    sandbox.models(&[]).commit("one");
    sandbox.write("prisma/schema.prisma", model);
    let made = generate(&sandbox, &["a"]);
    assert_eq!(made.code, 0, "{made}");
    let check = run(&sandbox, &["check"]);
    assert_eq!(check.code, 0, "{check}");
    let database = Server::with_vector().database();
    for _ in 0..2 {
        let file = files(&sandbox).into_iter().find(|file| file.ends_with("_a/migration.sql")).unwrap();
        database.run_as_one_query(&read(&sandbox, &file)).unwrap();
    }
    database.run_as_one_query(&format!("INSERT INTO \"{name}\" (\"{name}\") VALUES (1)")).unwrap();
}

#[test]
fn a_password_is_never_shown() {
    let sandbox = one_more_model();
    for text in [
        "password = \"geheim\"\n",
        "password: \"geheim\"\n",
        "x = { password = \"geheim\"\n",
        "schema = \"x\", token = geheim\n",
        "[targets.main]\nsecret = '''\ngeheim\n''' x\n",
    ] {
        sandbox.write("refract.toml", text);
        for format in ["text", "json", "github", "sarif"] {
            let run = run(&sandbox, &["check", "--format", format]);
            assert!(run.code == 1 && !run.to_string().contains("geheim"), "{text}: {run}");
        }
    }
}

#[test]
fn every_format_is_a_whole_document_whatever_happens() {
    let broken = Sandbox::repository();
    broken.write("prisma/schema.prisma", "model A {\n").commit("one");
    let nothing = Sandbox::outside_git();
    let config = one_more_model();
    config.write("refract.toml", "unknown = 1\n");
    for (sandbox, has_place) in [(&broken, true), (&nothing, false), (&config, true)] {
        for arguments in [
            &["check"][..],
            &["check", "--staged", "--base", "no-such"],
            &["check", "--no-such"],
            &["diff"],
            &["targets"],
        ] {
            let with = |format: &str| run(sandbox, &[arguments, &["--format", format]].concat());
            let run = with("json");
            let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run}"));
            assert_eq!(run.code, 1, "{run}");
            assert_eq!(document["version"], 1, "{run}");
            let errors = document["errors"].as_array().unwrap();
            let is_whole =
                |error: &serde_json::Value| ["code", "message", "help"].iter().all(|key| error[key].is_string());
            assert!(!errors.is_empty() && errors.iter().all(is_whole), "{run}");
            if arguments == ["check"] {
                assert_eq!(errors.iter().any(|error| error["line"].is_number()), has_place, "{run}");
            }
        }
        let github = run(sandbox, &["check", "--format", "github"]);
        assert!(github.code == 1 && github.stdout.starts_with("::error title=refract R"), "{github}");
        let sarif = run(sandbox, &["check", "--format", "sarif"]);
        let document: serde_json::Value = serde_json::from_str(&sarif.stdout).unwrap();
        assert!(document["runs"][0]["results"][0]["ruleId"].is_string(), "{sarif}");
    }
    let github = run(&broken, &["check", "--format", "github"]);
    assert!(github.stdout.contains("file=prisma/schema.prisma,line=1,"), "{github}");
}

#[test]
fn json_says_what_to_do() {
    let sandbox = one_more_model();
    let mut check = command(&sandbox, "", &["check", "--format", "json"]);
    check.env("GITHUB_ACTIONS", "");
    let run = ran(check);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let finding = &document["targets"][0]["findings"][0];
    assert!(finding.as_object().unwrap().contains_key("help"), "{run}");
    assert!(read(&sandbox, "prisma/schema.prisma").contains("model B"));
}
