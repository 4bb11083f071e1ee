//! The worked example, from init to the second migration.

use std::path::Path;

use insta::assert_snapshot;

use super::{files, generate, read, run};
use crate::support_git::Sandbox;

fn fixture(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/clinic").join(path)).unwrap()
}

fn clinic() -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox.write("refract.toml", fixture("refract.toml"));
    sandbox.write("prisma/schema.prisma", fixture("before/prisma/schema.prisma")).commit("one");
    sandbox.write("prisma/schema.prisma", fixture("after/prisma/schema.prisma"));
    sandbox
}

#[test]
fn one_edit_gives_two_files() {
    let sandbox = clinic();
    assert_snapshot!(generate(&sandbox, &["add_visit_notes"]), @r#"
    main: prisma/migrations/20260128000000_add_visit_notes/migration.sql
        add value escalated to public.review_state
        add practice_management.appointments.is_telehealth
        create index practice_management.appointments_is_telehealth_starts_at_idx
    pgvector: migrations/pgvector/20260128000000_add_visit_notes/migration.sql
        add value escalated to public.review_state
        create llm_assistant.visit_notes (VisitNote)
        add llm_assistant.messages.review
        create index llm_assistant.visit_notes_embedding_idx
        create index llm_assistant.visit_notes_encounter_id_created_at_idx
        create index llm_assistant.visit_notes_metadata_idx
        add foreign key visit_notes_author_id_fkey of llm_assistant.visit_notes

    Next: read what was written, commit it together with the schema, and run it:
      psql "$(echo "$DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f prisma/migrations/20260128000000_add_visit_notes/migration.sql
      npx prisma migrate deploy   # in place of psql, where Prisma keeps the ledger
      psql "$(echo "$LLM_DATABASE_URL" | sed -E 's/(schema|pgbouncer|connection_limit|pool_timeout)=[^&]*&?//g')" -v ON_ERROR_STOP=1 -f migrations/pgvector/20260128000000_add_visit_notes/migration.sql
    --- stderr
    warning[R2004]: pgvector: VisitNote (encounter_id) refers to Encounter, which is in another database: there is no foreign key
      help: no database can enforce it, so the application has to; `refract targets` lists all of these

    --- exit 0
    "#);
    let notes = read(&sandbox, "migrations/pgvector/20260128000000_add_visit_notes/migration.sql");
    let head: String =
        notes.lines().take_while(|line| line.starts_with("--")).map(|line| format!("{line}\n")).collect();
    assert_snapshot!(head, @"
    -- Migration: add_visit_notes
    -- Target:    pgvector
    -- Purpose:   Add value escalated to public.review_state; create llm_assistant.visit_notes (VisitNote);
    --            add llm_assistant.messages.review
    -- Note:      medical_records.encounters is in another database: llm_assistant.visit_notes.encounter_id has no foreign key
    -- Date:      2026-01-28
    -- Run with:  psql -v ON_ERROR_STOP=1 -f migration.sql, or prisma db execute
    -- Again:     harmless until the next migration of this target has run; after that use refract repair
    -- Checksum:  sha256 284cd9579f6724af
    ");
    sandbox.commit("two");
    let before = files(&sandbox);
    let again = generate(&sandbox, &["--base", "HEAD"]);
    assert!(
        again.stdout.contains("main: in sync since") && again.stdout.contains("pgvector: in sync since"),
        "{again}"
    );
    assert_eq!(files(&sandbox), before);
}

#[test]
fn what_is_proposed_for_it_is_taken() {
    let sandbox = clinic();
    sandbox.remove("refract.toml");
    assert_eq!(run(&sandbox, &["init", "-q"]).code, 0);
    let text = read(&sandbox, "refract.toml");
    assert!(text.contains("[targets.pgvector]\nschemas = [\"llm_assistant\"]"), "{text}");
    let targets = run(&sandbox, &["targets", "--format", "json"]);
    assert_eq!(targets.code, 0, "{targets}");
    assert!(
        targets.stdout.starts_with("{\n  \"version\": 1,\n  \"targets\": [\n    {\n      \"name\": \"main\""),
        "{targets}"
    );
}
