//! Migrations read in memory: what they yield is what the schema, and the server, say.

use refract::diff;
use refract::physical::Database;
use refract::replay::{replay, settle};
use refract::text::Texts;

use crate::diff::{Case, TARGET, cases};
use crate::support::schema::{migration, words};

/// The database after some files, in the words of a schema.
#[track_caller]
fn replayed(before: &Database, files: &[&str], schema: &Database) -> Database {
    let mut texts = Texts::default();
    for (number, file) in files.iter().enumerate() {
        texts.add(format!("{number}/migration.sql"), *file);
    }
    let (database, diagnostics) = replay(before.clone(), &texts);
    if diagnostics.iter().next().is_some() {
        let all = words(&refract::diagnostic::Failure { texts, diagnostics });
        panic!("{all}\n{}", files.join("\n"));
    }
    settle(database, schema)
}

#[track_caller]
fn assert_same(case: &Case, how: &str, found: &Database, meant: &Database, sql: &str) {
    let forth = diff::diff(found, meant);
    let back = diff::diff(meant, found);
    assert!(
        forth.is_empty() && back.is_empty(),
        "{} {how}\n{sql}\nmissing: {forth:#?}\ntoo much: {back:#?}",
        case.name
    );
}

#[test]
fn every_generated_migration_replays_to_the_new_schema() {
    for case in cases() {
        let [before, after] = [&case.before, &case.after].map(|state| state.projected_on(TARGET).database);
        let first = migration(TARGET, &case.nothing, &case.before).1;
        let second = migration(TARGET, &case.before, &case.after).1;
        let found = replayed(&Database::default(), &[&first], &before);
        assert_same(&case, "at first", &found, &before, &first);
        let found = replayed(&Database::default(), &[&first, &second], &after);
        assert_same(&case, "after both", &found, &after, &second);
        let found = replayed(&before, &[&second], &after);
        assert_same(&case, "on top", &found, &after, &second);
        let found = replayed(&before, &[&second, &second], &after);
        assert_same(&case, "on top, twice", &found, &after, &second);
        let plain = case.plain(&case.before, &case.after);
        let found = replayed(&before, &[&plain], &after);
        assert_same(&case, "plain", &found, &after, &plain);
    }
}
