//! Whoever removes, adds or alters a statement of a generated migration is found out: the replay of what is left does
//! not lead to the schema any more.

use std::collections::BTreeSet;

use refract::physical::Database;
use refract::replay::settle;
use refract::text::Texts;
use refract::{diff, replay};

use crate::diff::{Case, TARGET, cases};
use crate::support::schema::migration;

/// Words, and what somebody might write in their place.
const OTHER_WORDS: &[(&str, &str)] = &[
    (" NOT NULL", ""),
    (" TEXT", " UUID"),
    (" INTEGER", " BIGINT"),
    (" BIGINT", " INTEGER"),
    (" SERIAL", " INTEGER"),
    ("JSONB", "JSON"),
    ("VARCHAR(", "CHAR("),
    ("TIMESTAMP(3)", "TIMESTAMPTZ(3)"),
    ("BOOLEAN", "TEXT"),
    ("UNIQUE INDEX", "INDEX"),
    (" DESC", ""),
    (" USING gin", ""),
    (" USING hash", ""),
    ("vector(3)", "vector(4)"),
    ("ON DELETE CASCADE", "ON DELETE RESTRICT"),
    ("ON DELETE RESTRICT", "ON DELETE CASCADE"),
    ("ON DELETE SET NULL", "ON DELETE CASCADE"),
    ("ON UPDATE CASCADE", "ON UPDATE NO ACTION"),
    ("SET DEFAULT ", "SET DEFAULT 9 + "),
    ("DEFAULT CURRENT_TIMESTAMP", ""),
    ("DROP DEFAULT", "SET DEFAULT 'x'"),
    ("DROP NOT NULL", "SET NOT NULL"),
    ("SET NOT NULL", "DROP NOT NULL"),
    ("CREATE INDEX IF NOT EXISTS ", "CREATE INDEX IF NOT EXISTS x_"),
    ("ADD CONSTRAINT ", "ADD CONSTRAINT x_"),
    ("RENAME TO ", "RENAME TO x_"),
    ("RENAME CONSTRAINT ", "RENAME CONSTRAINT x_"),
    ("RENAME COLUMN ", "RENAME COLUMN x_"),
    ("RENAME VALUE '", "RENAME VALUE 'x"),
    ("SET SCHEMA ", "SET SCHEMA x_"),
    ("AS ENUM ('", "AS ENUM ('x"),
    ("ADD VALUE IF NOT EXISTS '", "ADD VALUE IF NOT EXISTS 'x"),
];

/// What may be left out or changed: the case, how the mutation begins, and why nobody can tell, or is to.
const ALLOWED: &[(&str, &str, &str)] = &[
    ("", "- CREATE SCHEMA IF NOT EXISTS public;", "every database has it"),
    ("alter_column_type", "- ALTER SEQUENCE", "the schema has no word for the type of a sequence"),
    ("alter_column_type", " BIGINT ->  INTEGER in ALTER SEQUENCE", "the schema has no word for the type of a sequence"),
    ("", " INTEGER ->  BIGINT in CREATE SEQUENCE", "the schema has no word for the type of a sequence"),
    ("attach_sequence", "- ALTER SEQUENCE", "nor for its owner"),
    ("odd_names", "- ALTER SEQUENCE", "nor for its owner"),
    ("detach_sequence", "- DROP SEQUENCE", "nor for one that no column uses"),
    ("detach_sequence", "- ALTER TABLE public.\"Visit\" ALTER COLUMN place DROP DEFAULT", "another default follows"),
    (
        "detach_sequence",
        "DROP DEFAULT -> SET DEFAULT 'x' in ALTER TABLE public.\"Visit\" ALTER COLUMN place",
        "likewise",
    ),
    ("alter_key_type", "- ALTER TABLE public.\"Bed\" DROP CONSTRAINT IF EXISTS", "the same key comes back"),
    ("alter_type_of_changed_key", "- ALTER TABLE public.\"Visit\" DROP CONSTRAINT IF EXISTS", "likewise"),
    ("drop_column", "- DROP INDEX IF EXISTS", "the index goes with its column"),
    (
        "add_primary_key",
        "- ALTER TABLE public.\"Membership\" DROP CONSTRAINT",
        "whether a constraint stands on the index only the server knows: each of the two drops it",
    ),
    (
        "add_primary_key",
        "- DROP INDEX IF EXISTS public.\"Membership_doctorId_practiceId_key\"",
        "likewise: the other statement drops it",
    ),
    ("drop_column", "- ALTER TABLE public.\"Patient\" DROP CONSTRAINT", "likewise: the other statement drops it"),
    (
        "drop_table_of_changed_key",
        "- DROP INDEX IF EXISTS public.\"Patient_code_key\"",
        "likewise: the other statement drops it",
    ),
    (
        "look_alike_names",
        "- ALTER TABLE public.dev_ops DROP CONSTRAINT \"dev_ops_vectorId_a_ops_key\"",
        "likewise: the other statement drops it",
    ),
    (
        "look_alike_names",
        "- DROP INDEX IF EXISTS public.\"dev_ops_vectorId_a_ops_key\"",
        "likewise: the other statement drops it",
    ),
    (
        "reuse_names",
        "- ALTER TABLE public.\"Kept\" DROP CONSTRAINT spare_pkey",
        "likewise: the other statement drops it",
    ),
    ("reuse_names", "- DROP INDEX IF EXISTS public.spare_pkey", "likewise: the other statement drops it"),
    ("vector_types", "- ALTER TABLE public.\"Note\" DROP CONSTRAINT", "likewise: the other statement drops it"),
    ("vector_types", "- DROP INDEX IF EXISTS public.\"Note_half_idx\"", "likewise: the other statement drops it"),
    ("drop_table", "- ALTER TABLE public.\"Note\" DROP CONSTRAINT", "the key goes with its table"),
    ("drop_table_of_changed_key", "- ALTER TABLE", "likewise"),
    ("list_and_one", "- ALTER TABLE public.\"Patient\" ALTER COLUMN aliases DROP NOT NULL", "NOT NULL on a list"),
    ("convert_as_said", "- ALTER TABLE public.\"Parcel\" ALTER COLUMN codes DROP NOT NULL", "NOT NULL on a list"),
    ("list_and_one", "- ALTER TABLE public.\"Patient\" ALTER COLUMN email DROP NOT NULL", "NOT NULL on a list"),
    (
        "list_and_one",
        "DROP NOT NULL -> SET NOT NULL in ALTER TABLE public.\"Patient\" ALTER COLUMN email",
        "NOT NULL on a list",
    ),
    ("vector_types", "- DROP INDEX IF EXISTS public.\"Note_text_idx\"", "likewise: a btree over the same column"),
    ("vector_types", "vector(3) -> vector(4) in ALTER TABLE", "what USING makes of a value"),
    ("vector_types", "- ALTER TABLE public.\"Note\" ALTER COLUMN list DROP NOT NULL", "NOT NULL on a list"),
    ("types", "BOOLEAN -> TEXT", "the cast behind a default"),
];

/// The row that allows a mutation.
fn allowed(case: &str, how: &str) -> Option<usize> {
    ALLOWED.iter().position(|(of, start, _)| (of.is_empty() || *of == case) && how.starts_with(start))
}

/// Whether a word says what would not be without it.
fn means_something(statement: &str, at: usize, word: &str) -> bool {
    let line_start = statement[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = statement[line_start..].lines().next().unwrap_or_default();
    match word {
        " NOT NULL" => {
            let column =
                line.trim().trim_start_matches("ADD COLUMN IF NOT EXISTS ").split("  ").next().unwrap_or_default();
            let column = column.split(" INTEGER").next().unwrap_or_default();
            let column = column.split(" UUID").next().unwrap_or_default().trim();
            let key =
                statement.split("PRIMARY KEY (").nth(1).and_then(|rest| rest.split(')').next()).unwrap_or_default();
            !line.contains(" SERIAL ") && key.split(", ").all(|name| name != column)
        }
        // another one follows in the same statement
        "DROP DEFAULT" => !statement.contains("SET DEFAULT"),
        _ => true,
    }
}

/// What shapes a database, at the start of a line of a migration.
const SHAPING: [&str; 3] = ["CREATE ", "ALTER ", "DROP "];

/// A statement of a migration, and where it stands.
struct Statement {
    start: usize,
    end: usize,
}

/// Statements of ours begin at the start of a line and end at the end of one.
fn statements(sql: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut start = None;
    let mut at = 0;
    for line in sql.split_inclusive('\n') {
        if start.is_none() && SHAPING.iter().any(|word| line.trim_start().starts_with(word)) {
            start = Some(at);
        }
        at += line.len();
        if line.trim_end().ends_with(';')
            && let Some(start) = start.take()
        {
            found.push(Statement { start, end: at });
        }
    }
    found
}

/// Whether the replay still leads to the schema.
fn still_leads_there(before: &Database, sql: &str, after: &Database) -> bool {
    let mut texts = Texts::default();
    texts.add("migration.sql", sql);
    let done = replay::replay(before.clone(), &texts);
    let found = settle(done.database, after);
    !done.diagnostics.has_errors() && diff::diff(&found, after).is_empty() && diff::diff(after, &found).is_empty()
}

fn without(sql: &str, statement: &Statement) -> String {
    [&sql[..statement.start], &sql[statement.end..]].concat()
}

/// The statement with other words, each of them once.
fn altered(sql: &str, statement: &Statement) -> Vec<(String, String)> {
    let text = &sql[statement.start..statement.end];
    let found = OTHER_WORDS.iter().flat_map(|(word, other)| {
        let places = text.match_indices(word).filter(|(at, word)| means_something(text, *at, word));
        places.map(move |(at, _)| {
            let mutant = [&text[..at], other, &text[at + word.len()..]].concat();
            (format!("{word} -> {other}"), [&sql[..statement.start], &mutant, &sql[statement.end..]].concat())
        })
    });
    found.collect()
}

/// Statements that somebody might add.
fn added(sql: &str, after: &Database) -> Vec<(String, String)> {
    let mut more =
        vec!["CREATE TABLE surplus (id INTEGER);".to_owned(), "CREATE TYPE surplus AS ENUM ('a');".to_owned()];
    for table in after.tables.values() {
        let name = format!("\"{}\".\"{}\"", table.name.schema, table.name.name.replace('"', "\"\""));
        let Some(column) = table.columns.first() else { continue };
        let column = format!("\"{}\"", column.name.replace('"', "\"\""));
        more.push(format!("ALTER TABLE {name} ADD COLUMN surplus TEXT;"));
        more.push(format!("CREATE INDEX surplus ON {name} ({column}, {column});"));
        more.push(format!("ALTER TABLE {name} ADD CONSTRAINT surplus UNIQUE ({column});"));
        more.push(format!("ALTER TABLE {name} DROP COLUMN {column} CASCADE;"));
        more.push(format!("ALTER TABLE {name} RENAME COLUMN {column} TO surplus;"));
        more.push(format!("ALTER TABLE {name} RENAME TO surplus;"));
        more.push(format!("DROP TABLE {name} CASCADE;"));
    }
    for declared in after.enums.values() {
        let name = format!("\"{}\".\"{}\"", declared.name.schema, declared.name.name.replace('"', "\"\""));
        more.push(format!("ALTER TYPE {name} ADD VALUE 'surplus';"));
        more.push(format!("DROP TYPE {name} CASCADE;"));
    }
    more.into_iter().map(|statement| (format!("+ {statement}"), format!("{sql}\n{statement}\n"))).collect()
}

fn mutants(case: &Case, sql: &str, after: &Database) -> Vec<(String, String)> {
    let mut all = added(sql, after);
    for statement in statements(sql) {
        let text = sql[statement.start..statement.end].trim();
        all.push((format!("- {text}"), without(sql, &statement)));
        all.extend(altered(sql, &statement).into_iter().map(|(how, mutant)| (format!("{how} in {text}"), mutant)));
    }
    assert!(all.len() > 2, "{}: nothing to mutate", case.name);
    all
}

#[test]
fn an_edited_migration_does_not_lead_to_the_schema() {
    let (mut survivors, mut used) = (BTreeSet::new(), BTreeSet::new());
    let mut count = 0;
    for case in cases() {
        let [before, after] = [&case.before, &case.after].map(|state| state.projected_on(TARGET).database);
        let sql = migration(TARGET, &case.before, &case.after).1;
        assert!(still_leads_there(&before, &sql, &after), "{}", case.name);
        for (how, mutant) in mutants(&case, &sql, &after) {
            count += 1;
            if !still_leads_there(&before, &mutant, &after) {
                continue;
            }
            match allowed(&case.name, &how) {
                Some(row) => used.insert(row),
                None => survivors.insert(format!("{}: {how}", case.name)),
            };
        }
    }
    assert!(count > 900, "{count} mutants");
    assert!(survivors.is_empty(), "of {count} mutants these lead to the schema: {survivors:#?}");
    let unused: Vec<_> = (0..ALLOWED.len()).filter(|row| !used.contains(row)).map(|row| ALLOWED[row]).collect();
    assert!(unused.is_empty(), "nobody needs {unused:?}");
}
