//! How the program is called, and how it says what is wrong.

use std::io::Read;
use std::process::Stdio;

use insta::assert_snapshot;

use super::{command, one_more_model, ran, run};
use crate::support_git::{DATASOURCE, Sandbox};

const BROKEN: &str =
    "model A {\r\n\tid   Int @id\r\n  name Strin\r\n  b    B? @relation(fields: [x])\r\n}\r\n\r\nnonsense\r\n";

fn broken() -> Sandbox {
    let sandbox = Sandbox::outside_git();
    sandbox.write("schema.prisma", format!("{DATASOURCE}{BROKEN}"));
    sandbox
}

#[test]
fn help_fits_a_screen() {
    let sandbox = Sandbox::outside_git();
    assert_snapshot!(run(&sandbox, &["--help"]), @"
    Idempotent SQL migrations from schema.prisma, one for each PostgreSQL database

    Usage: refract [OPTIONS] <COMMAND>

    Commands:
      init         Propose a refract.toml for this project
      generate     Write the migrations that the schema needs
      check        Fail when the schema has changes that no migration makes
      restamp      Give new migrations names that sort behind those of the base
      baseline     Write the whole schema as the first migration of a target
      repair       Print a script that takes a database in any partial state to the schema
      diff         Compare two states of the schema
      apply        Run the pending migrations in the database of each target
      status       Show which migrations a database has run
      resolve      Correct what a database says it has run
      targets      Show which model goes to which target, and why
      hook         Install the git hooks that run check, or take them out
      completions  Print a completion script for a shell

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Common options:
          --config <FILE>      The configuration; else refract.toml is searched upward
          --schema <PATH>      The schema: a .prisma file, or a folder of them
          --migrations <PATH>  The folder of the migrations; with several targets, the one that holds
                               theirs
          --target <NAME>      Only this target; may be given several times
          --color <WHEN>       Colours: auto (on a terminal, unless NO_COLOR is set), always or never
      -q, --quiet              Print results and errors only: no warnings, notes or next steps

    refract compares schema.prisma with what is already migrated, and writes the SQL that is missing.
    Only apply, status and resolve need a database. It never asks anything.

    Example:
      refract init                       propose a refract.toml
      refract generate add_visit_notes   write what the last edit of schema.prisma needs

    Exit codes: 0 done, 1 error or refusal, 2 differences (check, status, diff --exit-code)
    --- exit 0
    ");
    for name in [
        "init",
        "generate",
        "check",
        "baseline",
        "diff",
        "apply",
        "status",
        "resolve",
        "targets",
        "hook",
        "completions",
    ] {
        let help = run(&sandbox, &[name, "--help"]);
        assert!(help.code == 0 && help.stdout.contains("\nExample") && help.stdout.contains("refract"), "{help}");
    }
    assert_eq!(run(&sandbox, &["--version"]).to_string(), format!("refract {}\n--- exit 0", env!("CARGO_PKG_VERSION")));
}

#[test]
fn bad_usage_is_an_error_like_any_other() {
    let sandbox = Sandbox::outside_git();
    for arguments in [&["bogus"][..], &["generate", "--nope"], &["diff", "--format", "xml"], &["generate", "a", "b"]] {
        let run = run(&sandbox, arguments);
        assert!(run.code == 1 && run.stdout.is_empty() && run.stderr.contains("--help"), "{arguments:?} {run}");
    }
}

#[test]
fn completions_are_printed() {
    let script = run(&Sandbox::outside_git(), &["completions", "zsh"]);
    assert!(script.code == 0 && script.stdout.starts_with("#compdef refract"), "{script}");
}

#[test]
fn everything_that_is_wrong_is_shown_at_its_place() {
    assert_snapshot!(run(&broken(), &["targets"]), @r"
    --- stderr
    error[R0212]: there is no type `Strin`
     --> schema.prisma:7:8
      |
    7 |   name Strin
      |        ^^^^^
      |
      = help: did you mean `String`?

    error[R0212]: there is no type `B`
     --> schema.prisma:8:8
      |
    8 |   b    B? @relation(fields: [x])
      |        ^
      |
      = help: declare it: `model B {` or `enum B {`

    error[R0102]: this is outside of any block
      --> schema.prisma:11:1
       |
    11 | nonsense
       | ^^^^^^^^
       |
       = help: put `//` before it if it is a comment; blocks start with model, enum, view, datasource or generator

    --- exit 1
    ");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let sandbox = broken();
    let colored = |arguments: &[&str], no_color: &str| {
        let mut command = command(&sandbox, "", arguments);
        command.env("NO_COLOR", no_color);
        ran(command).stderr.contains('\u{1b}')
    };
    assert!(!colored(&["targets"], ""));
    assert!(colored(&["targets", "--color", "always"], "1"));
    assert!(!colored(&["targets", "--color=never"], ""));
    assert!(colored(&["--color=always", "bogus"], ""));
    assert!(!colored(&["bogus"], "1"));
}

#[test]
fn nobody_has_to_read_to_the_end() {
    let sandbox = one_more_model();
    let mut command = command(&sandbox, "", &["diff", "--from", "empty", "--format", "sql"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

#[test]
fn outside_of_git_there_is_something_to_do() {
    let sandbox = Sandbox::outside_git();
    sandbox.models(&["A"]);
    assert_snapshot!(run(&sandbox, &["generate"]), @r"
    --- stderr
    error[R3009]: this folder is in no git repository
      help: say what to compare with: `--base` or `--from` with a .prisma file, a folder of them, or `empty`

    --- exit 1
    ");
    assert_eq!(run(&sandbox, &["generate", "--base", "empty"]).code, 0);
}

#[test]
fn an_empty_schema_is_no_crash() {
    let sandbox = Sandbox::outside_git();
    for text in [
        "",
        "\u{feff}",
        "\r\n",
        "datasource db {\n  provider = \"postgresql\"",
        "datasource db {\n\tprovider = \"postgresql\"\n}\n}\n\tä",
    ] {
        sandbox.write("schema.prisma", text);
        for arguments in [
            &["targets"][..],
            &["diff", "--from", "empty"],
            &["init"],
            &["diff", "--from", "empty", "--to", "schema.prisma"],
        ] {
            let run = run(&sandbox, arguments);
            assert!(matches!(run.code, 0 | 1) && !run.stderr.contains("panicked"), "{text:?} {arguments:?} {run}");
        }
    }
}

#[test]
fn a_schema_for_something_else_is_said_to_be_one() {
    let sandbox = Sandbox::repository();
    for (text, said) in [
        ("datasource db {\n  provider = \"postgresl\"\n}\n", "there is no provider `postgresl`"),
        ("datasource db {\n  provider = \"mysql\"\n}\n", "refract writes PostgreSQL only"),
        ("// use prisma-8\nmodel A {\n  id Int @id\n}\n", "in the language of Prisma 8"),
        ("model A {\n  id Int @id\n}\n", "the schema has no datasource"),
    ] {
        sandbox.write("prisma/schema.prisma", text);
        for command in ["generate", "diff", "targets", "init", "baseline"] {
            let ran = run(&sandbox, &[command]);
            assert!(ran.code == 1 && ran.stderr.contains(said), "{command}: {ran}");
        }
    }
    assert_eq!(super::files(&sandbox), ["prisma/schema.prisma"]);
}

#[test]
fn an_address_of_a_database_is_never_printed() {
    let sandbox = Sandbox::repository();
    for line in ["url = \"postgresql://me:geheim@host/db", "provider = \"postgresql://me:geheim@host/db\""] {
        sandbox.write("prisma/schema.prisma", format!("datasource db {{\n  {line}\n}}\n"));
        let ran = run(&sandbox, &["diff"]);
        assert!(ran.stderr.contains("postgresql://***") && !ran.to_string().contains("geheim"), "{ran}");
    }
}

#[test]
fn no_more_is_shown_of_a_kind_than_somebody_would_read() {
    let sandbox = Sandbox::outside_git();
    let fields: String = (0..300).map(|number| format!("  f{number} Strng\n")).collect();
    sandbox.write("schema.prisma", format!("{DATASOURCE}model A {{\n  id Int @id\n{fields}}}\n"));
    let shown = run(&sandbox, &["diff", "--from", "empty", "--to", "schema.prisma"]);
    assert_eq!(shown.stderr.matches("error[R0212]").count(), 100);
    assert!(shown.stderr.contains("200 more errors are not shown"), "{shown}");
}
