//! What an index can have: <https://www.postgresql.org/docs/18/sql-createindex.html>, `sql-alterindex.html`, pgvector's README.

use super::element::{Column, Element, Needs, element};

const VECTOR: &[(&str, &str)] = &[("v", "Unsupported(\"vector(3)\")?")];
const WITH_VECTOR: &str = "  extensions = [vector]\n";
const K_INDEX: &[&str] = &["@@index([k])"];
const K_UNIQUE: &[(&str, &str)] = &[("k", "String @unique")];

/// An index on a column of vectors, which comes with it.
const fn vector(name: &'static str, called: &'static str, sql: &'static str) -> Element {
    element(name, called, sql).about(Column::V).needs(Needs::Pgvector).fields(VECTOR)
}

pub const ELEMENTS: &[Element] = &[
    element("partial index", "T_k_some", r#"CREATE INDEX "T_k_some" ON "T" ("k") WHERE "k" <> 'gone';"#),
    element("partial index over another column", "T_n_some", r#"CREATE INDEX "T_n_some" ON "T" ("n") WHERE "k" <> 'gone';"#),
    element(
        "partial index over an enum",
        "T_n_happy",
        r#"CREATE INDEX "T_n_happy" ON "T" ("n") WHERE "mood" = 'A';"#,
    )
    .about(Column::Mood),
    element("partial unique index", "T_k_live", r#"CREATE UNIQUE INDEX "T_k_live" ON "T" ("k") WHERE "n" IS NOT NULL;"#),
    element(
        "partial unique index for @unique",
        "T_k_key",
        r#"CREATE UNIQUE INDEX "T_k_key" ON "T" ("k") WHERE "k" <> 'gone';"#,
    )
    .fields(K_UNIQUE),
    element("index on an expression", "T_k_lower", r#"CREATE INDEX "T_k_lower" ON "T" (lower("k"));"#),
    element("unique index on an expression", "T_k_once", r#"CREATE UNIQUE INDEX "T_k_once" ON "T" (lower("k"));"#),
    element("index on a column and an expression", "T_n_k", r#"CREATE INDEX "T_n_k" ON "T" ("n", (upper("k")));"#),
    element(
        "index on an expression with SET STATISTICS",
        "T_k_measured",
        r#"CREATE INDEX "T_k_measured" ON "T" (lower("k")); ALTER INDEX "T_k_measured" ALTER COLUMN 1 SET STATISTICS 500;"#,
    ),
    element("INCLUDE", "T_k_with", r#"CREATE INDEX "T_k_with" ON "T" ("k") INCLUDE ("n");"#),
    element("INCLUDE of the column", "T_n_with", r#"CREATE INDEX "T_n_with" ON "T" ("n") INCLUDE ("k");"#),
    element("INCLUDE for @@index", "T_k_idx", r#"CREATE INDEX "T_k_idx" ON "T" ("k") INCLUDE ("n");"#).lines(K_INDEX),
    element("INCLUDE for @unique", "T_k_key", r#"CREATE UNIQUE INDEX "T_k_key" ON "T" ("k") INCLUDE ("n");"#).fields(K_UNIQUE),
    element(
        "NULLS NOT DISTINCT",
        "T_n_one",
        r#"CREATE UNIQUE INDEX "T_n_one" ON "T" ("n", "k") NULLS NOT DISTINCT;"#,
    ),
    element(
        "NULLS NOT DISTINCT for @unique",
        "T_n_key",
        r#"CREATE UNIQUE INDEX "T_n_key" ON "T" ("n") NULLS NOT DISTINCT;"#,
    )
    .about(Column::N)
    .fields(&[("n", "Int? @unique")]),
    element("COLLATE of an index", "T_k_c", r#"CREATE INDEX "T_k_c" ON "T" ("k" COLLATE "C");"#),
    element("COLLATE for @@index", "T_k_idx", r#"CREATE INDEX "T_k_idx" ON "T" ("k" COLLATE "C");"#).lines(K_INDEX),
    element("NULLS FIRST", "T_n_nulls", r#"CREATE INDEX "T_n_nulls" ON "T" ("n" NULLS FIRST);"#).about(Column::N),
    element("NULLS FIRST for @@index", "T_n_idx", r#"CREATE INDEX "T_n_idx" ON "T" ("n" ASC NULLS FIRST);"#)
        .about(Column::N)
        .lines(&["@@index([n])"]),
    element("DESC NULLS LAST for @@index", "T_n_idx", r#"CREATE INDEX "T_n_idx" ON "T" ("n" DESC NULLS LAST);"#)
        .about(Column::N)
        .lines(&["@@index([n(sort: Desc)])"]),
    element("text_pattern_ops", "T_k_like", r#"CREATE INDEX "T_k_like" ON "T" ("k" text_pattern_ops);"#),
    element("text_pattern_ops for @@index", "T_k_idx", r#"CREATE INDEX "T_k_idx" ON "T" ("k" text_pattern_ops);"#).lines(K_INDEX),
    element(
        "operator class with parameters",
        "T_k_near",
        r#"CREATE EXTENSION ltree; CREATE INDEX "T_k_near" ON "T" USING gist (text2ltree("k") gist_ltree_ops (siglen = 100));"#,
    )
    .needs(Needs::Contrib),
    element("operator class of an extension", "T_k_trgm", r#"CREATE EXTENSION pg_trgm; CREATE INDEX "T_k_trgm" ON "T" USING gin ("k" gin_trgm_ops);"#)
        .needs(Needs::Contrib),
    element("fillfactor of an index", "T_k_loose", r#"CREATE INDEX "T_k_loose" ON "T" ("k") WITH (fillfactor = 70);"#),
    element("fillfactor for @@index", "T_k_idx", r#"CREATE INDEX "T_k_idx" ON "T" ("k") WITH (fillfactor = 70);"#).lines(K_INDEX),
    element(
        "fillfactor by ALTER INDEX for @unique",
        "T_k_key",
        r#"CREATE UNIQUE INDEX "T_k_key" ON "T" ("k"); ALTER INDEX "T_k_key" SET (fillfactor = 60);"#,
    )
    .fields(K_UNIQUE),
    element("deduplicate_items", "T_k_each", r#"CREATE INDEX "T_k_each" ON "T" ("k") WITH (deduplicate_items = off);"#),
    element(
        "deduplicate_items for @@index",
        "T_k_idx",
        r#"CREATE INDEX "T_k_idx" ON "T" ("k") WITH (deduplicate_items = off);"#,
    )
    .lines(K_INDEX),
    element("hash with fillfactor", "T_k_hash", r#"CREATE INDEX "T_k_hash" ON "T" USING hash ("k") WITH (fillfactor = 60);"#),
    element("brin with pages_per_range", "T_n_brin", r#"CREATE INDEX "T_n_brin" ON "T" USING brin ("n") WITH (pages_per_range = 32);"#)
        .about(Column::N),
    element(
        "brin with pages_per_range for @@index",
        "T_n_idx",
        r#"CREATE INDEX "T_n_idx" ON "T" USING brin ("n") WITH (pages_per_range = 32, autosummarize = on);"#,
    )
    .about(Column::N)
    .lines(&["@@index([n], type: Brin)"]),
    element("gin on to_tsvector", "T_k_words", r#"CREATE INDEX "T_k_words" ON "T" USING gin (to_tsvector('english', "k"));"#),
    element(
        "gin with fastupdate",
        "T_k_slow",
        r#"CREATE INDEX "T_k_slow" ON "T" USING gin (to_tsvector('simple', "k")) WITH (fastupdate = off, gin_pending_list_limit = 128);"#,
    ),
    element(
        "gist with buffering",
        "T_n_range",
        r#"CREATE INDEX "T_n_range" ON "T" USING gist (int4range("n", "n" + 1)) WITH (buffering = on);"#,
    )
    .about(Column::N)
    .retyped(&[("int4range(\"n\", \"n\" + 1)", "int8range(\"n\", \"n\" + 1)")]),
    element("partial index with a function of integers", "T_k_letter", r#"CREATE INDEX "T_k_letter" ON "T" ("k") WHERE "k" > chr("n");"#)
        .about(Column::N)
        .retyped(&[("chr(\"n\")", "chr(\"n\"::integer)")]),
    element("spgist", "T_k_sp", r#"CREATE INDEX "T_k_sp" ON "T" USING spgist ("k" text_ops) WHERE "n" > 0;"#),
    element("bloom of an extension", "T_k_bloom", r#"CREATE EXTENSION bloom; CREATE INDEX "T_k_bloom" ON "T" USING bloom ("k");"#)
        .needs(Needs::Contrib),
    element("TABLESPACE of an index", "T_k_there", r#"CREATE INDEX "T_k_there" ON "T" ("k") TABLESPACE zoo_space;"#),
    element("TABLESPACE for @@index", "T_k_idx", r#"CREATE INDEX "T_k_idx" ON "T" ("k") TABLESPACE zoo_space;"#).lines(K_INDEX),
    element("CLUSTER for @@index", "T_k_idx", r#"CREATE INDEX "T_k_idx" ON "T" ("k"); ALTER TABLE "T" CLUSTER ON "T_k_idx";"#).lines(K_INDEX),
    element("CLUSTER on one by hand", "T_k_sorted", r#"CREATE INDEX "T_k_sorted" ON "T" ("k" COLLATE "C"); CLUSTER "T" USING "T_k_sorted";"#),
    element(
        "REPLICA IDENTITY for @unique",
        "T_k_key",
        r#"CREATE UNIQUE INDEX "T_k_key" ON "T" ("k"); ALTER TABLE "T" REPLICA IDENTITY USING INDEX "T_k_key";"#,
    )
    .fields(K_UNIQUE),
    element("comment for @@index", "T_k_idx", r#"CREATE INDEX "T_k_idx" ON "T" ("k"); COMMENT ON INDEX "T_k_idx" IS 'for the search';"#)
        .lines(K_INDEX),
    element(
        "comment on one by hand",
        "T_k_noted",
        r#"CREATE INDEX "T_k_noted" ON "T" ("k" DESC NULLS LAST); COMMENT ON INDEX "T_k_noted" IS 'by hand';"#,
    ),
    element("DEPENDS ON EXTENSION", "T_k_needs", r#"CREATE INDEX "T_k_needs" ON "T" (lower("k")); ALTER INDEX "T_k_needs" DEPENDS ON EXTENSION plpgsql;"#),
    element(
        "invalid index",
        "T_k_broken",
        r#"CREATE UNIQUE INDEX "T_k_broken" ON "T" ("k" text_pattern_ops); UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"T_k_broken"'::regclass;"#,
    ),
    element(
        "unique index that is there twice",
        "T_k_again",
        r#"CREATE UNIQUE INDEX "T_k_key" ON "T" ("k"); CREATE UNIQUE INDEX "T_k_again" ON "T" ("k");"#,
    )
    .fields(K_UNIQUE),
    element(
        "index that is there twice",
        "T_k_again",
        r#"CREATE INDEX "T_k_idx" ON "T" ("k"); CREATE INDEX "T_k_again" ON "T" ("k");"#,
    )
    .lines(K_INDEX),
    element("comment on the key's index", "T_pkey", r#"COMMENT ON INDEX "T_pkey" IS 'the key';"#).about(Column::Id),
    vector(
        "hnsw",
        "T_v_hnsw",
        r#"CREATE EXTENSION vector; ALTER TABLE "T" ADD COLUMN "v" vector(3); CREATE INDEX "T_v_hnsw" ON "T" USING hnsw ("v" vector_cosine_ops);"#,
    ),
    vector(
        "hnsw with parameters",
        "T_v_wide",
        r#"CREATE EXTENSION vector; ALTER TABLE "T" ADD COLUMN "v" vector(3); CREATE INDEX "T_v_wide" ON "T" USING hnsw ("v" vector_l2_ops) WITH (m = 24, ef_construction = 100);"#,
    ),
    vector(
        "ivfflat",
        "T_v_lists",
        r#"CREATE EXTENSION vector; ALTER TABLE "T" ADD COLUMN "v" vector(3); CREATE INDEX "T_v_lists" ON "T" USING ivfflat ("v" vector_ip_ops) WITH (lists = 10);"#,
    ),
    vector(
        "two vector indexes on a column",
        "T_v_second",
        r#"CREATE EXTENSION vector; ALTER TABLE "T" ADD COLUMN "v" vector(3); CREATE INDEX "T_v_first" ON "T" USING hnsw ("v" vector_cosine_ops); CREATE INDEX "T_v_second" ON "T" USING hnsw ("v" vector_l1_ops);"#,
    ),
    vector(
        "partial hnsw",
        "T_v_some",
        r#"CREATE EXTENSION vector; ALTER TABLE "T" ADD COLUMN "v" vector(3); CREATE INDEX "T_v_some" ON "T" USING hnsw ("v" vector_cosine_ops) WHERE "n" > 0;"#,
    ),
    vector(
        "hnsw on a cast",
        "T_v_half",
        r#"CREATE EXTENSION vector; ALTER TABLE "T" ADD COLUMN "v" vector(3); CREATE INDEX "T_v_half" ON "T" USING hnsw ((("v")::halfvec(3)) halfvec_cosine_ops);"#,
    ),
    vector(
        "hnsw on binary_quantize",
        "T_v_bits",
        r#"CREATE EXTENSION vector; ALTER TABLE "T" ADD COLUMN "v" vector(3); CREATE INDEX "T_v_bits" ON "T" USING hnsw ((binary_quantize("v")::bit(3)) bit_hamming_ops);"#,
    ),
    vector(
        "comment on hnsw",
        "T_v_noted",
        r#"CREATE EXTENSION vector; ALTER TABLE "T" ADD COLUMN "v" vector(3); CREATE INDEX "T_v_noted" ON "T" USING hnsw ("v" vector_cosine_ops); COMMENT ON INDEX "T_v_noted" IS 'by hand';"#,
    ),
    vector(
        "hnsw, the extension in the datasource",
        "T_v_listed",
        r#"CREATE EXTENSION vector; ALTER TABLE "T" ADD COLUMN "v" vector(3); CREATE INDEX "T_v_listed" ON "T" USING hnsw ("v" vector_cosine_ops);"#,
    )
    .datasource(WITH_VECTOR),
];
