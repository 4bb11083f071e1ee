//! Migrations that are wrong on purpose: the trial finds each of them out.

use super::{Edit, SEED};
use crate::diff::cases;
use crate::support::script::Way;

/// A migration of ours, spoilt.
struct Spoilt {
    case: &'static str,
    /// What is wrong with it.
    what: &'static str,
    spoil: fn(&str) -> String,
    /// How it is found out.
    found: &'static str,
}

const SPOILT: &[Spoilt] = &[
    Spoilt { case: "alter_column_type", what: "no guard", spoil: |sql| without_guards(sql), found: "again: " },
    Spoilt { case: "rename_column", what: "no guard", spoil: |sql| without_guards(sql), found: "again: " },
    Spoilt {
        case: "create_table",
        what: "a table that must not be there yet",
        spoil: |sql| sql.replace("CREATE TABLE IF NOT EXISTS", "CREATE TABLE"),
        found: "again: ",
    },
    Spoilt {
        case: "rename_column",
        what: "a drop and an add in place of a rename",
        spoil: |sql| {
            let head: String =
                sql.lines().filter(|line| line.starts_with("-- ")).map(|line| format!("{line}\n")).collect();
            head + "ALTER TABLE \"Patient\" ADD COLUMN IF NOT EXISTS nickname TEXT;\n\
                    ALTER TABLE \"Patient\" DROP COLUMN IF EXISTS nick;\n"
        },
        found: "rows",
    },
    Spoilt {
        case: "drop_column",
        what: "a loss that the head does not name",
        spoil: |sql| {
            sql.lines().filter(|line| !line.starts_with("-- Loses:")).map(|line| format!("{line}\n")).collect()
        },
        found: "the head names {}",
    },
    Spoilt {
        case: "add_columns",
        what: "rows deleted",
        spoil: |sql| format!("{sql}\nDELETE FROM \"Patient\" WHERE id = (SELECT min(id) FROM \"Patient\");\n"),
        found: "the rows differs",
    },
    Spoilt {
        case: "add_columns",
        what: "rows changed by every run",
        spoil: |sql| format!("{sql}\nUPDATE \"Patient\" SET id = id + 1000;\n"),
        found: "the rows differs",
    },
    Spoilt {
        case: "create_index",
        what: "something dropped before rows stop the rest",
        spoil: |sql| format!("ALTER TABLE \"Patient\" DROP CONSTRAINT IF EXISTS \"Patient_pkey\";\n{sql}"),
        found: "gone: ",
    },
];

fn without_guards(sql: &str) -> String {
    let mut plain = String::new();
    let mut is_in_guard = false;
    for line in sql.lines() {
        is_in_guard |= line.starts_with("    IF ") && !line.contains("_broken");
        match (is_in_guard, line.ends_with(" THEN")) {
            (true, true) => {
                plain.push_str("    IF true THEN\n");
                is_in_guard = false;
            }
            (true, false) => {}
            (false, _) => {
                plain.push_str(&format!("{}\n", line.replace("IF NOT EXISTS ", "").replace("IF EXISTS ", "")))
            }
        }
    }
    plain
}

#[test]
fn a_wrong_migration_is_found_out() {
    let cases = cases();
    for Spoilt { case, what, spoil, found } in SPOILT {
        let Some(it) = cases.iter().find(|it| it.name == *case) else { continue };
        let edit = Edit::new(&it.nothing, &it.before, &it.after);
        let right = edit.sql.clone();
        for way in Way::ALL {
            let manner = if *found == "gone: " { edit.messy(SEED) } else { edit.neat(SEED) };
            let verdict = |sql: &str| {
                let trial = edit.trial_of(sql, &manner).unwrap_or_else(|unfit| panic!("{case}: {unfit:?}\n{sql}"));
                trial.verdict(&[way])
            };
            assert!(verdict(&right).is_ok(), "{case} itself {way:?}");
            let message = verdict(&spoil(&right)).expect_err(&format!("{case} with {what}, {way:?}"));
            assert!(message.contains(found), "{case} with {what}, {way:?}: {message}");
        }
    }
}

#[test]
fn rows_are_many_and_of_all_sorts() {
    let (mut rows, mut tables, mut nulls) = (0, 0, 0);
    let config = crate::support::schema::config_in(&crate::support::schema::fixture("none"));
    for seed in 0..200 {
        let (text, _) = crate::differential::random_edit(seed);
        let Ok(state) = crate::support::schema::state(&text, &config) else { continue };
        let database = state.projected_on(crate::diff::TARGET).database;
        let manner = crate::support::fill::Manner { seed, ..Default::default() };
        let made = crate::support::fill::rows(&database, &manner);
        (rows, tables) = (rows + made.count, tables + database.tables.len());
        nulls += made.sql.matches("NULL").count();
    }
    assert!(rows > 4 * tables && nulls > tables, "{rows} rows of {tables} tables, {nulls} NULLs");
}
