//! Every type that becomes another one: the comment says that rows are written anew where the server does it.

use std::collections::BTreeMap;

use refract::change::Change;
use refract::physical::Database as PhysicalDatabase;
use refract::render::{Form, Renderer};
use refract::{diff, plan};

use crate::diff::TARGET;
use crate::differential::kinds::{KINDS, Kind};
use crate::support::postgres::Server;
use crate::support::schema::{care, config_in, fixture, state, words};

fn written(kind: &Kind, arity: &str) -> String {
    let native = if kind.native.is_empty() { String::new() } else { format!(" @db.{}", kind.native) };
    format!("{}{arity}{native}", kind.written)
}

/// The database of a table with one column of each of these types, by the type.
fn states() -> BTreeMap<String, PhysicalDatabase> {
    let config = config_in(&fixture("none"));
    let mut states: BTreeMap<String, PhysicalDatabase> = BTreeMap::new();
    for kind in KINDS {
        for arity in ["?", "[]"] {
            let field = written(kind, arity);
            let text = format!(
                "datasource db {{\n  provider = \"postgresql\"\n}}\n\nmodel T {{\n  id Int @id\n  c {field}\n\n  @@map(\"t\")\n}}\n"
            );
            let state = state(&text, &config).unwrap_or_else(|failure| panic!("{field}: {}", words(&failure)));
            let mut database = state.projected_on(TARGET).database;
            // an index that a vector gets by default is another matter
            database.tables.values_mut().for_each(|table| table.indexes.clear());
            // what is only written in another way is the same type
            if states.values().all(|known| !diff::diff(known, &database).is_empty()) {
                states.insert(field, database);
            }
        }
    }
    states
}

#[test]
fn a_change_of_type_says_whether_rows_are_written_anew() {
    const NODE: &str = "SELECT relfilenode FROM pg_class WHERE oid = 'public.t'::regclass";
    let (states, renderer) = (states(), Renderer::new().unwrap());
    let care = care(&config_in(&fixture("none")));
    let (mut wrong, mut tried) = (Vec::new(), 0);
    let statements = |from: &PhysicalDatabase, to: &PhysicalDatabase, form| {
        renderer.statements(&plan::plan(diff::diff(from, to)), form, &care).unwrap()
    };
    for (major, server) in Server::of_every_version().into_iter().filter(|(major, _)| [15, 18].contains(major)) {
        let database = server.database();
        let mut session = database.connect();
        if major == 18 {
            session.run("CREATE EXTENSION vector").unwrap();
        }
        for (old, before) in &states {
            let create = statements(&PhysicalDatabase::default(), before, Form::Plain);
            for (new, after) in states.iter().filter(|(new, _)| *new != old) {
                let changes = diff::diff(before, after);
                let converts = changes.iter().any(|change| matches!(change, Change::AlterColumnType(_)));
                let is_for_the_newest = |field: &&String| field.contains("vector(") || field.contains("[]");
                if !converts || (major < 18 && [old, new].iter().any(is_for_the_newest)) {
                    continue;
                }
                let alter = statements(before, after, Form::Plain);
                let comment = statements(before, after, Form::Guarded);
                let mut nodes = || -> Result<[String; 2], String> {
                    session.run("BEGIN")?;
                    session.run(&create)?;
                    let node = session.run(NODE)?;
                    session.run(&alter)?;
                    Ok([node, session.run(NODE)?])
                };
                let nodes = nodes();
                session.run("ROLLBACK").unwrap();
                let is_rewritten = match nodes {
                    Ok([before, after]) => before != after,
                    Err(message) => {
                        wrong.push(format!("{major}: {old} -> {new}: {message}"));
                        continue;
                    }
                };
                tried += 1;
                // a type in the user's own words may be stored as text is
                let is_open = old.starts_with("Unsupported") && new.starts_with("String");
                if !is_open && is_rewritten != comment.contains("while every row is rewritten") {
                    wrong.push(format!("{major}: {old} -> {new}: rewritten: {is_rewritten}"));
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
    assert!(wrong.is_empty(), "{} of {tried}\n{}", wrong.len(), wrong.join("\n"));
}
