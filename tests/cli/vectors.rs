//! What `generate` says about vectors: the memory that a build takes, and another length.

use insta::assert_snapshot;

use super::{Run, TWO_TARGETS, generate, run, two_schemas};
use crate::support_git::Sandbox;

const EMBEDDING: &str = "  embedding Unsupported(\"vector(1536)\")?";

/// Two targets with an embedding that has no index yet, and what becomes of it.
fn edited(toml: &str, before: &str, after: &str) -> Sandbox {
    let sandbox = Sandbox::repository();
    sandbox.write("refract.toml", toml).write("prisma/schema.prisma", two_schemas("", before));
    sandbox.commit("one");
    sandbox.write("prisma/schema.prisma", two_schemas("", after));
    sandbox
}

fn with_index(directive: &str) -> String {
    format!("  /// @refract.{directive}\n{EMBEDDING}")
}

fn without_index() -> String {
    with_index("noIndex")
}

/// What goes to stderr.
fn said(run: &Run) -> &str {
    assert_eq!(run.code, 0, "{run}");
    &run.stderr
}

#[test]
fn a_build_that_does_not_fit_is_told() {
    let sandbox = edited(TWO_TARGETS, &without_index(), &with_index("hnsw(m: 16)"));
    assert_eq!(said(&generate(&sandbox, &["--dry-run"])), "\nNext: without --dry-run this is written\n");
    assert_snapshot!(said(&generate(&sandbox, &["--dry-run", "--rows", "Note=1_000_000"])), @r#"
    warning[R2006]: pgvector: ai.notes_embedding_idx takes 6.4 GB to build (1,000,000 rows of 6,859 bytes, m = 16, ef_construction = 64) and maintenance_work_mem is 64 MB: the rest is built on disk, many times slower
      help: if the machine has it, run this file with PGOPTIONS="-c maintenance_work_mem=7GB" before psql; for Prisma, ALTER ROLE ... SET maintenance_work_mem = '7GB' first; in a container give it as much --shm-size. Where the database has it already, write maintenance_work_mem = "7GB" in [targets.pgvector]; halfvec, or a smaller m, takes less


    Next: without --dry-run this is written
    "#);
    let few = generate(&sandbox, &["--dry-run", "--rows", "Note=9000"]);
    assert!(!said(&few).contains("R2006"), "{few}");

    let rich = TWO_TARGETS.replace("extensions = [", "maintenance_work_mem = \"7GB\"\nextensions = [");
    let sandbox = edited(&rich, &without_index(), &with_index("hnsw(m: 16)"));
    let fits = generate(&sandbox, &["--dry-run", "--rows", "Note=1000000"]);
    assert!(!said(&fits).contains("R2006"), "{fits}");
    let more = generate(&sandbox, &["--dry-run", "--rows", "Note=2000000"]);
    assert!(said(&more).contains("maintenance_work_mem is 7 GB"), "{more}");
}

#[test]
fn ivfflat_is_told_to_fail() {
    let sandbox = edited(TWO_TARGETS, &without_index(), &with_index("ivfflat(lists: 1000)"));
    assert_snapshot!(said(&generate(&sandbox, &["--dry-run", "--rows", "Note=1000000"])), @r#"
    warning[R2006]: pgvector: ai.notes_embedding_idx takes 506 MB to build (1,000,000 rows, lists = 1000) and maintenance_work_mem is 64 MB: pgvector refuses to build it
      help: if the machine has it, run this file with PGOPTIONS="-c maintenance_work_mem=510MB" before psql; for Prisma, ALTER ROLE ... SET maintenance_work_mem = '510MB' first; in a container give it as much --shm-size. Where the database has it already, write maintenance_work_mem = "510MB" in [targets.pgvector]; fewer lists take less


    Next: without --dry-run this is written
    "#);
}

#[test]
fn rows_may_stand_in_the_schema() {
    let sandbox = edited(TWO_TARGETS, &without_index(), &with_index("hnsw"));
    let schema = two_schemas("", &with_index("hnsw")).replace("model Note", "/// @refract.rows(50_000)\nmodel Note");
    sandbox.write("prisma/schema.prisma", schema);
    let told = generate(&sandbox, &["--dry-run"]);
    assert!(said(&told).contains("(50,000 rows of"), "{told}");
    let less = generate(&sandbox, &["--dry-run", "--rows", "Note=10"]);
    assert!(!said(&less).contains("R2006"), "{less}");
}

#[test]
fn nothing_is_in_what_is_new() {
    let sandbox = edited(TWO_TARGETS, "", &with_index("hnsw"));
    let told = generate(&sandbox, &["--dry-run", "--rows", "Note=1000000"]);
    assert!(!said(&told).contains("R2006"), "{told}");
}

#[test]
fn rows_of_nothing_are_an_error() {
    let sandbox = edited(TWO_TARGETS, "", "");
    for rows in ["Nothing=5", "Note", "Note=many"] {
        let run = run(&sandbox, &["generate", "--rows", rows]);
        assert!(run.stderr.contains("error[R2007]") && run.stderr.contains("--rows Model=1000000"), "{run}");
        assert_eq!(run.code, 1);
    }
}

#[test]
fn another_length_is_refused_with_ways_out() {
    let sandbox = edited(TWO_TARGETS, EMBEDDING, &EMBEDDING.replace("1536", "768"));
    assert_snapshot!(generate(&sandbox, &[]), @r#"
    --- stderr
    error[R4001]: on pgvector, data would be lost: ai.notes.embedding
      help: pgvector cannot turn a vector of one length into one of another: they have to be computed again. Either add a field of the new type beside the old one, fill it, and remove the old one in a later migration; or say what becomes of each vector, /// @refract.using("subvector(embedding, 1, 256)"); or, where the table is empty or the vectors may go, add --allow-destructive

    --- exit 1
    "#);
    let emptied = generate(&sandbox, &["--allow-destructive", "--dry-run"]);
    assert!(emptied.code == 0 && emptied.stdout.contains("-- Loses:     ai.notes.embedding"), "{emptied}");

    let said = format!("  /// @refract.using(\"subvector(embedding, 1, 768)\")\n{}", EMBEDDING.replace("1536", "768"));
    sandbox.write("prisma/schema.prisma", two_schemas("", &said));
    let cut = generate(&sandbox, &["--dry-run"]);
    assert!(cut.code == 0 && cut.stdout.contains("TYPE vector(768) USING (subvector(embedding, 1, 768))"), "{cut}");
}

#[test]
fn an_index_that_prisma_would_drop_is_told_where_prisma_keeps_the_history() {
    let after = "  /// @refract.hnsw(name: \"by_angle\")\n  embedding Unsupported(\"vector(3)\")?\n  half Unsupported(\"halfvec(3)\")?\n  \
                 /// @refract.hnsw(as: \"bit\")\n  long Unsupported(\"vector(3)\")?\n\n  @@index([half])";
    let sandbox = edited(TWO_TARGETS, "", after);
    assert!(!said(&generate(&sandbox, &["--dry-run"])).contains("R4011"));
    sandbox.write("migrations/pgvector/migration_lock.toml", "provider = \"postgresql\"\n");
    assert_snapshot!(said(&generate(&sandbox, &["--dry-run"])), @r#"
    note[R4011]: pgvector: schema.prisma does not have the index by_angle, so `prisma migrate dev` and `prisma db push` drop it
      --> prisma/schema.prisma:17:3
       |
    17 |   embedding Unsupported("vector(3)")?
       |   ^^^^^^^^^
       |
       = help: write @@index([embedding], map: "by_angle") in Note, with the directive above it, if there is one


    Next: without --dry-run this is written
    "#);
}

/// A history whose first file refract wrote, with an index of a directive.
fn with_history(by_hand: &str) -> Sandbox {
    let sandbox = Sandbox::outside_git();
    sandbox.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    sandbox.write("prisma/schema.prisma", one_model("  /// @refract.hnsw\n"));
    assert_eq!(generate(&sandbox, &["one"]).code, 0);
    if !by_hand.is_empty() {
        sandbox.write("prisma/migrations/20270101000000_two/migration.sql", by_hand);
    }
    sandbox
}

fn one_model(directive: &str) -> String {
    format!(
        "datasource db {{\n  provider = \"postgresql\"\n}}\n\nmodel Note {{\n  id Int @id\n{directive}{EMBEDDING}\n}}\n"
    )
}

#[test]
fn with_a_history_only_no_index_drops_what_refract_made() {
    const BY_HAND: &str = "CREATE INDEX by_hand ON \"Note\" USING hnsw (embedding vector_l2_ops);\n";
    for by_hand in ["", BY_HAND] {
        let sandbox = with_history(by_hand);
        sandbox.write("prisma/schema.prisma", one_model(""));
        assert_eq!(run(&sandbox, &["check"]).code, 0, "without a directive it stays");
        sandbox.write("prisma/schema.prisma", one_model("  /// @refract.noIndex\n"));
        let check = run(&sandbox, &["check"]);
        assert_eq!(check.code, 2, "{check}");
        assert!(check.stdout.contains("index public.Note_embedding_idx exists in the migrations"), "{check}");
        assert!(!check.stdout.contains("by_hand"), "{check}");
        assert_eq!(generate(&sandbox, &["three"]).code, 0);
        assert_eq!(run(&sandbox, &["check"]).code, 0);
    }
}
