//! Databases that ran the history of an element.

use super::element::{Column, Element, FIRST, Needs, ROWS};
use super::print::{Names, Print, print};
use super::probe::{queries, works_in};
use crate::support::database::Database;
use crate::support::postgres::Server;

/// A database that ran the history, what it holds, and the queries that work on it.
pub struct Home {
    pub database: Database,
    pub version: &'static str,
    pub before: Print,
    pub works: Vec<String>,
}

impl Home {
    /// Runs the history there, and tries the queries.
    pub fn of(
        server: &'static Server,
        version: &'static str,
        elements: &[&Element],
        texts: &[String],
    ) -> Result<Home, String> {
        let database = ran(server, texts).map_err(|error| format!("PostgreSQL {version}: {error}"))?;
        let mut session = database.connect();
        let views = print(&mut session, Names::Same)?;
        let mut works = queries(elements, &views, None);
        works.retain(|query| works_in(&mut session, query));
        // sequences have been used now, and taking a row back does not take that back
        let before = print(&mut session, Names::Same)?;
        drop(session);
        Ok(Home { database, version, before, works })
    }
}

/// The servers that have what is needed: the newest one, and an older one in turn.
pub fn servers(elements: &[&Element], turn: usize) -> Vec<(&'static Server, &'static str)> {
    let vector = elements.iter().any(|element| element.needs == Needs::Pgvector);
    let contrib = elements.iter().any(|element| element.needs == Needs::Contrib);
    let oldest = elements.iter().map(|element| if let Needs::Version(version) = element.needs { version } else { 15 });
    let oldest = oldest.max().unwrap_or(15);
    let older = [(15, "15"), (16, "16"), (17, "17")];
    let mut wanted: Vec<_> = older.into_iter().filter(|(version, _)| *version >= oldest && !vector).collect();
    if !wanted.is_empty() {
        let at = turn % wanted.len();
        wanted = vec![wanted[at]];
    }
    let older = wanted.into_iter().filter_map(|(version, words)| Some((Server::of_version(version).ok()?, words)));
    let newest = (!contrib).then(|| (Server::with_vector(), "18"));
    newest.into_iter().chain(older).collect()
}

/// The migrations, with the words that another type asks for.
pub fn migrations(elements: &[&Element], other_type: Option<Column>) -> Vec<String> {
    let Some(column) = other_type else {
        return [FIRST].into_iter().chain(elements.iter().map(|element| element.sql)).map(str::to_owned).collect();
    };
    let about: Vec<&Element> = elements.iter().copied().filter(|element| element.column == column).collect();
    migrations_with(elements, &about, column.other_type())
}

/// The migrations, with other words for a type, and those of some elements that say it again.
pub fn migrations_with(elements: &[&Element], retyped: &[&Element], type_words: &[(&str, &str)]) -> Vec<String> {
    let mut texts = migrations(elements, None);
    for (from, to) in retyped.iter().flat_map(|element| element.retyped).chain(type_words) {
        texts.iter_mut().for_each(|text| *text = text.replace(from, to));
    }
    texts
}

/// A database that ran the history with rows in it.
pub fn ran(server: &'static Server, migrations: &[String]) -> Result<Database, String> {
    let database = server.database();
    let mut session = database.connect();
    if migrations.iter().any(|text| text.contains("zoo_")) {
        for setup in [
            "CREATE ROLE zoo_reader",
            "CREATE ROLE zoo_owner",
            "SET allow_in_place_tablespaces = on",
            "CREATE TABLESPACE zoo_space LOCATION ''",
        ] {
            // they belong to the server, so another test may have made them
            let _ = session.run(setup);
        }
    }
    for (at, text) in migrations.iter().enumerate() {
        session.run(text)?;
        if at == 0 {
            session.run(ROWS)?;
        }
    }
    drop(session);
    Ok(database)
}
