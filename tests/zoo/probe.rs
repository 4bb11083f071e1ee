//! What programs do with the table, which has to work after every change as it did before.

use super::element::{Column, Element};
use super::print::Print;
use crate::support::wire::Connection;

/// Whether a query works; what it did is taken back. In a transaction that is open, or in one of its own.
pub fn works_in(session: &mut Connection, query: &str) -> bool {
    let alone = session.run("SAVEPOINT zoo").is_err();
    if alone {
        let worked = session.run(&format!("BEGIN; {query}; ROLLBACK")).is_ok();
        let _ = session.run("ROLLBACK");
        return worked;
    }
    let worked = session.run(query).is_ok();
    session.run("ROLLBACK TO zoo").is_ok() && worked
}

/// What a program would do: write, change and remove rows, read views, and what the elements say. Without a column that is gone.
pub fn queries(elements: &[&Element], before: &Print, gone: Option<Column>) -> Vec<String> {
    let there = |column: Column| gone != Some(column);
    let mut queries = vec!["DELETE FROM \"T\" WHERE \"other\" = 'x'".to_owned()];
    let uses = |query: &str| gone.is_some_and(|column| query.contains(&format!("\"{}\"", column.name())));
    for (columns, values) in [("\"k\", \"n\"", "'zoo', 7"), ("\"k\"", "'zoo'")] {
        queries.push(format!("INSERT INTO \"T\" ({columns}) VALUES ({values})"));
    }
    if !there(Column::K) {
        queries.push("INSERT INTO \"T\" (\"other\") VALUES ('z')".to_owned());
    }
    queries.push("UPDATE \"T\" SET \"other\" = 'y'".to_owned());
    queries.push("UPDATE \"T\" SET \"k\" = 'y' WHERE \"n\" = 1".to_owned());
    queries.push("SELECT \"k\", \"n\", \"mood\" FROM \"T\"".to_owned());
    for view in before.iter().filter_map(|line| line.strip_prefix("view\t")?.split('\t').next()) {
        let name: Vec<String> = view.split('.').map(|part| format!("\"{part}\"")).collect();
        queries.push(format!("SELECT * FROM {}", name.join(".")));
    }
    queries.extend(elements.iter().filter(|element| !element.works.is_empty()).map(|element| element.works.to_owned()));
    queries.retain(|query| !uses(query));
    queries
}
