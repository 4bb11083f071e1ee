//! What is valid Prisma, and still cannot be one database, or the databases that the configuration names.

use refract::config::{self, Config};
use refract::diagnostic::Severity;

use crate::support::schema::{config_in, fixture, state};
use crate::support::snapshot::assert_snapshot;

const HEAD: &str = "datasource db {\n  provider = \"postgresql\"\n}\n\n";

fn configured(toml: &str) -> Config {
    config::parse("refract.toml", toml).into_result().unwrap_or_else(|failure| panic!("{:?}", failure.diagnostics))
}

/// Errors, warnings and notes of a schema, a line each: code, line of the schema, what is wrong, what to do.
fn found(schema: &str, config: &Config) -> String {
    let (texts, diagnostics) = match state(&format!("{HEAD}{schema}"), config) {
        Ok(state) => (state.texts, state.diagnostics),
        Err(failure) => (failure.texts, failure.diagnostics),
    };
    let line = |diagnostic: &refract::diagnostic::Diagnostic| {
        let at = diagnostic.primary.as_ref().map(|label| texts.line_and_column(label.span).0 - 4);
        let severity = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
        let help = diagnostic.help.as_ref().expect("every diagnostic says what to do");
        format!(
            "{} {severity} line {}: {}\n  {help}\n",
            diagnostic.code.as_str(),
            at.unwrap_or_default(),
            diagnostic.message
        )
    };
    diagnostics.iter().map(line).collect()
}

fn found_without_configuration(schema: &str) -> String {
    found(schema, &config_in(&fixture("none")))
}

#[test]
fn sql_that_reaches_beyond_its_place() {
    assert_snapshot(
        "refused",
        "sql_that_reaches_beyond_its_place",
        &found_without_configuration(
            r#"model Note {
  id   Int @id
  a    Int @default(dbgenerated("1); DROP TABLE x; --"))
  b    Unsupported("tsvector; DROP TABLE x")?
  c    Int

  @@index([c(ops: raw("int4_ops) WHERE (true"))])
}
"#,
        ),
    );
}

#[test]
fn names_that_postgresql_would_cut() {
    let long = "a".repeat(64);
    let found = found_without_configuration(&format!("model Note {{\n  id Int @id\n\n  @@map(\"{long}\")\n}}\n"));
    assert!(found.starts_with("R0702 warning line 1: the name of this table has 64 bytes"), "{found}");
}

#[test]
fn tables_and_indexes_of_one_name() {
    assert_snapshot(
        "refused",
        "tables_and_indexes_of_one_name",
        &found_without_configuration(
            r#"model Doctor {
  id    Int    @id
  rooms Room[]
}

model Room {
  id      Int      @id
  doctors Doctor[]
}

model Links {
  id Int @id

  @@map("_DoctorToRoom")
}

model Note {
  id        Int @id
  title     Int
  /// @refract.hnsw(name: "by_title")
  embedding Unsupported("vector(3)")

  @@index([title], map: "by_title")
}
"#,
        ),
    );
}

#[test]
fn vectors_that_no_index_can_hold() {
    assert_snapshot(
        "refused",
        "vectors_that_no_index_can_hold",
        &found_without_configuration(
            r#"model Note {
  id    Int @id
  kind  Int
  small Unsupported("vector(3)")
  big   Unsupported("vector(3072)")
  bare  Unsupported("vector")
  /// @refract.hnsw
  long  Unsupported("halfvec(4001)")

  @@index([big])
  @@index([bare])
  @@index([small, kind])
  @@unique([small])
  @@index([small(sort: Desc)], map: "sorted")
}
"#,
        ),
    );
}

#[test]
fn directives_that_pgvector_would_refuse() {
    assert_snapshot(
        "refused",
        "directives_that_pgvector_would_refuse",
        &found_without_configuration(
            r#"generator client {
  provider        = "prisma-client"
  previewFeatures = ["partialIndexes"]
}

model Note {
  id Int @id
  a  Unsupported("halfvec(3)")?         /// @refract.hnsw(ops: vector_l2_ops)
  b  Unsupported("vector(3)")?          /// @refract.ivfflat(ops: vector_l1_ops)
  c  Unsupported("vector(3072)")?       /// @refract.hnsw
  d  Unsupported("vector(5000)")?       /// @refract.hnsw(as: "halfvec")
  e  Unsupported("vector")?             /// @refract.hnsw(m: 24)
  f  Unsupported("vector(3)")?          /// @refract.hnsw(m: 40)
  g  Unsupported("vector(3)")?          /// @refract.hnsw(as: "halfvec(4)")
  h  Unsupported("vector(3)")?          /// @refract.hnsw(as: "vector")
  i  Unsupported("vector(3)")?          /// @refract.hnsw(as: "text")
  j  Unsupported("vector")?             /// @refract.hnsw(as: "bit")
  k  Unsupported("bit(64001)")?         /// @refract.hnsw
  m  Unsupported("vector(1)")?          /// @refract.ivfflat
  n  Unsupported("vector(3)")[]         /// @refract.hnsw
  o  Unsupported("sparsevec(3)")?
  p  Unsupported("vector(3)")?          /// @refract.hnsw(where: "p IS NOT NULL)")
  q  Unsupported("sparsevec(3)")?       /// @refract.hnsw(as: "bit")
  r  Unsupported("bit(3)")?             /// @refract.hnsw(as: "vector")

  /// @refract.ivfflat
  @@index([o])
  @@index([p(ops: raw("halfvec_l2_ops"))])
  /// @refract.hnsw(as: "halfvec")
  @@index([p], map: "half")
  /// @refract.hnsw(where: "id > 0")
  @@index([g], map: "both", where: raw("id > 1"))
}
"#,
        ),
    );
}

#[test]
fn the_configuration_and_a_directive_are_looked_at_together() {
    let config = configured("[targets.all]\nextensions = [\"vector\"]\n\n[vector]\nm = 8\nef_construction = 200\n");
    let model = |directive: &str| {
        format!("model Note {{\n  id Int @id\n  a  Unsupported(\"vector(3)\")? /// {directive}\n}}\n")
    };
    assert_eq!(found(&model("@refract.hnsw(m: 100)"), &config), "");
    let found = found(&model("@refract.hnsw(efConstruction: 15)"), &config);
    assert!(
        found.starts_with("R0606 error line 3: `efConstruction` is 15, less than twice `m`, which is 8"),
        "{found}"
    );
}

#[test]
fn a_vector_that_goes_without_the_default_index_is_a_warning() {
    let config = configured("[targets.all]\nextensions = [\"vector\"]\n");
    let found = found("model Note {\n  id  Int @id\n  big Unsupported(\"vector(3072)\")\n}\n", &config);
    assert!(found.starts_with("R0706 warning line 3: the vector column `big` cannot be indexed"), "{found}");
}

#[test]
fn models_that_no_target_takes_or_can_hold() {
    let config = configured(
        "[targets.main]\nmodels = [\"Note*\"]\n\n[targets.search]\nmodels = [\"Vector\"]\nextensions = [\"vector\"]\n",
    );
    assert_snapshot(
        "refused",
        "models_that_no_target_takes_or_can_hold",
        &found(
            r#"model Notes {
  id   Int    @id
  name String @db.Citext
  v    Unsupported("vector(3)")
  t    String

  @@index([t(ops: raw("gin_trgm_ops"))], type: Gin)
}

model Lost {
  id Int @id
}

/// @refract.targets("main", "serach")
model Typo {
  id Int @id
}

model Vector {
  id Int @id
  v  Unsupported("vector(3)")
}
"#,
            &config,
        ),
    );
}
