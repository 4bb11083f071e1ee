//! `[safety] online`: a change in several files.

use insta::assert_snapshot;

use super::{Sandbox, generate, read, run, without_differences};

const BEFORE: &str = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel Ward {\n  id Int @id\n}\n\nmodel Bed {\n  \
    id Int @id\n  wardId Int?\n  code String?\n}\n";
const AFTER: &str = "datasource db {\n  provider = \"postgresql\"\n}\n\nmodel Ward {\n  id Int @id\n  beds Bed[]\n}\n\n\
    model Bed {\n  id Int @id\n  ward Ward? @relation(fields: [wardId], references: [id])\n  wardId Int?\n  \
    code String @unique\n}\n";

fn sandbox(online: &str) -> Sandbox {
    let sandbox = Sandbox::repository();
    let config = format!(
        "schema = \"prisma/schema.prisma\"\n\n[targets.default]\nbase = \"history\"\n\n[safety]\nonline = \"{online}\"\n"
    );
    sandbox.write("refract.toml", config).write("prisma/schema.prisma", BEFORE);
    run(&sandbox, &["baseline", "--date", "2026-01-20"]);
    sandbox.commit("a first migration");
    sandbox.write("prisma/schema.prisma", AFTER);
    sandbox
}

#[test]
fn each_transaction_gets_a_file_of_its_own() {
    let sandbox = sandbox("full");
    assert_snapshot!(generate(&sandbox, &["code_beds", "--quiet"]), @"
    migrations/default/20260128000000_code_beds/migration.sql
    migrations/default/20260128000001_code_beds_build_bed_code_key/migration.sql
    migrations/default/20260128000002_code_beds_finish/migration.sql
    --- exit 0
    ");
    assert_snapshot!(run(&sandbox, &["check"]), @"
    default: in sync with its 4 migrations, up to 20260128000002_code_beds_finish
    --- exit 0
    ");
    assert_snapshot!(generate(&sandbox, &["--replace"]), @"
    default: 20260128000002_code_beds_finish does all that is new since its 4 migrations, up to 20260128000002_code_beds_finish
    --- stderr

    Next: nothing, until schema.prisma changes
    --- exit 0
    ");
    assert_snapshot!(without_differences(&generate(&sandbox, &["other", "--replace"]).to_string()), @r#"
    default: migrations/default/20260128000003_other/migration.sql
        refuse new NULLs in public.Bed.code
        count what public.Bed_code_key would not take
        add foreign key Bed_wardId_fkey of public.Bed
    default: migrations/default/20260128000004_other_build_bed_code_key/migration.sql
        create index public.Bed_code_key
    default: migrations/default/20260128000005_other_finish/migration.sql
        validate Bed_code_required of public.Bed
        validate Bed_wardId_fkey of public.Bed
        require public.Bed.code
        removed migrations/default/20260128000000_code_beds/migration.sql
        its timestamp is new, so that a database which has run the old file runs this one too
      --- migrations/default/20260128000000_code_beds/migration.sql
      +++ migrations/default/20260128000003_other/migration.sql
        removed migrations/default/20260128000001_code_beds_build_bed_code_key/migration.sql
      --- migrations/default/20260128000001_code_beds_build_bed_code_key/migration.sql
      +++ migrations/default/20260128000004_other_build_bed_code_key/migration.sql
        removed migrations/default/20260128000002_code_beds_finish/migration.sql
      --- migrations/default/20260128000002_code_beds_finish/migration.sql
      +++ migrations/default/20260128000005_other_finish/migration.sql

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f migrations/default/20260128000003_other/migration.sql
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f migrations/default/20260128000004_other_build_bed_code_key/migration.sql
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f migrations/default/20260128000005_other_finish/migration.sql
    --- stderr
    warning[R4002]: default: public.Bed.code becomes required: it fails, and changes nothing, while a row holds NULL
      help: look at the rows of every database of this target before it runs there

    warning[R4002]: default: public.Bed becomes unique: it fails, and changes nothing, on duplicates
      help: look at the rows of every database of this target before it runs there

    --- exit 0
    "#);
    let build = read(&sandbox, "migrations/default/20260128000004_other_build_bed_code_key/migration.sql");
    assert_snapshot!(build, @r#"
    -- Migration: other_build_bed_code_key
    -- Target:    default
    -- Purpose:   Create index public.Bed_code_key
    -- Part:      2 of 3, to be run one after the other
    -- Date:      2026-01-28
    -- Run with:  psql -v ON_ERROR_STOP=1 -f migration.sql, or prisma db execute
    -- Again:     harmless until the next migration of this target has run; after that use refract repair
    -- Checksum:  sha256 a067cdf12a239a56

    -- by itself, because CONCURRENTLY cannot run in a transaction; reads and writes go on meanwhile
    CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "Bed_code_key"
        ON public."Bed" (code);
    "#);
}

#[test]
fn indexes_alone_can_be_built_while_writes_go_on() {
    let sandbox = sandbox("indexes");
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    default: migrations/default/20260128000000_change_bed/migration.sql
        require public.Bed.code
        count what public.Bed_code_key would not take
        add foreign key Bed_wardId_fkey of public.Bed
    default: migrations/default/20260128000001_change_bed_build_bed_code_key/migration.sql
        create index public.Bed_code_key
    default: migrations/default/20260128000002_change_bed_check/migration.sql
        check what the files before have built

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f migrations/default/20260128000000_change_bed/migration.sql
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f migrations/default/20260128000001_change_bed_build_bed_code_key/migration.sql
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f migrations/default/20260128000002_change_bed_check/migration.sql
    --- stderr
    warning[R4002]: default: public.Bed.code becomes required: it fails, and changes nothing, while a row holds NULL
      help: look at the rows of every database of this target before it runs there

    warning[R4002]: default: public.Bed becomes unique: it fails, and changes nothing, on duplicates
      help: look at the rows of every database of this target before it runs there

    --- exit 0
    "#);
    assert_snapshot!(run(&sandbox, &["check"]), @"
    default: in sync with its 4 migrations, up to 20260128000002_change_bed_check
    --- exit 0
    ");
}

#[test]
fn the_plain_statements_are_those_of_all_files() {
    let sandbox = sandbox("full");
    assert_snapshot!(run(&sandbox, &["diff", "--format", "ddl"]), @r#"
    -- File 1 of 3

    ALTER TABLE public."Bed" ADD CONSTRAINT "Bed_code_required" CHECK (code IS NOT NULL) NOT VALID;

    ALTER TABLE public."Bed" ADD CONSTRAINT "Bed_wardId_fkey"
        FOREIGN KEY ("wardId") REFERENCES public."Ward" (id)
        ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

    -- File 2 of 3

    CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "Bed_code_key"
        ON public."Bed" (code);

    -- File 3 of 3

    ALTER TABLE public."Bed" VALIDATE CONSTRAINT "Bed_code_required";

    ALTER TABLE public."Bed" VALIDATE CONSTRAINT "Bed_wardId_fkey";

    ALTER TABLE public."Bed" ALTER COLUMN code SET NOT NULL;
    ALTER TABLE public."Bed" DROP CONSTRAINT "Bed_code_required";
    --- stderr
    warning[R4002]: default: public.Bed.code becomes required: it fails, and changes nothing, while a row holds NULL
      help: look at the rows of every database of this target before it runs there

    warning[R4002]: default: public.Bed becomes unique: it fails, and changes nothing, on duplicates
      help: look at the rows of every database of this target before it runs there

    --- exit 0
    "#);
}
