//! Every case in `fixtures/diff`: the change from `before.prisma` to `after.prisma`, as a file to look at, and run on a
//! real server in every way in which people run it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use refract::change::Change;
use refract::diff::Hints;
use refract::managed::foreign_key_definition;
use refract::physical::{self, ForeignKey, ObjectName, SqlByColumn};
use refract::render::{Form, Renderer};
use refract::state::State;
use refract::{diff, plan};

use crate::support::database::Database;
use crate::support::postgres::Server;
use crate::support::random::Random;
use crate::support::schema::{care, config_in, empty, file, fixture, migration, state_of_file};
use crate::support::snapshot::assert_snapshot;

pub const TARGET: &str = "default";

/// Before, after, and the empty state.
pub struct Case {
    pub name: String,
    pub before: State,
    pub after: State,
    pub nothing: State,
}

impl Case {
    fn in_folder(folder: &Path) -> Case {
        let config = config_in(folder);
        Case {
            name: folder.file_name().unwrap().to_string_lossy().into_owned(),
            before: state_of_file(&folder.join("before.prisma"), &config),
            after: state_of_file(&folder.join("after.prisma"), &config),
            nothing: empty(&config),
        }
    }

    /// The statements without their guards.
    pub fn plain(&self, before: &State, after: &State) -> String {
        let plan = refract::pending::pending(&after.config, TARGET, before, after).plan;
        Renderer::new().unwrap().statements(&plan, Form::Plain, &care(&self.after.config)).unwrap()
    }
}

pub fn cases() -> Vec<Case> {
    let mut folders: Vec<_> = fs::read_dir(fixture("diff")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let only = std::env::var("CASE").unwrap_or_default();
    folders.retain(|folder| folder.file_name().unwrap().to_string_lossy().contains(&only));
    folders.iter().map(|folder| Case::in_folder(folder)).collect()
}

/// Runs a migration; says which case it was when it fails.
#[track_caller]
fn run(case: &Case, how: &str, sql: &str, result: Result<String, String>) {
    if let Err(message) = result {
        panic!("{} {how}: {message}\n{sql}", case.name);
    }
}

fn database_before(case: &Case) -> Database {
    let database = Server::with_vector().database();
    let (_, first) = migration(TARGET, &case.nothing, &case.before);
    run(case, "at first", &first, database.run_as_one_query(&first));
    database
}

#[test]
fn every_change_reads_well() {
    for case in cases() {
        let (_, sql) = migration(TARGET, &case.before, &case.after);
        assert_snapshot(&format!("diff/{}", case.name), "migration", &sql);
    }
}

#[test]
fn every_change_leads_to_the_catalog_of_the_new_schema_in_every_way_of_running_it() {
    type Way = (&'static str, fn(&Database, &str) -> Result<String, String>);
    let ways: [Way; 3] = [
        ("as one query", Database::run_as_one_query),
        ("statement by statement", Database::run_file_statement_by_statement),
        ("in one transaction", Database::run_in_one_transaction),
    ];
    for case in cases() {
        let before = database_before(&case);
        let meant = Server::with_vector().database();
        let plain = case.plain(&case.nothing, &case.after);
        run(&case, "from nothing, plain", &plain, meant.run_file_statement_by_statement(&plain));
        let (_, sql) = migration(TARGET, &case.before, &case.after);
        for (how, way) in ways {
            let database = before.copy();
            run(&case, how, &sql, way(&database, &sql));
            assert_eq!(
                without_noise(&database.catalog()),
                without_noise(&meant.catalog()),
                "{} {how}\n{sql}",
                case.name
            );
            let catalog = database.catalog();
            run(&case, "again", &sql, way(&database, &sql));
            assert_eq!(database.catalog(), catalog, "{} again {how}\n{sql}", case.name);
        }
    }
}

/// A table, enum or schema that only the old state had may leave its schema behind; the order of labels
/// that were there does not count.
fn without_noise(catalog: &str) -> String {
    catalog
        .lines()
        .filter(|line| !line.starts_with("schema ") && !line.starts_with("enum "))
        .map(|line| format!("{line}\n"))
        .collect()
}

#[test]
fn a_state_does_not_differ_from_itself() {
    for case in cases() {
        for state in [&case.before, &case.after] {
            let database = &state.projected_on(TARGET).database;
            assert_eq!(diff::diff(database, database), [], "{}", case.name);
        }
    }
}

/// Bytes, because two values may be equal that are not written alike.
#[test]
fn the_same_changes_give_the_same_bytes_in_whatever_order_they_are_found() {
    for case in cases() {
        let databases = |state: &State| state.projected_on(TARGET).database;
        for (before, after) in [(&case.before, &case.after), (&case.nothing, &case.after)] {
            let mut changes = diff::diff(&databases(before), &databases(after));
            let written = |changes: &[Change]| file(TARGET, &plan::plan(changes.to_vec()), &case.after.config);
            let expected = written(&changes);
            assert_eq!(changes.is_empty(), !expected.contains("$refract$"), "{}\n{expected}", case.name);
            changes.reverse();
            assert_eq!(written(&changes), expected, "{} the other way round", case.name);
            for seed in 1..=3 {
                Random::new(seed).shuffle(&mut changes);
                assert_eq!(written(&changes), expected, "{} shuffled by {seed}", case.name);
            }
        }
    }
}

#[test]
fn the_file_that_creates_everything_runs_twice() {
    for case in cases() {
        let database = Server::with_vector().database();
        let (_, sql) = migration(TARGET, &case.nothing, &case.after);
        run(&case, "created", &sql, database.run_file_statement_by_statement(&sql));
        let catalog = database.catalog();
        run(&case, "created again", &sql, database.run_as_one_query(&sql));
        assert_eq!(database.catalog(), catalog, "{}", case.name);
        let locks = database.locks_of(&sql);
        assert_eq!(locks, Vec::<String>::new(), "{} again takes locks\n{sql}", case.name);
    }
}

/// All changes that lead from any state of any case to any other, but for renames.
fn changes_between_all_states() -> Vec<(String, [physical::Database; 2], Vec<Change>)> {
    let states: Vec<(String, physical::Database)> = cases()
        .into_iter()
        .flat_map(|case| {
            let named = |which, state: &State| (format!("{} {which}", case.name), state.projected_on(TARGET).database);
            [named("before", &case.before), named("after", &case.after)]
        })
        .collect();
    let mut all = Vec::new();
    for (from, before) in &states {
        for (to, after) in &states {
            let before = diff::rename(before, after, &Hints::default()).before.into_owned();
            let changes = diff::diff_of_names(&before, after, &SqlByColumn::new());
            all.push((format!("{from} to {to}"), [before, after.clone()], changes));
        }
    }
    all
}

#[test]
fn a_foreign_key_that_makes_way_is_added_again_and_nothing_else_becomes_of_it() {
    for (pair, [before, after], changes) in changes_between_all_states() {
        let added: Vec<(&ObjectName, &str)> = changes
            .iter()
            .filter_map(|change| match change {
                Change::AddForeignKey(add) => Some((&add.table, add.foreign_key.name.as_str())),
                _ => None,
            })
            .collect();
        let once: BTreeSet<_> = added.iter().copied().collect();
        assert_eq!(once.len(), added.len(), "{pair} adds a key twice");
        for change in &changes {
            // whatever kind of change has such a list
            let making_way: Vec<(ObjectName, String)> = serde_json::to_value(change).unwrap()["foreign_keys"]
                .as_array()
                .map(|keys| keys.iter().map(|key| serde_json::from_value(key.clone()).unwrap()).collect())
                .unwrap_or_default();
            for (table, name) in making_way {
                // under its name, or as the one that is the same but for its name
                let (keys, old) = (&after.tables[&table].foreign_keys, &before.tables[&table].foreign_keys[&name]);
                let is_same = |key: &&ForeignKey| foreign_key_definition(key) == foreign_key_definition(old);
                let again = keys.get(&name).or_else(|| keys.values().find(is_same));
                let again = again.unwrap_or_else(|| panic!("{pair} {name}")).name.as_str();
                assert!(once.contains(&(&table, again)), "{pair} loses {name} of {table}");
            }
            if let Change::ReplaceForeignKey(replace) = change {
                let name = (&replace.table, replace.after.name.as_str());
                assert!(!once.contains(&name), "{pair} adds and replaces {name:?}");
            }
        }
    }
}

/// The same database with other names of tables.
fn with_tables_called(
    mut database: physical::Database,
    names: &BTreeMap<ObjectName, ObjectName>,
) -> physical::Database {
    let tables = std::mem::take(&mut database.tables).into_values().map(|mut table| {
        table.name = names[&table.name].clone();
        table.foreign_keys.values_mut().for_each(|key| key.referenced_table = names[&key.referenced_table].clone());
        (table.name.clone(), table)
    });
    database.tables = tables.collect();
    database
}

/// The words of a change, in no order: lists in it go by the names of tables.
fn words_of(change: &Change, names: &BTreeMap<ObjectName, ObjectName>) -> Vec<String> {
    let mut text = format!("{change:?}");
    for (old, new) in names {
        text = text.replace(&format!("{new:?}"), &format!("{old:?}"));
    }
    let mut words: Vec<String> =
        text.split(|c| " ,()[]{}".contains(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort();
    words
}

#[test]
fn what_becomes_of_a_table_does_not_depend_on_which_table_is_looked_at_first() {
    for (pair, [before, after], changes) in changes_between_all_states() {
        let all: BTreeSet<&ObjectName> = before.tables.keys().chain(after.tables.keys()).collect();
        let reversed: BTreeMap<ObjectName, ObjectName> = all
            .iter()
            .enumerate()
            .map(|(place, &name)| (name.clone(), name.sibling(format!("table {:03}", all.len() - place))))
            .collect();
        let [before, after] = [before, after].map(|database| with_tables_called(database, &reversed));
        let under_other_names = diff::diff_of_names(&before, &after, &SqlByColumn::new());
        let sorted = |changes: &[Change]| {
            let mut all: Vec<Vec<String>> = changes.iter().map(|change| words_of(change, &reversed)).collect();
            all.sort();
            all
        };
        assert_eq!(sorted(&changes), sorted(&under_other_names), "{pair}");
    }
}
