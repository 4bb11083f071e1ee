//! What refract writes for a vector index is built, used by queries, built again, changed, and read back from the
//! migrations.

use refract::physical::Database as PhysicalDatabase;
use refract::replay::{self, settle};
use refract::state::State;
use refract::text::Texts;
use refract::{diff, pgvector};

use super::verdicts::CLASSES;
use super::{config, state, try_state};
use crate::diff::TARGET;
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{empty, migration};

/// One index: the column, what the directive says of it, and how a query has to be written to use it.
struct Trial {
    column_type: &'static str,
    method: &'static str,
    class: &'static str,
    as_type: Option<&'static str>,
    /// What the query orders by, with `c` for the column and `X` for a vector to compare with.
    compared: &'static str,
}

const PLAIN: [&str; 4] = ["vector(3)", "halfvec(3)", "sparsevec(3)", "bit(3)"];

/// Column, `as`, and the expression that a query orders by.
const EXPRESSIONS: [(&str, &str, &str); 9] = [
    ("vector(3)", "halfvec", "c::halfvec(3) ? X::halfvec(3)"),
    ("vector(3)", "sparsevec", "c::sparsevec(3) ? X::vector(3)::sparsevec(3)"),
    ("vector(3)", "bit", "binary_quantize(c)::bit(3) ? binary_quantize(X::vector(3))"),
    ("halfvec(3)", "vector", "c::vector(3) ? X::vector(3)"),
    ("halfvec(3)", "bit", "binary_quantize(c)::bit(3) ? binary_quantize(X::halfvec(3))"),
    ("sparsevec(3)", "halfvec", "c::halfvec(3) ? X::halfvec(3)"),
    ("vector", "vector(3)", "c::vector(3) ? X::vector(3)"),
    ("vector", "bit(3)", "binary_quantize(c)::bit(3) ? binary_quantize(X::vector(3))"),
    ("sparsevec", "sparsevec(3)", "c::sparsevec(3) ? X::vector(3)::sparsevec(3)"),
];

fn operator(class: &str) -> &'static str {
    match class.trim_end_matches("_ops").rsplit_once('_').unwrap().1 {
        "l2" => "<->",
        "ip" => "<#>",
        "cosine" => "<=>",
        "l1" => "<+>",
        "hamming" => "<~>",
        "jaccard" => "<%>",
        other => panic!("{other}"),
    }
}

/// All of them that refract takes.
fn trials() -> Vec<Trial> {
    let plain = PLAIN.iter().map(|&column_type| {
        let compared = if column_type.starts_with("bit") { "c ? B'101'" } else { "c ? X" };
        (column_type, None, compared)
    });
    let expressions =
        EXPRESSIONS.iter().map(|&(column_type, as_type, compared)| (column_type, Some(as_type), compared));
    let mut trials = Vec::new();
    for (column_type, as_type, compared) in plain.chain(expressions) {
        for (method, class) in ["hnsw", "ivfflat"].iter().flat_map(|&method| CLASSES.map(|class| (method, class))) {
            let trial = Trial { column_type, method, class, as_type, compared };
            if try_state(&trial.field("")).is_ok() {
                trials.push(trial);
            }
        }
    }
    trials
}

impl Trial {
    fn field(&self, more: &str) -> String {
        let Trial { column_type, method, class, as_type, .. } = self;
        let as_type = as_type.map(|name| format!(", as: {name:?}")).unwrap_or_default();
        format!("  /// @refract.{method}(ops: {class}{as_type}{more})\n  c Unsupported({column_type:?})?")
    }

    fn rows(&self) -> String {
        let value = match self.column_type.split('(').next().unwrap() {
            "bit" => "(i % 8)::bit(3)",
            "sparsevec" => "format('{1:%s,3:%s}/3', i, i % 7 + 1)::sparsevec",
            _ => "format('[%s,%s,%s]', i, -i, i % 7)::vector",
        };
        format!("INSERT INTO \"Note\" SELECT i, {value} FROM generate_series(1, 50) i")
    }

    /// What the planner does with the query that the index is for.
    fn plan(&self, database: &Database) -> String {
        let value = if self.column_type.starts_with("sparsevec") && self.as_type.is_none() {
            "'{1:1,3:2}/3'"
        } else {
            "'[1,-2,3]'"
        };
        let order = self.compared.replace('?', operator(self.class)).replace('X', value);
        let mut session = database.connect();
        session.run("SET enable_seqscan = off").unwrap();
        session.run(&format!("EXPLAIN (COSTS OFF) SELECT id FROM \"Note\" ORDER BY {order} LIMIT 5")).unwrap()
    }
}

/// What the migrations say, in the words of the schema.
fn read_back(files: &[&str], meant: &State) -> PhysicalDatabase {
    let mut texts = Texts::default();
    for (at, sql) in files.iter().enumerate() {
        texts.add(format!("{at}.sql"), *sql);
    }
    let done = replay::replay(PhysicalDatabase::default(), &texts);
    assert!(!done.diagnostics.has_errors(), "{:?}", done.diagnostics);
    settle(done.database, &meant.projected_on(TARGET).database)
}

#[track_caller]
fn run(database: &Database, sql: &str) {
    database.run_as_one_query(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
}

#[test]
fn every_index_is_built_used_built_again_and_changed() {
    let trials = trials();
    assert!(trials.len() > 50, "{}", trials.len());
    for trial in trials {
        let what = trial.field("");
        let (nothing, first) = (empty(&config()), state(&what));
        let database = Server::with_vector().database();
        let create = migration(TARGET, &nothing, &first).1;
        run(&database, &create);
        run(&database, &trial.rows());
        assert!(trial.plan(&database).contains("Note_c_idx"), "{what}\n{}", trial.plan(&database));

        // somebody has dropped it
        let catalog = database.catalog();
        run(&database, "DROP INDEX \"Note_c_idx\"");
        run(&database, &create);
        assert_eq!(database.catalog(), catalog, "{what}");

        let more = if trial.method == "hnsw" { ", m: 20, efConstruction: 80" } else { ", lists: 3" };
        let second = state(&trial.field(more));
        let (pending, change) = migration(TARGET, &first, &second);
        assert_eq!(pending.plan.changes().count(), 1, "{what}");
        assert!(!change.contains("ALTER INDEX public.\"Note_c_idx\" SET"), "{change}");
        run(&database, &change);
        run(&database, &change);
        let options = database.query("SELECT reloptions FROM pg_class WHERE relname = 'Note_c_idx'");
        let meant = if trial.method == "hnsw" { "{m=20,ef_construction=80}" } else { "{lists=3}" };
        assert_eq!(options, meant, "{what}");
        assert!(trial.plan(&database).contains("Note_c_idx"), "{what}\n{}", trial.plan(&database));
        assert_eq!(database.query("SELECT count(*) FROM \"Note\""), "50");

        for (files, meant, other) in [(&[&*create][..], &first, &second), (&[&*create, &*change], &second, &first)] {
            let found = read_back(files, meant);
            assert_eq!(diff::diff(&found, &meant.projected_on(TARGET).database), [], "{what}");
            // drift: parameters that are not those of the schema are seen
            let found = read_back(files, other);
            assert_eq!(diff::diff(&found, &other.projected_on(TARGET).database).len(), 1, "{what}");
        }
    }
}

/// The server prints every index as it was written, under any search_path, wherever the extension is.
#[test]
fn the_extension_may_be_in_any_schema() {
    let fields = "  /// @refract.hnsw(ops: vector_l2_ops, name: \"by_distance\")\n  /// @refract.hnsw(as: \"halfvec\", name: \"half\")\n  \
                  /// @refract.hnsw(as: \"bit\", name: \"bits\")\n  a Unsupported(\"My Ext.vector(3)\")?\n  \
                  b Unsupported(\"\\\"My Ext\\\".halfvec(3)\")?\n\n  @@index([b])";
    let fields = fields.replace("\"My Ext.vector(3)\"", "\"\\\"My Ext\\\".vector(3)\"");
    let (nothing, state) = (empty(&config()), state(&fields));
    let database = Server::with_vector().database();
    run(&database, "CREATE SCHEMA \"My Ext\"; CREATE EXTENSION vector SCHEMA \"My Ext\"");
    let sql = migration(TARGET, &nothing, &state).1;
    run(&database, &sql);
    run(&database, &sql);
    let changed = fields.replace("as: \"halfvec\"", "as: \"halfvec\", m: 20").replace("vector_l2_ops", "vector_l1_ops");
    let changed = super::state(&changed);
    let (pending, sql) = migration(TARGET, &state, &changed);
    assert_eq!(pending.plan.changes().count(), 2);
    run(&database, &sql);
    let catalog = database.catalog();
    run(&database, &sql);
    assert_eq!(database.catalog(), catalog);
}

#[test]
fn an_operator_class_may_be_written_with_its_schema() {
    let fields = "  c Unsupported(\"vector(3)\")?\n\n  @@index([c(ops: raw(\"public.vector_l1_ops\"))])";
    let database = Server::with_vector().database();
    let sql = migration(TARGET, &empty(&config()), &state(fields)).1;
    assert!(sql.contains("(c public.vector_l1_ops)"), "{sql}");
    run(&database, &sql);
    run(&database, &sql);
    assert_eq!(diff::diff(&read_back(&[&sql], &state(fields)), &state(fields).projected_on(TARGET).database), []);
}

#[test]
fn an_expression_index_that_the_schema_does_not_have_is_nobodys_business() {
    let by_hand = "CREATE TABLE \"Note\" (id INTEGER NOT NULL, c vector(3), CONSTRAINT \"Note_pkey\" PRIMARY KEY (id));\n\
                   CREATE INDEX by_hand ON \"Note\" USING hnsw ((c::halfvec(3)) halfvec_l2_ops);\n\
                   CREATE INDEX by_bits ON \"Note\" USING hnsw ((binary_quantize(c)::bit(3)) bit_hamming_ops);\n\
                   CREATE INDEX part ON \"Note\" USING hnsw (c vector_l2_ops) WHERE id > 5;\n\
                   CREATE INDEX sub ON \"Note\" USING hnsw ((subvector(c, 1, 2)::vector(2)) vector_l2_ops);\n";
    let meant = state("  c Unsupported(\"vector(3)\")?");
    let sql = format!("CREATE EXTENSION IF NOT EXISTS vector;\n{by_hand}");
    assert_eq!(diff::diff(&read_back(&[&sql], &meant), &meant.projected_on(TARGET).database), []);
}

/// What people wrote by hand before: without parameters, or with some of them.
#[test]
fn what_is_left_out_is_the_default() {
    let (nothing, second) = (empty(&config()), state("  /// @refract.hnsw(m: 20)\n  c Unsupported(\"vector(3)\")?"));
    let first = state("  /// @refract.hnsw(ops: vector_cosine_ops)\n  c Unsupported(\"vector(3)\")?");
    let bare = migration(TARGET, &nothing, &state("  /// @refract.noIndex\n  c Unsupported(\"vector(3)\")?")).1;
    for with in ["", "WITH (m = 16)", "WITH (ef_construction='64')", "WITH (ef_construction = 64, m = 16)"] {
        let by_hand = format!("CREATE INDEX \"Note_c_idx\" ON \"Note\" USING hnsw (c vector_cosine_ops) {with};");
        let found = read_back(&[&bare, &by_hand], &first);
        assert_eq!(diff::diff(&found, &first.projected_on(TARGET).database), [], "{with}");

        let database = Server::with_vector().database();
        run(&database, &bare);
        run(&database, &by_hand);
        if with.contains(", m") {
            continue; // PostgreSQL prints them as they were written, and nobody writes them that way round
        }
        let change = migration(TARGET, &first, &second).1;
        run(&database, &change);
        assert_eq!(
            database.query("SELECT reloptions FROM pg_class WHERE relname = 'Note_c_idx'"),
            "{m=20,ef_construction=64}"
        );
    }
    let ivfflat = state("  /// @refract.ivfflat(ops: vector_l2_ops)\n  c Unsupported(\"vector(3)\")?");
    let found = read_back(&[&bare, "CREATE INDEX \"Note_c_idx\" ON \"Note\" USING ivfflat (c);"], &ivfflat);
    assert_eq!(diff::diff(&found, &ivfflat.projected_on(TARGET).database), []);
}

/// Another index under the name, as the catalog has it: the file says so and changes nothing.
#[test]
fn parameters_that_are_others_in_the_database_are_told() {
    let (nothing, meant) = (empty(&config()), state("  /// @refract.hnsw(m: 20)\n  c Unsupported(\"vector(3)\")?"));
    let create = migration(TARGET, &nothing, &meant).1;
    let others = [
        ("USING hnsw (c vector_cosine_ops) WITH (m = 24)", "(\"m\"='24', "),
        ("USING hnsw (c vector_l2_ops) WITH (m = 20, ef_construction = 64)", "vector_l2_ops"),
        ("USING ivfflat (c vector_cosine_ops)", "ivfflat"),
        ("USING hnsw ((c::halfvec(3)) halfvec_cosine_ops) WITH (m = 20, ef_construction = 64)", "\"halfvec\"(3)"),
        ("USING hnsw (c vector_cosine_ops) WITH (m = 20, ef_construction = 64) WHERE id > 5", "WHERE"),
    ];
    for (definition, seen) in others {
        let database = Server::with_vector().database();
        run(&database, &create);
        run(&database, &format!("DROP INDEX \"Note_c_idx\"; CREATE INDEX \"Note_c_idx\" ON \"Note\" {definition}"));
        let catalog = database.catalog();
        let error = database.run_as_one_query(&create).expect_err(definition);
        assert!(
            error.contains("index public.\"Note_c_idx\": expected") && error.contains(seen),
            "{definition}: {error}"
        );
        assert_eq!(database.catalog(), catalog);
    }
}

#[test]
fn the_table_of_types_is_of_all_methods() {
    use refract::physical::{IndexMethod, VectorKind};
    let all = [VectorKind::Vector, VectorKind::HalfVec, VectorKind::SparseVec].map(pgvector::IndexedType::Vector);
    let known = |method| -> Vec<&str> {
        let types = all.into_iter().chain([pgvector::IndexedType::Bit]);
        types.flat_map(|of| of.operator_classes(method)).copied().collect()
    };
    let database = Server::with_vector().database();
    run(&database, "CREATE EXTENSION vector");
    for method in [IndexMethod::Hnsw, IndexMethod::IvfFlat] {
        let theirs = database.query(&format!(
            "SELECT string_agg(opcname, ',' ORDER BY opcname) FROM pg_opclass JOIN pg_am ON pg_am.oid = opcmethod WHERE amname = '{}'",
            method.as_sql()
        ));
        let mut ours = known(method);
        ours.sort_unstable();
        assert_eq!(ours.join(","), theirs);
    }
}
