//! What Prisma's engine would do to the vector indexes of a database: `prisma migrate dev` and `db push` ask it just that.

use crate::diff::TARGET;
use crate::support::postgres::Server;
use crate::support::prisma::Engine;
use crate::support::schema::{empty, migration};

use super::config;

/// The statements that Prisma would run on the database that refract made of a schema.
fn changes(engine: &mut Engine, fields: &str, preview: &str) -> String {
    let generator =
        format!("generator client {{\n  provider = \"prisma-client\"\n  previewFeatures = [{preview}]\n}}\n");
    let text = generator + &super::schema(fields);
    let state = crate::support::schema::state(&text, &config())
        .unwrap_or_else(|failure| panic!("{}{fields}", crate::support::schema::words(&failure)));
    let database = Server::with_vector().database();
    let sql = migration(TARGET, &empty(&config()), &state).1;
    database.run_as_one_query(&sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
    let change = engine.sql_for_live(database.name(), &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let statements = change.lines().filter(|line| !line.is_empty() && !line.starts_with("--"));
    statements.collect::<Vec<_>>().join("\n")
}

const PARTIAL: &str = "\"partialIndexes\"";

/// What the README tells to write: Prisma leaves all of these alone.
const KEPT: [(&str, &str); 8] = [
    ("by default", "  c Unsupported(\"vector(3)\")\n\n  @@index([c])"),
    ("with a name", "  c Unsupported(\"halfvec(3)\")?\n\n  @@index([c], map: \"by_c\")"),
    (
        "several, with parameters",
        "  c Unsupported(\"vector(3)\")\n\n  @@index([c])\n  /// @refract.ivfflat(ops: vector_l2_ops, lists: 10)\n  \
         @@index([c], map: \"by_distance\")\n  /// @refract.hnsw(ops: vector_ip_ops, m: 24)\n  @@index([c], map: \"by_product\")",
    ),
    ("bits as a text", "  c String @db.Bit(3)\n\n  /// @refract.hnsw\n  @@index([c])"),
    (
        "an expression, on the field",
        "  /// @refract.hnsw(as: \"halfvec\", name: \"half\")\n  c Unsupported(\"vector(3)\")",
    ),
    ("bits of a vector, on the field", "  /// @refract.hnsw(as: \"bit\")\n  c Unsupported(\"vector(3)\")"),
    ("without dimensions, on the field", "  /// @refract.hnsw(as: \"vector(3)\")\n  c Unsupported(\"vector\")?"),
    (
        "a part, as Prisma has it",
        "  c Unsupported(\"vector(3)\")\n  d Boolean\n\n  /// @refract.hnsw(m: 24)\n  @@index([c], where: raw(\"d\"))",
    ),
];

/// What Prisma would do to these, which are not written that way.
const CHANGED: [(&str, &str, &str); 3] = [
    ("  /// @refract.hnsw\n  c Unsupported(\"vector(3)\")", PARTIAL, "DROP INDEX \"Note_c_idx\";"),
    ("  /// @refract.hnsw(where: \"id > 0\")\n  c Unsupported(\"vector(3)\")", PARTIAL, "DROP INDEX \"Note_c_idx\";"),
    // whatever the index: it takes every column of bits for another type
    ("  c Unsupported(\"bit(3)\")", "", "ALTER TABLE \"Note\" ALTER COLUMN \"c\" SET DATA TYPE bit(3);"),
];

#[test]
fn what_the_readme_tells_to_write_is_left_alone() {
    let mut engine = Engine::start(Server::with_vector());
    for (what, fields) in KEPT {
        assert_eq!(changes(&mut engine, fields, PARTIAL), "", "{what}");
    }
    let part_on_the_field = CHANGED[1].0;
    assert_eq!(
        changes(&mut engine, part_on_the_field, ""),
        "",
        "without the preview feature it sees no partial indexes"
    );
    for (fields, preview, statements) in CHANGED {
        assert_eq!(changes(&mut engine, fields, preview), statements, "{fields}");
    }
}
