//! `refract baseline`.

use insta::assert_snapshot;

use super::{TWO_TARGETS, files, read, run, two_targets};
use crate::support_git::{Sandbox, schema};

fn baseline(sandbox: &Sandbox, arguments: &[&str]) -> super::Run {
    run(sandbox, &[&["baseline", "--date", "2026-01-28"], arguments].concat())
}

#[test]
fn one_target_gets_its_first_migration_and_a_new_base() {
    let sandbox = two_targets();
    assert_snapshot!(baseline(&sandbox, &["--target", "pgvector"]), @r#"
    pgvector: migrations/pgvector/20260128000000_baseline/migration.sql
        create schema ai
        create ai.notes (Note)

    refract.toml: base is "history" from now on, for what was written

    Next: commit the files, and run them on new databases; on one that has everything they change nothing:
      psql "$(echo "$LLM_DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f migrations/pgvector/20260128000000_baseline/migration.sql
    --- exit 0
    "#);
    let (head, tail) = TWO_TARGETS.split_once("[targets.pgvector]").unwrap();
    assert_eq!(
        read(&sandbox, "refract.toml"),
        format!("{head}[targets.pgvector]{}", tail.replace("\"git\"", "\"history\""))
    );
    assert_snapshot!(baseline(&sandbox, &[]), @r"
    --- stderr
    error[R5006]: pgvector has migrations already: 20260128000000_baseline
      help: a baseline is the first migration of a target; choose the targets that have none with `--target`, or move these elsewhere first

    --- exit 1
    ");
}

#[test]
fn all_targets_at_once() {
    let sandbox = two_targets();
    assert_snapshot!(baseline(&sandbox, &["start"]), @r#"
    main: prisma/migrations/20260128000000_start/migration.sql
        create schema app
        create app.patients (Patient)
    pgvector: migrations/pgvector/20260128000000_start/migration.sql
        create schema ai
        create ai.notes (Note)

    refract.toml: base is "history" from now on, for what was written

    Next: commit the files, and run them on new databases; on one that has everything they change nothing:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000000_start/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
      npx prisma migrate resolve --applied 20260128000000_start   # on a database that has everything
      psql "$(echo "$LLM_DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f migrations/pgvector/20260128000000_start/migration.sql
    --- exit 0
    "#);
    assert_eq!(read(&sandbox, "refract.toml"), TWO_TARGETS.replace("\"git\"", "\"history\""));
}

#[test]
fn without_refract_toml_it_says_what_the_base_is() {
    let sandbox = Sandbox::repository();
    sandbox.models(&["A"]);
    assert_snapshot!(baseline(&sandbox, &[]), @r#"
    default: prisma/migrations/20260128000000_baseline/migration.sql
        create schema public
        create public.A (A)

    Without refract.toml the base is the history where the folder has Prisma's migration_lock.toml, and git elsewhere; to say so yourself: `refract init`, and base = "history".

    Next: commit the files, and run them on new databases; on one that has everything they change nothing:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000000_baseline/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
      npx prisma migrate resolve --applied 20260128000000_baseline   # on a database that has everything
    --- exit 0
    "#);
}

#[test]
fn a_configuration_that_cannot_be_changed_stops_it() {
    let sandbox = Sandbox::repository();
    sandbox.write("schema.prisma", schema(&["A"]));
    sandbox.write("refract.toml", "schema = \"schema.prisma\"\n[targets]\nmain = { base = \"git\" }\n");
    let before = files(&sandbox);
    assert_snapshot!(baseline(&sandbox, &[]), @r#"
    --- stderr
    error[R1008]: refract.toml is written in a way that its base cannot be changed for you
      help: write base = "history" in [targets.main] yourself, and run this again; nothing was written

    --- exit 1
    "#);
    assert_eq!(files(&sandbox), before);
}
