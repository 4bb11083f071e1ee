//! What refract says that a build takes, against what pgvector says while it builds.

use refract::pgvector::build_memory;
use refract::physical::{Database as PhysicalDatabase, Index};
use refract::render::{Form, Renderer};

use super::{config, state};
use crate::diff::TARGET;
use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::schema::{care, empty, migration};

/// A database with one vector column of that many rows and no index, and the index with its statement.
struct Build {
    database: Database,
    index: Index,
    column_type: &'static str,
    create: String,
}

impl Build {
    fn new(column_type: &'static str, directive: &str, rows: u64) -> Build {
        let after = state(&format!("  /// @refract.{directive}\n  c Unsupported({column_type:?})?"));
        let bare = state(&format!("  /// @refract.noIndex\n  c Unsupported({column_type:?})?"));
        let database = Server::with_vector().database();
        let first = migration(TARGET, &empty(&config()), &bare).1;
        database.run_as_one_query(&first).unwrap();
        let (kind, dimensions) = column_type.trim_end_matches(')').split_once('(').unwrap();
        let value = match kind {
            "bit" => format!(
                "(SELECT string_agg((random() > 0.5)::int::text, '') FROM generate_series(1, {dimensions} + i * 0))::bit({dimensions})"
            ),
            _ => format!(
                "(SELECT array_agg(random()::real) FROM generate_series(1, {dimensions} + i * 0))::vector::{column_type}"
            ),
        };
        let insert = format!("INSERT INTO \"Note\" SELECT i, {value} FROM generate_series(1, {rows}) i");
        database.run_as_one_query(&insert).unwrap();
        let table = physical(&after);
        let index = table.tables.values().next().unwrap().indexes.values().next().unwrap().clone();
        let plan = refract::pending::pending(&after.config, TARGET, &bare, &after).plan;
        let create = Renderer::new().unwrap().statements(&plan, Form::Plain, &care(&after.config)).unwrap();
        Build { database, index, column_type, create }
    }

    fn predicted(&self, rows: u64) -> u64 {
        let fields = state(&format!("  c Unsupported({:?})?", self.column_type));
        let database = physical(&fields);
        let column = database.tables.values().next().unwrap().column("c").unwrap();
        build_memory(&self.index, &column.column_type.element, rows).unwrap().bytes
    }

    /// Builds with that much memory, and takes it back.
    fn with_memory(&self, kilobytes: u64) -> Result<String, String> {
        let settings = format!(
            "SET maintenance_work_mem = '{kilobytes}kB'; SET max_parallel_maintenance_workers = 0; SET client_min_messages = notice"
        );
        let script = format!("{settings};\nBEGIN;\n{}\nROLLBACK;\n", self.create);
        self.database.run_file_statement_by_statement(&script)
    }
}

fn physical(state: &refract::state::State) -> PhysicalDatabase {
    state.projected_on(TARGET).database
}

#[test]
fn hnsw_takes_what_is_said_within_five_percent() {
    let builds = [
        ("vector(128)", "hnsw(m: 8)", 4),
        ("vector(128)", "hnsw(m: 16, efConstruction: 32)", 4),
        ("vector(512)", "hnsw(m: 16, efConstruction: 32)", 8),
        ("vector(1536)", "hnsw(m: 16, efConstruction: 32)", 8),
        ("halfvec(512)", "hnsw(m: 32)", 6),
        ("halfvec(64)", "hnsw(m: 4, efConstruction: 16)", 2),
        ("bit(1024)", "hnsw(m: 16, efConstruction: 32)", 2),
        ("vector(512)", "hnsw(as: \"halfvec\", efConstruction: 32)", 4),
    ];
    for (column_type, directive, megabytes) in builds {
        let memory = megabytes << 20;
        let fits = memory * 100 / Build::predicted_for(column_type, directive, 100);
        let build = Build::new(column_type, directive, fits * 6 / 5);
        let said = build.with_memory(megabytes << 10).unwrap();
        let after = said.split("no longer fits into maintenance_work_mem after ").nth(1);
        let after: u64 =
            after.and_then(|rest| rest.split(' ').next()).unwrap_or_else(|| panic!("{said}")).parse().unwrap();
        let predicted = build.predicted(after);
        let error = predicted.abs_diff(memory) * 1000 / memory;
        println!("{column_type} {directive}: {after} rows in {memory}, predicted {predicted}: {error} per mille");
        assert!(error <= 50, "{column_type} {directive}: {after} rows took {memory} bytes, predicted {predicted}");
    }
}

#[test]
fn ivfflat_takes_what_is_said_within_one_percent() {
    let builds = [
        ("vector(128)", "ivfflat(lists: 100)", 12_000),
        ("vector(64)", "ivfflat(lists: 400)", 21_000),
        ("vector(256)", "ivfflat(lists: 200)", 11_000),
        ("halfvec(128)", "ivfflat(lists: 300)", 16_000),
        ("halfvec(512)", "ivfflat(lists: 50)", 11_000),
        ("bit(1024)", "ivfflat(lists: 100)", 11_000),
    ];
    for (column_type, directive, rows) in builds {
        let build = Build::new(column_type, directive, rows);
        let predicted = build.predicted(rows);
        let refused = build.with_memory(predicted * 99 / 100 / 1024).expect_err("one percent less is not enough");
        assert!(refused.contains("memory required is"), "{refused}");
        let enough = build.with_memory(predicted * 101 / 100 / 1024);
        assert!(enough.is_ok(), "{column_type} {directive}: {predicted} bytes predicted: {enough:?}");
    }
}

impl Build {
    fn predicted_for(column_type: &str, directive: &str, rows: u64) -> u64 {
        let after = state(&format!("  /// @refract.{directive}\n  c Unsupported({column_type:?})?"));
        let database = physical(&after);
        let table = database.tables.values().next().unwrap();
        let index = table.indexes.values().next().unwrap();
        build_memory(index, &table.column("c").unwrap().column_type.element, rows).unwrap().bytes
    }
}
