//! Scripts held to a real server: after each, the replay has the tables, columns, keys, indexes and enums that PostgreSQL
//! has, and refuses the statements that PostgreSQL refused.

mod names;
mod needs;
mod psql;
mod random;
mod reader;
mod scripts;

use std::collections::BTreeSet;

use refract::diagnostic::Code;
use refract::physical::{Database, Table};
use refract::replay::{Replay, replay};
use refract::text::Texts;

use crate::support::database as real;
use crate::support::postgres::Server;

/// What is compared, a line each.
const HELD: &str = "SET search_path = '';
SELECT 'schema ' || nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
UNION ALL SELECT format('table %s.%s', nspname, relname) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
 WHERE relkind = 'r' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
UNION ALL SELECT format('column %s.%s.%s %s%s%s', nspname, relname, attname, replace(format_type(atttypid, atttypmod), '\"', ''),
                        CASE WHEN attnotnull THEN ' not null' END, CASE WHEN atthasdef OR attidentity <> '' THEN ' default' END)
  FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
 WHERE relkind = 'r' AND nspname !~ '^pg_' AND nspname <> 'information_schema' AND attnum > 0 AND NOT attisdropped
UNION ALL SELECT format('index %s.%s on %s%s', nspname, i.relname, t.relname, CASE WHEN indisprimary THEN ' primary' WHEN indisunique THEN ' unique' END)
  FROM pg_index JOIN pg_class i ON i.oid = indexrelid JOIN pg_class t ON t.oid = indrelid JOIN pg_namespace n ON n.oid = i.relnamespace
 WHERE t.relkind = 'r' AND nspname !~ '^pg_' AND nspname <> 'information_schema'
UNION ALL SELECT format('key %s.%s.%s to %s.%s', n.nspname, t.relname, conname, rn.nspname, r.relname)
  FROM pg_constraint k JOIN pg_class t ON t.oid = conrelid JOIN pg_namespace n ON n.oid = t.relnamespace
  JOIN pg_class r ON r.oid = confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace WHERE contype = 'f'
UNION ALL SELECT format('enum %s.%s %s', nspname, typname, coalesce(string_agg(enumlabel, ',' ORDER BY enumsortorder), ''))
  FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace LEFT JOIN pg_enum ON enumtypid = t.oid WHERE typtype = 'e'
 GROUP BY nspname, typname";

/// The same of a database in memory.
fn lines(database: &Database) -> BTreeSet<String> {
    let Database { default_schema: _, schemas, extensions: _, enums, tables, unmanaged: _, unmanaged_tables: _ } =
        database;
    let mut lines: BTreeSet<String> = schemas.iter().map(|schema| format!("schema {schema}")).collect();
    for declared in enums.values() {
        let labels: Vec<&str> = declared.labels.iter().map(|label| label.label.as_str()).collect();
        lines.insert(format!("enum {} {}", declared.name, labels.join(",")));
    }
    for Table { name, origin: _, columns, primary_key, indexes, foreign_keys, extras: _ } in tables.values() {
        lines.insert(format!("table {name}"));
        for column in columns {
            let not_null = if column.not_null { " not null" } else { "" };
            let default = if column.default.is_some() { " default" } else { "" };
            let printed = column.column_type.printed().unwrap_or_else(|| format!("{:?}", column.column_type));
            lines.insert(format!("column {name}.{} {printed}{not_null}{default}", column.name));
        }
        let of_key = primary_key.iter().map(|key| (&key.name, " primary"));
        let of_indexes = indexes.values().map(|index| (&index.name, if index.is_unique { " unique" } else { "" }));
        lines.extend(
            of_key
                .chain(of_indexes)
                .map(|(index, kind)| format!("index {}.{index} on {}{kind}", name.schema, name.name)),
        );
        lines.extend(foreign_keys.values().map(|key| format!("key {name}.{} to {}", key.name, key.referenced_table)));
    }
    lines
}

/// What the server holds, a line each.
fn held_by(database: &real::Database) -> BTreeSet<String> {
    database.query(HELD).lines().map(str::to_owned).collect()
}

/// What the servers of every version and the replay have to say of a script: each statement is sent alone.
fn hold(statements: &[String]) -> Result<(), String> {
    Server::of_every_version().into_iter().try_for_each(|(major, server)| {
        hold_to(server, statements).map_err(|difference| format!("PostgreSQL {major}: {difference}"))
    })
}

fn hold_to(server: &'static Server, statements: &[String]) -> Result<(), String> {
    let sql: String = statements.iter().map(|statement| format!("{statement}\n")).collect();
    let real = server.database();
    let mut session = real.connect();
    let refused: Vec<(usize, String)> = statements
        .iter()
        .enumerate()
        .filter_map(|(number, statement)| Some((number + 1, session.run(statement).err()?)))
        .collect();
    // the end of the session takes back what is not committed
    drop(session);
    let there = held_by(&real);
    let (ours, said) = replayed(&sql);
    let missing: Vec<_> = there.difference(&ours).collect();
    let too_much: Vec<_> = ours.difference(&there).collect();
    let lines_refused = said.iter().filter(|(_, code, _)| *code == Code::SqlRefused).map(|(line, ..)| *line);
    let is_refused = said.len() == refused.len() && lines_refused.eq(refused.iter().map(|(line, _)| *line));
    if missing.is_empty() && too_much.is_empty() && is_refused {
        return Ok(());
    }
    Err(format!(
        "only the server has: {missing:#?}\nonly the replay has: {too_much:#?}\nthe server refused {refused:#?}\nthe replay said {said:#?}\n{sql}"
    ))
}

/// What the replay of a file yields, a line each, and what it says: line, code and message.
fn replayed(sql: &str) -> (BTreeSet<String>, Vec<(usize, Code, String)>) {
    let mut texts = Texts::default();
    texts.add("migration.sql", sql);
    let Replay { database, diagnostics, .. } = replay(Database::default(), &texts);
    let said = diagnostics.iter().map(|found| {
        let start = found.primary.as_ref().map_or(0, |label| label.span.start as usize);
        (sql[..start].matches('\n').count() + 1, found.code, found.message.clone())
    });
    (lines(&database), said.collect())
}
