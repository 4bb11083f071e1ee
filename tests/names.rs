//! Names that are hard to print, in every place where a name is printed: every case of `fixtures/diff` is run under
//! reserved words, capitals, quote marks, and names of 63 bytes.

use std::cell::RefCell;
use std::collections::BTreeSet;

use refract::physical::{IndexMethod, default_operator_classes};
use refract::render::{KEYWORDS, identifier};
use refract::sql::COLUMN_KEYWORDS;
use refract::{diff, plan};

use crate::diff::{Case, TARGET, cases};
use crate::support::postgres::Server;
use crate::support::rename::Rename;
use crate::support::schema::file;

/// Cases whose own SQL names columns, which no renaming can follow.
const WITH_RAW_SQL: [&str; 2] = ["partial_index", "types"];

#[track_caller]
fn every_change_works_under(new_name: impl Fn(usize, &str) -> String) {
    for case in cases_without_raw_sql() {
        works_under(&case, &new_name);
    }
}

/// The cases that can be renamed.
pub fn cases_without_raw_sql() -> Vec<Case> {
    cases().into_iter().filter(|case| !WITH_RAW_SQL.contains(&case.name.as_str())).collect()
}

/// Runs the change of a case under other names: the new name is asked for the place of a name among all, and the name.
/// How many names there are.
#[track_caller]
pub fn works_under(case: &Case, new_name: &dyn Fn(usize, &str) -> String) -> usize {
    let seen = RefCell::new(Vec::<String>::new());
    let rename = Rename {
        with: &|name| {
            let mut seen = seen.borrow_mut();
            let place = seen.iter().position(|other| other == name).unwrap_or_else(|| {
                seen.push(name.to_owned());
                seen.len() - 1
            });
            new_name(place, name)
        },
    };
    let before = rename.database(&case.before.projected_on(TARGET).database);
    let after = rename.database(&case.after.projected_on(TARGET).database);
    let nothing = case.nothing.projected_on(TARGET).database;
    let database = Server::with_vector().database();
    for (from, to) in [(&nothing, &before), (&before, &after)] {
        let plan = plan::plan(diff::diff(from, to));
        let sql = file(TARGET, &plan, &case.after.config);
        for _ in 0..2 {
            if let Err(message) = database.run_as_one_query(&sql) {
                panic!("{}: {message}\n{sql}", case.name);
            }
        }
    }
    let tables = database.query("SELECT replace(relname, E'\\n', '/') FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind = 'r' AND nspname !~ '^pg_|^information_schema$'");
    let there: BTreeSet<String> = tables.lines().map(str::to_owned).collect();
    let meant: BTreeSet<String> = after.tables.keys().map(|name| name.name.replace('\n', "/")).collect();
    assert_eq!(there, meant, "{}", case.name);
    seen.take().len()
}

#[test]
fn reserved_words_are_quoted_everywhere() {
    let reserved: Vec<&str> = KEYWORDS.iter().copied().filter(|word| word.len() > 2).collect();
    every_change_works_under(|place, _| reserved[place % reserved.len()].to_owned());
}

#[test]
fn capitals_are_kept_everywhere() {
    every_change_works_under(|place, _| format!("Mixed Case {place}"));
}

#[test]
fn quote_marks_and_signs_are_escaped_everywhere() {
    every_change_works_under(|place, _| format!("it's \"{place}\" %s 100% $$ $refract$ \\n -- /* ;"));
}

#[test]
fn line_breaks_are_kept_everywhere() {
    every_change_works_under(|place, _| format!("two\n  lines\n{place}"));
}

#[test]
fn names_of_63_bytes_are_kept_everywhere() {
    every_change_works_under(|place, _| format!("{place:03}{}", "ä".repeat(30)));
}

#[test]
fn the_words_that_need_quotes_are_those_that_the_server_knows() {
    let database = Server::with_vector().database();
    let server = database.query("SELECT word FROM pg_get_keywords() WHERE catcode <> 'U' ORDER BY word COLLATE \"C\"");
    assert_eq!(server.lines().collect::<Vec<_>>(), KEYWORDS);
    let of_columns =
        database.query("SELECT word FROM pg_get_keywords() WHERE catcode = 'C' ORDER BY word COLLATE \"C\"");
    assert_eq!(of_columns.lines().collect::<Vec<_>>(), COLUMN_KEYWORDS);
    let unreserved = database.query("SELECT word FROM pg_get_keywords() WHERE catcode = 'U'");
    for word in unreserved.lines() {
        assert_eq!(identifier(word), Ok(word.to_owned()));
    }
    let all = database.query("SELECT word, quote_ident(word) FROM pg_get_keywords()");
    for (word, quoted) in all.lines().filter_map(|line| line.split_once('|')) {
        assert_eq!(identifier(word).as_deref(), Ok(quoted));
    }
}

#[test]
fn the_default_operator_classes_are_those_of_the_servers() {
    use IndexMethod::{BTree, Brin, Gin, Gist, Hash, Hnsw, IvfFlat, SpGist};
    let older = [15, 16, 17].into_iter().filter_map(|major| Server::of_version(major).ok());
    for server in older.chain([Server::without_vector()]) {
        let database = server.database();
        for method in [BTree, Hash, Gist, Gin, SpGist, Brin, Hnsw, IvfFlat] {
            let theirs = database.query(&format!(
                "SELECT DISTINCT opcname::text COLLATE \"C\" FROM pg_opclass JOIN pg_am ON pg_am.oid = opcmethod
                  WHERE opcdefault AND amname = '{}' ORDER BY 1",
                method.as_sql()
            ));
            assert_eq!(theirs.lines().collect::<Vec<_>>(), default_operator_classes(method), "{method:?}");
        }
    }
}
