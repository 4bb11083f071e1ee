//! Every type, number of dimensions, method and operator class: what pgvector refuses, refract has refused first, and
//! nothing else.

use crate::support::database::Database;
use crate::support::postgres::Server;

use super::try_state;

const METHODS: [&str; 2] = ["hnsw", "ivfflat"];

pub const CLASSES: [&str; 14] = [
    "vector_l2_ops",
    "vector_ip_ops",
    "vector_cosine_ops",
    "vector_l1_ops",
    "halfvec_l2_ops",
    "halfvec_ip_ops",
    "halfvec_cosine_ops",
    "halfvec_l1_ops",
    "sparsevec_l2_ops",
    "sparsevec_ip_ops",
    "sparsevec_cosine_ops",
    "sparsevec_l1_ops",
    "bit_hamming_ops",
    "bit_jaccard_ops",
];

const TYPES: [&str; 30] = [
    "vector",
    "vector(1)",
    "vector(2)",
    "vector(2000)",
    "vector(2001)",
    "vector(4000)",
    "vector(4001)",
    "vector(16000)",
    "halfvec",
    "halfvec(1)",
    "halfvec(2)",
    "halfvec(4000)",
    "halfvec(4001)",
    "sparsevec",
    "sparsevec(1)",
    "sparsevec(2)",
    "sparsevec(100000)",
    "bit",
    "bit(1)",
    "bit(2)",
    "bit(64000)",
    "bit(64001)",
    "bit varying(3)",
    "varbit",
    "VECTOR ( 3 )",
    "public.vector(3)",
    "Public.HalfVec(3)",
    "vector(3)[]",
    "sparsevec(3)[]",
    "bit(3)[]",
];

/// A column of each type to ask pgvector about, with the SQL of an index element.
fn pgvector_takes(database: &Database, column_type: &str, method: &str, element: &str) -> bool {
    let sql = format!(
        "BEGIN; CREATE TABLE asked (c {column_type}); CREATE INDEX ON asked USING {method} ({element}); ROLLBACK"
    );
    let mut session = database.connect();
    session.run("SET client_min_messages = error").unwrap();
    session.run(&sql).is_ok()
}

fn with_pgvector() -> Database {
    let database = Server::with_vector().database();
    database.run_as_one_query("CREATE EXTENSION vector").unwrap();
    database
}

/// The field and its `Unsupported(...)`, as Prisma has it.
fn field(column_type: &str) -> String {
    match column_type.strip_suffix("[]") {
        Some(element) => format!("Unsupported({element:?})[]"),
        None => format!("Unsupported({column_type:?})?"),
    }
}

#[test]
fn what_pgvector_refuses_is_refused_first() {
    let database = with_pgvector();
    let (mut taken, mut refused) = (0, 0);
    for column_type in TYPES {
        for method in METHODS {
            for class in CLASSES {
                let theirs = pgvector_takes(&database, column_type, method, &format!("c {class}"));
                let directive = format!("  /// @refract.{method}(ops: {class})\n  c {}", field(column_type));
                let ours = try_state(&directive);
                if let Err(failure) = &ours {
                    let found = failure.diagnostics.iter().next().unwrap();
                    let place = found.primary.as_ref().expect("a place");
                    assert_eq!(failure.texts.line_and_column(place.span).0, 7, "{directive}: at the directive");
                    assert!(found.help.is_some(), "{directive}: a way out");
                }
                assert_eq!(ours.is_ok(), theirs, "{column_type} {method} {class}");
                if theirs { taken += 1 } else { refused += 1 }
            }
        }
    }
    assert!(taken > 80 && refused > 500, "{taken} {refused}");
}

#[test]
fn what_pgvector_refuses_of_expressions_is_refused_first() {
    let database = with_pgvector();
    let casts = [
        "halfvec",
        "halfvec(3)",
        "sparsevec",
        "sparsevec(3)",
        "vector",
        "vector(3)",
        "bit",
        "bit(3)",
        "varbit(3)",
        "text",
    ];
    let mut taken = 0;
    for column_type in TYPES.iter().filter(|name| !name.contains("[]")) {
        let dimensions = column_type.trim_end_matches([' ', ')']).rsplit_once('(').map(|(_, number)| number.trim());
        for cast in casts {
            let written = match (cast.contains('('), dimensions) {
                (false, Some(number)) if cast != "text" => format!("{cast}({number})"),
                _ => cast.to_owned(),
            };
            let value = if cast.starts_with("bit") { "binary_quantize(c)" } else { "c" };
            for (method, class) in METHODS.iter().flat_map(|method| CLASSES.map(|class| (method, class))) {
                let directive =
                    format!("  /// @refract.{method}(ops: {class}, as: {cast:?})\n  c {}", field(column_type));
                let theirs =
                    || pgvector_takes(&database, column_type, method, &format!("({value}::{written}) {class}"));
                if try_state(&directive).is_ok() {
                    taken += 1;
                    assert!(theirs(), "{column_type} as {cast} {method} {class}");
                }
            }
        }
    }
    assert!(taken > 150, "{taken}");
}

#[test]
fn every_range_is_that_of_pgvector() {
    let database = with_pgvector();
    let asks = [
        ("hnsw", "m", "m", vec![1, 2, 32, 33, 100, 101]),
        ("hnsw", "efConstruction", "ef_construction", vec![3, 4, 31, 32, 1000, 1001]),
        ("ivfflat", "lists", "lists", vec![0, 1, 32768, 32769]),
    ];
    for (method, ours, theirs, values) in asks {
        for value in values {
            let element = format!("c vector_l2_ops) WITH ({theirs} = {value}");
            let taken = pgvector_takes(&database, "vector(3)", method, &element);
            let directive = format!(
                "  /// @refract.{method}(ops: vector_l2_ops, {ours}: {value})\n  c Unsupported(\"vector(3)\")?"
            );
            assert_eq!(try_state(&directive).is_ok(), taken, "{ours} {value}");
        }
    }
    for (m, ef_construction) in [(16, 32), (16, 31), (50, 99), (50, 100), (100, 199), (100, 200)] {
        let element = format!("c vector_l2_ops) WITH (m = {m}, ef_construction = {ef_construction}");
        let taken = pgvector_takes(&database, "vector(3)", "hnsw", &element);
        let directive = format!(
            "  /// @refract.hnsw(ops: vector_l2_ops, m: {m}, efConstruction: {ef_construction})\n  c Unsupported(\"vector(3)\")?"
        );
        assert_eq!(try_state(&directive).is_ok(), taken, "{m} {ef_construction}");
    }
}
