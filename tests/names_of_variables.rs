//! Names that PL/pgSQL has a meaning for, and names of the variables that the templates declare, as the names of what
//! people have: in every place, in every kind of change, and in SQL of their own.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use refract::sql::{TokenKind, tokens};

use crate::diff::TARGET;
use crate::names::{cases_without_raw_sql, works_under};
use crate::repair::script;
use crate::support::postgres::Server;
use crate::support::schema::{config_in, empty, fixture, migration, state, words};

/// The variables that every block of PL/pgSQL has, and the label that they stand under.
const ALWAYS_THERE: [&str; 4] = ["found", "sqlstate", "sqlerrm", "inline_code_block"];

/// The key words of PL/pgSQL, from `pl_reserved_kwlist.h` and `pl_unreserved_kwlist.h` of PostgreSQL 18.
const KEY_WORDS: &str = "all begin by case declare else end execute for foreach from if in into loop not null or strict
    then to using when while absolute alias and array assert backward call chain close collate column column_name commit
    constant constraint constraint_name continue current cursor datatype debug default detail diagnostics do dump elseif
    elsif errcode error exception exit fetch first forward get hint import info insert is last log merge message
    message_text move next no notice open option perform pg_context pg_datatype_name pg_exception_context
    pg_exception_detail pg_exception_hint pg_routine_oid print_strict_params prior query raise relative return
    returned_sqlstate reverse rollback row_count rowtype schema schema_name scroll slice sqlstate stacked table
    table_name type use_column use_variable variable_conflict warning";

/// Every word that looks like a variable in the templates and among the settings that a check keeps, and those that
/// are always there.
fn variables() -> Vec<String> {
    let mut found: BTreeSet<String> = ALWAYS_THERE.map(str::to_owned).into();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("src/render/check.rs")];
    for folder in ["templates", "templates/catalog"] {
        files.extend(fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    for text in files.iter().filter(|path| path.is_file()).map(|path| fs::read_to_string(path).unwrap()) {
        // what the templates include is no variable
        let text = text.replace(".sql", "$");
        let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && !"_$".contains(letter));
        let words = words.filter(|word| word.len() > 1 && word.starts_with('_') && !word.contains('$'));
        found.extend(words.map(str::to_owned));
    }
    found.into_iter().collect()
}

/// A word for every place, and another one for it in each round.
fn rotated(words: &[String], place: usize, round: usize) -> String {
    let word = &words[(place + round) % words.len()];
    if place < words.len() { word.clone() } else { format!("{word}{place}") }
}

#[test]
fn every_variable_that_a_script_declares_is_among_them() {
    let known = variables();
    for case in cases_without_raw_sql() {
        let sql = migration(TARGET, &case.before, &case.after).1 + &script(&case.after);
        let declared = tokens(&sql).tokens.into_iter().filter(|token| token.kind == TokenKind::DollarString);
        for body in declared.map(|token| &sql[token.range]) {
            let declared = body.split_once("DECLARE").and_then(|(_, rest)| rest.split_once("BEGIN"));
            for line in declared.iter().flat_map(|(lines, _)| lines.lines()) {
                let name = line.trim_start().split(' ').next().unwrap_or_default();
                let is_one = name.starts_with('_');
                assert!(!is_one || known.iter().any(|word| word == name), "{name} of {}", case.name);
            }
        }
    }
}

#[test]
fn every_change_works_where_any_name_is_that_of_a_variable() {
    let variables = variables();
    for case in cases_without_raw_sql() {
        for round in 0..variables.len() {
            works_under(&case, &|place, _| rotated(&variables, place, round));
        }
    }
}

#[test]
fn every_change_works_under_the_words_of_the_language() {
    let words: Vec<String> = KEY_WORDS.split_whitespace().map(str::to_owned).collect();
    for case in cases_without_raw_sql() {
        let schemas: BTreeSet<String> = [&case.before, &case.after]
            .into_iter()
            .flat_map(|state| state.projected_on(TARGET).database.schemas)
            .collect();
        // PostgreSQL keeps schemas that begin with pg_ for itself
        let word = |place, old: &str, round| {
            let word = rotated(&words, place, round);
            if schemas.contains(old) { word.replace("pg_", "") } else { word }
        };
        let mut round = 0;
        while round < words.len() {
            round += works_under(&case, &|place, old| word(place, old, round)).max(1);
        }
    }
}

/// SQL of the user's own that says the column: a value for rows, a conversion, the rows of a unique index.
const BEFORE: &str = r#"
generator client {
  provider        = "prisma-client"
  previewFeatures = ["partialIndexes"]
}

datasource db {
  provider = "postgresql"
}

model Note {
  id     Int     @id
  word   String? @map("WORD")
  number Int?
}
"#;

const AFTER: &str = r#"
generator client {
  provider        = "prisma-client"
  previewFeatures = ["partialIndexes"]
}

datasource db {
  provider = "postgresql"
}

model Note {
  id     Int    @id
  word   Int    @map("WORD") /// @refract.using("length(\"WORD\") + 1")
  number Int
  /// @refract.backfill("\"Note\".\"WORD\"::integer + (SELECT max(\"WORD\")::integer FROM \"Note\")")
  double Int
  /// @refract.backfill("coalesce(\"WORD\"::text, '')")
  copy   String

  @@unique([word, number], where: raw("\"WORD\" > 0"))
}
"#;

#[test]
fn sql_of_the_users_own_may_name_a_column_like_a_variable() {
    let config = config_in(&fixture("diff/partial_index"));
    for word in variables() {
        let of = |text: &str| {
            let text = text.replace("WORD", &word);
            state(&text, &config).unwrap_or_else(|failure| panic!("{word}: {}", words(&failure)))
        };
        let (before, after) = (of(BEFORE), of(AFTER));
        let database = Server::with_vector().database();
        let run = |sql: &str| database.run_as_one_query(sql).unwrap_or_else(|error| panic!("{word}: {error}\n{sql}"));
        run(&migration(TARGET, &empty(&config), &before).1);
        run("INSERT INTO \"Note\" VALUES (1, '12', 1), (2, '3', 2)");
        let sql = migration(TARGET, &before, &after).1;
        run(&sql);
        run(&sql);
        let rows = database.query(&format!("SELECT id, \"{word}\", double, copy FROM \"Note\" ORDER BY id"));
        assert_eq!(rows, "1|3|6|3\n2|2|5|2", "{word}\n{sql}");
        run(&script(&after));
    }
}
